//! Quotations: marks that open and close each other, paragraph by paragraph.

use super::attribution::Attributor;
use super::mark::{Close, Family, Mark, Shape, marks};
use crate::text::{AnalyzedText, Span, TokenRange};

/// Words between quotation marks; a quotation inside a quotation is part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// The bytes between the marks, without the white space there.
    pub span: Span,
    /// The bytes with the marks; where the quotation goes on in the next paragraph only the first mark.
    pub outer: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Who said it: a name, a pronoun or a role, without apposition; none if the text does not say near by.
    pub speaker: Option<Span>,
    /// The word that says so (`said`, `according`, `zufolge`).
    pub verb: Option<Span>,
    /// It goes on in the next quotation, which opens the next paragraph.
    pub goes_on: bool,
}

/// Finds the quotations of a text, in order; they do not overlap.
///
/// A mark that nothing closes in its paragraph is no quotation, unless the next paragraph opens with the same mark again: then the quotation goes on there.
/// Apostrophes are no marks. Linear in the length of the text.
#[must_use]
pub fn quotations(text: &AnalyzedText<'_>) -> Vec<Quotation> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut found: Vec<Mark> = Vec::new();
    for (ix, paragraph) in text.paragraphs.iter().enumerate() {
        found.clear();
        marks(text.text, paragraph.span, &mut found);
        if found.is_empty() {
            continue;
        }
        let begun = pairs.len();
        let left = pair(&found, &mut pairs);
        let next = text.paragraphs.get(ix + 1).filter(|next| next.kind == paragraph.kind);
        let open =
            next.and_then(|next| left.into_iter().find(|open| reopens(text.text, open, paragraph.span, next.span)));
        if let Some(open) = open {
            pairs.push(Pair { outer: Span::new(open.span.start, paragraph.span.end), first: open.span.len(), last: 0 });
        }
        keep_outermost(&mut pairs, begun);
    }
    let mut out = fill(text, &pairs);
    if let Some(attributor) = (!out.is_empty()).then(|| Attributor::new(text)).flatten() {
        attributor.attribute(&mut out);
    }
    out
}

/// Two marks that belong together.
#[derive(Debug, Clone, Copy)]
struct Pair {
    outer: Span,
    /// Length of the mark that opens.
    first: u32,
    /// Length of the mark that closes; 0 where the quotation goes on.
    last: u32,
}

/// Most quotations inside each other; deeper ones are marks gone wrong.
const DEEPEST: usize = 8;

/// Pairs the marks of one paragraph; returns the marks that nothing closed.
fn pair(marks: &[Mark], out: &mut Vec<Pair>) -> Vec<Mark> {
    let better = better_closers(marks);
    let mut open: Vec<Mark> = Vec::new();
    for (mark, better) in marks.iter().zip(better) {
        let closes = mark.closes && !(mark.close == Close::Possessive && mark.family == Family::Single && better);
        let partner = open.iter().rposition(|before| before.family == mark.family && fits(before.shape, mark.shape));
        if let Some(at) = partner.filter(|_| closes) {
            let first = open[at].span;
            out.push(Pair { outer: first.hull(mark.span), first: first.len(), last: mark.span.len() });
            open.truncate(at);
        } else if mark.opens {
            // A straight mark inside straight marks: the one before was never closed.
            open.retain(|before| {
                before.family != mark.family || mark.shape != Shape::Straight || before.shape != Shape::Straight
            });
            if open.len() == DEEPEST {
                open.remove(0);
            }
            open.push(*mark);
        }
    }
    open
}

/// Tells whether a mark of the second shape can close what one of the first opened.
fn fits(open: Shape, close: Shape) -> bool {
    match open {
        Shape::Low => close != Shape::Low,
        Shape::Opening => matches!(close, Shape::Closing | Shape::Straight),
        // ”…” and »…«.
        Shape::Closing => matches!(close, Shape::Closing | Shape::Opening),
        Shape::Straight => matches!(close, Shape::Straight | Shape::Closing),
    }
}

/// For each mark: whether a single mark that closes for certain follows before the next one that opens.
fn better_closers(marks: &[Mark]) -> Vec<bool> {
    let mut follows = false;
    let mut out = vec![false; marks.len()];
    for (mark, better) in marks.iter().zip(&mut out).rev() {
        *better = follows;
        if mark.family == Family::Single {
            follows = mark.closes && mark.close == Close::Sure || follows && !mark.opens;
        }
    }
    out
}

/// Tells whether the quotation that `open` began goes on in the next paragraph: it ends with a sentence here and opens again there.
fn reopens(text: &str, open: &Mark, here: Span, next: Span) -> bool {
    let mark = open.span.of(text);
    let next = next.of(text);
    let again = next.strip_prefix(mark).or_else(|| next.strip_prefix('»').filter(|_| open.family == Family::Angle));
    let ends = here.of(text).ends_with(['.', '!', '?', '…', '。', '！', '？']);
    ends && again.is_some_and(|rest| !rest.starts_with(char::is_whitespace) || open.family == Family::Angle)
}

/// Drops the pairs inside other pairs, from position `begun` on, and puts the rest in order.
fn keep_outermost(pairs: &mut Vec<Pair>, begun: usize) {
    pairs[begun..].sort_unstable_by_key(|pair| (pair.outer.start, std::cmp::Reverse(pair.outer.end)));
    let mut end = 0;
    let mut ix = 0;
    pairs.retain(|pair| {
        let kept = ix < begun || pair.outer.start >= end;
        if kept {
            end = pair.outer.end;
        }
        ix += 1;
        kept
    });
}

/// Makes quotations of the pairs that hold words.
fn fill(text: &AnalyzedText<'_>, pairs: &[Pair]) -> Vec<Quotation> {
    let mut out = Vec::with_capacity(pairs.len());
    let mut first = 0;
    for pair in pairs {
        let inner = Span::new(pair.outer.start + pair.first, pair.outer.end - pair.last);
        let words = inner.of(text.text);
        let lead = words.len() - words.trim_start().len();
        let start = inner.start + lead as u32;
        let span = Span::new(start, start + words.trim().len() as u32);
        first += text.tokens[first..].partition_point(|token| token.span.start < span.start);
        let count = text.tokens[first..].partition_point(|token| token.span.end <= span.end);
        // One letter between single marks: rock 'n' roll.
        if count > 0 && words.trim().chars().nth(1).is_some() {
            let tokens = TokenRange::new(first as u32, (first + count) as u32);
            out.push(Quotation { span, outer: pair.outer, tokens, speaker: None, verb: None, goes_on: pair.last == 0 });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn quoted(text: &str) -> Vec<String> {
        quotations(&analyze(text, &[])).into_iter().map(|quotation| quotation.span.of(text).to_owned()).collect()
    }

    #[test]
    fn every_style_of_marks_holds_the_same_words() {
        for text in [
            "He said “we go” then.",
            "He said \"we go\" then.",
            "He said ‘we go’ then.",
            "He said 'we go' then.",
            "Er sagte „we go“ dann.",
            "Er sagte ‚we go‘ dann.",
            "Er sagte »we go« dann.",
            "Il a dit « we go » hier.",
            "Il a dit «\u{a0}we go\u{a0}» hier.",
            "Han sade ”we go” sedan.",
            "He said ``we go'' then.",
            "Hij zei „we go” toen.",
            "He said “we go\" then.",
            "彼は「we go」と言った。",
            "He said \" we go \" then.",
        ] {
            assert_eq!(quoted(text), ["we go"], "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert_eq!(quoted("However, he added that ‘it’s not our war’ ."), ["it’s not our war"]);
        assert_eq!(
            quoted("In 2014, following 'Russia's' annexation, rock 'n' roll of the '90s wasn't dead."),
            ["Russia's"]
        );
        assert_eq!(quoted("The ministers' talks and the players' strike weren't over, 'tis said."), [""; 0]);
        assert_eq!(quoted("‘The ministers’ talks were good,’ she said."), ["The ministers’ talks were good,"]);
    }

    #[test]
    fn a_quotation_inside_a_quotation_is_part_of_it() {
        assert_eq!(quoted("“He said ‘go’ and “stay”, twice,” she said."), ["He said ‘go’ and “stay”, twice,"]);
        assert_eq!(
            quoted("‘A deal is ‘even possible or not’ within days,’ he said."),
            ["A deal is ‘even possible or not’ within days,"]
        );
        assert_eq!(quoted("«Он сказал: «да», и ушёл», — сказала она."), ["Он сказал: «да», и ушёл"]);
    }

    #[test]
    fn a_mark_that_nothing_closes_swallows_nothing() {
        assert_eq!(quoted("“He left the door open.\nThen they spoke of “peace” again.\nAnd left."), ["peace"]);
        assert_eq!(quoted("He said \"we go.\nShe said \"we stay\" then."), ["we stay"]);
        assert_eq!(quoted("The 5\" pipe and the \"old\" one."), ["old"]);
    }

    #[test]
    fn a_quotation_goes_on_where_the_next_paragraph_opens_with_its_mark() {
        let text = "He said: “We go.\n“They stay.\n“All is well.” Nobody spoke.";
        let found = quotations(&analyze(text, &[]));
        let words: Vec<&str> = found.iter().map(|quotation| quotation.span.of(text)).collect();
        assert_eq!(words, ["We go.", "They stay.", "All is well."]);
        assert_eq!(found.iter().map(|quotation| quotation.goes_on).collect::<Vec<_>>(), [true, true, false]);
    }

    #[test]
    fn quotations_are_in_order_and_apart() {
        let text = "“A b” c ‘d e “f g” h’ i “j k ‘l m” n o’ p.";
        let found = quotations(&analyze(text, &[]));
        assert!(found.windows(2).all(|pair| pair[0].outer.end <= pair[1].outer.start));
        assert!(!found.is_empty());
    }

    #[test]
    fn a_hundred_thousand_open_marks_are_read_in_linear_time() {
        assert!(quoted(&"“a ".repeat(100_000)).is_empty());
        assert_eq!(quoted(&"‘a b’ ".repeat(100_000)).len(), 100_000);
    }
}
