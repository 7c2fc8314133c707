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
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor::new(self)
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
    /// The first change that ends behind the last offset asked for.
    at: usize,
    /// Where that change starts in the folded text; before it, `shift` leads from folded to original (modulo 2^32).
    until: u32,
    shift: u32,
}

impl<'o> Cursor<'o> {
    fn new(offsets: &'o Offsets) -> Self {
        let mut cursor = Self { offsets, at: 0, until: 0, shift: 0 };
        cursor.settle();
        cursor
    }

    fn settle(&mut self) {
        self.until = self.offsets.changes.get(self.at).map_or(u32::MAX, |change| change.folded.start);
        let (folded, original) = self.offsets.end_of(self.at);
        self.shift = original.wrapping_sub(folded);
    }

    /// As [`Offsets::original_start`], for an offset not below the last one asked for.
    #[inline]
    pub fn original_start(&mut self, folded: u32) -> u32 {
        if folded < self.until {
            return folded.wrapping_add(self.shift);
        }
        self.skip(|change| change.folded.end <= folded);
        self.offsets.start_after(self.at, folded)
    }

    /// As [`Offsets::original_end`], for an offset not below the last one asked for.
    #[inline]
    pub fn original_end(&mut self, folded: u32) -> u32 {
        if folded <= self.until {
            return folded.wrapping_add(self.shift);
        }
        self.skip(|change| change.folded.end < folded);
        self.offsets.end_after(self.at, folded)
    }

    /// As [`Offsets::folded_at`], for an offset not below the last one asked for.
    #[inline]
    pub fn folded_at(&mut self, original: u32) -> u32 {
        self.skip(|change| change.original.end <= original);
        self.offsets.folded_after(self.at, original)
    }

    fn skip(&mut self, passed: impl Fn(&Change) -> bool) {
        let before = self.at;
        while self.offsets.changes.get(self.at).is_some_and(&passed) {
            self.at += 1;
        }
        if self.at > before {
            self.settle();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::fold::fold;

    #[test]
    fn a_change_maps_as_a_whole_and_the_rest_byte_by_byte() {
        // 12 bytes `ab ß cd …` fold to `ab ss cd …`: the same length, but no offset inside `ß` has a counterpart.
        let folded = fold("ab\u{a0}ßcd");
        let offsets = &folded.offsets;
        assert_eq!(folded.text, "ab sscd");
        assert_eq!([offsets.original_start(2), offsets.original_end(3)], [2, 4]);
        assert_eq!([offsets.original_start(4), offsets.original_end(4)], [4, 6]);
        assert_eq!([offsets.folded_at(3), offsets.folded_at(4), offsets.folded_at(6)], [3, 3, 5]);
    }

    #[test]
    fn a_cursor_answers_as_the_map_does() {
        let folded = fold("a\u{200b}ﬁ “é” ½ ß");
        let mut cursor = folded.offsets.cursor();
        for at in 0..=folded.text.len() as u32 {
            assert_eq!(cursor.original_end(at), folded.offsets.original_end(at));
            assert_eq!(cursor.original_start(at), folded.offsets.original_start(at));
        }
    }

    #[test]
    fn what_is_removed_at_the_start_stands_before_the_first_character() {
        let folded = fold("\u{feff}ab");
        assert_eq!([folded.offsets.original_start(0), folded.offsets.original_end(2)], [3, 5]);
    }
}
