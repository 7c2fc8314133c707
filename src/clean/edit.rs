//! A text without some of its words, so that nobody sees where they stood.

use crate::text::Span;

/// Returns the text without these spans, which may overlap and stand in any order: what [`cuts`] leaves over.
#[must_use]
pub fn without(text: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for cut in cuts(text, spans) {
        out.push_str(&text[done..cut.start as usize]);
        done = cut.end as usize;
    }
    out.push_str(&text[done..]);
    out
}

/// Returns what has to go with these spans, in order and apart from each other.
///
/// A span takes with it the punctuation that leans on it, the space that is left over beside it, and, when nothing else stands on its lines, the
/// lines; blank lines above and below become one gap. Linear, after sorting the spans.
#[must_use]
pub fn cuts(text: &str, spans: &[Span]) -> Vec<Span> {
    let mut wanted: Vec<Span> =
        spans.iter().filter(|span| !span.is_empty()).map(|&span| with_punctuation(text, span)).collect();
    wanted.sort_unstable();
    let mut cuts: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < wanted.len() {
        let mut cut = wanted[at];
        at += 1;
        // Cuts with nothing but white space between them are one.
        while at < wanted.len() && (wanted[at].start <= cut.end || is_blank(text, cut.end, wanted[at].start)) {
            cut = cut.hull(wanted[at]);
            at += 1;
        }
        let cut = with_gap(text, cut);
        match cuts.last_mut() {
            Some(last) if cut.start <= last.end => *last = last.hull(cut),
            Some(_) | None => cuts.push(cut),
        }
    }
    cuts
}

/// Returns where a span stands once the cuts are made; `None`: they take a part of it.
#[must_use]
pub fn after(cuts: &[Span], span: Span) -> Option<Span> {
    let before = cuts.partition_point(|cut| cut.end <= span.start);
    if cuts.get(before).is_some_and(|cut| cut.start < span.end) {
        return None;
    }
    let gone: u32 = cuts[..before].iter().map(|cut| cut.len()).sum();
    Some(Span::new(span.start - gone, span.end - gone))
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
    fn what_stays_is_found_again_behind_a_cut() {
        let text = "One. Two goes. Three stays. Four.";
        let place = |what: &str| {
            let start = text.find(what).unwrap() as u32;
            Span::new(start, start + what.len() as u32)
        };
        let cuts = cuts(text, &[place("Two goes")]);
        let left = without(text, &[place("Two goes")]);
        assert_eq!(after(&cuts, place("Three stays")).unwrap().of(&left), "Three stays");
        assert_eq!(after(&cuts, place("goes. Three")), None);
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
