//! `dedup` from files to files: the account, the same bytes whatever the threads, resuming, and what hostile dumps must not do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use copydesk::clean::{Keep, Policies, Policy};
use copydesk::pipeline::check::Checker;
use copydesk::pipeline::corpus::Watch;
use copydesk::pipeline::dedup::{
    DedupError, DedupSettings, Job, Leftovers, Stage, Stages, WatchDedup, Work, Workshop, dedup,
};
use copydesk::read::{self, ReadOptions};
use copydesk::report::dump::Summary;
use copydesk::settings::{DedupChoices, Settings};
use serde_json::Value;

/// Files by name.
type Files = BTreeMap<String, Vec<u8>>;

struct Nobody;

impl Watch for Nobody {}
impl WatchDedup for Nobody {}

/// Stops the run at a stage, as a power cut would.
struct Cut(Stage);

impl Watch for Cut {}
impl WatchDedup for Cut {
    fn begin(&mut self, stage: Stage, _work: Work) {
        assert_ne!(stage, self.0, "the power is cut");
    }
}

/// Counts what is taken up in each stage.
#[derive(Default)]
struct Counter {
    stage: Option<Stage>,
    taken_up: BTreeMap<Stage, u64>,
}

impl Watch for Counter {
    fn advanced(&mut self, amount: u64) {
        *self.taken_up.entry(self.stage.expect("a stage has begun")).or_default() += amount;
    }
}

impl WatchDedup for Counter {
    fn begin(&mut self, stage: Stage, _work: Work) {
        self.stage = Some(stage);
    }
}

struct Run<'r> {
    settings: DedupSettings,
    checked: bool,
    threads: usize,
    leftovers: Leftovers,
    watch: &'r mut dyn WatchDedup,
}

fn all() -> DedupSettings {
    DedupSettings { attributes: true, checkpoint_from: 0, ..DedupSettings::default() }
}

fn near_only() -> DedupSettings {
    DedupSettings { stages: Stages { near_duplicates: true, ..Stages::NONE }, ..DedupSettings::default() }
}

impl Run<'_> {
    fn over(self, inputs: &[PathBuf], out: &Path) -> Result<Summary, DedupError> {
        let options = ReadOptions::default();
        let paths: Vec<String> = inputs.iter().map(|path| path.display().to_string()).collect();
        let inputs = read::inputs(&paths, &options).unwrap().inputs;
        let checker = self.checked.then(|| Checker::new(Settings::default()));
        let job = Job { inputs: &inputs, options: &options, settings: &self.settings, checker: checker.as_ref() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build().unwrap();
        let mut workshop = Workshop::open(out, self.leftovers)?;
        let watch = self.watch;
        let done = pool.install(|| {
            let mut worked = catch_unwind(AssertUnwindSafe(|| dedup(job, &mut workshop, watch)));
            if worked.is_err() {
                // A process that is killed cleans nothing up.
                workshop.leave_bench(true);
            }
            worked
                .as_mut()
                .map_or(Err(DedupError::NothingRead), |done| std::mem::replace(done, Err(DedupError::Strict)))
        })?;
        workshop.publish()?;
        assert!(done.summary.adds_up(), "{:?}", done.summary);
        Ok(done.summary)
    }
}

fn run(settings: DedupSettings, inputs: &[PathBuf], out: &Path) -> Summary {
    with_threads(settings, 2, inputs, out)
}

fn with_threads(settings: DedupSettings, threads: usize, inputs: &[PathBuf], out: &Path) -> Summary {
    let checked = settings.stages.articles;
    Run { settings, checked, threads, leftovers: Leftovers::Discard, watch: &mut Nobody }.over(inputs, out).unwrap()
}

fn files(folder: &Path) -> Files {
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())
    };
    fs::read_dir(folder).unwrap().map(entry).collect()
}

fn lines(folder: &Path, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn sentence(&mut self, words: usize) -> String {
        let words: Vec<String> = (0..words).map(|_| format!("w{}", self.below(4000))).collect();
        format!("The {} ended.", words.join(" "))
    }

    fn text(&mut self, sentences: usize) -> String {
        let sentences: Vec<String> = (0..sentences).map(|_| self.sentence(14)).collect();
        sentences.join(" ")
    }
}

/// Articles of which one in four is a copy of an earlier one, whole or edited, and many share sentences.
fn dump(articles: usize, seed: u64) -> Vec<String> {
    let mut dice = Dice(seed);
    let shared: Vec<String> = (0..8).map(|_| dice.sentence(18)).collect();
    let mut texts: Vec<String> = Vec::new();
    for ix in 0..articles {
        let text = match dice.below(8) {
            0 if ix > 0 => texts[dice.below(ix)].clone(),
            1 if ix > 0 => format!("{} {}", texts[dice.below(ix)], dice.sentence(5)),
            2 | 3 => format!("{}\n\n{}", dice.text(12), shared[dice.below(8)]),
            _ => dice.text(12),
        };
        texts.push(text);
    }
    texts
}

fn record(ix: usize, text: &str) -> String {
    let day = 1 + ix * 7 % 28;
    serde_json::json!({"id": format!("a{ix}"), "published": format!("2020-03-{day:02}"), "text": text}).to_string()
}

fn write_dump(path: &Path, texts: &[String]) {
    let records: Vec<String> = texts.iter().enumerate().map(|(ix, text)| record(ix, text)).collect();
    fs::write(path, records.join("\n") + "\n").unwrap();
}

struct Dump {
    folder: tempfile::TempDir,
}

impl Dump {
    fn of(texts: &[String]) -> Self {
        let dump = Self { folder: tempfile::tempdir().unwrap() };
        write_dump(&dump.input()[0], texts);
        dump
    }

    fn input(&self) -> [PathBuf; 1] {
        [self.path("in.jsonl")]
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

#[test]
fn every_output_is_the_same_at_1_2_and_8_threads() {
    let dump = Dump::of(&dump(600, 1));
    let one = dump.path("one");
    let summary = with_threads(all(), 1, &dump.input(), &one);
    assert!(summary.removed > 50 && summary.found.passages > 4, "{summary:?}");
    for threads in [2, 8, 1] {
        let again = dump.path("again");
        with_threads(all(), threads, &dump.input(), &again);
        assert!(files(&again) == files(&one), "{threads} threads");
    }
}

#[test]
fn memory_that_does_not_suffice_changes_nothing_but_where_the_words_lie() {
    let dump = Dump::of(&dump(400, 2));
    let choices = DedupChoices { memory: 4096, ..DedupChoices::default() };
    let (plenty, little) = (dump.path("plenty"), dump.path("little"));
    let settings = DedupSettings { checkpoint_from: u64::MAX, ..all() };
    assert_eq!(run(settings.clone(), &dump.input(), &plenty).spilled_bytes, 0);
    assert!(run(DedupSettings { choices, ..settings }, &dump.input(), &little).spilled_bytes > 100_000);
    assert!(files(&plenty) == files(&little));
}

#[test]
fn one_file_and_seven_files_give_the_same_bytes() {
    let texts = dump(350, 3);
    let dump = Dump::of(&texts);
    let records = fs::read_to_string(&dump.input()[0]).unwrap();
    let records: Vec<&str> = records.lines().collect();
    let parts: Vec<PathBuf> = records
        .chunks(50)
        .enumerate()
        .map(|(ix, part)| {
            let path = dump.path(&format!("part{ix}.jsonl"));
            fs::write(&path, part.join("\n")).unwrap();
            path
        })
        .collect();
    assert_eq!(parts.len(), 7);
    run(all(), &dump.input(), &dump.path("one"));
    run(all(), &parts, &dump.path("seven"));
    assert!(files(&dump.path("one")) == files(&dump.path("seven")));
}

#[test]
fn its_own_output_loses_nothing_more() {
    let dump = Dump::of(&dump(600, 4));
    for keep in Keep::ALL {
        let settings = DedupSettings { choices: DedupChoices { keep, ..DedupChoices::default() }, ..near_only() };
        let first = run(settings.clone(), &dump.input(), &dump.path("first"));
        let again = run(settings, &[dump.path("first").join("articles.jsonl")], &dump.path("second"));
        assert!(first.removed > 50);
        assert_eq!((again.removed, again.kept), (0, first.kept), "{}", keep.name());
        assert_eq!(files(&dump.path("first"))["articles.jsonl"], files(&dump.path("second"))["articles.jsonl"]);
    }
}

#[test]
fn every_removed_article_has_a_kept_witness_above_the_threshold() {
    let dump = Dump::of(&dump(600, 5));
    run(near_only(), &dump.input(), &dump.path("out"));
    let kept: BTreeSet<String> = ids(&lines(&dump.path("out"), "articles.jsonl"));
    let removed = lines(&dump.path("out"), "removed.jsonl");
    assert!(removed.len() > 50);
    for record in &removed {
        let mark = &record["copydesk"];
        assert!(kept.contains(mark["witness"].as_str().unwrap()));
        assert!(mark["similarity"].as_f64().unwrap() >= 0.8);
    }
    for line in lines(&dump.path("out"), "clusters.jsonl") {
        assert_eq!(line["kept"].as_bool().unwrap(), kept.contains(line["article"].as_str().unwrap()));
        assert!(kept.contains(line["cluster"].as_str().unwrap()));
    }
}

fn ids(records: &[Value]) -> BTreeSet<String> {
    records.iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn ten_broken_lines_are_rejected_whole_and_accounted_for() {
    let dump = Dump::of(&dump(200, 6));
    let mut records: Vec<Vec<u8>> =
        fs::read(&dump.input()[0]).unwrap().split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
    records.pop();
    for ix in 0..10 {
        let broken =
            [b"{\"id\":\"broken\", \"text\": \"no end".to_vec(), vec![ix, b' ', 0xff, b'{'], b"[1,2]".to_vec()];
        records.insert(17 * (1 + usize::from(ix)), broken[usize::from(ix) % 3].clone());
    }
    fs::write(&dump.input()[0], records.join(&b'\n')).unwrap();
    let summary = run(all(), &dump.input(), &dump.path("out"));
    assert_eq!((summary.read, summary.rejected), (210, 10));
    let rejected = lines(&dump.path("out"), "rejected.jsonl");
    let numbers: Vec<u64> = rejected.iter().map(|line| line["line"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=10).map(|ix| 17 * ix + 1).collect::<Vec<_>>());
    assert_eq!(rejected[0]["raw"], "{\"id\":\"broken\", \"text\": \"no end");
    assert_eq!(rejected[1]["raw_base64"], "ASD/ew==");
    assert!(rejected.iter().all(|line| !line["reason"].as_str().unwrap().is_empty()));
}

#[test]
fn untouched_records_come_back_byte_for_byte() {
    let dump = Dump::of(&[]);
    let mut dice = Dice(7);
    let odd = [
        format!("{{ \"text\" : \"{}\", \"n\": 1.50e0, \"big\": 123456789012345678901234567890 }}  ", dice.text(3)),
        format!("{{\"tags\":[1, 2],\"text\":\"{} \\u00e9\\ud83d \",\"id\":77}}\t", dice.text(3)),
        "{\"text\":\"\"}".to_owned(),
    ];
    let input = odd.join("\r\n") + "\r\n";
    fs::write(&dump.input()[0], &input).unwrap();
    let summary = run(all(), &dump.input(), &dump.path("out"));
    assert_eq!(summary.kept, 3);
    assert_eq!(fs::read_to_string(dump.path("out").join("articles.jsonl")).unwrap(), input);
}

#[test]
fn a_run_that_was_cut_off_at_any_stage_is_resumed_to_the_same_bytes() {
    let dump = Dump::of(&dump(300, 8));
    run(all(), &dump.input(), &dump.path("whole"));
    for stage in [Stage::NearDuplicates, Stage::Passages, Stage::Write] {
        let out = dump.path(stage.name());
        let cut =
            Run { settings: all(), checked: true, threads: 2, leftovers: Leftovers::Discard, watch: &mut Cut(stage) };
        assert!(cut.over(&dump.input(), &out).is_err());
        assert!(!out.join("articles.jsonl").exists());
        let mut counter = Counter::default();
        let resumed =
            Run { settings: all(), checked: true, threads: 1, leftovers: Leftovers::Resume, watch: &mut counter };
        resumed.over(&dump.input(), &out).unwrap();
        assert_eq!(counter.taken_up.get(&Stage::Read), None, "what was read is not read again");
        assert!(files(&out) == files(&dump.path("whole")), "{}", stage.name());
    }
}

#[test]
fn a_run_is_not_resumed_with_another_input_or_other_options() {
    let dump = Dump::of(&dump(100, 9));
    let out = dump.path("out");
    let cut = |watch| Run { settings: all(), checked: true, threads: 1, leftovers: Leftovers::Discard, watch };
    assert!(cut(&mut Cut(Stage::Write)).over(&dump.input(), &out).is_err());
    let resume = |settings| {
        let watch = &mut Nobody;
        Run { settings, checked: true, threads: 1, leftovers: Leftovers::Resume, watch }.over(&dump.input(), &out)
    };
    let other = DedupSettings { choices: DedupChoices { min_words: 9, ..DedupChoices::default() }, ..all() };
    let refused = resume(other).unwrap_err();
    assert!(refused.to_string().contains("the options changed"), "{refused}");
    let mut bytes = fs::read(&dump.input()[0]).unwrap();
    bytes[40] ^= 1;
    fs::write(&dump.input()[0], &bytes).unwrap();
    let refused = resume(all()).unwrap_err();
    assert!(refused.to_string().contains("the input"), "{refused}");
    bytes[40] ^= 1;
    fs::write(&dump.input()[0], &bytes).unwrap();
    resume(all()).expect("a refusal leaves the run as it was");
}

#[test]
fn passages_are_marked_at_their_places_and_removed_on_demand() {
    let mut dice = Dice(10);
    let line = "Sign up for the morning letter and have the reporting sent to your inbox before breakfast.";
    let shared = dice.sentence(20);
    let texts: Vec<String> = (0..30)
        .map(|ix| match ix {
            0 => format!("{} {shared} {}", dice.text(3), dice.text(3)),
            1 => format!("{} {shared} {}", dice.text(3), dice.text(3)),
            _ => format!("{}\n\n{line}", dice.text(6)),
        })
        .collect();
    let dump = Dump::of(&texts);
    run(DedupSettings { checkpoint_from: u64::MAX, ..all() }, &dump.input(), &dump.path("marked"));
    let passages = lines(&dump.path("marked"), "passages.jsonl");
    assert_eq!(passages.len(), 2, "{passages:?}");
    let stock = passages.iter().find(|passage| passage["stock"] == true).unwrap();
    assert_eq!((stock["articles"].as_u64(), stock["done"].as_str()), (Some(28), Some("marked")));
    let common = passages.iter().find(|passage| passage["stock"] == false).unwrap();
    assert_eq!(common["origin"]["article"], "a0");
    let place = &common["places"][0];
    let slice = place["start"].as_u64().unwrap() as usize..place["end"].as_u64().unwrap() as usize;
    assert_eq!(&texts[1][slice], shared.trim_end_matches('.'));

    let policies = Policies { stock: Policy::Remove, passages: Policy::Remove, ..Policies::default() };
    let settings = DedupSettings { choices: DedupChoices { policies, ..DedupChoices::default() }, ..all() };
    let summary = run(settings, &dump.input(), &dump.path("removed"));
    let articles = lines(&dump.path("removed"), "articles.jsonl");
    assert_eq!(summary.found.edited_articles, 29);
    let text = |ix: usize| articles[ix]["text"].as_str().unwrap();
    assert_eq!(text(0), texts[0], "the origin keeps its passage");
    assert_eq!(text(1), texts[1].replace(&format!("{shared} "), ""));
    assert_eq!(text(2), texts[2].replace(&format!("\n\n{line}"), ""));
    assert_eq!(articles[2]["published"], "2020-03-15", "the other fields stay");
}

#[test]
fn a_dry_run_writes_what_it_found_and_no_articles() {
    let dump = Dump::of(&dump(200, 11));
    let whole = run(all(), &dump.input(), &dump.path("whole"));
    let dry = run(DedupSettings { dry_run: true, ..all() }, &dump.input(), &dump.path("dry"));
    assert_eq!((dry.kept, dry.removed), (whole.kept, whole.removed));
    let (whole, dry) = (files(&dump.path("whole")), files(&dump.path("dry")));
    assert!(!dry.contains_key("articles.jsonl") && !dry.contains_key("removed.jsonl"));
    assert_eq!((&dry["clusters.jsonl"], &dry["passages.jsonl"]), (&whole["clusters.jsonl"], &whole["passages.jsonl"]));
    let near = DedupSettings { dry_run: true, ..near_only() };
    assert_eq!(
        run(near, &dump.input(), &dump.path("near")).removed,
        u64::try_from(lines(&dump.path("whole"), "removed.jsonl").len()).unwrap()
    );
}

#[test]
fn articles_of_the_same_name_are_told_apart() {
    let mut dice = Dice(12);
    let dump = Dump::of(&[]);
    let text = dice.text(4);
    let records: Vec<String> = (0..3).map(|_| serde_json::json!({"id": "same", "text": text}).to_string()).collect();
    fs::write(&dump.input()[0], records.join("\n")).unwrap();
    run(near_only(), &dump.input(), &dump.path("out"));
    let named: Vec<String> = lines(&dump.path("out"), "clusters.jsonl")
        .iter()
        .map(|line| line["article"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, ["same", "same#2", "same#3"]);
}

#[test]
fn articles_of_other_formats_become_records() {
    let mut dice = Dice(18);
    let dump = Dump::of(&[]);
    let text = dice.text(6);
    let inputs = [dump.path("a.txt"), dump.path("b.md"), dump.path("c.txt")];
    fs::write(&inputs[0], &text).unwrap();
    fs::write(&inputs[1], format!("---\ntitle: A Walk\ndate: 2019-05-01\n---\n{}", dice.text(6))).unwrap();
    fs::write(&inputs[2], format!("{text} \n")).unwrap();
    let summary = run(all(), &inputs, &dump.path("out"));
    assert_eq!((summary.kept, summary.removed, summary.rejected), (2, 1, 0));
    let articles = lines(&dump.path("out"), "articles.jsonl");
    assert_eq!(articles[0], serde_json::json!({"id": inputs[0].display().to_string(), "text": text}));
    assert_eq!(
        (articles[1]["title"].as_str(), articles[1]["published"].as_str()),
        (Some("A Walk"), Some("2019-05-01T00:00:00Z"))
    );
    assert_eq!(lines(&dump.path("out"), "removed.jsonl")[0]["copydesk"]["reason"], "exact");
    let again = run(all(), &[dump.path("out").join("articles.jsonl")], &dump.path("again"));
    assert_eq!((again.kept, again.removed), (2, 0));
}

#[test]
fn one_sentence_of_many_articles_makes_one_passage_and_no_pairs() {
    let mut dice = Dice(13);
    let sentence = "Follow our politics desk and get alerts on your phone every single day of the week.";
    let texts: Vec<String> = (0..20_000).map(|_| format!("{sentence} {}", dice.sentence(12))).collect();
    let dump = Dump::of(&texts);
    let stages = Stages { passages: true, ..Stages::NONE };
    let summary = run(DedupSettings { stages, ..DedupSettings::default() }, &dump.input(), &dump.path("out"));
    let passages = lines(&dump.path("out"), "passages.jsonl");
    assert_eq!((summary.found.stock_passages, passages.len()), (1, 1));
    assert_eq!(passages[0]["places_total"], 20_000);
    assert_eq!(passages[0]["places"].as_array().unwrap().len(), 100);
}

#[test]
fn many_copies_of_one_article_leave_the_same_one_for_any_order() {
    let text = Dice(14).text(5);
    let dump = Dump::of(&vec![text; 10_000]);
    let summary = run(near_only(), &dump.input(), &dump.path("out"));
    assert_eq!((summary.kept, summary.found.clusters), (1, 1));
    // a0, a28, a56 … are the earliest by date; the first of them stands first.
    assert_eq!(ids(&lines(&dump.path("out"), "articles.jsonl")), BTreeSet::from(["a0".to_owned()]));
    let mut records: Vec<String> = fs::read_to_string(&dump.input()[0]).unwrap().lines().map(str::to_owned).collect();
    records.retain(|line| !line.contains("2020-03-01") || line.contains("\"a28\""));
    records.reverse();
    fs::write(&dump.input()[0], records.join("\n")).unwrap();
    run(near_only(), &dump.input(), &dump.path("other"));
    assert_eq!(ids(&lines(&dump.path("other"), "articles.jsonl")), BTreeSet::from(["a28".to_owned()]));
}

#[test]
fn ten_thousand_near_duplicates_are_one_cluster_in_linear_work() {
    let mut dice = Dice(15);
    let text = dice.text(20);
    let texts: Vec<String> = (0..10_000).map(|_| format!("{text} {}", dice.sentence(4))).collect();
    let dump = Dump::of(&texts);
    let summary = run(near_only(), &dump.input(), &dump.path("out"));
    assert_eq!((summary.kept, summary.found.clusters), (1, 1));
}

#[test]
fn a_chain_of_small_changes_never_joins_what_is_not_alike() {
    let mut dice = Dice(16);
    let mut words: Vec<String> = (0..400).map(|_| format!("w{}", dice.below(9000))).collect();
    let texts: Vec<String> = (0..400)
        .map(|_| {
            for _ in 0..4 {
                let at = dice.below(words.len());
                words[at] = format!("w{}", dice.below(9000));
            }
            words.join(" ")
        })
        .collect();
    let dump = Dump::of(&texts);
    run(near_only(), &dump.input(), &dump.path("out"));
    let clusters = lines(&dump.path("out"), "clusters.jsonl");
    assert!(clusters.iter().filter_map(|line| line["similarity"].as_f64()).all(|similarity| similarity >= 0.8));
    let of = |id: &str| clusters.iter().find(|line| line["article"] == id).map(|line| line["cluster"].clone());
    assert_ne!(of("a0"), of("a399"));
    assert!(clusters.len() > 300, "neighbours are alike: {}", clusters.len());
}

#[test]
fn an_input_that_changes_while_it_is_read_is_told_of_and_nothing_is_published() {
    struct Meddler(PathBuf);
    impl Watch for Meddler {}
    impl WatchDedup for Meddler {
        fn begin(&mut self, stage: Stage, _work: Work) {
            if stage == Stage::Write {
                let changed = fs::read_to_string(&self.0).unwrap().replacen("ended", "began", 1);
                fs::write(&self.0, changed).unwrap();
            }
        }
    }
    let dump = Dump::of(&dump(50, 17));
    let [input] = dump.input();
    let settings = DedupSettings { checkpoint_from: u64::MAX, ..all() };
    let run =
        Run { settings, checked: false, threads: 2, leftovers: Leftovers::Discard, watch: &mut Meddler(input.clone()) };
    let failed = run.over(&[input], &dump.path("out")).unwrap_err();
    assert!(matches!(failed, DedupError::InputChanged { record: 1, .. }), "{failed}");
    assert!(!dump.path("out").exists());
}

#[test]
fn of_a_result_that_cannot_be_put_in_place_nothing_stays() {
    let dump = Dump::of(&dump(50, 18));
    let out = dump.path("out");
    // No file takes the place of a folder.
    fs::create_dir_all(out.join("clusters.jsonl")).unwrap();
    let run = Run { settings: all(), checked: false, threads: 2, leftovers: Leftovers::Discard, watch: &mut Nobody };
    run.over(&dump.input(), &out).unwrap_err();
    let left: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["clusters.jsonl"]);
}
