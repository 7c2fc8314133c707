//! JSON records in an array, or one after the other, over as many lines as they like.

use std::sync::Arc;

use memchr::memchr_iter;

use super::json_layout::{ValueEnd, blank};
use super::window::Window;
use super::{Context, Format, Limit, LineEnd, RawRecord, ReadError, RecordSource, SkipReason};
use crate::article::Origin;

/// A stream of JSON values. An array at the top stands for its elements; commas between values are skipped.
pub(super) struct Values {
    window: Window,
    path: Arc<str>,
    limit: usize,
    line: u64,
    record: u64,
    in_array: bool,
}

impl Values {
    pub(super) fn new(window: Window, path: Arc<str>, limit: usize) -> Self {
        Self { window, path, limit, line: 1, record: 0, in_array: false }
    }

    /// Goes to the next value; `false`: there is none.
    fn seek(&mut self) -> bool {
        loop {
            let bytes = self.window.bytes();
            let gap = blank(bytes);
            match bytes.get(gap) {
                None => {
                    self.pass(gap);
                    if !self.window.more() {
                        return false;
                    }
                }
                Some(b',') => self.pass(gap + 1),
                Some(b'[') if !self.in_array => {
                    self.in_array = true;
                    self.pass(gap + 1);
                }
                Some(b']') if self.in_array => {
                    self.in_array = false;
                    self.pass(gap + 1);
                }
                Some(0xef) if bytes[gap..].starts_with(b"\xef\xbb\xbf") => self.pass(gap + 3),
                Some(_) => {
                    self.pass(gap);
                    return true;
                }
            }
        }
    }

    fn pass(&mut self, count: usize) {
        self.line += memchr_iter(b'\n', &self.window.bytes()[..count]).count() as u64;
        self.window.take(count);
    }

    /// Takes the value that begins here.
    fn value(&mut self) -> RawRecord {
        let mut end = ValueEnd::default();
        let found = loop {
            if let Some(length) = end.find(self.window.bytes()) {
                break Some(length);
            }
            if !self.window.more() {
                break None;
            }
        };
        let held = self.window.bytes().len();
        // A number at the very end has no sign after it.
        let scalar = !matches!(self.window.bytes().first(), Some(b'{' | b'[' | b'"'));
        let fault = match found {
            Some(length) if length <= self.limit => None,
            None if self.window.ended() && self.window.is_cut() => Some(SkipReason::CutOff),
            None if self.window.ended() && !scalar => Some(SkipReason::Unfinished),
            None if self.window.ended() => None,
            Some(_) | None => Some(SkipReason::Limit { limit: Limit::Record, value: self.limit }),
        };
        let too_long = matches!(fault, Some(SkipReason::Limit { .. }));
        let length = found.unwrap_or(if too_long { end.scanned() } else { held });
        let shown = if too_long { length.min(SkipReason::SHOWN) } else { length };
        self.record += 1;
        let record = RawRecord {
            origin: Origin { path: Arc::clone(&self.path), record: self.record, line: self.line },
            offset: self.window.offset(),
            format: Format::Json,
            bytes: self.window.bytes()[..shown].to_vec(),
            line_end: LineEnd::None,
            repaired: self.window.take_repaired(),
            fault,
            context: Context::None,
        };
        self.pass(length);
        if found.is_none() && too_long {
            self.rest_of_overlong(end, length);
        }
        record
    }

    /// Goes to the end of a value of which `passed` bytes were too many to hold.
    fn rest_of_overlong(&mut self, mut end: ValueEnd, mut passed: usize) {
        loop {
            end.rebase(passed);
            if self.window.bytes().is_empty() && !self.window.more() {
                return;
            }
            let found = end.find(self.window.bytes());
            passed = found.unwrap_or_else(|| end.scanned());
            self.pass(passed);
            if found.is_some() {
                return;
            }
            if passed == 0 && !self.window.more() {
                // A backslash is the last byte of the input.
                self.pass(self.window.bytes().len());
                return;
            }
        }
    }
}

impl RecordSource for Values {
    fn next(&mut self) -> Result<Option<RawRecord>, ReadError> {
        if self.seek() {
            return Ok(Some(self.value()));
        }
        self.window.take_fault().map_or(Ok(None), |fault| Err(fault.after(self.record, &self.path)))
    }
}
