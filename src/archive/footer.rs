//! The last block of a segment: what it holds and where. A segment says all about itself, so that it can be saved without the catalogue.

use super::date;
use super::error::ArchiveError;
use super::file::{Extent, SEAL, SealedFile, SealedFileWriter};
use super::postings::{Besides, KEY_BITS, PostingsAt, Shape};
use super::wire::{Wire, put_varint};
use crate::fingerprint::Scheme;

/// Format of the segments that this version writes; it reads all up to this. Format 1 had no marks of the words beside a fingerprint; the
/// next merge brings such a segment to this format.
pub(super) const FORMAT: u32 = 2;
/// The first bytes of every segment.
const HEAD: [u8; 8] = *b"copydesk";
/// The last bytes but the seal of every segment.
const TAIL: [u8; 8] = *b"arcsegm.";
pub(super) const HEAD_BYTES: u64 = 8 + 4 + 8 + 8 + SEAL;
const TAIL_BYTES: u64 = 8 + 4 + 4 + 8 + SEAL;

/// What a segment holds and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Footer {
    /// Number of the segment in its archive; never used again.
    pub(super) number: u64,
    pub(super) scheme: Scheme,
    pub(super) rows: Rows,
    pub(super) postings: PostingsAt,
    /// Bytes of the compressed records.
    pub(super) record_bytes: u64,
}

/// The rows of a segment: what they add up to and where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rows {
    pub(super) articles: u32,
    pub(super) text_bytes: u64,
    pub(super) words: u64,
    pub(super) dates: Dates,
    /// First byte of the pages of rows; before them stand the records, and the details.
    pub(super) at: u64,
    /// First byte of the pages of ids.
    pub(super) ids: u64,
}

/// The dates of publication in a segment; see `date`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dates {
    /// The earliest that is known; `u64::MAX` where none is.
    pub(super) first: u64,
    /// The latest that is known; 0 where none is.
    pub(super) last: u64,
    /// Articles whose date is not known, or only the time of a crawl.
    pub(super) unknown: u32,
}

impl Dates {
    /// Of no article.
    pub(super) const NONE: Self = Self { first: u64::MAX, last: 0, unknown: 0 };

    /// Takes up the packed date of one article.
    pub(super) fn add(&mut self, published: u64) {
        if date::is_known(published) {
            self.first = self.first.min(published);
            self.last = self.last.max(published);
        } else {
            self.unknown += 1;
        }
    }

    /// Takes up the dates of other articles.
    pub(super) fn merge(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.unknown += other.unknown;
    }
}

/// Writes the first block of a segment.
pub(super) fn write_head(number: u64, file: &mut SealedFileWriter) -> Result<(), ArchiveError> {
    let mut head = Vec::new();
    head.extend_from_slice(&HEAD);
    head.extend_from_slice(&FORMAT.to_le_bytes());
    head.extend_from_slice(&number.to_le_bytes());
    head.extend_from_slice(&Scheme::CURRENT.to_bytes());
    file.block(&head).map(drop)
}

impl Footer {
    /// Writes the footer and, after it, where it stands.
    pub(super) fn write(&self, file: &mut SealedFileWriter) -> Result<(), ArchiveError> {
        let mut footer = Vec::new();
        footer.extend_from_slice(&self.scheme.to_bytes());
        let PostingsAt { shape, directory, keys, postings } = self.postings;
        let Self { number, record_bytes, .. } = *self;
        let Rows { articles, text_bytes, words, dates: Dates { first, last, unknown }, at, ids } = self.rows;
        for part in [number, articles.into(), text_bytes, words, first, last, unknown.into(), at, ids, record_bytes] {
            put_varint(&mut footer, part);
        }
        for part in [shape.bucket_bits.into(), shape.key_bits.into(), directory, keys, postings] {
            put_varint(&mut footer, part);
        }
        let extent = file.block(&footer)?;
        let mut tail = Vec::new();
        tail.extend_from_slice(&extent.at.to_le_bytes());
        tail.extend_from_slice(&(extent.len as u32).to_le_bytes());
        tail.extend_from_slice(&FORMAT.to_le_bytes());
        tail.extend_from_slice(&TAIL);
        file.block(&tail).map(drop)
    }

    /// Reads the footer of a segment.
    pub(super) fn read(file: &SealedFile) -> Result<Self, ArchiveError> {
        let mut buffer = Vec::new();
        let at = file.len().checked_sub(TAIL_BYTES).ok_or_else(|| file.damaged("is shorter than any segment"))?;
        let mut tail = Wire(file.block(Extent { at, len: TAIL_BYTES }, &mut buffer)?);
        let (at, len, format, magic) = (tail.u64(), tail.u32(), tail.u32(), tail.array());
        let (Some(at), Some(len), Some(format), Some(TAIL)) = (at, len, format, magic) else {
            return Err(file.damaged("does not end as a segment ends"));
        };
        if format > FORMAT {
            return Err(ArchiveError::Newer { path: file.path().to_owned(), found: format, known: FORMAT });
        }
        let mut footer = Wire(file.block(Extent { at, len: len.into() }, &mut buffer)?);
        Self::take(&mut footer, format).ok_or_else(|| file.damaged("has a footer that makes no sense"))
    }

    fn take(wire: &mut Wire<'_>, format: u32) -> Option<Self> {
        let scheme = Scheme::from_bytes(wire.array()?)?;
        let number = wire.varint()?;
        let articles = u32::try_from(wire.varint()?).ok()?;
        let (text_bytes, words) = (wire.varint()?, wire.varint()?);
        let dates = Dates { first: wire.varint()?, last: wire.varint()?, unknown: u32::try_from(wire.varint()?).ok()? };
        let rows = Rows { articles, text_bytes, words, dates, at: wire.varint()?, ids: wire.varint()? };
        let record_bytes = wire.varint()?;
        let bucket_bits = u32::try_from(wire.varint()?).ok().filter(|&bits| bits < KEY_BITS)?;
        let key_bits = u32::try_from(wire.varint()?).ok().filter(|&bits| bits <= KEY_BITS)?;
        let besides = if format == 1 { Besides::Unknown } else { Besides::Marked };
        let shape = Shape { articles, bucket_bits, key_bits, besides };
        let postings = PostingsAt { shape, directory: wire.varint()?, keys: wire.varint()?, postings: wire.varint()? };
        wire.is_empty().then_some(Self { number, scheme, rows, postings, record_bytes })
    }
}

/// Checks that a file begins as the segment of this number.
pub(super) fn check_head(file: &SealedFile, number: u64) -> Result<(), ArchiveError> {
    let mut buffer = Vec::new();
    let mut head = Wire(file.block(Extent { at: 0, len: HEAD_BYTES }, &mut buffer)?);
    let right = head.array() == Some(HEAD)
        && head.u32().is_some_and(|format| format <= FORMAT)
        && head.u64() == Some(number)
        && head.array().and_then(Scheme::from_bytes).is_some();
    if right { Ok(()) } else { Err(file.damaged("does not begin as its segment begins")) }
}
