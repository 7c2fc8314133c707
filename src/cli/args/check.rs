//! The arguments of `check`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::input::InputArgs;
use super::run::{CommonArgs, ReportFormat};

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// Files, folders (walked, .gitignore respected), globs, or - for standard input
    #[arg(value_name = "PATH", default_value = "-")]
    pub(crate) paths: Vec<String>,
    /// How to show the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ReportFormat,
    /// Give the article's text with each finding (json and jsonl)
    #[arg(long)]
    pub(crate) with_text: bool,
    /// Hold each article against this archive too: where was each passage seen before?
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    /// An archived article that is an earlier version of the checked one, and no source of it
    #[arg(long, value_name = "ID", requires = "archive")]
    pub(crate) same_as: Vec<String>,
    /// Hold the articles of this run against each other: auto (up to 500) or never
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) among: AmongWhen,
    /// Exit with 1 from this level on: note, warning, error or never
    #[arg(long, value_name = "LEVEL")]
    pub(crate) fail_on: Option<String>,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AmongWhen {
    /// Where there are 2 to 500, of 4 MiB in all at most
    Auto,
    /// Each is checked by itself
    Never,
}
