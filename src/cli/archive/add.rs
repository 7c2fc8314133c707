//! `copydesk archive add`: articles into the archive, batch by batch.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};

use anyhow::Context as _;
use indicatif::ProgressBar;

use super::super::args::ArchiveAddArgs;
use super::super::check::{input_options, total_size};
use super::super::exit::{Exit, Failure};
use super::super::{World, progress, tell, threads};
use super::{folder_first, wait};
use crate::archive::{Acknowledged, Writer};
use crate::pipeline::add::{AddAccount, AddError, AddPolicy, AddWatch, add_all};
use crate::read::{self, Inputs, ReadError, Skipped};

/// Messages about single records before the rest is only counted.
const MOST_MESSAGES: u64 = 20;

pub(super) fn run(args: &ArchiveAddArgs, world: &World) -> Result<Exit, Failure> {
    let (folder, mut paths) = folder_first(args.archive.as_ref(), &args.paths, "FILE")?;
    if paths.is_empty() {
        if io::stdin().is_terminal() {
            return Err(Failure::usage("no article was named").hint("name files or folders, or pipe records in"));
        }
        paths.push("-".into());
    }
    let options = input_options(&args.input)?;
    let Inputs { inputs, problems, .. } = read::inputs(&paths, &options)?;
    let pool = threads::pool(args.common.threads)?;
    let receipts = receipts(args)?;
    let mut writer = Writer::open(&folder, wait(args.wait))?;
    let bar = progress::bar(&args.common, world, total_size(&inputs));
    let mut teller = Teller { bar, receipts, rejected: 0 };
    for problem in &problems {
        teller.incomplete(problem);
    }
    let policy = AddPolicy { batch_articles: args.batch, strict: args.input.strict };
    let added = pool.install(|| add_all(&mut writer, &inputs, &options, policy, &mut teller));
    teller.bar.finish_and_clear();
    let mut account = added.map_err(failure)?;
    account.incomplete += problems.len() as u64;
    tell_account(&account, &teller, args.common.quiet);
    Ok(exit(&account))
}

fn receipts(args: &ArchiveAddArgs) -> Result<Option<File>, Failure> {
    let Some(path) = &args.ack else { return Ok(None) };
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.with_context(|| format!("cannot write `{}`", path.display())).map(Some).map_err(Failure::not_done)
}

fn failure(error: AddError) -> Failure {
    match error {
        AddError::Archive(error) => error.into(),
        AddError::Receipt(_) | AddError::Strict => Failure::not_done(error),
    }
}

fn tell_account(account: &AddAccount, teller: &Teller, quiet: bool) {
    if teller.rejected > MOST_MESSAGES {
        tell::line(&format!("warning: {} more records were rejected", teller.rejected - MOST_MESSAGES));
    }
    if !account.adds_up() {
        tell::line("bug: the account does not add up");
    }
    if quiet {
        return;
    }
    let AddAccount { read, new, versions, updated, known, rejected, failed, .. } = account;
    let failed = if *failed > 0 { format!(" + failed {failed}") } else { String::new() };
    tell::line(&format!(
        "read {read} = new {new} + versions {versions} + updated {updated} + known {known} + rejected {rejected}{failed}"
    ));
}

fn exit(account: &AddAccount) -> Exit {
    if account.failed > 0 {
        Exit::Bug
    } else if account.rejected + account.incomplete > 0 {
        Exit::Incomplete
    } else {
        Exit::Clean
    }
}

/// Tells the user on standard error what goes wrong, and writes receipts.
struct Teller {
    bar: ProgressBar,
    receipts: Option<File>,
    rejected: u64,
}

impl Teller {
    fn say(&self, text: &str) {
        self.bar.suspend(|| tell::line(text));
    }
}

impl AddWatch for Teller {
    fn advanced(&mut self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn skipped(&mut self, skipped: &Skipped) {
        self.rejected += 1;
        if self.rejected <= MOST_MESSAGES {
            self.say(&format!("warning: in `{}`, {skipped}", skipped.origin.path));
        }
    }

    fn incomplete(&mut self, problem: &ReadError) {
        self.say(&format!("error: {problem}"));
        if let Some(hint) = problem.hint() {
            self.say(&format!("hint: {hint}"));
        }
    }

    fn failed(&mut self, record: &str) {
        self.say(&format!("bug: copydesk failed on `{record}`; the other articles were added"));
    }

    fn acknowledged(&mut self, receipt: &Acknowledged) -> io::Result<()> {
        let Some(file) = &mut self.receipts else { return Ok(()) };
        // One write, so that a receipt is there whole or not at all.
        file.write_all(format!("{receipt}\n").as_bytes())?;
        file.sync_data()
    }
}
