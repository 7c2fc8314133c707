//! CSV and its kin: one record a row, under a row of names.

use std::sync::Arc;

use memchr::{memchr, memchr_iter};

use super::columns::Columns;
use super::csv_row::{Fields, Header, RowEnd, value};
use super::role::{Names, Role};
use super::window::Window;
use super::{Context, Format, Limit, LineEnd, RawRecord, ReadError, ReadOptions, RecordSource, SkipReason};
use crate::article::Origin;

/// The rows of a CSV file; blank lines count as lines, not as rows.
pub(super) struct Csv {
    window: Window,
    path: Arc<str>,
    header: Arc<Header>,
    limit: usize,
    line_end: u8,
    line: u64,
    record: u64,
}

/// A row that was taken out of the window.
struct Row {
    /// Its bytes without its line end; of one with a fault only the first.
    bytes: Vec<u8>,
    line_end: LineEnd,
    fault: Option<SkipReason>,
}

impl Csv {
    /// Reads the row of names.
    ///
    /// # Errors
    /// When no column is known to hold the text, or two do.
    pub(super) fn new(window: Window, path: Arc<str>, limit: usize, options: &ReadOptions) -> Result<Self, ReadError> {
        let head = window.bytes();
        let line_end = if memchr(b'\n', head).is_none() && memchr(b'\r', head).is_some() { b'\r' } else { b'\n' };
        let header = Header { delimiter: b',', columns: Columns::default(), row: Vec::new() };
        let mut csv = Self { window, path, header: Arc::new(header), limit, line_end, line: 1, record: 0 };
        csv.names(options)?;
        Ok(csv)
    }

    fn names(&mut self, options: &ReadOptions) -> Result<(), ReadError> {
        self.skip_blank_lines();
        let delimiter = options.delimiter.unwrap_or_else(|| sniff(self.window.bytes(), self.line_end, options));
        let Some(Row { bytes: row, fault, .. }) = self.row(delimiter) else { return Ok(()) };
        if fault.is_some() {
            return Err(ReadError::NoHeader { path: Arc::clone(&self.path) });
        }
        let names: Vec<String> = names(&row, delimiter).collect();
        let columns = Columns::find(&names, &options.fields, &self.path)?;
        self.header = Arc::new(Header { delimiter, columns, row });
        Ok(())
    }

    /// Passes lines that hold nothing.
    fn skip_blank_lines(&mut self) {
        loop {
            match self.window.bytes().first().copied() {
                Some(byte @ (b'\n' | b'\r')) => self.line += u64::from(self.line_end == byte),
                Some(_) => return,
                None if self.window.more() => continue,
                None => return,
            }
            self.window.take(1);
        }
    }

    /// Takes the row that begins here; `None`: the input has ended.
    fn row(&mut self, delimiter: u8) -> Option<Row> {
        let mut end = RowEnd::new(delimiter, self.line_end);
        loop {
            if let Some(length) = end.find(self.window.bytes()) {
                let fault = (length > self.limit).then_some(self.too_long());
                return Some(self.take(length, 1, fault));
            }
            if self.window.more() {
                continue;
            }
            let length = self.window.bytes().len();
            if length == 0 {
                return None;
            }
            if !self.window.ended() {
                return Some(self.overlong(end));
            }
            let fault = if self.window.is_cut() {
                Some(SkipReason::CutOff)
            } else if end.is_open(self.window.bytes()) {
                Some(self.open_quote(0))
            } else {
                (length > self.limit).then_some(self.too_long())
            };
            return Some(self.take(length, 0, fault));
        }
    }

    fn too_long(&self) -> SkipReason {
        SkipReason::Limit { limit: Limit::Record, value: self.limit }
    }

    /// All from here to the end of the input stands between quotation marks that are never closed; `passed` lines of it are gone already.
    fn open_quote(&self, passed: u64) -> SkipReason {
        let bytes = self.window.bytes();
        let begun = u64::from(bytes.last().is_some_and(|&last| last != self.line_end));
        SkipReason::OpenQuote { lines: (passed + self.lines(bytes) + begun).saturating_sub(1) }
    }

    fn lines(&self, bytes: &[u8]) -> u64 {
        memchr_iter(self.line_end, bytes).count() as u64
    }

    /// Takes a row of `length` bytes and its line end of `end` bytes.
    fn take(&mut self, length: usize, end: usize, fault: Option<SkipReason>) -> Row {
        let bytes = &self.window.bytes()[..length];
        let (body, line_end) = match (bytes, end, self.line_end) {
            (_, 0, _) => (bytes, LineEnd::None),
            (_, _, b'\r') => (bytes, LineEnd::Cr),
            ([body @ .., b'\r'], ..) => (body, LineEnd::CrLf),
            _ => (bytes, LineEnd::Lf),
        };
        let shown = if fault.is_some() { body.len().min(SkipReason::SHOWN) } else { body.len() };
        let bytes = body[..shown].to_vec();
        self.pass(length + end);
        Row { bytes, line_end, fault }
    }

    /// Takes the first bytes of a row that is longer than may be held, and goes to its end.
    fn overlong(&mut self, mut end: RowEnd) -> Row {
        let bytes = self.window.bytes()[..SkipReason::SHOWN].to_vec();
        let first = self.line;
        let fault = loop {
            let kept = end.restart(self.window.bytes());
            self.pass(self.window.bytes().len() - kept);
            let more = self.window.more();
            if let Some(length) = end.find(self.window.bytes()) {
                self.pass(length + 1);
                break self.too_long();
            }
            if !more {
                let open = end.is_open(self.window.bytes());
                let fault = if open { self.open_quote(self.line - first) } else { self.too_long() };
                self.pass(self.window.bytes().len());
                break fault;
            }
        };
        Row { bytes, line_end: LineEnd::None, fault: Some(fault) }
    }

    fn pass(&mut self, count: usize) {
        self.line += self.lines(&self.window.bytes()[..count]);
        self.window.take(count);
    }
}

impl RecordSource for Csv {
    fn next(&mut self) -> Result<Option<RawRecord>, ReadError> {
        self.skip_blank_lines();
        let (line, offset) = (self.line, self.window.offset());
        let Some(row) = self.row(self.header.delimiter) else {
            return self.window.take_fault().map_or(Ok(None), |fault| Err(fault.after(self.record, &self.path)));
        };
        self.record += 1;
        Ok(Some(RawRecord {
            origin: Origin { path: Arc::clone(&self.path), record: self.record, line },
            offset,
            format: Format::Csv,
            bytes: row.bytes,
            line_end: row.line_end,
            repaired: self.window.take_repaired(),
            fault: row.fault,
            context: Context::Row(Arc::clone(&self.header)),
        }))
    }
}

fn names(row: &[u8], delimiter: u8) -> impl Iterator<Item = String> {
    Fields::new(row, delimiter).map(move |field| String::from_utf8_lossy(&value(&row[field])).trim().to_owned())
}

/// Finds the delimiter in the row of names: the one under which a column of text is named, or else the one that cuts it into most columns.
fn sniff(head: &[u8], line_end: u8, options: &ReadOptions) -> u8 {
    let wanted = Names::new(&options.fields);
    let weight = |&delimiter: &u8| {
        let end = RowEnd::new(delimiter, line_end).find(head).unwrap_or(head.len());
        let row = head[..end].strip_suffix(b"\r").unwrap_or(&head[..end]);
        let mut count = 0;
        let mut text = false;
        for name in names(row, delimiter) {
            count += 1;
            text |= wanted.roles(name.as_bytes()).any(|(role, _)| role == Role::Text);
        }
        (text, count)
    };
    // The last wins where two weigh the same.
    [b'|', b';', b'\t', b','].into_iter().max_by_key(weight).unwrap_or(b',')
}
