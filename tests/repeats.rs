//! What `repeated-passage` tells and what it takes for a figure of speech.

use std::io::Cursor;
use std::sync::Arc;

use copydesk::finding::RuleId;
use copydesk::pipeline::check::{Checker, Scratch};
use copydesk::read::{self, ReadOptions};
use copydesk::settings::Settings;

/// The passages that stand twice.
fn repeats(text: &str) -> Vec<String> {
    let reader = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let options = ReadOptions::default();
    let mut source = read::open_reader(Arc::from("a.txt"), reader, &options).expect("opens");
    let record = source.next().expect("whole").expect("a record");
    let article = read::parse(record, &options).expect("an article").article;
    let checked = Checker::new(Settings::default()).check(article, &mut Scratch::default()).expect("no archive");
    let repeats = checked.findings.into_iter().filter(|finding| finding.rule == RuleId::RepeatedPassage);
    repeats.map(|finding| finding.place.of(text).to_owned()).collect()
}

const FIRST: &str = "To my friends on the hill, I ask you to keep your old bridge open.";
const OTHER: &str = "To my friends on the shore, I ask you to keep your old bridge open.";
const BETWEEN: &str = "The mayor of the town spoke for an hour. Nobody in the hall had expected that.";

#[test]
fn two_sentences_side_by_side_with_a_word_changed_are_a_figure_of_speech() {
    assert!(repeats(&format!("{BETWEEN} {FIRST} {OTHER}")).is_empty());
}

#[test]
fn the_same_words_are_told_wherever_they_stand() {
    assert_eq!(repeats(&format!("{BETWEEN} {FIRST} {FIRST}")), [FIRST.trim_end_matches('.')]);
}

#[test]
fn a_word_changed_in_another_paragraph_or_further_down_is_told() {
    assert_eq!(repeats(&format!("{FIRST}\n{BETWEEN}\n{OTHER}")).len(), 1);
    assert_eq!(repeats(&format!("{FIRST} {BETWEEN} {OTHER}")).len(), 1);
}

#[test]
fn a_word_dropped_is_told_side_by_side_too() {
    let shorter = FIRST.replace("old ", "");
    assert_eq!(repeats(&format!("{BETWEEN} {FIRST} {shorter}")).len(), 1);
}
