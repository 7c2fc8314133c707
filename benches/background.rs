//! What the background stage costs on its own, over the articles of the corpus. `cargo bench --bench background`.

use std::fs;
use std::path::Path;

use copydesk::background::{Detector, Model, Preset, ReportContext, Scratch};
use copydesk::text::{AnalyzedText, analyze};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// The articles of the corpus, in the order of their names.
fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/articles");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("the corpus").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("the corpus is UTF-8")).collect()
}

/// Analysed texts in, readings out: the cuts of the text are not counted.
#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    let texts = texts();
    let analyzed: Vec<AnalyzedText<'_>> = texts.iter().map(|text| analyze(text, &[])).collect();
    let model = Model::shipped();
    let detector = Detector::new(&model, Preset::Default);
    let mut scratch = Scratch::default();
    bencher.counter(BytesCount::new(texts.iter().map(String::len).sum::<usize>())).bench_local(|| {
        analyzed
            .iter()
            .map(|text| detector.read(text, &ReportContext::default(), &mut scratch).blocks.len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn load_model() -> Model {
    Model::shipped()
}
