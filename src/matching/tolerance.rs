//! How much difference a passage may have and still be reported: one set of numbers for every user of the room.

use crate::fingerprint::ShingleWidth;

/// How much difference a passage may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// Equal words in a row that make a seed.
    pub seed: ShingleWidth,
    /// Words between two runs, on each side, that are bridged.
    pub gap_words: u32,
    /// Least number of equal words of a reported passage.
    pub min_words: u32,
    /// Least share of equal words, in one order, of the longer side.
    pub min_share: f64,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { seed: ShingleWidth::new(4), gap_words: 20, min_words: 8, min_share: 0.4 }
    }
}
