//! `changed-figure`: two near-identical passages differ in a number, a date or a name.

use super::Context;
use super::form::ordinary;
use super::identity::identity;
use crate::finding::{Evidence, Finding, OtherPlace, Role, RuleId, Severity};
use crate::passage::{Change, Repeat};
use crate::text::{Token, TokenRange, TokenTraits};

/// Figures that may differ: rows of one form differ in every slot, a slip in one, or in a figure and its unit.
const MOST_CHANGES: usize = 2;
/// Words of one figure, date or name.
const MOST_WORDS: u32 = 4;

pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    for repeat in context.repeats {
        if repeat.passage.words < context.thresholds.note_words || ordinary(context, repeat).is_some() {
            continue;
        }
        if let Some(changes) = changed_figures(context, repeat) {
            found.push(finding(context, repeat, &changes));
        }
    }
}

/// Returns what differs where it is only figures, dates or names; `None` for every other repeat.
///
/// Compares the whole sentences that the two places stand in, word by word, for a figure near the edge of a sentence cuts the common words short.
pub(super) fn changed_figures(context: &Context<'_>, repeat: &Repeat) -> Option<Vec<Change>> {
    let left = sentences_around(context, repeat.passage.left.tokens);
    let right = sentences_around(context, repeat.passage.right.tokens);
    if left.len() != right.len() || left.overlap(right) > 0 {
        return None;
    }
    let word = |at: u32| context.text.tokens[at as usize].word;
    let mut changes: Vec<Change> = Vec::new();
    for (l, r) in (left.start..left.end).zip(right.start..right.end).filter(|&(l, r)| word(l) != word(r)) {
        match changes.last_mut() {
            Some(change) if change.left.end == l => {
                change.left.end = l + 1;
                change.right.end = r + 1;
            }
            _ => changes.push(Change { left: TokenRange::new(l, l + 1), right: TokenRange::new(r, r + 1) }),
        }
    }
    ((1..=MOST_CHANGES).contains(&changes.len()) && changes.iter().all(|change| is_figure(context, *change)))
        .then_some(changes)
}

/// Grows a range to whole sentences.
fn sentences_around(context: &Context<'_>, tokens: TokenRange) -> TokenRange {
    let sentences = &context.text.sentences;
    let first = sentences.partition_point(|sentence| sentence.tokens.end <= tokens.start);
    let last = sentences.partition_point(|sentence| sentence.tokens.start < tokens.end);
    sentences[first..last].iter().fold(tokens, |range, sentence| range.hull(sentence.tokens))
}

fn is_figure(context: &Context<'_>, change: Change) -> bool {
    if change.left.len() > MOST_WORDS {
        return false;
    }
    let tokens = |side: TokenRange| &context.text.tokens[side.indices()];
    let sides = [tokens(change.left), tokens(change.right)];
    let digits = |side: &[Token]| side.iter().any(|token| token.traits.has(TokenTraits::DIGIT));
    let names = |side: &[Token]| side.iter().all(|token| token.traits.has(TokenTraits::CAPITAL));
    sides.iter().all(|side| digits(side)) || sides.iter().all(|side| names(side))
}

fn finding(context: &Context<'_>, repeat: &Repeat, changes: &[Change]) -> Finding {
    let passage = &repeat.passage;
    let left = context.text.span_of(sentences_around(context, passage.left.tokens));
    let tokens = sentences_around(context, passage.right.tokens);
    let right = context.text.span_of(tokens);
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
        words: context.text.count_words(tokens),
        kind: Some(passage.kind),
        similarity: Some(passage.similarity),
        score: passage.similarity.get(),
        others: vec![OtherPlace { span: left, role: Role::Origin, similarity: passage.similarity }],
        evidence: differ.chain([shared]).collect(),
        message: format!("“{}” stands here, “{}” in the same words before", of(first.right), of(first.left)),
        help: "find out which is right, and cut or mend the other".into(),
    }
}
