//! What must agree before two sets of fingerprints may be compared.

use super::{ShingleWidth, Window};

/// How fingerprints are made. Stored with them; sets made under different schemes are never compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scheme {
    /// Version of the fold and the tokens that words come from.
    pub fold: u16,
    /// The hash of words and shingles.
    pub hash: HashKind,
    /// Words in a shingle.
    pub width: ShingleWidth,
    /// Shingles in a window of winnowing.
    pub window: Window,
}

/// A hash function by the number it is stored under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum HashKind {
    /// xxh3 of the folded form for a word, xxh3 of the little-endian word hashes for a shingle, 64 bits, seed 0.
    Xxh3 = 1,
}

/// Raised with every change of the fold or the tokenizer that gives some text other words.
pub const FOLD_VERSION: u16 = 1;

impl Scheme {
    /// The scheme of this version of the program.
    ///
    /// Width 5: of two unrelated news articles few share a row of 5 words. Window 8: a shared row of 5 + 8 - 1 = 12 words is always seen.
    pub const CURRENT: Self =
        Self { fold: FOLD_VERSION, hash: HashKind::Xxh3, width: ShingleWidth::new(5), window: Window::new(8) };

    /// Returns the number of equal words in a row that two texts must share so that a common fingerprint is certain.
    #[must_use]
    pub const fn certain_words(self) -> usize {
        self.width.words() + self.window.shingles() - 1
    }

    /// Packs the scheme in 8 bytes, little-endian: fold (2), hash, width, window, three zeros.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 8] {
        let [low, high] = self.fold.to_le_bytes();
        [low, high, self.hash as u8, self.width.words() as u8, self.window.shingles() as u8, 0, 0, 0]
    }

    /// Unpacks a scheme; `None` for bytes that no version of the program writes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 8]) -> Option<Self> {
        let [low, high, hash, width, window, 0, 0, 0] = bytes else { return None };
        if hash != HashKind::Xxh3 as u8 || width == 0 || window == 0 {
            return None;
        }
        Some(Self {
            fold: u16::from_le_bytes([low, high]),
            hash: HashKind::Xxh3,
            width: ShingleWidth::new(width),
            window: Window::new(window),
        })
    }

    /// Names the first thing in which two schemes differ, with both values: `("shingle width", 5, 7)`.
    #[must_use]
    pub fn difference(self, other: Self) -> Option<(&'static str, usize, usize)> {
        let pairs = [
            ("fold version", usize::from(self.fold), usize::from(other.fold)),
            ("shingle width", self.width.words(), other.width.words()),
            ("winnowing window", self.window.shingles(), other.window.shingles()),
        ];
        pairs.into_iter().find(|(_, mine, theirs)| mine != theirs)
    }
}

impl std::fmt::Display for Scheme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { fold, width, window, hash: HashKind::Xxh3 } = self;
        write!(f, "xxh3, fold {fold}, {} words, window {}", width.words(), window.shingles())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_survives_its_bytes() {
        assert_eq!(Scheme::from_bytes(Scheme::CURRENT.to_bytes()), Some(Scheme::CURRENT));
    }

    #[test]
    fn bytes_that_nothing_writes_are_no_scheme() {
        assert_eq!(Scheme::from_bytes([0; 8]), None);
        let mut bytes = Scheme::CURRENT.to_bytes();
        bytes[7] = 1;
        assert_eq!(Scheme::from_bytes(bytes), None);
    }

    #[test]
    fn a_difference_is_named_with_both_values() {
        let other = Scheme { width: ShingleWidth::new(7), ..Scheme::CURRENT };
        assert_eq!(Scheme::CURRENT.difference(other), Some(("shingle width", 5, 7)));
        assert_eq!(Scheme::CURRENT.difference(Scheme::CURRENT), None);
    }
}
