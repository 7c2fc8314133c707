//! The bytes of one input, unpacked, up to the limits.

use std::io::{self, Read};

use super::error::Fault;
use super::gzip::GzipStream;
use super::zst::ZstdStream;
use super::{Container, Limit, Limits};

/// Bytes that are read at a time from the system. 256 KiB: below 64 KiB the calls show in a profile, above 512 KiB the second-level cache is left.
pub(super) const PIECE: usize = 256 << 10;

/// Bytes of the first piece: the most that is cleared for a file of a few kilobytes.
pub(super) const FIRST_PIECE: usize = 16 << 10;

/// The bytes of one input as they lie, with a look ahead.
pub(super) struct Packed {
    reader: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    taken: u64,
    ended: bool,
}

impl Packed {
    pub(super) fn new(reader: Box<dyn Read + Send>) -> Self {
        Self { reader, buffer: Vec::new(), start: 0, end: 0, taken: 0, ended: false }
    }

    /// Bytes used so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// The bytes at hand, at least `wanted` of them unless the input ends before.
    pub(super) fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        if self.end - self.start < wanted && !self.ended {
            let piece = if self.taken == 0 { FIRST_PIECE } else { PIECE };
            self.buffer.resize(piece.max(wanted).max(self.buffer.len()), 0);
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
            while self.end < wanted && !self.ended {
                let read = read_once(&mut *self.reader, &mut self.buffer[self.end..])?;
                self.end += read;
                self.ended = read == 0;
            }
        }
        Ok(&self.buffer[self.start..self.end])
    }

    /// Uses up bytes that were seen.
    pub(super) fn take(&mut self, count: usize) {
        debug_assert!(count <= self.end - self.start, "only bytes at hand are used up");
        self.start += count;
        self.taken += count as u64;
    }

    /// Uses up the next bytes; `None`: the input ends before.
    pub(super) fn take_array<const N: usize>(&mut self) -> io::Result<Option<&[u8; N]>> {
        if self.peek(N)?.len() < N {
            return Ok(None);
        }
        self.take(N);
        Ok(self.buffer[..self.start].last_chunk())
    }

    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.start == self.end && !self.ended {
            let read = read_once(&mut *self.reader, into)?;
            self.ended = read == 0;
            self.taken += read as u64;
            return Ok(read);
        }
        let read = into.len().min(self.end - self.start);
        into[..read].copy_from_slice(&self.buffer[self.start..self.start + read]);
        self.take(read);
        Ok(read)
    }
}

fn read_once(reader: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// The bytes of one input, unpacked.
pub(super) struct Stream {
    layer: Layer,
    limits: Limits,
    unpacked: u64,
}

enum Layer {
    Plain(Packed),
    Gzip(Box<GzipStream>),
    Zstd(ZstdStream),
}

impl Stream {
    /// Opens a stream by its first bytes.
    pub(super) fn new(reader: Box<dyn Read + Send>, limits: Limits) -> Result<Self, Fault> {
        let mut packed = Packed::new(reader);
        let container = Container::sniff(packed.peek(4).map_err(Fault::Io)?);
        let layer = match container {
            None => Layer::Plain(packed),
            Some(Container::Gzip) => Layer::Gzip(Box::new(GzipStream::new(packed))),
            Some(Container::Zstd) => Layer::Zstd(ZstdStream::new(packed, limits.zstd_window)?),
        };
        Ok(Self { layer, limits, unpacked: 0 })
    }

    pub(super) fn container(&self) -> Option<Container> {
        match self.layer {
            Layer::Plain(_) => None,
            Layer::Gzip(_) => Some(Container::Gzip),
            Layer::Zstd(_) => Some(Container::Zstd),
        }
    }

    /// Reads some bytes; 0 at the end. After a fault nothing more is to be read.
    pub(super) fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        let (read, packed) = match &mut self.layer {
            Layer::Plain(packed) => return packed.read(into).map_err(Fault::Io),
            Layer::Gzip(gzip) => (gzip.read(into)?, gzip.packed()),
            Layer::Zstd(zstd) => (zstd.read(into)?, zstd.packed()),
        };
        self.unpacked += read as u64;
        if self.unpacked > self.limits.decompressed {
            return Err(Fault::Limit(Limit::Decompressed, self.limits.decompressed));
        }
        if self.unpacked > Limits::RATIO_FROM && self.unpacked / self.limits.ratio.max(1) > packed {
            return Err(Fault::Limit(Limit::Ratio, self.limits.ratio));
        }
        Ok(read)
    }
}
