//! Names the trick where words of a finding are written so that a comparison would miss them.

use std::collections::BTreeMap;

use super::Context;
use crate::finding::{Evidence, Finding};
use crate::text::{DisguiseKind, Span};

/// Adds to a finding how its words are disguised, at its own place and at the others in the article.
pub(super) fn name_tricks(context: &Context<'_>, finding: &mut Finding) {
    if context.text.disguises.is_empty() {
        return;
    }
    let here = finding.others.iter().filter(|other| other.elsewhere.is_none()).map(|other| other.span);
    let mut places: Vec<Span> = here.chain([finding.place]).collect();
    places.sort_unstable();
    for place in places {
        for (kind, words) in tricks(context, place) {
            let (noun, verb) = if words == 1 { ("word", "is") } else { ("words", "are") };
            let says =
                format!("{words} {noun} at line {} {verb} disguised by {}", context.line(place.start), kind.name());
            finding.evidence.push(Evidence { signal: "disguise", value: f64::from(words), says });
        }
    }
}

/// The tricks played on the words of a place, each with how many words it hides.
fn tricks(context: &Context<'_>, place: Span) -> BTreeMap<DisguiseKind, u32> {
    let mut words = BTreeMap::new();
    for disguise in context.text.disguises.iter().filter(|disguise| meets(disguise.span, place)) {
        let tokens = &context.text.tokens;
        let first = tokens.partition_point(|token| token.span.end <= disguise.span.start.max(place.start));
        let end = tokens.partition_point(|token| token.span.start < disguise.span.end.min(place.end));
        *words.entry(disguise.kind).or_insert(0) += end.saturating_sub(first) as u32;
    }
    words.retain(|_, &mut words| words > 0);
    words
}

const fn meets(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}
