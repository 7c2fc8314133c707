//! The same bytes for any number of threads and any repeat.

use std::path::Path;

use copydesk::matching::Tolerance;
use copydesk::pipeline::check::Checker;
use copydesk::pipeline::compare::{NamedText, TextPair, compare_all, read_texts};
use copydesk::pipeline::corpus::{Watch, check_all};
use copydesk::read::{self, Input, ReadOptions};
use copydesk::report::compare::{CompareHuman, CompareJson, CompareJsonLines, CompareReport};
use copydesk::report::{Human, Json, JsonLines, Report, Style};
use copydesk::settings::Settings;

struct Nobody;

impl Watch for Nobody {}

fn corpus(options: &ReadOptions) -> Vec<Input> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/articles").display().to_string();
    let inputs = read::inputs(&[corpus], options).expect("the corpus is there").inputs;
    assert!(inputs.len() >= 40, "the corpus has {} articles", inputs.len());
    inputs
}

/// Compares each article of the corpus with itself and with the three behind it, thrice: more pairs than one batch holds.
fn comparison_of(report: &dyn CompareReport, threads: usize) -> String {
    let options = ReadOptions::default();
    let named =
        |(ix, read)| NamedText { name: format!("{ix}"), text: Some(Result::expect(read, "an article is a text")) };
    let texts: Vec<NamedText> = read_texts(&corpus(&options), &options).into_iter().enumerate().map(named).collect();
    let all = texts.len() as u32;
    let near = |left: u32| (0..4).map(move |step| TextPair { left, right: (left + step) % all });
    let pairs: Vec<TextPair> = (0..3).flat_map(|_| (0..all).flat_map(near)).collect();
    let mut out = Vec::new();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| compare_all(&texts, &pairs, &Tolerance::default(), report, &mut out))
        .expect("memory can be written");
    String::from_utf8(out).expect("a report is UTF-8")
}

#[test]
fn a_comparison_of_many_pairs_is_the_same_at_1_2_and_8_threads() {
    let style = Style { columns: 80, color: false };
    let reports: [&dyn CompareReport; 3] = [
        &CompareJsonLines { with_edits: false },
        &CompareJson { with_edits: true },
        &CompareHuman { style, say_when_nothing: true },
    ];
    for report in reports {
        let one = comparison_of(report, 1);
        assert!(one.contains("verbatim"));
        for threads in [2, 8] {
            assert!(comparison_of(report, threads) == one, "{threads} threads give other bytes");
        }
    }
}

fn report_of(report: &dyn Report, threads: usize) -> String {
    let options = ReadOptions::default();
    let inputs = corpus(&options);
    let checker = Checker::new(Settings::default());
    let mut out = Vec::new();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| check_all(&checker, &inputs, &options, report, &mut out, &mut Nobody))
        .expect("memory can be written");
    String::from_utf8(out).expect("a report is UTF-8")
}

#[test]
fn a_report_is_the_same_at_1_2_and_8_threads() {
    let style = Style { columns: 80, color: false };
    let reports: [&dyn Report; 3] =
        [&JsonLines { with_text: false }, &Json { with_text: true }, &Human { style, say_when_clean: true }];
    for report in reports {
        let one = report_of(report, 1);
        assert!(!one.is_empty());
        for threads in [2, 8, 1] {
            assert!(report_of(report, threads) == one, "{threads} threads give other bytes");
        }
    }
}

#[test]
fn the_json_document_is_json_and_its_account_adds_up() {
    let document: serde_json::Value =
        serde_json::from_str(&report_of(&Json { with_text: false }, 2)).expect("the document is JSON");
    let summary = &document["summary"];
    assert_eq!(summary["read"], 52);
    assert_eq!(summary["read"], summary["checked"]);
    let findings = document["findings"].as_array().expect("a list").len() as u64;
    let counted: u64 = summary["rules"].as_object().expect("counts").values().filter_map(|n| n.as_u64()).sum();
    assert_eq!(findings, counted);
}
