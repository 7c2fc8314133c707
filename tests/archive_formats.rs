//! Archives of earlier formats: `tests/archives` keeps one of each, written by the version of its time, and this version reads them all.
//!
//! Each holds the articles of `articles.jsonl` in two batches, `es-politics` removed. A new format adds its own; none is ever written again.

#![expect(clippy::unwrap_used, reason = "a test ends where something fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use copydesk::archive::{Archive, ArticleReader, Merge, Wait, Writer, salvage, verify};
use copydesk::article::{Article, Origin};
use copydesk::finding::{Role, RuleId};
use copydesk::pipeline::check::{Checker, Scratch};
use copydesk::settings::Settings;

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archives")
}

/// A copy of the archive in each format: the kept ones are never touched.
fn formats() -> Vec<tempfile::TempDir> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(kept()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() >= 2, "{folders:?}");
    let copy = |from: PathBuf| {
        let to = tempfile::tempdir().unwrap();
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), to.path().join(file.file_name())).unwrap();
        }
        to
    };
    folders.into_iter().map(copy).collect()
}

/// Text and title by id, without the removed one.
fn articles() -> BTreeMap<String, (String, Option<String>)> {
    let lines = fs::read_to_string(kept().join("articles.jsonl")).unwrap();
    let records = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let of = |record: serde_json::Value| {
        let field = |name: &str| record[name].as_str().map(str::to_owned);
        (field("id").unwrap(), (field("text").unwrap(), field("title")))
    };
    records.map(of).filter(|(id, _)| id != "es-politics").collect()
}

fn contents(archive: &Archive) -> BTreeMap<String, (String, Option<String>)> {
    let mut reader = ArticleReader::new().unwrap();
    let stored: Vec<_> = archive.all().collect::<Result<_, _>>().unwrap();
    let text = |stored: copydesk::archive::Stored| {
        (stored.id, (archive.text(stored.at, &mut reader).unwrap().to_owned(), stored.title))
    };
    stored.into_iter().map(text).collect()
}

/// The articles that a draft of a few lines from `andes-frog-survey` leads to.
fn sources(archive: Archive) -> Vec<String> {
    let text = &articles()["andes-frog-survey"].0;
    let lines: Vec<&str> = text.lines().filter(|line| line.split(' ').count() > 20).take(2).collect();
    let article = Article {
        id: "draft".into(),
        text: lines.join("\n"),
        blocks: Vec::new(),
        title: None,
        url: None,
        published: None,
        outlet: None,
        origin: Origin { path: "draft".into(), record: 1, line: 1 },
    };
    let checker = Checker::new(Settings::default()).with_archive(archive, Vec::new());
    let findings = checker.check(article, &mut Scratch::default()).unwrap().findings;
    let reused = findings.iter().filter(|finding| finding.rule == RuleId::ReusedPassage);
    let origins = reused.flat_map(|finding| finding.others.iter().filter(|other| other.role == Role::Origin));
    origins.map(|origin| origin.elsewhere.as_ref().unwrap().id.clone()).collect()
}

#[test]
fn an_archive_of_every_format_is_read_whole_and_found_whole() {
    for folder in formats() {
        let archive = Archive::open(folder.path()).unwrap();
        assert_eq!(contents(&archive), articles());
        assert_eq!(verify(folder.path(), &[], &mut |_| {}).unwrap().problems, [""; 0]);
    }
}

#[test]
fn passages_are_found_in_an_archive_of_every_format() {
    for folder in formats() {
        let found = sources(Archive::open(folder.path()).unwrap());
        assert!(!found.is_empty() && found.iter().all(|id| id == "andes-frog-survey"), "{found:?}");
    }
}

#[test]
fn an_archive_of_every_format_is_added_to_and_merged() {
    for folder in formats() {
        let mut writer = Writer::open(folder.path(), Wait::No).unwrap();
        assert_eq!(writer.merge(Merge::All).unwrap(), 2);
        assert_eq!(contents(writer.archive()), articles());
        assert_eq!(sources(writer.archive().clone())[0], "andes-frog-survey");
        drop(writer);
        assert_eq!(verify(folder.path(), &[], &mut |_| {}).unwrap().problems, [""; 0]);
    }
}

#[test]
fn an_archive_of_every_format_is_saved_when_its_catalogue_is_gone() {
    for folder in formats() {
        fs::remove_file(folder.path().join("catalogue")).unwrap();
        let to = tempfile::tempdir().unwrap();
        assert_eq!(salvage(folder.path(), to.path()).unwrap().saved, 9, "removals go with the catalogue");
    }
}
