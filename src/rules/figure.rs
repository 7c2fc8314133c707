//! Figures, dates and names that differ between two places that are otherwise the same, in one text or in two.

use crate::passage::Change;
use crate::text::{AnalyzedText, Token, TokenRange, TokenTraits};

/// Figures that may differ: rows of one form differ in every slot, a slip in one, or in a figure and its unit.
const MOST_CHANGES: usize = 2;
/// Words of one figure, date or name.
const MOST_WORDS: u32 = 4;

/// Tokens of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) text: &'a AnalyzedText<'a>,
    pub(super) tokens: TokenRange,
}

impl<'a> Part<'a> {
    /// Grows it to whole sentences.
    pub(super) fn sentences(self) -> Self {
        let sentences = &self.text.sentences;
        let first = sentences.partition_point(|sentence| sentence.tokens.end <= self.tokens.start);
        let last = sentences.partition_point(|sentence| sentence.tokens.start < self.tokens.end);
        let whole = sentences.get(first..last).unwrap_or_default().iter().map(|sentence| sentence.tokens);
        Self { tokens: whole.fold(self.tokens, TokenRange::hull), ..self }
    }

    fn form(self, at: u32) -> &'a str {
        self.text.words.form(self.text.tokens[at as usize].word)
    }

    fn tokens_of(self, range: TokenRange) -> &'a [Token] {
        &self.text.tokens[range.indices()]
    }
}

/// Returns what differs between two parts of one length where it is only one or two figures, dates or names; `None` otherwise.
///
/// Callers compare whole sentences, for a figure near the edge of a sentence cuts the common words short.
pub(super) fn changed_figures(left: Part<'_>, right: Part<'_>) -> Option<Vec<Change>> {
    if left.tokens.len() != right.tokens.len() {
        return None;
    }
    let mut changes: Vec<Change> = Vec::new();
    let pairs = (left.tokens.start..left.tokens.end).zip(right.tokens.start..right.tokens.end);
    for (l, r) in pairs.filter(|&(l, r)| left.form(l) != right.form(r)) {
        match changes.last_mut() {
            Some(change) if change.left.end == l => {
                change.left.end = l + 1;
                change.right.end = r + 1;
            }
            _ => changes.push(Change { left: TokenRange::new(l, l + 1), right: TokenRange::new(r, r + 1) }),
        }
    }
    let figures = |change: &Change| is_figure(left.tokens_of(change.left), right.tokens_of(change.right));
    ((1..=MOST_CHANGES).contains(&changes.len()) && changes.iter().all(figures)).then_some(changes)
}

fn is_figure(left: &[Token], right: &[Token]) -> bool {
    let digits = |side: &[Token]| side.iter().any(|token| token.traits.has(TokenTraits::DIGIT));
    let names = |side: &[Token]| side.iter().all(|token| token.traits.has(TokenTraits::CAPITAL));
    left.len() <= MOST_WORDS as usize && (digits(left) && digits(right) || names(left) && names(right))
}
