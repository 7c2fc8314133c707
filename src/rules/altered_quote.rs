//! `altered-quote`: a quotation is given in other words than in an archived article.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Context;
use super::elsewhere::{elsewhere, named};
use super::identity::identity;
use crate::finding::{Evidence, Finding, OtherPlace, Role, RuleId, Severity};
use crate::passage::PassageKind;
use crate::provenance::{Relation, Source};
use crate::quote::{Quotation, quotations};
use crate::similarity::Similarity;
use crate::text::{AnalyzedText, Span, Token, TokenRange, TokenTraits, analyze};

/// Words of the shortest quotation that is compared: of two shorter ones nobody can say that they are the same one altered.
const LEAST_WORDS: u32 = 6;
/// Share of equal words, in one order, from which two quotations by one speaker are one quotation.
const SAME_QUOTATION: f64 = 0.6;
/// Sources that are looked through, those that share most first: an altered quotation stands in a report of the same event.
const SOURCES: usize = 8;
/// Words of a quotation that are compared at most; the comparison costs their square.
const MOST_WORDS: u32 = 300;

pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.sources.is_empty() {
        return;
    }
    let ours: Vec<Said> = context.quotations.iter().filter_map(|quotation| said(context.text, quotation)).collect();
    if ours.is_empty() {
        return;
    }
    let mut sources: Vec<&Source> = context.sources.iter().collect();
    let shared = |source: &Source| source.shared.iter().map(|shared| shared.passage.words).sum::<u32>();
    sources.sort_by_key(|source| (std::cmp::Reverse(shared(source)), source.rank()));
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for source in sources.into_iter().take(SOURCES) {
        let text = analyze(&source.text, &[]);
        let theirs: Vec<Said> = quotations(&text).iter().filter_map(|quotation| said(&text, quotation)).collect();
        // A quotation that this source gives word for word is not altered from it, whatever else it says.
        for our in ours.iter().filter(|our| !theirs.iter().any(|their| their.words == our.words)) {
            let altered = theirs.iter().filter_map(|their| Some((alteration(our, their)?, their)));
            let nearest = altered.max_by(|(a, _), (b, _)| a.similarity.get().total_cmp(&b.similarity.get()));
            if let Some((alteration, their)) = nearest
                && told.insert(our.span)
            {
                found.push(finding(context, source, our, their, &alteration));
            }
        }
    }
}

/// A quotation as it is compared.
struct Said {
    span: Span,
    tokens: TokenRange,
    /// Its folded words.
    words: Vec<String>,
    /// The speaker's name, folded, word by word; where the text gives none, the names in its sentences outside of it.
    names: BTreeSet<String>,
}

fn said(text: &AnalyzedText<'_>, quotation: &Quotation) -> Option<Said> {
    let Quotation { span, tokens, .. } = *quotation;
    let (start, end) = (tokens.start, tokens.end);
    if !(LEAST_WORDS..=MOST_WORDS).contains(&tokens.len()) {
        return None;
    }
    let form = |token: &Token| text.words.form(token.word).to_owned();
    let words = text.tokens[tokens.indices()].iter().map(form).collect();
    let first = text.sentences.partition_point(|sentence| sentence.tokens.end <= start);
    let last = text.sentences.partition_point(|sentence| sentence.tokens.start < end);
    let around =
        text.sentences.get(first..last).unwrap_or_default().iter().map(|s| s.tokens).fold(tokens, TokenRange::hull);
    let outside = text.tokens[around.indices()].iter().filter(|token| span.overlap(token.span) == 0);
    let speaker = quotation.speaker.unwrap_or_default();
    let first_spoken = text.tokens.partition_point(|token| token.span.end <= speaker.start);
    let spoken = text.tokens[first_spoken..].iter().take_while(|token| token.span.start < speaker.end);
    let name = |token: &&Token| token.traits.has(TokenTraits::CAPITAL);
    let mut names: BTreeSet<String> = spoken.filter(name).map(form).collect();
    if names.is_empty() {
        names = outside.filter(name).map(form).collect();
    }
    Some(Said { span, tokens, words, names })
}

/// How one quotation differs from another.
struct Alteration {
    similarity: Similarity,
    /// Words of ours that stand for words of theirs; either may be empty.
    changes: Vec<(Vec<String>, Vec<String>)>,
}

/// Compares two quotations; `None` where they are equal, too different, or said by two people.
fn alteration(our: &Said, their: &Said) -> Option<Alteration> {
    if our.words == their.words || our.names.is_disjoint(&their.names) {
        return None;
    }
    // One that is cut short is not altered.
    let (shorter, longer) = if our.words.len() < their.words.len() { (our, their) } else { (their, our) };
    if longer.words.windows(shorter.words.len()).any(|row| row == shorter.words) {
        return None;
    }
    let changes = changes(&our.words, &their.words);
    let changed: usize = changes.iter().map(|(ours, _)| ours.len()).sum();
    let kept = our.words.len() - changed;
    let similarity = Similarity::new(kept as f64 / longer.words.len() as f64);
    (similarity.get() >= SAME_QUOTATION).then_some(Alteration { similarity, changes })
}

/// Finds what differs between two rows of words, by their longest common subsequence.
fn changes(ours: &[String], theirs: &[String]) -> Vec<(Vec<String>, Vec<String>)> {
    let width = theirs.len() + 1;
    let mut common = vec![0u16; (ours.len() + 1) * width];
    for o in (0..ours.len()).rev() {
        for t in (0..theirs.len()).rev() {
            common[o * width + t] = if ours[o] == theirs[t] {
                common[(o + 1) * width + t + 1] + 1
            } else {
                common[(o + 1) * width + t].max(common[o * width + t + 1])
            };
        }
    }
    let (mut o, mut t) = (0, 0);
    let mut changes = Vec::new();
    let mut open: (Vec<String>, Vec<String>) = Default::default();
    while o < ours.len() || t < theirs.len() {
        if o < ours.len() && t < theirs.len() && ours[o] == theirs[t] {
            if open != Default::default() {
                changes.push(std::mem::take(&mut open));
            }
            (o, t) = (o + 1, t + 1);
        } else if t == theirs.len() || o < ours.len() && common[(o + 1) * width + t] >= common[o * width + t + 1] {
            open.0.push(ours[o].clone());
            o += 1;
        } else {
            open.1.push(theirs[t].clone());
            t += 1;
        }
    }
    if open != Default::default() {
        changes.push(open);
    }
    changes
}

fn finding(context: &Context<'_>, source: &Source, our: &Said, their: &Said, alteration: &Alteration) -> Finding {
    let spelled = alteration.changes.iter().map(|(ours, theirs)| match (ours.as_slice(), theirs.as_slice()) {
        (ours, []) => format!("“{}” was added", ours.join(" ")),
        ([], theirs) => format!("“{}” is missing", theirs.join(" ")),
        (ours, theirs) => format!("“{}” for “{}”", ours.join(" "), theirs.join(" ")),
    });
    let differs = format!("{}, in {}", spelled.collect::<Vec<_>>().join(", "), named(source));
    let relation = if source.known_date().is_some() { Relation::QuotedFrom } else { Relation::AlternateOf };
    let similarity = alteration.similarity;
    Finding {
        id: identity(context, RuleId::AlteredQuote, our.span),
        rule: RuleId::AlteredQuote,
        severity: Severity::Warning,
        place: our.span,
        words: context.text.count_words(our.tokens),
        kind: Some(PassageKind::of(similarity)),
        similarity: Some(similarity),
        score: similarity.get(),
        group: None,
        others: vec![OtherPlace {
            elsewhere: Some(Arc::new(elsewhere(source, relation))),
            span: their.span,
            role: Role::Origin,
            similarity,
        }],
        evidence: vec![Evidence { signal: "differs", value: alteration.changes.len() as f64, says: differs }],
        message: "the quotation stands in other words in another article".into(),
        help: "hold both against the recording or the transcript, and give the words that were said".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_word_diff_pairs_what_stands_for_what() {
        let found = changes(&words("we will never accept this deal"), &words("we will not accept this bad deal"));
        assert_eq!(found, [(words("never"), words("not")), (vec![], words("bad"))]);
    }

    #[test]
    fn a_quotation_that_is_cut_short_is_not_altered() {
        let of = |text: &str| {
            let analyzed = analyze(text, &[]);
            said(&analyzed, &quotations(&analyzed)[0]).unwrap()
        };
        let whole = of("\"We will not accept this deal, now or ever, and they know it,\" Ann Lee said.");
        let cut = of("\"We will not accept this deal, now or ever,\" Lee said.");
        let altered = of("\"We will never accept that deal, now or ever, and they know it,\" Lee said.");
        let other = of("\"We will never accept that deal, now or ever, and they know it,\" Bob Moe said.");
        assert!(alteration(&cut, &whole).is_none());
        assert!(alteration(&altered, &whole).is_some());
        assert!(alteration(&other, &whole).is_none());
    }
}
