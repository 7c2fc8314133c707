//! Why an archive could not be read or changed, and what to do about it.

use std::io;
use std::path::PathBuf;

/// Why an archive could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There is no archive in the folder: name the right one, or make it with `archive add`.
    #[error("there is no archive at `{}`", path.display())]
    Missing {
        /// The folder as the user named it.
        path: PathBuf,
    },
    /// The path is something else than an archive; it is never written to.
    #[error("cannot open the archive at `{}`: {what}", path.display())]
    NotAnArchive {
        /// The path as the user named it.
        path: PathBuf,
        /// What it is: `it is a file`, `the folder holds other files`.
        what: &'static str,
    },
    /// A newer version of the program wrote the archive: use that version.
    #[error("cannot open the archive at `{}`: written in format {found}, this version reads up to {known}", path.display())]
    Newer {
        /// The folder.
        path: PathBuf,
        /// The format that was found.
        found: u32,
        /// The newest format that this version knows.
        known: u32,
    },
    /// The fingerprints were made another way: make the archive anew from its articles.
    #[error("cannot open the archive at `{}`: written with {what} {theirs}, this run uses {ours}", path.display())]
    OtherScheme {
        /// The folder.
        path: PathBuf,
        /// What differs.
        what: &'static str,
        /// Its value in the archive.
        theirs: usize,
        /// Its value in this run.
        ours: usize,
    },
    /// Stored bytes are not those that were written: `archive verify` lists the damage, `archive salvage` saves the rest.
    #[error("the archive is damaged: `{}` {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where and how: `does not match its checksum at byte 4096`.
        what: String,
    },
    /// Another process is writing: wait for it (`--wait`) or try again.
    #[error("the archive at `{}` is in use{}", path.display(), holder.map_or_else(String::new, |pid| format!(" by process {pid}")))]
    Locked {
        /// The folder.
        path: PathBuf,
        /// The process that holds the lock, where it said so.
        holder: Option<u32>,
    },
    /// The system refused to read or write.
    #[error("cannot {doing} `{}`: {error}", path.display())]
    Io {
        /// What was tried: `read`, `write`, `sync`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says. Part of the message, and so not named as its source: a chain would say it twice.
        error: io::Error,
    },
    /// A limit of the format is reached.
    #[error("cannot add to the archive: {what} is more than the format holds ({most})")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The limit.
        most: u64,
    },
}

impl ArchiveError {
    pub(super) fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| Self::Io { doing, path, error }
    }

    /// Returns what to do next.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { path } => {
                Some(format!("`copydesk archive add --archive {} FILE` makes one", path.display()))
            }
            Self::Newer { .. } => Some("use the newer copydesk that wrote it".into()),
            Self::OtherScheme { .. } => {
                Some("`copydesk archive salvage` writes its articles out; add them to a new archive".into())
            }
            Self::Damaged { .. } => Some(
                "`copydesk archive verify` lists the damage, `copydesk archive salvage` saves what is whole".into(),
            ),
            Self::Locked { .. } => Some("`--wait` waits until it is free".into()),
            Self::Io { error, .. } if error.kind() == io::ErrorKind::StorageFull => {
                Some("nothing was changed since the last commit; make room and run the same command again".into())
            }
            Self::NotAnArchive { .. } | Self::Io { .. } | Self::TooLarge { .. } => None,
        }
    }
}
