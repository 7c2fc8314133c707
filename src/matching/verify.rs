//! Reads both sides of a candidate and decides whether it is a passage.

use rapidfuzz::distance::{lcs_seq, levenshtein};

use super::tolerance::Tolerance;
use crate::passage::{Passage, PassageKind, Side};
use crate::similarity::Similarity;
use crate::text::{AnalyzedText, TokenRange, TokenTraits};

/// One side of a candidate: the text it stands in, its numbered words, its range.
#[derive(Debug, Clone, Copy)]
pub(super) struct CandidateSide<'a> {
    pub(super) text: &'a AnalyzedText<'a>,
    pub(super) words: &'a [u32],
    pub(super) range: TokenRange,
}

impl CandidateSide<'_> {
    fn words(&self) -> &[u32] {
        &self.words[self.range.indices()]
    }

    fn side(&self) -> Side {
        Side { span: self.text.span_of(self.range), tokens: self.range }
    }

    /// Counts the words that do not start with a capital and hold no digit: a list of names or figures has few.
    fn plain_words(&self) -> u32 {
        let plain = |traits: &TokenTraits| !traits.has(TokenTraits::CAPITAL) && !traits.has(TokenTraits::DIGIT);
        self.text.tokens[self.range.indices()].iter().filter(|token| plain(&token.traits)).count() as u32
    }
}

/// Makes a passage of a candidate that shares enough words other than names.
pub(super) fn verify(left: CandidateSide, right: CandidateSide, tolerance: &Tolerance) -> Option<Passage> {
    let shared = lcs_seq::similarity(left.words().iter().copied(), right.words().iter().copied()) as u32;
    let longer = left.range.len().max(right.range.len());
    if shared < tolerance.min_words
        || f64::from(shared) < tolerance.min_share * f64::from(longer)
        || left.plain_words() * 3 < left.range.len()
    {
        return None;
    }
    let distance = levenshtein::distance(left.words().iter().copied(), right.words().iter().copied());
    let similarity = Similarity::new(1.0 - distance as f64 / f64::from(longer));
    Some(Passage {
        left: left.side(),
        right: right.side(),
        kind: PassageKind::of(similarity),
        similarity,
        words: shared,
    })
}
