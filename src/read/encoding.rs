//! Which encoding the bytes of an input are in, and other encodings to UTF-8 as they stream by.

use encoding_rs::{Decoder, DecoderResult, UTF_16BE, UTF_16LE};

use super::Charset;

use super::error::Fault;
use super::stream::{PIECE, Stream};

/// An encoding of text that is told by a byte order mark or by where its zero bytes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-8, or bytes that will be repaired as such.
    Utf8,
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

impl Encoding {
    /// Finds the encoding of a text by its first bytes, and the length of its byte order mark.
    pub(super) fn sniff(head: &[u8]) -> (Self, usize) {
        match head {
            [0xef, 0xbb, 0xbf, ..] => (Self::Utf8, 3),
            [0xff, 0xfe, 0, 0, ..] => (Self::Utf32Le, 4),
            [0, 0, 0xfe, 0xff, ..] => (Self::Utf32Be, 4),
            [0xff, 0xfe, ..] => (Self::Utf16Le, 2),
            [0xfe, 0xff, ..] => (Self::Utf16Be, 2),
            _ => (Self::by_zeros(head), 0),
        }
    }

    /// Without a mark: most letters and all JSON signs are below U+0100, so that one byte of two, or three of four, is zero, always at the same place.
    ///
    /// Four in five of those places must be zero and one in fifty of the others may be: in UTF-16 news text 99 % are (dashes and quotation marks are
    /// not), in UTF-8 text none is.
    fn by_zeros(head: &[u8]) -> Self {
        // Below four letters a file of zeros and one of text cannot be told apart.
        let quads = head.len() / 4;
        if quads < 2 {
            return Self::Utf8;
        }
        let mut zeros = [0usize; 4];
        for quad in head.chunks_exact(4) {
            for (count, &byte) in zeros.iter_mut().zip(quad) {
                *count += usize::from(byte == 0);
            }
        }
        let full = zeros.map(|count| count * 5 >= quads * 4);
        let none = zeros.map(|count| count * 50 <= quads);
        match (full, none) {
            ([false, true, true, true], [true, ..]) => Self::Utf32Le,
            ([true, true, true, false], [.., true]) => Self::Utf32Be,
            ([false, true, false, true], [true, _, true, _]) => Self::Utf16Le,
            ([true, false, true, false], [_, true, _, true]) => Self::Utf16Be,
            _ => Self::Utf8,
        }
    }
}

/// A stream in another encoding, as UTF-8. Broken units become U+FFFD and are counted.
pub(super) struct Transcoded {
    stream: Stream,
    units: Units,
    /// Bytes that are not yet turned, `start..end`.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    finished: bool,
    repaired: u32,
    /// A fault that was met while the head was read.
    fault: Option<Fault>,
}

/// Code units that are not those of UTF-8.
pub(super) enum Units {
    /// Those of an encoding of the web.
    Web(Box<Decoder>),
    FourLe,
    FourBe,
}

impl Units {
    /// The units of an encoding; `None`: it is UTF-8.
    pub(super) fn of(encoding: Encoding) -> Option<Self> {
        match encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16Le => Some(Self::web(Charset(UTF_16LE))),
            Encoding::Utf16Be => Some(Self::web(Charset(UTF_16BE))),
            Encoding::Utf32Le => Some(Self::FourLe),
            Encoding::Utf32Be => Some(Self::FourBe),
        }
    }
}

impl Units {
    /// The units of an encoding of the web.
    pub(super) fn web(charset: Charset) -> Self {
        Self::Web(Box::new(charset.0.new_decoder_without_bom_handling()))
    }
}

impl Transcoded {
    /// Takes a stream over, with the bytes that were read from it already, without their byte order mark, and the fault that came after them.
    pub(super) fn new(stream: Stream, units: Units, head: &[u8], fault: Option<Fault>) -> Self {
        let mut buffer = vec![0; PIECE.max(head.len())];
        buffer[..head.len()].copy_from_slice(head);
        Self { stream, units, buffer, start: 0, end: head.len(), ended: false, finished: false, repaired: 0, fault }
    }

    pub(super) fn stream(&self) -> &Stream {
        &self.stream
    }

    /// Takes the count of repairs since it was last taken.
    pub(super) fn take_repaired(&mut self) -> u32 {
        std::mem::take(&mut self.repaired)
    }

    /// Reads some UTF-8; 0 at the end. `into` must hold at least 8 bytes.
    pub(super) fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        while !self.finished {
            if self.end - self.start < 4 && !self.ended {
                self.buffer.copy_within(self.start..self.end, 0);
                (self.start, self.end) = (0, self.end - self.start);
                if let Some(fault) = self.fault.take() {
                    return Err(fault);
                }
                let read = self.stream.read(&mut self.buffer[self.end..])?;
                self.end += read;
                self.ended = read == 0;
            }
            let written = match &mut self.units {
                Units::Web(_) => self.web(into),
                Units::FourLe => self.four(into, u32::from_le_bytes),
                Units::FourBe => self.four(into, u32::from_be_bytes),
            };
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }

    fn web(&mut self, into: &mut [u8]) -> usize {
        let Units::Web(decoder) = &mut self.units else { return 0 };
        // Room for one U+FFFD is kept at the end, so that none is lost.
        let room = into.len().saturating_sub(3);
        let mut out = 0;
        while out + 4 <= room {
            let source = &self.buffer[self.start..self.end];
            let (result, used, written) =
                decoder.decode_to_utf8_without_replacement(source, &mut into[out..room], self.ended);
            self.start += used;
            out += written;
            match result {
                DecoderResult::InputEmpty => {
                    self.finished = self.ended;
                    return out;
                }
                DecoderResult::OutputFull => return out,
                DecoderResult::Malformed(..) => {
                    self.repaired += 1;
                    into[out..out + 3].copy_from_slice("\u{fffd}".as_bytes());
                    out += 3;
                }
            }
        }
        out
    }

    fn four(&mut self, into: &mut [u8], value: fn([u8; 4]) -> u32) -> usize {
        let mut out = 0;
        while into.len() - out >= 4 {
            let rest = &self.buffer[self.start..self.end];
            let (code, used) = match rest {
                &[a, b, c, d, ..] => (value([a, b, c, d]), 4),
                [] | [_] | [_, _] | [_, _, _] if !self.ended => return out,
                [] => {
                    self.finished = true;
                    return out;
                }
                cut => (u32::MAX, cut.len()),
            };
            self.start += used;
            let char = char::from_u32(code).unwrap_or_else(|| {
                self.repaired += 1;
                char::REPLACEMENT_CHARACTER
            });
            out += char.encode_utf8(&mut into[out..]).len();
        }
        out
    }
}
