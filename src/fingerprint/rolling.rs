//! Shingles of word ids, each made from the one before it in five steps: for whole dumps, where every shingle of every article is looked at.

use super::ShingleWidth;
use crate::text::WordId;

/// Odd, and 3 modulo 8, so that neither it nor its powers are near 1 modulo a high power of 2: swapped words never cancel.
const BASE: u64 = 0x9e37_79b9_7f4a_7c1b;
/// Spreads the sum over all 64 bits.
const SPREAD: u64 = 0xd6e8_feb8_6659_fd93;

/// Appends the shingle that starts at each word: a polynomial over `width` ids modulo 2⁶⁴ (Karp and Rabin 1987), its bits then mixed.
///
/// `n` words give `n - width + 1` shingles. A text of fewer words than `width`, but at least one, gives the one shingle of all its words, so
/// that short texts can be compared at all. About 1.5 ns a word.
pub fn roll(words: &[WordId], width: ShingleWidth, out: &mut Vec<u64>) {
    let width = width.words().min(words.len());
    if width == 0 {
        return;
    }
    let oldest = (1..width).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let (first, rest) = words.split_at(width);
    let mut sum = first.iter().fold(0u64, |sum, word| sum.wrapping_mul(BASE).wrapping_add(u64::from(word.0)));
    out.reserve(rest.len() + 1);
    out.push(mix(sum));
    out.extend(words.iter().zip(rest).map(|(leaving, coming)| {
        let kept = sum.wrapping_sub(u64::from(leaving.0).wrapping_mul(oldest));
        sum = kept.wrapping_mul(BASE).wrapping_add(u64::from(coming.0));
        mix(sum)
    }));
}

#[inline]
fn mix(sum: u64) -> u64 {
    let spread = (sum ^ sum >> 32).wrapping_mul(SPREAD);
    spread ^ spread >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rolled(words: &[u32]) -> Vec<u64> {
        let words: Vec<WordId> = words.iter().copied().map(WordId).collect();
        let mut out = Vec::new();
        roll(&words, ShingleWidth::new(3), &mut out);
        out
    }

    #[test]
    fn equal_words_in_a_row_give_equal_shingles_wherever_they_stand() {
        let left = rolled(&[u32::MAX, 1, 2, 3, 8]);
        assert_eq!(left.len(), 3);
        assert_eq!(left[1], rolled(&[1, 2, 3])[0]);
        assert_eq!(left[2], rolled(&[9, 9, 2, 3, 8])[2]);
    }

    #[test]
    fn the_order_of_the_words_matters() {
        let orders = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]];
        let mut shingles: Vec<u64> = orders.iter().map(|order| rolled(order)[0]).collect();
        shingles.sort_unstable();
        shingles.dedup();
        assert_eq!(shingles.len(), orders.len());
    }

    #[test]
    fn a_text_shorter_than_a_shingle_is_one_shingle() {
        assert_eq!(rolled(&[7, 8]).len(), 1);
        assert_ne!(rolled(&[7, 8]), rolled(&[7]));
        assert!(rolled(&[]).is_empty());
    }
}
