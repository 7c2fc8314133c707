//! `copydesk dedup`: a large dump, cleaned.

use std::io::IsTerminal as _;
use std::path::Path;

use super::World;
use super::args::DedupArgs;
use super::check::input_options;
use super::choices::{checker, choices, stages};
use super::exit::{Exit, Failure};
use super::stages::{StageWatch, peak_memory};
use super::{config, signals, tell, threads};
use crate::pipeline::corpus::Watch as _;
use crate::pipeline::dedup::{DedupSettings, Done, Job, Leftovers, OutputFormat, Workshop, dedup};
use crate::read::{self, Found, Input, InputKind, Inputs};
use crate::report::dump::{Summary, page};

pub(super) fn run(args: &DedupArgs, world: &World) -> Result<Exit, Failure> {
    let configured = config::load(&args.run.settings, world)?;
    let choices = choices(&args.choices, configured.dedup)?;
    let settings = DedupSettings {
        choices,
        stages: stages(&args.choices.stages)?,
        output_format: output_format(&args.output_format)?,
        csv_safe: args.csv_safe,
        attributes: args.attributes,
        dry_run: args.dry_run,
        strict: args.input.strict,
        ..DedupSettings::default()
    };
    if settings.csv_safe && settings.output_format != OutputFormat::Csv {
        return Err(
            Failure::usage("`--csv-safe` changes cells of CSV, and none are written").hint("add `--output-format csv`")
        );
    }
    let checker = checker(settings.stages, choices.policies, configured);
    let options = input_options(&args.input)?;
    let Inputs { inputs, problems, .. } = read::inputs(&args.paths, &options)?;
    let inputs = without_outputs(inputs, &args.output);
    let pool = threads::pool(args.threads)?;
    let mut watch = StageWatch::new(&args.run, world, &inputs);
    for problem in &problems {
        watch.incomplete(problem);
    }
    if inputs.is_empty() {
        return Err(Failure::not_done(anyhow::anyhow!("no article found in `{}`", args.paths.join("`, `")))
            .hint("in folders, only files with the endings of known formats are looked for"));
    }
    let leftovers = if args.resume { Leftovers::Resume } else { Leftovers::Discard };
    let made_folder = !args.output.exists();
    let mut workshop = Workshop::open(&args.output, leftovers)?;
    let output = args.output.clone();
    signals::before_the_end(move || interrupted(&output, made_folder));
    let job = Job { inputs: &inputs, options: &options, settings: &settings, checker: checker.as_ref() };
    let mut done = pool.install(|| dedup(job, &mut workshop, &mut watch))?;
    done.summary.incomplete += problems.len() as u64;
    if settings.strict && done.summary.incomplete > 0 {
        return Err(crate::pipeline::dedup::DedupError::Strict.into());
    }
    done.summary.seconds = watch.seconds().iter().map(|(stage, seconds)| (stage.name(), *seconds)).collect();
    done.summary.peak_memory_bytes = peak_memory();
    write_account(&done, &mut workshop)?;
    signals::whole(|| workshop.publish())?;
    if !args.run.quiet {
        account(&done.summary, &args.output, &watch);
    }
    Ok(exit(&done.summary))
}

/// Ends a run in the middle: what can be gone on with stays, nothing else.
fn interrupted(output: &Path, made_folder: bool) {
    let resumable = Workshop::interrupted(output, made_folder);
    if std::io::stderr().is_terminal() {
        // The bar stands on the line.
        tell::line("");
    }
    if resumable {
        tell::line(&format!("interrupted: what was found so far is kept in `{}`", output.display()));
        tell::line("hint: run the same command with `--resume` to go on from there");
    } else {
        tell::line("interrupted: nothing was written");
        tell::line("hint: run the same command again; `--resume` can go on once a large input was read whole");
    }
}

fn output_format(name: &str) -> Result<OutputFormat, Failure> {
    let known = OutputFormat::ALL.map(OutputFormat::name);
    OutputFormat::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| {
        Failure::usage(format!("there is no output format `{name}`")).hint(format!("known: {}", known.join(", ")))
    })
}

/// Leaves out what an earlier run wrote, where the folder for the results lies in a folder that is read.
fn without_outputs(inputs: Vec<Input>, output: &Path) -> Vec<Input> {
    let Ok(output) = output.canonicalize() else { return inputs };
    let is_output = |input: &Input| match (&input.kind, input.found) {
        (InputKind::File(path), Found::Walked) => path.canonicalize().is_ok_and(|path| path.starts_with(&output)),
        (InputKind::File(_), Found::Named) | (InputKind::Stdin, _) => false,
    };
    inputs.into_iter().filter(|input| !is_output(input)).collect()
}

/// Writes the account, for programs and for a person.
fn write_account(done: &Done, workshop: &mut Workshop) -> Result<(), Failure> {
    let mut html = Vec::new();
    page(&done.summary, &done.clusters, &done.passages, &mut html);
    let mut json = serde_json::to_vec_pretty(&done.summary).map_err(Failure::not_done)?;
    json.push(b'\n');
    for (name, bytes) in [("report.html", html), ("summary.json", json)] {
        let mut part = workshop.begin(name)?;
        part.write(&bytes)?;
        workshop.finish(part)?;
    }
    Ok(())
}

fn account(summary: &Summary, output: &Path, watch: &StageWatch) {
    watch.say_the_rest();
    let Summary { read, kept, removed, rejected, found, .. } = summary;
    let near = found.exact + found.near_duplicates;
    watch.say(&format!(
        "near-duplicates: {near} in {} clusters, {} of them with the same words",
        found.clusters, found.exact
    ));
    watch.say(&format!("passages of several articles: {}, stock passages: {}", found.passages, found.stock_passages));
    let in_articles: u64 = found.findings.values().sum();
    watch.say(&format!(
        "findings inside articles: {in_articles}, articles whose text was changed: {}",
        found.edited_articles
    ));
    watch.say(&format!("the results are in `{}`; begin with report.html", output.display()));
    if !summary.adds_up() {
        watch.say("bug: the account does not add up");
    }
    watch.say(&format!("read {read} = kept {kept} + removed {removed} + rejected {rejected}"));
}

fn exit(summary: &Summary) -> Exit {
    if summary.found.failed_articles > 0 || !summary.adds_up() {
        Exit::Bug
    } else if summary.rejected > 0 || summary.incomplete > 0 {
        Exit::Incomplete
    } else {
        Exit::Clean
    }
}
