//! From names to inputs: folders are walked, patterns matched, and what cannot be read is told.

use std::collections::BTreeSet;
use std::fs::{self, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;

use super::input::{cannot_open, shown};
use super::json_layout::Layout;
use super::{Container, Format, Found, Input, InputKind, Inputs, ReadError, ReadOptions};

/// Finds the inputs that `named` stands for: files, folders (walked, `.gitignore` respected, links not followed), patterns, `-`.
///
/// A path that is there is never taken for a pattern. An empty folder gives no input and no problem. Opens no file, but for those without an extension in a
/// folder, whose first bytes are looked at. Cost: one look at each file; sorting.
///
/// # Errors
/// When a name is a broken pattern: the whole run is then not what the user wants.
pub fn inputs(named: &[String], options: &ReadOptions) -> Result<Inputs, ReadError> {
    let mut finder = Finder { options, several: named.len() > 1, seen: BTreeSet::new(), out: Inputs::default() };
    for name in named {
        finder.name(name)?;
    }
    Ok(finder.out)
}

struct Finder<'o> {
    options: &'o ReadOptions,
    /// More than one name was given, so that a file may be found twice.
    several: bool,
    seen: BTreeSet<PathBuf>,
    out: Inputs,
}

impl Finder<'_> {
    fn name(&mut self, name: &str) -> Result<(), ReadError> {
        if name == "-" {
            let first = self.seen.insert(PathBuf::from("-"));
            if first {
                self.out.inputs.push(Input::stdin());
            } else {
                self.out.passed_over.repeated += 1;
            }
            return Ok(());
        }
        let path = Path::new(name);
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.walk(path, None),
            Ok(metadata) => self.named(path, &metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_pattern(name) => self.pattern(name)?,
            Err(error) => self.out.problems.push(cannot_open(&shown(path), error)),
        }
        Ok(())
    }

    fn named(&mut self, path: &Path, metadata: &Metadata) {
        if let Some(what) = unreadable_kind(metadata.file_type()) {
            self.out.problems.push(ReadError::Special { path: shown(path), what });
            return;
        }
        let size = metadata.is_file().then_some(metadata.len());
        self.take(Input { size, ..Input::file(path) });
    }

    fn pattern(&mut self, pattern: &str) -> Result<(), ReadError> {
        let bad =
            |error: globset::Error| ReadError::BadPattern { pattern: pattern.into(), reason: error.kind().to_string() };
        let glob = GlobBuilder::new(pattern).literal_separator(true).build().map_err(bad)?.compile_matcher();
        let base: PathBuf = Path::new(pattern)
            .components()
            .take_while(|part| {
                matches!(part, Component::Normal(name) if !is_pattern(&name.to_string_lossy()))
                    || !matches!(part, Component::Normal(_))
            })
            .collect();
        let before = self.out.inputs.len();
        if base.as_os_str().is_empty() || base.is_dir() {
            let depth =
                (!pattern.contains("**")).then(|| Path::new(pattern).components().count() - base.components().count());
            self.walk(&base, Some((glob, depth)));
        }
        if self.out.inputs.len() == before {
            self.out.problems.push(ReadError::NoMatch { pattern: pattern.into() });
        }
        Ok(())
    }

    /// Walks a folder; with a pattern, takes what matches it, to its depth.
    fn walk(&mut self, folder: &Path, pattern: Option<(GlobMatcher, Option<usize>)>) {
        let root = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let mut builder = WalkBuilder::new(root);
        // The user's own list of ignored files is no property of the input.
        builder.git_global(false).follow_links(false);
        if let Some((_, depth)) = &pattern {
            builder.git_ignore(false).git_exclude(false).ignore(false).parents(false).max_depth(*depth);
        }
        let mut found = Vec::new();
        for entry in builder.build() {
            match entry {
                Ok(entry) => {
                    let path = if folder.as_os_str().is_empty() {
                        entry.path().strip_prefix(".").unwrap_or(entry.path()).to_owned()
                    } else {
                        entry.path().to_owned()
                    };
                    if let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) {
                        found.push((path, kind));
                    }
                }
                Err(error) => self.out.problems.push(walk_error(root, error)),
            }
        }
        found.sort_by(|(a, _), (b, _)| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
        for (path, kind) in found {
            match &pattern {
                Some((glob, _)) if !glob.is_match(&path) => {}
                Some(_) => self.found(path, kind, true),
                None => self.found(path, kind, false),
            }
        }
    }

    fn found(&mut self, path: PathBuf, kind: FileType, wanted: bool) {
        let passed_over = &mut self.out.passed_over;
        if kind.is_symlink() {
            passed_over.links += 1;
        } else if !kind.is_file() {
            passed_over.special += 1;
        } else if !wanted && !self.holds_articles(&path) {
            self.out.passed_over.other_formats += 1;
        } else {
            let size = fs::metadata(&path).ok().map(|metadata| metadata.len());
            self.take(Input { found: Found::Walked, size, ..Input::file(path) });
        }
    }

    /// Tells by its name whether a file in a folder is read, or, where it has no extension, by its first bytes.
    fn holds_articles(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if self.options.input_format.is_some() || Format::from_name(&name).is_some() {
            return true;
        }
        let stem = Container::strip_extension(&name);
        !stem.trim_start_matches('.').contains('.') && begins_with_json(path)
    }

    fn take(&mut self, input: Input) {
        if self.several
            && let InputKind::File(path) = &input.kind
            && let Ok(real) = fs::canonicalize(path)
            && !self.seen.insert(real)
        {
            self.out.passed_over.repeated += 1;
            return;
        }
        self.out.inputs.push(input);
    }
}

/// Tells whether a file begins with a JSON record. 4 KiB: a first line that is longer counts too.
fn begins_with_json(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head));
    read.is_ok() && Layout::is_json(&head)
}

fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '[', '{'])
}

fn walk_error(root: &Path, error: ignore::Error) -> ReadError {
    let path = path_of(&error).unwrap_or(root).to_owned();
    let cause = error.into_io_error().unwrap_or_else(|| io::Error::other("the folder cannot be walked"));
    cannot_open(&shown(&path), cause)
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

#[cfg(unix)]
fn unreadable_kind(kind: FileType) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt as _;
    if kind.is_socket() {
        Some("a socket")
    } else if kind.is_block_device() {
        Some("a block device")
    } else {
        None
    }
}

#[cfg(not(unix))]
fn unreadable_kind(_kind: FileType) -> Option<&'static str> {
    None
}
