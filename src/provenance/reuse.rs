//! Reuses: each passage of the checked article that stood elsewhere, once, with all its sources.
//!
//! Where A was copied to B and B to the checked article, both share the passage with it; they become one reuse with A as origin and B as
//! nearest, not two findings. A passage whose sentences were first seen in different articles is told piece by piece.

use std::collections::BTreeSet;

use super::first::{SentencePart, first_with_all};
use super::piece::{holds, piece_of};
use super::source::Source;
use super::story::stories;
use crate::article::Published;
use crate::passage::{Passage, Side};
use crate::text::{AnalyzedText, TokenRange};

/// Share of a passage's words that must lie in a longer one to be part of it, or in a source for it to hold them.
const PART: f64 = 0.8;
/// Share of a passage's words that a source must hold to be named beside those that hold it all.
const FRAGMENT: f64 = 0.5;
/// Words of the shortest piece that is told by itself; shorter sentences go with the one before. Of the sentences in professional timelines'
/// backgrounds one in thirty has fewer.
const LEAST_PIECE: u32 = 6;

/// A passage of the checked article that stood elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Reuse {
    /// Its place in the checked article.
    pub place: Side,
    /// Tokens of the whole passage that it is a piece of.
    pub whole: TokenRange,
    /// Where it stood: first the origin, the earliest with all the words as far as dates tell; then the others by rank.
    pub from: Vec<ReusedFrom>,
    /// Position in `from` of the best match; of equal ones the earliest.
    pub nearest: usize,
    /// Whether the origin's date of publication is known.
    pub origin_is_dated: bool,
    /// How widely it stands.
    pub spread: Spread,
}

/// One source of a reuse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReusedFrom {
    /// Position of the source.
    pub source: usize,
    /// The two places: left in the source, right in the checked article.
    pub passage: Passage,
}

/// How widely a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spread {
    /// Articles of the archive that hold it, counted by fingerprints where they are too many to read.
    pub articles: u32,
    /// Of those that were read: different items, copies of one counted once.
    pub stories: u32,
    /// Of those that were read: different known days of publication.
    pub days: u32,
}

/// Gathers the passages of all sources into reuses, sorted by their place in the checked article.
///
/// `published` is the checked article's date: an article that is known to be later is no source. Costs the square of the number of sources,
/// some dozens.
#[must_use]
pub fn reuses(sources: &[Source], text: &AnalyzedText<'_>, published: Option<Published>) -> Vec<Reuse> {
    let is_later = |source: &Source| match (source.known_date(), published) {
        (Some(theirs), Some(ours)) => theirs.at > ours.at,
        _ => false,
    };
    let mut by_rank: Vec<usize> = (0..sources.len()).filter(|&ix| !is_later(&sources[ix])).collect();
    by_rank.sort_by_key(|&ix| sources[ix].rank());
    let gather = Gather { sources, by_rank, story: stories(sources), text };
    let mut covered = vec![false; text.tokens.len()];
    let mut found = Vec::new();
    for place in gather.places() {
        for (piece, origin) in gather.pieces(place) {
            let known = covered[piece.indices()].iter().filter(|&&covered| covered).count();
            if (known as f64) < PART * f64::from(piece.len()) {
                covered[piece.indices()].fill(true);
                found.extend(gather.reuse(piece, origin, place));
            }
        }
    }
    found.sort_by_key(|reuse| reuse.place);
    found
}

/// The sources on their way to be gathered.
struct Gather<'g> {
    sources: &'g [Source],
    /// Positions of the sources that count, the earliest first.
    by_rank: Vec<usize>,
    story: Vec<usize>,
    text: &'g AnalyzedText<'g>,
}

impl Gather<'_> {
    /// Returns the passages of all sources in the checked article but those that are part of longer ones, the longest first.
    fn places(&self) -> Vec<TokenRange> {
        let shared = self.by_rank.iter().flat_map(|&ix| &self.sources[ix].shared);
        let mut all: Vec<TokenRange> = shared.map(|shared| shared.passage.right.tokens).collect();
        all.sort_by_key(|place| (std::cmp::Reverse(place.len()), *place));
        let mut places: Vec<TokenRange> = Vec::new();
        for place in all {
            let is_part = |whole: &TokenRange| f64::from(place.overlap(*whole)) >= PART * f64::from(place.len());
            if !places.iter().any(is_part) {
                places.push(place);
            }
        }
        places
    }

    /// Cuts a place where one sentence was first seen in another article than the one before, or where that article does not have both
    /// together; names the position of that article too. A few words go with the piece beside them and do not decide who was first.
    fn pieces(&self, place: TokenRange) -> Vec<(TokenRange, Option<usize>)> {
        let mut pieces: Vec<(TokenRange, Option<usize>)> = Vec::new();
        for part in SentencePart::cut(self.text, place) {
            let (origin, part) = (self.first_with_all(part), part.tokens);
            let together = |piece: TokenRange| origin.is_none_or(|ix| holds(&self.sources[ix], piece.hull(part), PART));
            match pieces.last_mut() {
                Some((piece, _)) if part.len() < LEAST_PIECE => piece.end = part.end,
                Some((piece, theirs)) if piece.len() < LEAST_PIECE => (piece.end, *theirs) = (part.end, origin),
                Some((piece, theirs)) if *theirs == origin && together(*piece) => piece.end = part.end,
                _ => pieces.push((part, origin)),
            }
        }
        pieces
    }

    /// Returns the earliest source that has a part as nearly word for word as any.
    fn first_with_all(&self, part: SentencePart) -> Option<usize> {
        let by_rank = self.by_rank.iter().map(|&ix| &self.sources[ix]);
        first_with_all(by_rank, part).map(|at| self.by_rank[at])
    }

    /// Gathers the sources of a piece; `first` is the position of the one that had its sentences first.
    fn reuse(&self, piece: TokenRange, first: Option<usize>, whole: TokenRange) -> Option<Reuse> {
        let of = |&ix: &usize| {
            let held = holds(&self.sources[ix], piece, FRAGMENT);
            held.then(|| piece_of(&self.sources[ix], self.text, piece)).flatten().map(|passage| (ix, passage))
        };
        let mut from: Vec<ReusedFrom> =
            self.by_rank.iter().filter_map(of).map(|(source, passage)| ReusedFrom { source, passage }).collect();
        // A full account of the words comes before a version of them, and that before a fragment, however early.
        from.sort_by_key(|from| (Some(from.source) != first, !holds(&self.sources[from.source], piece, PART)));
        let closeness = |from: &ReusedFrom| from.passage.similarity.get() * f64::from(from.passage.words);
        let best = from.iter().map(closeness).fold(0.0, f64::max);
        let nearest = from.iter().position(|from| closeness(from) >= best)?;
        let place = Side { span: self.text.span_of(piece), tokens: piece };
        let origin_is_dated = self.sources[from[0].source].known_date().is_some();
        let spread = self.spread(&from);
        Some(Reuse { place, whole, from, nearest, origin_is_dated, spread })
    }

    fn spread(&self, from: &[ReusedFrom]) -> Spread {
        let stories: BTreeSet<usize> = from.iter().map(|from| self.story[from.source]).collect();
        let dates = from.iter().filter_map(|from| self.sources[from.source].known_date());
        let days: BTreeSet<jiff::civil::Date> = dates.map(|published| published.at.date()).collect();
        Spread { articles: from.len() as u32, stories: stories.len() as u32, days: days.len() as u32 }
    }
}
