//! One row of a CSV file: where it ends, its fields, and the article it holds.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2};

use super::columns::Columns;
use super::json_string::repair_slice;
use super::role::Role;
use super::told::Told;
use super::{Context, Parsed, RawRecord, SkipReason, Skipped, Written};

/// What all rows of one file share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The byte between two fields.
    pub(super) delimiter: u8,
    pub(super) columns: Columns,
    /// The row of names as it is written.
    pub(super) row: Vec<u8>,
}

/// Looks for the end of one row; goes on where it stopped when more bytes are there.
///
/// RFC 4180, read as spreadsheets and the `csv` crate read it: a quotation mark opens a field only as its first byte, and what follows the closing one
/// belongs to the field.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowEnd {
    delimiter: u8,
    line_end: u8,
    at: usize,
    quoted: bool,
}

impl RowEnd {
    pub(super) const fn new(delimiter: u8, line_end: u8) -> Self {
        Self { delimiter, line_end, at: 0, quoted: false }
    }

    /// Returns where the line end of the row stands; `None`: it goes on. `bytes` must begin as they did in the call before.
    pub(super) fn find(&mut self, bytes: &[u8]) -> Option<usize> {
        loop {
            if self.quoted {
                let Some(mark) = memchr(b'"', &bytes[self.at..]).map(|mark| self.at + mark) else {
                    self.at = bytes.len();
                    return None;
                };
                match bytes.get(mark + 1) {
                    // Perhaps a doubled mark, whose other half is not here yet.
                    None => {
                        self.at = mark;
                        return None;
                    }
                    Some(b'"') => self.at = mark + 2,
                    Some(_) => (self.at, self.quoted) = (mark + 1, false),
                }
                continue;
            }
            let Some(found) = memchr2(b'"', self.line_end, &bytes[self.at..]).map(|found| self.at + found) else {
                self.at = bytes.len();
                return None;
            };
            if bytes[found] == self.line_end {
                return Some(found);
            }
            self.quoted = found == 0 || bytes[found - 1] == self.delimiter;
            self.at = found + 1;
        }
    }

    /// Tells whether the bytes seen so far end within quotation marks, nothing more to come.
    pub(super) fn is_open(&self, bytes: &[u8]) -> bool {
        // A mark as the last byte of all closes.
        self.quoted && self.at >= bytes.len()
    }

    /// Forgets the bytes seen so far, which are gone; returns how many stay to be seen again.
    pub(super) fn restart(&mut self, bytes: &[u8]) -> usize {
        // The last byte says whether a mark behind it opens a field; a mark may be half of a doubled one.
        let kept = if self.quoted { bytes.len() - self.at } else { 1.min(bytes.len()) };
        self.at = if self.quoted { 0 } else { kept };
        kept
    }
}

/// Goes through the fields of one row; `None` at its end.
pub(super) struct Fields<'r> {
    row: &'r [u8],
    delimiter: u8,
    at: Option<usize>,
    /// Something followed a closing quotation mark.
    stray: bool,
}

impl<'r> Fields<'r> {
    pub(super) fn new(row: &'r [u8], delimiter: u8) -> Self {
        Self { row, delimiter, at: Some(0), stray: false }
    }
}

impl Iterator for Fields<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.at?;
        let mut from = start;
        if self.row.get(start) == Some(&b'"') {
            from += 1;
            loop {
                let mark = memchr(b'"', &self.row[from..]).map(|mark| from + mark);
                from = mark.map_or(self.row.len(), |mark| mark + 1);
                if self.row.get(from) != Some(&b'"') {
                    break;
                }
                from += 1;
            }
            self.stray |= self.row.get(from).is_some_and(|&next| next != self.delimiter);
        }
        let end = memchr(self.delimiter, &self.row[from..]).map(|end| from + end);
        self.at = end.map(|end| end + 1);
        Some(start..end.unwrap_or(self.row.len()))
    }
}

/// The value of a field: without its quotation marks, doubled ones made single.
pub(super) fn value(field: &[u8]) -> Cow<'_, [u8]> {
    let Some(inner) = field.strip_prefix(b"\"") else { return Cow::Borrowed(field) };
    if let Some(plain) = inner.strip_suffix(b"\"").filter(|plain| memchr(b'"', plain).is_none()) {
        return Cow::Borrowed(plain);
    }
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(mark) = memchr(b'"', rest) {
        out.extend_from_slice(&rest[..mark]);
        if rest.get(mark + 1) == Some(&b'"') {
            out.push(b'"');
            rest = &rest[mark + 2..];
        } else {
            // Closed; what follows is taken as it is.
            rest = &rest[mark + 1..];
            break;
        }
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

/// Makes the article of a row.
pub(super) fn parse(raw: RawRecord) -> Result<Parsed, Skipped> {
    let Context::Row(header) = &raw.context else { return Err(raw.skipped(SkipReason::EmptyRow)) };
    let mut told = Told::default();
    let (mut text, mut place, mut repaired) = (String::new(), 0..0, 0);
    let mut used = header.columns.used.iter().copied().peekable();
    let (mut count, mut filled) = (0, false);
    let mut fields = Fields::new(&raw.bytes, header.delimiter);
    for (at, field) in fields.by_ref().enumerate() {
        count = at + 1;
        filled |= !field.is_empty();
        while let Some((role, _)) = used.next_if(|&(_, column)| column == at) {
            let (value, broken) = repair_slice(&value(&raw.bytes[field.clone()]));
            repaired += broken;
            match role {
                Role::Text => (text, place) = (value, field.clone()),
                Role::Title | Role::Url | Role::Published | Role::Crawled | Role::Source | Role::Id => {
                    told.take(role, value);
                }
            }
        }
    }
    let last_line = raw.origin.line + memchr_iter(b'\n', &raw.bytes).count() as u64;
    let reason = if raw.bytes == header.row {
        Some(SkipReason::HeaderAgain)
    } else if !filled {
        Some(SkipReason::EmptyRow)
    } else if count != header.columns.count {
        Some(SkipReason::FieldCount { found: count, wanted: header.columns.count, last_line })
    } else if fields.stray && last_line > raw.origin.line {
        Some(SkipReason::StrayQuote { last_line })
    } else {
        None
    };
    if let Some(reason) = reason {
        return Err(raw.skipped(reason));
    }
    let RawRecord { origin, format, bytes, line_end, repaired: before, .. } = raw;
    Ok(Parsed {
        article: told.article(text, Vec::new(), origin),
        repaired: before + repaired,
        written: Some(Written { format, bytes, text: place, line_end }),
    })
}
