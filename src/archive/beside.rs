//! The words beside a fingerprint, four bits each: enough to tell a shared passage from a shared turn of phrase without reading a text.
//!
//! Five words in a row are shared by chance all the time; a passage of twelve shares seven more beside them, and so at least two in a row on
//! one side. Two marks of four bits stored on each side let a look-up pass over nine in ten of the articles that share a phrase only.

use crate::fingerprint::Scheme;

/// Words that are marked on each side.
const REACH: usize = 2;
/// The mark where the text ends, or has no such word: equal to none.
const NONE: u16 = 0;
/// The mark of a fingerprint that stands twice in an article, between other words: equal to all.
const ANY: u16 = 15;

/// The marks of the two words before a fingerprint and the two behind it, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Beside(pub(super) u16);

impl Beside {
    /// Bits in which it is stored.
    pub(super) const BITS: u32 = 16;
    /// Of words that are not known: equal to all.
    pub(super) const UNKNOWN: Self = Self(0xffff);

    /// Marks the words beside the shingle that starts at a word; `words` are the hashes of all words of the text.
    pub(super) fn of(words: &[u64], at: usize) -> Self {
        // Of the high bits, brought to 1..=14 by multiplication: a division a word would cost as much as all the rest.
        let scaled = |word: &u64| (((word >> 48) * u64::from(ANY - 1)) >> 16) as u16 + 1;
        let mark = |place: usize| words.get(place).map_or(NONE, scaled);
        let behind = at + Scheme::CURRENT.width.words();
        // Before the first word stands none, as behind the last.
        let before = |n: usize| at.checked_sub(n + 1).map_or(NONE, mark);
        let both = |n: usize| before(n) << (4 * n) | mark(behind + n) << (4 * (REACH + n));
        Self((0..REACH).fold(0, |all, n| all | both(n)))
    }

    /// Keeps what two places of one fingerprint in one article have in common.
    pub(super) fn or(self, other: Self) -> Self {
        let mark = |n: usize| if self.mark(n) == other.mark(n) { self.mark(n) } else { ANY };
        Self((0..2 * REACH).fold(0, |all, n| all | mark(n) << (4 * n)))
    }

    /// Counts the words beside the fingerprint that seem to be the same in two texts, on both sides from the nearest on: 0 to 4.
    pub(super) fn same(self, other: Self) -> u8 {
        let same = |n: &usize| {
            let (ours, theirs) = (self.mark(*n), other.mark(*n));
            ours != NONE && theirs != NONE && (ours == theirs || ours == ANY || theirs == ANY)
        };
        ((0..REACH).take_while(same).count() + (REACH..2 * REACH).take_while(same).count()) as u8
    }

    const fn mark(self, n: usize) -> u16 {
        self.0 >> (4 * n) & 15
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u64> {
        text.split(' ').map(|word| xxhash_rust::xxh3::xxh3_64(word.as_bytes())).collect()
    }

    #[test]
    fn words_beside_a_shared_row_count_from_the_row_outwards() {
        let (one, other) = (words("x a b S S S S S c d"), words("y a q S S S S S c d"));
        assert_eq!(Beside::of(&one, 3).same(Beside::of(&other, 3)), 2);
        assert_eq!(Beside::of(&one, 3).same(Beside::of(&one, 3)), 4);
    }

    #[test]
    fn the_edge_of_a_text_is_the_same_as_nothing() {
        let edge = Beside::of(&words("S S S S S"), 0);
        assert_eq!(edge.same(edge), 0);
    }

    #[test]
    fn a_fingerprint_that_stands_twice_is_beside_the_words_of_both_places() {
        let (one, other) = (Beside::of(&words("a b S S S S S c d"), 2), Beside::of(&words("e f S S S S S g h"), 2));
        assert_eq!(one.or(other).same(one), 4);
        assert_eq!(one.or(other).same(other), 4);
    }
}
