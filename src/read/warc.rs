//! WARC and WET (ISO 28500): one record a captured page, or the text a crawler took from one.
//!
//! Pages (HTTP responses and resources of HTML or plain text) and conversions are records; requests, metadata, revisits, pictures and errors of the server are
//! passed by. Where the lengths are wrong the reader goes on at the next line that begins a record, and says what it lost.

use std::sync::Arc;

use memchr::memmem::{self, Finder};

use super::http::Head;
use super::told::Told;
use super::warc_header::{Header, Kind};
use super::window::Window;
use super::{Context, Format, Limit, LineEnd, RawRecord, ReadError, RecordSource, SkipReason};
use crate::article::Origin;

/// Bytes of the header of one record. 64 KiB: headers have 300 to 800 bytes, and some servers send addresses of a few thousand.
pub(super) const HEADER: usize = 64 << 10;

/// The captures of a WARC file.
pub(super) struct Warc {
    window: Window,
    path: Arc<str>,
    limit: usize,
    record: u64,
    /// Finds the line that begins a record.
    start: Finder<'static>,
}

/// What a captured page is packed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Capture {
    pub(super) told: Told,
    /// The type of the bytes: of the block itself, or in the HTTP head that it begins with.
    pub(super) media: Option<String>,
    /// The block begins with an HTTP head.
    pub(super) http: bool,
}

/// What stands where a record should.
enum Next {
    Record(RawRecord),
    /// Nothing that is an article.
    Passed,
    End,
}

impl Warc {
    pub(super) fn new(window: Window, path: Arc<str>, limit: usize) -> Self {
        Self { window, path, limit, record: 0, start: Finder::new(b"\nWARC/1.") }
    }

    fn step(&mut self) -> Next {
        if !self.skip_blank() {
            return Next::End;
        }
        if !self.begins_record(0) {
            return self.strange();
        }
        let Some((length, body)) = self.header_end() else { return self.endless_header() };
        let header = Header::parse(&self.window.bytes()[..length]);
        match header.length {
            None => self.without_length(body),
            Some(claimed) => self.block(header, body, claimed),
        }
    }

    /// Passes line ends; `false`: the input has ended.
    fn skip_blank(&mut self) -> bool {
        loop {
            let blank = self.window.bytes().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            self.window.take(blank);
            if !self.window.bytes().is_empty() {
                return true;
            }
            if !self.window.more() {
                return false;
            }
        }
    }

    /// Sees to it that so many bytes are at hand, as far as they may be held and are there.
    fn hold(&mut self, wanted: usize) -> usize {
        while self.window.bytes().len() < wanted && self.window.more() {}
        self.window.bytes().len()
    }

    fn begins_record(&mut self, at: usize) -> bool {
        self.hold(at + 7) >= at + 7 && self.window.bytes()[at..].starts_with(b"WARC/1.")
    }

    /// Finds the empty line behind the header: where the header ends, and where the block begins.
    fn header_end(&mut self) -> Option<(usize, usize)> {
        loop {
            let held = &self.window.bytes()[..self.window.bytes().len().min(HEADER)];
            let crlf = memmem::find(held, b"\r\n\r\n").map(|at| (at, at + 4));
            let lf = memmem::find(&held[..crlf.map_or(held.len(), |(at, _)| at)], b"\n\n").map(|at| (at, at + 2));
            if let Some(found) = lf.or(crlf) {
                return Some(found);
            }
            if held.len() == HEADER || !self.window.more() {
                return None;
            }
        }
    }

    fn endless_header(&mut self) -> Next {
        let reason = if self.window.bytes().len() >= HEADER {
            SkipReason::Limit { limit: Limit::WarcHeader, value: HEADER }
        } else if self.window.is_cut() {
            SkipReason::CutOff
        } else {
            SkipReason::Unfinished
        };
        self.resync(7, |_| reason)
    }

    /// Bytes that are no record.
    fn strange(&mut self) -> Next {
        self.resync(0, |bytes| SkipReason::NotARecord { bytes })
    }

    fn without_length(&mut self, body: usize) -> Next {
        self.resync(body, |_| SkipReason::NoLength)
    }

    /// Gives up what stands here, to the next line that begins a record; it is looked for from `from` on.
    fn resync(&mut self, from: usize, reason: impl FnOnce(u64) -> SkipReason) -> Next {
        let shown = self.window.bytes()[..self.window.bytes().len().min(SkipReason::SHOWN)].to_vec();
        let offset = self.window.offset();
        let mut from = from;
        loop {
            let bytes = self.window.bytes();
            if let Some(found) = self.start.find(&bytes[from.min(bytes.len())..]) {
                self.window.take(from + found + 1);
                break;
            }
            // The mark may lie across the border.
            let gone = bytes.len().saturating_sub(self.start.needle().len() - 1).max(from);
            self.window.take(gone.min(self.window.bytes().len()));
            from = 0;
            if !self.window.more() {
                self.window.take(self.window.bytes().len());
                break;
            }
        }
        let reason = reason(self.window.offset() - offset);
        Next::Record(self.record(offset, shown, Some(reason), Context::None))
    }

    /// Takes the block of a record that claims to have `claimed` bytes.
    fn block(&mut self, header: Header, body: usize, claimed: u64) -> Next {
        let length = usize::try_from(claimed).ok().filter(|&length| length <= self.limit);
        let wanted = length.unwrap_or(self.limit).saturating_add(body);
        // A record begins at most so far behind the block: `\r\n\r\nWARC/1.`
        let held = self.hold(wanted.saturating_add(11));
        match length.map(|length| body + length).filter(|&end| end <= held) {
            Some(end) if self.ends_at(end) => self.whole(header, body, end),
            Some(_) => self.wrong_length(body, claimed),
            None if held < wanted => self.short(header, body, claimed),
            None => self.overlong(header, body, claimed),
        }
    }

    /// Tells whether a record may end here: nothing follows, or line ends and another record.
    fn ends_at(&mut self, end: usize) -> bool {
        let rest = &self.window.bytes()[end..];
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let rest = &rest[blank..];
        rest.is_empty() || blank >= 4 || b"WARC/1.".starts_with(&rest[..rest.len().min(7)])
    }

    /// The input ends before the block does, or its length is wrong.
    fn short(&mut self, header: Header, body: usize, claimed: u64) -> Next {
        if self.start.find(&self.window.bytes()[body..]).is_some() {
            return self.wrong_length(body, claimed);
        }
        let reason = if self.window.is_cut() { SkipReason::CutOff } else { SkipReason::Unfinished };
        let _ = header;
        self.resync(body, |_| reason)
    }

    fn wrong_length(&mut self, body: usize, claimed: u64) -> Next {
        self.resync(body, |_| SkipReason::WrongLength { claimed })
    }

    /// A block that is longer than may be held is passed by; one whose header lies ends where another record begins.
    fn overlong(&mut self, header: Header, body: usize, claimed: u64) -> Next {
        let bytes = self.window.bytes();
        let inside = memmem::find(&bytes[body..], b"\r\n\r\nWARC/1.").is_some();
        if inside {
            return self.wrong_length(body, claimed);
        }
        let kept = bytes[..bytes.len().min(SkipReason::SHOWN)].to_vec();
        let offset = self.window.offset();
        let mut rest = claimed.saturating_add(body as u64);
        while rest > 0 {
            let held = self.window.bytes().len() as u64;
            let passed = rest.min(held);
            self.window.take(passed as usize);
            rest -= passed;
            if rest > 0 && !self.window.more() && self.window.bytes().is_empty() {
                break;
            }
        }
        if header.kind == Kind::Other && rest == 0 {
            return Next::Passed;
        }
        let reason = SkipReason::Limit { limit: Limit::Record, value: self.limit };
        Next::Record(self.record(offset, kept, Some(reason), Context::None))
    }

    /// Takes a record that is all there.
    fn whole(&mut self, header: Header, body: usize, end: usize) -> Next {
        let block = &self.window.bytes()[body..end];
        let offset = self.window.offset() + body as u64;
        let (media, http) = match header.kind {
            Kind::Response => match Head::parse(block).filter(|head| head.is_page(block)) {
                Some(head) => (head.media, true),
                None => {
                    self.window.take(end);
                    return Next::Passed;
                }
            },
            Kind::Text => (header.media, false),
            Kind::Other => {
                self.window.take(end);
                return Next::Passed;
            }
        };
        let bytes = block.to_vec();
        self.window.take(end);
        let capture = Capture { told: header.told, media, http };
        Next::Record(self.record(offset, bytes, None, Context::Capture(Box::new(capture))))
    }

    fn record(&mut self, offset: u64, bytes: Vec<u8>, fault: Option<SkipReason>, context: Context) -> RawRecord {
        self.record += 1;
        RawRecord {
            origin: Origin { path: Arc::clone(&self.path), record: self.record, line: 1 },
            offset,
            format: Format::Warc,
            bytes,
            line_end: LineEnd::None,
            repaired: 0,
            fault,
            context,
        }
    }
}

impl RecordSource for Warc {
    fn next(&mut self) -> Result<Option<RawRecord>, ReadError> {
        loop {
            match self.step() {
                Next::Record(record) => return Ok(Some(record)),
                Next::Passed => {}
                Next::End => {
                    let fault = self.window.take_fault();
                    return fault.map_or(Ok(None), |fault| Err(fault.after(self.record, &self.path)));
                }
            }
        }
    }
}
