//! Files of sealed blocks: every block is followed by its checksum, which also says where it stands.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

use super::error::ArchiveError;

/// Bytes that a seal adds to a block.
pub(super) const SEAL: u64 = 8;

/// Where a sealed block stands: its first byte, its length with the seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Extent {
    pub(super) at: u64,
    pub(super) len: u64,
}

/// The checksum of a block: xxh3 (64 bits), seeded with where it stands, so that a block that was moved is damaged too.
fn checksum(block: &[u8], at: u64) -> u64 {
    xxh3_64_with_seed(block, at)
}

/// A file that is read by position. Nothing is mapped: a file that changes or shrinks while it is read gives an error, not a signal.
#[derive(Debug)]
pub(super) struct SealedFile {
    bytes: Bytes,
    path: PathBuf,
    len: u64,
}

/// Where the bytes of a file are.
#[derive(Debug)]
enum Bytes {
    Disk(File),
    Memory(Vec<u8>),
}

impl SealedFile {
    pub(super) fn open(path: &Path) -> Result<Self, ArchiveError> {
        let file = File::open(path).map_err(ArchiveError::io("open", path))?;
        let len = file.metadata().map_err(ArchiveError::io("read", path))?.len();
        Ok(Self { bytes: Bytes::Disk(file), path: path.to_owned(), len })
    }

    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the error that says these bytes are not what was written.
    pub(super) fn damaged(&self, what: impl Into<String>) -> ArchiveError {
        ArchiveError::Damaged { path: self.path.clone(), what: what.into() }
    }

    /// Fills the buffer with the bytes from `at` on.
    pub(super) fn read_at(&self, at: u64, buffer: &mut [u8]) -> Result<(), ArchiveError> {
        self.bytes.read_exact_at(buffer, at).map_err(|error| {
            if error.kind() == std::io::ErrorKind::UnexpectedEof {
                self.damaged(format!("ends before byte {}", at.saturating_add(buffer.len() as u64)))
            } else {
                ArchiveError::io("read", &self.path)(error)
            }
        })
    }

    /// Computes xxh3 (128 bits) of all bytes, telling `watch` how many were read.
    pub(super) fn hash(&self, watch: &mut dyn FnMut(u64)) -> Result<u128, ArchiveError> {
        let mut hash = Xxh3::new();
        let mut buffer = vec![0; 1 << 20];
        let mut at = 0;
        while at < self.len {
            let length = (self.len - at).min(buffer.len() as u64) as usize;
            self.read_at(at, &mut buffer[..length])?;
            hash.update(&buffer[..length]);
            at += length as u64;
            watch(length as u64);
        }
        Ok(hash.digest128())
    }

    /// Reads a sealed block into the buffer and takes the seal off.
    pub(super) fn block<'b>(&self, extent: Extent, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], ArchiveError> {
        let Extent { at, len } = extent;
        let inside = len >= SEAL && at.checked_add(len).is_some_and(|end| end <= self.len);
        if !inside {
            return Err(self.damaged(format!("has no block of {len} bytes at byte {at}")));
        }
        // The length is bounded by that of the file: a damaged one cannot ask for more memory than the archive is large.
        buffer.resize(len as usize, 0);
        self.read_at(at, buffer)?;
        let (block, seal) = buffer.split_at(buffer.len() - SEAL as usize);
        if seal != checksum(block, at).to_le_bytes() {
            return Err(self.damaged(format!("does not match its checksum at byte {at}")));
        }
        Ok(block)
    }
}

impl Bytes {
    fn read_exact_at(&self, buffer: &mut [u8], at: u64) -> std::io::Result<()> {
        match self {
            Self::Disk(file) => read_exact_at(file, buffer, at),
            Self::Memory(bytes) => {
                let from = usize::try_from(at).ok().and_then(|at| bytes.get(at..)?.get(..buffer.len()));
                buffer.copy_from_slice(from.ok_or(std::io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
        }
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, buffer: &mut [u8], at: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> std::io::Result<()> {
    while !buffer.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, buffer, at)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        buffer = &mut buffer[read..];
        at += read as u64;
    }
    Ok(())
}

/// Writes a new file of sealed blocks from its start to its end.
pub(super) struct SealedFileWriter {
    sink: Sink,
    path: PathBuf,
    at: u64,
    hash: Xxh3,
}

/// Where a new file goes.
enum Sink {
    Disk(BufWriter<File>),
    Memory(Vec<u8>),
}

/// A file that is written and synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finished {
    /// Bytes.
    pub(super) len: u64,
    /// xxh3 (128 bits) of all its bytes.
    pub(super) hash: u128,
}

impl SealedFileWriter {
    /// Starts a file that is not there yet.
    pub(super) fn create(path: &Path) -> Result<Self, ArchiveError> {
        let file = File::create_new(path).map_err(ArchiveError::io("write", path))?;
        // Blocks are up to some ten kilobytes: 256 KiB make few calls of the system.
        let sink = Sink::Disk(BufWriter::with_capacity(1 << 18, file));
        Ok(Self { sink, path: path.to_owned(), at: 0, hash: Xxh3::new() })
    }

    /// Starts a file that stays in memory.
    pub(super) fn in_memory(name: &str) -> Self {
        Self { sink: Sink::Memory(Vec::new()), path: name.into(), at: 0, hash: Xxh3::new() }
    }

    /// Appends bytes without a seal.
    pub(super) fn plain(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        match &mut self.sink {
            Sink::Disk(file) => file.write_all(bytes).map_err(ArchiveError::io("write", &self.path))?,
            Sink::Memory(file) => file.extend_from_slice(bytes),
        }
        self.hash.update(bytes);
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Appends a block and its seal.
    pub(super) fn block(&mut self, block: &[u8]) -> Result<Extent, ArchiveError> {
        let at = self.at;
        self.plain(block)?;
        self.plain(&checksum(block, at).to_le_bytes())?;
        Ok(Extent { at, len: self.at - at })
    }

    pub(super) const fn at(&self) -> u64 {
        self.at
    }

    /// Writes out what is buffered and syncs the file; returns its bytes where it stays in memory.
    pub(super) fn finish(self) -> Result<(Finished, Option<SealedFile>), ArchiveError> {
        let Self { sink, path, at, hash } = self;
        let finished = Finished { len: at, hash: hash.digest128() };
        match sink {
            Sink::Memory(file) => Ok((finished, Some(SealedFile { bytes: Bytes::Memory(file), path, len: at }))),
            Sink::Disk(file) => {
                let file = file.into_inner().map_err(|error| ArchiveError::io("write", &path)(error.into_error()))?;
                file.sync_all().map_err(ArchiveError::io("sync", &path))?;
                Ok((finished, None))
            }
        }
    }
}
