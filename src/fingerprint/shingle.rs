//! Shingles: each run of `width` consecutive words as one 64-bit number.

use xxhash_rust::xxh3::xxh3_64;

/// Words in a shingle, at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShingleWidth(u8);

impl ShingleWidth {
    /// Makes a width; 0 becomes 1.
    #[must_use]
    pub const fn new(words: u8) -> Self {
        Self(if words == 0 { 1 } else { words })
    }

    /// Returns the number of words.
    #[must_use]
    pub const fn words(self) -> usize {
        self.0 as usize
    }
}

/// Makes shingles; keeps its buffer from text to text.
#[derive(Debug, Clone, Default)]
pub struct Shingler {
    bytes: Vec<u8>,
}

impl Shingler {
    /// Appends the shingle that starts at each word: xxh3 (64 bits) of the little-endian bytes of `width` word hashes.
    ///
    /// `n` words give `n - width + 1` shingles, fewer than `width` words give none. Linear in the number of words.
    pub fn shingle(&mut self, words: impl IntoIterator<Item = u64>, width: ShingleWidth, out: &mut Vec<u64>) {
        self.bytes.clear();
        for word in words {
            self.bytes.extend_from_slice(&word.to_le_bytes());
        }
        out.extend(self.bytes.windows(width.words() * 8).step_by(8).map(xxh3_64));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shingles(words: &[u64], width: u8) -> Vec<u64> {
        let mut out = Vec::new();
        Shingler::default().shingle(words.iter().copied(), ShingleWidth::new(width), &mut out);
        out
    }

    #[test]
    fn equal_words_in_a_row_give_equal_shingles_wherever_they_stand() {
        let left = shingles(&[7, 1, 2, 3, 8], 3);
        let right = shingles(&[1, 2, 3], 3);
        assert_eq!(left.len(), 3);
        assert_eq!(left[1], right[0]);
    }

    #[test]
    fn the_order_of_the_words_matters() {
        assert_ne!(shingles(&[1, 2], 2), shingles(&[2, 1], 2));
    }

    #[test]
    fn fewer_words_than_the_width_give_no_shingle() {
        assert!(shingles(&[1, 2], 3).is_empty());
        assert!(shingles(&[], 1).is_empty());
    }
}
