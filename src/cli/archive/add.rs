//! `copydesk archive add`: articles into the archive, batch by batch.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};

use anyhow::Context as _;

use super::super::args::ArchiveAddArgs;
use super::super::check::{input_options, total_size};
use super::super::exit::{Exit, Failure};
use super::super::tell::{self, Trouble};
use super::super::{World, progress, threads};
use super::{folder_first, wait};
use crate::archive::{Acknowledged, Writer};
use crate::pipeline::add::{AddAccount, AddError, AddPolicy, AddWatch, add_all};
use crate::pipeline::corpus::Watch;
use crate::read::{self, Inputs, ReadError, Skipped};

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
    if inputs.is_empty() {
        // Before the archive is made: a mistyped name must not leave an empty one.
        let trouble = Trouble::over(progress::bar(&args.common, world, None));
        problems.iter().for_each(|problem| trouble.incomplete(problem));
        return Err(Failure::not_done(anyhow::anyhow!("no article found in `{}`", paths.join("`, `"))));
    }
    let pool = threads::pool(args.common.threads)?;
    let receipts = receipts(args)?;
    let mut writer = Writer::open(&folder, wait(args.wait))?;
    let bar = progress::bar(&args.common, world, total_size(&inputs));
    let mut teller = Teller { trouble: Trouble::over(bar), receipts };
    for problem in &problems {
        teller.trouble.incomplete(problem);
    }
    let policy = AddPolicy { batch_articles: args.batch, strict: args.input.strict };
    let added = pool.install(|| add_all(&mut writer, &inputs, &options, policy, &mut teller));
    teller.trouble.bar.finish_and_clear();
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
    teller.trouble.say_the_rest();
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
    trouble: Trouble,
    receipts: Option<File>,
}

impl Watch for Teller {
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
        self.trouble.say(&format!("bug: copydesk failed on `{record}`; the other articles were added"));
    }
}

impl AddWatch for Teller {
    fn acknowledged(&mut self, receipt: &Acknowledged) -> io::Result<()> {
        let Some(file) = &mut self.receipts else { return Ok(()) };
        // One write, so that a receipt is there whole or not at all.
        file.write_all(format!("{receipt}\n").as_bytes())?;
        file.sync_data()
    }
}
