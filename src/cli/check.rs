//! `copydesk check`: each article by itself.

use std::io::IsTerminal as _;

use indicatif::ProgressBar;

use super::World;
use super::args::{AmongWhen, CheckArgs, ColorWhen, CommonArgs, ExtractHow, InputArgs, ReportFormat};
use super::config;
use super::exit::{Exit, Failure};
use super::output::{Output, written};
use super::tell::{self, Trouble};
use super::{progress, threads};
use crate::archive::Archive;
use crate::finding::Severity;
use crate::pipeline::among::Among;
use crate::pipeline::check::Checker;
use crate::pipeline::corpus::{CheckError, Watch, check_all};
use crate::read::{self, Charset, Extract, Format, Input, Inputs, ReadError, ReadOptions, Skipped};
use crate::report::{Account, Human, Json, JsonLines, Report, Style};
use crate::rules::Suppression;
use crate::settings::{self, Settings};

/// Articles that a person wants to hear about one by one even when nothing was found in them.
const FEW_INPUTS: usize = 10;
/// Columns beyond which lines of prose are hard to read.
const WIDEST: usize = 100;

pub(super) fn run(args: &CheckArgs, world: &World) -> Result<Exit, Failure> {
    if args.paths == ["-"] && std::io::stdin().is_terminal() {
        return Err(Failure::usage("no article was named").hint("name files or folders, or pipe a text in"));
    }
    let settings = settings(args, world)?;
    let options = input_options(&args.input)?;
    let Inputs { inputs, problems, .. } = read::inputs(&args.paths, &options)?;
    if args.common.verbose > 0 {
        say_what_is_read(&inputs, &options);
    }
    let pool = threads::pool(args.common.threads)?;
    let report = report(args, world, &inputs);
    let mut output = Output::open(args.common.output.as_deref())?;
    let mut checker = Checker::new(settings).with_among(match args.among {
        AmongWhen::Auto => Among::Auto,
        AmongWhen::Never => Among::Never,
    });
    if let Some(folder) = &args.archive {
        checker = checker.with_archive(Archive::open(folder)?, args.same_as.clone());
    }
    let total = total_size(&inputs);
    let mut teller = Teller::new(&args.common, progress::bar(&args.common, world, total), &checker);
    for problem in &problems {
        teller.trouble.incomplete(problem);
    }
    let checked = pool.install(|| check_all(&checker, &inputs, &options, &*report, &mut output, &mut teller));
    teller.trouble.bar.finish_and_clear();
    let account = match checked {
        Err(CheckError::Archive(error)) => return Err(error.into()),
        Err(CheckError::Write(error)) => return written(Err(error)).map(|()| Exit::Clean),
        Ok(mut account) => {
            account.incomplete += problems.len() as u64;
            account
        }
    };
    teller.account(&account);
    if args.input.strict && (account.rejected > 0 || account.incomplete > 0) {
        return Err(Failure::not_done(anyhow::anyhow!(
            "some input was damaged, and `--strict` publishes nothing then"
        )));
    }
    nothing_read(&account, args, inputs.is_empty())?;
    output.publish()?;
    Ok(exit(&account, checker.settings()))
}

/// Says what the first inputs are taken for.
fn say_what_is_read(inputs: &[Input], options: &ReadOptions) {
    for input in inputs.iter().take(FEW_INPUTS) {
        if let Some(taken_for) = read::taken_for(input, options) {
            tell::line(&format!("note: `{}` is read as {taken_for}", input.path));
        }
    }
}

fn settings(args: &CheckArgs, world: &World) -> Result<Settings, Failure> {
    let mut settings = config::load(&args.common.settings, world)?;
    if let Some(level) = &args.fail_on {
        settings.fail_on = settings::fail_on(level).ok_or_else(|| {
            Failure::usage(format!("there is no level `{level}`")).hint("known: note, warning, error, never")
        })?;
    }
    Ok(settings)
}

pub(super) fn input_options(args: &InputArgs) -> Result<ReadOptions, Failure> {
    let mut options = ReadOptions::default();
    if let Some(name) = &args.input_format {
        options.input_format = Some(name.parse::<Format>().map_err(Failure::usage)?);
    }
    options.delimiter = args.delimiter;
    if let Some(label) = &args.encoding {
        options.encoding = Some(label.parse::<Charset>().map_err(Failure::usage)?);
    }
    options.extract = match args.extract {
        ExtractHow::Fast => Extract::Fast,
        ExtractHow::Precise => Extract::Precise,
        ExtractHow::All => Extract::All,
    };
    let fields = &mut options.fields;
    for (given, field) in [
        (&args.text_field, &mut fields.text),
        (&args.id_field, &mut fields.id),
        (&args.title_field, &mut fields.title),
        (&args.url_field, &mut fields.url),
        (&args.published_field, &mut fields.published),
        (&args.source_field, &mut fields.source),
    ] {
        if given.is_some() {
            field.clone_from(given);
        }
    }
    let limits = &mut options.limits;
    limits.record = (args.max_record as usize) << 20;
    limits.decompressed = args.max_decompressed << 30;
    limits.ratio = args.max_ratio;
    limits.zstd_window = args.zstd_window;
    limits.json_depth = usize::from(args.max_json_depth);
    limits.html_depth = usize::from(args.max_html_depth);
    Ok(options)
}

fn report(args: &CheckArgs, world: &World, inputs: &[Input]) -> Box<dyn Report> {
    let with_text = args.with_text;
    match args.format {
        ReportFormat::Json => Box::new(Json { with_text }),
        ReportFormat::Jsonl => Box::new(JsonLines { with_text }),
        ReportFormat::Human => {
            let few = inputs.len() <= FEW_INPUTS && inputs.iter().all(is_one_article);
            let say_when_clean = args.common.verbose > 0 || few;
            Box::new(Human { style: style(&args.common, world), say_when_clean })
        }
    }
}

/// Adds up the sizes of the inputs where all are known.
pub(super) fn total_size(inputs: &[Input]) -> Option<u64> {
    inputs.iter().map(|input| input.size).sum()
}

/// Tells whether an input's name says that it holds one article.
fn is_one_article(input: &Input) -> bool {
    match Format::from_name(&input.path) {
        Some(Format::Plain | Format::Markdown | Format::Html) => true,
        Some(Format::JsonLines | Format::Json | Format::Csv | Format::Warc | Format::Parquet | Format::Feed) | None => {
            false
        }
    }
}

pub(super) fn style(args: &CommonArgs, world: &World) -> Style {
    let terminal = args.output.is_none() && std::io::stdout().is_terminal();
    let color = match args.color {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => terminal && !world.no_color && !world.dumb_terminal,
    };
    let measured = terminal_size::terminal_size().filter(|_| terminal).map(|(width, _)| usize::from(width.0));
    let columns = world.columns.or(measured).unwrap_or(80).clamp(40, WIDEST);
    Style { columns, color }
}

fn exit(account: &Account, settings: &Settings) -> Exit {
    let at_least = |level: Severity| Severity::ALL.into_iter().filter(|&s| s >= level).any(|s| account.of(s) > 0);
    if account.failed > 0 {
        Exit::Bug
    } else if account.rejected > 0 || account.incomplete > 0 {
        Exit::Incomplete
    } else if settings.fail_on.is_some_and(at_least) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// Where no article could be checked, the run is not done, whatever the cause.
fn nothing_read(account: &Account, args: &CheckArgs, no_input: bool) -> Result<(), Failure> {
    if account.checked > 0 || account.failed > 0 {
        return Ok(());
    }
    if account.rejected > 0 {
        // Every record was looked at and accounted for: the run is done, and the exit code says that some were rejected.
        return Ok(());
    }
    if account.incomplete > 0 {
        return Err(Failure::not_done(anyhow::anyhow!("no article could be read")));
    }
    let named = args.paths.join("`, `");
    if !no_input {
        // A file of no bytes is read to its end: the run is done.
        if !args.common.quiet {
            tell::line(&format!("note: no article found in `{named}`: nothing was compared"));
        }
        return Ok(());
    }
    Err(Failure::not_done(anyhow::anyhow!("no article found in `{named}`"))
        .hint("in folders, files with the extension of a format that is read are looked for: `.txt`, `.md`, `.html`, `.jsonl`, `.csv`, `.warc`, ..."))
}

/// Tells the user on standard error what goes wrong, and the account at the end.
struct Teller<'t> {
    trouble: Trouble,
    quiet: bool,
    among: Among,
    used: Vec<bool>,
    suppressions: &'t [Suppression],
}

impl<'t> Teller<'t> {
    fn new(args: &CommonArgs, bar: ProgressBar, checker: &'t Checker) -> Self {
        let suppressions = checker.settings().suppressions.as_slice();
        Self {
            trouble: Trouble::over(bar),
            quiet: args.quiet,
            among: checker.among(),
            used: vec![false; suppressions.len()],
            suppressions,
        }
    }

    fn account(&self, account: &Account) {
        self.trouble.say_the_rest();
        if !self.quiet {
            for (decision, _) in self.suppressions.iter().zip(&self.used).filter(|(_, used)| !**used) {
                self.trouble
                    .say(&format!("note: the suppression with the reason `{}` silences nothing", decision.reason));
            }
        }
        if !account.adds_up() {
            self.trouble.say("bug: the account does not add up");
        }
        if !self.quiet && self.among == Among::Auto && account.among.is_none() && account.checked > 1 {
            self.trouble.say("note: too much to hold the articles against each other; `copydesk dedup` does that");
        }
        if !self.quiet && (account.read != 1 || account.rejected + account.failed > 0) {
            let failed = if account.failed > 0 { format!(" + failed {}", account.failed) } else { String::new() };
            let Account { read, checked, rejected, .. } = account;
            self.trouble.say(&format!("read {read} = checked {checked} + rejected {rejected}{failed}"));
        }
    }
}

impl Watch for Teller<'_> {
    fn advanced(&mut self, bytes: u64) {
        self.trouble.bar.inc(bytes);
    }

    fn skipped(&mut self, skipped: &Skipped) {
        self.trouble.skipped(skipped);
    }

    fn incomplete(&mut self, problem: &ReadError) {
        self.trouble.incomplete(problem);
    }

    fn failed(&mut self, record: &str) {
        self.trouble.say(&format!("bug: copydesk failed on `{record}`; the other articles were checked"));
    }

    fn suppressed(&mut self, suppression: usize) {
        self.used[suppression] = true;
    }
}
