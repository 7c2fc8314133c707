//! Copies become passages: what was taken from what, followed back to who had it first.

use super::passages::{CommonPassage, CommonPassages, PassageLimits, Place};
use crate::article::ArticleIx;
use crate::matching::{Stretch, families};
use crate::similarity::Similarity;
use crate::text::TokenRange;

/// What one article has in common with an earlier one; articles are named by rank, the earliest is 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Copy {
    pub(super) later: u32,
    pub(super) earlier: u32,
    pub(super) stretch: Stretch,
}

/// A place that copies lead to or from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Node {
    rank: u32,
    words: TokenRange,
}

/// Gathers copies into passages. Places of one article that are nearly the same are one; a passage is all places that copies lead to or from, and its origin the earliest.
///
/// So a line that stands in a million articles is one passage, though some of them share the next word with an article that is not the first. Near-linear in the number of
/// copies. `order` names the articles by rank.
pub(super) fn gather(order: &[ArticleIx], copies: &[Copy], limits: PassageLimits) -> CommonPassages {
    let (nodes, ends) = nodes(copies, limits.words);
    let mut links = Links::new(nodes.len());
    for (later, earlier) in &ends {
        links.join(*later, *earlier);
    }
    let mut likeness = vec![(0.0, 0u32); nodes.len()];
    for (copy, (later, _)) in copies.iter().zip(&ends) {
        let (sum, count) = &mut likeness[links.first(*later) as usize];
        *sum += copy.stretch.similarity().get();
        *count += 1;
    }
    let mut by_passage: Vec<(u32, u32)> = (0..nodes.len() as u32).map(|node| (links.first(node), node)).collect();
    by_passage.sort_unstable();
    let mut found = CommonPassages::default();
    for passage in by_passage.chunk_by(|left, right| left.0 == right.0) {
        let places = passage.iter().map(|(_, node)| nodes[*node as usize]);
        let articles =
            passage.chunk_by(|left, right| nodes[left.1 as usize].rank == nodes[right.1 as usize].rank).count() as u32;
        let start = found.places.len() as u32;
        found.places.extend(places.map(|node| Place { article: order[node.rank as usize], words: node.words }));
        let (sum, count) = likeness[passage[0].0 as usize];
        found.passages.push(CommonPassage {
            origin: found.places[start as usize],
            articles,
            similarity: Similarity::new(sum / f64::from(count.max(1))),
            is_stock: articles >= limits.stock,
            places: (start, found.places.len() as u32),
        });
    }
    found
}

/// The distinct places of all copies, by rank and place, and for each copy the places (later, earlier) that it joins.
fn nodes(copies: &[Copy], least: u32) -> (Vec<Node>, Vec<(u32, u32)>) {
    // Both sides of each copy: (article, words, copy, is the earlier side).
    let mut sides: Vec<(u32, TokenRange, u32, bool)> = Vec::with_capacity(2 * copies.len());
    for (copy, ix) in copies.iter().zip(0..) {
        sides.push((copy.later, copy.stretch.later, ix, false));
        sides.push((copy.earlier, copy.stretch.earlier, ix, true));
    }
    sides.sort_unstable();
    let mut nodes: Vec<Node> = Vec::new();
    let mut ends = vec![(0, 0); copies.len()];
    let mut ranges = Vec::new();
    for article in sides.chunk_by(|left, right| left.0 == right.0) {
        ranges.clear();
        ranges.extend(article.iter().map(|side| side.1));
        let families = families(&ranges, least);
        let mut by_place: Vec<u32> = (0..families.founders.len() as u32).collect();
        by_place.sort_unstable_by_key(|&family| families.founders[family as usize]);
        let mut node_of = vec![0; by_place.len()];
        for family in by_place {
            node_of[family as usize] = nodes.len() as u32;
            nodes.push(Node { rank: article[0].0, words: families.founders[family as usize] });
        }
        for (side, family) in article.iter().zip(families.members) {
            let node = node_of[family as usize];
            let (later, earlier) = &mut ends[side.2 as usize];
            *(if side.3 { earlier } else { later }) = node;
        }
    }
    (nodes, ends)
}

/// Which places are joined: each knows one that is no later, the first of all knows itself.
struct Links(Vec<u32>);

impl Links {
    fn new(count: usize) -> Self {
        Self((0..count as u32).collect())
    }

    /// Returns the first of all places that are joined with one.
    fn first(&mut self, mut node: u32) -> u32 {
        while self.0[node as usize] != node {
            // Halves the way for who comes next.
            self.0[node as usize] = self.0[self.0[node as usize] as usize];
            node = self.0[node as usize];
        }
        node
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.first(one), self.first(other));
        self.0[one.max(other) as usize] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(later: (u32, u32, u32), earlier: (u32, u32, u32)) -> Copy {
        let stretch = Stretch {
            later: TokenRange::new(later.1, later.2),
            earlier: TokenRange::new(earlier.1, earlier.2),
            equal: later.2 - later.1,
        };
        Copy { later: later.0, earlier: earlier.0, stretch }
    }

    fn gathered(copies: &[Copy]) -> CommonPassages {
        let order: Vec<ArticleIx> = (0..10).map(ArticleIx).collect();
        gather(&order, copies, PassageLimits { words: 12, stock: 4 })
    }

    #[test]
    fn a_copy_of_a_copy_belongs_to_who_had_it_first() {
        // 2 shares a word more with 1 than 1 shares with 0.
        let found =
            gathered(&[copy((1, 5, 25), (0, 40, 60)), copy((2, 0, 21), (1, 5, 26)), copy((3, 9, 29), (0, 40, 60))]);
        assert_eq!(found.passages.len(), 1);
        let passage = found.passages[0];
        assert_eq!((passage.origin.article, passage.articles, passage.is_stock), (ArticleIx(0), 4, true));
        let articles: Vec<u32> = found.places_of(&passage).iter().map(|place| place.article.0).collect();
        assert_eq!(articles, [0, 1, 2, 3]);
    }

    #[test]
    fn other_words_of_the_same_article_are_another_passage() {
        let found =
            gathered(&[copy((1, 0, 20), (0, 0, 20)), copy((2, 0, 20), (0, 30, 50)), copy((2, 30, 50), (1, 40, 60))]);
        let origins: Vec<(u32, u32)> =
            found.passages.iter().map(|passage| (passage.origin.article.0, passage.origin.words.start)).collect();
        assert_eq!(origins, [(0, 0), (0, 30), (1, 40)]);
    }

    #[test]
    fn no_copy_no_passage() {
        assert!(gathered(&[]).passages.is_empty());
    }
}
