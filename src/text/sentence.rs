//! Sentences of one block of layout.

use super::{Language, Span};

/// Finds the sentences of a block and appends their spans, without the white space around them.
pub fn sentences(text: &str, block: Span, language: Language, out: &mut Vec<Span>) {
    for boundary in sentencex::get_sentence_boundaries(language.code(), block.of(text)) {
        let lead = boundary.text.len() - boundary.text.trim_start().len();
        let start = block.start + (boundary.start_byte + lead) as u32;
        let span = Span::new(start, start + boundary.text.trim().len() as u32);
        if !span.is_empty() {
            out.push(span);
        }
    }
}
