//! A run of `dedup` from end to end: read, find, plan, read again and write.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::account::summary;
use super::checkpoint::{Checkpoints, SURVEY};
use super::error::DedupError;
use super::identity::Identity;
use super::near::{Dump, Nearness, Removal, removals};
use super::order::{by_publication, keep_order};
use super::outputs::{write_clusters, write_passages};
use super::own_form::{OwnForm, own_form};
use super::passages::{CommonPassages, PassageLimits, common_passages};
use super::plan::Plan;
use super::settings::DedupSettings;
use super::spill::Spill;
use super::stage::{Stage, WatchDedup, Work};
use super::state::{load_passages, load_removals, save_passages, save_removals};
use super::survey::{Survey, survey};
use super::workshop::{Leftovers, Workshop};
use super::write::{Parts, Written, write};
use crate::article::ArticleIx;
use crate::clean::Policy;
use crate::fingerprint::Banding;
use crate::pipeline::check::Checker;
use crate::read::{self, Found, Input, InputKind, ReadError, ReadOptions};
use crate::report::dump::{ClusterRow, PassageRow, Summary};

/// What was found, before anything is written.
#[derive(Debug)]
pub struct Findings {
    /// What is known of the articles.
    pub survey: Survey,
    /// For each article the kept one it is a near-duplicate of.
    pub removals: Vec<Option<Removal>>,
    /// Passages of two articles or more.
    pub common: CommonPassages,
}

/// A run that is done but for publishing.
#[derive(Debug)]
pub struct Done {
    /// The account.
    pub summary: Summary,
    /// The largest clusters.
    pub clusters: Vec<ClusterRow>,
    /// The passages of most articles.
    pub passages: Vec<PassageRow>,
}

/// A dump to be cleaned.
#[derive(Debug, Clone, Copy)]
pub struct Job<'j> {
    /// Where it is.
    pub inputs: &'j [Input],
    /// How it is read.
    pub options: &'j ReadOptions,
    /// What is looked for and what is done about it.
    pub settings: &'j DedupSettings,
    /// Checks each article by itself; none: that is not looked for.
    pub checker: Option<&'j Checker>,
}

/// Cleans a dump; the files stand in the workshop when it returns, and are published by its owner. Runs on the current rayon pool.
///
/// Memory: what the settings allow, some 300 bytes an article, and two batches of records.
///
/// # Errors
/// When an input changed while it was read, some input was damaged under `strict`, a resumed run is not the same run, or something cannot be written.
pub fn dedup(job: Job<'_>, workshop: &mut Workshop, watch: &mut dyn WatchDedup) -> Result<Done, DedupError> {
    let checkpoints = checkpoints(job, workshop)?;
    let inputs = &rereadable(job.inputs, job.options, workshop.bench())?;
    let job = Job { inputs, ..job };
    let own = own_form(job.settings, inputs, job.options)?;
    let found = find(job, workshop.bench(), &checkpoints, watch)?;
    if found.survey.records.is_empty() && found.survey.incomplete > 0 {
        return Err(DedupError::NothingRead);
    }
    if job.settings.strict && (found.survey.rejected() > 0 || found.survey.incomplete > 0) {
        return Err(DedupError::Strict);
    }
    let plan = Plan::new(&found.survey, job.settings, &found.removals, &found.common);
    let clusters = write_clusters(&plan, workshop)?;
    let written = write_articles(job, &plan, own, workshop, watch)?;
    let passages = write_passages(&plan, &written.spots, workshop)?;
    watch.end();
    let summary = summary(inputs, &plan, &found, &written, clusters.count);
    Ok(Done { summary, clusters: clusters.largest, passages })
}

/// Takes up what an interrupted run left, or begins anew.
fn checkpoints(job: Job<'_>, workshop: &mut Workshop) -> Result<Checkpoints, DedupError> {
    let identity = Identity::of(job.inputs, job.options, job.settings, job.checker);
    if workshop.leftovers() == Leftovers::Resume {
        if let Some(input) = job.inputs.iter().find(|input| !is_plain_file(input)) {
            return Err(DedupError::ResumePipe { input: input.path.to_string() });
        }
        // What the interrupted run left stays there if this one turns out to be another.
        workshop.leave_bench(true);
        let resumed = Checkpoints::resume(workshop.bench(), &identity)?;
        workshop.leave_bench(false);
        if let Some(resumed) = resumed {
            return Ok(resumed);
        }
    }
    Checkpoints::begin(workshop.bench(), &identity)
}

/// Reads the inputs once and finds what there is to find.
fn find(
    job: Job<'_>,
    bench: &Path,
    checkpoints: &Checkpoints,
    watch: &mut dyn WatchDedup,
) -> Result<Findings, DedupError> {
    let DedupSettings { choices, stages, .. } = job.settings;
    let survey = read(job, bench, checkpoints, watch)?;
    let is_large = survey.bytes >= job.settings.checkpoint_from;
    let mut found = Findings { removals: vec![None; survey.articles()], survey, common: CommonPassages::default() };
    if stages.near_duplicates && choices.policies.near_duplicates != Policy::Off {
        watch.begin(Stage::NearDuplicates, Work::Articles(found.survey.articles() as u64));
        found.removals = match checkpoints.load("removals", load_removals) {
            Some(removals) => removals,
            None => near_duplicates(job.settings, &found.survey, bench, watch)?,
        };
        if is_large {
            checkpoints.save("removals", |ink| save_removals(&found.removals, ink))?;
        }
    }
    // Who is like whom is known: the prints are not needed any more.
    found.survey.prints = Vec::new();
    let looked_for = choices.policies.passages != Policy::Off || choices.policies.stock != Policy::Off;
    if stages.passages && looked_for {
        let mut order = by_publication(&found.survey);
        order.retain(|ix| found.removals[ix.0 as usize].is_none());
        watch.begin(Stage::Passages, Work::Articles(order.len() as u64));
        found.common = match checkpoints.load("common", load_passages) {
            Some(common) => common,
            None => passages(job.settings, &order, &found.survey, bench, watch)?,
        };
        if is_large {
            checkpoints.save("common", |ink| save_passages(&found.common, ink))?;
        }
    }
    Ok(found)
}

fn read(
    job: Job<'_>,
    bench: &Path,
    checkpoints: &Checkpoints,
    watch: &mut dyn WatchDedup,
) -> Result<Survey, DedupError> {
    let choices = job.settings.choices;
    // Half of the memory for the words, a quarter for postings and hits, which are made when the words are all there; the rest is for what there is of each article.
    let spill = Spill::new(choices.memory / 2, bench, "words");
    watch.begin(Stage::Read, Work::Bytes);
    if let Some(survey) = checkpoints.load(SURVEY, |page| Survey::load(page, spill.clone())) {
        return Ok(survey);
    }
    let banding = Banding::for_similarity(choices.threshold.get());
    let mut survey = survey(job.inputs, job.options, banding, spill, watch).map_err(DedupError::write(bench))?;
    if survey.bytes >= job.settings.checkpoint_from {
        checkpoints.save(SURVEY, |ink| survey.save(ink))?;
    }
    Ok(survey)
}

fn near_duplicates(
    settings: &DedupSettings,
    survey: &Survey,
    bench: &Path,
    watch: &mut dyn WatchDedup,
) -> Result<Vec<Option<Removal>>, DedupError> {
    let choices = settings.choices;
    let dump = Dump {
        prints: &survey.prints,
        order: &keep_order(survey, choices.keep, choices.measure),
        words: &survey.words,
        spill: &Spill::new(choices.memory / 4, bench, "fingerprints"),
    };
    let nearness = Nearness { measure: choices.measure, threshold: choices.threshold };
    removals(dump, nearness, watch).map_err(|source| DedupError::ReadBack { path: bench.to_owned(), source })
}

fn passages(
    settings: &DedupSettings,
    order: &[ArticleIx],
    survey: &Survey,
    bench: &Path,
    watch: &mut dyn WatchDedup,
) -> Result<CommonPassages, DedupError> {
    let choices = settings.choices;
    let limits = PassageLimits { words: choices.min_words, stock: choices.stock_articles };
    let spill = Spill::new(choices.memory / 4, bench, "passages");
    common_passages(order, &survey.words, limits, &spill, watch).map_err(DedupError::write(bench))
}

fn is_plain_file(input: &Input) -> bool {
    match &input.kind {
        InputKind::Stdin => false,
        // What is not there is told of when it is read.
        InputKind::File(named) => named.metadata().map_or(true, |found| found.is_file()),
    }
}

/// Bytes of an input that are looked at before the rest is stored: what `read` looks at to find out what it is.
const HEAD: u64 = 64 << 10;

/// Inputs that can be read twice: what comes through a pipe is stored first.
fn rereadable(inputs: &[Input], options: &ReadOptions, bench: &Path) -> Result<Vec<Input>, DedupError> {
    let store = |(ix, input): (usize, &Input)| {
        if is_plain_file(input) {
            return Ok(input.clone());
        }
        let path = bench.join(format!("input-{ix}"));
        let stored = || -> io::Result<u64> {
            let mut reader: Box<dyn io::Read> = match &input.kind {
                InputKind::Stdin => Box::new(io::stdin()),
                InputKind::File(named) => Box::new(File::open(named)?),
            };
            let mut head = Vec::new();
            reader.by_ref().take(HEAD).read_to_end(&mut head)?;
            let opened = read::open_reader(Arc::clone(&input.path), Box::new(io::Cursor::new(head.clone())), options);
            // A device of noise never ends, and all that is told of it is what its head shows.
            let rest = if matches!(opened, Err(ReadError::LooksBinary { .. } | ReadError::Foreign { .. })) {
                0
            } else {
                u64::MAX
            };
            io::copy(&mut io::Cursor::new(head).chain(reader.take(rest)), &mut File::create(&path)?)
        };
        let size = stored().map_err(DedupError::write(&path))?;
        let kind = InputKind::File(path.clone());
        Ok(Input { path: Arc::clone(&input.path), kind, found: Found::Named, size: Some(size) })
    };
    inputs.iter().enumerate().map(store).collect()
}

/// Writes what comes from the articles themselves, in a second pass over the inputs.
fn write_articles(
    job: Job<'_>,
    plan: &Plan<'_>,
    own: OwnForm,
    workshop: &mut Workshop,
    watch: &mut dyn WatchDedup,
) -> Result<Written, DedupError> {
    let settings = job.settings;
    let mut parts = Parts::begin(job, own, workshop)?;
    let needs_texts = !settings.dry_run
        || job.checker.is_some()
        || settings.attributes
        || plan.survey.rejected() > 0
        || !plan.passages().is_empty();
    let written = if needs_texts {
        watch.begin(Stage::Write, Work::Bytes);
        write(job, plan, &mut parts, watch)?
    } else {
        Written::of_plan(plan)
    };
    parts.finish(workshop)?;
    Ok(written)
}
