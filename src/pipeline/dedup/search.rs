//! The search for near-duplicates, article by article in the order in which they are to be kept.
//!
//! In: buckets of articles that may be near. Out: for each article whether it is kept, or which kept one stands for it. Articles of a round are looked at in parallel; then
//! each is decided after those before it, so that the outcome is that of one thread.

use std::io;

use rayon::prelude::*;

use super::near::{Nearness, WordSource};
use super::prepared::{Print, WIDTH};
use super::stage::WatchDedup;
use crate::article::ArticleIx;
use crate::candidate::Buckets;
use crate::fingerprint::{Sketch, roll};
use crate::matching::ShingleSet;
use crate::similarity::Similarity;
use crate::text::WordId;

/// Kept articles that a bucket shows to those who come later. More share a key only when a template runs through thousands of articles, and then
/// one of the other 24 bands holds what two true near-duplicates share beside it.
const SHOWN: u32 = 64;
/// Candidates of one article that are verified, those with the most equal bins first. True near-duplicates are verified first, so that the rest are strangers.
const VERIFIED: usize = 64;
/// Articles that are looked at in parallel before their fate is decided one after the other.
const ROUND: usize = 2048;
/// Members of the same round that are looked at for each bucket before it is known whether they are kept.
const AHEAD: usize = 2;

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fate {
    Kept,
    Removed { by: u32, similarity: Similarity },
}

/// By what candidates are put in order before they are verified.
pub(super) enum Ranking<'s> {
    /// Equal bins of their sketches, by rank; candidates with too few are passed over.
    BySketch(&'s [&'s Print]),
    /// Buckets that they share with the article.
    BySharedBuckets {
        /// Fingerprints of each article, by rank.
        of: &'s [u32],
        /// The share of them that must be common.
        least: f64,
    },
}

/// One search; articles are named by rank.
pub(super) struct Search<'s> {
    leaders: &'s [ArticleIx],
    words: &'s dyn WordSource,
    nearness: Nearness,
    ranking: Ranking<'s>,
    buckets: Buckets,
    fates: Vec<Fate>,
}

/// An article that another may be a near-duplicate of.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    rank: u32,
    /// Bins of the sketches that agree, or buckets that are shared.
    agreement: u8,
    verdict: Verdict,
}

impl Candidate {
    const fn new(rank: u32, agreement: u8) -> Self {
        Self { rank, agreement, verdict: Verdict::Unknown }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Verdict {
    Unknown,
    Apart,
    Near(Similarity),
}

impl<'s> Search<'s> {
    pub(super) fn new(
        leaders: &'s [ArticleIx],
        words: &'s dyn WordSource,
        nearness: Nearness,
        ranking: Ranking<'s>,
        buckets: Buckets,
    ) -> Self {
        Self { leaders, words, nearness, ranking, buckets, fates: vec![Fate::Kept; leaders.len()] }
    }

    /// Decides what becomes of each article, in order.
    pub(super) fn run(mut self, watch: &mut dyn WatchDedup) -> io::Result<Vec<Fate>> {
        let count = self.leaders.len() as u32;
        let mut desk = Desk::default();
        for start in (0..count).step_by(ROUND) {
            let round = start..(start + ROUND as u32).min(count);
            let looked: Vec<Vec<Candidate>> = round
                .clone()
                .into_par_iter()
                .map_init(Desk::default, |desk, article| self.look(article, start, desk))
                .collect::<io::Result<_>>()?;
            watch.advanced(round.len() as u64);
            for (article, looked) in round.zip(looked) {
                let fate = self.decide(article, start, looked, &mut desk)?;
                self.fates[article as usize] = fate;
                self.buckets.pass(article, fate == Fate::Kept, SHOWN);
            }
        }
        Ok(self.fates)
    }

    /// Verifies what can be verified before the round is decided: kept ones up to the first that is near, and some of the same round.
    fn look(&self, article: u32, round: u32, desk: &mut Desk) -> io::Result<Vec<Candidate>> {
        let mut ranks = std::mem::take(&mut desk.ranks);
        ranks.clear();
        for &bucket in self.buckets.of(article) {
            ranks.extend_from_slice(self.buckets.kept(bucket));
            ranks.extend(self.buckets.coming(bucket).iter().take(AHEAD).filter(|&&other| other < article));
        }
        let mut candidates = self.candidates(article, &mut ranks);
        desk.ranks = ranks;
        desk.of = None;
        for candidate in candidates.iter_mut().take(VERIFIED) {
            candidate.verdict = self.verify(article, candidate.rank, desk)?;
            if candidate.rank < round && candidate.verdict != Verdict::Apart {
                break;
            }
        }
        Ok(candidates)
    }

    /// Decides what becomes of an article once all before it are decided.
    fn decide(&self, article: u32, round: u32, looked: Vec<Candidate>, desk: &mut Desk) -> io::Result<Fate> {
        desk.of = None;
        for candidate in self.settled(article, round, looked) {
            let verdict = match candidate.verdict {
                Verdict::Unknown => self.verify(article, candidate.rank, desk)?,
                known => known,
            };
            if let Verdict::Near(similarity) = verdict {
                return Ok(Fate::Removed { by: candidate.rank, similarity });
            }
        }
        Ok(Fate::Kept)
    }

    /// The kept candidates: those of earlier rounds as they were found, those of this round as they are now shown.
    fn settled(&self, article: u32, round: u32, looked: Vec<Candidate>) -> Vec<Candidate> {
        let shown_now = |bucket| self.buckets.kept(bucket).iter().rev().take_while(|&&rank| rank >= round).copied();
        let mut ranks: Vec<u32> = self.buckets.of(article).iter().flat_map(|&bucket| shown_now(bucket)).collect();
        if ranks.is_empty() && looked.iter().all(|candidate| candidate.rank < round) {
            return looked.into_iter().take(VERIFIED).collect();
        }
        let mut settled = self.candidates(article, &mut ranks);
        for candidate in &mut settled {
            if let Some(known) = looked.iter().find(|known| known.rank == candidate.rank) {
                candidate.verdict = known.verdict;
            }
        }
        settled.extend(looked.into_iter().filter(|candidate| candidate.rank < round));
        sort(&mut settled);
        settled.truncate(VERIFIED);
        settled
    }

    /// Those of `ranks` that may be near, the most alike first; a rank may come more than once.
    fn candidates(&self, article: u32, ranks: &mut [u32]) -> Vec<Candidate> {
        ranks.sort_unstable();
        let distinct = ranks.chunk_by(|left, right| left == right);
        let mut candidates: Vec<Candidate> = match self.ranking {
            Ranking::BySketch(prints) => {
                let sketch = &prints[article as usize].sketch;
                let least = Sketch::least_agreement(self.nearness.threshold.get());
                let agreement = |rank: u32| sketch.agreement(&prints[rank as usize].sketch);
                distinct
                    .map(|same| Candidate::new(same[0], agreement(same[0])))
                    .filter(|candidate| candidate.agreement >= least)
                    .collect()
            }
            Ranking::BySharedBuckets { of, least } => {
                let least = least * f64::from(of[article as usize]);
                distinct
                    .filter(|same| same.len() as f64 >= least)
                    .map(|same| Candidate::new(same[0], same.len().min(u8::MAX.into()) as u8))
                    .collect()
            }
        };
        sort(&mut candidates);
        candidates
    }

    /// Compares two articles shingle by shingle.
    fn verify(&self, article: u32, other: u32, desk: &mut Desk) -> io::Result<Verdict> {
        if desk.of != Some(article) {
            desk.shingle(self.words, self.leaders[article as usize])?;
            desk.own.fill(&desk.shingles);
            desk.of = Some(article);
        }
        desk.shingle(self.words, self.leaders[other as usize])?;
        let Nearness { measure, threshold } = self.nearness;
        let alike = desk.own.overlap_of_alike(&desk.shingles, &mut desk.other, (measure, threshold));
        Ok(alike.map_or(Verdict::Apart, |(_, similarity)| Verdict::Near(similarity)))
    }
}

/// The most alike first, of equals the one to be kept first.
fn sort(candidates: &mut [Candidate]) {
    candidates.sort_unstable_by_key(|candidate| (std::cmp::Reverse(candidate.agreement), candidate.rank));
}

/// Buffers that are used again from article to article.
#[derive(Debug, Default)]
struct Desk {
    ranks: Vec<u32>,
    words: Vec<WordId>,
    shingles: Vec<u64>,
    /// Whose shingles `own` holds.
    of: Option<u32>,
    own: ShingleSet,
    other: ShingleSet,
}

impl Desk {
    /// Reads an article and makes its shingles.
    fn shingle(&mut self, source: &dyn WordSource, article: ArticleIx) -> io::Result<()> {
        source.words(article, &mut self.words)?;
        self.shingles.clear();
        roll(&self.words, WIDTH, &mut self.shingles);
        Ok(())
    }
}
