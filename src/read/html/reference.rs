//! Character references of HTML: `&amp;`, `&eacute`, `&#8217;`.

use std::borrow::Cow;

use memchr::memchr;
use quick_xml::escape::resolve_html5_entity;

/// Undoes the character references of a text or a value. Linear; no copy where there are none.
pub(super) fn decoded(written: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', written.as_bytes()) else { return Cow::Borrowed(written) };
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    let mut next = Some(first);
    while let Some(at) = next {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let used = reference(rest, &mut out);
        if used == 0 {
            out.push('&');
        }
        rest = &rest[used..];
        next = memchr(b'&', rest.as_bytes());
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Bytes of the longest name (`CounterClockwiseContourIntegral`).
const LONGEST: usize = 31;

/// Reads what follows an ampersand and appends what it stands for; returns the bytes used, 0 where it is no reference.
fn reference(text: &str, out: &mut String) -> usize {
    if let Some(number) = text.strip_prefix('#') {
        return numeric(number, out).map_or(0, |used| used + 1);
    }
    let length = text.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    if text.as_bytes().get(length) == Some(&b';')
        && let Some(is) = resolve_html5_entity(&text[..length])
    {
        out.push_str(is);
        return length + 1;
    }
    for end in (2..=length.min(6)).rev() {
        if BARE.binary_search(&&text[..end]).is_ok()
            && let Some(is) = resolve_html5_entity(&text[..end])
        {
            out.push_str(is);
            return end;
        }
    }
    0
}

/// Reads a number in what follows `&#`. `None`: there is none.
fn numeric(number: &str, out: &mut String) -> Option<usize> {
    let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |hex| (hex, 16));
    let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if length == 0 {
        return None;
    }
    let code = u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX);
    out.push(match code {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9f => WINDOWS[code as usize - 0x80],
        code => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    });
    let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    Some(number.len() - digits.len() + length + semicolon)
}

/// What the numbers from 128 to 159 mean: the letters of Windows-1252.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Names of the first edition, which stand without a semicolon too (`&copy2024`); sorted.
const BARE: [&str; 106] = [
    "AElig", "AMP", "Aacute", "Acirc", "Agrave", "Aring", "Atilde", "Auml", "COPY", "Ccedil", "ETH", "Eacute", "Ecirc",
    "Egrave", "Euml", "GT", "Iacute", "Icirc", "Igrave", "Iuml", "LT", "Ntilde", "Oacute", "Ocirc", "Ograve", "Oslash",
    "Otilde", "Ouml", "QUOT", "REG", "THORN", "Uacute", "Ucirc", "Ugrave", "Uuml", "Yacute", "aacute", "acirc",
    "acute", "aelig", "agrave", "amp", "aring", "atilde", "auml", "brvbar", "ccedil", "cedil", "cent", "copy",
    "curren", "deg", "divide", "eacute", "ecirc", "egrave", "eth", "euml", "frac12", "frac14", "frac34", "gt",
    "iacute", "icirc", "iexcl", "igrave", "iquest", "iuml", "laquo", "lt", "macr", "micro", "middot", "nbsp", "not",
    "ntilde", "oacute", "ocirc", "ograve", "ordf", "ordm", "oslash", "otilde", "ouml", "para", "plusmn", "pound",
    "quot", "raquo", "reg", "sect", "shy", "sup1", "sup2", "sup3", "szlig", "thorn", "times", "uacute", "ucirc",
    "ugrave", "uml", "uuml", "yacute", "yen", "yuml",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_undone_as_a_browser_does() {
        for (written, is) in [
            ("a &amp; b", "a & b"),
            ("&lt;p&gt;", "<p>"),
            ("&eacute;&Eacute&euml", "éÉë"),
            ("AT&T &bad; & &#; &#x;", "AT&T &bad; & &#; &#x;"),
            ("&copy2024 &notit; &not;", "©2024 ¬it; ¬"),
            ("&#8217;&#x2019;&#146;&#X41;&#65", "’’’AA"),
            ("&#0;&#x110000;&#99999999999;&#xd800;", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
            ("&CounterClockwiseContourIntegral;", "∳"),
            ("&ampé;", "&é;"),
        ] {
            assert_eq!(decoded(written), is, "{written}");
        }
        assert!(matches!(decoded("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn names_without_a_semicolon_are_sorted() {
        assert!(BARE.is_sorted());
    }
}
