//! Fits the lexicon: what each word and pattern of words adds to the log-odds that a sentence belongs to an insert.
//!
//! Logistic regression with L1 and L2 penalties by FTRL-proximal (McMahan et al. 2013), one pass after another in a fixed order.

use hashbrown::HashMap;

use crate::text::AnalyzedText;

use super::super::concept::Register;
use super::super::lexicon::{Lexicon, pair_key, word_key};
use super::super::marks::is_name;
use super::super::pack::Packs;
use super::super::table::{Word, code, look_up};
use super::{Member, counts};

/// Fewest articles that hold a word whose rarity is kept.
const KEPT_RARITY: u32 = 120;
/// Fewest sentences that hold a word or pattern which is fitted.
const KEPT_PATTERN: u32 = 12;
/// Passes over the sentences.
const PASSES: usize = 4;
/// L1 penalty: leaves about 10,000 weights that are not zero.
const L1: f32 = 3.0;
/// L2 penalty.
const L2: f32 = 4.0;
/// Learning rate.
const RATE: f32 = 0.05;
/// Weight of a core sentence: inserts are 1 sentence in 15.
const CORE_WEIGHT: f32 = 0.25;
/// Smallest stored weight, in steps: what is less says nothing.
const LEAST_STEPS: i8 = 2;
/// Largest stored weight, in steps.
const MOST_STEPS: f32 = 127.0;

/// Counts in how many texts each word stands and returns the rarity of the commoner ones, by key.
pub(super) fn rarities(members: &[&Member<'_>]) -> Vec<(u32, u8)> {
    let keys = members
        .iter()
        .map(|member| &member.text)
        .flat_map(|text| (0..text.words.len() as u32).map(|ix| word_key(text.words.hash(crate::text::WordIx(ix)))));
    let all = members.len().max(1) as f32;
    counts(keys)
        .into_iter()
        .filter(|&(key, count)| key != 0 && count >= KEPT_RARITY)
        .map(|(key, count)| (key, (Lexicon::RARITY_STEPS * (all / count as f32).ln()).round() as u8))
        .collect()
}

/// The sentences of labelled articles as lists of words and patterns.
pub(super) struct Sentences {
    /// The key of each word or pattern that is fitted, sorted.
    known: Vec<u32>,
    /// Words and patterns of all sentences, as positions in `known`; while they are collected, their keys.
    terms: Vec<u32>,
    sentences: Vec<Labels>,
}

struct Labels {
    end: u32,
    fold: usize,
    is_insert: bool,
    weight: f32,
}

impl Sentences {
    /// Collects the terms of each sentence, those in too few sentences left out: words and patterns of words, or concepts.
    pub(super) fn collect(members: &[&Member<'_>], packs: &Packs, register: Register<'_>) -> Self {
        let mut out = Self { known: Vec::new(), terms: Vec::new(), sentences: Vec::new() };
        let mut words = Vec::new();
        for member in members {
            let text = &member.text;
            look_up(text, packs.of(text.language), register, &mut words);
            for sentence in &text.sentences {
                match register {
                    Register::Lexicon(_) => patterns(text, &words, sentence.tokens, &mut out.terms),
                    Register::Concepts(_) => concepts(text, &words, sentence.tokens, &mut out.terms),
                }
                let is_insert = member.article.gold.iter().any(|gold| gold.contains(sentence.span));
                let weight = member.weight() * if is_insert { 1.0 } else { CORE_WEIGHT };
                out.sentences.push(Labels { end: out.terms.len() as u32, fold: member.fold, is_insert, weight });
            }
        }
        out.number()
    }

    /// Drops rare keys and numbers the others.
    fn number(mut self) -> Self {
        let frequent = counts(self.terms.iter().copied()).into_iter().filter(|&(key, n)| key != 0 && n >= KEPT_PATTERN);
        self.known = frequent.map(|(key, _)| key).collect();
        let positions: HashMap<u32, u32, foldhash::fast::FixedState> =
            self.known.iter().zip(0..).map(|(&key, at)| (key, at)).collect();
        let mut terms = Vec::with_capacity(self.terms.len() / 2);
        let mut from = 0;
        for labels in &mut self.sentences {
            terms.extend(self.terms[from..labels.end as usize].iter().filter_map(|key| positions.get(key)));
            from = labels.end as usize;
            labels.end = terms.len() as u32;
        }
        self.terms = terms;
        self
    }

    /// Fits weights on all sentences but those of one fold; returns the step and the weights in steps, sorted by key.
    pub(super) fn fit(&self, without: Option<usize>) -> (f32, Vec<(u32, i8)>) {
        let mut weights = vec![Ftrl::default(); self.known.len()];
        let mut bias = Ftrl::default();
        for _ in 0..PASSES {
            let mut from = 0;
            for labels in &self.sentences {
                let terms = &self.terms[from..labels.end as usize];
                from = labels.end as usize;
                if Some(labels.fold) == without || terms.is_empty() {
                    continue;
                }
                let score: f32 = bias.weight + terms.iter().map(|&term| weights[term as usize].weight).sum::<f32>();
                let target = if labels.is_insert { 1.0 } else { 0.0 };
                let gradient = labels.weight * (1.0 / (1.0 + (-score).exp()) - target);
                bias.update(gradient);
                terms.iter().for_each(|&term| weights[term as usize].update(gradient));
            }
        }
        let largest = weights.iter().map(|ftrl| ftrl.weight.abs()).fold(0.0, f32::max);
        let step = (largest / MOST_STEPS).max(f32::MIN_POSITIVE);
        let steps = self.known.iter().zip(&weights).map(|(&key, ftrl)| (key, (ftrl.weight / step).round() as i8));
        (step, steps.filter(|&(_, steps)| steps.abs() >= LEAST_STEPS).collect())
    }
}

/// State of one weight in FTRL-proximal.
#[derive(Debug, Clone, Copy, Default)]
struct Ftrl {
    weight: f32,
    z: f32,
    n: f32,
}

impl Ftrl {
    fn update(&mut self, gradient: f32) {
        let n = self.n + gradient * gradient;
        let sigma = (n.sqrt() - self.n.sqrt()) / RATE;
        self.z += gradient - sigma * self.weight;
        self.n = n;
        self.weight =
            if self.z.abs() <= L1 { 0.0 } else { -(self.z - L1 * self.z.signum()) / ((1.0 + n.sqrt()) / RATE + L2) };
    }
}

/// Appends the keys of the concepts of a sentence.
fn concepts(text: &AnalyzedText<'_>, words: &[Word], tokens: crate::text::TokenRange, out: &mut Vec<u32>) {
    let concepts = text.tokens[tokens.indices()].iter().filter_map(|token| words[token.word.0 as usize].concept);
    out.extend(concepts.map(|concept| concept.key()));
}

/// Appends the keys of the words and patterns of a sentence, as the marks of a sentence add them up.
fn patterns(text: &AnalyzedText<'_>, words: &[Word], tokens: crate::text::TokenRange, out: &mut Vec<u32>) {
    let mut before = code::START;
    for (at, token) in text.tokens[tokens.indices()].iter().enumerate() {
        let word = &words[token.word.0 as usize];
        let name = is_name(at, token.traits, word.classes);
        if !name {
            out.push(word_key(text.words.hash(token.word)));
        }
        let this = if name { code::NAME } else { word.code };
        out.push(pair_key(before, this));
        before = this;
    }
}
