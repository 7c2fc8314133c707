//! Seeds: places where the same shingle stands on both sides.

use super::vocabulary::{Pair, Wording};
use crate::fingerprint::{ShingleWidth, Shingler};

/// Occurrences of one shingle, on the side with fewer, up to which all pairs are seeds.
///
/// Above it, the t-th occurrence meets the t-th and all meet the first, which keeps the work linear. A run of words that is rare as a whole
/// is found all the same: its other shingles are rare, and runs bridge the hole.
const ALL_PAIRS: usize = 8;
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
    /// The entry that stands at each place of the left side.
    left_entries: Vec<u32>,
    lefts: Vec<(u32, u32)>,
    rights: Vec<(u32, u32)>,
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
        self.index(pair.left, width);
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
    pub(super) fn within(&mut self, pair: Pair, width: ShingleWidth, out: &mut Vec<Seed>) {
        self.index(pair.left, width);
        if self.entries.len() == self.left_entries.len() {
            return;
        }
        self.collect_wanted();
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
    }

    /// Enters every shingle of a wording; those that stand twice are marked as wanted.
    fn index(&mut self, wording: &Wording, width: ShingleWidth) {
        self.shingles.clear();
        self.entries.clear();
        self.left_entries.clear();
        self.lefts.clear();
        self.rights.clear();
        self.shingler.shingle(wording.words.iter().map(|&word| u64::from(word)), width, &mut self.shingles);
        self.slots.clear();
        self.slots.resize((self.shingles.len() * 2).next_power_of_two(), NONE);
        let words = width.words();
        for at in 0..self.shingles.len() {
            let shingle = self.shingles[at];
            let slot = self.slot(shingle, &wording.words, &wording.words[at..at + words]);
            if self.slots[slot] == NONE {
                self.slots[slot] = self.entries.len() as u32;
                self.entries.push(Entry { shingle, first: at as u32, wanted: false });
            } else {
                self.entries[self.slots[slot] as usize].wanted = true;
            }
            self.left_entries.push(self.slots[slot]);
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
        let places = self.left_entries.iter().enumerate();
        let wanted = places.filter(|&(_, &entry)| self.entries[entry as usize].wanted);
        self.lefts.extend(wanted.map(|(at, &entry)| (entry, at as u32)));
        self.lefts.sort_unstable();
    }
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
