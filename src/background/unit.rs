//! Units: the smallest parts of a text that a block is made of, and where their sentences start.

use std::ops::Range;

use crate::text::AnalyzedText;

/// Most sentences of a paragraph that is one unit. A longer one is a text that lost its line breaks: each of its sentences is a unit. Of the
/// paragraphs of 20,000 scraped articles fewer than 1 in 200 are longer.
const MAX_SENTENCES: u32 = 12;

/// Neighbouring sentences that are not taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// First sentence.
    pub(super) start: u32,
    /// One past the last sentence.
    pub(super) end: u32,
}

impl Unit {
    /// Counts its sentences.
    pub(super) const fn sentences(self) -> u32 {
        self.end - self.start
    }

    /// Returns the range of sentences from this unit to another.
    pub(super) const fn to(self, last: Self) -> Range<u32> {
        self.start..last.end
    }
}

/// Cuts a text into units: its paragraphs, or the sentences of a paragraph that is too long to be one.
pub(super) fn units(text: &AnalyzedText<'_>, out: &mut Vec<Unit>) {
    out.clear();
    for paragraph in &text.paragraphs {
        let (start, end) = (paragraph.first_sentence, paragraph.end_sentence);
        if paragraph.tokens.is_empty() {
            continue;
        }
        if end - start > MAX_SENTENCES {
            out.extend((start..end).map(|at| Unit { start: at, end: at + 1 }));
        } else {
            out.push(Unit { start, end });
        }
    }
}
