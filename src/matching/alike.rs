//! Sentences that are alike: cosine of their stems weighted by rarity, and Dice of their sets of stems.
//!
//! After Sanchez-Perez, Sidorov and Gelbukh (PAN 2014), who call the weights tf-isf; their thresholds are higher, for they have no evidence to decide later.

use super::gather::Anchor;
use super::tolerance::Tolerance;
use super::vocabulary::Wording;
use crate::text::{AnalyzedText, TokenRange};

/// Sentences of one side that a stem may stand in to suggest a pair: keeps the work linear. Of longer texts, only the rarer words suggest.
const COMMON: u32 = 64;
/// Words that make a sentence.
const LEAST_WORDS: u32 = 3;

/// Finds alike sentences; keeps its buffers.
#[derive(Debug, Clone, Default)]
pub(super) struct Aliker {
    left: Bags,
    right: Bags,
    /// In how many sentences of both sides each stem stands.
    spread: Vec<u32>,
    weights: Vec<f64>,
    /// Sentences of the right side by stem: `holders[first[stem]..first[stem + 1]]`, each with the count of the stem.
    first: Vec<u32>,
    holders: Vec<(u32, u32)>,
    sums: Vec<(f64, u32)>,
    touched: Vec<u32>,
}

/// The sentences of a side as bags of stems.
#[derive(Debug, Clone, Default)]
struct Bags {
    bags: Vec<Bag>,
    /// Stems with their counts, bag after bag.
    stems: Vec<(u32, u32)>,
}

#[derive(Debug, Clone, Copy)]
struct Bag {
    tokens: TokenRange,
    start: u32,
    end: u32,
    norm: f64,
}

impl Aliker {
    /// Appends the alike sentences of two texts.
    pub(super) fn between(
        &mut self,
        left: (&AnalyzedText, &Wording),
        right: (&AnalyzedText, &Wording),
        stems: usize,
        tolerance: &Tolerance,
        out: &mut Vec<Anchor>,
    ) {
        self.left.fill(left.0, left.1);
        self.right.fill(right.0, right.1);
        self.weigh(stems);
        self.pairs(tolerance, out);
    }

    /// Weighs each stem by the logarithm of all sentences over those it stands in, and lists the sentences of the right side by stem.
    fn weigh(&mut self, stems: usize) {
        self.spread.clear();
        self.spread.resize(stems, 0);
        self.first.clear();
        self.first.resize(stems + 1, 0);
        for &(stem, _) in &self.right.stems {
            self.spread[stem as usize] += 1;
            self.first[stem as usize] += 1;
        }
        let sentences = self.left.bags.len() + self.right.bags.len();
        self.left.stems.iter().for_each(|&(stem, _)| self.spread[stem as usize] += 1);
        self.weights.clear();
        self.weights.extend(self.spread.iter().map(|&spread| (sentences as f64 / f64::from(spread.max(1))).ln()));
        self.left.measure(&self.weights);
        self.right.measure(&self.weights);
        for stem in 0..stems {
            self.first[stem + 1] += self.first[stem];
        }
        self.holders.clear();
        self.holders.resize(self.right.stems.len(), (0, 0));
        for (ix, bag) in self.right.bags.iter().enumerate().rev() {
            for &(stem, count) in &self.right.stems[bag.start as usize..bag.end as usize] {
                self.first[stem as usize] -= 1;
                self.holders[self.first[stem as usize] as usize] = (ix as u32, count);
            }
        }
    }

    fn pairs(&mut self, tolerance: &Tolerance, out: &mut Vec<Anchor>) {
        self.sums.clear();
        self.sums.resize(self.right.bags.len(), (0.0, 0));
        for bag in &self.left.bags {
            let stems = &self.left.stems[bag.start as usize..bag.end as usize];
            for &(stem, count) in stems {
                let holders = &self.holders[self.first[stem as usize] as usize..self.first[stem as usize + 1] as usize];
                if holders.len() as u32 > COMMON || self.spread[stem as usize] > 2 * COMMON {
                    continue;
                }
                let weight = self.weights[stem as usize];
                for &(other, there) in holders {
                    let sum = &mut self.sums[other as usize];
                    if sum.1 == 0 {
                        self.touched.push(other);
                    }
                    sum.0 += weight * weight * f64::from(count) * f64::from(there);
                    sum.1 += 1;
                }
            }
            self.touched.sort_unstable();
            for other in self.touched.drain(..) {
                let (dot, shared) = std::mem::take(&mut self.sums[other as usize]);
                let there = self.right.bags[other as usize];
                let dice = 2.0 * f64::from(shared) / (stems.len() as u32 + there.end - there.start) as f64;
                if dice > tolerance.sentence_dice && dot > tolerance.sentence_cosine * bag.norm * there.norm {
                    out.push(Anchor { left: bag.tokens, right: there.tokens });
                }
            }
        }
    }
}

impl Bags {
    fn fill(&mut self, text: &AnalyzedText, wording: &Wording) {
        self.bags.clear();
        self.stems.clear();
        for sentence in text.sentences.iter().filter(|sentence| sentence.tokens.len() >= LEAST_WORDS) {
            let start = self.stems.len();
            self.stems.extend(wording.stems[sentence.tokens.indices()].iter().map(|&stem| (stem, 1)));
            self.stems[start..].sort_unstable();
            let mut kept = start;
            for at in start + 1..self.stems.len() {
                if self.stems[at].0 == self.stems[kept].0 {
                    self.stems[kept].1 += 1;
                } else {
                    kept += 1;
                    self.stems[kept] = self.stems[at];
                }
            }
            self.stems.truncate(kept + 1);
            let (start, end) = (start as u32, self.stems.len() as u32);
            self.bags.push(Bag { tokens: sentence.tokens, start, end, norm: 0.0 });
        }
    }

    fn measure(&mut self, weights: &[f64]) {
        for bag in &mut self.bags {
            let stems = &self.stems[bag.start as usize..bag.end as usize];
            bag.norm = stems
                .iter()
                .map(|&(stem, count)| (weights[stem as usize] * f64::from(count)).powi(2))
                .sum::<f64>()
                .sqrt();
        }
    }
}
