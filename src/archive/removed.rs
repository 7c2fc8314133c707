//! Which articles of a segment are removed: they are passed over at once and left behind at the next merge.

use std::collections::BTreeSet;

use super::wire::{Wire, put_varint};

/// Numbers of removed articles of one segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Removed(BTreeSet<u32>);

impl Removed {
    pub(super) fn contains(&self, article: u32) -> bool {
        self.0.contains(&article)
    }

    /// Marks an article; tells whether it was not marked before.
    pub(super) fn insert(&mut self, article: u32) -> bool {
        self.0.insert(article)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().copied()
    }

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        put_rising(self.iter().map(u64::from), self.len(), out);
    }

    /// Reads a set; `None` where a number is not below `articles`.
    pub(super) fn take(wire: &mut Wire<'_>, articles: u32) -> Option<Self> {
        let numbers = take_rising(wire)?;
        let fits = |number: u64| u32::try_from(number).ok().filter(|&number| number < articles);
        numbers.into_iter().map(fits).collect::<Option<_>>().map(Self)
    }
}

/// Appends rising numbers as distances.
pub(super) fn put_rising(numbers: impl Iterator<Item = u64>, count: usize, out: &mut Vec<u8>) {
    put_varint(out, count as u64);
    let mut next = 0;
    for number in numbers {
        put_varint(out, number - next);
        next = number + 1;
    }
}

/// Reads rising numbers.
pub(super) fn take_rising(wire: &mut Wire<'_>) -> Option<Vec<u64>> {
    let count = wire.varint()?;
    let mut next = 0u64;
    let mut numbers = Vec::new();
    for _ in 0..count {
        let number = next.checked_add(wire.varint()?)?;
        numbers.push(number);
        next = number.checked_add(1)?;
    }
    Some(numbers)
}
