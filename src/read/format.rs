//! Which format an input has: by its name, and by its first bytes.

use std::str::FromStr;

use memchr::memmem;

use super::Container;
use super::json_layout::Layout;

/// A format that articles come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Plain text: one article.
    Plain,
    /// Markdown (CommonMark, tables, front matter): one article.
    Markdown,
    /// JSON Lines: one record a line.
    JsonLines,
    /// JSON: an array of records, one record, or records one after the other.
    Json,
    /// Rows under a row of names, with commas, semicolons, tabs or bars between the fields.
    Csv,
    /// A page: one article.
    Html,
    /// A table in columns.
    Parquet,
    /// Captured pages, or the texts of such (WARC, WET).
    Warc,
    /// The items of a feed (RSS, Atom).
    Feed,
}

impl Format {
    /// Every format, in the order in which help names them.
    pub const ALL: [Self; 9] = [
        Self::Plain,
        Self::Markdown,
        Self::JsonLines,
        Self::Json,
        Self::Csv,
        Self::Html,
        Self::Parquet,
        Self::Warc,
        Self::Feed,
    ];

    /// The name that `--input-format` takes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "text",
            Self::Markdown => "markdown",
            Self::JsonLines => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Parquet => "parquet",
            Self::Warc => "warc",
            Self::Feed => "feed",
        }
    }

    /// Finds the format that a file name stands for, after `.gz` or `.zst` is taken off; `None`: the name says nothing.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = Container::strip_extension(name);
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Plain),
            "md" | "markdown" | "mdown" | "mkd" => Some(Self::Markdown),
            "jsonl" | "ndjson" | "jsonlines" => Some(Self::JsonLines),
            "json" => Some(Self::Json),
            "csv" | "tsv" | "tab" => Some(Self::Csv),
            "html" | "htm" | "xhtml" | "shtml" => Some(Self::Html),
            "parquet" | "pq" => Some(Self::Parquet),
            "warc" | "wet" => Some(Self::Warc),
            "rss" | "atom" => Some(Self::Feed),
            _ => None,
        }
    }
}

impl Format {
    /// Finds the format of an input whose name says nothing by its first bytes; plain text if nothing else.
    pub(super) fn from_content(head: &[u8]) -> Self {
        if head.starts_with(b"WARC/") {
            Self::Warc
        } else if Layout::is_json(head) {
            Self::JsonLines
        } else if is_html(head) {
            Self::Html
        } else if is_feed(head) {
            Self::Feed
        } else {
            Self::Plain
        }
    }
}

/// Tells whether an input begins as a page does: comments and white space, then `<!DOCTYPE html` or `<html`.
fn is_html(head: &[u8]) -> bool {
    let mut rest = head.trim_ascii_start();
    while let Some(comment) = rest.strip_prefix(b"<!--") {
        let Some(end) = memmem::find(comment, b"-->") else { return false };
        rest = comment[end + 3..].trim_ascii_start();
    }
    [&b"<!doctype html"[..], b"<html"]
        .iter()
        .any(|start| rest.get(..start.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(start)))
}

/// Tells whether an input begins as a feed does: white space, XML declaration, comments, style sheets, then `<rss`, `<feed` or `<rdf:RDF`.
fn is_feed(head: &[u8]) -> bool {
    let mut rest = head.trim_ascii_start();
    loop {
        let end = if rest.starts_with(b"<!--") {
            &b"-->"[..]
        } else if rest.starts_with(b"<?") {
            b"?>"
        } else {
            break;
        };
        let Some(at) = memmem::find(rest, end) else { return false };
        rest = rest[at + end.len()..].trim_ascii_start();
    }
    [&b"<rss"[..], b"<feed", b"<rdf:RDF"].iter().any(|start| {
        rest.strip_prefix(*start)
            .and_then(|rest| rest.first())
            .is_some_and(|next| next.is_ascii_whitespace() || *next == b'>')
    })
}

impl FromStr for Format {
    type Err = UnknownFormatName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "plain" | "txt" => Ok(Self::Plain),
            "md" => Ok(Self::Markdown),
            "ndjson" => Ok(Self::JsonLines),
            "tsv" => Ok(Self::Csv),
            "wet" => Ok(Self::Warc),
            "rss" | "atom" => Ok(Self::Feed),
            _ => Self::ALL
                .into_iter()
                .find(|format| format.name() == name)
                .ok_or_else(|| UnknownFormatName { name: name.to_owned() }),
        }
    }
}

/// A name that is not the name of a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{name}` is not an input format: the formats are `text`, `markdown`, `jsonl`, `json`, `csv`, `html`, `parquet`, `warc`, `feed`"
)]
pub struct UnknownFormatName {
    /// The name as given.
    pub name: String,
}

/// A kind of file that holds no articles in any format of ours, known by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Foreign {
    /// What it is, with its article.
    pub(super) what: &'static str,
    /// What to do about it.
    pub(super) hint: &'static str,
}

/// First bytes, at an offset, of files that are often handed in by mistake.
const FOREIGN: [(usize, &[u8], Foreign); 13] = [
    (0, b"BZh", Foreign { what: "a bzip2 file", hint: "unpack it first: `bzip2 -dc FILE | copydesk check -`" }),
    (0, b"\xfd7zXZ\0", Foreign { what: "an xz file", hint: "unpack it first: `xz -dc FILE | copydesk check -`" }),
    (
        0,
        b"\x04\x22\x4d\x18",
        Foreign { what: "an LZ4 file", hint: "unpack it first: `lz4 -dc FILE | copydesk check -`" },
    ),
    (
        0,
        b"PK\x03\x04",
        Foreign { what: "a ZIP archive (or a DOCX, XLSX, EPUB)", hint: "unpack it, or save the text as `.txt`" },
    ),
    (0, b"7z\xbc\xaf\x27\x1c", Foreign { what: "a 7z archive", hint: "unpack it first" }),
    (257, b"ustar", Foreign { what: "a tar archive", hint: "unpack it first: `tar -xf FILE`, then name the folder" }),
    (0, b"%PDF-", Foreign { what: "a PDF", hint: "take the text out first: `pdftotext FILE - | copydesk check -`" }),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        Foreign { what: "an old Word or Excel file", hint: "save the text as `.txt`" },
    ),
    (0, b"{\\rtf", Foreign { what: "an RTF file", hint: "save the text as `.txt`" }),
    (0, b"SQLite format 3\0", Foreign { what: "an SQLite database", hint: "export the articles as JSON Lines first" }),
    (0, b"\x7fELF", Foreign { what: "a program", hint: "name files that hold articles" }),
    (0, b"\x89PNG", Foreign { what: "an image", hint: "name files that hold articles" }),
    (0, b"\xff\xd8\xff", Foreign { what: "an image", hint: "name files that hold articles" }),
];

impl Foreign {
    /// Finds what an input is that no format of ours can be.
    pub(super) fn sniff(head: &[u8]) -> Option<Self> {
        FOREIGN
            .iter()
            .find(|(at, magic, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
            .map(|&(.., foreign)| foreign)
    }
}

/// Tells whether bytes that should be UTF-8 text are not text at all.
///
/// One byte in twenty must be a control character that text does not use (NUL among them). Of random or packed bytes 1 in 9 is (28 of 256), with a
/// standard deviation of 0.4 % over 8 KiB; a text with stray NULs stays far below.
pub(super) fn looks_binary(head: &[u8]) -> bool {
    let strange =
        head.iter().filter(|&&byte| byte == 0x7f || (byte < 0x20 && !matches!(byte, 0x07..=0x0d | 0x1b))).count();
    strange * 20 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_names_the_format_under_a_container() {
        assert_eq!(Format::from_name("a/b.jsonl.gz"), Some(Format::JsonLines));
        assert_eq!(Format::from_name("B.TXT.ZST"), Some(Format::Plain));
        assert_eq!(Format::from_name("README"), None);
    }

    #[test]
    fn every_format_is_found_by_its_own_name() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
        }
        assert!("docx".parse::<Format>().is_err());
    }

    #[test]
    fn a_feed_is_known_by_its_root() {
        for head in [
            "<?xml version=\"1.0\"?>\n<?xml-stylesheet href=\"x\"?><!-- made by hand --><rss version=\"2.0\">",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
            "  <rdf:RDF >",
        ] {
            assert_eq!(Format::from_content(head.as_bytes()), Format::Feed, "{head}");
        }
        for head in ["<?xml version=\"1.0\"?><html>", "<feedback>", "<?xml"] {
            assert_ne!(Format::from_content(head.as_bytes()), Format::Feed, "{head}");
        }
    }

    #[test]
    fn stray_nuls_do_not_make_a_text_binary() {
        let text = format!("{}{}", "\0\0\0", "The bridge stays closed until spring. ".repeat(4));
        assert!(!looks_binary(text.as_bytes()));
        assert!(looks_binary(&[0; 64]));
        let noise: Vec<u8> = (0..=255).collect();
        assert!(looks_binary(&noise));
    }
}
