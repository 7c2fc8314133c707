//! Where results go: standard output, or a file that appears whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::NamedTempFile;

use super::exit::{Exit, Failure};
use super::signals;

/// The place results are written to.
pub(super) enum Output {
    /// Standard output.
    Stdout(BufWriter<io::Stdout>),
    /// A device or a pipe that is there already.
    Special(BufWriter<File>),
    /// A file under a temporary name beside its final place.
    File { beside: BufWriter<NamedTempFile>, path: PathBuf },
}

impl Output {
    /// Opens standard output, or a temporary file beside `path`.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::Stdout(BufWriter::with_capacity(1 << 16, io::stdout()))) };
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            let file = File::options().write(true).open(path);
            let file =
                file.with_context(|| format!("cannot write to `{}`", path.display())).map_err(Failure::not_done)?;
            return Ok(Self::Special(BufWriter::with_capacity(1 << 16, file)));
        }
        let folder = folder_of(path);
        let beside = NamedTempFile::new_in(folder)
            .with_context(|| format!("cannot write to the folder `{}`", folder.display()))
            .map_err(Failure::not_done)?;
        signals::half_written(beside.path());
        Ok(Self::File { beside: BufWriter::with_capacity(1 << 16, beside), path: path.to_owned() })
    }

    /// Puts what was written in its place: a file is synced, renamed, and its folder synced.
    pub(super) fn publish(self) -> Result<(), Failure> {
        match self {
            Self::Stdout(mut out) => written(out.flush()),
            Self::Special(mut out) => written(out.flush()),
            Self::File { beside, path } => {
                let publish = || -> anyhow::Result<()> {
                    let file = beside.into_inner().map_err(io::IntoInnerError::into_error)?;
                    file.as_file().sync_all()?;
                    file.persist(&path)?;
                    File::open(folder_of(&path))?.sync_all()?;
                    Ok(())
                };
                publish().with_context(|| format!("cannot write `{}`", path.display())).map_err(Failure::not_done)
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Special(out) => out.write(bytes),
            Self::File { beside, .. } => beside.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Special(out) => out.flush(),
            Self::File { beside, .. } => beside.flush(),
        }
    }
}

/// Turns the outcome of a write into a failure; a reader that went away is none.
pub(super) fn written<T: Default>(outcome: io::Result<T>) -> Result<T, Failure> {
    match outcome {
        Ok(value) => Ok(value),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(T::default()),
        Err(error) => Err(Failure::not_done(anyhow::Error::new(error).context("cannot write the results"))),
    }
}

/// Prints a text on standard output.
pub(super) fn print(text: &str) -> Result<Exit, Failure> {
    let mut out = io::stdout();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))?;
    Ok(Exit::Clean)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
