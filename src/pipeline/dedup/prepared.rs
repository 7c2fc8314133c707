//! One article as numbers: all that is needed to find its near-duplicates. A pure function of its text.

use crate::fingerprint::{BandKeys, Banding, ShingleWidth, Signature, Sketch, roll};
use crate::text::{WordId, WordIds, WordsDigest};

/// Words in a shingle: five, the width at which the similarity of two articles is defined (`INTERFACE`: `--threshold` on word 5-shingle sets).
pub const WIDTH: ShingleWidth = ShingleWidth::new(5);

/// What near-duplicates are found by, besides the words themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// Equal for articles of the same words.
    pub digest: WordsDigest,
    /// Where candidates meet.
    pub bands: BandKeys,
    /// What tells most candidates apart.
    pub sketch: Sketch,
}

/// Turns texts into numbers; keeps its buffers from text to text.
#[derive(Debug, Default)]
pub struct Preparer {
    ids: WordIds,
    shingles: Vec<u64>,
}

impl Preparer {
    /// Appends the word ids of a text to `words` and returns its print; a text without words has none: blank texts are nobody's duplicates.
    pub fn prepare(&mut self, text: &str, banding: Banding, words: &mut Vec<WordId>) -> Option<Print> {
        let begun = words.len();
        let digest = self.ids.number(text, words);
        self.shingles.clear();
        roll(&words[begun..], WIDTH, &mut self.shingles);
        let signature = Signature::of(&self.shingles)?;
        Some(Print { digest, bands: banding.keys(&signature), sketch: Sketch::of(&signature) })
    }
}
