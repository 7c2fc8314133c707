//! The articles of one run held against each other, and held against an archive as `dedup` holds them against all.

#![expect(clippy::unwrap_used, reason = "a test ends where something fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// Words as language has them, drawn by a fixed rule.
fn prose(seed: u64, words: usize) -> Vec<String> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % most
    };
    let mut word = || {
        let number = [8, 60, 500, 4000][below(4)];
        let number = below(number);
        [number / 400, number / 20, number]
            .map(|n| char::from(b"abcdefghijklmnopqrst"[n % 20]))
            .iter()
            .collect::<String>()
    };
    (0..words).map(|ix| word() + if ix % 17 == 16 { "." } else { "" }).collect()
}

fn record(id: &str, text: &[String], published: Option<&str>) -> Value {
    let mut record = json!({"id": id, "text": text.join(" ")});
    if let Some(date) = published {
        record["published"] = date.into();
    }
    record
}

fn write(path: &Path, records: &[Value]) {
    fs::write(path, records.iter().map(|record| format!("{record}\n")).collect::<String>()).unwrap();
}

fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_copydesk")).current_dir(folder).args(args).output().unwrap();
    (out.status.code().unwrap(), String::from_utf8(out.stdout).unwrap())
}

/// Article, origin and words of each finding of a rule that looks elsewhere.
fn found(folder: &Path, args: &[&str]) -> Vec<(String, String, u64)> {
    let (_, out) = run(folder, &[&["check", "in.jsonl", "--format", "jsonl"], args].concat());
    let findings = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let elsewhere =
        findings.filter(|finding| ["reused-passage", "stock-passage"].contains(&finding["rule"].as_str().unwrap()));
    let of = |finding: Value| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&finding["article"]), text(&finding["others"][0]["article"]), finding["words"].as_u64().unwrap())
    };
    elsewhere.map(of).collect()
}

fn with(passage: &[String], seed: u64) -> Vec<String> {
    [&prose(seed, 80)[..], passage, &prose(seed + 1, 80)[..]].concat()
}

#[test]
fn a_passage_that_two_articles_of_one_run_share_is_told_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let passage = &prose(1, 34);
    let records = [
        record("a", &with(passage, 10), None),
        record("b", &prose(20, 200), None),
        record("c", &with(passage, 30), None),
    ];
    write(&folder.path().join("in.jsonl"), &records);
    let expected =
        [("a", "c", 34), ("c", "a", 34)].map(|(one, other, words)| (one.to_owned(), other.to_owned(), words));
    assert_eq!(found(folder.path(), &[]), expected);
    assert_eq!(found(folder.path(), &["--among", "never"]), []);
    let exit = |among| run(folder.path(), &["check", "in.jsonl", "--among", among]).0;
    assert_eq!((exit("auto"), exit("never")), (1, 0));
}

#[test]
fn two_articles_of_one_run_that_have_one_id_are_held_against_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let passage = &prose(1, 34);
    let (first, second) = (with(passage, 10), with(passage, 30));
    write(&folder.path().join("in.jsonl"), &[record("a", &first, None), record("a", &second, None)]);
    assert_eq!(found(folder.path(), &[]), [("a".to_owned(), "a".to_owned(), 34), ("a".to_owned(), "a".to_owned(), 34)]);
    // In an archive one id is one article: what it holds of it are its versions.
    assert_eq!(run(folder.path(), &["archive", "add", "arc", "in.jsonl"]).0, 0);
    assert_eq!(found(folder.path(), &["--archive", "arc", "--among", "never"]), []);
    assert_eq!(found(folder.path(), &["--archive", "arc"]).len(), 2);
}

#[test]
fn of_two_dated_articles_of_one_run_the_later_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let passage = &prose(1, 34);
    let late = record("late", &with(passage, 10), Some("2024-05-02"));
    let early = record("early", &with(passage, 30), Some("2024-05-01"));
    write(&folder.path().join("in.jsonl"), &[late, early]);
    assert_eq!(found(folder.path(), &[]), [("late".to_owned(), "early".to_owned(), 34)]);
}

#[test]
fn words_that_are_changed_are_told_of_an_archive_but_not_of_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let passage = prose(1, 34);
    let mut changed = passage.clone();
    for at in [7, 15, 23] {
        changed[at] = "else".into();
    }
    write(
        &folder.path().join("in.jsonl"),
        &[record("a", &with(&passage, 10), None), record("b", &with(&changed, 30), None)],
    );
    assert_eq!(found(folder.path(), &[]), []);
    assert_eq!(run(folder.path(), &["archive", "add", "arc", "in.jsonl"]).0, 0);
    assert_eq!(found(folder.path(), &["--archive", "arc"]).len(), 2);
}

#[test]
fn more_articles_than_a_person_reads_are_each_checked_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let passage = &prose(1, 34);
    let of = |number: u64| record(&number.to_string(), &[passage, &prose(number + 2, 20)[..]].concat(), None);
    write(&folder.path().join("in.jsonl"), &(0..501).map(of).collect::<Vec<_>>());
    assert_eq!(found(folder.path(), &[]), []);
}

#[test]
fn an_archive_finds_the_passages_that_dedup_finds_over_the_same_articles() {
    let folder = tempfile::tempdir().unwrap();
    // Every third article holds words of one before it.
    let own = |number: u64| prose(1000 + number, 240);
    let of = |number: u64| {
        let mut words = own(number);
        if number % 3 == 2 {
            let length = [14, 20, 33, 60][number as usize / 3 % 4];
            words.splice(120..120, own(number / 3)[40..40 + length].to_vec());
        }
        record(&format!("n{number:02}"), &words, Some(&format!("2024-0{}-{:02}", 1 + number / 28, 1 + number % 28)))
    };
    write(&folder.path().join("in.jsonl"), &(0..60).map(of).collect::<Vec<_>>());
    assert_eq!(run(folder.path(), &["archive", "add", "arc", "in.jsonl"]).0, 0);
    assert_eq!(run(folder.path(), &["dedup", "in.jsonl", "-o", "out"]).0, 0);
    let told: BTreeSet<(String, String)> =
        found(folder.path(), &["--archive", "arc"]).into_iter().map(|(article, origin, _)| (article, origin)).collect();
    let passages = fs::read_to_string(folder.path().join("out/passages.jsonl")).unwrap();
    let mut copies = BTreeSet::new();
    for passage in passages.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let origin = passage["origin"]["article"].as_str().unwrap();
        for place in passage["places"].as_array().unwrap() {
            let article = place["article"].as_str().unwrap();
            if article != origin {
                copies.insert((article.to_owned(), origin.to_owned()));
            }
        }
    }
    assert_eq!(copies.len(), 20);
    assert_eq!(told, copies);
}
