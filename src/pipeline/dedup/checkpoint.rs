//! What a run has found so far, kept on disk so that an interrupted run can go on from there.
//!
//! In the folder of the run stand `run`, which says of what inputs and options it is, and a file for each stage that is done. Every file is written beside, synced and
//! renamed, and ends with its checksum: what is there is whole.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

use super::identity::Identity;
use crate::pipeline::dedup::error::DedupError;

/// Says what the file is, and in which version.
const MAGIC: &[u8; 17] = b"copydesk dedup 1\n";
/// The file that says of what inputs and options a run is.
const RUN: &str = "run";

/// What the first pass leaves: from here on a run can be gone on with.
pub(super) const SURVEY: &str = "survey";

/// The folder of a run, with what earlier stages left there.
#[derive(Debug)]
pub(super) struct Checkpoints {
    bench: PathBuf,
}

impl Checkpoints {
    /// Takes up what an interrupted run left, if it was the same run; `None` says that none was left.
    pub(super) fn resume(bench: &Path, identity: &Identity) -> Result<Option<Self>, DedupError> {
        let Ok(left) = fs::read_to_string(bench.join(RUN)) else { return Ok(None) };
        match identity.difference(&left) {
            None => Ok(Some(Self { bench: bench.to_owned() })),
            Some(difference) => Err(DedupError::NotTheSameRun { folder: bench.to_owned(), difference }),
        }
    }

    /// Begins a run.
    pub(super) fn begin(bench: &Path, identity: &Identity) -> Result<Self, DedupError> {
        let path = bench.join(RUN);
        fs::write(&path, identity.to_string()).map_err(DedupError::write(&path))?;
        Ok(Self { bench: bench.to_owned() })
    }

    /// Keeps what a stage found.
    pub(super) fn save(&self, name: &str, write: impl FnOnce(&mut Ink) -> io::Result<()>) -> Result<(), DedupError> {
        let path = self.bench.join(name);
        let beside = self.bench.join(format!("{name}.new"));
        let save = || -> io::Result<()> {
            let mut ink =
                Ink { file: BufWriter::with_capacity(1 << 18, File::create(&beside)?), hash: Checksum::default() };
            ink.put(MAGIC)?;
            write(&mut ink)?;
            let digest = ink.hash.digest();
            ink.file.write_all(&digest.to_le_bytes())?;
            ink.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(&beside, &path)
        };
        save().map_err(DedupError::write(&path))
    }

    /// Takes up what a stage found; `None`: it did not come to its end, or what it left is damaged.
    pub(super) fn load<T>(&self, name: &str, read: impl FnOnce(&mut Page) -> io::Result<T>) -> Option<T> {
        let file = File::open(self.bench.join(name)).ok()?;
        let mut page = Page { file: BufReader::with_capacity(1 << 18, file), hash: Checksum::default() };
        if page.take::<17>().ok()? != *MAGIC {
            return None;
        }
        let loaded = read(&mut page).ok()?;
        let digest = page.hash.digest();
        (page.take::<16>().ok()? == digest.to_le_bytes()).then_some(loaded)
    }
}

/// 128 bits of xxh3 over what was written or read so far.
#[derive(Default)]
pub(super) struct Checksum(Box<Xxh3>);

impl Checksum {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn digest(&self) -> u128 {
        self.0.digest128()
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checksum({:032x})", self.digest())
    }
}

/// A file that is written with a checksum.
pub(super) struct Ink {
    file: BufWriter<File>,
    hash: Checksum,
}

impl Ink {
    /// Writes bytes.
    pub(super) fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.file.write_all(bytes)
    }

    /// Writes a number.
    pub(super) fn number(&mut self, number: u64) -> io::Result<()> {
        self.put(&number.to_le_bytes())
    }

    /// Writes bytes with their length before them.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.number(bytes.len() as u64)?;
        self.put(bytes)
    }
}

/// A file that is read back.
pub(super) struct Page {
    file: BufReader<File>,
    hash: Checksum,
}

impl Page {
    /// Reads a fixed number of bytes.
    pub(super) fn take<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes)?;
        self.hash.update(&bytes);
        Ok(bytes)
    }

    /// Reads a number.
    pub(super) fn number(&mut self) -> io::Result<u64> {
        self.take().map(u64::from_le_bytes)
    }

    /// Reads a number of 32 bits.
    pub(super) fn small(&mut self) -> io::Result<u32> {
        self.take().map(u32::from_le_bytes)
    }

    /// Reads bytes with their length before them.
    pub(super) fn bytes(&mut self) -> io::Result<Vec<u8>> {
        let len = self.number()?;
        let mut bytes = Vec::new();
        // Never more than is there, whatever the length says.
        self.file.by_ref().take(len).read_to_end(&mut bytes)?;
        self.hash.update(&bytes);
        if bytes.len() as u64 == len { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    /// Reads a text with its length before it.
    pub(super) fn text(&mut self) -> io::Result<String> {
        String::from_utf8(self.bytes()?).map_err(|_| io::ErrorKind::InvalidData.into())
    }
}
