//! Why a dump could not be cleaned.

use std::io;
use std::path::{Path, PathBuf};

use crate::read::ReadError;

/// Why a run of `dedup` stopped. Nothing is published then.
#[derive(Debug, thiserror::Error)]
pub enum DedupError {
    /// The output folder cannot be made or written: make room, or name another folder with `-o`.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What the run itself had written cannot be read back: the disk fails, or somebody removed its files.
    #[error("cannot read back `{}`", path.display())]
    ReadBack {
        /// The folder of the run.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another run writes to the same folder: wait for it, or name another folder.
    #[error("the output folder `{}` is in use by another run", folder.display())]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// An input is not what it was when it was read first: run again when nobody writes to it.
    #[error("`{input}` changed while it was read: record {record} is not what it was")]
    InputChanged {
        /// The input.
        input: String,
        /// The record, from 1, counted over all inputs.
        record: u64,
    },
    /// `--resume` cannot go on: inputs, options or the program are not those of the run that was interrupted.
    #[error("cannot resume the run in `{}`: {difference} changed since", folder.display())]
    NotTheSameRun {
        /// The folder.
        folder: PathBuf,
        /// What is different.
        difference: String,
    },
    /// `--resume` needs inputs that can be read again: store what comes through the pipe in a file.
    #[error("cannot resume a run that reads `{input}`: what came through a pipe is gone")]
    ResumePipe {
        /// The input.
        input: String,
    },
    /// Articles are written as CSV or Parquet only where all inputs are.
    #[error("`{input}` is not {wanted}: its articles cannot be written as such")]
    OtherFormat {
        /// The input.
        input: String,
        /// The format that was asked for.
        wanted: &'static str,
    },
    /// Rows of different columns do not fit into one table: clean the inputs one by one.
    #[error("`{input}` has other columns than the inputs before it")]
    OtherColumns {
        /// The input.
        input: String,
    },
    /// A Parquet file that is packed as a whole has no columns that can be copied: unpack it.
    #[error("`{input}` cannot be copied column by column: it is packed as a whole")]
    PackedTable {
        /// The input.
        input: String,
    },
    /// A Parquet file cannot be copied with all its columns: write the articles as `jsonl`, which takes only those that are used.
    #[error("cannot copy all columns of a table: {0}")]
    Table(#[source] ReadError),
    /// `--strict`: some input was damaged.
    #[error("some input was damaged, and `--strict` publishes nothing then")]
    Strict,
    /// No record could be read: every input was damaged or not there.
    #[error("no article could be read")]
    NothingRead,
}

impl DedupError {
    /// Wraps what the system said about writing.
    pub(super) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }

    /// Tells whether the user asked for something that cannot be.
    #[must_use]
    pub const fn is_wrong_use(&self) -> bool {
        match self {
            Self::OtherFormat { .. } | Self::OtherColumns { .. } | Self::PackedTable { .. } => true,
            Self::Write { .. }
            | Self::ReadBack { .. }
            | Self::InUse { .. }
            | Self::InputChanged { .. }
            | Self::NotTheSameRun { .. }
            | Self::ResumePipe { .. }
            | Self::Table(_)
            | Self::Strict
            | Self::NothingRead => false,
        }
    }

    /// Returns what to do next.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Write { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                Some("make room there, or write elsewhere with `-o`; no output was changed".into())
            }
            Self::Write { .. } | Self::ReadBack { .. } | Self::Strict | Self::NothingRead => None,
            Self::OtherFormat { .. } | Self::OtherColumns { .. } => {
                Some("write `--output-format jsonl`, or clean these inputs by themselves".into())
            }
            Self::Table(_) => Some("write `--output-format jsonl`, which reads only the columns that are used".into()),
            Self::PackedTable { .. } => Some("unpack it first, or write `--output-format jsonl`".into()),
            Self::ResumePipe { .. } => Some("run without `--resume` to start anew".into()),
            Self::InUse { .. } => Some("wait for it to end, or write elsewhere with `-o`".into()),
            Self::InputChanged { .. } => {
                Some("run again when nobody writes to the input; no output was changed".into())
            }
            Self::NotTheSameRun { .. } => Some("run without `--resume` to start anew".into()),
        }
    }
}
