//! Fits the model from labelled articles: lexicon, trees, calibration, thresholds. Equal input gives an equal model, to the byte.
//!
//! Everything that one stage learns from another's output is cross-fitted: articles are dealt to folds by their group, and no article is ever
//! scored by what its own group taught.

mod boost;
mod calibrate;
mod labels;
mod words;

pub use labels::{LabelError, Labelled, read_labels};

use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::{AnalyzedText, analyze};

use super::block::ReportContext;
use super::detect::{best, candidates};
use super::feature::{FEATURES, Feature, SENTENCE_FEATURES, SentenceFeature, Signal};
use super::lexicon::Lexicon;
use super::model::{Model, Scorer};
use super::pack::{Pack, Packs};
use super::trees::Forest;
use super::window::{View, Window};

use boost::Example;
use calibrate::Outcome;

/// Folds of the cross-fitting.
const FOLDS: usize = 3;
/// Of the sentences outside inserts one in this many is trained on, and weighs as many; they are 19 of 20.
const CORE_SENTENCES: usize = 4;
/// Mean log-odds of its sentences from which every candidate is trained on; of those below one in [`EASY`] is, and weighs as many.
const HARD: f32 = -3.0;
/// See [`HARD`].
const EASY: usize = 6;
/// Share of the inserts that the first stage may lose.
const LOST: f32 = 0.01;
/// Trees of the first stage.
const SENTENCE_TREES: usize = 80;
/// Trees of the second stage.
const BLOCK_TREES: usize = 150;

/// Fits a model.
///
/// About two minutes for 8,000 articles on one core; memory grows with the articles (about 60 KB each).
#[must_use]
pub fn fit(articles: &[Labelled]) -> Model {
    let packs = Packs::shipped();
    let pack = packs.of(crate::text::Language::English);
    let texts: Vec<AnalyzedText<'_>> = articles.iter().map(|article| analyze(&article.text, &[])).collect();
    let folds: Vec<usize> = articles.iter().map(|article| fold(&article.group)).collect();
    let rarities = words::rarities(&texts);
    let bare = Lexicon::new(0.0, Vec::new(), rarities.clone());
    let sentences = words::Sentences::collect(articles, &texts, &folds, pack, &bare);
    let lexicon_without = |fold: Option<usize>| {
        let (step, entries) = sentences.fit(fold);
        Lexicon::new(step, entries, rarities.clone())
    };
    let lexicons: Vec<Lexicon> = (0..FOLDS).map(|fold| lexicon_without(Some(fold))).collect();
    let corpus = Corpus { articles, texts: &texts, folds: &folds, pack };
    let english = corpus.scorer(Some(&lexicons));
    let neutral = corpus.scorer(None);
    Model { lexicon: lexicon_without(None), english, neutral, packs }
}

fn fold(group: &str) -> usize {
    (xxh3_64(group.as_bytes()) % FOLDS as u64) as usize
}

/// The two stages of a scorer.
pub(super) struct Stages {
    pub(super) sentences: Forest,
    pub(super) floor: f32,
    pub(super) blocks: Forest,
}

/// One forest for each fold, fitted without it, and one fitted on all.
struct Crossed {
    without: Vec<Forest>,
    all: Forest,
}

impl Crossed {
    fn fit<const N: usize>(examples: &[Example<N>], signals: &[Signal], trees: usize, lexical: bool) -> Self {
        let features: Vec<u8> =
            (0..N as u8).filter(|&feature| lexical || signals[feature as usize] != Signal::Register).collect();
        let without =
            (0..FOLDS).map(|fold| boost::fit(examples, &features, trees, |example| example.fold != fold)).collect();
        Self { without, all: boost::fit(examples, &features, trees, |_| true) }
    }
}

struct Corpus<'a, 't> {
    articles: &'a [Labelled],
    texts: &'a [AnalyzedText<'t>],
    folds: &'a [usize],
    pack: &'a Pack,
}

impl Corpus<'_, '_> {
    fn scorer(&self, lexicons: Option<&[Lexicon]>) -> Scorer {
        let lexical = lexicons.is_some();
        let mut view = View::default();
        let mut examples = Vec::new();
        for ix in 0..self.articles.len() {
            self.read(ix, lexicons, &mut view);
            self.sentence_examples(ix, &view, &mut examples);
        }
        let sentences = Crossed::fit(&examples, SentenceFeature::SIGNALS, SENTENCE_TREES, lexical);
        let floor = self.floor(lexicons, &sentences);
        let mut examples = Vec::new();
        for ix in 0..self.articles.len() {
            self.read_twice(ix, lexicons, &sentences, &mut view);
            self.block_examples(ix, &view, floor, &mut examples);
        }
        let blocks = Crossed::fit(&examples, Feature::SIGNALS, BLOCK_TREES, lexical);
        let outcomes = self.outcomes(lexicons, &sentences, floor, &blocks);
        calibrate::scorer(Stages { sentences: sentences.all, floor, blocks: blocks.all }, &outcomes)
    }

    fn read(&self, ix: usize, lexicons: Option<&[Lexicon]>, view: &mut View) {
        let article = &self.articles[ix];
        let context = ReportContext { published_year: article.published_year, title: article.title.as_deref() };
        view.read(&self.texts[ix], &context, self.pack, lexicons.map(|lexicons| &lexicons[self.folds[ix]]));
    }

    fn read_twice(&self, ix: usize, lexicons: Option<&[Lexicon]>, sentences: &Crossed, view: &mut View) {
        self.read(ix, lexicons, view);
        view.score_sentences(&sentences.without[self.folds[ix]]);
    }

    fn sentence_examples(&self, ix: usize, view: &View, out: &mut Vec<Example<SENTENCE_FEATURES>>) {
        let gold = &self.articles[ix].gold;
        view.surroundings().each(|at, vector| {
            let span = self.texts[ix].sentences[at as usize].span;
            let is_insert = gold.iter().any(|gold| gold.contains(span));
            if is_insert || (at as usize + ix).is_multiple_of(CORE_SENTENCES) {
                let weight = if is_insert { 1.0 } else { CORE_SENTENCES as f32 };
                out.push(Example { vector: *vector, is_insert, weight, fold: self.folds[ix] });
            }
        });
    }

    /// Returns the mean log-odds of its sentences that all but a small share of the inserts reach.
    fn floor(&self, lexicons: Option<&[Lexicon]>, sentences: &Crossed) -> f32 {
        let mut view = View::default();
        let mut means = Vec::new();
        for ix in (0..self.articles.len()).filter(|&ix| !self.articles[ix].gold.is_empty()) {
            self.read_twice(ix, lexicons, sentences, &mut view);
            means.extend(gold_windows(&self.articles[ix], &self.texts[ix], &view).iter().map(|&window| {
                let (start, end) = view.range(window);
                view.reads.mean(start, end)
            }));
        }
        means.sort_unstable_by(f32::total_cmp);
        means.get((LOST * means.len() as f32) as usize).copied().unwrap_or(f32::MIN)
    }

    fn block_examples(&self, ix: usize, view: &View, floor: f32, out: &mut Vec<Example<FEATURES>>) {
        let gold = gold_windows(&self.articles[ix], &self.texts[ix], view);
        for (at, window) in view.candidates(floor).enumerate() {
            let is_insert = gold.contains(&window);
            let (start, end) = view.range(window);
            let is_hard = is_insert || view.reads.mean(start, end) >= HARD;
            if is_hard || (at + ix).is_multiple_of(EASY) {
                let weight = if is_hard { 1.0 } else { EASY as f32 };
                out.push(Example { vector: view.features(window), is_insert, weight, fold: self.folds[ix] });
            }
        }
    }

    /// Scores every article by a model that its group did not teach, and tells which of the blocks found are true.
    fn outcomes(
        &self,
        lexicons: Option<&[Lexicon]>,
        sentences: &Crossed,
        floor: f32,
        blocks: &Crossed,
    ) -> Vec<Outcome> {
        let mut view = View::default();
        let mut scored = Vec::new();
        (0..self.articles.len())
            .map(|ix| {
                self.read_twice(ix, lexicons, sentences, &mut view);
                candidates(&view, floor, &blocks.without[self.folds[ix]], &mut scored);
                let gold = gold_windows(&self.articles[ix], &self.texts[ix], &view);
                let found = best(&mut scored);
                let blocks = found
                    .iter()
                    .map(|block| (block.score, gold.iter().any(|gold| is_half_shared(&view, *gold, block.window))));
                Outcome { blocks: blocks.collect(), clean: self.articles[ix].gold.is_empty() }
            })
            .collect()
    }
}

/// Returns the windows that the gold spans of an article cover: the units that overlap them.
fn gold_windows(article: &Labelled, text: &AnalyzedText<'_>, view: &View) -> Vec<Window> {
    article
        .gold
        .iter()
        .filter_map(|gold| {
            let inside = |unit: &super::unit::Unit| {
                let first = text.sentences[unit.start as usize].span;
                let last = text.sentences[unit.end as usize - 1].span;
                let span = first.hull(last);
                span.overlap(*gold) * 2 > span.len()
            };
            let start = view.units.iter().position(inside)?;
            let count = view.units[start..].iter().take_while(|unit| inside(unit)).count();
            Some(Window { start, end: start + count })
        })
        .collect()
}

/// Tells whether two windows share at least half of the sentences that either holds.
fn is_half_shared(view: &View, left: Window, right: Window) -> bool {
    let (start, end) = (left.start.max(right.start), left.end.min(right.end));
    if start >= end {
        return false;
    }
    let shared = view.sentences(Window { start, end });
    2 * shared >= view.sentences(left) + view.sentences(right) - shared
}

/// Counts how often each value stands in a list of keys, in the order of the keys.
fn counts(keys: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut counts: HashMap<u32, u32, foldhash::fast::FixedState> = HashMap::default();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    let mut sorted: Vec<(u32, u32)> = counts.into_iter().collect();
    sorted.sort_unstable();
    sorted
}

const _: () = assert!(FEATURES <= 256 && SENTENCE_FEATURES <= 256, "a tree names its feature in one byte");
