//! Plain numbers and strings as bytes, little-endian; the reader says `None` where bytes are missing or make no sense.

/// Appends a number of at most 64 bits, seven bits a byte, the low ones first.
pub(super) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a text with its length before it.
pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_varint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Appends a text that may be missing: a length of 0 says missing, `n + 1` says `n` bytes.
pub(super) fn put_maybe(out: &mut Vec<u8>, text: Option<&str>) {
    put_varint(out, text.map_or(0, |text| text.len() as u64 + 1));
    out.extend_from_slice(text.unwrap_or_default().as_bytes());
}

/// Takes numbers and strings from the front of a row of bytes.
#[derive(Debug, Clone)]
pub(super) struct Wire<'b>(pub(super) &'b [u8]);

impl<'b> Wire<'b> {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn bytes(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array().map(u8::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn u128(&mut self) -> Option<u128> {
        self.array().map(u128::from_le_bytes)
    }

    pub(super) fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.u8()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return None;
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        let length = self.varint()?;
        std::str::from_utf8(self.bytes(usize::try_from(length).ok()?)?).ok()
    }

    pub(super) fn maybe(&mut self) -> Option<Option<&'b str>> {
        let Some(length) = self.varint()?.checked_sub(1) else { return Some(None) };
        std::str::from_utf8(self.bytes(usize::try_from(length).ok()?)?).ok().map(Some)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_put_is_taken(numbers in prop::collection::vec(any::<u64>(), 0..20), text in ".*", maybe in prop::option::of(".*")) {
            let mut bytes = Vec::new();
            for &number in &numbers {
                put_varint(&mut bytes, number);
            }
            put_text(&mut bytes, &text);
            put_maybe(&mut bytes, maybe.as_deref());
            let mut wire = Wire(&bytes);
            for number in numbers {
                prop_assert_eq!(wire.varint(), Some(number));
            }
            prop_assert_eq!(wire.text(), Some(text.as_str()));
            prop_assert_eq!(wire.maybe(), Some(maybe.as_deref()));
            prop_assert!(wire.is_empty());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut wire = Wire(&bytes);
            while wire.text().is_some() && !wire.is_empty() {}
        }
    }
}
