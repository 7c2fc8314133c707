//! The strings of a JSON record: escapes undone, broken characters repaired and counted.

use memchr::memchr;

/// Undoes the escapes of a JSON string and appends it. Returns how many halves of surrogate pairs stood alone; each becomes U+FFFD.
///
/// `body` stands between the quotation marks and is known to be grammatical. One pass; linear.
pub(super) fn unescape(body: &str, out: &mut String) -> u32 {
    out.reserve(body.len());
    let mut repaired = 0;
    let mut rest = body;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (char, used) = match escape.as_bytes().first() {
            Some(b'n') => ('\n', 1),
            Some(b't') => ('\t', 1),
            Some(b'r') => ('\r', 1),
            Some(b'b') => ('\u{8}', 1),
            Some(b'f') => ('\u{c}', 1),
            Some(b'u') => {
                let (char, used) = unicode(&escape[1..]);
                repaired += u32::from(char.is_none());
                (char.unwrap_or(char::REPLACEMENT_CHARACTER), 1 + used)
            }
            // `"`, `\` and `/` stand for themselves.
            Some(&byte) if byte.is_ascii() => (char::from(byte), 1),
            Some(_) | None => (char::REPLACEMENT_CHARACTER, 0),
        };
        out.push(char);
        rest = &escape[used..];
    }
    out.push_str(rest);
    repaired
}

/// Reads what follows `\u`: one code unit, or two that make a pair. `None`: half a pair. Also returns the bytes used.
fn unicode(digits: &str) -> (Option<char>, usize) {
    let unit = |at: usize| digits.get(at..at + 4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let Some(first) = unit(0) else { return (None, 0) };
    if let Some(char) = char::from_u32(first) {
        return (Some(char), 4);
    }
    let second = if digits.get(4..6) == Some("\\u") { unit(6) } else { None };
    match second {
        Some(second @ 0xdc00..=0xdfff) if first < 0xdc00 => {
            (char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)), 10)
        }
        Some(_) | None => (None, 4),
    }
}

/// Turns bytes into text; each run of bytes that is no UTF-8 becomes U+FFFD and is counted. No copy where nothing is to be repaired.
pub(super) fn repair(bytes: Vec<u8>) -> (String, u32) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, 0),
        Err(error) => repair_slice(error.as_bytes()),
    }
}

/// As [`repair`], with a copy.
pub(super) fn repair_slice(bytes: &[u8]) -> (String, u32) {
    let mut text = String::with_capacity(bytes.len());
    let mut repaired = 0;
    for piece in bytes.utf8_chunks() {
        text.push_str(piece.valid());
        if !piece.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            repaired += 1;
        }
    }
    (text, repaired)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(body: &str) -> (String, u32) {
        let mut out = String::new();
        let repaired = unescape(body, &mut out);
        (out, repaired)
    }

    #[test]
    fn every_escape_of_json_is_undone() {
        assert_eq!(plain(r#"a\"b\\c\/d\b\f\n\r\t\u00e9\uD83D\ude00z"#), ("a\"b\\c/d\u{8}\u{c}\n\r\té😀z".into(), 0));
    }

    #[test]
    fn half_a_surrogate_pair_is_repaired_and_what_follows_it_is_kept() {
        assert_eq!(plain(r"High \ud83d then"), ("High \u{fffd} then".into(), 1));
        assert_eq!(plain(r"\ude00\ud83d pair"), ("\u{fffd}\u{fffd} pair".into(), 2));
        assert_eq!(plain(r"\ud83d\ud83d\ude00"), ("\u{fffd}😀".into(), 1));
        assert_eq!(plain(r"\ud83d\u0041"), ("\u{fffd}A".into(), 1));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_repaired_and_counted() {
        assert_eq!(repair(b"Caf\xe9 in M\xe1laga".to_vec()), ("Caf\u{fffd} in M\u{fffd}laga".into(), 2));
    }
}
