//! How much difference a passage may have and still be reported: one set of numbers for every user of the room.

use crate::fingerprint::ShingleWidth;

/// How much difference a passage may have.
///
/// Evidence is counted in nats: the logarithm of how much likelier the shared words are if the passage was copied than if they met by chance.
/// The values were chosen on the tuning part of the PAN-13 training corpus (3 of 5 groups of texts that share no text with the rest).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// Equal words in a row that make a seed; 4 beats 5 by .001 PlagDet, 3 doubles the seeds for nothing.
    pub seed: ShingleWidth,
    /// Letters of a word that count when wordings are compared loosely: `report`, `reports` and `reported` share six. 5 to 6 are best; whole words lose .015 on translations.
    pub stem_letters: usize,
    /// Least cosine (tf-isf) and least Dice of two sentences to be alike; .1 below the published .3, for the evidence decides later.
    pub sentence_cosine: f64,
    /// Least Dice coefficient of two sentences to be alike.
    pub sentence_dice: f64,
    /// Words, on each side, over which neighbouring seeds belong together: a long sentence moved or dropped. 60 loses .005 on reordered news, 100 precision.
    pub gap_words: u32,
    /// Evidence that a bridged gap costs, however long.
    pub gap_cost: f64,
    /// Evidence that an edge inside a sentence costs: copies start and end with sentences three times out of four.
    pub edge_cost: f64,
    /// Least evidence of a passage with changes, both sides together: under 40, 60 % of what was found was wrong, above, 3 %.
    pub evidence: f64,
    /// Least words of a passage with changes.
    pub least_words: u32,
    /// Least words of a verbatim passage between two texts: of runs from 15 words on, 1 in 1,000 unrelated pairs is chance.
    pub least_verbatim: u32,
    /// Least words of a verbatim passage in a pair that shares a longer one: such texts often come from one house and share its stock phrases too
    /// (runs of 15 words that are no copies: 130 in 1,000 such pairs, 1 in 1,000 others).
    pub least_beside: u32,
    /// Least evidence of a rewritten passage in such a pair: who copies word for word seldom rewrites.
    pub evidence_beside: f64,
    /// Least words of a passage that stands twice in one text.
    pub least_within: u32,
    /// A text at least this many times as long as a stretch of the other can be summed up by it.
    pub summary_ratio: u32,
    /// Least evidence of a summary, and least evidence in the part of it that no other passage explains.
    pub summary_evidence: (f64, f64),
    /// Least evidence of a summary per word, and of one that shows only by the passages that it consists of: a long stretch gathers evidence by its length
    /// alone. Real summaries have .15 to .7 and more, those of passages alone .23 and more; what was told with less was none (12 of 12, and 15 of 15).
    pub summary_per_word: (f64, f64),
}

impl Default for Tolerance {
    fn default() -> Self {
        Self {
            seed: ShingleWidth::new(4),
            stem_letters: 6,
            sentence_cosine: 0.2,
            sentence_dice: 0.2,
            gap_words: 80,
            gap_cost: 15.0,
            edge_cost: 4.0,
            evidence: 40.0,
            least_words: 25,
            least_verbatim: 15,
            least_beside: 30,
            evidence_beside: 150.0,
            least_within: 8,
            summary_ratio: 3,
            summary_evidence: (8.0, 5.0),
            summary_per_word: (0.14, 0.2),
        }
    }
}
