//! Numbers as bits: the Golomb-Rice and Elias gamma codes that posting lists are stored in.
//!
//! Bits fill each byte from the lowest. A reader never fails: past the end it reads zeros and remembers that it ran over.

/// Bits that are written at once.
const WRITTEN: u32 = 32;
/// Bits that are read at once at least: eight bytes from the middle of one on.
const PEEKED: u32 = 57;

/// Appends numbers to a row of bits.
#[derive(Debug, Clone, Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    pending: u64,
    filled: u32,
}

impl BitWriter {
    /// Appends the low `count` bits of a value; at most 57.
    pub(super) fn bits(&mut self, value: u64, count: u32) {
        debug_assert!(count <= 57 && value >> count == 0);
        if count > WRITTEN {
            self.few(value & ((1 << WRITTEN) - 1), WRITTEN);
            self.few(value >> WRITTEN, count - WRITTEN);
        } else {
            self.few(value, count);
        }
    }

    /// Appends at most [`WRITTEN`] bits: fewer than as many are pending, so that both have room in one number.
    fn few(&mut self, value: u64, count: u32) {
        self.pending |= value << self.filled;
        self.filled += count;
        if self.filled >= WRITTEN {
            self.bytes.extend_from_slice(&(self.pending as u32).to_le_bytes());
            self.pending >>= WRITTEN;
            self.filled -= WRITTEN;
        }
    }

    /// Appends `zeros` zeros, a one, and then `count` bits.
    fn unary_then(&mut self, mut zeros: u64, value: u64, count: u32) {
        while zeros >= u64::from(WRITTEN) {
            self.few(0, WRITTEN);
            zeros -= u64::from(WRITTEN);
        }
        let ones = zeros as u32 + 1;
        if ones + count <= WRITTEN {
            self.few((value << ones) | 1 << zeros, ones + count);
        } else {
            self.few(1 << zeros, ones);
            self.bits(value, count);
        }
    }

    /// Appends a value in the Rice code with `low` plain bits: best where the mean value is about `1.4 * 2^low`.
    pub(super) fn rice(&mut self, value: u64, low: u32) {
        self.unary_then(value >> low, value & ((1 << low) - 1), low);
    }

    /// Appends a value of at least 1 in the Elias gamma code: 1 takes one bit, 2 and 3 take three.
    pub(super) fn gamma(&mut self, value: u64) {
        let low = value.max(1).ilog2();
        self.unary_then(u64::from(low), value & ((1 << low) - 1), low);
    }

    /// Fills the last byte with zeros and hands over the bytes; the writer is empty again.
    pub(super) fn finish(&mut self) -> Vec<u8> {
        let rest = self.filled.div_ceil(8) as usize;
        self.bytes.extend_from_slice(&self.pending.to_le_bytes()[..rest]);
        (self.pending, self.filled) = (0, 0);
        std::mem::take(&mut self.bytes)
    }
}

/// Reads numbers from a row of bits.
#[derive(Debug, Clone)]
pub(super) struct BitReader<'b> {
    bytes: &'b [u8],
    /// Next bit.
    at: usize,
}

impl<'b> BitReader<'b> {
    /// Starts at a bit.
    pub(super) const fn starting(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// Returns the next bit.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Tells whether more bits were asked for than there are.
    pub(super) const fn overrun(&self) -> bool {
        self.at > self.bytes.len() * 8
    }

    /// Returns the next 57 bits or more without taking them.
    fn peek(&self) -> u64 {
        let from = self.at / 8;
        let word = match self.bytes.get(from..from + 8) {
            Some(eight) => u64::from_le_bytes(eight.try_into().expect("the slice has eight bytes")),
            None => {
                let rest = self.bytes.get(from..).unwrap_or_default();
                rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte))
            }
        };
        word >> (self.at % 8)
    }

    /// Reads `count` bits; at most 57.
    pub(super) fn bits(&mut self, count: u32) -> u64 {
        let value = self.peek() & ((1 << count) - 1);
        self.at += count as usize;
        value
    }

    /// Reads zeros up to a one; `None` past the end.
    fn unary(&mut self) -> Option<u64> {
        let mut zeros = 0;
        while !self.overrun() {
            let run = self.peek().trailing_zeros().min(PEEKED);
            zeros += u64::from(run);
            self.at += run as usize;
            if run < PEEKED {
                self.at += 1;
                return Some(zeros);
            }
        }
        None
    }

    /// Reads a value in the Rice code.
    pub(super) fn rice(&mut self, low: u32) -> u64 {
        // Nearly always all of it is in what is read at once.
        let word = self.peek();
        let zeros = word.trailing_zeros();
        if zeros + low < PEEKED {
            self.at += (zeros + 1 + low) as usize;
            return u64::from(zeros) << low | word >> zeros >> 1 & ((1 << low) - 1);
        }
        let high = self.unary().unwrap_or(0);
        high << low | self.bits(low)
    }

    /// Reads a value in the Elias gamma code.
    pub(super) fn gamma(&mut self) -> u64 {
        let word = self.peek();
        let low = word.trailing_zeros();
        if 2 * low < PEEKED {
            self.at += (2 * low + 1) as usize;
            return 1 << low | word >> low >> 1 & ((1 << low) - 1);
        }
        // A damaged length is cut: the reader has run over then, or the value is refused by who asked for it.
        let low = self.unary().unwrap_or(0).min(57) as u32;
        1 << low | self.bits(low)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back(values in prop::collection::vec((0u64..1 << 30, 12u32..30), 0..200)) {
            let mut writer = BitWriter::default();
            for &(value, low) in &values {
                writer.rice(value, low);
                writer.gamma(value + 1);
                writer.bits(value, 31);
            }
            let bytes = writer.finish();
            let mut reader = BitReader::starting(&bytes, 0);
            for (value, low) in values {
                prop_assert_eq!(reader.rice(low), value);
                prop_assert_eq!(reader.gamma(), value + 1);
                prop_assert_eq!(reader.bits(31), value);
            }
            prop_assert!(!reader.overrun());
        }

        #[test]
        fn reading_any_bytes_ends(bytes in prop::collection::vec(any::<u8>(), 0..64), low in 0u32..40) {
            let mut reader = BitReader::starting(&bytes, 0);
            let mut steps = 0;
            while !reader.overrun() {
                let _ = (reader.rice(low), reader.gamma());
                steps += 1;
                prop_assert!(steps <= 64 * 8 + 1);
            }
        }
    }

    #[test]
    fn a_long_row_of_zeros_is_one_number() {
        let mut writer = BitWriter::default();
        writer.rice(1000, 0);
        writer.rice(3, 2);
        let bytes = writer.finish();
        let mut reader = BitReader::starting(&bytes, 0);
        assert_eq!((reader.rice(0), reader.rice(2)), (1000, 3));
    }
}
