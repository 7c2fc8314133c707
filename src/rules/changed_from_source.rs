//! `changed-figure` between the checked article and a source: a sentence that was taken over but for a number, a date or a name.

use std::sync::Arc;

use super::Context;
use super::elsewhere::{elsewhere, named};
use super::figure::{Part, changed_figures};
use super::identity::identity;
use crate::finding::{Evidence, Finding, OtherPlace, Role, RuleId, Severity};
use crate::passage::{Change, PassageKind};
use crate::provenance::{Relation, Source};
use crate::similarity::Similarity;
use crate::text::{AnalyzedText, Sentence, TokenRange, analyze};

/// Sentences of one passage that are compared with each other on each side; a longer passage is compared over its first ones.
const MOST_SENTENCES: usize = 40;

pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    for reuse in context.reuses {
        let nearest = &reuse.from[reuse.nearest];
        let passage = &nearest.passage;
        let ours = sentences(context.text, passage.right.tokens);
        let whole = ours.iter().all(|sentence| passage.right.tokens.contains(sentence.tokens));
        let unchanged = whole && passage.similarity == Similarity::FULL;
        if passage.kind == PassageKind::Rewritten || unchanged || passage.words < context.thresholds.note_words {
            continue;
        }
        let source = &context.sources[nearest.source];
        let text = analyze(&source.text, &[]);
        let theirs = sentences(&text, passage.left.tokens);
        for our in ours {
            let right = Part { text: context.text, tokens: our.tokens };
            // A sentence that the source gives as it is has not been changed, whatever else resembles it.
            let parts = || theirs.iter().map(|their| Part { text: &text, tokens: their.tokens });
            if our.tokens.len() < context.thresholds.note_words || parts().any(|left| same(left, right)) {
                continue;
            }
            if let Some((left, changes)) = parts().find_map(|left| Some((left, changed_figures(left, right)?))) {
                found.push(finding(context, source, left, right, &changes));
            }
        }
    }
}

fn sentences<'t>(text: &'t AnalyzedText<'_>, tokens: TokenRange) -> &'t [Sentence] {
    let first = text.sentences.partition_point(|sentence| sentence.tokens.end <= tokens.start);
    let end = text.sentences.partition_point(|sentence| sentence.tokens.start < tokens.end);
    let all = text.sentences.get(first..end).unwrap_or_default();
    &all[..all.len().min(MOST_SENTENCES)]
}

fn same(left: Part<'_>, right: Part<'_>) -> bool {
    let forms = |part: Part<'_>| {
        part.text.tokens[part.tokens.indices()].iter().map(|t| part.text.words.hash(t.word)).collect::<Vec<_>>()
    };
    left.tokens.len() == right.tokens.len() && forms(left) == forms(right)
}

fn finding(context: &Context<'_>, source: &Source, left: Part<'_>, right: Part<'_>, changes: &[Change]) -> Finding {
    let ours = |range: TokenRange| right.text.span_of(range).of(right.text.text);
    let theirs = |range: TokenRange| left.text.span_of(range).of(left.text.text);
    let place = right.text.span_of(right.tokens);
    let changed: u32 = changes.iter().map(|change| change.right.len()).sum();
    let similarity = Similarity::new(1.0 - f64::from(changed) / f64::from(right.tokens.len().max(1)));
    let differ = changes.iter().map(|change| Evidence {
        signal: "differs",
        value: f64::from(change.right.len()),
        says: format!("“{}” here, “{}” in {}", ours(change.right), theirs(change.left), named(source)),
    });
    let relation = if source.known_date().is_some() { Relation::DerivedFrom } else { Relation::AlternateOf };
    let first = changes[0];
    Finding {
        id: identity(context, RuleId::ChangedFigure, place),
        rule: RuleId::ChangedFigure,
        severity: Severity::Warning,
        place,
        words: context.text.count_words(right.tokens),
        kind: Some(PassageKind::of(similarity)),
        similarity: Some(similarity),
        score: similarity.get(),
        group: None,
        others: vec![OtherPlace {
            elsewhere: Some(Arc::new(elsewhere(source, relation))),
            span: left.text.span_of(left.tokens),
            role: Role::Nearest,
            similarity,
        }],
        evidence: differ.collect(),
        message: format!("“{}” stands here, “{}” in the source of the sentence", ours(first.right), theirs(first.left)),
        help: "find out which is right: the source, or the figure here".into(),
    }
}
