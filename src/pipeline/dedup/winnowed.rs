//! The fingerprints of articles, in partitions where equal ones meet.

use std::io;

use rayon::prelude::*;

use super::near::WordSource;
use super::partitions::Partitions;
use super::spill::Spill;
use crate::article::ArticleIx;
use crate::candidate::Posting;
use crate::fingerprint::{Fingerprint, ShingleWidth, Window, roll, winnow};

/// Articles that one thread takes at a time.
const TAKEN: usize = 64;
/// Articles whose postings are made before they are put into partitions.
const ROUND: usize = 4096;

/// The postings of a dump, in partitions by shingle.
#[derive(Debug)]
pub(super) struct Winnowed {
    postings: Partitions<4>,
    /// How many fingerprints each article has, by rank.
    pub(super) counts: Vec<u32>,
}

impl Winnowed {
    /// Takes the postings of a partition, in no order.
    pub(super) fn read(&self, part: usize) -> io::Result<Vec<Posting>> {
        let posting = |[high, low, article, at]: [u32; 4]| Posting {
            shingle: u64::from(high) << 32 | u64::from(low),
            article,
            at,
        };
        Ok(self.postings.read(part)?.into_iter().map(posting).collect())
    }

    /// Counts the partitions.
    pub(super) fn parts(&self) -> usize {
        self.postings.count()
    }

    /// Bytes that lie in the file.
    pub(super) fn spilled_bytes(&self) -> u64 {
        self.postings.spilled_bytes()
    }
}

/// Winnows the articles in `order`, which are named by their rank from here on.
pub(super) fn winnowed(
    order: &[ArticleIx],
    words: &dyn WordSource,
    (width, window): (ShingleWidth, Window),
    parts: usize,
    spill: Spill,
) -> io::Result<Winnowed> {
    let mut postings = Partitions::new(parts, spill);
    let mut counts = vec![0; order.len()];
    let ranks: Vec<u32> = (0..order.len() as u32).collect();
    for round in ranks.chunks(ROUND) {
        let made: Vec<Vec<Posting>> = round
            .par_chunks(TAKEN)
            .map(|taken| {
                let (mut ids, mut shingles, mut kept) = (Vec::new(), Vec::new(), Vec::<Fingerprint>::new());
                let mut made = Vec::new();
                for &article in taken {
                    words.words(order[article as usize], &mut ids)?;
                    shingles.clear();
                    kept.clear();
                    roll(&ids, width, &mut shingles);
                    winnow(&shingles, window, &mut kept);
                    made.extend(kept.iter().map(|kept| Posting { shingle: kept.shingle, article, at: kept.at }));
                }
                Ok(made)
            })
            .collect::<io::Result<_>>()?;
        for posting in made.iter().flatten() {
            counts[posting.article as usize] += 1;
            let high = (posting.shingle >> 32) as u32;
            // The smallest of a window is small: the low bits are those that are spread evenly.
            let part = posting.shingle as usize % parts;
            postings.push(part, [high, posting.shingle as u32, posting.article, posting.at])?;
        }
    }
    Ok(Winnowed { postings, counts })
}
