//! Repeats that belong together: a passage that stands ten times is one group of ten places, not nine findings.

use crate::finding::{OtherPlace, Role};
use crate::passage::{Passage, Repeat, Side};
use crate::similarity::Similarity;
use crate::text::Span;

/// Places that are listed for one finding; the count in the message stays exact.
const LISTED_PLACES: usize = 100;
/// Share of the longer of two spans that both must cover to be the same place.
const SAME_PLACE: f64 = 0.8;

/// One passage with all its places in one article.
#[derive(Debug, Clone)]
pub(super) struct Group<'r> {
    /// The first repeat: from the origin to the place that stands after it.
    pub(super) first: &'r Repeat,
    /// Every repeat of the group, by its later place.
    pub(super) repeats: Vec<&'r Repeat>,
}

impl Group<'_> {
    /// Counts the places.
    pub(super) const fn places(&self) -> usize {
        self.repeats.len() + 1
    }

    /// Lists the places but the finding's own, the origin first.
    pub(super) fn others(&self) -> Vec<OtherPlace> {
        let other = |side: Side, role, similarity: Similarity| OtherPlace::here(side.span, role, similarity);
        let origin = other(self.first.passage.left, Role::Origin, self.first.passage.similarity);
        let copies = self.repeats[1..].iter().map(|r| other(r.passage.right, Role::Copy, r.passage.similarity));
        std::iter::once(origin).chain(copies).take(LISTED_PLACES - 1).collect()
    }
}

/// Joins repeats whose places are the same; groups come in the order of their first later place. Linear after sorting.
pub(super) fn groups<'r>(repeats: impl Iterator<Item = &'r Repeat>) -> Vec<Group<'r>> {
    let repeats: Vec<&Repeat> = repeats.collect();
    let mut sides: Vec<(Span, usize)> = Vec::with_capacity(repeats.len() * 2);
    for (ix, repeat) in repeats.iter().enumerate() {
        sides.push((repeat.passage.left.span, ix));
        sides.push((repeat.passage.right.span, ix));
    }
    sides.sort_unstable();
    let mut joined = Forest((0..repeats.len()).collect());
    for pair in sides.windows(2) {
        let ((a, ix_a), (b, ix_b)) = (pair[0], pair[1]);
        if f64::from(a.overlap(b)) >= SAME_PLACE * f64::from(a.len().max(b.len())) {
            joined.join(ix_a, ix_b);
        }
    }
    let mut members: Vec<(usize, usize)> = (0..repeats.len()).map(|ix| (joined.root(ix), ix)).collect();
    members.sort_unstable();
    let mut groups: Vec<Group<'r>> = members.chunk_by(|a, b| a.0 == b.0).map(|chunk| group(chunk, &repeats)).collect();
    groups.sort_by_key(|group| group.first.passage.right);
    groups
}

fn group<'r>(chunk: &[(usize, usize)], repeats: &[&'r Repeat]) -> Group<'r> {
    let mut repeats: Vec<&Repeat> = chunk.iter().map(|&(_, ix)| repeats[ix]).collect();
    repeats.sort_by_key(|repeat| (repeat.passage.right, repeat.passage.left));
    Group { first: repeats[0], repeats }
}

/// Returns the longest passage of fewer than `needed` words.
#[must_use]
pub fn longest_untold(repeats: &[Repeat], needed: u32) -> Option<&Passage> {
    let short = repeats.iter().map(|repeat| &repeat.passage).filter(|passage| passage.words < needed);
    short.max_by_key(|passage| (passage.words, std::cmp::Reverse(passage.right)))
}

/// Disjoint sets by parent links.
struct Forest(Vec<usize>);

impl Forest {
    fn root(&mut self, mut ix: usize) -> usize {
        while self.0[ix] != ix {
            self.0[ix] = self.0[self.0[ix]];
            ix = self.0[ix];
        }
        ix
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
