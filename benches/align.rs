//! What it costs to compare texts: ordinary pairs of growing length, and the texts that make aligners quadratic.
//!
//! `cargo bench --bench align`

use copydesk::matching::{Scratch, Tolerance, passages_between, passages_within};
use copydesk::text::analyze;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// A text of random words with a frequency like that of a language, the same for every run; every tenth sentence is shared by all seeds.
fn text(sentences: usize, seed: u64) -> String {
    let mut out = String::new();
    for ix in 0..sentences {
        let mut state = if ix % 10 == 0 { ix as u64 + 1 } else { seed * 1_000_003 + ix as u64 };
        for _ in 0..20 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let unit = (state >> 40) as f64 / (1u64 << 24) as f64;
            out.push_str(&format!("w{} ", (unit.powi(3) * 20_000.0) as u32));
        }
        out.push_str("end.\n");
    }
    out
}

const SENTENCE: &str =
    "The harbour office said on Monday that the ferry would stay in port until the wind had fallen.\n";

#[divan::bench(args = [50, 500, 5_000])]
fn two_texts_that_share_a_tenth(bencher: Bencher, sentences: usize) {
    between(bencher, &text(sentences, 1), &text(sentences, 2));
}

#[divan::bench(args = [50, 500, 5_000])]
fn a_text_against_itself(bencher: Bencher, sentences: usize) {
    within(bencher, &text(sentences, 1));
}

#[divan::bench(args = [1_000, 10_000, 100_000])]
fn one_sentence_many_times(bencher: Bencher, times: usize) {
    within(bencher, &SENTENCE.repeat(times));
}

#[divan::bench(args = [1_000, 10_000, 100_000])]
fn one_sentence_many_times_in_both(bencher: Bencher, times: usize) {
    between(bencher, &SENTENCE.repeat(times), &SENTENCE.repeat(times));
}

#[divan::bench(args = [10_000, 100_000, 1_000_000])]
fn two_texts_of_one_word(bencher: Bencher, words: usize) {
    between(bencher, &"word ".repeat(words), &"word ".repeat(words + 7));
}

#[divan::bench(args = [10_000, 100_000, 1_000_000])]
fn a_text_of_period_three(bencher: Bencher, words: usize) {
    within(bencher, &"one two three ".repeat(words / 3));
}

fn between(bencher: Bencher, left: &str, right: &str) {
    let (l, r) = (analyze(left, &[]), analyze(right, &[]));
    let mut scratch = Scratch::default();
    bencher
        .counter(BytesCount::new(left.len() + right.len()))
        .bench_local(|| passages_between(&l, &r, &Tolerance::default(), &mut scratch));
}

fn within(bencher: Bencher, text: &str) {
    let analyzed = analyze(text, &[]);
    let mut scratch = Scratch::default();
    bencher
        .counter(BytesCount::of_str(text))
        .bench_local(|| passages_within(&analyzed, &Tolerance::default(), &mut scratch));
}
