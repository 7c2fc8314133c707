//! `reused-passage`: a passage stood in an archived article before.

use super::Context;
use super::credit::group;
use super::elsewhere::{named, origin_in_words, places};
use super::form::names_only;
use super::identity::identity;
use super::near_duplicate_article::is_near_duplicate;
use super::stock_passage::is_stock;
use crate::finding::{Evidence, Finding, RuleId, Severity, SourceGroup};
use crate::passage::PassageKind;
use crate::provenance::Reuse;

pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    let told = context.reuses.iter().filter(|reuse| told(context, reuse) && !is_stock(context, reuse));
    found.extend(told.map(|reuse| finding(context, reuse)));
}

/// Tells whether a reuse is long enough to be told, or a piece of a passage that is, and more than names.
pub(super) fn told(context: &Context<'_>, reuse: &Reuse) -> bool {
    let passage = &reuse.from[reuse.nearest].passage;
    passage.words.max(context.text.count_words(reuse.whole)) >= context.thresholds.reuse_words
        && !names_only(context, reuse.place, passage.words)
}

fn finding(context: &Context<'_>, reuse: &Reuse) -> Finding {
    let nearest = &reuse.from[reuse.nearest].passage;
    let group = group(context, reuse);
    Finding {
        id: identity(context, RuleId::ReusedPassage, reuse.place.span),
        rule: RuleId::ReusedPassage,
        severity: severity(context, reuse, group),
        place: reuse.place.span,
        words: nearest.words,
        kind: Some(nearest.kind),
        similarity: Some(nearest.similarity),
        score: nearest.similarity.get(),
        group: Some(group),
        others: places(context, reuse, group),
        evidence: evidence(context, reuse),
        message: message(reuse, nearest.words, nearest.kind, group),
        help: help(group).into(),
    }
}

fn severity(context: &Context<'_>, reuse: &Reuse, group: SourceGroup) -> Severity {
    // A finding about the whole article warns for all its passages.
    let told = reuse.from.iter().all(|from| is_near_duplicate(&context.sources[from.source]));
    let kept = match reuse.from[reuse.nearest].passage.kind {
        PassageKind::Verbatim | PassageKind::Edited => true,
        PassageKind::Rewritten => false,
    };
    if kept && !told && group == SourceGroup::Unmarked { Severity::Warning } else { Severity::Note }
}

fn message(reuse: &Reuse, words: u32, kind: PassageKind, group: SourceGroup) -> String {
    let changed = match kind {
        PassageKind::Verbatim => "",
        PassageKind::Edited => ", with small changes",
        PassageKind::Rewritten => ", much changed",
    };
    let marked = match group {
        SourceGroup::Unmarked => "without a mark",
        SourceGroup::Credited => "and the source is named",
        SourceGroup::Quoted => "and stand in quotation marks",
        SourceGroup::QuotedAndCredited => "quoted, and the source is named",
    };
    let stood = if reuse.origin_is_dated { "stood in an earlier article" } else { "stand in another article" };
    format!("{words} words {stood}{changed}, {marked}")
}

const fn help(group: SourceGroup) -> &'static str {
    match group {
        SourceGroup::Unmarked => "name the source, quote it, or write it anew",
        SourceGroup::Quoted => "say whose words these are",
        SourceGroup::Credited | SourceGroup::QuotedAndCredited => "nothing, if the words may be used at this length",
    }
}

fn evidence(context: &Context<'_>, reuse: &Reuse) -> Vec<Evidence> {
    let nearest = &reuse.from[reuse.nearest];
    let passage = &nearest.passage;
    let of = context.text.count_words(passage.right.tokens);
    let source = &context.sources[nearest.source];
    let says = format!("{} of {of} words stand in {}, in the same order", passage.words, named(source));
    let mut evidence = vec![
        Evidence { signal: "shared-words", value: f64::from(passage.words), says },
        origin_in_words(context, reuse),
    ];
    let spread = reuse.spread;
    if spread.articles > 1 {
        let items = match spread.stories {
            1 => ", copies of one item".to_owned(),
            stories => format!(", {stories} different ones among those that were read"),
        };
        let says = format!("{} articles hold the passage besides this one{items}", spread.articles);
        evidence.push(Evidence { signal: "articles", value: f64::from(spread.articles), says });
    }
    evidence
}
