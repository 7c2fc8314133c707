//! Records that stand one on each line.

use std::sync::Arc;

use memchr::memchr;

use super::json_layout::ValueEnd;
use super::window::Window;
use super::{Context, Format, Limit, LineEnd, RawRecord, ReadError, RecordSource, SkipReason};
use crate::article::Origin;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// JSON Lines: one record a line; blank lines count as lines, not as records.
pub(super) struct Lines {
    window: Window,
    path: Arc<str>,
    limit: usize,
    line_end: u8,
    line: u64,
    record: u64,
    /// Bytes at hand that hold no line end.
    searched: usize,
}

impl Lines {
    pub(super) fn new(window: Window, path: Arc<str>, limit: usize, line_end: u8) -> Self {
        Self { window, path, limit, line_end, line: 1, record: 0, searched: 0 }
    }

    /// Takes a line of `length` bytes and its line end of `end` bytes; `None`: it is blank.
    fn line(&mut self, length: usize, end: usize) -> Option<RawRecord> {
        let bytes = &self.window.bytes()[..length];
        let (body, line_end) = match (bytes, end, self.line_end) {
            (_, 0, _) => (bytes, LineEnd::None),
            (_, _, b'\r') => (bytes, LineEnd::Cr),
            ([body @ .., b'\r'], ..) => (body, LineEnd::CrLf),
            _ => (bytes, LineEnd::Lf),
        };
        // Files joined with `cat` have a mark at each seam.
        let mark = if body.starts_with(BOM) { BOM.len() } else { 0 };
        let body = &body[mark..];
        let blank = body.trim_ascii().is_empty();
        let record = (!blank).then(|| {
            let too_long = body.len() > self.limit;
            let cut = end == 0 && self.window.is_cut() && ValueEnd::default().find(body.trim_ascii_start()).is_none();
            let shown = if too_long { &body[..SkipReason::SHOWN.min(body.len())] } else { body };
            RawRecord {
                origin: Origin { path: Arc::clone(&self.path), record: self.record + 1, line: self.line },
                offset: self.window.offset() + mark as u64,
                format: Format::JsonLines,
                bytes: shown.to_vec(),
                line_end,
                repaired: 0,
                fault: match (too_long, cut) {
                    (true, _) => Some(SkipReason::Limit { limit: Limit::Record, value: self.limit }),
                    (false, true) => Some(SkipReason::CutOff),
                    (false, false) => None,
                },
                context: Context::None,
            }
        });
        self.window.take(length + end);
        self.line += 1;
        self.searched = 0;
        let repaired = self.window.take_repaired();
        record.map(|record| {
            self.record += 1;
            RawRecord { repaired, ..record }
        })
    }

    /// Takes the start of a line that is longer than may be held, and goes to its end.
    fn overlong(&mut self) -> Option<RawRecord> {
        let record = self.line(self.window.bytes().len(), 0);
        self.line -= 1;
        loop {
            if let Some(end) = memchr(self.line_end, self.window.bytes()) {
                self.window.take(end + 1);
                self.line += 1;
                return record;
            }
            self.window.take(self.window.bytes().len());
            if !self.window.more() {
                return record;
            }
        }
    }
}

impl RecordSource for Lines {
    fn next(&mut self) -> Result<Option<RawRecord>, ReadError> {
        loop {
            let bytes = self.window.bytes();
            if let Some(end) = memchr(self.line_end, &bytes[self.searched..]) {
                if let Some(record) = self.line(self.searched + end, 1) {
                    return Ok(Some(record));
                }
                continue;
            }
            self.searched = bytes.len();
            if self.window.more() {
                continue;
            }
            let record = match (self.window.bytes().len(), self.window.ended()) {
                (0, _) => {
                    let fault = self.window.take_fault();
                    return fault.map_or(Ok(None), |fault| Err(fault.after(self.record, &self.path)));
                }
                (length, true) => self.line(length, 0),
                (_, false) => self.overlong(),
            };
            if record.is_some() {
                return Ok(record);
            }
        }
    }
}
