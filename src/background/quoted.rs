//! Which bytes of a paragraph stand inside quotation marks.

use memchr::memchr3_iter;

use crate::text::Span;

/// Shortest quotation that counts, in bytes: below it a mark is mostly scare quotes or an apostrophe.
const MIN_BYTES: u32 = 12;

/// Finds the stretches inside quotation marks and appends them, in order.
///
/// A quotation that its paragraph does not close runs to the end of the paragraph, as newswire leaves multi-paragraph quotations open.
pub(super) fn quoted(text: &str, paragraph: Span, out: &mut Vec<Span>) {
    let body = paragraph.of(text);
    let mut open: Option<(u32, char)> = None;
    // Every mark is this byte or begins with one of the other two.
    for at in memchr3_iter(b'"', 0xc2, 0xe2, body.as_bytes()) {
        let Some(char) = body[at..].chars().next() else { continue };
        let here = paragraph.start + at as u32;
        match open {
            Some((start, close)) => {
                let closes = char == close || (char == '"' && close == '\u{201d}');
                if closes && (close != '\u{2019}' || ends_word(body, at + char.len_utf8())) {
                    push(out, start, here);
                    open = None;
                }
            }
            None => {
                let close = match char {
                    '"' => '"',
                    '\u{201c}' => '\u{201d}',
                    '\u{201e}' => '\u{201c}',
                    '«' => '»',
                    '\u{2018}' if !body[..at].ends_with(char::is_alphanumeric) => '\u{2019}',
                    _ => '\0',
                };
                if close != '\0' {
                    open = Some((here + char.len_utf8() as u32, close));
                }
            }
        }
    }
    if let Some((start, close)) = open
        && close != '\u{2019}'
    {
        push(out, start, paragraph.end);
    }
}

fn push(out: &mut Vec<Span>, start: u32, end: u32) {
    if end.saturating_sub(start) >= MIN_BYTES {
        out.push(Span::new(start, end));
    }
}

fn ends_word(body: &str, at: usize) -> bool {
    !body[at..].chars().next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        quoted(text, Span::new(0, text.len() as u32), &mut out);
        out.iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn an_apostrophe_opens_no_quotation() {
        assert!(of("The party’s leaders’ views didn’t change in the last ten years.").is_empty());
    }

    #[test]
    fn a_quotation_left_open_runs_to_the_end_of_its_paragraph() {
        assert_eq!(of("“We will not go back to that."), ["We will not go back to that."]);
    }

    #[test]
    fn german_and_french_marks_quote_too() {
        assert_eq!(of("Er sagte: „Das ist nicht wahr“ und ging."), ["Das ist nicht wahr"]);
        assert_eq!(of("Il a dit « ce n'est pas vrai »."), [" ce n'est pas vrai "]);
    }
}
