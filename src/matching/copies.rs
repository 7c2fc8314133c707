//! The places where two texts have the same words: what an archive asks of a pair that it proposes.
//!
//! Between two texts from nowhere a short row of equal words may be chance, and `passages_between` weighs it; an archive proposes a pair for rare
//! rows that both hold, so here the words alone decide. Runs of equal words are chained in one order on both sides; a word that stands between two
//! runs costs half of what a shared word gains, and so a chain ends where the two texts go apart (local alignment: Smith and Waterman 1981, with
//! runs for letters).

use std::cmp::Reverse;

use super::gather::Anchor;
use super::run::{Run, runs};
use super::seed::{Seed, SeedIndex};
use super::tolerance::Tolerance;
use super::verify::scored;
use crate::fingerprint::ShingleWidth;
use crate::passage::Passage;
use crate::text::{AnalyzedText, WordIx};

/// Words between two runs of one chain, on either side: about one sentence.
const GAP: u32 = 20;
/// Earlier runs that a run may follow; there are more only where one row of words stands in very many places.
const LOOK_BACK: usize = 64;
/// A run is told again where less than one word in so many of it was told.
const FREE: u32 = 2;

/// One text, made ready to be held against many others: what is in it is numbered and indexed once.
#[derive(Debug, Clone)]
pub struct CopyFinder<'t> {
    text: &'t AnalyzedText<'t>,
    index: SeedIndex,
    width: ShingleWidth,
    others: Vec<u32>,
    seeds: Vec<Seed>,
    runs: Vec<Run>,
}

impl<'t> CopyFinder<'t> {
    /// Makes a text ready. Costs n log n in its length.
    #[must_use]
    pub fn new(text: &'t AnalyzedText<'t>, tolerance: &Tolerance) -> Self {
        let words = text.tokens.iter().map(|token| token.word.0).collect();
        let (width, index) = (tolerance.seed, SeedIndex::new(words, tolerance.seed));
        Self { text, index, width, others: Vec::new(), seeds: Vec::new(), runs: Vec::new() }
    }

    /// Finds the rows of words, of `least` words or more, that stand in another text (on the left) and in this one (on the right): whole, or with
    /// some words changed.
    ///
    /// Each word of the right text belongs to one passage at most; two places on the right may have one on the left. Sorted by the right place.
    /// Costs m log m in the length of the other text and what both share; the sentences of neither are looked at.
    pub fn copies(&mut self, left: &AnalyzedText<'_>, least: u32) -> Vec<Passage> {
        let Self { text, index, width, others, seeds, runs: found } = self;
        let own = text.words.len() as u32;
        let number = |ix: u32| {
            let known = text.words.find_hashed(left.words.form(WordIx(ix)), left.words.hash(WordIx(ix)));
            known.map_or(own + ix, |word| word.0)
        };
        let numbers: Vec<u32> = (0..left.words.len() as u32).map(number).collect();
        others.clear();
        others.extend(left.tokens.iter().map(|token| numbers[token.word.0 as usize]));
        seeds.clear();
        found.clear();
        index.meet(others, own, seeds);
        runs(seeds, width.words() as u32, found);
        let mut passages: Vec<Passage> = places(found, least, text.tokens.len())
            .into_iter()
            .map(|place| scored((left, others), (text, index.words()), place))
            .filter(|passage| passage.words >= least)
            .collect();
        passages.sort_by_key(|passage| (passage.right, passage.left));
        passages
    }
}

/// A run at the end of the best chain that ends with it.
#[derive(Debug, Clone, Copy)]
struct Link {
    /// Twice the words of the chain, less the words in its gaps.
    gain: u32,
    /// The run before it in the chain.
    before: Option<usize>,
}

/// Finds the best chains of runs that are sorted by their right start, the best first.
fn places(runs: &[Run], least: u32, right_words: usize) -> Vec<Anchor> {
    let links = links(runs);
    let mut ends: Vec<usize> = (0..runs.len()).filter(|&ix| links[ix].gain >= 2 * least).collect();
    ends.sort_by_key(|&ix| (Reverse(links[ix].gain), ix));
    let mut taken = vec![false; right_words];
    let mut places = Vec::new();
    for end in ends {
        let free = |ix: usize| {
            let words = Anchor::from(runs[ix]).right;
            let held = taken[words.indices()].iter().filter(|&&taken| taken).count() as u32;
            held * FREE < words.len()
        };
        if !free(end) {
            continue;
        }
        let (mut first, mut place) = (end, Anchor::from(runs[end]));
        while let Some(before) = links[first].before.filter(|&before| free(before)) {
            first = before;
            place = place.hull(Anchor::from(runs[first]));
        }
        let foreign = links[first].before.map_or(0, |before| links[before].gain);
        if links[end].gain.saturating_sub(foreign) >= 2 * least {
            taken[place.right.indices()].fill(true);
            places.push(place);
        }
    }
    places
}

fn links(runs: &[Run]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(runs.len());
    for (ix, &run) in runs.iter().enumerate() {
        let mut best = Link { gain: 2 * run.words, before: None };
        for before in (ix.saturating_sub(LOOK_BACK)..ix).rev() {
            if let Some(gain) = joined(runs[before], run)
                && let Some(gain) = links[before].gain.checked_add_signed(gain)
                && gain > best.gain
            {
                best = Link { gain, before: Some(before) };
            }
        }
        links.push(best);
    }
    links
}

/// Returns what a run adds to a chain that ends with another; `None` where it cannot follow it.
fn joined(before: Run, run: Run) -> Option<i32> {
    let end = Anchor::from(before);
    if run.left <= before.left || run.right <= before.right {
        return None;
    }
    let shared = end.left.end.saturating_sub(run.left).max(end.right.end.saturating_sub(run.right));
    let own = run.words.checked_sub(shared).filter(|&own| own > 0)?;
    let gap = (run.left + shared - end.left.end).max(run.right + shared - end.right.end);
    (gap <= GAP).then(|| 2 * own as i32 - gap as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    const SENTENCE: &str = "the ferry would stay in port until the strong north wind had fallen";
    const OTHER: &str = "two bakers from the old town have won a prize for their rye bread";

    fn copies<'t>(left: &str, right: &'t str) -> Vec<&'t str> {
        let (l, r) = (analyze(left, &[]), analyze(right, &[]));
        let found = CopyFinder::new(&r, &Tolerance::default()).copies(&l, 12);
        found.into_iter().map(|passage| passage.right.span.of(right)).collect()
    }

    #[test]
    fn a_dozen_words_in_a_row_are_told_to_the_word() {
        let left = format!("He said {SENTENCE}. Nobody was hurt.");
        let right = format!("Others wrote that {SENTENCE}, and more.");
        assert_eq!(copies(&left, &right), [SENTENCE]);
    }

    #[test]
    fn a_row_with_a_changed_word_is_one_passage() {
        let right = SENTENCE.replace("until the", "till the");
        assert_eq!(copies(&format!("x y {SENTENCE} {OTHER}"), &format!("q {right} {OTHER} z")).len(), 1);
    }

    #[test]
    fn rows_in_another_order_are_told_one_by_one() {
        let left = format!("{SENTENCE} {OTHER}");
        assert_eq!(copies(&left, &format!("{OTHER} {SENTENCE}")), [OTHER, SENTENCE]);
    }

    #[test]
    fn both_places_of_a_text_that_copies_twice_are_told() {
        let right = format!("{SENTENCE}. Something else stands in between here. {SENTENCE}.");
        assert_eq!(copies(SENTENCE, &right), [SENTENCE, SENTENCE]);
    }

    #[test]
    fn short_rows_far_apart_are_none() {
        let left = "in the first quarter of the year sales rose while in the second half of the year sales fell";
        let right = "in the first quarter of the match he scored; the coach changed three players and they came back \
                     with more courage after that long break and won in the second half of the evening";
        assert!(copies(left, right).is_empty());
    }
}
