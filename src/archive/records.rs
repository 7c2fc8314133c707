//! Records: articles whole, several in one compressed block, so that they compress as one.
//!
//! A block needs nothing else of its segment to be read: where rows, postings or the catalogue are lost, the records are still there.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::compressed::{BlockReader, Compressor};
use super::date;
use super::entry::{Details, Identity};
use super::error::ArchiveError;
use super::file::{Extent, SEAL, SealedFile, SealedFileWriter};
use super::row::TextAt;
use super::wire::{Wire, put_varint};

/// Bytes of text from which a block is closed. News texts in blocks of 16 KiB take .427 of their size, 32 KiB .412, 64 KiB .401, 256 KiB
/// .375; a block is read whole for one article, and 32 KiB decompress in about 40 microseconds.
pub(super) const BLOCK_BYTES: usize = 32 << 10;
/// The first bytes of a block of records; its length follows in four bytes. A scan finds the next block by it after damage.
pub(super) const MARK: [u8; 4] = *b"REC1";
const HEAD_BYTES: usize = 8;

/// An article as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record<'r> {
    pub(super) sequence: u64,
    /// See `date`.
    pub(super) published: u64,
    pub(super) details: &'r Details,
    pub(super) text: &'r str,
}

/// A record, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnedRecord {
    pub(super) sequence: u64,
    pub(super) published: u64,
    pub(super) details: Details,
    pub(super) text: String,
}

impl OwnedRecord {
    pub(super) fn borrowed(&self) -> Record<'_> {
        let Self { sequence, published, details, text } = self;
        Record { sequence: *sequence, published: *published, details, text }
    }
}

/// Returns what tells a stored article apart.
pub(super) fn identity(published: u64, details: &Details, text: &str) -> Identity {
    let mut said = Vec::new();
    details.put(&mut said);
    put_varint(&mut said, published);
    Identity { id: xxh3_64(details.id.as_bytes()), text: xxh3_128(text.as_bytes()), details: xxh3_64(&said) }
}

/// Writes records; knows where a text stands only once its block is closed.
pub(super) struct RecordsWriter {
    compressor: Compressor,
    heads: Vec<u8>,
    texts: Vec<u8>,
    /// Start and length in `texts` of each text in the open block.
    open: Vec<(u32, u32)>,
    block: Vec<u8>,
}

impl RecordsWriter {
    pub(super) fn new() -> Result<Self, ArchiveError> {
        let compressor = Compressor::new()?;
        Ok(Self { compressor, heads: Vec::new(), texts: Vec::new(), open: Vec::new(), block: Vec::new() })
    }

    /// Takes up a record; `placed` gets the places of the texts of a block, in the order they came, when it is closed.
    pub(super) fn push(
        &mut self,
        record: Record<'_>,
        file: &mut SealedFileWriter,
        placed: &mut Vec<TextAt>,
    ) -> Result<(), ArchiveError> {
        put_varint(&mut self.heads, record.sequence);
        self.heads.extend_from_slice(&record.published.to_le_bytes());
        record.details.put(&mut self.heads);
        put_varint(&mut self.heads, record.text.len() as u64);
        self.open.push((self.texts.len() as u32, record.text.len() as u32));
        self.texts.extend_from_slice(record.text.as_bytes());
        if self.texts.len() >= BLOCK_BYTES { self.close(file, placed) } else { Ok(()) }
    }

    pub(super) fn close(&mut self, file: &mut SealedFileWriter, placed: &mut Vec<TextAt>) -> Result<(), ArchiveError> {
        if self.open.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(self.heads.len() + self.texts.len() + 10);
        put_varint(&mut bytes, self.open.len() as u64);
        bytes.append(&mut self.heads);
        let first = bytes.len() as u32;
        bytes.append(&mut self.texts);
        self.block.clear();
        self.block.extend_from_slice(&MARK);
        self.block.extend_from_slice(&[0; 4]);
        self.compressor.put(&bytes, &mut self.block)?;
        let length = self.block.len() as u32;
        self.block[4..HEAD_BYTES].copy_from_slice(&length.to_le_bytes());
        let block = file.block(&self.block)?;
        placed.extend(self.open.drain(..).map(|(start, len)| TextAt { block, start: first + start, len }));
        Ok(())
    }
}

/// Reads one text.
pub(super) fn text<'b>(
    blocks: &'b mut BlockReader,
    segment: u64,
    file: &SealedFile,
    at: TextAt,
) -> Result<&'b str, ArchiveError> {
    let block = blocks.block(segment, file, at.block, HEAD_BYTES)?;
    let range = at.start as usize..at.start as usize + at.len as usize;
    block
        .get(range)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .ok_or_else(|| file.damaged(format!("holds a text that is none at byte {}", at.block.at)))
}

/// Reads all records of a block.
pub(super) fn records(
    blocks: &mut BlockReader,
    segment: u64,
    file: &SealedFile,
    block: Extent,
) -> Result<Vec<OwnedRecord>, ArchiveError> {
    take(blocks.block(segment, file, block, HEAD_BYTES)?)
        .ok_or_else(|| file.damaged(format!("holds records that make no sense at byte {}", block.at)))
}

fn take(bytes: &[u8]) -> Option<Vec<OwnedRecord>> {
    let mut wire = Wire(bytes);
    let count = wire.varint()?;
    let mut heads = Vec::new();
    for _ in 0..count {
        let (sequence, published) = (wire.varint()?, wire.u64()?);
        date::unpack(published)?;
        heads.push((sequence, published, Details::take(&mut wire)?, usize::try_from(wire.varint()?).ok()?));
    }
    let mut records = Vec::with_capacity(heads.len());
    for (sequence, published, details, length) in heads {
        let text = std::str::from_utf8(wire.bytes(length)?).ok()?.to_owned();
        records.push(OwnedRecord { sequence, published, details, text });
    }
    wire.is_empty().then_some(records)
}

/// Returns where the block of records that begins at `at` stands, as far as its head says.
pub(super) fn extent_at(head: [u8; HEAD_BYTES], at: u64) -> Option<Extent> {
    let mut wire = Wire(&head);
    (wire.array() == Some(MARK)).then_some(())?;
    Some(Extent { at, len: u64::from(wire.u32()?) + SEAL })
}
