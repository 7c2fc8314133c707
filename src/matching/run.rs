//! Runs: maximal rows of equal words, grown from seeds.

use super::seed::Seed;
use crate::text::TokenRange;

/// `words` equal words in a row from `left` and from `right`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    pub(super) right: u32,
    pub(super) left: u32,
    pub(super) words: u32,
}

/// Joins seeds of `width` words that lie on one diagonal and touch; the runs come sorted by their right start. Sorts the seeds.
pub(super) fn runs(seeds: &mut Vec<Seed>, width: u32, out: &mut Vec<Run>) {
    seeds.sort_unstable_by_key(|seed| (i64::from(seed.right) - i64::from(seed.left), seed.left));
    seeds.dedup();
    for &Seed { left, right } in seeds.iter() {
        match out.last_mut() {
            Some(run)
                if right.wrapping_sub(run.right) == left.wrapping_sub(run.left) && left - run.left <= run.words =>
            {
                run.words = left - run.left + width;
            }
            _ => out.push(Run { right, left, words: width }),
        }
    }
    out.sort_unstable();
}

/// Runs in the order of their middles on the right side, to find those that lie in a place by their greater part.
#[derive(Debug, Clone, Default)]
pub(super) struct RunsByMiddle(Vec<Run>);

impl RunsByMiddle {
    /// Takes up runs in the place of those before.
    pub(super) fn fill(&mut self, runs: &[Run]) {
        self.0.clear();
        self.0.extend_from_slice(runs);
        self.0.sort_unstable_by_key(|run| (run.middle(), *run));
    }

    /// Returns the runs whose middles lie in a range of the right side, both its ends included: all that have half of their words there, and some more.
    pub(super) fn near(&self, right: TokenRange) -> &[Run] {
        let first = self.0.partition_point(|run| run.middle() < right.start);
        let count = self.0[first..].partition_point(|run| run.middle() <= right.end);
        &self.0[first..first + count]
    }
}

/// Cuts runs of a text against itself that overlap themselves (periodic text) into the first period and its later copies.
///
/// A period shorter than `least` words makes one run: the first half against the second. The runs that follow from a shorter period go.
pub(super) fn cut_periodic(runs: &mut Vec<Run>, least: u32) {
    let mut periodic: Vec<Run> = runs.iter().copied().filter(|run| run.words > run.period()).collect();
    if periodic.is_empty() {
        return;
    }
    periodic.sort_unstable_by_key(|run| (run.left, run.period()));
    let mut regions: Vec<Run> = Vec::new();
    for run in periodic {
        match regions.last() {
            Some(region) if region.implies(run) => {}
            _ => regions.push(run),
        }
    }
    runs.retain(|run| {
        let before = &regions[..regions.partition_point(|region| region.left <= run.left)];
        run.words <= run.period() && !before.last().is_some_and(|region| region.implies(*run))
    });
    runs.extend(regions.iter().flat_map(|region| region.copies(least)));
    runs.sort_unstable();
}

impl Run {
    const fn middle(self) -> u32 {
        self.right + self.words / 2
    }

    fn period(self) -> u32 {
        self.right - self.left
    }

    /// Tells whether this run repeats itself with a period that `other`, inside it, repeats a multiple of.
    fn implies(self, other: Self) -> bool {
        self.left <= other.left
            && other.right + other.words <= self.right + self.words
            && other.period().is_multiple_of(self.period())
    }

    /// Returns the copies of the first period.
    fn copies(self, least: u32) -> impl Iterator<Item = Self> {
        let period = self.period();
        let all = self.words + period;
        let unit = if period >= least { period } else { all / 2 / period * period };
        (1..all.div_ceil(unit)).map(move |copy| Self {
            right: self.left + copy * unit,
            left: self.left,
            words: unit.min(all - copy * unit),
        })
    }
}
