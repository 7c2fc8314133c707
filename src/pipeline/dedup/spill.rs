//! Where goes what does not fit in memory.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// How much may stay in memory, and the file for the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spill {
    /// Bytes that may stay in memory.
    pub budget: u64,
    /// The file, made when it is needed.
    pub path: PathBuf,
}

impl Spill {
    /// Names a file in the folder of the run.
    #[must_use]
    pub fn new(budget: u64, bench: &Path, name: &str) -> Self {
        Self { budget, path: bench.join(name) }
    }

    /// Half of the memory, and a file of its own.
    #[must_use]
    pub fn half(&self, name: &str) -> Self {
        Self { budget: self.budget / 2, path: self.path.with_extension(name) }
    }

    /// Makes the file.
    pub(super) fn create(&self) -> io::Result<File> {
        File::options().create(true).truncate(true).read(true).write(true).open(&self.path)
    }
}

/// Fills `bytes` from `offset` on, whatever the place of the file is.
#[cfg(unix)]
pub(super) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Fills `bytes` from `offset` on; the place of the file is moved, which nobody relies on.
#[cfg(windows)]
pub(super) fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                offset += read as u64;
            }
        }
    }
    Ok(())
}
