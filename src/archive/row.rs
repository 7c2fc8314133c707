//! One row an article: all that is needed to rank it and to find its text, in a fixed number of bytes.

use super::date;
use super::entry::Identity;
use super::file::{Extent, SEAL};
use super::wire::Wire;

/// Rows on one page; their details make one compressed block. 32 rows with details read as 2.4 KB and about 4 KB.
pub(super) const PAGE_ROWS: usize = 32;
const ROW_BYTES: usize = 8 + 16 + 8 + 8 + 8 + 4 + 4 + 8 + 4 + 4 + 4;
/// Bytes of a page: the extent of the details, the rows, the seal. The last page of a segment is filled with zeros.
pub(super) const PAGE_BYTES: u64 = 8 + 4 + (PAGE_ROWS * ROW_BYTES) as u64 + SEAL;

/// What is known of an article without reading its text or its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// Date and its quality; see `date`.
    pub(super) published: u64,
    pub(super) identity: Identity,
    /// Number of the article in the order of adding, over the whole archive.
    pub(super) sequence: u64,
    pub(super) words: u32,
    /// Distinct keys.
    pub(super) keys: u32,
    pub(super) text: TextAt,
}

/// Where a text stands: the compressed block, and its place in the decompressed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextAt {
    pub(super) block: Extent,
    pub(super) start: u32,
    pub(super) len: u32,
}

impl Row {
    /// Ranks articles by their claim to be first: by date, of equal dates in the order of adding.
    pub(super) const fn rank(&self) -> (u64, u64) {
        (self.published, self.sequence)
    }

    fn put(&self, out: &mut Vec<u8>) {
        let Self { published, identity, sequence, words, keys, text } = self;
        out.extend_from_slice(&published.to_le_bytes());
        out.extend_from_slice(&identity.text.to_le_bytes());
        out.extend_from_slice(&identity.details.to_le_bytes());
        out.extend_from_slice(&identity.id.to_le_bytes());
        out.extend_from_slice(&sequence.to_le_bytes());
        out.extend_from_slice(&words.to_le_bytes());
        out.extend_from_slice(&keys.to_le_bytes());
        out.extend_from_slice(&text.block.at.to_le_bytes());
        out.extend_from_slice(&(text.block.len as u32).to_le_bytes());
        out.extend_from_slice(&text.start.to_le_bytes());
        out.extend_from_slice(&text.len.to_le_bytes());
    }

    fn take(wire: &mut Wire<'_>) -> Option<Self> {
        let published = wire.u64()?;
        date::unpack(published)?;
        let (text, details, id) = (wire.u128()?, wire.u64()?, wire.u64()?);
        let (sequence, words, keys) = (wire.u64()?, wire.u32()?, wire.u32()?);
        let block = Extent { at: wire.u64()?, len: wire.u32()?.into() };
        let at = TextAt { block, start: wire.u32()?, len: wire.u32()? };
        Some(Self { published, identity: Identity { id, text, details }, sequence, words, keys, text: at })
    }
}

/// Makes a page of at most [`PAGE_ROWS`] rows whose details stand at `details`.
pub(super) fn put_page(rows: &[Row], details: Extent, out: &mut Vec<u8>) {
    out.extend_from_slice(&details.at.to_le_bytes());
    out.extend_from_slice(&(details.len as u32).to_le_bytes());
    for row in rows {
        row.put(out);
    }
    out.resize((PAGE_BYTES - SEAL) as usize, 0);
}

/// Reads the first `count` rows of a page and the place of their details.
pub(super) fn take_page(page: &[u8], count: usize, rows: &mut Vec<Row>) -> Option<Extent> {
    let mut wire = Wire(page);
    let details = Extent { at: wire.u64()?, len: wire.u32()?.into() };
    for _ in 0..count {
        rows.push(Row::take(&mut wire)?);
    }
    Some(details)
}
