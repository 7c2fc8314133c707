//! How much the words of one side speak for having come from the other, word by word.
//!
//! Of the words of a copy, a share `kept` stands on the other side because it was copied; the rest stands there only by chance. The chance that
//! a word stands among n words is 1 − exp(−n f), with its frequency f counted in both texts outside the passage. A word that is there adds
//! ln(1 + kept (1 − chance) / chance), much for a rare word and next to nothing for `the`; one that is not adds ln(1 − kept), a loss.
//! No list of common words is needed, in any language, and the order of the words does not matter.

use super::vocabulary::{Pair, Wording};
use crate::text::TokenRange;

/// Share of words that copies with changes keep, before anything is known; from the random and translated copies of PAN-13: .5 to .7.
const KEPT: f64 = 0.6;
/// Words that this prior counts for.
const KEPT_WEIGHT: f64 = 20.0;
/// Bounds of the share: under .2 a passage has no edges, at 1 a single changed word would end it.
const KEPT_BOUNDS: (f64, f64) = (0.2, 0.98);
/// Occurrences that every word is given outside the passage: what was not seen is not impossible.
const UNSEEN: f64 = 0.8;
/// Share of its evidence that a word keeps whose counterparts are already taken by its like: the sentences around a copied passage speak of the
/// same things in the same words. With 1 the source side grows by 70 characters on average, with .25 by 10.
const TAKEN: f64 = 0.25;
/// Occurrences up to which the evidence of a word is looked up, not computed anew: nearly all words.
const TABLE: u32 = 128;

/// Weighs the words of one side against a range of the other; keeps its buffers.
#[derive(Debug, Clone, Default)]
pub(super) struct Scale {
    own: Vec<u32>,
    other: Vec<u32>,
    spent: Vec<u32>,
    touched: Vec<u32>,
    /// By occurrences outside the passage: the evidence of a word that is there.
    gains: Vec<f64>,
    chances: Vec<f64>,
    loss: f64,
    kept: f64,
    per_word: f64,
}

impl Scale {
    /// Prepares to weigh `side` around `core` against the words `range` of `other`; `kept` fixes the share of words kept, else it is estimated.
    pub(super) fn set(
        &mut self,
        pair: Pair,
        (side, core): (&Wording, TokenRange),
        (other, range): (&Wording, TokenRange),
        kept: Option<f64>,
    ) {
        for counts in [&mut self.own, &mut self.other, &mut self.spent] {
            counts.resize(pair.counts.len().max(counts.len()), 0);
        }
        side.stems[core.indices()].iter().for_each(|&stem| self.own[stem as usize] += 1);
        other.stems[range.indices()].iter().for_each(|&stem| self.other[stem as usize] += 1);
        self.per_word = f64::from(range.len()) / f64::from(pair.tokens.max(1));
        self.chances.clear();
        self.gains.clear();
        self.kept = kept.unwrap_or_else(|| self.estimate(pair, &side.stems[core.indices()]));
        self.loss = (1.0 - self.kept).ln();
    }

    /// Leaves a part of the range on the other side out, which another passage explains.
    pub(super) fn leave_out(&mut self, other: &Wording, part: TokenRange) {
        for &stem in &other.stems[part.indices()] {
            self.other[stem as usize] = self.other[stem as usize].saturating_sub(1);
        }
    }

    /// Undoes `set`.
    pub(super) fn clear(&mut self, (side, core): (&Wording, TokenRange), (other, range): (&Wording, TokenRange)) {
        side.stems[core.indices()].iter().for_each(|&stem| self.own[stem as usize] = 0);
        other.stems[range.indices()].iter().for_each(|&stem| self.other[stem as usize] = 0);
        self.forget();
    }

    /// Weighs a word of the core.
    pub(super) fn inside(&mut self, pair: Pair, stem: u32) -> f64 {
        let have = self.other[stem as usize];
        self.weigh(pair, stem, have, self.own[stem as usize] - 1)
    }

    /// Weighs the next word outward from the core.
    pub(super) fn outside(&mut self, pair: Pair, stem: u32) -> f64 {
        let have = self.other[stem as usize];
        if have == 0 {
            return self.loss;
        }
        let taken = self.own[stem as usize] + self.spent[stem as usize];
        self.spent[stem as usize] += 1;
        self.touched.push(stem);
        self.weigh(pair, stem, have, taken)
    }

    /// Forgets what `outside` has weighed, to go the other way.
    pub(super) fn forget(&mut self) {
        self.touched.drain(..).for_each(|stem| self.spent[stem as usize] = 0);
    }

    fn weigh(&mut self, pair: Pair, stem: u32, have: u32, taken: u32) -> f64 {
        if have == 0 {
            return self.loss;
        }
        let gain = self.gain(self.elsewhere(pair, stem));
        if taken < have { gain } else { gain * TAKEN }
    }

    fn elsewhere(&self, pair: Pair, stem: u32) -> u32 {
        pair.counts[stem as usize].saturating_sub(self.own[stem as usize] + self.other[stem as usize])
    }

    /// Estimates the share of words kept from the core: what stands on the other side beyond chance.
    fn estimate(&mut self, pair: Pair, core: &[u32]) -> f64 {
        let (mut kept, mut all) = (KEPT * KEPT_WEIGHT, KEPT_WEIGHT);
        for &stem in core {
            let elsewhere = self.elsewhere(pair, stem);
            let chance = self.chance(elsewhere);
            let there = if self.other[stem as usize] > 0 { 1.0 } else { 0.0 };
            kept += there - chance;
            all += 1.0 - chance;
        }
        (kept / all).clamp(KEPT_BOUNDS.0, KEPT_BOUNDS.1)
    }

    fn chance(&mut self, elsewhere: u32) -> f64 {
        let per_word = self.per_word;
        let chance = |count: u32| -(-per_word * (f64::from(count) + UNSEEN)).exp_m1();
        if elsewhere >= TABLE {
            return chance(elsewhere);
        }
        self.chances.extend((self.chances.len() as u32..=elsewhere).map(chance));
        self.chances[elsewhere as usize]
    }

    fn gain(&mut self, elsewhere: u32) -> f64 {
        let kept = self.kept;
        let gain = |chance: f64| (kept * (1.0 - chance) / chance).ln_1p();
        if elsewhere >= TABLE {
            return gain(self.chance(elsewhere));
        }
        if self.gains.len() <= elsewhere as usize {
            self.chance(elsewhere);
            self.gains.extend(self.chances[self.gains.len()..=elsewhere as usize].iter().copied().map(gain));
        }
        self.gains[elsewhere as usize]
    }
}
