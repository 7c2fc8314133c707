//! Fits the model from labelled articles: lexicon, trees, calibration, thresholds. Equal input gives an equal model, to the byte.
//!
//! Everything that one stage learns from another's output is cross-fitted: articles are dealt to folds by their group, and no article is ever
//! scored by what its own group taught.

mod boost;
mod calibrate;
mod labels;
mod place;
mod words;

pub use labels::{LabelError, Labelled, read_labels};
pub use place::place_blocks;

use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::{AnalyzedText, Language, analyze};

use super::block::ReportContext;
use super::concept::{Concepts, Register};
use super::detect::{Gates, as_warning, best, candidates};
use super::feature::{FEATURES, SENTENCE_FEATURES};
use super::lexicon::Lexicon;
use super::model::{Model, Scorer};
use super::pack::Packs;
use super::trees::Forest;
use super::window::{View, Window};

use boost::Example;
use calibrate::{Found, Outcome};

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
/// Share of the articles with inserts whose other sentences may read as background throughout. With 2 in 100 it is reports with two or three blocks
/// that are lost, while only 1 in 200 untouched articles has a block that this guard takes back.
const THROUGHOUT: f32 = 0.005;
/// Share of the inserts which the most sensitive preset would tell that the first trees of the second stage may lose.
const LOST_EARLY: f32 = 0.0025;
/// Weight of an article in another language than English, which are 1 in 12 of those at hand.
const FOREIGN: f32 = 2.0;
/// Trees of the first stage.
const SENTENCE_TREES: usize = 80;
/// Trees of the second stage.
const BLOCK_TREES: usize = 150;

/// Fits a model.
///
/// Six minutes of one core for 18,000 articles; memory grows with the articles (about 60 KB each).
#[must_use]
pub fn fit(articles: &[Labelled]) -> Model {
    let packs = Packs::shipped();
    let members: Vec<Member<'_>> = articles.iter().map(Member::new).collect();
    let english: Vec<&Member<'_>> = members.iter().filter(|member| member.text.language == Language::English).collect();
    let rarities = words::rarities(&english);
    let bare = Lexicon::new(0.0, Vec::new(), rarities.clone());
    let sentences = words::Sentences::collect(&english, &packs, Register::Lexicon(&bare));
    let lexicon_without = |fold: Option<usize>| {
        let (step, entries) = sentences.fit(fold);
        Lexicon::new(step, entries, rarities.clone())
    };
    let lexicons: Vec<Lexicon> = (0..FOLDS).map(|fold| lexicon_without(Some(fold))).collect();
    let registers: Vec<Register<'_>> = lexicons.iter().map(Register::Lexicon).collect();
    let english = Corpus { members: english, packs: &packs, registers: &registers }.scorer();
    let all: Vec<&Member<'_>> = members.iter().collect();
    let of_concepts = words::Sentences::collect(&all, &packs, Register::Concepts(&Concepts::default()));
    let concepts_without = |fold: Option<usize>| {
        let (step, entries) = of_concepts.fit(fold);
        Concepts::new(step, entries)
    };
    let concepts: Vec<Concepts> = (0..FOLDS).map(|fold| concepts_without(Some(fold))).collect();
    let registers: Vec<Register<'_>> = concepts.iter().map(Register::Concepts).collect();
    let neutral = Corpus { members: all, packs: &packs, registers: &registers }.scorer();
    Model { lexicon: lexicon_without(None), english, concepts: concepts_without(None), neutral, packs }
}

/// An article as it is learned from.
struct Member<'a> {
    article: &'a Labelled,
    text: AnalyzedText<'a>,
    fold: usize,
}

impl<'a> Member<'a> {
    fn new(article: &'a Labelled) -> Self {
        let fold = (xxh3_64(article.group.as_bytes()) % FOLDS as u64) as usize;
        Self { article, text: analyze(&article.text, &[]), fold }
    }

    /// How much the article weighs: one in another language more, as there are few.
    fn weight(&self) -> f32 {
        if self.text.language == Language::English { 1.0 } else { FOREIGN }
    }
}

/// The two stages of a scorer.
pub(super) struct Stages {
    pub(super) sentences: Forest,
    pub(super) floor: f32,
    pub(super) rest: f32,
    pub(super) blocks: Forest,
}

/// One forest for each fold, fitted without it, and one fitted on all.
struct Crossed {
    without: Vec<Forest>,
    all: Forest,
}

impl Crossed {
    fn fit<const N: usize>(examples: &[Example<N>], trees: usize) -> Self {
        let features: Vec<u8> = (0..N as u8).collect();
        let without =
            (0..FOLDS).map(|fold| boost::fit(examples, &features, trees, |example| example.fold != fold)).collect();
        Self { without, all: boost::fit(examples, &features, trees, |_| true) }
    }
}

struct Corpus<'a> {
    members: Vec<&'a Member<'a>>,
    packs: &'a Packs,
    /// What tells the register, for each fold fitted without it.
    registers: &'a [Register<'a>],
}

impl Corpus<'_> {
    fn scorer(&self) -> Scorer {
        let mut view = View::default();
        let mut examples = Vec::new();
        for (ix, member) in self.members.iter().enumerate() {
            self.read(member, &mut view);
            sentence_examples(member, ix, &view, &mut examples);
        }
        let sentences = Crossed::fit(&examples, SENTENCE_TREES);
        let floor = self.floor(&sentences);
        let mut examples = Vec::new();
        let mut windows = Vec::new();
        for (ix, member) in self.members.iter().enumerate() {
            self.read_twice(member, &sentences, &mut view);
            view.candidates(floor, &mut windows);
            block_examples(member, ix, &view, &windows, &mut examples);
        }
        let blocks = Crossed::fit(&examples, BLOCK_TREES);
        let outcomes = self.outcomes(&sentences, floor, &blocks);
        let rest = self.rest(&sentences);
        let stages = Stages { sentences: sentences.all, floor, rest, blocks: blocks.all };
        calibrate::scorer(stages, &outcomes)
    }

    fn read(&self, member: &Member<'_>, view: &mut View) {
        let article = member.article;
        let context = ReportContext { published_year: article.published_year, title: article.title.as_deref() };
        let pack = self.packs.of(member.text.language);
        view.read(&member.text, &context, pack, self.registers[member.fold]);
    }

    fn read_twice(&self, member: &Member<'_>, sentences: &Crossed, view: &mut View) {
        self.read(member, view);
        view.score_sentences(&sentences.without[member.fold]);
    }

    /// Returns the mean log-odds of its sentences that all but a small share of the inserts reach.
    fn floor(&self, sentences: &Crossed) -> f32 {
        let mut view = View::default();
        let mut means = Vec::new();
        for member in self.members.iter().filter(|member| !member.article.gold.is_empty()) {
            self.read_twice(member, sentences, &mut view);
            means.extend(gold_windows(member, &view).iter().map(|&window| {
                let (start, end) = view.range(window);
                view.reads.mean(start, end)
            }));
        }
        means.sort_unstable_by(f32::total_cmp);
        means.get((LOST * means.len() as f32) as usize).copied().unwrap_or(f32::MIN)
    }

    /// Returns the mean log-odds of the sentences outside inserts that all but a small share of the articles with inserts stay under.
    fn rest(&self, sentences: &Crossed) -> f32 {
        let mut view = View::default();
        let mut means = Vec::new();
        for member in self.members.iter().filter(|member| !member.article.gold.is_empty()) {
            self.read(member, &mut view);
            let gold: Vec<_> = gold_windows(member, &view).iter().map(|&window| view.range(window)).collect();
            let taken: Vec<_> = gold.into_iter().map(|(start, end)| start..end).collect();
            view.read_without(&member.text, &taken);
            view.score_sentences(&sentences.without[member.fold]);
            means.push(view.mean_reads());
        }
        means.sort_unstable_by(|a, b| b.total_cmp(a));
        means.get((THROUGHOUT * means.len() as f32) as usize).copied().unwrap_or(f32::MAX)
    }

    /// Scores every article by a model that its group did not teach, and tells which of the blocks found are true.
    fn outcomes(&self, sentences: &Crossed, floor: f32, blocks: &Crossed) -> Vec<Outcome> {
        let mut view = View::default();
        let mut scored = Vec::new();
        let mut outcome = |member: &&Member<'_>| {
            self.read_twice(member, sentences, &mut view);
            let forest = &blocks.without[member.fold];
            candidates(&mut view, &Gates { floor, first: f32::MIN }, forest, &mut scored);
            let gold = gold_windows(member, &view);
            let named = scored.iter().map(|candidate| candidate.window).filter(|window| gold.contains(window));
            let inserts = named.map(|window| view.features(window));
            let inserts = inserts.map(|vector| (forest.first_score(&vector), forest.score(&vector))).collect();
            let blocks = best(&mut scored).into_iter().map(|block| Found {
                score: block.score,
                is_insert: gold.iter().any(|gold| is_half_shared(&view, *gold, block.window)),
                as_warning: as_warning(block.score, &view.features(block.window)),
            });
            Outcome {
                blocks: blocks.collect(),
                inserts,
                clean: member.article.gold.is_empty(),
                english: member.text.language == Language::English,
            }
        };
        self.members.iter().map(&mut outcome).collect()
    }
}

fn sentence_examples(member: &Member<'_>, ix: usize, view: &View, out: &mut Vec<Example<SENTENCE_FEATURES>>) {
    view.surroundings().each(|at, vector| {
        let span = member.text.sentences[at as usize].span;
        let is_insert = member.article.gold.iter().any(|gold| gold.contains(span));
        if is_insert || (at as usize + ix).is_multiple_of(CORE_SENTENCES) {
            let weight = member.weight() * if is_insert { 1.0 } else { CORE_SENTENCES as f32 };
            out.push(Example { vector: *vector, is_insert, weight, fold: member.fold });
        }
    });
}

fn block_examples(member: &Member<'_>, ix: usize, view: &View, windows: &[Window], out: &mut Vec<Example<FEATURES>>) {
    let gold = gold_windows(member, view);
    for (at, &window) in windows.iter().enumerate() {
        let is_insert = gold.contains(&window);
        let (start, end) = view.range(window);
        let is_hard = is_insert || view.reads.mean(start, end) >= HARD;
        if is_hard || (at + ix).is_multiple_of(EASY) {
            let weight = member.weight() * if is_hard { 1.0 } else { EASY as f32 };
            out.push(Example { vector: view.features(window), is_insert, weight, fold: member.fold });
        }
    }
}

/// Returns the windows that the gold spans of an article cover: the units that overlap them.
fn gold_windows(member: &Member<'_>, view: &View) -> Vec<Window> {
    member
        .article
        .gold
        .iter()
        .filter_map(|gold| {
            let inside = |unit: &super::unit::Unit| {
                let first = member.text.sentences[unit.start as usize].span;
                let last = member.text.sentences[unit.end as usize - 1].span;
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
