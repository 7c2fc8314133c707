//! A record on its way: as it lies in its input, as an article, or as what could not be one.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::csv_cells::Cells;
use super::csv_row::Header;
use super::told::Told;
use super::warc::Capture;
use super::{Format, Limit, ReadError};
use crate::article::{Article, Origin};

/// The records of one input, in order. Unpacks and splits only, so that one thread feeds many.
pub trait RecordSource {
    /// Returns the next record; `None` at the end.
    ///
    /// # Errors
    /// When the input cannot be read on; all records before the damage have been returned, and `None` follows.
    fn next(&mut self) -> Result<Option<RawRecord>, ReadError>;
}

/// A record as it lies in its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRecord {
    /// Where it was read.
    pub origin: Origin,
    /// Its first byte in the unpacked input; in UTF-16 and UTF-32 input, in its UTF-8 form without the byte order mark.
    pub offset: u64,
    /// The format that its bytes are in.
    pub format: Format,
    /// Its bytes exactly as in the unpacked input (UTF-16 and UTF-32: in UTF-8), without line end and byte order mark.
    pub bytes: Vec<u8>,
    /// How its line ends.
    pub line_end: LineEnd,
    /// Characters that were repaired when its encoding was changed.
    pub repaired: u32,
    /// What is known to be wrong with it already; `bytes` are then cut.
    pub fault: Option<SkipReason>,
    /// What it shares with other records, or what it is packed in says of it.
    pub(super) context: Context,
}

/// What a record source knows of a record besides its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Context {
    /// Nothing.
    None,
    /// The columns that a row has.
    Row(Arc<Header>),
    /// How a page was captured.
    Capture(Box<Capture>),
    /// What stands beside the text, which is all of its bytes.
    Told(Box<Told>),
}

impl RawRecord {
    /// Returns the row of names over a row of CSV, as it is written, without its line end.
    #[must_use]
    pub fn names_row(&self) -> Option<&[u8]> {
        match &self.context {
            Context::Row(header) => Some(&header.row),
            Context::None | Context::Capture(_) | Context::Told(_) => None,
        }
    }

    /// Returns the byte between two cells of a row of CSV.
    #[must_use]
    pub fn delimiter(&self) -> Option<u8> {
        match &self.context {
            Context::Row(header) => Some(header.delimiter),
            Context::None | Context::Capture(_) | Context::Told(_) => None,
        }
    }

    /// Returns the cells of a row of CSV.
    #[must_use]
    pub fn cells(&self) -> Option<Cells> {
        match &self.context {
            Context::Row(header) => Some(Cells::of(&self.bytes, header)),
            Context::None | Context::Capture(_) | Context::Told(_) => None,
        }
    }

    /// Gives it up.
    pub(super) fn skipped(self, reason: SkipReason) -> Skipped {
        Skipped { origin: self.origin, offset: self.offset, format: self.format, reason, raw: self.bytes }
    }
}

/// How a line of an input ends, to write it back the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineEnd {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
    /// `\r`
    Cr,
    /// The input ends with it, or it is not a line of its own.
    None,
}

impl LineEnd {
    /// The bytes of the line end.
    #[must_use]
    pub const fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::Lf => b"\n",
            Self::CrLf => b"\r\n",
            Self::Cr => b"\r",
            Self::None => b"",
        }
    }

    /// The bytes that end a line of which more follow: `\n` where it was the last, or where a lone `\r` ended it.
    #[must_use]
    pub const fn as_bytes_or_lf(self) -> &'static [u8] {
        match self {
            Self::CrLf => b"\r\n",
            Self::Lf | Self::Cr | Self::None => b"\n",
        }
    }
}

/// A record that became an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The article.
    pub article: Article,
    /// Characters repaired in what was taken from the record: bytes that are not UTF-8, and halves of surrogate pairs; each is U+FFFD now.
    pub repaired: u32,
    /// What is needed to write the record back with another text; `None` for formats whose text is the whole input.
    pub written: Option<Written>,
}

/// A record as it was written, and where its text stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its format.
    pub format: Format,
    /// Its bytes, as in [`RawRecord::bytes`].
    pub bytes: Vec<u8>,
    /// The value of the text field in `bytes`, with its quotation marks.
    pub text: Range<usize>,
    /// How its line ends.
    pub line_end: LineEnd,
}

/// A record that could not be read as an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it was read.
    pub origin: Origin,
    /// Its first byte in the unpacked input.
    pub offset: u64,
    /// The format that it was to be read as.
    pub format: Format,
    /// Why.
    pub reason: SkipReason,
    /// Its bytes; of a record beyond the limit only the first [`SkipReason::SHOWN`].
    pub raw: Vec<u8>,
}

impl Skipped {
    /// What to do next, where the reason tells.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match &self.reason {
            SkipReason::NoText { wanted, fields, .. } => {
                let alike = |field: &&String| USUAL_TEXT.iter().any(|usual| field.eq_ignore_ascii_case(usual));
                match fields.iter().find(alike).filter(|_| wanted.is_none()) {
                    Some(field) => Some(format!("name the field that holds the text: `--text-field {field}`")),
                    None if fields.is_empty() => None,
                    None => Some("name the field that holds the text with `--text-field`".to_owned()),
                }
            }
            SkipReason::TextNotString { field, found: "an object" | "an array" } => {
                let pointer = field.strip_prefix('/').unwrap_or(field);
                Some(format!("if the text lies inside, point to it: `--text-field /{pointer}/...`"))
            }
            SkipReason::SeveralValues { .. } => {
                Some("records without line ends between them: `--input-format json`".to_owned())
            }
            SkipReason::Limit { limit, .. } => limit.flag().map(|flag| format!("raise `{flag}` to read it")),
            SkipReason::NotJson { .. }
            | SkipReason::NotXml { .. }
            | SkipReason::Unfinished
            | SkipReason::CutOff
            | SkipReason::NotAnObject { .. }
            | SkipReason::RepeatedField { .. }
            | SkipReason::HeaderAgain
            | SkipReason::EmptyRow
            | SkipReason::NotARecord { .. }
            | SkipReason::NoLength
            | SkipReason::WrongLength { .. }
            | SkipReason::BrokenBody { .. }
            | SkipReason::BodyCoding { .. }
            | SkipReason::BrokenRows { .. }
            | SkipReason::TextNotString { .. } => None,
            SkipReason::OpenQuote { .. } | SkipReason::StrayQuote { .. } => {
                Some("close it, or double it if it is part of the text".to_owned())
            }
            SkipReason::FieldCount { last_line, .. } if *last_line > self.origin.line => {
                Some("it runs over several lines: look for a stray quotation mark".to_owned())
            }
            SkipReason::FieldCount { .. } => {
                Some("a field with a delimiter in it must stand in quotation marks".to_owned())
            }
        }
    }
}

/// The usual names of the text field, the best first.
pub(super) const USUAL_TEXT: [&str; 5] = ["text", "content", "body", "body_text", "maintext"];

impl fmt::Display for Skipped {
    /// `line 81 is not JSON: ...`: without the path, which the face shows its own way.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.format {
            Format::Plain | Format::Markdown => write!(f, "the text {}", self.reason),
            Format::JsonLines => write!(f, "line {} {}", self.origin.line, self.reason),
            Format::Json => write!(f, "the record at line {} {}", self.origin.line, self.reason),
            Format::Csv => write!(f, "the row at line {} {}", self.origin.line, self.reason),
            Format::Html => write!(f, "the page {}", self.reason),
            Format::Parquet => write!(f, "row {} {}", self.origin.record, self.reason),
            Format::Feed => write!(f, "the item at line {} {}", self.origin.line, self.reason),
            Format::Warc => write!(f, "the record at byte {} {}", self.offset, self.reason),
        }
    }
}

/// Why a record could not be read as an article. Reads on from its place: `line 81` + `is not JSON: ...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// It breaks the grammar of JSON.
    NotJson {
        /// What the parser expected.
        message: String,
        /// At which byte of the record, from 1.
        byte: usize,
    },
    /// It breaks the grammar of XML.
    NotXml {
        /// What the parser says.
        message: String,
    },
    /// One line holds several JSON values.
    SeveralValues {
        /// Where the second begins, in bytes of the record, from 1.
        byte: usize,
    },
    /// It ends before its end.
    Unfinished,
    /// The container that it lies in is damaged before its end.
    CutOff,
    /// It is JSON, but not an object.
    NotAnObject {
        /// What it is.
        found: &'static str,
    },
    /// It names a field twice, so that two readers could see two texts.
    RepeatedField {
        /// The field.
        field: String,
    },
    /// No field that holds the text.
    NoText {
        /// The field that was looked for; `None`: the usual ones.
        wanted: Option<Box<str>>,
        /// The fields that are there, the first [`SkipReason::FIELDS`].
        fields: Vec<String>,
        /// How many more there are.
        more: usize,
    },
    /// The text field is not a string.
    TextNotString {
        /// The field.
        field: String,
        /// What it holds.
        found: &'static str,
    },
    /// A row opens a quotation mark that is never closed, so that nothing behind it can be told apart.
    OpenQuote {
        /// Lines behind its first that were not read as rows.
        lines: u64,
    },
    /// A row has more or fewer fields than the row of names.
    FieldCount {
        /// How many it has.
        found: usize,
        /// How many names there are.
        wanted: usize,
        /// The line that it ends in.
        last_line: u64,
    },
    /// A quotation mark that a row opens is closed lines below, in the middle of a field: what lies between was several rows.
    StrayQuote {
        /// The line that it ends in.
        last_line: u64,
    },
    /// A row is the row of names over again.
    HeaderAgain,
    /// No field of a row holds anything.
    EmptyRow,
    /// Bytes that are no record stand where one should.
    NotARecord {
        /// How many, to where one begins again.
        bytes: u64,
    },
    /// A record of a WARC file does not say how long it is.
    NoLength,
    /// A record of a WARC file is not as long as it says; what stood to the next one is lost.
    WrongLength {
        /// Bytes that it says it has.
        claimed: u64,
    },
    /// Rows of a Parquet file cannot be read: their pages are damaged.
    BrokenRows {
        /// How many, to the end of their row group.
        rows: u64,
        /// What is wrong.
        cause: String,
    },
    /// The body of a response cannot be unpacked.
    BrokenBody {
        /// What is wrong with it.
        what: &'static str,
    },
    /// The body of a response is packed in a way that is not known here.
    BodyCoding {
        /// Its name.
        coding: String,
    },
    /// A limit on one record is reached.
    Limit {
        /// Which.
        limit: Limit,
        /// Its value.
        value: usize,
    },
}

impl SkipReason {
    /// Bytes kept of a record beyond the limit: enough to know it by.
    pub const SHOWN: usize = 4096;
    /// Field names listed for a record without text.
    pub const FIELDS: usize = 12;
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { message, byte } => write!(f, "is not JSON: {message} at byte {byte}"),
            Self::NotXml { message } => write!(f, "is not XML: {message}"),
            Self::SeveralValues { byte } => write!(f, "is not one JSON record: another value begins at byte {byte}"),
            Self::Unfinished => f.write_str("is incomplete: it ends in the middle of the record"),
            Self::CutOff => f.write_str("is incomplete: the packed data end in the middle of the record"),
            Self::NotAnObject { found } => write!(f, "is {found}, not an object with fields"),
            Self::RepeatedField { field } => write!(f, "names the field `{field}` twice"),
            Self::NoText { wanted, fields, more } => {
                match wanted {
                    Some(name) => write!(f, "has no field `{name}`")?,
                    None => write!(f, "has no text field (`{}`)", USUAL_TEXT.join("`, `"))?,
                }
                if fields.is_empty() {
                    return f.write_str(", nor any other");
                }
                write!(f, ": it has `{}`", fields.join("`, `"))?;
                if *more > 0 { write!(f, " and {more} more") } else { Ok(()) }
            }
            Self::TextNotString { field, found } => write!(f, "holds {found} in `{field}`, not a string"),
            Self::OpenQuote { lines: 0 } => f.write_str("opens a quotation mark that is never closed"),
            Self::OpenQuote { lines } => {
                write!(f, "opens a quotation mark that is never closed: {lines} lines behind it were not read")
            }
            Self::FieldCount { found, wanted, last_line } => {
                write!(f, "has {found} fields and not {wanted}, as the first row names; it ends in line {last_line}")
            }
            Self::StrayQuote { last_line } => {
                write!(
                    f,
                    "opens a quotation mark that swallows all to line {last_line}, and is closed in the middle of a field"
                )
            }
            Self::HeaderAgain => f.write_str("holds the names of the columns over again"),
            Self::EmptyRow => f.write_str("is empty"),
            Self::NotARecord { bytes } => write!(f, "is no record: {bytes} bytes were passed over"),
            Self::NoLength => f.write_str("does not say how long it is (`Content-Length`)"),
            Self::WrongLength { claimed } => write!(f, "is not {claimed} bytes long, as it says"),
            Self::BrokenRows { rows, cause } => {
                write!(f, "is damaged, and with it all {rows} rows to the end of its row group: {cause}")
            }
            Self::BrokenBody { what } => write!(f, "cannot be unpacked: {what}"),
            Self::BodyCoding { coding } => write!(f, "is packed as `{coding}`, which is not read here"),
            Self::Limit { limit, value } => {
                write!(f, "goes beyond the limit of {}", limit.says(*value as u64))?;
                limit.flag().map_or(Ok(()), |flag| write!(f, " (`{flag}`)"))
            }
        }
    }
}
