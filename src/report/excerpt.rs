//! A passage as it stands in its paragraph: escaped for a terminal, with a little context, shortened in the middle.

use super::escape::terminal;
use crate::text::Span;

/// Characters of the paragraph that are shown on either side of a passage: enough to find it, too few to bury it.
const CONTEXT: usize = 60;
/// Characters of a passage from which its middle is left out; about five lines of a terminal.
const WHOLE: usize = 420;
/// Characters kept at either end of a passage whose middle is left out.
const KEPT: usize = 190;

/// A passage and what stands around it, ready to be wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The text to show.
    pub text: String,
    /// The bytes of `text` that are the passage.
    pub marked: std::ops::Range<usize>,
}

/// Cuts an excerpt around `place`; context ends at the line's end and between words.
#[must_use]
pub(super) fn excerpt(text: &str, place: Span) -> Excerpt {
    let (before, passage, after) = (&text[..place.start as usize], place.of(text), &text[place.end as usize..]);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = after.find('\n').unwrap_or(after.len());
    let mut out = terminal(tail(before[line_start..].trim_start()).as_str()).into_owned();
    let start = out.len();
    out.push_str(&terminal(&shortened(passage)));
    let end = out.len();
    out.push_str(&terminal(head(after[..line_end].trim_end()).as_str()));
    Excerpt { text: out, marked: start..end }
}

fn tail(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().rev().nth(CONTEXT) else { return text.to_owned() };
    let cut = text[cut..].find(' ').map_or(cut, |space| cut + space + 1);
    format!("… {}", &text[cut..])
}

fn head(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(CONTEXT) else { return text.to_owned() };
    let cut = text[..cut].rfind(' ').unwrap_or(cut);
    format!("{} …", text[..cut].trim_end())
}

fn shortened(text: &str) -> String {
    let Some(_) = text.char_indices().nth(WHOLE) else { return text.to_owned() };
    let head = text.char_indices().nth(KEPT).map_or(text.len(), |(at, _)| at);
    let tail = text.char_indices().rev().nth(KEPT).map_or(0, |(at, _)| at);
    let head = text[..head].rfind(char::is_whitespace).unwrap_or(head);
    let tail = text[tail..].find(char::is_whitespace).map_or(tail, |space| tail + space);
    format!("{} […] {}", text[..head].trim_end(), text[tail..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_shown_whole() {
        let text = "Before it.\nHe said the vote was close.\nAfter.";
        let shown = excerpt(text, Span::new(19, 27));
        assert_eq!(shown.text, "He said the vote was close.");
        assert_eq!(&shown.text[shown.marked], "the vote");
    }

    #[test]
    fn a_long_passage_loses_its_middle() {
        let text = "word ".repeat(200);
        let shown = excerpt(&text, Span::new(0, 999));
        assert!(shown.text.contains(" […] ") && shown.text.chars().count() < 420);
    }
}
