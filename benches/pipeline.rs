//! What `check` costs: one article, and a dump on one and on two threads. `cargo bench --bench pipeline`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use copydesk::article::{Article, Origin};
use copydesk::pipeline::check::{Checker, Scratch};
use copydesk::pipeline::corpus::{Watch, check_all};
use copydesk::read::{self, ReadOptions};
use copydesk::report::JsonLines;
use copydesk::settings::Settings;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

struct Nobody;

impl Watch for Nobody {}

/// The articles of the corpus, in the order of their names.
fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/articles");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("the corpus").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("the corpus is UTF-8")).collect()
}

fn article(text: &str) -> Article {
    let origin = Origin { path: "bench".into(), record: 1, line: 1 };
    Article {
        id: "bench".into(),
        text: text.into(),
        blocks: Vec::new(),
        title: None,
        url: None,
        published: None,
        outlet: None,
        origin,
    }
}

#[divan::bench]
fn one_article(bencher: Bencher<'_, '_>) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/articles/ceasefire-talks.txt"));
    let text = text.expect("the corpus");
    let checker = Checker::new(Settings::default());
    let mut scratch = Scratch::default();
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| article(&text))
        .bench_local_values(|article| checker.check(article, &mut scratch).expect("there is no archive"));
}

/// The corpus forty times over as JSON Lines, about 5 MB.
#[divan::bench(args = [1, 2], sample_count = 10)]
fn dump(bencher: Bencher<'_, '_>, threads: usize) {
    let mut lines = String::new();
    for (ix, text) in texts().iter().cycle().take(52 * 40).enumerate() {
        let text = serde_json::to_string(text).expect("a string is JSON");
        writeln!(lines, "{{\"id\":\"{ix}\",\"text\":{text}}}").expect("memory");
    }
    let folder = tempfile::tempdir().expect("a folder for the dump");
    let path = folder.path().join("dump.jsonl");
    fs::write(&path, &lines).expect("the dump can be written");
    let options = ReadOptions::default();
    let inputs = read::inputs(&[path.display().to_string()], &options).expect("the dump is there").inputs;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let checker = Checker::new(Settings::default());
    bencher.counter(BytesCount::of_str(&lines)).bench_local(|| {
        let mut out = Vec::new();
        let report = JsonLines { with_text: false };
        pool.install(|| check_all(&checker, &inputs, &options, &report, &mut out, &mut Nobody)).expect("memory")
    });
}
