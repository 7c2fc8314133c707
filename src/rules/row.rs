//! Rows of one form: forecasts by city, results by ward, prices by share. Their words recur because the form does.

use super::Context;
use crate::text::BlockKind;
use crate::text::analyze::Paragraph;

/// Tokens of a paragraph beyond which it is prose, whatever its neighbours look like.
const LONGEST: u32 = 40;
/// Tokens of a label: `Île de Trévoc : 128 km/h`.
const LABEL: usize = 5;
/// Paragraphs on either side that are looked at.
const NEIGHBOURS: usize = 3;
/// Neighbours of the same form that make a row.
const ENOUGH: usize = 2;
/// Marks that a form without a label must have to be told from a short sentence.
const MARKS: usize = 3;

/// Tells whether a paragraph is one of three rows or more that stand near each other and share one form.
pub(super) fn is_row(context: &Context<'_>, paragraph: usize) -> bool {
    let paragraphs = &context.text.paragraphs;
    let Some(this) = paragraphs.get(paragraph) else { return false };
    if this.kind == BlockKind::ListItem {
        return true;
    }
    let Some(form) = Form::of(context, this) else { return false };
    let from = paragraph.saturating_sub(NEIGHBOURS);
    let to = (paragraph + NEIGHBOURS + 1).min(paragraphs.len());
    let same = (from..to).filter(|&ix| ix != paragraph && Form::of(context, &paragraphs[ix]).as_ref() == Some(&form));
    same.count() >= ENOUGH
}

/// What rows of one kind have in common.
#[derive(Debug, PartialEq, Eq)]
enum Form {
    /// A few words and a colon come first.
    Labelled,
    /// The same punctuation and figures in the same order.
    Marks(String),
}

impl Form {
    fn of(context: &Context<'_>, paragraph: &Paragraph) -> Option<Self> {
        if paragraph.tokens.len() > LONGEST {
            return None;
        }
        let text = paragraph.span.of(context.text.text);
        let label = text.split_once([':', '：']).map(|(label, rest)| (label.split_whitespace().count(), rest));
        if label.is_some_and(|(words, rest)| (1..=LABEL).contains(&words) && !rest.trim().is_empty()) {
            return Some(Self::Labelled);
        }
        let mut marks = String::new();
        for char in text.chars().filter(|c| !c.is_alphabetic() && !c.is_whitespace()) {
            let mark = if char.is_numeric() { '0' } else { char };
            if mark != '0' || !marks.ends_with('0') {
                marks.push(mark);
            }
        }
        (marks.chars().count() >= MARKS && marks.contains('0')).then_some(Self::Marks(marks))
    }
}
