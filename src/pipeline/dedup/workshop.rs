//! The output folder of a run: files grow in a folder of their own inside it, and are put in their places together when all are whole.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::checkpoint::SURVEY;
use super::error::DedupError;
use super::part::{OutputFormat, Part, TablePart};
use crate::report::dump::TableFile;

/// The folder inside the output folder in which everything is made.
const BENCH: &str = ".copydesk-dedup";
/// What a run may publish beside the articles.
const PUBLISHED: [&str; 8] = [
    "removed.jsonl",
    "rejected.jsonl",
    "clusters.jsonl",
    "passages.jsonl",
    "findings.jsonl",
    "attributes.jsonl",
    SUMMARY,
    "report.html",
];
/// The account of a run.
const SUMMARY: &str = "summary.json";

/// The output folder while a run works in it. Dropped before [`Self::publish`], it leaves what was there before.
#[derive(Debug)]
pub struct Workshop {
    folder: PathBuf,
    bench: PathBuf,
    /// Held as long as the run lives; the system lets go of it when the process dies.
    _lock: File,
    finished: Vec<String>,
    leftovers: Leftovers,
    leave_bench: bool,
    /// The output folder was not there before.
    made_folder: bool,
}

/// What becomes of the files of an interrupted run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftovers {
    /// They are removed.
    Discard,
    /// They are gone on with.
    Resume,
}

impl Workshop {
    /// Opens the folder, making it where it is not there, and keeps other runs out.
    ///
    /// # Errors
    /// When it cannot be made, or another run works in it.
    pub fn open(folder: &Path, leftovers: Leftovers) -> Result<Self, DedupError> {
        let bench = folder.join(BENCH);
        let made_folder = !folder.exists();
        fs::create_dir_all(&bench).map_err(DedupError::write(folder))?;
        let lock_path = bench.join("lock");
        let lock = File::create(&lock_path).map_err(DedupError::write(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DedupError::InUse { folder: folder.to_owned() }),
            // Some network file systems know no locks: then nobody is kept out.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(DedupError::write(&lock_path)(error)),
        }
        let workshop = Self {
            folder: folder.to_owned(),
            bench,
            _lock: lock,
            finished: Vec::new(),
            leftovers,
            leave_bench: false,
            made_folder,
        };
        if leftovers == Leftovers::Discard {
            workshop.clear().map_err(DedupError::write(folder))?;
        }
        Ok(workshop)
    }

    /// Returns what becomes of the files of an interrupted run.
    #[must_use]
    pub fn leftovers(&self) -> Leftovers {
        self.leftovers
    }

    /// Returns the folder that files are made in.
    #[must_use]
    pub fn bench(&self) -> &Path {
        &self.bench
    }

    /// Keeps what was made so far when the run ends early, so that it can be gone on with.
    pub fn leave_bench(&mut self, leave: bool) {
        self.leave_bench = leave;
    }

    /// Begins a file of lines that is to be published under this name.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn begin(&self, name: &str) -> Result<Part, DedupError> {
        Part::begin(name.to_owned(), self.bench.join(name), OutputFormat::JsonLines)
    }

    /// Begins the file of the kept articles.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn begin_articles(&self, format: OutputFormat) -> Result<Part, DedupError> {
        let name = format.file_name();
        let path = self.bench.join(&name);
        Part::begin(name, path, format)
    }

    /// Begins the table of the kept articles, with the columns of the file `like`; from each file at most `ratio` times its size is copied.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn begin_table(&self, like: &Path, files: Vec<TableFile>, ratio: u64) -> Result<TablePart, DedupError> {
        let name = OutputFormat::Parquet.file_name();
        let path = self.bench.join(&name);
        TablePart::begin(name, path, (like, ratio), files)
    }

    /// Takes a table back that is whole.
    ///
    /// # Errors
    /// When its last rows cannot be written.
    pub fn finish_table(&mut self, part: TablePart) -> Result<(), DedupError> {
        let name = part.finish()?;
        self.finished.push(name);
        Ok(())
    }

    /// Takes a file back that is whole: it is on the disk from here on.
    ///
    /// # Errors
    /// When its last bytes cannot be written.
    pub fn finish(&mut self, part: Part) -> Result<(), DedupError> {
        let name = part.finish()?;
        self.finished.push(name);
        Ok(())
    }

    /// Clears up after a run in `folder` that ends in the middle; `true` says that it can be gone on with: the input was read whole, and what was found is kept.
    ///
    /// For who ends the run from another thread: what cannot be removed now is removed by the next run.
    #[must_use]
    pub fn interrupted(folder: &Path, made_folder: bool) -> bool {
        let bench = folder.join(BENCH);
        let outputs = PUBLISHED.iter().map(|&name| name.to_owned());
        for name in outputs.chain(OutputFormat::ALL.map(OutputFormat::file_name)) {
            let _ = fs::remove_file(bench.join(name));
        }
        if bench.join(SURVEY).exists() {
            return true;
        }
        // The run goes on for a moment, and may make a file in it while it is removed.
        if fs::remove_dir_all(&bench).is_err() {
            let _ = fs::remove_dir_all(&bench);
        }
        if made_folder {
            // Fails, as it should, when something was put into it.
            let _ = fs::remove_dir(folder);
        }
        false
    }

    /// Puts all finished files in their places and removes what an earlier run left there.
    ///
    /// The summary goes first and comes last: a folder with a summary holds the files of one whole run, whenever the machine stops.
    ///
    /// # Errors
    /// When a file cannot be moved.
    pub fn publish(mut self) -> Result<(), DedupError> {
        self.put_in_place().map_err(DedupError::write(&self.folder))?;
        self.leave_bench = false;
        Ok(())
    }

    fn put_in_place(&self) -> io::Result<()> {
        let possible = PUBLISHED.iter().map(|&name| name.to_owned());
        let possible = possible.chain(OutputFormat::ALL.map(OutputFormat::file_name));
        let (new, old): (Vec<String>, Vec<String>) = possible.partition(|name| self.finished.contains(name));
        remove(&self.folder.join(SUMMARY))?;
        for name in old {
            remove(&self.folder.join(name))?;
        }
        let put = self.put(&new);
        if put.is_err() {
            // Half a result is none; what cannot be removed is without a summary.
            for name in new {
                let _ = remove(&self.folder.join(name));
            }
        }
        put
    }

    /// Moves files into the folder, the summary last.
    fn put(&self, files: &[String]) -> io::Result<()> {
        for name in files.iter().filter(|name| *name != SUMMARY) {
            fs::rename(self.bench.join(name), self.folder.join(name))?;
        }
        sync_folder(&self.folder)?;
        if files.iter().any(|name| name == SUMMARY) {
            fs::rename(self.bench.join(SUMMARY), self.folder.join(SUMMARY))?;
        }
        sync_folder(&self.folder)
    }

    /// Removes what an earlier run left.
    fn clear(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.bench)? {
            let path = entry?.path();
            if path.file_name().is_some_and(|name| name != "lock") {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        if !self.leave_bench {
            // What cannot be removed now is removed by the next run.
            let _ = fs::remove_dir_all(&self.bench);
            if self.made_folder {
                // Fails, as it should, when something was put into it.
                let _ = fs::remove_dir(&self.folder);
            }
        }
    }
}

/// Removes a file if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no way to sync a folder, and writes renames in order.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_appear_together_and_what_an_earlier_run_wrote_goes() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("passages.jsonl"), "old").unwrap();
        fs::write(folder.path().join("mine.txt"), "mine").unwrap();
        let mut workshop = Workshop::open(folder.path(), Leftovers::Discard).unwrap();
        let mut part = workshop.begin_articles(OutputFormat::JsonLinesGzip).unwrap();
        part.write(b"{}\n").unwrap();
        assert_eq!(names(folder.path()), [".copydesk-dedup", "mine.txt", "passages.jsonl"]);
        workshop.finish(part).unwrap();
        workshop.publish().unwrap();
        assert_eq!(names(folder.path()), ["articles.jsonl.gz", "mine.txt"]);
    }

    #[test]
    fn a_run_that_stops_early_leaves_nothing() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out");
        let workshop = Workshop::open(&folder, Leftovers::Discard).unwrap();
        workshop.begin("removed.jsonl").unwrap().write(b"half").unwrap();
        drop(workshop);
        assert!(names(parent.path()).is_empty());
    }

    #[test]
    fn a_run_that_is_interrupted_keeps_only_what_it_can_go_on_with() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out");
        let bench = folder.join(BENCH);
        for (survey, resumable) in [(true, true), (false, false)] {
            fs::create_dir_all(&bench).unwrap();
            fs::write(bench.join("articles.csv"), "half").unwrap();
            if survey {
                fs::write(bench.join(SURVEY), "whole").unwrap();
            } else {
                fs::remove_file(bench.join(SURVEY)).unwrap();
            }
            assert_eq!(Workshop::interrupted(&folder, true), resumable);
            assert_eq!(folder.exists(), resumable);
            assert!(!bench.join("articles.csv").exists());
        }
    }

    #[test]
    fn two_runs_do_not_share_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let _first = Workshop::open(folder.path(), Leftovers::Discard).unwrap();
        let second = Workshop::open(folder.path(), Leftovers::Discard);
        assert!(matches!(second, Err(DedupError::InUse { .. })));
    }
}
