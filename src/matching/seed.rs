//! Seeds: places where the same shingle stands on both sides.

use super::vocabulary::Pair;
use crate::fingerprint::{ShingleWidth, Shingler};

/// Occurrences of one shingle, on the side with fewer, up to which all pairs are seeds.
///
/// Above it, the t-th occurrence meets the t-th and all meet the first, which keeps the work linear. A run of words that is rare as a whole
/// is found all the same: its other shingles are rare, and runs bridge the hole.
const ALL_PAIRS: usize = 8;
/// Bytes of a buffer that are kept from text to text: an article of 100,000 words fits.
const KEPT: usize = 4 << 20;
/// No entry.
const NONE: u32 = u32::MAX;

/// One shingle in two places, by token position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seed {
    pub(super) left: u32,
    pub(super) right: u32,
}

/// Finds seeds; keeps its buffers.
#[derive(Debug, Clone, Default)]
pub(super) struct Seeder {
    shingler: Shingler,
    shingles: Vec<u64>,
    /// Open table of entries; a power of two, at most half full.
    slots: Vec<u32>,
    /// Each distinct shingle: its hash, its first place, how often it stands on the left.
    entries: Vec<Entry>,
    /// Each place of the left side that was looked at, with its entry.
    left_entries: Vec<(u32, u32)>,
    lefts: Vec<(u32, u32)>,
    rights: Vec<(u32, u32)>,
    /// How often each word of a text stands in it.
    word_counts: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    shingle: u64,
    first: u32,
    wanted: bool,
}

impl Seeder {
    /// Finds the seeds between two wordings. Linear but for sorting the places of shared shingles.
    pub(super) fn between(&mut self, pair: Pair, width: ShingleWidth, out: &mut Vec<Seed>) {
        self.clear(pair.left.words.len());
        self.index(&pair.left.words, 0..pair.left.words.len(), width);
        self.entries.iter_mut().for_each(|entry| entry.wanted = false);
        self.shingles.clear();
        self.shingler.shingle(pair.right.words.iter().map(|&word| u64::from(word)), width, &mut self.shingles);
        let words = width.words();
        for at in 0..self.shingles.len() {
            let slot = self.slot(self.shingles[at], &pair.left.words, &pair.right.words[at..at + words]);
            if self.slots[slot] != NONE {
                self.entries[self.slots[slot] as usize].wanted = true;
                self.rights.push((self.slots[slot], at as u32));
            }
        }
        if self.rights.is_empty() {
            return;
        }
        self.collect_wanted();
        self.rights.sort_unstable();
        let mut lefts = self.lefts.chunk_by(|a, b| a.0 == b.0);
        for rights in self.rights.chunk_by(|a, b| a.0 == b.0) {
            let lefts = lefts.next().expect("each wanted entry stands on the left");
            meet(lefts, rights, out);
        }
    }

    /// Finds the seeds of one wording against itself, the left before the right.
    ///
    /// Only rows of words that each stand twice can stand twice: of an article, one place in three is looked at.
    pub(super) fn within(&mut self, pair: Pair, width: ShingleWidth, out: &mut Vec<Seed>) {
        let words = &pair.left.words;
        self.clear(words.len());
        let mut counts = std::mem::take(&mut self.word_counts);
        counts.clear();
        counts.resize(words.iter().max().map_or(0, |&most| most as usize + 1), 0);
        words.iter().for_each(|&word| counts[word as usize] += 1);
        let mut at = 0;
        for row in words.split(|&word| counts[word as usize] == 1) {
            if row.len() >= width.words() {
                self.index(&pair.left.words, at..at + row.len(), width);
            }
            at += row.len() + 1;
        }
        self.word_counts = counts;
        give_back(&mut self.slots);
        if give_back(&mut self.shingles) {
            self.shingler = Shingler::default();
        }
        if self.entries.len() == self.left_entries.len() {
            return;
        }
        self.collect_wanted();
        give_back(&mut self.left_entries);
        out.reserve(2 * self.lefts.len());
        for at in self.lefts.chunk_by(|a, b| a.0 == b.0) {
            if at.len() <= ALL_PAIRS {
                for (ix, &(_, left)) in at.iter().enumerate() {
                    out.extend(at[ix + 1..].iter().map(|&(_, right)| Seed { left, right }));
                }
            } else {
                out.extend(at.windows(2).map(|two| Seed { left: two[0].1, right: two[1].1 }));
                out.extend(at[1..].iter().map(|&(_, right)| Seed { left: at[0].1, right }));
            }
        }
        give_back(&mut self.lefts);
    }

    /// Forgets everything and makes room for the shingles of `words` words.
    fn clear(&mut self, words: usize) {
        self.entries.clear();
        self.left_entries.clear();
        self.lefts.clear();
        self.rights.clear();
        self.slots.clear();
        self.slots.resize((words * 2).next_power_of_two(), NONE);
    }

    /// Enters every shingle of a row of words; those that stand twice are marked as wanted.
    fn index(&mut self, words: &[u32], row: std::ops::Range<usize>, width: ShingleWidth) {
        let start = row.start;
        self.shingles.clear();
        self.shingler.shingle(words[row].iter().map(|&word| u64::from(word)), width, &mut self.shingles);
        for ix in 0..self.shingles.len() {
            let (shingle, at) = (self.shingles[ix], start + ix);
            let slot = self.slot(shingle, words, &words[at..at + width.words()]);
            if self.slots[slot] == NONE {
                self.slots[slot] = self.entries.len() as u32;
                self.entries.push(Entry { shingle, first: at as u32, wanted: false });
            } else {
                self.entries[self.slots[slot] as usize].wanted = true;
            }
            self.left_entries.push((self.slots[slot], at as u32));
        }
    }

    /// Finds the slot of a shingle, or the empty one where it would stand; equality is decided on the words.
    fn slot(&self, shingle: u64, indexed: &[u32], words: &[u32]) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (shingle >> 20) as usize & mask;
        loop {
            let entry = self.slots[slot];
            if entry == NONE {
                return slot;
            }
            let Entry { shingle: known, first, .. } = self.entries[entry as usize];
            if known == shingle && &indexed[first as usize..first as usize + words.len()] == words {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn collect_wanted(&mut self) {
        self.lefts.extend(self.left_entries.iter().filter(|(entry, _)| self.entries[*entry as usize].wanted));
        self.lefts.sort_unstable();
    }
}

/// The shingles of one wording, to meet those of many others one after the other: indexed once, each other one costs its own length.
#[derive(Debug, Clone)]
pub(super) struct SeedIndex {
    words: Vec<u32>,
    width: ShingleWidth,
    seeder: Seeder,
    /// Where the places of each entry begin in `seeder.left_entries`, and where those of the last end.
    starts: Vec<u32>,
    asked: Vec<(u32, u32)>,
}

impl SeedIndex {
    /// Indexes the wording that stands on the right. n log n in its length.
    pub(super) fn new(words: Vec<u32>, width: ShingleWidth) -> Self {
        let mut seeder = Seeder::default();
        seeder.clear(words.len());
        seeder.index(&words, 0..words.len(), width);
        seeder.left_entries.sort_unstable();
        let mut starts = vec![0; seeder.entries.len() + 1];
        seeder.left_entries.iter().for_each(|&(entry, _)| starts[entry as usize + 1] += 1);
        (1..starts.len()).for_each(|ix| starts[ix] += starts[ix - 1]);
        Self { words, width, seeder, starts, asked: Vec::new() }
    }

    /// Returns the indexed wording.
    pub(super) fn words(&self) -> &[u32] {
        &self.words
    }

    /// Finds the seeds of another wording, on the left, with the indexed one, as [`Seeder::between`] finds them. Of the other one only rows of
    /// words that are numbered below `known` are looked at: the indexed one has no others.
    pub(super) fn meet(&mut self, left: &[u32], known: u32, out: &mut Vec<Seed>) {
        let Self { words, width, seeder, starts, asked } = self;
        asked.clear();
        let mut row_start = 0;
        for row in left.split(|&word| word >= known) {
            seeder.shingles.clear();
            seeder.shingler.shingle(row.iter().map(|&word| u64::from(word)), *width, &mut seeder.shingles);
            for ((&shingle, shared), at) in seeder.shingles.iter().zip(row.windows(width.words())).zip(row_start..) {
                let entry = seeder.slots[seeder.slot(shingle, words, shared)];
                if entry != NONE {
                    asked.push((entry, at));
                }
            }
            row_start += row.len() as u32 + 1;
        }
        asked.sort_unstable();
        for lefts in asked.chunk_by(|a, b| a.0 == b.0) {
            let entry = lefts[0].0 as usize;
            meet(lefts, &seeder.left_entries[starts[entry] as usize..starts[entry + 1] as usize], out);
        }
    }
}

/// Frees a buffer that a very long text has made large, and tells whether it did: what the next article needs is made again in no time.
pub(super) fn give_back<T>(buffer: &mut Vec<T>) -> bool {
    let large = buffer.capacity() * size_of::<T>() > KEPT;
    if large {
        *buffer = Vec::new();
    }
    large
}

fn meet(lefts: &[(u32, u32)], rights: &[(u32, u32)], out: &mut Vec<Seed>) {
    if lefts.len().min(rights.len()) <= ALL_PAIRS {
        out.extend(lefts.iter().flat_map(|&(_, left)| rights.iter().map(move |&(_, right)| Seed { left, right })));
    } else {
        out.extend(lefts.iter().zip(rights).map(|(&(_, left), &(_, right))| Seed { left, right }));
        out.extend(lefts.iter().map(|&(_, left)| Seed { left, right: rights[0].1 }));
        out.extend(rights.iter().map(|&(_, right)| Seed { left: lefts[0].1, right }));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::vocabulary::Wording;
    use super::*;

    fn between(left: &[u32], right: &[u32], width: ShingleWidth) -> Vec<Seed> {
        let wording = |words: &[u32]| Wording { words: words.to_vec(), ..Wording::default() };
        let (left, right) = (wording(left), wording(right));
        let pair = Pair { left: &left, right: &right, counts: &[], tokens: 0 };
        let mut out = Vec::new();
        Seeder::default().between(pair, width, &mut out);
        out.sort_unstable();
        out
    }

    proptest! {
        #[test]
        fn an_indexed_wording_meets_each_other_one_in_the_same_seeds(
            right in prop::collection::vec(0u32..3, 0..60),
            lefts in prop::collection::vec(prop::collection::vec(0u32..4, 0..60), 3),
        ) {
            let width = ShingleWidth::new(3);
            let mut index = SeedIndex::new(right.clone(), width);
            for left in lefts {
                let mut out = Vec::new();
                index.meet(&left, 3, &mut out);
                out.sort_unstable();
                prop_assert_eq!(out, between(&left, &right, width));
            }
        }
    }
}
