//! Bytes of a whole text to text: by mark, by what is declared, or by how the bytes are spread.

use std::borrow::Cow;
use std::str::FromStr;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, WINDOWS_1252, X_USER_DEFINED};

use super::json_string::repair_slice;

/// An encoding of text that the user names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charset(pub(super) &'static Encoding);

impl FromStr for Charset {
    type Err = UnknownCharset;

    /// Takes any label of the Encoding Standard: `utf-8`, `windows-1251`, `koi8-r`, `gb18030`, `shift_jis`, ...
    fn from_str(label: &str) -> Result<Self, Self::Err> {
        let encoding = Encoding::for_label_no_replacement(label.as_bytes());
        encoding.map(Self).ok_or_else(|| UnknownCharset { label: label.to_owned() })
    }
}

/// A label that names no encoding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{label}` is no encoding that is known here: take a label of the web, as `windows-1251`, `koi8-r`, `shift_jis`"
)]
pub struct UnknownCharset {
    /// The label as given.
    pub label: String,
}

/// Turns the bytes of a text into UTF-8. Returns how many broken characters became U+FFFD.
///
/// The first of these counts: a byte order mark; being UTF-8 with letters beyond ASCII, which no other encoding is by chance; what is `declared`, if it is an
/// encoding of the web (UTF-7 is none); how the bytes are spread (chardetng, as in Firefox). Text that is UTF-8 but for some damage is repaired as such.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> (String, u32) {
    let encoding = encoding(bytes, declared);
    if encoding == UTF_8 {
        return repair_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    }
    let (text, _, broken) = encoding.decode(bytes);
    let repaired = if broken { text.matches(char::REPLACEMENT_CHARACTER).count() as u32 } else { 0 };
    (Cow::into_owned(text), repaired)
}

/// As [`decode`], of a text that declares nothing. No copy where it is UTF-8.
pub(super) fn decode_whole(bytes: Vec<u8>) -> (String, u32) {
    String::from_utf8(bytes).map_or_else(|error| decode(error.as_bytes(), None), |text| (text, 0))
}

fn encoding(bytes: &[u8], declared: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes())).map(|encoding| match encoding {
        // A page that could be read so far is not in UTF-16, and fonts of long ago are not told apart (HTML, "prescan a byte stream").
        encoding if encoding == X_USER_DEFINED => WINDOWS_1252,
        encoding if !encoding.is_ascii_compatible() && encoding != ISO_2022_JP => UTF_8,
        encoding => encoding,
    });
    match is_utf8(bytes) {
        // Only escape sequences tell ISO-2022-JP from ASCII.
        true if declared == Some(ISO_2022_JP) => ISO_2022_JP,
        true => UTF_8,
        false => declared.filter(|&encoding| encoding != UTF_8).unwrap_or_else(|| guess(bytes)),
    }
}

/// Tells whether bytes are meant as UTF-8: what is broken in them is less than half as much as what is whole beyond ASCII.
///
/// In paragraphs of news in Windows-1251, Windows-1252 and KOI8-R no letter beyond ASCII made a whole UTF-8 character with the next; in GB18030, Big5, Shift-JIS
/// and EUC-JP there was at most one whole to two broken, a quarter of what is asked for here.
pub(super) fn is_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for piece in bytes.utf8_chunks() {
        whole += piece.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        broken += usize::from(!piece.invalid().is_empty());
    }
    broken == 0 || broken * 2 < whole
}

/// Guesses an encoding that is not UTF-8. Takes a time linear in the length of `bytes`.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A paragraph of news in each encoding that dumps come in.
    const TEXTS: [(&str, &str); 9] = [
        (
            "windows-1252",
            "Le Premier ministre a déclaré à l’Élysée que la réforme coûtera 4 milliards d’euros cette année, malgré les critiques.",
        ),
        (
            "windows-1251",
            "Министр заявил во вторник, что мост останется закрытым до весны, потому что река размыла опоры.",
        ),
        ("koi8-r", "Министр заявил во вторник, что мост останется закрытым до весны, потому что река размыла опоры."),
        (
            "windows-1250",
            "Předseda vlády v úterý řekl, že most zůstane uzavřený až do jara, protože řeka podemlela pilíře.",
        ),
        ("windows-1253", "Ο υπουργός δήλωσε την Τρίτη ότι η γέφυρα θα παραμείνει κλειστή μέχρι την άνοιξη."),
        (
            "windows-1254",
            "Bakan salı günü köprünün ilkbahara kadar kapalı kalacağını, çünkü nehrin ayakları aşındırdığını söyledi.",
        ),
        ("gb18030", "部长星期二表示，由于河水冲刷了桥墩，这座桥将关闭到春天。"),
        ("shift_jis", "大臣は火曜日、川が橋脚を浸食したため、橋は春まで閉鎖されたままになると述べた。"),
        ("euc-kr", "장관은 화요일 강물이 교각을 침식했기 때문에 다리가 봄까지 폐쇄될 것이라고 말했다."),
    ];

    #[test]
    fn a_text_is_read_in_the_encoding_that_it_is_in_declared_or_not() {
        for (name, text) in TEXTS {
            let bytes = Encoding::for_label(name.as_bytes()).expect("an encoding of the web").encode(text).0;
            assert_eq!(decode(&bytes, None), (text.to_owned(), 0), "{name} not declared");
            assert_eq!(decode(&bytes, Some(name)), (text.to_owned(), 0), "{name} declared");
            assert_eq!(decode(text.as_bytes(), Some(name)), (text.to_owned(), 0), "UTF-8 declared as {name}");
            assert_eq!(decode(&bytes, Some("utf-8")).0, text, "{name} declared as UTF-8");
        }
    }

    #[test]
    fn damage_in_utf8_is_repaired_and_no_reason_to_guess() {
        let text = [&b"Caf\xc3\xa9 d\xc3\xa9j\xc3\xa0 vu "[..], b"\xff", b" na\xc3\xafve"].concat();
        assert_eq!(decode(&text, Some("windows-1252")), ("Café déjà vu \u{fffd} naïve".into(), 1));
    }

    #[test]
    fn utf7_is_never_read_and_a_declared_utf16_that_is_not_is_utf8() {
        assert_eq!(decode(b"+ADw-script+AD4-", Some("utf-7")).0, "+ADw-script+AD4-");
        assert_eq!(decode(b"<p>The bridge.", Some("utf-16")).0, "<p>The bridge.");
        assert_eq!(decode(b"\xfe\xff\0<\0p", None).0, "<p");
        assert_eq!(decode(b"", None), (String::new(), 0));
    }
}
