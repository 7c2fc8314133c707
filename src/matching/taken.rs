//! Ranges of one side that passages hold already.

use std::collections::BTreeMap;

use crate::text::TokenRange;

/// Ranges of one side that passages hold already, joined where they overlap. Each question takes the logarithm of their number.
#[derive(Debug, Clone, Default)]
pub(super) struct Taken(BTreeMap<u32, u32>);

impl Taken {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes a range.
    pub(super) fn take(&mut self, range: TokenRange) {
        let mut whole = range;
        loop {
            let other = self.touching(whole).next();
            let Some(other) = other else { break };
            self.0.remove(&other.start);
            whole = whole.hull(other);
        }
        self.0.insert(whole.start, whole.end);
    }

    /// Tells whether nothing of a range is taken.
    pub(super) fn is_free(&self, range: TokenRange) -> bool {
        self.touching(range).next().is_none()
    }

    /// Tells whether at most half of a range is taken: two runs that meet share a word or two.
    pub(super) fn is_mostly_free(&self, range: TokenRange) -> bool {
        self.touching(range).map(|taken| taken.overlap(range)).sum::<u32>() * 2 <= range.len()
    }

    /// Returns the most of `range` that is free and the free stretch around it; none where all is taken.
    pub(super) fn free(&self, range: TokenRange, within: TokenRange) -> Option<(TokenRange, TokenRange)> {
        let before = self.0.range(..=range.start).next_back().map_or(0, |(_, &end)| end);
        let mut from = before.max(within.start);
        let mut best: Option<(TokenRange, TokenRange)> = None;
        let behind = self.0.range(range.start + 1..).map(|(&start, &end)| TokenRange::new(start, end));
        for taken in behind.map(Some).chain([None]) {
            let to = taken.map_or(within.end, |taken| taken.start.min(within.end));
            let part = TokenRange::new(range.start.max(from), range.end.min(to));
            if !part.is_empty() && best.is_none_or(|(known, _)| part.len() > known.len()) {
                best = Some((part, TokenRange::new(from, to)));
            }
            match taken {
                Some(taken) if taken.start < range.end => from = taken.end.max(from),
                _ => break,
            }
        }
        best
    }

    /// Returns the taken ranges that share a token with a range, in order.
    fn touching(&self, range: TokenRange) -> impl Iterator<Item = TokenRange> {
        let before = self.0.range(..=range.start).next_back().filter(move |&(_, &end)| end > range.start);
        let behind = self.0.range(range.start + 1..range.end.max(range.start + 1));
        before.into_iter().chain(behind).map(|(&start, &end)| TokenRange::new(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn range(start: u32, end: u32) -> TokenRange {
        TokenRange::new(start, end)
    }

    fn taken(ranges: &[(u32, u32)]) -> Taken {
        let mut taken = Taken::default();
        ranges.iter().for_each(|&(start, end)| taken.take(range(start, end)));
        taken
    }

    #[test]
    fn ranges_that_overlap_are_one() {
        assert_eq!(taken(&[(5, 9), (20, 30), (8, 21)]).0.into_iter().collect::<Vec<_>>(), [(5, 30)]);
        assert_eq!(taken(&[(5, 9), (5, 7)]).0.into_iter().collect::<Vec<_>>(), [(5, 9)]);
    }

    #[test]
    fn what_ends_where_another_starts_is_free() {
        let taken = taken(&[(5, 9), (12, 20)]);
        assert!(taken.is_free(range(9, 12)) && taken.is_free(range(0, 5)));
        assert!(!taken.is_free(range(8, 12)) && !taken.is_free(range(0, 40)) && !taken.is_free(range(6, 7)));
        assert!(taken.is_mostly_free(range(8, 12)) && !taken.is_mostly_free(range(10, 20)));
    }

    #[test]
    fn the_largest_free_part_comes_with_the_room_around_it() {
        let taken = taken(&[(5, 9), (12, 20)]);
        assert_eq!(taken.free(range(6, 16), range(0, 50)), Some((range(9, 12), range(9, 12))));
        assert_eq!(taken.free(range(18, 30), range(0, 50)), Some((range(20, 30), range(20, 50))));
        assert_eq!(taken.free(range(13, 19), range(0, 50)), None);
    }
}
