//! One input, and the inputs of a run.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ReadError;

/// One input: a file or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The path as it is shown; bytes that are no UTF-8 stand as `\xFF`.
    pub path: Arc<str>,
    /// What is read.
    pub kind: InputKind,
    /// How it came into the run.
    pub found: Found,
    /// Its size in bytes where it is known beforehand, packed as it lies.
    pub size: Option<u64>,
}

/// What an input reads from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputKind {
    /// A file or a FIFO.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

/// How an input came into the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Found {
    /// The user named it.
    Named,
    /// It lies in a folder that the user named, or matches a pattern.
    Walked,
}

/// The inputs of a run, in the order in which they were named; within a folder or a pattern, by the bytes of their paths.
#[derive(Debug, Default)]
pub struct Inputs {
    /// What is to be read. No file twice.
    pub inputs: Vec<Input>,
    /// What was named but cannot be read, and what could not be walked. The rest is still read.
    pub problems: Vec<ReadError>,
    /// What was found and is not read.
    pub passed_over: PassedOver,
}

/// Counts of what was found and is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PassedOver {
    /// Files in a folder whose name is that of no format; files without an extension are read when they hold JSON records.
    pub other_formats: u64,
    /// Symbolic links in a folder; they are followed when they are named.
    pub links: u64,
    /// FIFOs, sockets and devices in a folder.
    pub special: u64,
    /// Files that were named or found before.
    pub repeated: u64,
}

impl Input {
    /// Standard input, shown as `-`.
    #[must_use]
    pub fn stdin() -> Self {
        Self { path: Arc::from("-"), kind: InputKind::Stdin, found: Found::Named, size: None }
    }

    /// A file by its path, which is not looked at.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self { path: shown(&path), kind: InputKind::File(path), found: Found::Named, size: None }
    }
}

/// Turns what the system said about a path into an error with the path in it.
pub(super) fn cannot_open(path: &Arc<str>, cause: io::Error) -> ReadError {
    let path = Arc::clone(path);
    match cause.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound { path },
        io::ErrorKind::PermissionDenied => ReadError::Permission { path },
        _ => ReadError::Open { path, cause },
    }
}

/// The path for people: bytes that are no UTF-8 as `\xFF`, so that two names never look the same.
pub(super) fn shown(path: &Path) -> Arc<str> {
    let mut out = String::new();
    for piece in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        out.push_str(piece.valid());
        for byte in piece.invalid() {
            out.push_str(&format!("\\x{byte:02X}"));
        }
    }
    out.into()
}
