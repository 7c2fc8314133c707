//! Postings: where each fingerprint of a dump occurs, and from them which articles may share a passage.

/// One fingerprint where it occurs. Articles are named by their rank: 0 is the earliest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// The shingle that winnowing kept.
    pub shingle: u64,
    /// Rank of the article.
    pub article: u32,
    /// Position of its first word.
    pub at: u32,
}

/// A fingerprint that two articles have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The article that may have taken the words.
    pub later: u32,
    /// The one that had them before.
    pub earlier: u32,
    /// Position of the first word in the later article.
    pub at_later: u32,
    /// Position of the first word in the earlier article.
    pub at_earlier: u32,
}

/// Articles that a later one is compared with for each fingerprint: the first two that have it.
///
/// One would find every passage that the first article has; the second is for those of which the first has only a part.
const EARLIEST: usize = 2;

/// Appends the hits of postings that are sorted: each occurrence meets the earliest few, never all meet all.
///
/// An article takes part with the first of its occurrences. Linear: a fingerprint of a million articles makes two million hits.
pub fn hits(postings: &[Posting], out: &mut Vec<Hit>) {
    for same in postings.chunk_by(|left, right| left.shingle == right.shingle) {
        let mut earliest: [Option<Posting>; EARLIEST] = [None; EARLIEST];
        let mut last = None;
        for &posting in same {
            if last == Some(posting.article) {
                continue;
            }
            last = Some(posting.article);
            out.extend(earliest.iter().flatten().map(|earlier| Hit {
                later: posting.article,
                earlier: earlier.article,
                at_later: posting.at,
                at_earlier: earlier.at,
            }));
            if let Some(free) = earliest.iter_mut().find(|slot| slot.is_none()) {
                *free = Some(posting);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(occurrences: &[(u64, u32, u32)]) -> Vec<Hit> {
        let mut postings: Vec<Posting> =
            occurrences.iter().map(|&(shingle, article, at)| Posting { shingle, article, at }).collect();
        postings.sort_unstable();
        let mut out = Vec::new();
        hits(&postings, &mut out);
        out
    }

    #[test]
    fn a_fingerprint_of_one_article_makes_no_hit() {
        assert!(of(&[(7, 0, 1), (7, 0, 9), (8, 1, 1)]).is_empty());
    }

    #[test]
    fn each_article_meets_the_two_earliest() {
        let hits = of(&[(7, 3, 1), (7, 0, 5), (7, 0, 2), (7, 9, 4), (7, 5, 0)]);
        let pairs: Vec<(u32, u32)> = hits.iter().map(|hit| (hit.later, hit.earlier)).collect();
        assert_eq!(pairs, [(3, 0), (5, 0), (5, 3), (9, 0), (9, 3)]);
        assert_eq!((hits[0].at_later, hits[0].at_earlier), (1, 2));
    }

    #[test]
    fn hits_grow_with_the_occurrences_not_with_their_square() {
        let many: Vec<(u64, u32, u32)> = (0..10_000).map(|article| (7, article, 0)).collect();
        assert!(of(&many).len() <= 2 * many.len());
    }
}
