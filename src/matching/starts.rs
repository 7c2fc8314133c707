//! Where places start on one side, to find again those that a range may touch without a walk over all.

use std::collections::BTreeSet;

use crate::text::TokenRange;

/// The starts of places on one side, each with the position of its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts {
    starts: BTreeSet<(u32, u32)>,
    /// The words of the longest place: none starts further before a range that it touches.
    longest: u32,
}

impl Starts {
    /// Takes up the range of the place at position `ix`.
    pub(super) fn take_up(&mut self, range: TokenRange, ix: usize) {
        self.starts.insert((range.start, ix as u32));
        self.longest = self.longest.max(range.len());
    }

    /// Returns the positions of all places that share a token with a range, and of some that do not.
    pub(super) fn near(&self, range: TokenRange) -> impl Iterator<Item = usize> {
        let first = range.start.saturating_sub(self.longest);
        self.starts.range((first, 0)..(range.end.max(first), 0)).map(|&(_, ix)| ix as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_touches_a_range_is_near_it_and_what_is_far_is_not() {
        let mut starts = Starts::default();
        let ranges = [(0, 5), (40, 60), (58, 62), (90, 95)].map(|(start, end)| TokenRange::new(start, end));
        for (ix, range) in ranges.into_iter().enumerate() {
            starts.take_up(range, ix);
        }
        let near: Vec<usize> = starts.near(TokenRange::new(59, 61)).collect();
        assert_eq!(near, [1, 2]);
        assert_eq!(Starts::default().near(ranges[0]).count(), 0);
    }
}
