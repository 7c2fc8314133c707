//! Whether words that stood elsewhere are marked as another's: by quotation marks, by naming the outlet, the agency or the speaker.

use super::Context;
use super::form::{quoted, sentence_at};
use crate::finding::SourceGroup;
use crate::passage::Side;
use crate::provenance::{Reuse, Source};
use crate::text::{AnalyzedText, TokenRange, WordIx};

/// Names of news agencies as they stand in credit lines, one a line, folded.
const AGENCIES: &str = include_str!("agencies.txt");
/// Words at the start and at the end of an article in which bylines, datelines and credit lines stand.
const CREDIT_WORDS: u32 = 40;
/// Least letters of an outlet's name that is looked for: shorter ones are words of the language more often than not.
const LEAST_NAME: usize = 4;

/// Tells how a reuse is marked.
pub(super) fn group(context: &Context<'_>, reuse: &Reuse) -> SourceGroup {
    let quoted = quoted(context, reuse.place);
    let credited = reuse.from.iter().any(|from| credited(context, reuse.place, &context.sources[from.source]));
    match (quoted, credited) {
        (false, false) => SourceGroup::Unmarked,
        (false, true) => SourceGroup::Credited,
        (true, false) => SourceGroup::Quoted,
        (true, true) => SourceGroup::QuotedAndCredited,
    }
}

/// Tells whether the outlet of a source, or the agency that it credits itself, is named where a reader of the passage sees it.
fn credited(context: &Context<'_>, place: Side, source: &Source) -> bool {
    let text = context.text;
    let around = sentences_around(context, place);
    let edges = edges(text);
    if speaker_named(context, place) {
        return true;
    }
    let outlet = source.outlet.as_deref().map(name_words).unwrap_or_default();
    if names(text, around, &outlet) || edges.iter().any(|&edge| names(text, edge, &outlet)) {
        return true;
    }
    let theirs = folded_edges(&source.text);
    AGENCIES.lines().any(|agency| {
        let words: Vec<&str> = agency.split(' ').collect();
        let by_us = names(text, around, &words) || edges.iter().any(|&edge| names(text, edge, &words));
        by_us && theirs.contains(&format!(" {agency} "))
    })
}

/// Tells whether the words are a quotation whose speaker is named.
fn speaker_named(context: &Context<'_>, place: Side) -> bool {
    let inside =
        context.quotations.iter().filter(|quotation| quotation.span.overlap(place.span) * 2 > place.span.len());
    let mut speakers = inside.filter_map(|quotation| quotation.speaker);
    speakers.any(|speaker| speaker.of(context.text.text).chars().any(char::is_uppercase))
}

/// Returns the words of an outlet's name; of a web address, the name of the site: `www.example-news.co.uk` gives `example`, `news`.
fn name_words(outlet: &str) -> Vec<&str> {
    let bare = outlet.trim().trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    let is_address = !bare.contains(' ') && bare.contains('.');
    let name = if is_address { bare.split('.').next().unwrap_or(bare) } else { bare };
    if name.chars().count() < LEAST_NAME {
        return Vec::new();
    }
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Tells whether words stand in a row in a part of a text.
fn names(text: &AnalyzedText<'_>, part: TokenRange, words: &[&str]) -> bool {
    let wanted: Option<Vec<WordIx>> = words.iter().map(|word| text.words.find(&word.to_lowercase())).collect();
    let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) else { return false };
    text.tokens[part.indices()].windows(wanted.len()).any(|row| row.iter().map(|t| t.word).eq(wanted.iter().copied()))
}

/// Returns the sentences that a place stands in, and the one before.
fn sentences_around(context: &Context<'_>, place: Side) -> TokenRange {
    let sentences = &context.text.sentences;
    let first = sentence_at(context, place.tokens.start);
    let last = sentence_at(context, place.tokens.end.saturating_sub(1));
    let around = sentences.get(first.saturating_sub(1)..=last.min(sentences.len().saturating_sub(1)));
    around.unwrap_or_default().iter().map(|sentence| sentence.tokens).fold(place.tokens, TokenRange::hull)
}

fn edges(text: &AnalyzedText<'_>) -> [TokenRange; 2] {
    let all = text.tokens.len() as u32;
    [TokenRange::new(0, CREDIT_WORDS.min(all)), TokenRange::new(all.saturating_sub(CREDIT_WORDS), all)]
}

/// Returns the first and last words of a text, in lower case and between single spaces.
fn folded_edges(text: &str) -> String {
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let all = words().count();
    let near = CREDIT_WORDS as usize;
    let kept =
        words().enumerate().filter(|&(ix, _)| ix < near || ix + near >= all).map(|(_, word)| word.to_lowercase());
    kept.fold(String::from(" "), |edges, word| edges + &word + " ")
}
