//! Which articles are near-duplicates of which kept one.
//!
//! In: prints and words of all articles, and the order in which they are to be kept. Out: for each removed article its witness. An article is kept unless one that was
//! kept before it is similar enough: so every witness is kept, nobody is removed by way of a third, and a second run over what was kept removes nothing more.

use std::io;

use rayon::prelude::*;

use super::prepared::{Print, WIDTH};
use super::search::{Fate, Ranking, Search};
use super::spill::Spill;
use super::stage::WatchDedup;
use super::winnowed::{Winnowed, winnowed};
use crate::article::ArticleIx;
use crate::candidate::Buckets;
use crate::candidate::buckets::{Groups, group};
use crate::fingerprint::Window;
use crate::matching::Measure;
use crate::similarity::Similarity;
use crate::text::WordId;

/// The window over which fingerprints are kept for containment: with shingles of 5 words, any 12 words in a row that are common give a common fingerprint. At the least
/// containment of .8 that is looked for by default, a change stands every 25 words.
const WINDOW: Window = Window::new(8);
/// Partitions of those fingerprints: as many as there are bands, so that one of them takes the memory that a band takes.
const PARTITIONS: usize = 32;

/// What counts as near.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearness {
    /// How two sets of 5-word shingles are compared.
    pub measure: Measure,
    /// Least similarity.
    pub threshold: Similarity,
}

impl Default for Nearness {
    fn default() -> Self {
        Self { measure: Measure::Jaccard, threshold: Similarity::new(0.8) }
    }
}

/// Reads the words of an article.
pub trait WordSource: Sync {
    /// Replaces `words` by the words of an article.
    ///
    /// # Errors
    /// When they lie in a file that cannot be read.
    fn words(&self, article: ArticleIx, words: &mut Vec<WordId>) -> io::Result<()>;
}

/// Why an article is not kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Removal {
    /// The kept article that justifies it.
    pub witness: ArticleIx,
    /// What the two have in common.
    pub reason: Reason,
    /// How alike they are.
    pub similarity: Similarity,
}

/// What two near-duplicates have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The same words in the same order.
    Exact,
    /// Most shingles.
    Near,
}

impl Reason {
    /// Returns the name that the outputs use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near-duplicate",
        }
    }
}

/// Everything that near-duplicates are found in.
#[derive(Clone, Copy)]
pub struct Dump<'d> {
    /// What articles are compared by; none for an article without words.
    pub prints: &'d [Option<Print>],
    /// The articles, first the one to be kept before all others.
    pub order: &'d [ArticleIx],
    /// Their words.
    pub words: &'d dyn WordSource,
    /// For the fingerprints by which parts find their whole.
    pub spill: &'d Spill,
}

/// Finds the articles that are not kept.
///
/// Linear in the number of articles but for sorting, whatever they share; runs on the current rayon pool and gives the same for any number of threads.
///
/// # Errors
/// When words cannot be read, or postings not be spilled.
pub fn removals(dump: Dump<'_>, nearness: Nearness, watch: &mut dyn WatchDedup) -> io::Result<Vec<Option<Removal>>> {
    let Dump { prints, order, words, .. } = dump;
    let mut removals = vec![None; prints.len()];
    let leaders = same_words(prints, order, &mut removals);
    let prints: Vec<&Print> = leaders.iter().filter_map(|leader| prints[leader.0 as usize].as_ref()).collect();
    let kept;
    let (groups, ranking) = match nearness.measure {
        Measure::Jaccard => (by_bands(&prints), Ranking::BySketch(&prints)),
        Measure::Containment => {
            kept = winnowed(&leaders, words, (WIDTH, WINDOW), PARTITIONS, dump.spill.clone())?;
            (by_fingerprints(&kept)?, Ranking::BySharedBuckets { of: &kept.counts, least: least_shared(nearness) })
        }
    };
    let buckets = Buckets::join(&groups, leaders.len());
    drop(groups);
    let fates = Search::new(&leaders, words, nearness, ranking, buckets).run(watch)?;
    for (leader, fate) in leaders.iter().zip(&fates) {
        if let Fate::Removed { by, similarity } = *fate {
            let witness = leaders[by as usize];
            removals[leader.0 as usize] = Some(Removal { witness, reason: Reason::Near, similarity });
        }
    }
    pass_on(&mut removals);
    Ok(removals)
}

/// Groups articles whose signatures agree in a band.
fn by_bands(prints: &[&Print]) -> Vec<Groups> {
    let bands = prints.first().map_or(0, |print| print.bands.len());
    let of_band = |band: usize| group(prints.iter().zip(0..).map(|(print, rank)| (print.bands[band], rank)));
    (0..bands).into_par_iter().map(of_band).collect()
}

/// Groups articles that share a fingerprint: a part of an article has few of the whole's least shingles, so that signatures do not find it.
fn by_fingerprints(kept: &Winnowed) -> io::Result<Vec<Groups>> {
    (0..kept.parts())
        .into_par_iter()
        .map(|part| Ok(group(kept.read(part)?.iter().map(|posting| (posting.shingle as u32, posting.article)))))
        .collect()
}

/// The share of its fingerprints that a part must have in common with its whole to be compared with it.
///
/// A changed word breaks 5 shingles, and the 12 windows that one of them lies in: with a containment of `c`, at most 12/5 (1 - c) of the windows are broken, about half at .8.
/// Half of the rest is asked for, as windows are not fingerprints; below .59 one common fingerprint has to do.
fn least_shared(nearness: Nearness) -> f64 {
    let (width, window) = (WIDTH.words() as f64, WINDOW.shingles() as f64);
    let broken = (width + window - 1.0) / width * (1.0 - nearness.threshold.get());
    0.5 * (1.0 - broken).max(0.0)
}

/// Links every article to the first of the same words; returns those that have words and are first.
fn same_words(prints: &[Option<Print>], order: &[ArticleIx], removals: &mut [Option<Removal>]) -> Vec<ArticleIx> {
    let mut by_digest: Vec<(u128, u32)> =
        (0..).zip(order).filter_map(|(rank, ix)| Some((prints[ix.0 as usize].as_ref()?.digest.0, rank))).collect();
    by_digest.par_sort_unstable();
    let mut leaders = Vec::with_capacity(by_digest.len());
    for same in by_digest.chunk_by(|left, right| left.0 == right.0) {
        let witness = order[same[0].1 as usize];
        leaders.push(same[0].1);
        for &(_, rank) in &same[1..] {
            removals[order[rank as usize].0 as usize] =
                Some(Removal { witness, reason: Reason::Exact, similarity: Similarity::FULL });
        }
    }
    leaders.par_sort_unstable();
    leaders.into_iter().map(|rank| order[rank as usize]).collect()
}

/// Gives those whose witness was removed the witness of their witness: the words are the same, so the similarity is too.
fn pass_on(removals: &mut [Option<Removal>]) {
    for ix in 0..removals.len() {
        if let Some(Removal { witness, reason: Reason::Exact, .. }) = removals[ix]
            && let Some(further) = removals[witness.0 as usize]
        {
            removals[ix] = Some(further);
        }
    }
}
