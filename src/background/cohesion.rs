//! Cohesion: how much the units of a text share with each other, and what stands in one place only.
//!
//! All dot products of units that stand near each other are computed once (a band of the Gram matrix); every question about a block and its
//! surroundings is then a sum over the band.

use std::ops::Range;

use crate::text::{AnalyzedText, TokenTraits};

use super::table::Word;
use super::unit::Unit;

/// Most units of a block.
pub(super) const MAX_UNITS: usize = 8;
/// Most units of the context on one side of a block.
const CONTEXT_UNITS: usize = 3;
/// Content words after which a context is long enough: two paragraphs of a report.
const CONTEXT_WORDS: usize = 40;
/// Distance of units up to which dot products are kept.
const BAND: usize = MAX_UNITS + 2 * CONTEXT_UNITS;
/// No unit, no entry: a word that was not seen yet.
const NOWHERE: u32 = u32::MAX;

/// What the units of one text share.
#[derive(Debug, Clone, Default)]
pub(super) struct Cohesion {
    entries: Vec<Entry>,
    /// Where the entries of unit `i` start; one more than there are units.
    starts: Vec<u32>,
    /// `gram[i * (BAND + 1) + d]`: dot product of unit `i` and unit `i - d`.
    gram: Vec<f32>,
    /// The same band for names: how many distinct names unit `i` and unit `i - d` share.
    shared_names: Vec<f32>,
    /// Dot product of each unit with the whole text.
    whole: Vec<f32>,
    /// Dot product of each unit with the lead.
    lead: Vec<f32>,
    /// Square of the length of each unit.
    squares: Vec<f32>,
    /// Whether the band is filled.
    filled: bool,
    /// For each unit where the context before it starts, with the square of its length; filled with the band.
    befores: Vec<(usize, f32)>,
    /// For each unit, and for none after the last, where the context from it on ends, with the square of its length.
    afters: Vec<(usize, f32)>,
    whole_square: f32,
    lead_square: f32,
    /// `only[i * MAX_UNITS + d]`: rarity of the words whose first unit is `i` and whose last is `i + d`.
    only: Vec<f32>,
    /// The same for names, counted.
    only_names: Vec<f32>,
    /// Rarity of the distinct words of each unit.
    mass: Vec<f32>,
    /// Distinct names of each unit.
    names: Vec<f32>,
    words: Vec<PerWord>,
    /// Memory for the chains of entries.
    later: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    word: u32,
    weight: f32,
    /// The unit it stands in.
    unit: u32,
    /// The next entry of the word, [`NOWHERE`] for its last.
    next: u32,
}

#[derive(Debug, Clone, Copy)]
struct PerWord {
    /// Weight in the unit, or in the set of units, that is being looked at.
    dense: f32,
    /// Weight in the whole text.
    whole: f32,
    rarity: f32,
    first: u32,
    last: u32,
    name: bool,
}

impl Default for PerWord {
    fn default() -> Self {
        Self { dense: 0.0, whole: 0.0, rarity: 0.0, first: NOWHERE, last: 0, name: false }
    }
}

/// What a block shares with its surroundings.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Bonds {
    /// Cosine with the units before it.
    pub(super) before: f32,
    /// Cosine with the units after it.
    pub(super) after: f32,
    /// Cosine of the units before with the units after.
    pub(super) across: f32,
    /// Cosine with the rest of the text.
    pub(super) rest: f32,
    /// Cosine with the lead.
    pub(super) lead: f32,
    /// Share of its content that stands nowhere else in the text.
    pub(super) novelty: f32,
    /// Share of its names that stand nowhere else.
    pub(super) name_novelty: f32,
    /// Names that stand nowhere else.
    pub(super) new_names: f32,
    /// Names of the block, each unit's counted once.
    pub(super) names: f32,
    /// Names that the units before share with it.
    pub(super) names_before: f32,
    /// Names that the units after share with it.
    pub(super) names_after: f32,
}

impl Cohesion {
    /// Reads a text; linear in its length.
    pub(super) fn read(&mut self, text: &AnalyzedText<'_>, words: &[Word], units: &[Unit]) {
        self.collect(text, words, units);
        self.filled = false;
        self.fill_units(units.len());
        self.fill_only(units.len());
    }

    fn collect(&mut self, text: &AnalyzedText<'_>, words: &[Word], units: &[Unit]) {
        self.words.clear();
        self.words.resize(words.len(), PerWord::default());
        self.entries.clear();
        self.starts.clear();
        self.starts.push(0);
        for (ix, unit) in units.iter().enumerate() {
            let from = self.entries.len();
            for sentence in &text.sentences[unit.start as usize..unit.end as usize] {
                for (at, token) in text.tokens[sentence.tokens.indices()].iter().enumerate() {
                    let rarity = words[token.word.0 as usize].rarity;
                    if rarity == 0.0 {
                        continue;
                    }
                    let word = &mut self.words[token.word.0 as usize];
                    word.name |= at > 0 && token.traits.has(TokenTraits::CAPITAL);
                    word.whole += rarity;
                    if word.first == NOWHERE {
                        word.first = ix as u32;
                        word.rarity = rarity;
                    }
                    word.last = ix as u32;
                    if word.dense == 0.0 {
                        self.entries.push(Entry { word: token.word.0, weight: 0.0, unit: ix as u32, next: NOWHERE });
                    }
                    word.dense += rarity;
                }
            }
            for entry in &mut self.entries[from..] {
                entry.weight = std::mem::take(&mut self.words[entry.word as usize].dense);
            }
            self.starts.push(self.entries.len() as u32);
        }
    }

    fn unit(&self, ix: usize) -> &[Entry] {
        &self.entries[self.starts[ix] as usize..self.starts[ix + 1] as usize]
    }

    /// Fills the band, so that [`Self::bonds`] may be asked. A word costs as many steps as it has pairs of units within the band.
    pub(super) fn prepare(&mut self) {
        if std::mem::replace(&mut self.filled, true) {
            return;
        }
        let size = self.whole.len() * (BAND + 1);
        for band in [&mut self.gram, &mut self.shared_names] {
            band.clear();
            band.resize(size, 0.0);
        }
        self.chain();
        for entry in &self.entries {
            let name = if self.words[entry.word as usize].name { 1.0 } else { 0.0 };
            let mut other = entry;
            loop {
                let distance = (other.unit - entry.unit) as usize;
                if distance > BAND {
                    break;
                }
                let at = other.unit as usize * (BAND + 1) + distance;
                self.gram[at] += entry.weight * other.weight;
                self.shared_names[at] += name;
                let Some(next) = self.entries.get(other.next as usize) else { break };
                other = next;
            }
        }
        self.fill_contexts();
    }

    fn fill_contexts(&mut self) {
        let units = self.whole.len();
        let (mut befores, mut afters) = (std::mem::take(&mut self.befores), std::mem::take(&mut self.afters));
        let square = |context: Range<usize>| self.dot_ranges(context.clone(), context);
        befores.clear();
        befores.extend((0..units).map(|start| self.context_before(start)).map(|before| (before.start, square(before))));
        afters.clear();
        afters.extend((0..=units).map(|end| self.context_after(end, units)).map(|after| (after.end, square(after))));
        (self.befores, self.afters) = (befores, afters);
    }

    /// Ties each entry to the next of its word.
    fn chain(&mut self) {
        self.later.clear();
        self.later.resize(self.words.len(), NOWHERE);
        let count = self.entries.len() as u32;
        for (entry, at) in self.entries.iter_mut().rev().zip((0..count).rev()) {
            entry.next = std::mem::replace(&mut self.later[entry.word as usize], at);
        }
    }

    /// Fills what is known of each unit in the light of the whole text and of its lead.
    fn fill_units(&mut self, units: usize) {
        let lead = self.context_after(0, units);
        for at in 0..self.starts[lead.end] as usize {
            let entry = self.entries[at];
            self.words[entry.word as usize].dense += entry.weight;
        }
        for values in [&mut self.whole, &mut self.squares, &mut self.lead, &mut self.mass, &mut self.names] {
            values.clear();
        }
        for range in self.starts.windows(2) {
            let (mut whole, mut square, mut lead, mut mass, mut names) = (0.0, 0.0, 0.0, 0.0, 0_u32);
            for entry in &self.entries[range[0] as usize..range[1] as usize] {
                let word = &self.words[entry.word as usize];
                whole += entry.weight * word.whole;
                square += entry.weight * entry.weight;
                lead += entry.weight * word.dense;
                mass += word.rarity;
                names += u32::from(word.name);
            }
            self.whole.push(whole);
            self.squares.push(square);
            self.lead.push(lead);
            self.mass.push(mass);
            self.names.push(names as f32);
        }
        self.whole_square = self.whole.iter().sum();
        self.lead_square = self.lead[lead.clone()].iter().sum();
        for at in 0..self.starts[lead.end] as usize {
            self.words[self.entries[at].word as usize].dense = 0.0;
        }
    }

    fn fill_only(&mut self, units: usize) {
        for values in [&mut self.only, &mut self.only_names] {
            values.clear();
            values.resize(units * MAX_UNITS, 0.0);
        }
        for word in &self.words {
            if word.first == NOWHERE || (word.last - word.first) as usize >= MAX_UNITS {
                continue;
            }
            let at = word.first as usize * MAX_UNITS + (word.last - word.first) as usize;
            self.only[at] += word.rarity;
            if word.name {
                self.only_names[at] += 1.0;
            }
        }
    }

    fn dot_ranges(&self, left: Range<usize>, right: Range<usize>) -> f32 {
        sum_band(&self.gram, left, right)
    }

    /// Returns the units before `start` that make its context.
    fn context_before(&self, start: usize) -> Range<usize> {
        let mut from = start;
        let mut count = 0;
        while from > 0 && start - from < CONTEXT_UNITS && count < CONTEXT_WORDS {
            from -= 1;
            count += self.unit(from).len();
        }
        from..start
    }

    /// Returns the units from `end` on that make its context.
    fn context_after(&self, end: usize, units: usize) -> Range<usize> {
        let mut to = end;
        let mut count = 0;
        while to < units && to - end < CONTEXT_UNITS && count < CONTEXT_WORDS {
            count += self.unit(to).len();
            to += 1;
        }
        end..to
    }

    /// Returns what one unit shares with the text as a whole; what it shares with its neighbours is left 0.
    pub(super) fn unit_bonds(&self, ix: usize) -> Bonds {
        self.with_text(ix, ix + 1, self.squares[ix])
    }

    /// Returns what the units `start..end` share with their surroundings; [`Self::prepare`] must have been called.
    pub(super) fn bonds(&self, start: usize, end: usize) -> Bonds {
        let ((from, before_square), (to, after_square)) = (self.befores[start], self.afters[end]);
        let (before, after) = (from..start, end..to);
        let square = self.dot_ranges(start..end, start..end);
        Bonds {
            before: cosine(self.dot_ranges(start..end, before.clone()), square, before_square),
            after: cosine(self.dot_ranges(start..end, after.clone()), square, after_square),
            names_before: sum_band(&self.shared_names, start..end, before.clone()),
            names_after: sum_band(&self.shared_names, start..end, after.clone()),
            across: cosine(self.dot_ranges(before, after), before_square, after_square),
            ..self.with_text(start, end, square)
        }
    }

    fn with_text(&self, start: usize, end: usize, square: f32) -> Bonds {
        let whole: f32 = self.whole[start..end].iter().sum();
        let lead: f32 = self.lead[start..end].iter().sum();
        let mut only = 0.0;
        let mut new_names = 0.0;
        for first in start..end {
            for distance in 0..end - first {
                only += self.only[first * MAX_UNITS + distance];
                new_names += self.only_names[first * MAX_UNITS + distance];
            }
        }
        let mass: f32 = self.mass[start..end].iter().sum();
        let names: f32 = self.names[start..end].iter().sum();
        Bonds {
            rest: cosine(whole - square, square, self.whole_square - 2.0 * whole + square),
            lead: cosine(lead, square, self.lead_square),
            novelty: ratio(only, mass),
            name_novelty: ratio(new_names, names),
            new_names,
            names,
            ..Bonds::default()
        }
    }

    /// Tells whether a word stands as a name, and only in the units `start..end`.
    pub(super) fn is_new_name(&self, word: u32, start: usize, end: usize) -> bool {
        let word = &self.words[word as usize];
        word.name && word.first as usize >= start && (word.last as usize) < end
    }
}

/// Sums a band over all pairs of two ranges of units that lie close enough together.
fn sum_band(band: &[f32], left: Range<usize>, right: Range<usize>) -> f32 {
    let pair = |l: usize, r: usize| band[l.max(r) * (BAND + 1) + l.abs_diff(r)];
    left.map(|l| right.clone().map(|r| pair(l, r)).sum::<f32>()).sum()
}

fn cosine(dot: f32, left_square: f32, right_square: f32) -> f32 {
    let norm = (left_square * right_square).sqrt();
    if norm > 0.0 { dot / norm } else { 0.0 }
}

fn ratio(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
