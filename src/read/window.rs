//! The part of an input that a record source looks at: it moves on, and grows until the current record fits.

use super::encoding::{Encoding, Transcoded, Units};
use super::error::{Damage, Fault};
use super::stream::{FIRST_PIECE, PIECE, Stream};
use super::{Charset, charset};
use memchr::memrchr;

/// Bytes of an input that are read to find out what it is. 64 KiB: the first line of nearly all JSON Lines files ends within.
pub(super) const HEAD: usize = 64 << 10;

/// A moving view of an input, in UTF-8 as far as the input is text.
pub(super) struct Window {
    bytes: Bytes,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// Offset of `start` in the unpacked, transcoded input.
    offset: u64,
    /// The most bytes that are held for one record.
    most: usize,
    ended: bool,
    fault: Option<Fault>,
}

enum Bytes {
    Utf8(Stream),
    Transcoded(Box<Transcoded>),
}

impl Window {
    /// Opens the view of a stream for records of at most `record` bytes; one byte more is held, to see that one is longer.
    ///
    /// The head is always held, so that what an input is taken for depends neither on the limit nor on how its bytes arrive.
    pub(super) fn new(stream: Stream, record: usize) -> Self {
        let most = record.saturating_add(1).max(HEAD);
        let mut window = Self {
            bytes: Bytes::Utf8(stream),
            buffer: Vec::new(),
            start: 0,
            end: 0,
            offset: 0,
            most,
            ended: false,
            fault: None,
        };
        window.fill(HEAD);
        window
    }

    /// Finds out the encoding: drops the byte order mark, and turns UTF-16 and UTF-32 to UTF-8 from here on.
    pub(super) fn decode(mut self) -> Self {
        let (encoding, mark) = Encoding::sniff(self.bytes());
        self.take(mark);
        match Units::of(encoding) {
            Some(units) => self.transcode(units),
            None => self,
        }
    }

    /// Turns the encoding that the bytes at hand seem to be in to UTF-8 from here on, if it is not UTF-8 already.
    pub(super) fn decode_as_guessed(self) -> Self {
        // A character may be cut in two at the end; no encoding has a line end as half of one.
        let head = self.bytes();
        let whole = if self.ended { head.len() } else { memrchr(b'\n', head).unwrap_or(head.len()) };
        let head = &head[..whole];
        if charset::is_utf8(head) {
            self
        } else {
            let units = Units::web(Charset(charset::guess(head)));
            self.transcode(units)
        }
    }

    /// Turns an encoding to UTF-8 from here on.
    pub(super) fn transcode(mut self, units: Units) -> Self {
        let Bytes::Utf8(stream) = self.bytes else { return self };
        // A fault in the head comes again behind the bytes of the head.
        let transcoded = Transcoded::new(stream, units, &self.buffer[self.start..self.end], self.fault.take());
        self.bytes = Bytes::Transcoded(Box::new(transcoded));
        (self.start, self.end, self.offset, self.ended) = (0, 0, 0, false);
        self.fill(HEAD);
        self
    }

    /// The stream below.
    pub(super) fn stream(&self) -> &Stream {
        match &self.bytes {
            Bytes::Utf8(stream) => stream,
            Bytes::Transcoded(transcoded) => transcoded.stream(),
        }
    }

    /// The bytes at hand.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Offset of the first byte at hand in the unpacked input.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Tells whether all bytes are at hand.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// Tells whether the input ended in a fault before all its bytes were there: a wrong checksum or bytes after the end come when all are.
    pub(super) fn is_cut(&self) -> bool {
        !matches!(self.fault, None | Some(Fault::Damaged(Damage::Checksum | Damage::TrailingBytes)))
    }

    /// Takes the fault that ended the input.
    pub(super) fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    /// Takes the count of characters repaired since it was last taken.
    pub(super) fn take_repaired(&mut self) -> u32 {
        match &mut self.bytes {
            Bytes::Utf8(_) => 0,
            Bytes::Transcoded(transcoded) => transcoded.take_repaired(),
        }
    }

    /// Moves on.
    pub(super) fn take(&mut self, count: usize) {
        self.start += count;
        self.offset += count as u64;
    }

    /// Takes all bytes at hand; where they fill most of the buffer, without a copy.
    pub(super) fn take_all(&mut self) -> Vec<u8> {
        let held = self.end - self.start;
        let bytes = if held < self.buffer.len() / 2 {
            self.bytes().to_vec()
        } else {
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.truncate(self.end);
            buffer.drain(..self.start);
            buffer
        };
        self.offset += held as u64;
        (self.start, self.end) = (0, 0);
        bytes
    }

    /// Reads more; `false`: there is no more, or no more may be held.
    pub(super) fn more(&mut self) -> bool {
        if self.ended || self.end - self.start >= self.most {
            return false;
        }
        self.make_room();
        // A few bytes more than may be held, so that a character of another encoding always fits.
        let room = self.buffer.len().min(self.start.saturating_add(self.most.max(PIECE)).saturating_add(64));
        let read = match &mut self.bytes {
            Bytes::Utf8(stream) => stream.read(&mut self.buffer[self.end..room]),
            Bytes::Transcoded(transcoded) => transcoded.read(&mut self.buffer[self.end..room]),
        };
        match read {
            Ok(0) => self.ended = true,
            Ok(read) => self.end += read,
            Err(fault) => {
                self.fault = Some(fault);
                self.ended = true;
            }
        }
        !self.ended
    }

    fn fill(&mut self, wanted: usize) {
        while self.end - self.start < wanted && self.more() {}
    }

    /// Sees to it that a good part of the buffer is free: moves what is at hand to the front, or takes a larger one.
    ///
    /// It starts small, for folders of many small files, and is of full size once the input is longer than its head.
    fn make_room(&mut self) {
        let wanted_free = (PIECE / 2).min(self.buffer.len() / 2).max(FIRST_PIECE / 2);
        if self.buffer.len() - self.end >= wanted_free {
            return;
        }
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.buffer.len() - self.end < wanted_free || (self.offset > 0 && self.buffer.len() < PIECE) {
            let least = if self.offset > 0 { PIECE } else { FIRST_PIECE };
            let most = self.most.saturating_add(PIECE);
            let wanted = (self.buffer.len() * 2).max(least).min(most);
            self.buffer.resize(wanted.max(self.end + wanted_free), 0);
        }
    }
}
