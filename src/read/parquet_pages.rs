//! The sizes of the pages of a Parquet column, looked at before any page is unpacked.
//!
//! A page says how long it is unpacked, and the library takes that much memory at once: 2 GiB for a file of some kilobytes (arrow-rs#10734).

use std::io::Read;

use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::ChunkReader;

/// Bytes that one page may have. 256 MiB: the writers in use make pages of 1 MiB, and a page holds at least one value, which is at most a record.
pub(super) const PAGE: u64 = 256 << 20;

/// Why a column is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// A page is larger than this.
    Size(u64),
    /// A header makes no sense, or the pages do not fill the column.
    Broken,
}

/// Looks at the header of each page of a column chunk. Reads the headers only.
///
/// # Errors
/// When a page is larger than [`PAGE`], or the headers are broken.
pub(super) fn check<R: ChunkReader>(file: &R, column: &ColumnChunkMetaData) -> Result<(), Refused> {
    let first = column.dictionary_page_offset().unwrap_or(column.data_page_offset()).min(column.data_page_offset());
    let at = u64::try_from(first).map_err(|_| Refused::Broken)?;
    let length = u64::try_from(column.compressed_size()).map_err(|_| Refused::Broken)?;
    let end = at.checked_add(length).filter(|&end| end <= file.len()).ok_or(Refused::Broken)?;
    let mut at = at;
    while at < end {
        let reader = file.get_read(at).map_err(|_| Refused::Broken)?;
        let mut header = Header { bytes: reader.take(end - at), read: 0 };
        let (unpacked, packed) = header.sizes().ok_or(Refused::Broken)?;
        let (unpacked, packed) = (
            u64::try_from(unpacked).map_err(|_| Refused::Broken)?,
            u64::try_from(packed).map_err(|_| Refused::Broken)?,
        );
        if unpacked.max(packed) > PAGE {
            return Err(Refused::Size(PAGE));
        }
        at = at.saturating_add(header.read + packed);
        if at > end {
            return Err(Refused::Broken);
        }
    }
    Ok(())
}

/// Levels of structures in a header; the deepest of the format has 4.
const DEPTH: usize = 16;

/// A page header in Thrift's compact protocol.
struct Header<R> {
    bytes: R,
    read: u64,
}

impl<R: Read> Header<R> {
    /// The second and the third field of the header: the length of the page unpacked and packed.
    fn sizes(&mut self) -> Option<(i64, i64)> {
        let (mut unpacked, mut packed) = (None, None);
        let mut id = 0i64;
        loop {
            let (kind, next) = self.field(id)?;
            id = next;
            match (kind, id) {
                (0, _) => return Some((unpacked?, packed?)),
                (4..=6, 2) => unpacked = Some(self.zigzag()?),
                (4..=6, 3) => packed = Some(self.zigzag()?),
                (kind, _) => self.skip(kind, DEPTH)?,
            }
        }
    }

    /// The head of a field: its type, 0 at the end, and its number.
    fn field(&mut self, last: i64) -> Option<(u8, i64)> {
        let byte = self.byte()?;
        let (delta, kind) = (i64::from(byte >> 4), byte & 0x0f);
        if kind == 0 {
            return Some((0, last));
        }
        let id = if delta == 0 { self.zigzag()? } else { last.checked_add(delta)? };
        Some((kind, id))
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.varint().map(drop),
            7 => self.pass(8),
            8 => {
                let length = self.varint()?;
                self.pass(length)
            }
            9 | 10 => {
                let head = self.byte()?;
                let count = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                for _ in 0..count {
                    self.skip(element(head & 0x0f), depth)?;
                }
                Some(())
            }
            11 => {
                let count = self.varint()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                for _ in 0..count {
                    self.skip(element(kinds >> 4), depth)?;
                    self.skip(element(kinds & 0x0f), depth)?;
                }
                Some(())
            }
            12 => {
                let mut id = 0;
                loop {
                    let (kind, next) = self.field(id)?;
                    if kind == 0 {
                        return Some(());
                    }
                    id = next;
                    self.skip(kind, depth)?;
                }
            }
            _ => None,
        }
    }

    fn zigzag(&mut self) -> Option<i64> {
        let number = self.varint()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn pass(&mut self, count: u64) -> Option<()> {
        let passed = std::io::copy(&mut (&mut self.bytes).take(count), &mut std::io::sink()).ok()?;
        self.read += passed;
        (passed == count).then_some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        self.bytes.read_exact(&mut byte).ok()?;
        self.read += 1;
        Some(byte[0])
    }
}

/// The type of an element of a list or a map, where a boolean takes a byte of its own.
fn element(kind: u8) -> u8 {
    if matches!(kind, 1 | 2) { 3 } else { kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(bytes: &[u8]) -> Option<(i64, i64, u64)> {
        let mut header = Header { bytes, read: 0 };
        header.sizes().map(|(unpacked, packed)| (unpacked, packed, header.read))
    }

    #[test]
    fn the_sizes_are_found_whatever_stands_beside_them() {
        // Type 0, sizes 300 and 20, a structure with a list of two texts, the end.
        let header = [0x15, 0, 0x15, 0xd8, 0x04, 0x15, 40, 0x2c, 0x19, 0x28, 1, b'a', 1, b'b', 0, 0, 0xff];
        assert_eq!(sizes(&header), Some((300, 20, 16)));
        for cut in 0..16 {
            assert_eq!(sizes(&header[..cut]), None, "{cut}");
        }
    }

    #[test]
    fn a_header_that_nests_or_counts_without_end_ends() {
        assert_eq!(sizes(&[0x1c; 1000]), None);
        assert_eq!(sizes(&[0x19, 0xf1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]), None);
        assert_eq!(sizes(&[0x18, 0xff, 0xff, 0xff, 0xff, 0x7f]), None);
        assert_eq!(sizes(&[0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x11]), None);
        assert_eq!(sizes(&[0x80; 20]), None);
    }
}
