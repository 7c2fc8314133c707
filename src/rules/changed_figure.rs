//! `changed-figure`: two near-identical passages differ in a number, a date or a name.

use std::collections::BTreeMap;

use super::figure::{MOST_CHANGES, Part, is_figure};
use super::form::ordinary;
use super::furniture::{counts_a_series, in_code, is_signature};
use super::identity::identity;
use super::{Context, changed_from_source};
use crate::finding::{Evidence, Finding, OtherPlace, Role, RuleId, Severity};
use crate::passage::{Change, Repeat};
use crate::text::{TokenRange, WordIx};

pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    let told = context
        .repeats
        .iter()
        .filter(|repeat| repeat.passage.words >= context.thresholds.note_words && ordinary(context, repeat).is_none());
    let compared: Vec<_> = told.filter_map(|repeat| Some((repeat, changed_figures(context, repeat)?))).collect();
    let mut forms: BTreeMap<Vec<WordIx>, u32> = BTreeMap::new();
    for (_, compared) in &compared {
        *forms.entry(compared.form(context)).or_default() += 1;
    }
    for (repeat, compared) in compared {
        // Three places that differ in the same slot are rows of one form, not a slip.
        if forms[&compared.form(context)] == 1 && !compared.is_furniture(context) {
            found.push(finding(context, repeat, &compared));
        }
    }
    changed_from_source::find(context, found);
}

/// Two places word by word, with what differs between them.
pub(super) struct Compared {
    left: TokenRange,
    right: TokenRange,
    changes: Vec<Change>,
}

impl Compared {
    /// Returns the words that the two places share: what stays of a form when its slots are taken out.
    fn form(&self, context: &Context<'_>) -> Vec<WordIx> {
        let changed = |at: u32| self.changes.iter().any(|change| (change.right.start..change.right.end).contains(&at));
        let kept = (self.right.start..self.right.end).filter(|&at| !changed(at));
        kept.map(|at| context.text.tokens[at as usize].word).collect()
    }

    /// Tells whether what differs is a figure of the page and not of the report.
    fn is_furniture(&self, context: &Context<'_>) -> bool {
        let text = context.text;
        let numbers =
            |change: &Change| (change.right.start..change.right.end).chain(change.left.start..change.left.end);
        let none_of_the_report = |at: u32| in_code(text, at) || counts_a_series(text, at);
        is_signature(text, self.left) && is_signature(text, self.right)
            || self.changes.iter().flat_map(numbers).any(none_of_the_report)
    }
}

/// Compares the two places word by word where all that differs is one or two figures, dates or names; `None` for every other repeat.
///
/// The places are grown inside their sentences first, for a figure near the edge of a sentence cuts the common words short. One of the two must then be a
/// whole sentence: half a sentence that goes on with another name says something else.
pub(super) fn changed_figures(context: &Context<'_>, repeat: &Repeat) -> Option<Compared> {
    let (left, right) = (repeat.passage.left.tokens, repeat.passage.right.tokens);
    if left.len() != right.len() {
        return None;
    }
    let Growth { before, after } = growth(context, left, right);
    let left = TokenRange::new(left.start - before, left.end + after);
    let right = TokenRange::new(right.start - before, right.end + after);
    let is_whole = |range: TokenRange| sentences_around(context, range) == range;
    if left.overlap(right) > 0 || !(is_whole(left) || is_whole(right)) {
        return None;
    }
    let same = |l: u32, r: u32| context.text.tokens[l as usize].word == context.text.tokens[r as usize].word;
    let mut changes: Vec<Change> = Vec::new();
    for (l, r) in (left.start..left.end).zip(right.start..right.end).filter(|&(l, r)| !same(l, r)) {
        match changes.last_mut() {
            Some(change) if change.left.end == l => {
                change.left.end = l + 1;
                change.right.end = r + 1;
            }
            _ => changes.push(Change { left: TokenRange::new(l, l + 1), right: TokenRange::new(r, r + 1) }),
        }
    }
    let figures = (1..=MOST_CHANGES).contains(&changes.len()) && changes.iter().all(|c| differs_in_figure(context, *c));
    figures.then_some(Compared { left, right, changes })
}

/// Tokens by which two places can be grown.
struct Growth {
    before: u32,
    after: u32,
}

/// Counts the tokens that two places can be grown by: equal words, and figures between equal words or at the end of both sentences.
fn growth(context: &Context<'_>, left: TokenRange, right: TokenRange) -> Growth {
    let room = |range: TokenRange| {
        let around = sentences_around(context, range);
        (range.start - around.start, around.end - range.end)
    };
    let (before, after) = (room(left), room(right));
    let back = |step: u32| (left.start - 1 - step, right.start - 1 - step);
    let on = |step: u32| (left.end + step, right.end + step);
    Growth { before: grown(context, before.0, after.0, back), after: grown(context, before.1, after.1, on) }
}

/// Walks away from an edge; `left` and `right` are the words left in the two sentences.
fn grown(context: &Context<'_>, left: u32, right: u32, at: impl Fn(u32) -> (u32, u32)) -> u32 {
    let mut kept = 0;
    for step in 0..left.min(right) {
        let (l, r) = at(step);
        let one = |at: u32| TokenRange::new(at, at + 1);
        let same = context.text.tokens[l as usize].word == context.text.tokens[r as usize].word;
        if !same && !differs_in_figure(context, Change { left: one(l), right: one(r) }) {
            break;
        }
        let both_end = step + 1 == left && step + 1 == right;
        if same || both_end {
            kept = step + 1;
        }
    }
    kept
}

/// Grows a range to whole sentences.
fn sentences_around(context: &Context<'_>, tokens: TokenRange) -> TokenRange {
    let sentences = &context.text.sentences;
    let first = sentences.partition_point(|sentence| sentence.tokens.end <= tokens.start);
    let last = sentences.partition_point(|sentence| sentence.tokens.start < tokens.end);
    sentences[first..last].iter().fold(tokens, |range, sentence| range.hull(sentence.tokens))
}

fn differs_in_figure(context: &Context<'_>, change: Change) -> bool {
    let part = |tokens: TokenRange| Part { text: context.text, tokens };
    is_figure(part(change.left), part(change.right))
}

fn finding(context: &Context<'_>, repeat: &Repeat, compared: &Compared) -> Finding {
    let passage = &repeat.passage;
    let Compared { changes, right: tokens, .. } = compared;
    let (left, right) = (context.text.span_of(compared.left), context.text.span_of(compared.right));
    let line = context.line(left.start);
    let of = |range: TokenRange| context.text.span_of(range).of(context.text.text);
    let differ = changes.iter().map(|change| Evidence {
        signal: "differs",
        value: f64::from(change.right.len()),
        says: format!("“{}” here, “{}” at line {line}", of(change.right), of(change.left)),
    });
    let says = format!("the other words are the same as at line {line}");
    let shared = Evidence { signal: "shared-words", value: f64::from(passage.words), says };
    let first = changes[0];
    Finding {
        id: identity(context, RuleId::ChangedFigure, right),
        rule: RuleId::ChangedFigure,
        severity: Severity::Warning,
        place: right,
        words: context.text.count_words(*tokens),
        kind: Some(passage.kind),
        similarity: Some(passage.similarity),
        score: passage.similarity.get(),
        group: None,
        others: vec![OtherPlace::here(left, Role::Origin, passage.similarity)],
        evidence: differ.chain([shared]).collect(),
        message: format!("“{}” stands here, “{}” in the same words before", of(first.right), of(first.left)),
        help: "find out which is right, and cut or mend the other".into(),
    }
}
