//! `background-insert`: a block that does not belong to the core report.

use super::Context;
use super::elsewhere::named;
use super::identity::identity;
use crate::background::{Label, ScoredBlock};
use crate::finding::{Evidence, Finding, RuleId, Severity};
use crate::provenance::{Reuse, Source};
use crate::text::TokenRange;

pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Some(reading) = context.background else { return };
    found.extend(reading.blocks.iter().map(|block| finding(context, block, reading.calibrated)));
}

fn finding(context: &Context<'_>, block: &ScoredBlock, calibrated: bool) -> Finding {
    let sentences = &context.text.sentences[block.sentences.start as usize..block.sentences.end as usize];
    let tokens = sentences.iter().map(|sentence| sentence.tokens).reduce(TokenRange::hull).unwrap_or_default();
    let count = sentences.len();
    let recurrence = recurrence(context, tokens);
    let message = if count == 1 {
        "1 sentence reads as background, not as part of the report".to_owned()
    } else {
        format!("{count} sentences read as background, not as part of the report")
    };
    Finding {
        id: identity(context, RuleId::BackgroundInsert, block.span),
        rule: RuleId::BackgroundInsert,
        severity: match (block.label, &recurrence) {
            (Label::Note, None) => Severity::Note,
            (Label::Note, Some(_)) | (Label::Warning, _) => Severity::Warning,
        },
        place: block.span,
        words: context.text.count_words(tokens),
        kind: None,
        similarity: None,
        score: block.score,
        group: None,
        others: Vec::new(),
        evidence: recurrence.into_iter().chain(evidence(block, calibrated)).collect(),
        message,
        help: "cut the block, or tie it to the report: who says so, and why today".into(),
    }
}

/// Says where most of a block stood before: what recurs from report to report is background.
fn recurrence(context: &Context<'_>, block: TokenRange) -> Option<Evidence> {
    let before = context.reuses.iter().filter(|reuse| is_recurrent(context, reuse));
    let inside = before.max_by_key(|reuse| reuse.place.tokens.overlap(block))?;
    if inside.place.tokens.overlap(block) * 2 < block.len() {
        return None;
    }
    let articles = inside.spread.articles;
    let first = named(&context.sources[inside.from[0].source]);
    let says = match articles {
        1 => format!("most of it stood in another article: {first}"),
        _ => format!("most of it stands in {articles} other articles, the earliest known is {first}"),
    };
    Some(Evidence { signal: "archive-recurrence", value: f64::from(articles), says })
}

/// Share of the article's shingles from which a source is the same story: a copy of it, a version, or the report that it was made from.
const SAME_STORY: f64 = 0.5;
/// Days between two articles under which what both say may be news of the same week.
const DAYS_APART: i64 = 7;

/// Tells whether a passage stood in another story: in an earlier article, or in different items whose dates are not known.
fn is_recurrent(context: &Context<'_>, reuse: &Reuse) -> bool {
    let another = || reuse.from.iter().any(|from| is_another_story(context, &context.sources[from.source]));
    (reuse.origin_is_dated || reuse.spread.stories > 1) && another()
}

fn is_another_story(context: &Context<'_>, source: &Source) -> bool {
    let apart = match (context.article.published, source.published) {
        (Some(ours), Some(theirs)) => {
            let days = ours.at.date().duration_since(theirs.at.date()).as_hours() / 24;
            days.abs() >= DAYS_APART
        }
        (None, _) | (_, None) => true,
    };
    apart && source.containment.get() < SAME_STORY
}

fn evidence(block: &ScoredBlock, calibrated: bool) -> Vec<Evidence> {
    let reason = |prefix: &str, e: &crate::background::Evidence| Evidence {
        signal: e.signal,
        value: e.value,
        says: format!("{prefix}{}", e.says),
    };
    let mut all: Vec<Evidence> = block.evidence.iter().map(|e| reason("", e)).collect();
    all.extend(block.counter_evidence.iter().map(|e| reason("against it: ", e)));
    let uncalibrated = if calibrated { "" } else { "; uncalibrated: no labelled articles of this language" };
    all.push(Evidence {
        signal: "probability",
        value: block.score,
        says: format!("probability {:.2} (told from {:.2}{uncalibrated})", block.score, block.threshold),
    });
    all
}
