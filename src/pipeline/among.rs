//! The articles of one run, held against each other: the records of a small input as a snapshot beside the archive.
//!
//! A large dump is `dedup`'s work: it streams, and meets all articles with all in three passes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::corpus::Incoming;
use super::scratch::Scratches;
use crate::archive::{Archive, ArchiveError, Entry, EntryScratch, StoredIx};
use crate::read::{self, RawRecord, ReadOptions};

/// Bytes of records up to which the articles of a run are held against each other: what the reader takes up at once. Looking an article up
/// costs about as much again as checking it.
const MOST_BYTES: usize = 4 << 20;
/// Articles up to which they are: of more, a reader wants clusters, as `dedup` makes them, not pairs.
const MOST_ARTICLES: usize = 500;

/// Whether the articles of one run are held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Among {
    /// Up to 500 of them, of 4 MiB in all.
    #[default]
    Auto,
    /// Each is checked by itself.
    Never,
}

/// A snapshot with the articles of a run in it.
pub(super) struct Held {
    pub(super) archive: Archive,
    /// How many articles of the run it holds.
    pub(super) articles: u64,
    /// Where each record of the batch is held, by its position there: by that, not by its id, for two records may have one.
    places: Vec<Option<StoredIx>>,
}

impl Held {
    /// Returns where the record at a position of the batch is held.
    pub(super) fn place(&self, position: usize) -> Option<StoredIx> {
        self.places.get(position).copied().flatten()
    }
}

/// Makes a snapshot that holds the articles of a batch beside an archive; `None` where there is one article only, or too much to hold. A record
/// that cannot be read is passed over: it is told when it is checked.
pub(super) fn among(
    batch: &[Incoming],
    options: &ReadOptions,
    archive: Option<&Archive>,
) -> Result<Option<Held>, ArchiveError> {
    let records: Vec<(usize, &RawRecord)> = batch
        .iter()
        .enumerate()
        .filter_map(|(position, incoming)| match incoming {
            Incoming::Record(record) => Some((position, record)),
            Incoming::Problem(_) => None,
        })
        .collect();
    let few = (2..=MOST_ARTICLES).contains(&records.len());
    if !few || batch.iter().map(Incoming::size).sum::<usize>() > MOST_BYTES {
        return Ok(None);
    }
    let scratch: Scratches<EntryScratch> = Scratches::new();
    let entry = |(position, record): (usize, &RawRecord)| {
        let ready = || {
            let article = read::parse(record.clone(), options).ok()?.article;
            Some((position, scratch.with(|scratch| Entry::new(article, scratch))))
        };
        catch_unwind(AssertUnwindSafe(ready)).ok().flatten()
    };
    let (positions, entries): (Vec<usize>, Vec<Entry>) = records.into_par_iter().filter_map(entry).unzip();
    if entries.len() < 2 {
        return Ok(None);
    }
    let articles = entries.len() as u64;
    let empty = Archive::empty();
    let archive = archive.unwrap_or(&empty).among(entries)?;
    let mut places = vec![None; batch.len()];
    for (taken, position) in positions.into_iter().enumerate() {
        places[position] = archive.of_run(taken);
    }
    Ok(Some(Held { archive, articles, places }))
}
