//! Figures, dates and names that differ between two places that are otherwise the same, in one text or in two.

use crate::passage::Change;
use crate::text::{AnalyzedText, Token, TokenRange, TokenTraits};

/// Figures that may differ: rows of one form differ in every slot, a slip in one, or in a figure and its unit.
pub(super) const MOST_CHANGES: usize = 2;
/// Words of one figure, date or name.
const MOST_WORDS: u32 = 4;
/// Words that name a day or a month.
const CALENDAR: &str = include_str!("calendar.txt");
/// Jaro-Winkler likeness from which two names are spellings of one: `Sofia` and `Sonia` have .89, two presidents seldom .7.
const SAME_NAME: f64 = 0.8;

/// Tokens of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) text: &'a AnalyzedText<'a>,
    pub(super) tokens: TokenRange,
}

impl<'a> Part<'a> {
    pub(super) fn form(self, at: u32) -> &'a str {
        self.text.words.form(self.text.tokens[at as usize].word)
    }

    fn tokens(self) -> &'a [Token] {
        &self.text.tokens[self.tokens.indices()]
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
    let figures =
        |change: &Change| is_figure(Part { tokens: change.left, ..left }, Part { tokens: change.right, ..right });
    ((1..=MOST_CHANGES).contains(&changes.len()) && changes.iter().all(figures)).then_some(changes)
}

/// Tells whether two parts of one length are two figures, two days or months, or two spellings of one name.
pub(super) fn is_figure(left: Part<'_>, right: Part<'_>) -> bool {
    if left.tokens.len() > MOST_WORDS {
        return false;
    }
    let digits = |part: Part<'_>| part.tokens().iter().any(|token| token.traits.has(TokenTraits::DIGIT));
    // Words in capitals throughout are shouted, not names: `MUST WATCH`, `JUST WATCHED`.
    let name = |part: Part<'_>, token: &Token| {
        token.traits.has(TokenTraits::CAPITAL) && token.span.of(part.text.text).chars().any(char::is_lowercase)
    };
    let day = |form: &str| CALENDAR.split_whitespace().any(|name| name == form);
    let names = |l: &Token, r: &Token| {
        let (ours, theirs) = (left.text.words.form(l.word), right.text.words.form(r.word));
        let both = name(left, l) && name(right, r);
        both && (strsim::jaro_winkler(ours, theirs) >= SAME_NAME || day(ours) && day(theirs))
    };
    digits(left) && digits(right) || left.tokens().iter().zip(right.tokens()).all(|(l, r)| names(l, r))
}
