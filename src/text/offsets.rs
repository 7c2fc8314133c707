//! The way between a folded text and its original: a monotone map that goes both ways.

use super::Span;

/// Where a folded text and its original run apart.
///
/// Outside the changes both advance byte by byte; a change maps a whole piece to a whole piece, and no offset inside one has a counterpart of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offsets {
    changes: Vec<Change>,
}

/// A piece of the original and what it was folded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    folded: Span,
    original: Span,
}

impl Offsets {
    /// Returns the original offset at which the character that starts at this folded offset starts.
    ///
    /// Takes the logarithm of the number of changes; a [`Cursor`] is faster where offsets rise.
    #[must_use]
    pub fn original_start(&self, folded: u32) -> u32 {
        self.start_after(self.changes.partition_point(|change| change.folded.end <= folded), folded)
    }

    /// Returns the original offset at which the character that ends at this folded offset ends; cost as [`Self::original_start`].
    #[must_use]
    pub fn original_end(&self, folded: u32) -> u32 {
        self.end_after(self.changes.partition_point(|change| change.folded.end < folded), folded)
    }

    /// Returns the first folded offset that stands for this original offset or a later one; cost as [`Self::original_start`].
    #[must_use]
    pub fn folded_at(&self, original: u32) -> u32 {
        self.folded_after(self.changes.partition_point(|change| change.original.end <= original), original)
    }

    /// Starts to walk the map from its beginning.
    #[must_use]
    pub const fn cursor(&self) -> Cursor<'_> {
        Cursor { offsets: self, start: 0, end: 0, folded: 0 }
    }

    /// Counts the changes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.changes.len()
    }

    /// Tells whether every offset stands for itself.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Takes up a change; it stands behind all others.
    pub(super) fn push(&mut self, folded: Span, original: Span) {
        debug_assert!(
            self.changes
                .last()
                .is_none_or(|last| last.folded.end <= folded.start && last.original.end <= original.start)
        );
        self.changes.push(Change { folded, original });
    }

    /// Drops the last change if it ends past this original offset.
    pub(super) fn pop_after(&mut self, original: u32) {
        self.changes.pop_if(|last| last.original.end > original);
    }

    /// The offsets behind the change before `ix`.
    fn end_of(&self, ix: usize) -> (u32, u32) {
        match ix.checked_sub(1).map(|before| self.changes[before]) {
            Some(change) => (change.folded.end, change.original.end),
            None => (0, 0),
        }
    }

    fn folded_after(&self, ix: usize, original: u32) -> u32 {
        match self.changes.get(ix) {
            Some(change) if change.original.start < original => change.folded.end,
            _ => {
                let (folded, start) = self.end_of(ix);
                folded + (original - start)
            }
        }
    }

    fn start_after(&self, ix: usize, folded: u32) -> u32 {
        match self.changes.get(ix) {
            Some(change) if change.folded.start <= folded => change.original.start,
            _ => {
                let (start, original) = self.end_of(ix);
                original + (folded - start)
            }
        }
    }

    fn end_after(&self, ix: usize, folded: u32) -> u32 {
        match self.changes.get(ix) {
            Some(change) if change.folded.start < folded => change.original.end,
            _ => {
                let (start, original) = self.end_of(ix);
                original + (folded - start)
            }
        }
    }
}

/// A walk along a map: answers for rising offsets in constant time each, taken together.
#[derive(Debug, Clone)]
pub struct Cursor<'o> {
    offsets: &'o Offsets,
    start: usize,
    end: usize,
    folded: usize,
}

impl Cursor<'_> {
    /// As [`Offsets::original_start`], for an offset not below the last one asked for.
    #[inline]
    pub fn original_start(&mut self, folded: u32) -> u32 {
        let changes = &self.offsets.changes;
        while changes.get(self.start).is_some_and(|change| change.folded.end <= folded) {
            self.start += 1;
        }
        self.offsets.start_after(self.start, folded)
    }

    /// As [`Offsets::original_end`], for an offset not below the last one asked for.
    #[inline]
    pub fn original_end(&mut self, folded: u32) -> u32 {
        let changes = &self.offsets.changes;
        while changes.get(self.end).is_some_and(|change| change.folded.end < folded) {
            self.end += 1;
        }
        self.offsets.end_after(self.end, folded)
    }

    /// As [`Offsets::folded_at`], for an offset not below the last one asked for.
    #[inline]
    pub fn folded_at(&mut self, original: u32) -> u32 {
        let changes = &self.offsets.changes;
        while changes.get(self.folded).is_some_and(|change| change.original.end <= original) {
            self.folded += 1;
        }
        self.offsets.folded_after(self.folded, original)
    }
}
