//! Why an input could not be read, or not to its end.

use std::io;
use std::sync::Arc;

use super::record::USUAL_TEXT;
use super::zst::MAX_ZSTD_WINDOW;
use super::{Container, Limit};

/// An input that could not be opened, or that ended before its end. A single bad record is a [`Skipped`](super::Skipped) instead.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No file or folder has this name. Look for a slip in the path.
    #[error("cannot find `{path}`")]
    NotFound {
        /// The path as named.
        path: Arc<str>,
    },
    /// No file matches a pattern. Look for a slip in it; `*` does not cross a `/`, `**` does.
    #[error("no file matches `{pattern}`")]
    NoMatch {
        /// The pattern as named.
        pattern: Arc<str>,
    },
    /// A pattern is not a glob. Mend its brackets, or escape them with `\`.
    #[error("`{pattern}` is not a pattern: {reason}")]
    BadPattern {
        /// The pattern as named.
        pattern: Arc<str>,
        /// What is wrong with it.
        reason: String,
    },
    /// The file or folder may not be read by this user. Change its mode or its owner.
    #[error("cannot read `{path}`: permission denied")]
    Permission {
        /// The path as named or found.
        path: Arc<str>,
    },
    /// The path names something that holds no bytes to read, like a socket. Name a file.
    #[error("cannot read `{path}`: it is {what}")]
    Special {
        /// The path as named.
        path: Arc<str>,
        /// What it is.
        what: &'static str,
    },
    /// The system failed to open or to walk it, and says why.
    #[error("cannot open `{path}`: {cause}")]
    Open {
        /// The path as named or found.
        path: Arc<str>,
        /// What the system said.
        cause: io::Error,
    },
    /// The first bytes are those of another kind of file. Turn it into one that is read.
    #[error("cannot read `{path}`: it is {what}")]
    Foreign {
        /// The path as named or found.
        path: Arc<str>,
        /// What it is.
        what: &'static str,
        /// What to do about it.
        hint: &'static str,
    },
    /// The bytes are not text in any encoding that is known here. Name the right file, or set `--input-format` to read it all the same.
    #[error("cannot read `{path}`: it looks binary")]
    LooksBinary {
        /// The path as named or found.
        path: Arc<str>,
    },
    /// No column of a table is known to hold the text. Name it.
    #[error("cannot read `{path}`: {}", no_column(.wanted.as_deref(), .columns, *.more))]
    NoTextColumn {
        /// The path as named or found.
        path: Arc<str>,
        /// The column that was looked for; `None`: the usual ones.
        wanted: Option<Box<str>>,
        /// The columns that are there, the first [`SkipReason::FIELDS`](super::SkipReason::FIELDS).
        columns: Vec<String>,
        /// How many more there are.
        more: usize,
    },
    /// Two columns of a table have the name of the one that holds the text. Rename one.
    #[error("cannot read `{path}`: the column `{column}` is there twice")]
    RepeatedColumn {
        /// The path as named or found.
        path: Arc<str>,
        /// Its name.
        column: String,
    },
    /// The column that should hold the text holds something else. Name another, or turn it into text.
    #[error("cannot read `{path}`: the column `{column}` holds {found}, not texts")]
    TextColumnType {
        /// The path as named or found.
        path: Arc<str>,
        /// Its name.
        column: String,
        /// What it holds.
        found: String,
    },
    /// It is named as a Parquet file and is none, or its footer is damaged. Fetch or make it again.
    #[error("cannot read `{path}`: it is not a whole Parquet file: {cause}")]
    NotParquet {
        /// The path as named or found.
        path: Arc<str>,
        /// What is wrong.
        cause: String,
    },
    /// A Parquet file comes through a pipe or packed, and is too large to be held: it is read from its end. Name the file itself.
    #[error("cannot read `{path}`: a Parquet file of more than {limit} bytes must be named itself")]
    ParquetStream {
        /// The path as named or found.
        path: Arc<str>,
        /// Bytes that are held.
        limit: usize,
    },
    /// The first row of a table, which names the columns, has no end.
    #[error("cannot read `{path}`: the row of names has no end")]
    NoHeader {
        /// The path as named or found.
        path: Arc<str>,
    },
    /// A packed file lies inside a packed file. Unpack it once by hand: only one level is opened, so that a small file cannot unpack without end.
    #[error("cannot read `{path}`: {inner} inside {outer}")]
    Nested {
        /// The path as named or found.
        path: Arc<str>,
        /// The outer packing.
        outer: &'static str,
        /// The inner packing.
        inner: &'static str,
    },
    /// The container is damaged; what was read before the damage stands. Fetch or make the file again.
    #[error("`{path}` is damaged: {damage}, {}", after(*.records))]
    Damaged {
        /// The path as named or found.
        path: Arc<str>,
        /// Records that were read before the damage.
        records: u64,
        /// What is wrong.
        damage: Damage,
    },
    /// The system failed in the middle of the input; what was read before stands.
    #[error("cannot read on in `{path}`, {}: {cause}", after(*.records))]
    Interrupted {
        /// The path as named or found.
        path: Arc<str>,
        /// Records that were read before.
        records: u64,
        /// What the system said.
        cause: io::Error,
    },
    /// A limit on the whole input is reached; what was read before stands. The flag raises it.
    #[error("`{path}` reaches the limit of {}, {}", .limit.says(*.value), after(*.records))]
    Limit {
        /// The path as named or found.
        path: Arc<str>,
        /// Records that were read before.
        records: u64,
        /// Which limit.
        limit: Limit,
        /// Its value.
        value: u64,
    },
    /// A Zstandard frame wants a larger window than is allowed, as files made with `zstd --long` do. The flag allows it; the memory is then needed.
    #[error(
        "`{path}` needs a Zstandard window of 2^{needed} bytes after record {records}: at most 2^{allowed} is allowed"
    )]
    ZstdWindow {
        /// The path as named or found.
        path: Arc<str>,
        /// Records that were read before.
        records: u64,
        /// Binary logarithm of the window that the frame wants, rounded up.
        needed: u32,
        /// Binary logarithm of the largest window allowed.
        allowed: u32,
    },
}

impl ReadError {
    /// The path or pattern that it is about.
    #[must_use]
    pub fn path(&self) -> &Arc<str> {
        match self {
            Self::NoMatch { pattern } | Self::BadPattern { pattern, .. } => pattern,
            Self::NotFound { path }
            | Self::Permission { path }
            | Self::Special { path, .. }
            | Self::Open { path, .. }
            | Self::Foreign { path, .. }
            | Self::LooksBinary { path }
            | Self::NoTextColumn { path, .. }
            | Self::RepeatedColumn { path, .. }
            | Self::NoHeader { path }
            | Self::TextColumnType { path, .. }
            | Self::NotParquet { path, .. }
            | Self::ParquetStream { path, .. }
            | Self::Nested { path, .. }
            | Self::Damaged { path, .. }
            | Self::Interrupted { path, .. }
            | Self::Limit { path, .. }
            | Self::ZstdWindow { path, .. } => path,
        }
    }

    /// Tells whether a part of the input was read: the run is then done but for the rest of this input (exit code 3). Otherwise nothing of it was.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        match self {
            Self::Damaged { records, .. }
            | Self::Interrupted { records, .. }
            | Self::Limit { records, .. }
            | Self::ZstdWindow { records, .. } => *records > 0,
            Self::NotFound { .. }
            | Self::NoMatch { .. }
            | Self::BadPattern { .. }
            | Self::Permission { .. }
            | Self::Special { .. }
            | Self::Open { .. }
            | Self::Foreign { .. }
            | Self::LooksBinary { .. }
            | Self::NoTextColumn { .. }
            | Self::RepeatedColumn { .. }
            | Self::NoHeader { .. }
            | Self::TextColumnType { .. }
            | Self::NotParquet { .. }
            | Self::ParquetStream { .. }
            | Self::Nested { .. } => false,
        }
    }

    /// What to do next, where that is more than to look again.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoMatch { .. } => Some("`*` stays within one folder, `**` goes into all below".to_owned()),
            Self::Foreign { hint, .. } => Some((*hint).to_owned()),
            Self::LooksBinary { .. } => Some("if it is text all the same, say so: `--input-format text`".to_owned()),
            Self::NoTextColumn { .. } => Some(
                "name the column that holds the text with `--text-field`; the first row must hold the names".to_owned(),
            ),
            Self::RepeatedColumn { .. } => Some("rename one of the two: a reader could see either".to_owned()),
            Self::TextColumnType { .. } => Some(
                "name the column that holds the text, with dots into a structure: `--text-field article.body`"
                    .to_owned(),
            ),
            Self::NotParquet { .. } => Some("fetch or make the file again".to_owned()),
            Self::ParquetStream { .. } => Some("save it to a file, unpacked, and name that".to_owned()),
            Self::NoHeader { .. } => Some("look for a stray quotation mark in the first row".to_owned()),
            Self::Nested { outer, .. } => Some(match *outer {
                "gzip" => "unpack it once: `gzip -dc FILE | copydesk check -`".to_owned(),
                _ => "unpack it once: `zstd -dc FILE | copydesk check -`".to_owned(),
            }),
            Self::Damaged { damage: Damage::TrailingBytes, .. } => {
                Some("all records before the strange bytes were read; see what was appended to the file".to_owned())
            }
            Self::Damaged { damage: Damage::Checksum, .. } => {
                Some("the records of this file were read but are not to be trusted; fetch it again".to_owned())
            }
            Self::Damaged { records: 0, .. } => Some("fetch or make the file again".to_owned()),
            Self::Damaged { .. } => Some("the records before the damage were read; fetch the file again".to_owned()),
            Self::Limit { limit, .. } => {
                limit.flag().map(|flag| format!("if the input is to be trusted, raise `{flag}`"))
            }
            Self::ZstdWindow { needed, .. } if *needed <= MAX_ZSTD_WINDOW => {
                Some(format!("if you have the memory, allow it: `--zstd-window {needed}`"))
            }
            Self::ZstdWindow { .. } => Some("no window is that large: the file is damaged, or a trap".to_owned()),
            Self::Open { cause, .. } if cause.kind() == io::ErrorKind::OutOfMemory => {
                Some("lower `--threads`, or free some memory".to_owned())
            }
            Self::NotFound { .. }
            | Self::BadPattern { .. }
            | Self::Permission { .. }
            | Self::Special { .. }
            | Self::Open { .. }
            | Self::Interrupted { .. } => None,
        }
    }
}

fn no_column(wanted: Option<&str>, columns: &[String], more: usize) -> String {
    let wanted = match wanted {
        Some(name) => format!("no column is named `{name}`"),
        None => format!("no column holds the text (`{}`)", USUAL_TEXT.join("`, `")),
    };
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{wanted}; there are `{}`{more}", columns.join("`, `"))
}

fn after(records: u64) -> String {
    match records {
        0 => "before its first record".to_owned(),
        1 => "after its first record".to_owned(),
        _ => format!("after {records} records"),
    }
}

/// What is wrong with a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It ends before its own end.
    #[error("the {} data end early", .0.name())]
    EndsEarly(Container),
    /// Its checksum or its length is not that of the data.
    #[error("the checksum does not match")]
    Checksum,
    /// It cannot be decoded.
    #[error("the {} data are broken", .0.name())]
    Broken(Container),
    /// Bytes that belong to nothing follow its end.
    #[error("bytes that are not packed follow the end of the packed data")]
    TrailingBytes,
}

/// What ended a stream of bytes before its end; becomes a [`ReadError`] once path and record are known.
#[derive(Debug)]
pub(super) enum Fault {
    Damaged(Damage),
    Io(io::Error),
    Limit(Limit, u64),
    Window { needed: u32, allowed: u32 },
}

impl Fault {
    pub(super) fn after(self, records: u64, path: &Arc<str>) -> ReadError {
        let path = Arc::clone(path);
        match self {
            Self::Damaged(damage) => ReadError::Damaged { path, records, damage },
            Self::Io(cause) => ReadError::Interrupted { path, records, cause },
            Self::Limit(limit, value) => ReadError::Limit { path, records, limit, value },
            Self::Window { needed, allowed } => ReadError::ZstdWindow { path, records, needed, allowed },
        }
    }
}
