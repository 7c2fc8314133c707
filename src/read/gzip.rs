//! Gzip, member by member, so that what follows a member is looked at and nothing is lost in silence.

use std::io::{self, Read};
use std::mem;

use flate2::bufread::GzDecoder;

use super::Container;
use super::error::{Damage, Fault};
use super::stream::Packed;

/// A gzip file: one member after the other.
///
/// Zero bytes after a member are padding (tapes, block devices). Anything else that is not a member is reported once all members are read.
pub(super) struct GzipStream {
    member: GzDecoder<Packed>,
    ended: bool,
}

impl GzipStream {
    pub(super) fn new(packed: Packed) -> Self {
        Self { member: GzDecoder::new(packed), ended: false }
    }

    /// Packed bytes used so far.
    pub(super) fn packed(&self) -> u64 {
        self.member.get_ref().taken()
    }

    pub(super) fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        while !self.ended {
            match self.member.read(into) {
                Ok(0) => self.next_member()?,
                Ok(read) => return Ok(read),
                Err(error) => return Err(fault(error)),
            }
        }
        Ok(0)
    }

    fn next_member(&mut self) -> Result<(), Fault> {
        let packed = self.member.get_mut();
        loop {
            let rest = packed.peek(2).map_err(Fault::Io)?;
            let padding = rest.iter().take_while(|&&byte| byte == 0).count();
            if rest.is_empty() {
                self.ended = true;
                return Ok(());
            }
            if padding == 0 {
                break;
            }
            packed.take(padding);
        }
        if Container::sniff(packed.peek(2).map_err(Fault::Io)?) != Some(Container::Gzip) {
            return Err(Fault::Damaged(Damage::TrailingBytes));
        }
        // The decoder keeps its tables from member to member: a WARC has one member a page.
        let packed = mem::replace(packed, Packed::empty());
        self.member.reset(packed);
        Ok(())
    }
}

fn fault(error: io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Fault::Damaged(Damage::EndsEarly(Container::Gzip)),
        // flate2 has one kind for both and tells them apart in its text only.
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData if error.to_string().contains("checksum") => {
            Fault::Damaged(Damage::Checksum)
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Fault::Damaged(Damage::Broken(Container::Gzip)),
        _ => Fault::Io(error),
    }
}
