//! `copydesk archive`: keeping the archive of earlier articles. One file for adding, one for showing, one for the rest.

mod add;
mod keep;
mod show;

use std::path::PathBuf;

use super::World;
use super::args::{ArchiveArgs, ArchiveVerb, FolderArg};
use super::exit::{Exit, Failure};
use crate::archive::Wait;

pub(super) fn run(args: &ArchiveArgs, world: &World) -> Result<Exit, Failure> {
    match &args.verb {
        ArchiveVerb::Add(args) => add::run(args, world),
        ArchiveVerb::List(args) => show::list(args),
        ArchiveVerb::Stats(args) => show::stats(args),
        ArchiveVerb::Remove(args) => keep::remove(args),
        ArchiveVerb::Compact(args) => keep::compact(args),
        ArchiveVerb::Verify(args) => keep::verify(args, world),
        ArchiveVerb::Salvage(args) => keep::salvage(args),
        ArchiveVerb::Trace(args) => show::trace(args),
    }
}

fn folder(named: &FolderArg) -> PathBuf {
    named.archive.clone().or_else(|| named.folder.clone()).unwrap_or_default()
}

/// Takes the folder from its option, or else from the first of the words.
fn folder_first(named: Option<&PathBuf>, words: &[String], then: &str) -> Result<(PathBuf, Vec<String>), Failure> {
    match (named, words) {
        (Some(folder), words) => Ok((folder.clone(), words.to_vec())),
        (None, [folder, words @ ..]) => Ok((PathBuf::from(folder), words.to_vec())),
        (None, []) => Err(Failure::usage("no archive was named").hint(format!("`--archive DIR {then}`"))),
    }
}

const fn wait(asked: bool) -> Wait {
    if asked { Wait::ForOther } else { Wait::No }
}
