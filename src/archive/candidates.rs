//! Which archived articles to read for a text, the most telling first: may name too many, and each is compared word by word later.
//!
//! An article's gain is what its hits explain of the text that no passage explains yet. The greedy choice by gain reads few articles and
//! leaves no part of the text unexplained; it costs about one heap operation an article and choice.

use std::collections::BinaryHeap;

use super::find::StoredIx;
use super::look_up::{Hit, Hits};
use crate::fingerprint::Scheme;
use crate::text::TokenRange;

/// Words between two hits of one article that may belong to one passage.
const NEAR: u32 = 16;
/// What a lone hit counts, by the words beside it that seem the same: none makes it a turn of phrase, two or more are certain in a row of 12.
const LONE: [f32; 5] = [0.0, 0.5, 0.8, 0.9, 1.0];
/// Part of a hit's worth that it has however many articles hold it: what stands everywhere must be told too.
const FLOOR: f32 = 0.3;
/// Gain below which an article is not read: that of the commonest lone hit with two words beside it.
const LEAST_GAIN: f32 = FLOOR * LONE[2];
/// What the hits of an article still count after it was read and shared nothing there: three or four reads for one turn of phrase.
const DECAY: f32 = 0.7;

/// The articles that share shingles with a text, on their way to be read.
#[derive(Debug, Clone)]
pub struct Candidates {
    hits: Hits,
    /// What each hit still counts, in [0, 1]: much for a shingle of few articles, nothing once it is explained.
    weights: Vec<f32>,
    /// The hits of all articles, article by article: the hit, rising, and how many words beside it seem the same.
    shared: Vec<(u32, u8)>,
    /// By their place in the snapshot.
    articles: Vec<Candidate>,
    heap: BinaryHeap<(Gain, std::cmp::Reverse<u32>)>,
}

/// One article that shares shingles.
#[derive(Debug, Clone)]
struct Candidate {
    at: StoredIx,
    /// Its hits: first and end.
    first: u32,
    end: u32,
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
    /// Gathers the articles of all hits.
    #[must_use]
    pub fn new(hits: Hits) -> Self {
        let all = (hits.articles.max(1) as f32 + 1.0).ln();
        let weight = |articles: u32| {
            let rarity = (1.0 - (articles.max(1) as f32).ln() / all).max(0.0);
            FLOOR + (1.0 - FLOOR) * rarity
        };
        let weights = hits.hits.iter().map(|hit| weight(hit.articles)).collect();
        let mut found: Vec<(StoredIx, u32, u8)> = Vec::with_capacity(hits.listed.len());
        for (ix, hit) in (0u32..).zip(&hits.hits) {
            found.extend(hits.listed(hit).map(|(at, same)| (at, ix, same)));
        }
        found.sort_unstable();
        let mut articles = Vec::new();
        let mut first = 0;
        for of in found.chunk_by(|a, b| a.0 == b.0) {
            let end = first + of.len() as u32;
            articles.push(Candidate { at: of[0].0, first, end, read: false });
            first = end;
        }
        let shared = found.into_iter().map(|(_, hit, same)| (hit, same)).collect();
        let mut candidates = Self { hits, weights, shared, articles, heap: BinaryHeap::new() };
        let gains = (0..candidates.articles.len() as u32).map(|ix| (candidates.gain(ix), ix));
        let worth = gains.filter(|&(gain, _)| gain >= LEAST_GAIN);
        candidates.heap = worth.map(|(gain, ix)| (Gain(gain), std::cmp::Reverse(ix))).collect();
        candidates
    }

    fn place(&self, hit: u32) -> u32 {
        self.hits.hits[hit as usize].at
    }

    fn shared(&self, candidate: &Candidate) -> &[(u32, u8)] {
        &self.shared[candidate.first as usize..candidate.end as usize]
    }

    /// Sums up what the hits of an article count; one that stands far from its others counts less, or nothing.
    fn gain(&self, candidate: u32) -> f32 {
        let hits = self.shared(&self.articles[candidate as usize]);
        let near = |a: &(u32, u8), b: &(u32, u8)| self.place(b.0) - self.place(a.0) <= NEAR;
        let of = |cluster: &[(u32, u8)]| {
            let (mut sum, mut count, mut beside) = (0.0, 0, 0);
            for &(hit, same) in cluster {
                let weight = self.weights[hit as usize];
                if weight > 0.0 {
                    (sum, count, beside) = (sum + weight, count + 1, same.max(beside));
                }
            }
            if count < 2 { sum * LONE[usize::from(beside).min(LONE.len() - 1)] } else { sum }
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
            // One word more on the left: a row that begins with a word that both have by chance.
            let covered = self.inside(TokenRange::new(part.start.saturating_sub(1), part.end));
            self.weights[covered].fill(0.0);
        }
        let Ok(ix) = self.articles.binary_search_by_key(&at, |candidate| candidate.at) else { return };
        self.articles[ix].read = true;
        let Candidate { first, end, .. } = self.articles[ix];
        for &(hit, _) in &self.shared[first as usize..end as usize] {
            self.weights[hit as usize] *= DECAY;
        }
    }

    /// Returns the hits that begin in a part of the text.
    fn inside(&self, part: TokenRange) -> std::ops::Range<usize> {
        let first = self.hits.hits.partition_point(|hit| hit.at < part.start);
        first..self.hits.hits.partition_point(|hit| hit.at < part.end).max(first)
    }

    /// Adds up points for each article over some hits; in the order of the articles.
    fn points(&self, hits: &[Hit], of: impl Fn(u8) -> u32) -> Vec<(StoredIx, u32)> {
        let listed = hits.iter().flat_map(|hit| self.hits.listed(hit));
        let mut all: Vec<(StoredIx, u32)> = listed.map(|(at, same)| (at, of(same))).collect();
        all.sort_unstable_by_key(|&(at, _)| at);
        all.chunk_by(|a, b| a.0 == b.0).map(|one| (one[0].0, one.iter().map(|&(_, points)| points).sum())).collect()
    }

    /// Returns the articles, read or not, that hold at least `share` of the most that any article has of a part of the text: a point a hit,
    /// and one for each word beside it.
    #[must_use]
    pub fn sharing(&self, part: TokenRange, share: f64) -> Vec<StoredIx> {
        let points = self.points(&self.hits.hits[self.inside(part)], |same| 1 + u32::from(same));
        let most = points.iter().map(|&(_, points)| points).max().unwrap_or(0);
        let least = (f64::from(most) * share).ceil().max(1.0) as u32;
        points.into_iter().filter(|&(_, points)| points >= least).map(|(at, _)| at).collect()
    }

    /// Returns, for each number in `fewer`, the articles, read or not, that hold as many of the shingles in a part of the text as any, or up to
    /// that many less: of equal words, the words around them decide which shingles near the edges an archive keeps.
    #[must_use]
    pub fn fullest<const N: usize>(&self, part: TokenRange, fewer: [u32; N]) -> [Vec<StoredIx>; N] {
        let width = Scheme::CURRENT.width.words() as u32;
        let inner = TokenRange::new(part.start, (part.end + 1).saturating_sub(width).max(part.start));
        let hits = &self.hits.hits[self.inside(inner)];
        let mut points = self.points(hits, |_| 1);
        // Of a shingle in too many articles only the earliest are listed: those after them may hold it too.
        for hit in hits.iter().filter(|hit| !hit.is_listed_whole()) {
            let ends: Vec<StoredIx> = self.hits.last_of_shelves(hit).collect();
            for (at, points) in &mut points {
                let beyond = ends.iter().find(|end| end.shelf == at.shelf).is_none_or(|end| end.article < at.article);
                *points += u32::from(beyond);
            }
        }
        let most = points.iter().map(|&(_, points)| points).max().unwrap_or(0);
        fewer.map(|fewer| points.iter().filter(|&&(_, points)| points + fewer >= most).map(|&(at, _)| at).collect())
    }

    /// Returns how many articles hold the shingles of a part of the text: the median over those that the archive kept; 0 where it kept none.
    #[must_use]
    pub fn frequency(&self, part: TokenRange) -> u32 {
        let mut inside: Vec<u32> = self.hits.hits[self.inside(part)].iter().map(|hit| hit.articles).collect();
        inside.sort_unstable();
        inside.get(inside.len() / 2).copied().unwrap_or(0)
    }
}
