//! Words of one side of a row, as they are shown: safe for a terminal, with one space for any white space.

use super::rows::Mark;
use crate::comparison::ComparedText;
use crate::report::escape::terminal;
use crate::report::wrap::width;
use crate::text::TokenRange;

/// Words of one stretch from which its middle is left out, and words that are kept at either end then.
const LONG_STRETCH: (u32, u32) = (60, 15);

/// Some words of one side as they are shown, and which bytes of them differ.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) marks: Vec<(std::ops::Range<usize>, Mark)>,
}

impl Cell {
    /// Appends words, of a long row only its ends.
    pub(super) fn words(&mut self, words: TokenRange, text: &ComparedText<'_>) {
        let (long, kept) = LONG_STRETCH;
        let span = |from: u32, to: u32| text.text.span_of(TokenRange::new(from, to)).of(text.text.text);
        if words.len() <= long {
            self.push(span(words.start, words.end));
        } else {
            self.push(span(words.start, words.start + kept));
            self.push(" […] ");
            self.push(span(words.end - kept, words.end));
        }
    }

    /// Appends what stands between a word and the next, punctuation mostly; at the end of the text, what stands behind the word.
    pub(super) fn between(&mut self, next: u32, text: &ComparedText<'_>) {
        let start = text.text.tokens[next as usize - 1].span.end as usize;
        let end = text.text.tokens.get(next as usize).map_or(text.text.text.len(), |token| token.span.start as usize);
        let between = &text.text.text[start..end];
        // Between two paragraphs may stand what is no word: only what belongs to the word before is of use.
        let line = between.find('\n').unwrap_or(between.len());
        self.push(&between[..line]);
        if line < between.len() {
            self.push(" ");
        }
    }

    /// Appends text made safe for a terminal, with one space for any white space.
    fn push(&mut self, text: &str) {
        let mut space = self.text.is_empty() || self.text.ends_with(' ');
        for char in terminal(text).chars() {
            let is_space = char.is_whitespace();
            if !(is_space && space) {
                self.text.push(if is_space { ' ' } else { char });
            }
            space = is_space;
        }
    }
}

/// Shortens a name to some columns; its end tells more than its start.
pub(super) fn shortened(name: &str, columns: usize) -> String {
    if width(name) <= columns {
        return name.to_owned();
    }
    let mut cut = name.len();
    let mut used = 1;
    for (at, char) in name.char_indices().rev() {
        used += width(char.encode_utf8(&mut [0; 4]));
        if used > columns {
            break;
        }
        cut = at;
    }
    format!("…{}", &name[cut..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_keeps_its_end() {
        assert_eq!(shortened("corpus/articles/ferry.txt", 12), "…s/ferry.txt");
        assert_eq!(shortened("ferry.txt", 12), "ferry.txt");
    }

    #[test]
    fn an_escape_sequence_between_two_words_is_shown_by_its_number() {
        let text = "one\u{1b}[31m  two";
        let compared =
            ComparedText { name: "a", text: crate::text::analyze(text, &[]), lines: crate::text::LineIndex::new(text) };
        let mut cell = Cell::default();
        cell.words(TokenRange::new(0, compared.text.tokens.len() as u32), &compared);
        assert_eq!(cell.text, "one<U+001B>[31m two");
    }
}
