//! Sentences against texts whose boundaries were set by hand (treebanks): boundary F1 per treebank, held from below where the texts are there.
//!
//! `cargo test --release --test sentence_gold -- --nocapture` prints the figures.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use copydesk::evaluate::labels::values;
use copydesk::text::analyze;
use serde::Deserialize;

const GOLD: &str = "../shared/data/sentence-gold.jsonl";
/// What was reached, rounded down: a treebank and its least F1.
const LEAST: [(&str, f64); 5] = [
    ("ud_english_ewt", 0.919),
    ("ud_english_gum", 0.982),
    ("ud_german_gsd", 0.985),
    ("ud_russian_gsd", 0.978),
    ("ud_ukrainian_iu", 0.978),
];

#[derive(Debug, Deserialize)]
struct GoldText {
    treebank: String,
    text: String,
    sentences: Vec<String>,
}

#[derive(Debug, Default)]
struct Score {
    right: usize,
    found: usize,
    gold: usize,
}

impl Score {
    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.gold) as f64
    }
}

/// The ends of sentences, counted in characters that are not white space; the last one of a text is no find.
fn ends<'s>(sentences: impl Iterator<Item = &'s str>) -> BTreeSet<usize> {
    let mut at = 0;
    let mut ends: BTreeSet<usize> = sentences
        .map(|sentence| {
            at += sentence.chars().filter(|char| !char.is_whitespace()).count();
            at
        })
        .collect();
    ends.pop_last();
    ends
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are what the test is run by hand for")]
fn sentences_end_where_people_end_them() {
    let Ok(lines) = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(GOLD)) else { return };
    let gold: Vec<GoldText> = values(&lines).expect("the gold is JSON");
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for GoldText { treebank, text, sentences } in gold {
        let analyzed = analyze(&text, &[]);
        let found = ends(analyzed.sentences.iter().map(|sentence| sentence.span.of(&text)));
        let gold = ends(sentences.iter().map(String::as_str));
        let score = scores.entry(treebank).or_default();
        score.right += found.intersection(&gold).count();
        score.found += found.len();
        score.gold += gold.len();
    }
    for (treebank, score) in &scores {
        println!("{treebank:<18} boundaries {:>6}  F1 {:.4}", score.gold, score.f1());
    }
    for (treebank, least) in LEAST {
        assert!(scores[treebank].f1() >= least, "{treebank}: {:.4}", scores[treebank].f1());
    }
}
