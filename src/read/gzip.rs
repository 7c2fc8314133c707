//! Gzip (RFC 1952), member by member, so that what follows a member is looked at and nothing is lost in silence.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::Container;
use super::error::{Damage, Fault};
use super::stream::Packed;

/// A gzip file: one member after the other.
///
/// Zero bytes after a member are padding (tapes, block devices). Anything else that is not a member is reported once all members are read. Of damaged data
/// every byte before the damage is given, however they arrive.
pub(super) struct GzipStream {
    packed: Packed,
    inflate: Decompress,
    sum: Crc,
    state: State,
}

enum State {
    /// Before a member, or before the end.
    Between,
    Inside,
    /// The data are given, the checksum is not yet looked at.
    Trailer,
    /// All that could be unpacked is given.
    Broken,
    Ended,
}

impl GzipStream {
    pub(super) fn new(packed: Packed) -> Self {
        Self { packed, inflate: Decompress::new(false), sum: Crc::new(), state: State::Between }
    }

    /// Packed bytes used so far.
    pub(super) fn packed(&self) -> u64 {
        self.packed.taken()
    }

    pub(super) fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        loop {
            match self.state {
                State::Between => self.between()?,
                State::Inside => match self.inside(into)? {
                    0 => {}
                    written => return Ok(written),
                },
                State::Trailer => self.trailer()?,
                State::Broken => return Err(Fault::Damaged(Damage::Broken(Container::Gzip))),
                State::Ended => return Ok(0),
            }
        }
    }

    fn inside(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        let input = self.packed.peek(1).map_err(Fault::Io)?;
        let ended = input.is_empty();
        let before = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(input, into, FlushDecompress::None);
        let used = self.inflate.total_in() - before.0;
        let written = (self.inflate.total_out() - before.1) as usize;
        self.packed.take(used as usize);
        self.sum.update(&into[..written]);
        match status {
            Ok(Status::StreamEnd) => self.state = State::Trailer,
            Ok(Status::Ok | Status::BufError) if written == 0 && ended => return Err(ends_early()),
            Ok(Status::Ok | Status::BufError) => {}
            Err(_) => self.state = State::Broken,
        }
        Ok(written)
    }

    fn trailer(&mut self) -> Result<(), Fault> {
        let &[a, b, c, d, e, f, g, h] = self.bytes()?;
        if u32::from_le_bytes([a, b, c, d]) != self.sum.sum() || u32::from_le_bytes([e, f, g, h]) != self.sum.amount() {
            return Err(Fault::Damaged(Damage::Checksum));
        }
        self.state = State::Between;
        Ok(())
    }

    fn between(&mut self) -> Result<(), Fault> {
        let rest = self.packed.peek(2).map_err(Fault::Io)?;
        let padding = rest.iter().take_while(|&&byte| byte == 0).count();
        if rest.is_empty() {
            self.state = State::Ended;
        } else if padding > 0 {
            self.packed.take(padding);
        } else if Container::sniff(rest) == Some(Container::Gzip) {
            self.header()?;
            // The tables are kept from member to member: a WARC has one member a page.
            self.inflate.reset(false);
            self.sum.reset();
            self.state = State::Inside;
        } else {
            return Err(Fault::Damaged(Damage::TrailingBytes));
        }
        Ok(())
    }

    /// Passes the header of a member; what it says (a name, a time) is not used.
    fn header(&mut self) -> Result<(), Fault> {
        let &[_, _, method, flags, ..] = self.bytes::<10>()?;
        if method != 8 || flags & 0xe0 != 0 {
            return Err(Fault::Damaged(Damage::Broken(Container::Gzip)));
        }
        if flags & 0x04 != 0 {
            let length = u16::from_le_bytes(*self.bytes()?);
            for _ in 0..length {
                self.bytes::<1>()?;
            }
        }
        // The name, then the comment; each ends with a zero byte.
        for flag in [0x08, 0x10] {
            while flags & flag != 0 && self.bytes::<1>()? != &[0] {}
        }
        if flags & 0x02 != 0 {
            self.bytes::<2>()?;
        }
        Ok(())
    }

    /// Takes the next bytes of a header or a trailer.
    fn bytes<const N: usize>(&mut self) -> Result<&[u8; N], Fault> {
        self.packed.take_array().map_err(Fault::Io)?.ok_or_else(ends_early)
    }
}

fn ends_early() -> Fault {
    Fault::Damaged(Damage::EndsEarly(Container::Gzip))
}
