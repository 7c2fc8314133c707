//! `copydesk archive remove`, `compact`, `verify` and `salvage`.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::super::args::{ArchiveCompactArgs, ArchiveRemoveArgs, ArchiveSalvageArgs, ArchiveVerifyArgs, ReportFormat};
use super::super::exit::{Exit, Failure};
use super::super::output::print;
use super::super::{World, progress, tell};
use super::{folder, folder_first, wait};
use crate::archive::{self, Acknowledged, Archive, Merge, Verified, Wait, Writer};

/// Lines of damage that are told one by one.
const MOST_LINES: usize = 20;

pub(super) fn remove(args: &ArchiveRemoveArgs) -> Result<Exit, Failure> {
    let (folder, mut ids) = folder_first(args.archive.as_ref(), &args.ids, "ID")?;
    if let Some(path) = &args.ids_from {
        ids.extend(text_of(path)?.lines().filter(|line| !line.is_empty()).map(str::to_owned));
    }
    if ids.is_empty() {
        return Err(Failure::usage("no article was named").hint("name ids, or a file of them with `--ids-from FILE`"));
    }
    // Opened for reading first: a mistyped folder must not be made.
    let before = Archive::open(&folder)?;
    let missing: Vec<&String> = ids.iter().filter(|id| before.find(id).is_ok_and(|found| found.is_empty())).collect();
    let mut writer = Writer::open(&folder, wait(args.wait))?;
    let removed = writer.remove(ids.iter().map(String::as_str))?;
    for id in missing.iter().take(MOST_LINES) {
        tell::line(&format!("note: the archive has no article `{id}`"));
    }
    if missing.len() > MOST_LINES {
        tell::line(&format!("note: and {} more ids are not there", missing.len() - MOST_LINES));
    }
    print(&match removed {
        0 => "removed 0\n".to_owned(),
        _ => format!("removed {removed}; their bytes go with `copydesk archive compact`\n"),
    })
}

pub(super) fn compact(args: &ArchiveCompactArgs) -> Result<Exit, Failure> {
    let folder = folder(&args.folder);
    Archive::open(&folder)?;
    let mut writer = Writer::open(&folder, wait(args.wait))?;
    let merged = writer.merge(if args.due { Merge::Due } else { Merge::All })?;
    let now = writer.archive().stats().segments;
    print(&match merged {
        0 => format!("nothing to merge: {now} segments\n"),
        merged => format!("merged {merged} segments; there are {now} now\n"),
    })
}

pub(super) fn verify(args: &ArchiveVerifyArgs, world: &World) -> Result<Exit, Failure> {
    let folder = folder(&args.folder);
    let receipts = args.acked.as_deref().map_or_else(|| Ok(Vec::new()), receipts)?;
    let bar = progress::bar(&args.common, world, None);
    let seen = archive::verify(&folder, &receipts, &mut |bytes| bar.inc(bytes));
    bar.finish_and_clear();
    let mut seen = seen?;
    if seen.problems.is_empty() && !seen.leftovers.is_empty() {
        clear_away(&folder, &mut seen);
    }
    match args.format {
        ReportFormat::Human => tell_verified(&seen, receipts.len())?,
        _ => print(&format!("{}\n", verified_json(&seen)))?,
    };
    Ok(if seen.problems.is_empty() { Exit::Clean } else { Exit::NotDone })
}

/// Clears away what an interrupted run left, if nobody writes just now; a read-only folder is left as it is.
fn clear_away(folder: &Path, seen: &mut Verified) {
    let count = seen.leftovers.len();
    if Writer::open(folder, Wait::No).is_ok() {
        seen.leftovers.clear();
        tell::line(&format!("note: cleared away {count} files of an interrupted run"));
    }
}

fn tell_verified(seen: &Verified, receipts: usize) -> Result<Exit, Failure> {
    for problem in seen.problems.iter().take(MOST_LINES) {
        tell::line(&format!("error: {problem}"));
    }
    if !seen.problems.is_empty() {
        tell::line(&format!("hint: {} problems; `copydesk archive salvage` saves what is whole", seen.problems.len()));
        return Ok(Exit::NotDone);
    }
    let batches = match receipts {
        0 => String::new(),
        _ => format!(", {} acknowledged batches are there whole", seen.acknowledged),
    };
    let Verified { articles, segments, bytes, .. } = seen;
    print(&format!("all is well: {articles} articles in {segments} segments, {bytes} bytes{batches}\n"))
}

fn verified_json(seen: &Verified) -> serde_json::Value {
    serde_json::json!({
        "v": 1, "articles": seen.articles, "segments": seen.segments, "bytes": seen.bytes,
        "acknowledged": seen.acknowledged, "problems": seen.problems,
        "leftovers": seen.leftovers.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>(),
    })
}

fn receipts(path: &Path) -> Result<Vec<Acknowledged>, Failure> {
    let text = text_of(path)?;
    // A last line that a kill cut short was not acknowledged.
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let read = |(line, number): (&str, usize)| {
        Acknowledged::parse(line).ok_or_else(|| {
            Failure::not_done(anyhow::anyhow!("cannot read `{}`: line {number} is no receipt", path.display()))
        })
    };
    whole.lines().zip(1..).map(read).collect()
}

fn text_of(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display())).map_err(Failure::not_done)
}

pub(super) fn salvage(args: &ArchiveSalvageArgs) -> Result<Exit, Failure> {
    let saved = archive::salvage(&folder(&args.folder), &args.to)?;
    for damage in saved.damage.iter().take(MOST_LINES) {
        tell::line(&format!("note: {damage}"));
    }
    if saved.damage.len() > MOST_LINES {
        tell::line(&format!("note: and {} more places", saved.damage.len() - MOST_LINES));
    }
    if saved.removals_lost {
        tell::line("warning: what was removed is not known in full; removed articles may be back");
    }
    let of = saved.counted.map_or_else(String::new, |all| format!(" of {all}"));
    print(&format!("saved {}{of} articles in `{}`\n", saved.saved, args.to.display()))?;
    let whole = saved.damage.is_empty() && saved.counted == Some(saved.saved);
    Ok(if whole { Exit::Clean } else { Exit::Incomplete })
}
