//! Which archived articles to read for a text, the most telling first: may name too many, and each is compared word by word later.
//!
//! An article's gain is what its hits explain of the text that no passage explains yet. The greedy choice by gain reads few articles and
//! leaves no part of the text unexplained; it costs about one heap operation an article and choice.

use std::collections::BinaryHeap;

use hashbrown::HashMap;

use super::find::StoredIx;
use super::look_up::Hits;
use crate::text::TokenRange;

/// Words between two hits of one article that may belong to one passage.
const NEAR: u32 = 16;
/// Gain below which an article is not read: what one hit gives that stands in a single archived article among a thousand or more.
const LEAST_GAIN: f32 = 0.45;
/// What a lone hit counts: one row of five words is shared by chance more often than not, two near each other hardly ever.
const LONE: f32 = 0.5;
/// What the hits of an article still count after it was read and shared nothing there.
const DECAY: f32 = 0.6;

/// The articles that share shingles with a text, on their way to be read.
#[derive(Debug, Clone)]
pub struct Candidates {
    /// Position of each hit's first word in the text.
    places: Vec<u32>,
    /// How many articles of the archive hold each.
    frequencies: Vec<u32>,
    /// What each hit still counts, in [0, 1]: much for a shingle of few articles, nothing once it is explained.
    weights: Vec<f32>,
    articles: Vec<Candidate>,
    heap: BinaryHeap<(Gain, std::cmp::Reverse<u32>)>,
}

/// One article that shares shingles.
#[derive(Debug, Clone)]
struct Candidate {
    at: StoredIx,
    /// Its hits, rising.
    hits: Vec<u32>,
    read: bool,
}

/// A gain in an order of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gain(f32);

impl Eq for Gain {}

impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Gain {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Candidates {
    /// Gathers the articles of all hits but those that `skip` names.
    #[must_use]
    pub fn new(hits: &Hits, skip: &[StoredIx]) -> Self {
        let all = (hits.articles.max(1) as f32 + 1.0).ln();
        let weight = |articles: u32| (1.0 - (articles.max(1) as f32).ln() / all).max(0.0);
        let weights = hits.hits.iter().map(|hit| weight(hit.articles)).collect();
        let mut number: HashMap<StoredIx, u32, foldhash::fast::FixedState> = HashMap::default();
        let mut articles: Vec<Candidate> = Vec::new();
        for (ix, hit) in (0u32..).zip(&hits.hits) {
            for &at in hits.listed(hit) {
                let candidate = *number.entry(at).or_insert_with(|| {
                    articles.push(Candidate { at, hits: Vec::new(), read: skip.contains(&at) });
                    articles.len() as u32 - 1
                });
                articles[candidate as usize].hits.push(ix);
            }
        }
        let places = hits.hits.iter().map(|hit| hit.at).collect();
        let frequencies = hits.hits.iter().map(|hit| hit.articles).collect();
        let mut candidates = Self { places, frequencies, weights, articles, heap: BinaryHeap::new() };
        let gains = (0..candidates.articles.len() as u32).map(|ix| (candidates.gain(ix), ix));
        let worth = gains.filter(|&(gain, ix)| gain >= LEAST_GAIN && !candidates.articles[ix as usize].read);
        candidates.heap = worth.map(|(gain, ix)| (Gain(gain), std::cmp::Reverse(ix))).collect();
        candidates
    }

    /// Sums up what the hits of an article count; a hit that stands far from its others counts less.
    fn gain(&self, candidate: u32) -> f32 {
        let hits = &self.articles[candidate as usize].hits;
        let near = |a: &u32, b: &u32| self.places[*b as usize] - self.places[*a as usize] <= NEAR;
        let of = |cluster: &[u32]| {
            let open = cluster.iter().map(|&hit| self.weights[hit as usize]).filter(|&weight| weight > 0.0);
            let (sum, count) = open.fold((0.0, 0), |(sum, count), weight| (sum + weight, count + 1));
            if count < 2 { sum * LONE } else { sum }
        };
        hits.chunk_by(near).map(of).sum()
    }

    /// Returns the unread article that explains most of what is not explained yet.
    pub fn next_best(&mut self) -> Option<StoredIx> {
        while let Some((Gain(claimed), std::cmp::Reverse(ix))) = self.heap.pop() {
            if self.articles[ix as usize].read {
                continue;
            }
            // Gains only fall: one that still holds is the highest of all.
            let gain = self.gain(ix);
            if gain >= claimed {
                self.articles[ix as usize].read = true;
                return Some(self.articles[ix as usize].at);
            }
            if gain >= LEAST_GAIN {
                self.heap.push((Gain(gain), std::cmp::Reverse(ix)));
            }
        }
        None
    }

    /// Notes that an article was read and which parts of the text it explains.
    pub fn explained(&mut self, at: StoredIx, parts: &[TokenRange]) {
        for part in parts {
            let first = self.places.partition_point(|&place| place + 1 < part.start);
            let end = self.places.partition_point(|&place| place < part.end);
            self.weights[first..end].fill(0.0);
        }
        let Some(candidate) = self.articles.iter_mut().find(|candidate| candidate.at == at) else { return };
        candidate.read = true;
        for &hit in &candidate.hits {
            self.weights[hit as usize] *= DECAY;
        }
    }

    /// Returns the articles, read or not, that hold at least `share` of the most hits that any article has in a part of the text.
    #[must_use]
    pub fn sharing(&self, part: TokenRange, share: f64) -> Vec<StoredIx> {
        let first = self.places.partition_point(|&place| place < part.start) as u32;
        let end = self.places.partition_point(|&place| place < part.end) as u32;
        let inside = |candidate: &Candidate| {
            let from = candidate.hits.partition_point(|&hit| hit < first);
            candidate.hits[from..].partition_point(|&hit| hit < end)
        };
        let counts: Vec<usize> = self.articles.iter().map(inside).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let least = (most as f64 * share).ceil().max(1.0) as usize;
        let sharing = self.articles.iter().zip(counts).filter(|&(_, count)| count >= least);
        sharing.map(|(candidate, _)| candidate.at).collect()
    }

    /// Returns how many articles hold the shingles of a part of the text: the median over those that the archive kept; 0 where it kept none.
    #[must_use]
    pub fn frequency(&self, part: TokenRange) -> u32 {
        let first = self.places.partition_point(|&place| place < part.start);
        let end = self.places.partition_point(|&place| place < part.end);
        let mut inside = self.frequencies[first..end].to_vec();
        inside.sort_unstable();
        inside.get(inside.len() / 2).copied().unwrap_or(0)
    }
}
