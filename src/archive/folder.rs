//! The folder of an archive: what its files are called, what does not belong there, and the lock of the one writer.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::catalogue::{BEFORE, Catalogue, NAME, NEXT};
use super::error::ArchiveError;

/// Name of the file that the writer locks.
const LOCK: &str = "lock";
const ENDING: &str = ".segment";

/// Returns the path of a segment.
pub(super) fn segment_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}{ENDING}"))
}

/// Returns the number of the segment that a file name stands for.
fn segment_number(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(ENDING)?;
    (digits.len() >= 8 && digits.bytes().all(|digit| digit.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// What a folder is to an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// It holds a catalogue.
    Archive,
    /// It is not there, or holds nothing but what an interrupted first run leaves.
    Nothing,
}

/// Looks what there is at a path.
///
/// # Errors
/// When it is something else than an archive or an empty folder, or an archive that lost its catalogue.
pub(super) fn look(folder: &Path) -> Result<Found, ArchiveError> {
    let not = |what| ArchiveError::NotAnArchive { path: folder.to_owned(), what };
    match fs::metadata(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(ArchiveError::io("open", folder)(error)),
        Ok(found) if !found.is_dir() => return Err(not("it is a file, not a folder")),
        Ok(_) => {}
    }
    let names = names(folder)?;
    if names.iter().any(|name| name == NAME) {
        return Ok(Found::Archive);
    }
    if names.iter().any(|name| segment_number(name).is_some() || name == BEFORE) {
        return Err(ArchiveError::Damaged { path: folder.join(NAME), what: "is missing".into() });
    }
    if names.iter().all(|name| name == LOCK || name == NEXT) {
        Ok(Found::Nothing)
    } else {
        Err(not("the folder holds other files"))
    }
}

fn names(folder: &Path) -> Result<Vec<String>, ArchiveError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(ArchiveError::io("list", folder))? {
        names.push(entry.map_err(ArchiveError::io("list", folder))?.file_name().to_string_lossy().into_owned());
    }
    names.sort_unstable();
    Ok(names)
}

/// Lists the segment files of a folder by number.
pub(super) fn segment_files(folder: &Path) -> Result<Vec<u64>, ArchiveError> {
    Ok(names(folder)?.iter().filter_map(|name| segment_number(name)).collect())
}

/// Lists what an interrupted run left behind: segments that the catalogue does not name, a catalogue that was not put in place.
pub(super) fn leftovers(folder: &Path, catalogue: &Catalogue) -> Result<Vec<PathBuf>, ArchiveError> {
    let left = |name: &String| match segment_number(name) {
        Some(number) => !catalogue.segments.iter().any(|segment| segment.number == number),
        None => name == NEXT,
    };
    Ok(names(folder)?.iter().filter(|name| left(name)).map(|name| folder.join(name)).collect())
}

/// Whether to wait for another writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Until it is done.
    ForOther,
    /// Not at all.
    No,
}

/// The lock of the one writer. The system frees it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    /// Takes the lock and notes the process in the file, for those who find it taken.
    pub(super) fn take(folder: &Path, wait: Wait) -> Result<Self, ArchiveError> {
        let path = folder.join(LOCK);
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = options.map_err(ArchiveError::io("open", &path))?;
        match (file.try_lock(), wait) {
            (Ok(()), _) => {}
            (Err(TryLockError::WouldBlock), Wait::ForOther) => file.lock().map_err(ArchiveError::io("lock", &path))?,
            (Err(TryLockError::WouldBlock), Wait::No) => {
                let mut holder = String::new();
                let _ = (&file).take(20).read_to_string(&mut holder);
                return Err(ArchiveError::Locked { path: folder.to_owned(), holder: holder.trim().parse().ok() });
            }
            (Err(TryLockError::Error(error)), _) => return Err(ArchiveError::io("lock", &path)(error)),
        }
        // Only told to others: a note that cannot be written changes nothing.
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", std::process::id()));
        Ok(Self(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.0.set_len(0);
        let _ = self.0.unlock();
    }
}
