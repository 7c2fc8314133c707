//! A record on its way: as it lies in its input, as an article, or as what could not be one.

use std::fmt;
use std::ops::Range;

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
            SkipReason::Limit { limit, .. } => Some(format!("raise `{}` to read it", limit.flag())),
            SkipReason::NotJson { .. }
            | SkipReason::Unfinished
            | SkipReason::CutOff
            | SkipReason::NotAnObject { .. }
            | SkipReason::RepeatedField { .. }
            | SkipReason::TextNotString { .. } => None,
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
            Self::Limit { limit, value } => {
                write!(f, "goes beyond the limit of {} (`{}`)", limit.says(*value as u64), limit.flag())
            }
        }
    }
}
