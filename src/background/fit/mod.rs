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
use super::detect::{Candidate, best};
use super::feature::{FEATURES, Feature, Signal};
use super::lexicon::Lexicon;
use super::model::{Model, Scorer};
use super::pack::{Pack, Packs};
use super::trees::Forest;
use super::window::{View, Window};

use boost::Example;
use calibrate::Outcome;

/// Folds of the cross-fitting.
const FOLDS: usize = 5;
/// Of the windows that touch no insert one in this many is trained on, and weighs as many; they are 99 of 100.
const CLEAN_WINDOWS: usize = 6;

/// Fits a model.
///
/// About 20 s for 6,000 articles on one core; memory grows with the articles (about 40 KB each).
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

struct Corpus<'a, 't> {
    articles: &'a [Labelled],
    texts: &'a [AnalyzedText<'t>],
    folds: &'a [usize],
    pack: &'a Pack,
}

impl Corpus<'_, '_> {
    fn scorer(&self, lexicons: Option<&[Lexicon]>) -> Scorer {
        let mut examples = Vec::new();
        let mut view = View::default();
        for ix in 0..self.articles.len() {
            self.read(ix, lexicons, &mut view);
            self.examples(ix, &view, &mut examples);
        }
        let features: Vec<Feature> = Feature::ALL
            .iter()
            .copied()
            .filter(|feature| lexicons.is_some() || feature.signal() != Signal::Register)
            .collect();
        let forests: Vec<Forest> =
            (0..FOLDS).map(|fold| boost::fit(&examples, &features, |example| example.fold != fold)).collect();
        let outcomes = self.outcomes(lexicons, &forests);
        calibrate::scorer(boost::fit(&examples, &features, |_| true), &outcomes)
    }

    fn read(&self, ix: usize, lexicons: Option<&[Lexicon]>, view: &mut View) {
        let article = &self.articles[ix];
        let context = ReportContext { published_year: article.published_year, title: article.title.as_deref() };
        view.read(&self.texts[ix], &context, self.pack, lexicons.map(|lexicons| &lexicons[self.folds[ix]]));
    }

    fn examples(&self, ix: usize, view: &View, out: &mut Vec<Example>) {
        let gold = gold_windows(&self.articles[ix], &self.texts[ix], view);
        for (at, window) in view.windows().enumerate() {
            let touches = gold.iter().any(|gold| overlap(*gold, window) > 0);
            if !touches && !(at + ix).is_multiple_of(CLEAN_WINDOWS) {
                continue;
            }
            let is_insert = gold.contains(&window);
            let weight = if touches { 1.0 } else { CLEAN_WINDOWS as f32 };
            out.push(Example { vector: view.features(window), is_insert, weight, fold: self.folds[ix] });
        }
    }

    /// Scores every article by a model that its group did not teach, and tells which of the blocks found are true.
    fn outcomes(&self, lexicons: Option<&[Lexicon]>, forests: &[Forest]) -> Vec<Outcome> {
        let mut view = View::default();
        (0..self.articles.len())
            .map(|ix| {
                self.read(ix, lexicons, &mut view);
                let forest = &forests[self.folds[ix]];
                let mut scored: Vec<Candidate> = view
                    .windows()
                    .map(|window| Candidate { window, score: forest.score(&view.features(window)) })
                    .collect();
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

fn overlap(left: Window, right: Window) -> usize {
    left.end.min(right.end).saturating_sub(left.start.max(right.start))
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

const _: () = assert!(FEATURES <= u8::MAX as usize, "a tree names its feature in one byte");
