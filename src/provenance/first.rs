//! Who was first: the earliest source that has some words of the checked article as nearly word for word as any.
//!
//! An earlier one in other words is where they came from perhaps, but not where they stood. A word or two at an edge inside a sentence decide
//! nothing: a later copy goes on with the same word by chance. Where a sentence begins or ends, its words are all its own.

use super::source::Source;
use crate::text::{AnalyzedText, TokenRange};

/// Words at an edge of a passage that its first source may lack: what follows a passage is the same word by chance in one case of twenty, two
/// words in one of four hundred.
const EDGE: u32 = 2;
/// Words that are left without the edges at least: fewer stand in many articles.
const LEAST_INNER: u32 = 6;

/// The words of one sentence of the checked article that lie in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentencePart {
    /// The words.
    pub tokens: TokenRange,
    /// Words at the start that a first source may lack.
    start_edge: u32,
    /// Words at the end that a first source may lack.
    end_edge: u32,
}

impl SentencePart {
    /// Cuts a place at the ends of its sentences, in order; parts without words are passed over.
    pub fn cut<'t>(text: &'t AnalyzedText<'_>, place: TokenRange) -> impl Iterator<Item = Self> + use<'t> {
        let first = text.sentences.partition_point(|sentence| sentence.tokens.end <= place.start);
        let touching = text.sentences[first..].iter().take_while(move |sentence| sentence.tokens.start < place.end);
        touching.map(move |sentence| Self::of(sentence.tokens, place)).filter(|part| !part.tokens.is_empty())
    }

    fn of(sentence: TokenRange, place: TokenRange) -> Self {
        let edge = |is_inside| if is_inside { EDGE } else { 0 };
        Self {
            tokens: TokenRange::new(sentence.start.max(place.start), sentence.end.min(place.end)),
            start_edge: edge(place.start > sentence.start),
            end_edge: edge(place.end < sentence.end),
        }
    }
}

/// Finds the first of some sources, sorted by rank, that has a part of the checked article as nearly word for word as any of them. Costs one
/// look at each source, and one more for each that comes near.
pub(super) fn first_with_all<'s>(
    sources: impl Iterator<Item = &'s Source> + Clone,
    part: SentencePart,
) -> Option<usize> {
    let most = most_alike(sources.clone(), part.tokens);
    sources.clone().position(|source| has_all(source, sources.clone(), part, most))
}

/// Tells whether a source has a part of the checked article as nearly word for word as any of some sources, but for its edges.
#[must_use]
pub fn has_as_much<'s>(source: &Source, sources: impl Iterator<Item = &'s Source> + Clone, part: SentencePart) -> bool {
    let most = most_alike(sources.clone(), part.tokens);
    has_all(source, sources, part, most)
}

fn has_all<'s>(source: &Source, sources: impl Iterator<Item = &'s Source>, part: SentencePart, most: f64) -> bool {
    let likeness = source.likeness(part.tokens);
    if likeness <= 0.0 || likeness >= most {
        return likeness > 0.0;
    }
    let near = likeness + f64::from(part.start_edge + part.end_edge) / f64::from(part.tokens.len()) >= most;
    near && inner(source, part).is_some_and(|inner| source.likeness(inner) >= most_alike(sources, inner))
}

fn most_alike<'s>(sources: impl Iterator<Item = &'s Source>, part: TokenRange) -> f64 {
    sources.map(|source| source.likeness(part)).fold(0.0, f64::max)
}

/// Returns the words of a part from the first to the last that a source has, where these are nearly all.
fn inner(source: &Source, of: SentencePart) -> Option<TokenRange> {
    let part = of.tokens;
    let shared = source.shared.iter().max_by_key(|shared| shared.held(part))?;
    let inside =
        shared.kept.iter().map(|kept| TokenRange::new(kept.right.start.max(part.start), kept.right.end.min(part.end)));
    let inner = inside.filter(|inside| inside.start < inside.end).reduce(TokenRange::hull)?;
    let nearly = inner.start - part.start <= of.start_edge && part.end - inner.end <= of.end_edge;
    (nearly && inner.len() >= LEAST_INNER).then_some(inner)
}
