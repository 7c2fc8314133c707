//! A text without some of its words, so that nobody sees where they stood.

use crate::text::Span;

/// Returns the text without these spans, which may overlap and stand in any order.
///
/// A span takes with it the punctuation that leans on it, the space that is left over beside it, and, when nothing else stands on its lines, the
/// lines; blank lines above and below become one gap. Linear, after sorting the spans.
#[must_use]
pub fn without(text: &str, spans: &[Span]) -> String {
    let mut cuts: Vec<Span> =
        spans.iter().filter(|span| !span.is_empty()).map(|&span| with_punctuation(text, span)).collect();
    cuts.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut at = 0;
    while at < cuts.len() {
        let mut cut = cuts[at];
        at += 1;
        // Cuts with nothing but white space between them are one.
        while at < cuts.len() && (cuts[at].start <= cut.end || is_blank(text, cut.end, cuts[at].start)) {
            cut = cut.hull(cuts[at]);
            at += 1;
        }
        let Span { start, end } = with_gap(text, cut);
        if start > done {
            out.push_str(&text[done as usize..start as usize]);
        }
        done = done.max(end);
    }
    out.push_str(&text[done as usize..]);
    out
}

fn is_blank(text: &str, from: u32, to: u32) -> bool {
    text[from as usize..to as usize].trim().is_empty()
}

/// Adds what leans on the span: opening signs before it, closing signs and stops after it.
fn with_punctuation(text: &str, span: Span) -> Span {
    let before = &text[..span.start as usize];
    let after = &text[span.end as usize..];
    let leading = before.trim_end_matches(|char| "\"'“‘„«([".contains(char)).len();
    let trailing = after.len() - after.trim_start_matches(|char: char| ".,;:!?…\"'”’»)]".contains(char)).len();
    Span::new(leading as u32, span.end + trailing as u32)
}

/// Adds the white space that would be left over.
fn with_gap(text: &str, cut: Span) -> Span {
    let is_space = |char: char| char.is_whitespace() && char != '\n';
    let before = text[..cut.start as usize].trim_end_matches(is_space);
    let after = text[cut.end as usize..].trim_start_matches(is_space);
    let end_of_spaces = (text.len() - after.len()) as u32;
    let at_line_start = before.is_empty() || before.ends_with('\n');
    let at_line_end = after.is_empty() || after.starts_with('\n');
    match (at_line_start, at_line_end) {
        (true, true) => {
            // Whole lines: of the blank lines around them those below go too, and at the end of the text those above.
            let below = after.len() - after.trim_start_matches(char::is_whitespace).len();
            let ends_text = below == after.len();
            if ends_text {
                Span::new(before.trim_end().len() as u32, text.len() as u32)
            } else {
                let line_start = after[..below].rfind('\n').map_or(0, |ix| ix + 1);
                Span::new(before.len() as u32, end_of_spaces + line_start as u32)
            }
        }
        (true, false) => Span::new(cut.start, end_of_spaces),
        (false, _) => Span::new(before.len() as u32, cut.end),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str, what: &[&str]) -> String {
        let spans: Vec<Span> = what
            .iter()
            .map(|what| {
                let start = text.find(what).unwrap() as u32;
                Span::new(start, start + what.len() as u32)
            })
            .collect();
        without(text, &spans)
    }

    #[test]
    fn a_sentence_goes_with_its_stop_and_one_space() {
        assert_eq!(cut("It rained. Sign up here. It stopped.", &["Sign up here"]), "It rained. It stopped.");
        assert_eq!(cut("Sign up here. It stopped.", &["Sign up here"]), "It stopped.");
        assert_eq!(cut("He said “we will go.” Then he went.", &["we will go"]), "He said Then he went.");
    }

    #[test]
    fn a_paragraph_goes_with_its_line() {
        assert_eq!(cut("One.\n\nTwo.\n\nThree.\n", &["Two"]), "One.\n\nThree.\n");
        assert_eq!(cut("One.\nTwo.\nThree.", &["Two"]), "One.\nThree.");
        assert_eq!(cut("One.\nTwo.\nThree.", &["Three"]), "One.\nTwo.");
        assert_eq!(cut("One.\nTwo.\nThree.", &["One", "Two"]), "Three.");
    }

    #[test]
    fn nothing_to_cut_changes_nothing() {
        assert_eq!(without(" a  b \n", &[]), " a  b \n");
        assert_eq!(without(" a  b \n", &[Span::new(1, 1)]), " a  b \n");
    }

    #[test]
    fn everything_may_go() {
        assert_eq!(cut("“All of it.”\n", &["All of it"]), "");
    }

    proptest! {
        #[test]
        fn what_stays_stays_in_order(text in "[ab \n.,“”é]{0,40}", ends in prop::collection::vec((0usize..41, 0usize..41), 0..4)) {
            let boundary = |at: usize| (at.min(text.len())..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap() as u32;
            let spans: Vec<Span> = ends.iter().map(|&(start, end)| Span::new(boundary(start), boundary(end))).collect();
            let left = without(&text, &spans);
            let mut rest = text.chars();
            prop_assert!(left.chars().all(|char| rest.any(|other| other == char)));
            let words = |text: &str| text.chars().filter(|char| char.is_alphanumeric()).count();
            let cut = text.char_indices().filter(|&(at, char)| char.is_alphanumeric() && spans.iter().any(|span| span.indices().contains(&at))).count();
            prop_assert_eq!(words(&left), words(&text) - cut);
        }
    }
}
