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
/// A link A to C is left out where C has all its words of A through some B in between: a copy of a copy is linked to the copy. Costs the
/// cube of the number of articles, a dozen or two.
#[must_use]
pub fn lineage(articles: Vec<Witness>, traced: usize, shares: &[Share]) -> Lineage {
    let mut links: Vec<Link> = Vec::new();
    for share in shares {
        if !follows_from_others(share, shares) {
            links.push(link(share, &articles));
        }
    }
    links.sort_by_key(|link| (link.from, link.to));
    Lineage { articles, traced, links }
}

/// Tells whether all that the later article has of the earlier one came to it through articles in between.
fn follows_from_others(share: &Share, shares: &[Share]) -> bool {
    let mut through: Vec<TokenRange> = Vec::new();
    for second in shares.iter().filter(|s| s.later == share.later && s.earlier > share.earlier) {
        let first = shares.iter().find(|s| s.earlier == share.earlier && s.later == second.earlier);
        let Some(first) = first else { continue };
        for &(middle, later) in &second.passages {
            let from_first: u32 = first.passages.iter().map(|(_, held)| held.overlap(middle)).sum();
            if f64::from(from_first) >= COVERED * f64::from(middle.len()) {
                through.push(later);
            }
        }
    }
    let own = |range: TokenRange| {
        let held: u32 = through.iter().map(|held| held.overlap(range)).max().unwrap_or(0);
        range.len() - held
    };
    !through.is_empty() && share.passages.iter().map(|&(_, later)| own(later)).all(|words| words < OWN_WORDS)
}

fn link(share: &Share, articles: &[Witness]) -> Link {
    let (earlier, later) = (&articles[share.earlier], &articles[share.later]);
    let taken: u32 = share.passages.iter().map(|(_, later)| later.len()).sum();
    let revision = earlier.id == later.id
        || earlier.outlet.is_some()
            && earlier.outlet == later.outlet
            && f64::from(taken) >= REVISION * f64::from(later.words);
    let relation = if earlier.id == later.id {
        Relation::RevisionOf
    } else if !earlier.rank.is_dated() {
        Relation::AlternateOf
    } else if revision {
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
    fn words_that_the_middle_does_not_have_keep_their_own_link() {
        let shares = [share(0, 1, (0, 50), 40), share(1, 2, (200, 100), 40), share(0, 2, (0, 300), 40)];
        assert_eq!(links(&shares), [(1, 0), (2, 0), (2, 1)]);
    }
}
