//! Saves what is whole of a damaged archive, or of one with another scheme, into a new one.
//!
//! Only records are read: they need neither rows nor postings nor the catalogue, which is consulted for removals as far as it is readable.

use std::path::Path;

use hashbrown::{HashMap, HashSet};
use memchr::memmem;

use super::catalogue::{BEFORE, Catalogue, NAME};
use super::compressed::BlockReader;
use super::date;
use super::entry::{Details, Entry, EntryScratch};
use super::error::ArchiveError;
use super::file::{Extent, SealedFile};
use super::folder::{self, Wait};
use super::records::{MARK, extent_at, records};
use super::segment::Segment;
use super::writer::Writer;
use crate::article::{Article, Origin};

/// Bytes of text after which the new archive commits.
const BATCH_BYTES: usize = 64 << 20;
/// Bytes that are searched at a time for the next block of records after damage.
const SEARCH_BYTES: usize = 1 << 20;

/// What `salvage` saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Articles saved.
    pub saved: u64,
    /// Articles that the catalogue counts; `None` where it cannot be read.
    pub counted: Option<u64>,
    /// Damage that was met, one clause each.
    pub damage: Vec<String>,
    /// Removals are not known in full: removed articles may be back.
    pub removals_lost: bool,
}

/// Writes every record whose checksum holds into a new archive at `to`.
///
/// # Errors
/// When the folder cannot be read at all, or the new archive cannot be written.
pub fn salvage(folder: &Path, to: &Path) -> Result<Salvaged, ArchiveError> {
    if !folder.is_dir() {
        return Err(ArchiveError::Missing { path: folder.to_owned() });
    }
    if folder::look(to)? == folder::Found::Archive {
        return Err(ArchiveError::NotAnArchive {
            path: to.to_owned(),
            what: "salvage writes a new archive, and there is one already",
        });
    }
    let mut saved = Salvaged::default();
    let catalogue = readable_catalogue(folder, &mut saved);
    let segments = match (&catalogue, saved.counted) {
        (Some(catalogue), Some(_)) => catalogue.segments.iter().map(|segment| segment.number).collect(),
        _ => folder::segment_files(folder)?,
    };
    let mut blocks = BlockReader::new()?;
    let mut found = Found::default();
    for number in segments {
        if let Err(error) = scan(folder, number, catalogue.as_ref(), &mut blocks, &mut found, &mut saved) {
            saved.damage.push(error.to_string());
        }
    }
    found.write(to, &mut blocks, &mut saved)?;
    Ok(saved)
}

/// Reads the catalogue, or else the one before it, which still knows most removals.
fn readable_catalogue(folder: &Path, saved: &mut Salvaged) -> Option<Catalogue> {
    let of = |name: &str| {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).map_err(ArchiveError::io("read", &path))?;
        Catalogue::from_bytes(&bytes, &path)
    };
    match of(NAME) {
        Ok(catalogue) => {
            saved.counted = Some(catalogue.segments.iter().map(super::catalogue::Listed::live).sum());
            Some(catalogue)
        }
        Err(error) => {
            saved.damage.push(error.to_string());
            saved.removals_lost = true;
            of(BEFORE).ok()
        }
    }
}

/// The records that are whole, by sequence number.
#[derive(Default)]
struct Found {
    files: Vec<SealedFile>,
    /// File, block and position in the block of each record.
    places: HashMap<u64, (usize, Extent, usize), foldhash::fast::FixedState>,
    /// Sequence numbers of removed articles.
    removed: HashSet<u64, foldhash::fast::FixedState>,
}

fn scan(
    folder: &Path,
    number: u64,
    catalogue: Option<&Catalogue>,
    blocks: &mut BlockReader,
    found: &mut Found,
    saved: &mut Salvaged,
) -> Result<(), ArchiveError> {
    let path = folder::segment_path(folder, number);
    let file = SealedFile::open(&path)?;
    let segment = Segment::open(&path);
    if let Err(error) = &segment {
        saved.damage.push(error.to_string());
    }
    if let Some(catalogue) = catalogue {
        found.removed.extend(&catalogue.gone);
        let listed = catalogue.segments.iter().find(|listed| listed.number == number);
        for article in listed.into_iter().flat_map(|listed| listed.removed.iter()) {
            match segment.as_ref().map_err(|_| ()).and_then(|segment| segment.row(article).map_err(drop)) {
                Ok(row) => drop(found.removed.insert(row.sequence)),
                Err(()) => saved.removals_lost = true,
            }
        }
    }
    let end = segment.as_ref().map_or(file.len(), |segment| segment.footer.record_bytes.min(file.len()));
    let ix = found.files.len();
    let mut at = super::footer::HEAD_BYTES;
    while let Some(extent) = next_block(&file, at, end)? {
        match records(blocks, number, &file, extent) {
            Ok(whole) => {
                for (position, record) in whole.iter().enumerate() {
                    found.places.entry(record.sequence).or_insert((ix, extent, position));
                }
                at = extent.at + extent.len;
            }
            Err(error) => {
                saved.damage.push(error.to_string());
                at = extent.at + 1;
            }
        }
    }
    found.files.push(file);
    Ok(())
}

/// Finds the next bytes that look like the head of a block of records.
fn next_block(file: &SealedFile, mut at: u64, end: u64) -> Result<Option<Extent>, ArchiveError> {
    let mut buffer = Vec::new();
    while at + 8 <= end {
        let mut head = [0; 8];
        file.read_at(at, &mut head)?;
        if let Some(extent) = extent_at(head, at) {
            return Ok(Some(extent));
        }
        let length = (end - at - 1).min(SEARCH_BYTES as u64) as usize;
        buffer.resize(length, 0);
        file.read_at(at + 1, &mut buffer)?;
        match memmem::find(&buffer, &MARK) {
            Some(offset) => at += 1 + offset as u64,
            // The mark may stand across the border of two searches.
            None => at += (length as u64).saturating_sub(MARK.len() as u64 - 1).max(1),
        }
    }
    Ok(None)
}

impl Found {
    /// Writes the records that are not removed to a new archive, in the order in which they were added.
    fn write(&self, to: &Path, blocks: &mut BlockReader, saved: &mut Salvaged) -> Result<(), ArchiveError> {
        let mut order: Vec<u64> = self.places.keys().copied().filter(|n| !self.removed.contains(n)).collect();
        order.sort_unstable();
        let mut writer = Writer::open(to, Wait::No)?;
        let mut batch = writer.batch()?;
        let mut scratch = EntryScratch::default();
        let mut bytes = 0;
        for sequence in order {
            let (ix, extent, position) = self.places[&sequence];
            let record = records(blocks, u64::MAX - ix as u64, &self.files[ix], extent)?.swap_remove(position);
            bytes += record.text.len();
            let Details { id, title, url, outlet } = record.details;
            let published = date::unpack(record.published).flatten();
            let origin = Origin { path: "".into(), record: 0, line: 0 };
            let article = Article { id, text: record.text, blocks: Vec::new(), title, url, published, outlet, origin };
            batch.push(Entry::new(article, &mut scratch))?;
            saved.saved += 1;
            if bytes >= BATCH_BYTES {
                bytes = 0;
                batch.commit()?;
                batch = writer.batch()?;
            }
        }
        batch.commit()?;
        writer.merge(super::writer::Merge::Due)?;
        Ok(())
    }
}
