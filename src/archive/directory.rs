//! The directory of a segment's postings: where each bucket stands. A page of it is read when it is first asked for, and then kept: of a million
//! articles a text asks for nearly every page, a page a word.

use std::sync::OnceLock;

use super::error::ArchiveError;
use super::file::{Extent, SEAL, SealedFile, SealedFileWriter};

/// Buckets on one page.
const PAGE_BUCKETS: u64 = 512;
/// Bytes of a page: one offset in the file, then the distances of all buckets' ends from it, then the seal.
const PAGE_BYTES: u64 = 8 + 4 * PAGE_BUCKETS + SEAL;

/// Where the buckets of one segment stand; four bytes a bucket once all pages were asked for.
#[derive(Debug)]
pub(super) struct Directory {
    at: u64,
    pages: Vec<OnceLock<Vec<u8>>>,
}

impl Directory {
    /// Opens a directory of so many buckets that begins at a byte; reads nothing yet.
    pub(super) fn open(file: &SealedFile, at: u64, buckets: u64) -> Result<Self, ArchiveError> {
        let count = buckets.div_ceil(PAGE_BUCKETS);
        let end = count.checked_mul(PAGE_BYTES).and_then(|bytes| at.checked_add(bytes));
        // Held against the file first: a damaged number must not ask for memory.
        if end.is_none_or(|end| end > file.len()) {
            return Err(file.damaged("has no room for the directory that its footer names"));
        }
        Ok(Self { at, pages: (0..count).map(|_| OnceLock::new()).collect() })
    }

    /// Returns where a bucket stands; `None` for an empty one.
    pub(super) fn extent(&self, bucket: u64, file: &SealedFile) -> Result<Option<Extent>, ArchiveError> {
        let page = self.page(bucket / PAGE_BUCKETS, file)?;
        let slot = (bucket % PAGE_BUCKETS) as usize;
        let number = |at: usize| u32::from_le_bytes(page[at..at + 4].try_into().expect("four bytes"));
        let base = u64::from_le_bytes(page[..8].try_into().expect("eight bytes"));
        let start = if slot == 0 { 0 } else { number(4 + 4 * slot) };
        let len = u64::from(number(8 + 4 * slot).saturating_sub(start));
        Ok((len > 0).then_some(Extent { at: base.saturating_add(u64::from(start)), len }))
    }

    fn page(&self, number: u64, file: &SealedFile) -> Result<&[u8], ArchiveError> {
        let slot = &self.pages[number as usize];
        if let Some(page) = slot.get() {
            return Ok(page);
        }
        let mut page = Vec::new();
        file.block(Extent { at: self.at + number * PAGE_BYTES, len: PAGE_BYTES }, &mut page)?;
        Ok(slot.get_or_init(|| page))
    }
}

/// Writes the directory of buckets that end at these bytes, the first of which starts at `start`; returns its first byte.
pub(super) fn write(mut start: u64, ends: &[u64], file: &mut SealedFileWriter) -> Result<u64, ArchiveError> {
    let directory = file.at();
    let mut page = Vec::with_capacity(PAGE_BYTES as usize);
    for ends in ends.chunks(PAGE_BUCKETS as usize) {
        page.clear();
        page.extend_from_slice(&start.to_le_bytes());
        for &end in ends {
            let distance = u32::try_from(end - start).map_err(|_| ArchiveError::TooLarge {
                what: "the number of articles that share one row of words",
                most: u64::from(u32::MAX),
            })?;
            page.extend_from_slice(&distance.to_le_bytes());
        }
        page.resize((PAGE_BYTES - SEAL) as usize, 0);
        file.block(&page)?;
        start = *ends.last().expect("chunks are not empty");
    }
    Ok(directory)
}
