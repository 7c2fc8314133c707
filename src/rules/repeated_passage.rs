//! `repeated-passage`: the same words stand twice in one article.

use super::changed_figure::changed_figures;
use super::form::{is_parallel, ordinary, paragraph_at, shared_quotation, whole_sentence};
use super::identity::identity;
use super::repeat::{Group, groups};
use super::{Context, RepeatThresholds};
use crate::finding::{Evidence, Finding, RuleId, Severity};
use crate::passage::{PassageKind, Repeat};
use crate::quote::Quotation;
use crate::text::TokenRange;

/// Similarity from which part of a sentence with changes counts as the same words however short it is.
///
/// Sentences that are made after one pattern share up to 16 words at a similarity of up to .842 without being copies.
const CLOSE: f64 = 0.85;
/// Shared words from which a looser likeness counts too.
const LONG: u32 = 20;
/// Changes that are spelled out; more would be a list nobody reads.
const SPELLED_CHANGES: usize = 3;

pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    let told = context.repeats.iter().filter(|repeat| {
        repeat.passage.words >= context.thresholds.note_words
            && changed_figures(context, repeat).is_none()
            && ordinary(context, repeat).is_none()
            && !is_parallel(context, repeat)
    });
    found.extend(groups(told).iter().map(|group| finding(context, group)));
}

fn finding(context: &Context<'_>, group: &Group<'_>) -> Finding {
    let Repeat { passage, .. } = group.first;
    let relation = Relation::of(context, group);
    Finding {
        id: identity(context, RuleId::RepeatedPassage, passage.right.span),
        rule: RuleId::RepeatedPassage,
        severity: severity(context, group),
        place: passage.right.span,
        words: passage.words,
        kind: Some(passage.kind),
        similarity: Some(passage.similarity),
        score: passage.similarity.get(),
        group: None,
        others: group.others(),
        evidence: evidence(context, group, relation),
        message: message(group),
        help: relation.help().into(),
    }
}

fn severity(context: &Context<'_>, group: &Group<'_>) -> Severity {
    let RepeatThresholds { warning_words, .. } = context.thresholds;
    let longest = group.repeats.iter().map(|repeat| repeat.passage.words).max().unwrap_or(0);
    let Repeat { passage, .. } = group.first;
    let whole = whole_sentence(context, passage.left) && whole_sentence(context, passage.right);
    let kept = match passage.kind {
        PassageKind::Verbatim => true,
        PassageKind::Edited => whole || passage.similarity.get() >= CLOSE || longest >= LONG,
        PassageKind::Rewritten => false,
    };
    if kept && (longest >= warning_words || whole) { Severity::Warning } else { Severity::Note }
}

fn message(group: &Group<'_>) -> String {
    let words = group.first.passage.words;
    let times = match group.places() {
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    };
    match group.first.passage.kind {
        PassageKind::Verbatim => format!("{words} words stand {times} in this article"),
        PassageKind::Edited => format!("{words} words stand {times} in this article, with small changes"),
        PassageKind::Rewritten => format!("two passages share {words} words and say much the same"),
    }
}

/// What the two places are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation<'a> {
    /// The first paragraph and the one after it.
    StandfirstAndLead,
    /// Both give the same quotation.
    Quotation(&'a Quotation),
    /// Whole paragraphs.
    Paragraphs,
    /// Whole sentences.
    Sentences,
    /// Parts of sentences.
    Parts,
}

impl<'a> Relation<'a> {
    fn of(context: &Context<'a>, group: &Group<'_>) -> Self {
        let Repeat { passage, .. } = group.first;
        let (left, right) = (paragraph_at(context, passage.left), paragraph_at(context, passage.right));
        let whole = |ix: usize, tokens: TokenRange| {
            let paragraph = context.text.paragraphs.get(ix);
            paragraph.is_some_and(|p| p.tokens.overlap(tokens) * 10 >= p.tokens.len() * 9)
        };
        if left + 1 == right && left <= 1 {
            return Self::StandfirstAndLead;
        }
        if let Some(quotation) = shared_quotation(context, group.first) {
            return Self::Quotation(quotation);
        }
        if left != right && whole(left, passage.left.tokens) && whole(right, passage.right.tokens) {
            Self::Paragraphs
        } else if whole_sentence(context, passage.left) && whole_sentence(context, passage.right) {
            Self::Sentences
        } else {
            Self::Parts
        }
    }

    const fn help(self) -> &'static str {
        match self {
            Self::StandfirstAndLead => {
                "cut the first copy (a standfirst that was kept), or open the lead with something new"
            }
            Self::Quotation(_) => "keep the quotation where it stands first, and refer back to it later",
            Self::Paragraphs => "cut one of the two paragraphs",
            Self::Sentences | Self::Parts => "keep one of the two",
        }
    }
}

fn evidence(context: &Context<'_>, group: &Group<'_>, relation: Relation<'_>) -> Vec<Evidence> {
    let Repeat { passage, changes } = group.first;
    let line = context.line(passage.left.span.start);
    let words = passage.words;
    let mut evidence = Vec::new();
    if changes.is_empty() {
        let says = format!("{words} words in a row stand at line {line} already");
        evidence.push(Evidence { signal: "shared-words", value: f64::from(words), says });
    } else {
        let of = context.text.count_words(passage.right.tokens);
        let says = format!("{words} of {of} words stand at line {line} already, in the same order");
        evidence.push(Evidence { signal: "shared-words", value: f64::from(words), says });
        evidence.push(changes_in_words(context, group.first));
    }
    let says = match relation {
        Relation::StandfirstAndLead => {
            Some("the article opens twice with the same words: standfirst and lead".to_owned())
        }
        Relation::Quotation(quotation) => Some(quotation_in_words(context, quotation)),
        Relation::Paragraphs => Some("whole paragraphs are the same, not only a phrase".to_owned()),
        Relation::Sentences => Some("whole sentences are the same, not only a phrase".to_owned()),
        Relation::Parts => None,
    };
    evidence.extend(says.map(|says| Evidence { signal: "relation", value: 1.0, says }));
    if group.places() > 2 {
        let says = format!("the words stand at {} places", group.places());
        evidence.push(Evidence { signal: "places", value: group.places() as f64, says });
    }
    evidence
}

fn quotation_in_words(context: &Context<'_>, quotation: &Quotation) -> String {
    let text = context.text.text;
    let words = quotation.span.of(text).trim_end_matches(['.', ',', ' ']);
    match quotation.speaker {
        Some(speaker) => format!("both places give the quotation “{words}” ({})", speaker.of(text)),
        None => format!("both places give the quotation “{words}”"),
    }
}

fn changes_in_words(context: &Context<'_>, repeat: &Repeat) -> Evidence {
    let text = context.text;
    let of = |range: TokenRange| text.span_of(range).of(text.text);
    let spelled = repeat.changes.iter().take(SPELLED_CHANGES).map(|change| {
        match (change.left.is_empty(), change.right.is_empty()) {
            (true, _) => format!("added “{}”", of(change.right)),
            (_, true) => format!("without “{}”", of(change.left)),
            (false, false) => format!("“{}” became “{}”", of(change.left), of(change.right)),
        }
    });
    let mut says = spelled.collect::<Vec<_>>().join(", ");
    if repeat.changes.len() > SPELLED_CHANGES {
        says.push_str(&format!(", and {} more changes", repeat.changes.len() - SPELLED_CHANGES));
    }
    Evidence { signal: "changes", value: repeat.changes.len() as f64, says }
}
