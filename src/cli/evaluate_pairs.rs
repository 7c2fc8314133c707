//! `copydesk evaluate passages` for pairs of texts: PlagDet and its parts, over all and per set.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::exit::Failure;
use crate::evaluate::labels::values;
use crate::evaluate::pairs::{Naming, PassageLists};
use crate::evaluate::passages::PassageScore;
use crate::pipeline::compare::TextPair;
use crate::pipeline::pair_list::pair_list;

/// Tells whether gold labels are about pairs of texts: a folder of PAN XML, or lines with `passages`.
pub(super) fn are_pairs(gold: &Path) -> Result<bool, Failure> {
    if gold.is_dir() {
        return Ok(true);
    }
    let text = text(gold)?;
    // Labels that are spread over several lines are those of articles.
    let lines: Vec<serde_json::Value> = values(text.lines().next().unwrap_or_default()).unwrap_or_default();
    Ok(lines.first().is_some_and(|value| value.get("passages").is_some()))
}

/// Scores the passages of pairs and writes them as a table.
pub(super) fn table(gold: &Path, found: &Path) -> Result<String, Failure> {
    let mut lists = PassageLists::default();
    let naming = if gold.is_dir() {
        for folder in folders(gold)? {
            gold_folder(&folder, &mut lists)?;
        }
        Naming::LastPart
    } else {
        lists.gold_lines(&text(gold)?).with_context(|| cannot_use(gold)).map_err(Failure::not_done)?;
        Naming::Whole
    };
    if found.is_dir() {
        for file in folders(found)?.iter().map(|folder| xml_files(folder)).collect::<Result<Vec<_>, _>>()?.concat() {
            lists.found_xml(&text(&file)?).map_err(|error| wrong_xml(&file, &error))?;
        }
    } else {
        lists.found_lines(&text(found)?, naming).with_context(|| cannot_use(found)).map_err(Failure::not_done)?;
    }
    let (sets, all) = lists.scores();
    let mut out = format!(
        "{:<28} {:>6} {:>6} {:>8} {:>8} {:>9} {:>11}\n",
        "set", "gold", "found", "PlagDet", "recall", "precision", "granularity"
    );
    for (name, score) in sets.iter().copied().chain([("all", all)]) {
        row(name, &score, &mut out);
    }
    Ok(out)
}

fn row(name: &str, score: &PassageScore, out: &mut String) {
    let PassageScore { plagdet, recall, precision, granularity, cases, detections } = score;
    let _ = writeln!(
        out,
        "{name:<28} {cases:>6} {detections:>6} {plagdet:>8.5} {recall:>8.5} {precision:>9.5} {granularity:>11.5}"
    );
}

/// Takes up the XML files of a folder and its list of pairs, where there is one.
fn gold_folder(folder: &Path, lists: &mut PassageLists) -> Result<(), Failure> {
    let set = folder.file_name().unwrap_or(OsStr::new("gold")).to_string_lossy().into_owned();
    for file in xml_files(folder)? {
        lists.gold_xml(&set, &text(&file)?).map_err(|error| wrong_xml(&file, &error))?;
    }
    let pairs = folder.join("pairs");
    if pairs.is_file() {
        let pairs = text(&pairs)?;
        let list = pair_list(&pairs);
        for TextPair { left, right } in list.pairs {
            lists.pair(&set, list.lefts[left as usize], list.rights[right as usize - list.lefts.len()]);
        }
    }
    Ok(())
}

/// Returns the folder itself where it holds XML, and the folders in it that do.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut all = vec![folder.to_owned()];
    all.extend(entries(folder)?.into_iter().filter(|path| path.is_dir()));
    let mut with_xml = Vec::new();
    for folder in all {
        if !xml_files(&folder)?.is_empty() {
            with_xml.push(folder);
        }
    }
    if with_xml.is_empty() {
        return Err(Failure::not_done(anyhow::anyhow!("there is no XML file in `{}`", folder.display())));
    }
    Ok(with_xml)
}

fn xml_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let is_xml = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "xml");
    Ok(entries(folder)?.into_iter().filter(is_xml).collect())
}

/// Lists a folder by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let list = || -> std::io::Result<Vec<PathBuf>> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        paths.sort();
        Ok(paths)
    };
    list().with_context(|| format!("cannot read the folder `{}`", folder.display())).map_err(Failure::not_done)
}

fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display())).map_err(Failure::not_done)
}

fn cannot_use(path: &Path) -> String {
    format!("cannot use `{}`", path.display())
}

fn wrong_xml(path: &Path, error: &str) -> Failure {
    Failure::not_done(anyhow::anyhow!("cannot use `{}`: {error}", path.display()))
}
