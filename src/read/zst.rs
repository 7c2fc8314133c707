//! Zstandard, frame by frame, with its window looked at before any memory is taken for it.

use zstd::zstd_safe::zstd_sys::ZSTD_ErrorCode;
use zstd::zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer, is_error_kind};

use super::Container;
use super::error::{Damage, Fault};
use super::stream::Packed;

/// Bytes of the longest frame header (RFC 8878, 3.1.1).
const HEADER: usize = 18;
/// Binary logarithm of the largest window that the library decodes; the smallest is 10.
pub(super) const MAX_ZSTD_WINDOW: u32 = if cfg!(target_pointer_width = "64") { 31 } else { 30 };
/// Packed bytes given to the decoder at a time, at most: one block has 128 KiB, and the header of the next follows it.
const BLOCK: usize = (128 << 10) + 3;
/// Packed bytes given to the decoder at the start of a frame.
const PREFIX: usize = 5;

/// A Zstandard file: one frame after the other, skippable ones skipped.
pub(super) struct ZstdStream {
    packed: Packed,
    decoder: DCtx<'static>,
    allowed: u32,
    state: State,
    /// What the decoder asks for: one block. With more it would decode several and, where one is damaged, give none of them.
    wanted: usize,
}

#[derive(PartialEq, Eq)]
enum State {
    Between,
    Inside,
    Ended,
}

impl ZstdStream {
    pub(super) fn new(packed: Packed, window_log: u32) -> Result<Self, Fault> {
        let no_memory = || Fault::Io(std::io::ErrorKind::OutOfMemory.into());
        let mut decoder = DCtx::try_create().ok_or_else(no_memory)?;
        let allowed = window_log.clamp(10, MAX_ZSTD_WINDOW);
        decoder.set_parameter(DParameter::WindowLogMax(allowed)).map_err(|_| no_memory())?;
        Ok(Self { packed, decoder, allowed, state: State::Between, wanted: PREFIX })
    }

    /// Packed bytes used so far.
    pub(super) fn packed(&self) -> u64 {
        self.packed.taken()
    }

    pub(super) fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        while self.state != State::Ended {
            if self.state == State::Between {
                self.next_frame()?;
                continue;
            }
            let input = self.packed.peek(self.wanted).map_err(Fault::Io)?;
            let ended = input.is_empty();
            let mut input = InBuffer::around(&input[..input.len().min(self.wanted)]);
            let mut output = OutBuffer::around(into);
            let step = self.decoder.decompress_stream(&mut output, &mut input);
            let (used, written) = (input.pos(), output.pos());
            self.packed.take(used);
            match step {
                Ok(0) => self.state = State::Between,
                Ok(_) if ended && written == 0 => return Err(Fault::Damaged(Damage::EndsEarly(Container::Zstd))),
                Ok(wanted) => self.wanted = wanted.min(BLOCK),
                Err(code) => return Err(self.fault(code)),
            }
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }

    fn next_frame(&mut self) -> Result<(), Fault> {
        let head = self.packed.peek(HEADER).map_err(Fault::Io)?;
        if head.iter().all(|&byte| byte == 0) {
            // Padding of tapes and block devices, or the end itself.
            let padding = head.len();
            self.packed.take(padding);
            if padding == 0 {
                self.state = State::Ended;
            }
            return Ok(());
        }
        if Container::sniff(head) != Some(Container::Zstd) {
            return Err(Fault::Damaged(if self.packed.taken() == 0 {
                Damage::Broken(Container::Zstd)
            } else {
                Damage::TrailingBytes
            }));
        }
        let needed = window(head).map_or(0, |bytes| bytes.next_power_of_two().trailing_zeros());
        if needed > self.allowed {
            return Err(Fault::Window { needed, allowed: self.allowed });
        }
        (self.state, self.wanted) = (State::Inside, PREFIX);
        Ok(())
    }

    fn fault(&self, code: usize) -> Fault {
        if is_error_kind(code, ZSTD_ErrorCode::ZSTD_error_memory_allocation) {
            Fault::Io(std::io::ErrorKind::OutOfMemory.into())
        } else if is_error_kind(code, ZSTD_ErrorCode::ZSTD_error_checksum_wrong) {
            Fault::Damaged(Damage::Checksum)
        } else {
            Fault::Damaged(Damage::Broken(Container::Zstd))
        }
    }
}

/// Reads the size of the window from the header of a frame (RFC 8878, 3.1.1.1); `None`: a skippable frame, or a header that is cut.
fn window(head: &[u8]) -> Option<u64> {
    let (&descriptor, rest) = head.strip_prefix(b"\x28\xb5\x2f\xfd")?.split_first()?;
    if descriptor & 0x20 == 0 {
        let byte = u64::from(*rest.first()?);
        let base = 1u64 << (10 + (byte >> 3));
        return Some(base + base / 8 * (byte & 7));
    }
    // A single segment: the window is the whole content, whose size stands after the dictionary id.
    let skip = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let length = [1, 2, 4, 8][usize::from(descriptor >> 6)];
    let mut size = [0; 8];
    size[..length].copy_from_slice(rest.get(skip..skip + length)?);
    let size = u64::from_le_bytes(size);
    // Two bytes count from 256. Beyond 2^62 no power of two above would fit.
    Some((if length == 2 { size + 256 } else { size }).min(1 << 62))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_read_from_the_frame_header() {
        assert_eq!(window(b"\x28\xb5\x2f\xfd\x00\xa8"), Some(1 << 31));
        assert_eq!(window(b"\x28\xb5\x2f\xfd\x20\x07"), Some(7));
        assert_eq!(window(b"\x28\xb5\x2f\xfd\xe0\0\0\0\0\0\0\0\x40"), Some(1 << 62));
        assert_eq!(window(b"\x28\xb5\x2f\xfd"), None);
    }
}
