//! `copydesk bench`: how fast a dump is cleaned, stage by stage.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use serde::Serialize;

use super::World;
use super::args::{BenchArgs, BenchFormat};
use super::check::input_options;
use super::choices::{checker, choices, stages};
use super::exit::{Exit, Failure};
use super::output::print;
use super::stages::{StageWatch, forget_peak_memory, peak_memory};
use super::{config, threads};
use crate::pipeline::corpus::Watch as _;
use crate::pipeline::dedup::{DedupSettings, Job, Leftovers, Workshop, dedup};
use crate::read::{self, Inputs};
use crate::report::dump::Summary;

/// Bytes of a megabyte, as rates are given.
const MB: f64 = 1e6;
/// Bytes of a mebibyte, as memory is given.
const MIB: f64 = 1024.0 * 1024.0;

pub(super) fn run(args: &BenchArgs, world: &World) -> Result<Exit, Failure> {
    let configured = config::load(&args.run.settings, world)?;
    let choices = choices(&args.choices, configured.dedup)?;
    let settings = DedupSettings {
        choices,
        stages: stages(&args.choices.stages)?,
        // A part of the work is measured without the writing of articles.
        dry_run: !args.choices.stages.is_empty(),
        strict: args.input.strict,
        checkpoint_from: u64::MAX,
        ..DedupSettings::default()
    };
    let checker = checker(settings.stages, choices.policies, configured);
    let options = input_options(&args.input)?;
    let Inputs { inputs, problems, .. } = read::inputs(&args.paths, &options)?;
    if inputs.is_empty() {
        return Err(Failure::not_done(anyhow::anyhow!("no article found in `{}`", args.paths.join("`, `"))));
    }
    let job = Job { inputs: &inputs, options: &options, settings: &settings, checker: checker.as_ref() };
    let asked: Vec<Option<u16>> =
        if args.threads.is_empty() { vec![None] } else { args.threads.iter().copied().map(Some).collect() };
    let mut runs = Vec::new();
    for threads in asked {
        let folder = folder(args.folder.as_deref())?;
        let mut watch = StageWatch::new(&args.run, world, &inputs);
        for problem in &problems {
            watch.incomplete(problem);
        }
        runs.push(measure(job, threads, folder.path(), watch)?);
    }
    match args.format {
        BenchFormat::Human => print(&table(&runs)),
        BenchFormat::Json => {
            let document = serde_json::to_string_pretty(&Document { v: 1, runs: &runs }).map_err(Failure::not_done)?;
            print(&format!("{document}\n"))
        }
    }
}

/// Makes a folder that goes when it is dropped.
fn folder(named: Option<&Path>) -> Result<tempfile::TempDir, Failure> {
    let made = named.map_or_else(tempfile::tempdir, tempfile::tempdir_in);
    made.map_err(|error| Failure::not_done(anyhow::Error::new(error).context("cannot make a folder for the results")))
}

/// Runs once and takes the time.
fn measure(job: Job<'_>, asked: Option<u16>, folder: &Path, mut watch: StageWatch) -> Result<Run, Failure> {
    let pool = threads::pool(asked)?;
    forget_peak_memory();
    let begun = Instant::now();
    let mut workshop = Workshop::open(folder, Leftovers::Discard)?;
    let done = pool.install(|| dedup(job, &mut workshop, &mut watch))?;
    workshop.publish()?;
    let seconds = begun.elapsed().as_secs_f64();
    let Summary { read, bytes, words, spilled_bytes, .. } = done.summary;
    let rate = |seconds: f64| Rate {
        seconds,
        megabytes_per_second: bytes as f64 / MB / seconds,
        articles_per_second: read as f64 / seconds,
    };
    let stages = watch.seconds().iter().map(|(stage, took)| (stage.name(), *took));
    let stages: Vec<StageRow> =
        stages.map(|(name, took)| StageRow { name, rate: rate(took), share: took / seconds }).collect();
    Ok(Run {
        threads: pool.current_num_threads(),
        bytes,
        articles: read,
        words,
        spilled_bytes,
        total: rate(seconds),
        peak_memory_bytes: peak_memory(),
        stages,
        found: BTreeMap::from([
            ("near_duplicates", done.summary.found.exact + done.summary.found.near_duplicates),
            ("passages", done.summary.found.passages),
            ("stock_passages", done.summary.found.stock_passages),
        ]),
    })
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Document<'d> {
    v: u32,
    runs: &'d [Run],
}

/// One run over the dump.
#[derive(Debug, Serialize)]
struct Run {
    threads: usize,
    bytes: u64,
    articles: u64,
    words: u64,
    spilled_bytes: u64,
    #[serde(flatten)]
    total: Rate,
    peak_memory_bytes: Option<u64>,
    stages: Vec<StageRow>,
    found: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Serialize)]
struct StageRow {
    name: &'static str,
    #[serde(flatten)]
    rate: Rate,
    /// Of the whole run.
    share: f64,
}

#[derive(Debug, Serialize)]
struct Rate {
    seconds: f64,
    megabytes_per_second: f64,
    articles_per_second: f64,
}

fn table(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let threads = if run.threads == 1 { "1 thread".to_owned() } else { format!("{} threads", run.threads) };
        let (articles, megabytes) = (run.articles, run.bytes as f64 / MB);
        let _ = writeln!(out, "{threads}, {articles} articles, {megabytes:.1} MB\n");
        let _ = writeln!(out, "{:<18} {:>9} {:>9} {:>12} {:>7}", "stage", "seconds", "MB/s", "articles/s", "share");
        for stage in &run.stages {
            row(stage.name, &stage.rate, stage.share, &mut out);
        }
        row("all", &run.total, 1.0, &mut out);
        if let Some(peak) = run.peak_memory_bytes {
            let _ = writeln!(out, "\npeak memory: {:.0} MiB", peak as f64 / MIB);
        }
        if run.spilled_bytes > 0 {
            let _ = writeln!(out, "spilled to disk: {:.0} MiB", run.spilled_bytes as f64 / MIB);
        }
        out.push('\n');
    }
    out
}

fn row(name: &str, rate: &Rate, share: f64, out: &mut String) {
    let Rate { seconds, megabytes_per_second, articles_per_second } = rate;
    let share = 100.0 * share;
    let _ = writeln!(
        out,
        "{name:<18} {seconds:>9.3} {megabytes_per_second:>9.1} {articles_per_second:>12.0} {share:>5.1} %"
    );
}
