//! The lineage of an article: which articles it was made from and which were made from it, without the links that follow from others.

use super::relation::Relation;
use super::source::Rank;
use crate::article::Published;
use crate::similarity::Similarity;
use crate::text::TokenRange;

/// Words that an article must share with an earlier one beyond what it shares through others, for a link of its own.
const OWN_WORDS: u32 = 12;
/// Share of a part that must be covered to count as covered.
const COVERED: f64 = 0.8;
/// Share of the later article's words that come from the earlier one from which it is a revision, not a user, of it.
const REVISION: f64 = 0.8;

/// One article of a lineage.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// The id it is archived under.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// Its claim to be first.
    pub rank: Rank,
    /// Words of its text.
    pub words: u32,
}

/// What two articles of a lineage share.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Position of the earlier article.
    pub earlier: usize,
    /// Position of the later article.
    pub later: usize,
    /// Tokens of the earlier and of the later article, passage by passage.
    pub passages: Vec<(TokenRange, TokenRange)>,
    /// Words that both have, over all passages.
    pub words: u32,
    /// Mean similarity of the passages, weighed by their words.
    pub similarity: Similarity,
    /// Share of the words that stand between quotation marks in the later article.
    pub quoted: f64,
}

/// A link from an article to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Position of the later article.
    pub from: usize,
    /// Position of the earlier article.
    pub to: usize,
    /// What the later is to the earlier.
    pub relation: Relation,
    /// Words that both have.
    pub words: u32,
    /// Similarity of the shared passages.
    pub similarity: Similarity,
}

/// Articles, by rank, and what links them.
#[derive(Debug, Clone, PartialEq)]
pub struct Lineage {
    /// The articles; the earliest first.
    pub articles: Vec<Witness>,
    /// Position of the article that was asked for.
    pub traced: usize,
    /// The links, by their later and then their earlier article.
    pub links: Vec<Link>,
}

/// Makes the lineage of articles that are sorted by rank, from what each pair shares.
///
/// Copies of one item are one source: each is linked to the first of them, and what others have of the item is linked to the first too. A link A
/// to C is left out where C has all its words of A through some B in between: a copy of a copy is linked to the copy. Costs the cube of the
/// number of articles, a dozen or two.
#[must_use]
pub fn lineage(articles: Vec<Witness>, traced: usize, shares: &[Share]) -> Lineage {
    let item = items(&articles, shares);
    let of_first = |share: &&Share| match item[share.later] {
        first if first != share.later => share.earlier == first,
        _ => item[share.earlier] == share.earlier || !held_by_first(share, item[share.earlier], shares),
    };
    let shares: Vec<&Share> = shares.iter().filter(of_first).collect();
    let own = shares.iter().filter(|share| !follows_from_others(share, &shares));
    let mut links: Vec<Link> = own.map(|share| link(share, &articles)).collect();
    links.sort_by_key(|link| (link.from, link.to));
    Lineage { articles, traced, links }
}

/// Returns for each article the position of the first copy of its item; its own where it is that, or no copy. Versions of one article, and what one
/// outlet made of its own, are no copies but revisions.
fn items(articles: &[Witness], shares: &[Share]) -> Vec<usize> {
    let mut item: Vec<usize> = (0..articles.len()).collect();
    for share in shares {
        let (earlier, later) = (&articles[share.earlier], &articles[share.later]);
        let longer = earlier.words.max(later.words);
        let nearly_all = f64::from(share.words) >= COVERED * f64::from(longer);
        if nearly_all && !is_revision(share, earlier, later) && item[share.later] == share.later {
            item[share.later] = item[share.earlier];
        }
    }
    item
}

/// Tells whether the first copy of an item shares as much with an article as a later copy does.
fn held_by_first(share: &Share, first: usize, shares: &[Share]) -> bool {
    let with_first = shares.iter().find(|other| other.earlier == first && other.later == share.later);
    with_first.is_some_and(|other| f64::from(other.words) >= COVERED * f64::from(share.words))
}

/// Tells whether all that the later article has of the earlier one came to it through articles in between.
fn follows_from_others(share: &Share, shares: &[&Share]) -> bool {
    let mut through: Vec<TokenRange> = Vec::new();
    for second in shares.iter().filter(|s| s.later == share.later && s.earlier > share.earlier) {
        let first = shares.iter().find(|s| s.earlier == share.earlier && s.later == second.earlier);
        let Some(first) = first else { continue };
        for &(middle, later) in &second.passages {
            through.extend(first.passages.iter().filter_map(|&(_, held)| carried(held, middle, later)));
        }
    }
    through.sort_unstable();
    let own = |range: TokenRange| {
        let (mut at, mut free) = (range.start, 0);
        for held in &through {
            free += held.start.clamp(at, range.end.max(at)) - at;
            at = at.max(held.end.min(range.end));
        }
        free + range.end.saturating_sub(at)
    };
    !through.is_empty() && share.passages.iter().map(|&(_, later)| own(later)).all(|words| words < OWN_WORDS)
}

/// Returns where words of the article in between stand in the later one, as far as a passage that both share brought them there.
fn carried(held: TokenRange, middle: TokenRange, later: TokenRange) -> Option<TokenRange> {
    let (start, end) = (held.start.max(middle.start), held.end.min(middle.end));
    let from_end = middle.end.saturating_sub(end);
    let (start, end) = (later.start + start.checked_sub(middle.start)?, later.end.saturating_sub(from_end));
    (start < end).then_some(TokenRange::new(start, end))
}

fn is_revision(share: &Share, earlier: &Witness, later: &Witness) -> bool {
    let taken: u32 = share.passages.iter().map(|(_, later)| later.len()).sum();
    let of_outlet = earlier.outlet.is_some() && earlier.outlet == later.outlet;
    earlier.id == later.id || of_outlet && f64::from(taken) >= REVISION * f64::from(later.words)
}

/// Tells whether it is known which of two articles was published first.
fn is_known_to_be_later(earlier: &Witness, later: &Witness) -> bool {
    let dated = earlier.rank.is_dated() && later.rank.is_dated();
    dated && earlier.published.map(|published| published.at) < later.published.map(|published| published.at)
}

fn link(share: &Share, articles: &[Witness]) -> Link {
    let (earlier, later) = (&articles[share.earlier], &articles[share.later]);
    let relation = if earlier.id == later.id {
        Relation::RevisionOf
    } else if !is_known_to_be_later(earlier, later) {
        Relation::AlternateOf
    } else if is_revision(share, earlier, later) {
        Relation::RevisionOf
    } else if share.quoted >= COVERED {
        Relation::QuotedFrom
    } else {
        Relation::DerivedFrom
    };
    Link { from: share.later, to: share.earlier, relation, words: share.words, similarity: share.similarity }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::DateQuality;

    fn witness(id: &str, day: i8) -> Witness {
        let at = jiff::civil::date(2024, 5, day).at(0, 0, 0, 0);
        let published = Some(Published { at, quality: DateQuality::Given });
        let rank = Rank::of(published, 0);
        Witness { id: id.into(), title: None, url: None, outlet: None, published, rank, words: 400 }
    }

    fn share(earlier: usize, later: usize, at: (u32, u32), words: u32) -> Share {
        let range = |start| TokenRange::new(start, start + words);
        let passages = vec![(range(at.0), range(at.1))];
        Share { earlier, later, passages, words, similarity: Similarity::FULL, quoted: 0.0 }
    }

    fn links(shares: &[Share]) -> Vec<(usize, usize)> {
        let articles = vec![witness("a", 1), witness("b", 2), witness("c", 3)];
        lineage(articles, 2, shares).links.iter().map(|link| (link.from, link.to)).collect()
    }

    #[test]
    fn a_copy_of_a_copy_is_linked_to_the_copy() {
        let shares = [share(0, 1, (0, 50), 40), share(1, 2, (50, 100), 40), share(0, 2, (0, 100), 40)];
        assert_eq!(links(&shares), [(1, 0), (2, 1)]);
    }

    #[test]
    fn of_a_long_copy_only_the_words_that_came_through_it_follow_from_it() {
        let shares = [share(0, 1, (0, 50), 40), share(1, 2, (0, 100), 200), share(0, 2, (0, 150), 40)];
        assert_eq!(links(&shares), [(1, 0), (2, 1)]);
        let elsewhere = [share(0, 1, (0, 50), 40), share(1, 2, (0, 100), 200), share(0, 2, (0, 240), 40)];
        assert_eq!(links(&elsewhere), [(1, 0), (2, 0), (2, 1)]);
    }

    #[test]
    fn copies_of_one_item_are_one_source() {
        let shares = [share(0, 1, (0, 0), 390), share(0, 2, (0, 0), 390), share(1, 2, (0, 0), 390)];
        assert_eq!(links(&shares), [(1, 0), (2, 0)]);
        let used = [share(0, 1, (0, 0), 390), share(0, 2, (0, 0), 60), share(1, 2, (0, 0), 60)];
        assert_eq!(links(&used), [(1, 0), (2, 0)]);
    }

    #[test]
    fn where_a_date_is_not_known_nobody_was_first() {
        let relation = |published| {
            let later = Witness { published, rank: Rank::of(published, 1), ..witness("b", 2) };
            lineage(vec![witness("a", 1), later], 1, &[share(0, 1, (0, 0), 60)]).links[0].relation
        };
        let day = |quality, day| Some(Published { at: jiff::civil::date(2024, 5, day).at(0, 0, 0, 0), quality });
        assert_eq!(relation(day(DateQuality::Given, 2)), Relation::DerivedFrom);
        assert_eq!(relation(day(DateQuality::Given, 1)), Relation::AlternateOf);
        assert_eq!(relation(day(DateQuality::Crawled, 2)), Relation::AlternateOf);
        assert_eq!(relation(None), Relation::AlternateOf);
    }

    #[test]
    fn words_that_the_middle_does_not_have_keep_their_own_link() {
        let shares = [share(0, 1, (0, 50), 40), share(1, 2, (200, 100), 40), share(0, 2, (0, 300), 40)];
        assert_eq!(links(&shares), [(1, 0), (2, 0), (2, 1)]);
    }
}
