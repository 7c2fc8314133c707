//! The arguments of `dedup`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::choice::ChoiceArgs;
use super::input::InputArgs;
use super::run::RunArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct DedupArgs {
    /// Files, folders (walked, .gitignore respected), globs, or - for standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) paths: Vec<String>,
    /// Folder for the results; made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// How the kept articles are written: jsonl, jsonl.gz, jsonl.zst, or csv or parquet where all inputs are
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) output_format: String,
    /// Put ' before cells of CSV that a spreadsheet would run as a formula: those that begin with = + - @, a tab or a
    /// carriage return. Off by default, as it changes what is in them
    #[arg(long)]
    pub(crate) csv_safe: bool,
    /// Write no articles, only what was found and the account
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write Dolma attributes of the kept articles too
    #[arg(long)]
    pub(crate) attributes: bool,
    /// Go on with a run that was interrupted
    #[arg(long)]
    pub(crate) resume: bool,
    #[command(flatten)]
    pub(crate) choices: ChoiceArgs,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Threads; as many as the machine has cores if not given
    #[arg(long, value_name = "N", help_heading = "Run", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}
