//! A copy whose letters are disguised is found, and the finding names the trick; natural uses of the same signs are left alone.

use std::io::Cursor;
use std::sync::Arc;

use copydesk::finding::Finding;
use copydesk::pipeline::check::{Checker, Scratch};
use copydesk::read::{self, ReadOptions};
use copydesk::settings::Settings;

const PASSAGE: &str = "The harbour board voted on Monday to close the old swing bridge for two years because of rust.";

fn findings(text: &str) -> Vec<Finding> {
    let reader = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let options = ReadOptions::default();
    let mut source = read::open_reader(Arc::from("a.txt"), reader, &options).expect("opens");
    let record = source.next().expect("whole").expect("a record");
    let article = read::parse(record, &options).expect("an article").article;
    Checker::new(Settings::default()).check(article, &mut Scratch::default()).expect("no archive").findings
}

fn tricks(text: &str) -> Vec<String> {
    let all = findings(text).into_iter().flat_map(|finding| finding.evidence);
    all.filter(|evidence| evidence.signal == "disguise").map(|evidence| evidence.says).collect()
}

fn with_copy(copy: &str) -> String {
    format!("{PASSAGE}\n\nNobody had asked the fishermen of the lower town, who met in the evening.\n\n{copy}\n")
}

#[test]
fn a_finding_names_the_trick_and_the_line_it_was_played_in() {
    for (copy, name) in [
        (PASSAGE.replace("board", "bo\u{200b}ard").replace("rust", "ru\u{200b}st"), "invisible characters"),
        (PASSAGE.replace('a', "\u{430}"), "look-alike letters of another alphabet"),
        (PASSAGE.replace("bridge", "\u{ff42}\u{ff52}\u{ff49}\u{ff44}\u{ff47}\u{ff45}"), "full-width letters"),
        (PASSAGE.replace("voted", "\u{1d42f}\u{1d428}\u{1d42d}\u{1d41e}\u{1d41d}"), "mathematical letters"),
    ] {
        let told = tricks(&with_copy(&copy));
        assert_eq!(told.len(), 1, "{name}: {told:?}");
        assert!(told[0].ends_with(&format!("at line 5 {} disguised by {name}", verb(&told[0]))), "{told:?}");
    }
}

fn verb(says: &str) -> &'static str {
    if says.starts_with("1 word ") { "is" } else { "are" }
}

#[test]
fn a_plain_copy_and_natural_text_name_no_trick() {
    assert_eq!(findings(&with_copy(PASSAGE)).len(), 1);
    assert!(tricks(&with_copy(PASSAGE)).is_empty());
    let persian =
        "او می\u{200c}خواهد کتاب\u{200c}های تازه را بخواند و به خانه\u{200c}اش برگردد تا با دوستانش سخن بگوید.";
    assert!(tricks(&format!("{persian}\n\nدیروز باران آمد.\n\n{persian}\n")).is_empty());
}
