//! The same bytes for any number of threads and any repeat.

use std::path::Path;

use copydesk::pipeline::check::Checker;
use copydesk::pipeline::corpus::{Watch, check_all};
use copydesk::read::{self, ReadOptions};
use copydesk::report::{Human, Json, JsonLines, Report, Style};
use copydesk::settings::Settings;

struct Nobody;

impl Watch for Nobody {}

fn report_of(report: &dyn Report, threads: usize) -> String {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/articles").display().to_string();
    let options = ReadOptions::default();
    let inputs = read::inputs(&[corpus], &options).expect("the corpus is there").inputs;
    assert!(inputs.len() >= 40, "the corpus has {} articles", inputs.len());
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
