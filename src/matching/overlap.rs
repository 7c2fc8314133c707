//! How many shingles two articles share, counted: no estimate.

use crate::similarity::Similarity;

/// Shingles that are counted before it is asked whether the rest can still matter: seldom enough that asking costs nothing.
const PIECE: usize = 64;

/// A set of shingles with its size; keeps its memory from article to article.
#[derive(Debug, Clone, Default)]
pub struct ShingleSet {
    /// Open addressing; 0 is an empty slot.
    slots: Vec<u64>,
    /// Slots in use: a power of two, at least twice the shingles.
    size: usize,
    has_zero: bool,
    len: u32,
}

/// The sizes of two sets and of what they share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// Distinct shingles of the left side.
    pub left: u32,
    /// Distinct shingles of the right side.
    pub right: u32,
    /// Distinct shingles of both.
    pub shared: u32,
}

/// How two sets of shingles are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Measure {
    /// Shared shingles / shingles of either.
    #[default]
    Jaccard,
    /// Shared shingles / shingles of the left side: how much of it stands in the other.
    Containment,
}

impl Measure {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Jaccard, Self::Containment];

    /// Returns the name that the flag, the configuration and the reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jaccard => "jaccard",
            Self::Containment => "containment",
        }
    }
}

impl Overlap {
    /// Returns how alike the two sides are; nothing is like an empty side.
    #[must_use]
    pub fn similarity(self, measure: Measure) -> Option<Similarity> {
        let Self { left, right, shared } = self;
        match measure {
            Measure::Jaccard => Similarity::jaccard(left.into(), right.into(), shared.into()),
            Measure::Containment => Similarity::containment(left.into(), shared.into()),
        }
    }
}

impl ShingleSet {
    /// Replaces the set by these shingles; one may stand in the slice more than once.
    pub fn fill(&mut self, shingles: &[u64]) {
        self.clear(shingles.len());
        for &shingle in shingles {
            self.insert(shingle);
        }
    }

    /// Counts the distinct shingles.
    #[must_use]
    pub const fn len(&self) -> u32 {
        self.len
    }

    /// Tells whether the set is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Counts what the set shares with other shingles; `other` is overwritten by the set of those. About 4 ns a shingle.
    pub fn overlap(&self, shingles: &[u64], other: &mut Self) -> Overlap {
        other.clear(shingles.len());
        let shared = self.take_up(shingles, other);
        Overlap { left: self.len, right: other.len, shared }
    }

    /// Counts what the set shares with other shingles if the two are at least this alike; stops as soon as it is certain that they are not.
    pub fn overlap_of_alike(
        &self,
        shingles: &[u64],
        other: &mut Self,
        (measure, least): (Measure, Similarity),
    ) -> Option<(Overlap, Similarity)> {
        other.clear(shingles.len());
        let mut left = shingles.len() as u32;
        let mut shared = 0;
        for piece in shingles.chunks(PIECE) {
            shared += self.take_up(piece, other);
            left -= piece.len() as u32;
            // All that is still to come might be shared.
            let best = self.len.min(shared + left);
            let right = other.len - shared + best;
            let overlap = Overlap { left: self.len, right, shared: best };
            if overlap.similarity(measure) < Some(least) {
                return None;
            }
        }
        let overlap = Overlap { left: self.len, right: other.len, shared };
        let similarity = overlap.similarity(measure).filter(|similarity| *similarity >= least)?;
        Some((overlap, similarity))
    }

    /// Takes shingles up into `other` and counts those that are new there and stand here.
    #[inline]
    fn take_up(&self, shingles: &[u64], other: &mut Self) -> u32 {
        shingles.iter().map(|&shingle| u32::from(other.insert(shingle) && self.contains(shingle))).sum()
    }

    fn clear(&mut self, shingles: usize) {
        self.size = (2 * shingles).next_power_of_two().max(16);
        if self.slots.len() < self.size {
            self.slots.resize(self.size, 0);
        }
        self.slots[..self.size].fill(0);
        (self.has_zero, self.len) = (false, 0);
    }

    /// Takes a shingle up; `true`: it is new.
    #[inline]
    fn insert(&mut self, shingle: u64) -> bool {
        let new = if shingle == 0 {
            !std::mem::replace(&mut self.has_zero, true)
        } else {
            let slot = self.slot(shingle);
            let free = self.slots[slot] == 0;
            self.slots[slot] = shingle;
            free
        };
        self.len += u32::from(new);
        new
    }

    #[inline]
    fn contains(&self, shingle: u64) -> bool {
        if shingle == 0 { self.has_zero } else { self.slots[self.slot(shingle)] == shingle }
    }

    /// The slot that holds a shingle, or the free one where it belongs.
    #[inline]
    fn slot(&self, shingle: u64) -> usize {
        let slots = &self.slots[..self.size];
        let mask = slots.len() - 1;
        let mut at = (shingle >> 20) as usize & mask;
        while slots[at] != shingle && slots[at] != 0 {
            at = (at + 1) & mask;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_are_those_of_sets(left in prop::collection::vec(0u64..40, 0..60), right in prop::collection::vec(0u64..40, 0..60)) {
            let spread = |side: &[u64]| side.iter().map(|shingle| shingle << 18).collect::<Vec<_>>();
            let (mut one, mut two) = (ShingleSet::default(), ShingleSet::default());
            two.fill(&spread(&right));
            one.fill(&spread(&left));
            let (left_set, right_set): (BTreeSet<_>, BTreeSet<_>) = (left.iter().collect(), right.iter().collect());
            let wanted = Overlap {
                left: left_set.len() as u32,
                right: right_set.len() as u32,
                shared: left_set.intersection(&right_set).count() as u32,
            };
            prop_assert_eq!(one.overlap(&spread(&right), &mut two), wanted);
        }

        #[test]
        fn stopping_early_changes_no_answer(common in 0u64..400, left in 0u64..200, right in 0u64..200, least in 0.05f64..1.0) {
            let side = |own: u64, from: u64| (from..from + own).chain(0..common).map(|shingle| shingle << 18).collect::<Vec<_>>();
            let (left, right) = (side(left, 10_000), side(right, 20_000));
            let (mut one, mut two) = (ShingleSet::default(), ShingleSet::default());
            one.fill(&left);
            let least = Similarity::new(least);
            for measure in Measure::ALL {
                let overlap = one.overlap(&right, &mut two);
                let wanted = overlap.similarity(measure).filter(|similarity| *similarity >= least);
                let found = one.overlap_of_alike(&right, &mut two, (measure, least));
                prop_assert_eq!(found, wanted.map(|similarity| (overlap, similarity)));
            }
        }
    }
}
