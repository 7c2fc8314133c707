//! The archive for readers: one snapshot of its segments, opened once and never changed by a writer.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::among::OfRun;
use super::catalogue::{Catalogue, Listed};
use super::date;
use super::error::ArchiveError;
use super::folder::{self, Found};
use super::footer::Dates;
use super::removed::Removed;
use super::segment::Segment;
use crate::article::Published;
use crate::fingerprint::Scheme;

/// Snapshots that are tried when segments vanish while they are opened; each try starts from a newer catalogue.
const TRIES: usize = 20;

/// One snapshot of an archive.
#[derive(Debug, Clone)]
pub struct Archive {
    pub(super) folder: PathBuf,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) segments: Vec<Shelf>,
    /// The articles that stand beside the archive, in memory.
    pub(super) run: Option<OfRun>,
}

/// A segment of a snapshot with the articles that are removed from it.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    pub(super) segment: Arc<Segment>,
    pub(super) removed: Arc<Removed>,
}

/// What an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Articles, without those that are removed; each version of one counts.
    pub articles: u64,
    /// Articles that are removed but still stored, until the next merge.
    pub removed: u64,
    /// Articles without a known date of publication.
    pub undated: u64,
    /// The earliest known date of publication.
    pub from: Option<Published>,
    /// The latest known date of publication.
    pub to: Option<Published>,
    /// Bytes of the texts as they were added.
    pub text_bytes: u64,
    /// Words of the texts.
    pub words: u64,
    /// Distinct fingerprints, those of each segment for itself.
    pub fingerprints: u64,
    /// Fingerprints with each article they stand in.
    pub postings: u64,
    /// Segments.
    pub segments: u64,
    /// Bytes of all files.
    pub file_bytes: u64,
    /// Of these, bytes of the stored texts.
    pub record_bytes: u64,
    /// Commits so far.
    pub generation: u64,
}

impl Archive {
    /// Opens the newest snapshot. Costs some 30 microseconds a segment.
    ///
    /// # Errors
    /// When there is no archive, it is damaged, or another version of the program or another scheme wrote it.
    pub fn open(folder: &Path) -> Result<Self, ArchiveError> {
        if folder::look(folder)? == Found::Nothing {
            return Err(ArchiveError::Missing { path: folder.to_owned() });
        }
        let mut catalogue = Catalogue::read(folder)?;
        for _ in 0..TRIES {
            match Self::of(folder, catalogue.clone(), &[]) {
                Err(ArchiveError::Io { error, .. }) if error.kind() == std::io::ErrorKind::NotFound => {}
                done => return done,
            }
            // A merge may have taken a segment away after the catalogue was read; a newer catalogue names its heir.
            let newer = Catalogue::read(folder)?;
            if newer.generation == catalogue.generation {
                break;
            }
            catalogue = newer;
        }
        let path = folder.to_owned();
        Err(ArchiveError::Damaged { path, what: "lacks a segment that its catalogue names".into() })
    }

    /// Opens the segments of a catalogue, taking those that are open already from `open`.
    pub(super) fn of(folder: &Path, catalogue: Catalogue, open: &[Shelf]) -> Result<Self, ArchiveError> {
        if let Some((what, ours, theirs)) = Scheme::CURRENT.difference(catalogue.scheme) {
            return Err(ArchiveError::OtherScheme { path: folder.to_owned(), what, theirs, ours });
        }
        let mut segments = Vec::with_capacity(catalogue.segments.len());
        for listed in &catalogue.segments {
            let held = open.iter().find(|shelf| shelf.segment.number() == listed.number);
            let segment = match held {
                Some(shelf) => Arc::clone(&shelf.segment),
                None => Arc::new(open_listed(folder, listed)?),
            };
            segments.push(Shelf { segment, removed: Arc::new(listed.removed.clone()) });
        }
        Ok(Self { folder: folder.to_owned(), catalogue: Arc::new(catalogue), segments, run: None })
    }

    /// Counts what the archive holds. Reads no more than what is open already.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let mut dates = Dates::NONE;
        let mut stats = Stats { generation: self.catalogue.generation, ..Stats::default() };
        for (shelf, listed) in self.segments.iter().zip(&self.catalogue.segments) {
            let footer = &shelf.segment.footer;
            dates.merge(footer.rows.dates);
            stats.articles += listed.live();
            stats.removed += shelf.removed.len() as u64;
            stats.text_bytes += footer.rows.text_bytes;
            stats.words += footer.rows.words;
            stats.fingerprints += footer.postings.keys;
            stats.postings += footer.postings.postings;
            stats.segments += 1;
            stats.file_bytes += listed.file.len;
            stats.record_bytes += footer.record_bytes;
        }
        stats.undated = dates.unknown.into();
        stats.from = date::unpack(dates.first).flatten();
        stats.to = date::unpack(dates.last).flatten();
        stats
    }
}

/// Opens a segment and holds it against what the catalogue says of it.
pub(super) fn open_listed(folder: &Path, listed: &Listed) -> Result<Segment, ArchiveError> {
    let segment = Segment::open(&folder::segment_path(folder, listed.number))?;
    if segment.file.len() != listed.file.len {
        return Err(segment.file.damaged(format!("has {} bytes, not {}", segment.file.len(), listed.file.len)));
    }
    if segment.number() != listed.number || segment.footer.rows.articles != listed.articles {
        return Err(segment.file.damaged("is not the segment that the catalogue names"));
    }
    Ok(segment)
}
