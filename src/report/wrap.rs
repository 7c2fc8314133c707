//! Soft wrapping of marked text to a number of terminal columns, by the Unicode line breaking rules (UAX #14).

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::UnicodeWidthChar;

/// Splits a text into lines of at most `columns` columns and returns their byte ranges; a word longer than that is cut.
///
/// Linear in the length. White space at a break stays at the end of its line and does not count.
#[must_use]
pub(super) fn wrap(text: &str, columns: usize) -> Vec<std::ops::Range<usize>> {
    let columns = columns.max(10);
    let mut lines = Vec::new();
    let (mut start, mut last_break) = (0, 0);
    for (at, opportunity) in linebreaks(text) {
        while width(text[start..at].trim_end()) > columns {
            let cut = if last_break > start { last_break } else { cut_word(text, start, columns) };
            lines.push(start..cut);
            start = cut;
        }
        last_break = at;
        if opportunity == BreakOpportunity::Mandatory && at < text.len() {
            lines.push(start..at);
            start = at;
        }
    }
    if start < text.len() {
        lines.push(start..text.len());
    }
    lines
}

/// Counts the terminal columns of a text.
#[must_use]
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|char| char.width().unwrap_or(0)).sum()
}

fn cut_word(text: &str, start: usize, columns: usize) -> usize {
    let mut used = 0;
    for (at, char) in text[start..].char_indices() {
        used += char.width().unwrap_or(0);
        if used > columns && at > 0 {
            return start + at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns).into_iter().map(|range| text[range].trim_end()).collect()
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(lines("the council voted on Monday", 11), ["the council", "voted on", "Monday"]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(lines("停火协议谈判破裂", 10), ["停火协议谈", "判破裂"]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut() {
        assert_eq!(lines("Donaudampfschifffahrt", 10), ["Donaudampf", "schifffahr", "t"]);
    }
}
