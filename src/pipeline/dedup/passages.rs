//! The passages that stand in two articles or more, with all their places.
//!
//! In: the words of the articles in the order in which they were published. Out: [`CommonPassages`]: passages of at least so many words, each with the earliest article that
//! has it, and every place of it. No pair lists: a sentence of a million articles costs a million steps.

use std::io;

use rayon::prelude::*;

use super::gather::{Copy, gather};
use super::near::WordSource;
use super::partitions::Partitions;
use super::spill::Spill;
use super::stage::WatchDedup;
use super::winnowed::{Winnowed, winnowed};
use crate::article::ArticleIx;
use crate::candidate::{Hit, hits};
use crate::fingerprint::{ShingleWidth, Window};
use crate::matching::{Stretch, outermost, stretches};
use crate::passage::PassageKind;
use crate::similarity::Similarity;
use crate::text::{TokenRange, WordId};

/// Partitions of postings and of hits: at 64 a dump of 100 GB has partitions of some 400 MB.
const PARTITIONS: usize = 64;
/// Articles that one thread takes at a time.
const TAKEN: usize = 64;
/// Words of a shingle, at most: few rows of 8 words are common to two articles by chance, where a fifth of all rows of 5 are.
const WIDEST: u32 = 8;

/// Words that a passage must have in common, and how many articles make it stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassageLimits {
    /// Least equal words, at least [`Self::LEAST`].
    pub words: u32,
    /// Articles from which a passage is stock.
    pub stock: u32,
}

impl PassageLimits {
    /// The fewest words that may be asked for: below, chance phrases outnumber copies.
    pub const LEAST: u32 = 6;

    /// The width of shingles and the window of winnowing with which a run of [`Self::words`] equal words is always seen.
    fn winnowing(self) -> (ShingleWidth, Window) {
        let words = self.words.max(Self::LEAST);
        let width = WIDEST.min(words - 2);
        // Wider windows than 32 make passages no easier to find and the hits of edited ones rarer.
        (ShingleWidth::new(width as u8), Window::new((words - width + 1).min(32) as u8))
    }
}

impl Default for PassageLimits {
    fn default() -> Self {
        Self { words: 12, stock: 20 }
    }
}

/// A passage of two articles or more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CommonPassage {
    /// The earliest place.
    pub origin: Place,
    /// Articles that have it.
    pub articles: u32,
    /// Equal words, on average over the copies.
    pub similarity: Similarity,
    /// It is stock.
    pub is_stock: bool,
    /// Where its places stand among all places.
    pub places: (u32, u32),
}

impl CommonPassage {
    /// Returns how much of the wording the copies keep.
    #[must_use]
    pub fn kind(&self) -> PassageKind {
        PassageKind::of(self.similarity)
    }
}

/// Words of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The article.
    pub article: ArticleIx,
    /// The words.
    pub words: TokenRange,
}

/// All passages and all their places.
#[derive(Debug, Clone, Default)]
pub struct CommonPassages {
    /// The passages, by the publication of their origin, then by place.
    pub passages: Vec<CommonPassage>,
    /// The places of one passage after the other, the origin first, the others by publication.
    pub places: Vec<Place>,
    /// Bytes that were spilled.
    pub spilled: u64,
}

impl CommonPassages {
    /// Returns the places of a passage.
    #[must_use]
    pub fn places_of(&self, passage: &CommonPassage) -> &[Place] {
        &self.places[passage.places.0 as usize..passage.places.1 as usize]
    }
}

/// Finds the passages of the articles in `order`, the earliest first. `spill` is for postings and hits.
///
/// Runs on the current rayon pool; the same for any number of threads.
///
/// # Errors
/// When words cannot be read or rows cannot be spilled.
pub fn common_passages(
    order: &[ArticleIx],
    words: &dyn WordSource,
    limits: PassageLimits,
    spill: &Spill,
    watch: &mut dyn WatchDedup,
) -> io::Result<CommonPassages> {
    let search = Search { order, words, limits };
    let mut spilled = 0;
    let hits = {
        let postings = winnowed(order, words, limits.winnowing(), PARTITIONS, spill.half("postings"))?;
        watch.advanced(search.share(1, 4));
        spilled += postings.spilled_bytes();
        search.hits(&postings, Partitions::new(PARTITIONS, spill.half("hits")), watch)?
    };
    spilled += hits.spilled_bytes();
    let copies = search.copies(&hits, watch)?;
    Ok(CommonPassages { spilled, ..gather(order, &copies, limits) })
}

struct Search<'s> {
    order: &'s [ArticleIx],
    words: &'s dyn WordSource,
    limits: PassageLimits,
}

impl Search<'_> {
    /// A share of the articles: what a part of the work counts for.
    fn share(&self, part: u64, whole: u64) -> u64 {
        self.order.len() as u64 * part / whole
    }

    /// Lets equal fingerprints meet, a partition at a time.
    fn hits(
        &self,
        postings: &Winnowed,
        mut all: Partitions<4>,
        watch: &mut dyn WatchDedup,
    ) -> io::Result<Partitions<4>> {
        let together = rayon::current_num_threads().max(1);
        let parts: Vec<usize> = (0..postings.parts()).collect();
        for round in parts.chunks(together) {
            let made: Vec<Vec<Hit>> = round
                .par_iter()
                .map(|&part| {
                    let mut sorted = postings.read(part)?;
                    sorted.sort_unstable();
                    let mut made = Vec::new();
                    hits(&sorted, &mut made);
                    Ok(made)
                })
                .collect::<io::Result<_>>()?;
            for hit in made.iter().flatten() {
                // Neighbours in rank lie in one partition, in order, so that copies come out in order.
                let part = hit.later as usize * all.count() / self.order.len();
                all.push(part, [hit.later, hit.earlier, hit.at_later, hit.at_earlier])?;
            }
            watch.advanced(self.share(1, 4) * round.len() as u64 / parts.len() as u64);
        }
        Ok(all)
    }

    /// Reads both articles wherever they have hits.
    fn copies(&self, hits: &Partitions<4>, watch: &mut dyn WatchDedup) -> io::Result<Vec<Copy>> {
        let mut copies = Vec::new();
        for part in 0..hits.count() {
            let mut rows = hits.read(part)?;
            rows.par_sort_unstable();
            let articles: Vec<&[[u32; 4]]> = rows.chunk_by(|left, right| left[0] == right[0]).collect();
            let found: Vec<Vec<Copy>> = articles
                .par_chunks(TAKEN)
                .map(|taken| {
                    let mut found = Vec::new();
                    let mut desk = Desk::default();
                    for rows in taken {
                        self.copies_in(rows, &mut desk, &mut found)?;
                    }
                    Ok(found)
                })
                .collect::<io::Result<_>>()?;
            copies.extend(found.into_iter().flatten());
            watch.advanced(self.share(1, 2) / hits.count() as u64);
        }
        Ok(copies)
    }

    /// Finds what one article has in common with earlier ones.
    fn copies_in(&self, rows: &[[u32; 4]], desk: &mut Desk, out: &mut Vec<Copy>) -> io::Result<()> {
        let later = rows[0][0];
        self.words.words(self.order[later as usize], &mut desk.later)?;
        desk.copies.clear();
        for pair in rows.chunk_by(|left, right| left[1] == right[1]) {
            let earlier = pair[0][1];
            self.words.words(self.order[earlier as usize], &mut desk.earlier)?;
            desk.seeds.clear();
            desk.seeds.extend(pair.iter().map(|row| (row[2], row[3])));
            desk.stretches.clear();
            stretches(&desk.later, &desk.earlier, &desk.seeds, self.limits.words, &mut desk.stretches);
            desk.copies.extend(desk.stretches.iter().map(|&stretch| Copy { later, earlier, stretch }));
        }
        outermost(&mut desk.copies, |copy| copy.stretch.later);
        out.extend_from_slice(&desk.copies);
        Ok(())
    }
}

/// Buffers that are used again from article to article.
#[derive(Debug, Default)]
struct Desk {
    later: Vec<WordId>,
    earlier: Vec<WordId>,
    seeds: Vec<(u32, u32)>,
    stretches: Vec<Stretch>,
    copies: Vec<Copy>,
}
