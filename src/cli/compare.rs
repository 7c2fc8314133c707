//! `copydesk compare`: two texts, or many pairs.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::World;
use super::args::{CompareArgs, ReportFormat};
use super::check::{input_options, style};
use super::exit::{Exit, Failure};
use super::output::{Output, written};
use super::{config, tell, threads};
use crate::matching::Tolerance;
use crate::pipeline::compare::{NamedText, TextPair, Unread, compare_all, read_texts};
use crate::pipeline::pair_list::{PairList, pair_list};
use crate::read::{Input, ReadOptions};
use crate::report::compare::{CompareHuman, CompareJson, CompareJsonLines, CompareReport, PairAccount};

/// Messages about single rows or texts before the rest is only counted.
const MOST_MESSAGES: usize = 20;
/// Pairs that a person wants to hear about one by one even when they share nothing.
const FEW_PAIRS: usize = 10;

pub(super) fn run(args: &CompareArgs, world: &World) -> Result<Exit, Failure> {
    // Nothing of it changes what is compared, but a broken file is told, as everywhere.
    config::load(&args.common.settings, world)?;
    let options = input_options(&args.input)?;
    let pool = threads::pool(args.common.threads)?;
    match (&args.pairs, &args.left, &args.right) {
        (Some(file), _, _) => {
            let list = fs::read_to_string(file)
                .with_context(|| format!("cannot read `{}`", file.display()))
                .map_err(Failure::not_done)?;
            pool.install(|| many(args, world, &pair_list(&list), &options))
        }
        (None, Some(left), Some(right)) => pool.install(|| two(args, world, [left, right], &options)),
        (None, _, _) => Err(Failure::usage("two texts are needed").hint("name LEFT and RIGHT, or give `--pairs`")),
    }
}

/// Compares two texts: without both, nothing can be done.
fn two(args: &CompareArgs, world: &World, names: [&String; 2], options: &ReadOptions) -> Result<Exit, Failure> {
    if names == ["-", "-"] {
        return Err(Failure::usage("standard input is one text, not two"));
    }
    let inputs = names.map(|name| if name == "-" { Input::stdin() } else { Input::file(name) });
    let mut texts = Vec::new();
    for (name, read) in names.into_iter().zip(read_texts(&inputs, options)) {
        texts.push(NamedText { name: name.clone(), text: Some(read.map_err(not_read)?) });
    }
    let account = compare(args, world, &texts, &[TextPair { left: 0, right: 1 }])?;
    Ok(if account.is_some_and(|account| account.failed > 0) { Exit::Bug } else { Exit::Clean })
}

/// Compares the pairs of a list: what is wrong in it, or cannot be read, is told and left out.
fn many(args: &CompareArgs, world: &World, list: &PairList<'_>, options: &ReadOptions) -> Result<Exit, Failure> {
    let file = |folder: Option<&Path>, name: &str| Input::file(folder.unwrap_or(Path::new("")).join(name));
    let lefts = list.lefts.iter().map(|name| file(args.left_dir.as_deref(), name));
    let rights = list.rights.iter().map(|name| file(args.right_dir.as_deref(), name));
    let inputs: Vec<Input> = lefts.chain(rights).collect();
    let mut messages = Vec::new();
    for wrong in &list.wrong {
        messages.push(format!("line {} of the pairs is not two names: `{}`", wrong.line, wrong.row));
    }
    let mut texts = Vec::with_capacity(inputs.len());
    for (name, read) in list.lefts.iter().chain(&list.rights).zip(read_texts(&inputs, options)) {
        let text = read.map_err(|unread| messages.push(unread.to_string())).ok();
        texts.push(NamedText { name: (*name).to_owned(), text });
    }
    messages.iter().take(MOST_MESSAGES).for_each(|message| tell::line(&format!("error: {message}")));
    if let Some(more) = messages.len().checked_sub(MOST_MESSAGES + 1) {
        tell::line(&format!("error: and {} more", more + 1));
    }
    if args.input.strict && !messages.is_empty() {
        return Err(Failure::not_done(anyhow::anyhow!(
            "some pairs are damaged, and `--strict` publishes nothing then"
        )));
    }
    let Some(mut account) = compare(args, world, &texts, &list.pairs)? else { return Ok(Exit::Clean) };
    account.pairs += list.wrong.len() as u64;
    account.left_out += list.wrong.len() as u64;
    done(args, account)
}

fn done(args: &CompareArgs, account: PairAccount) -> Result<Exit, Failure> {
    let PairAccount { pairs, compared, left_out, failed, .. } = account;
    if !account.adds_up() {
        tell::line("bug: the account does not add up");
    }
    if !args.common.quiet {
        let failed = if failed > 0 { format!(" + failed {failed}") } else { String::new() };
        tell::line(&format!("pairs {pairs} = compared {compared} + left out {left_out}{failed}"));
    }
    if failed > 0 {
        Ok(Exit::Bug)
    } else if compared == 0 {
        Err(Failure::not_done(anyhow::anyhow!("no pair could be compared")))
    } else if left_out > 0 {
        Ok(Exit::Incomplete)
    } else {
        Ok(Exit::Clean)
    }
}

/// Compares and writes; `None` where the reader went away.
fn compare(
    args: &CompareArgs,
    world: &World,
    texts: &[NamedText],
    pairs: &[TextPair],
) -> Result<Option<PairAccount>, Failure> {
    let mut output = Output::open(args.common.output.as_deref())?;
    let report = report(args, world, pairs.len());
    let compared = compare_all(texts, pairs, &Tolerance::default(), &*report, &mut output);
    let account = written(compared.map(Some))?;
    output.publish()?;
    Ok(account)
}

fn report(args: &CompareArgs, world: &World, pairs: usize) -> Box<dyn CompareReport> {
    let with_edits = args.with_edits;
    match args.format {
        ReportFormat::Json => Box::new(CompareJson { with_edits }),
        ReportFormat::Jsonl => Box::new(CompareJsonLines { with_edits }),
        ReportFormat::Human => {
            let say_when_nothing = pairs <= FEW_PAIRS || args.common.verbose > 0;
            Box::new(CompareHuman { style: style(&args.common, world), say_when_nothing })
        }
    }
}

fn not_read(unread: Unread) -> Failure {
    match unread {
        Unread::Problem(problem) => problem.into(),
        Unread::Skipped(_) => Failure::not_done(unread),
        Unread::Several { .. } => Failure::not_done(unread)
            .hint("write the two texts to files of their own, or list pairs of files with `--pairs`"),
    }
}
