//! The arguments of `bench`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::choice::ChoiceArgs;
use super::input::InputArgs;
use super::run::RunArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct BenchArgs {
    /// Files, folders (walked, .gitignore respected), globs
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) paths: Vec<String>,
    /// How to show the table: human or json
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: BenchFormat,
    /// Folder in which the results are made, and removed again; without it, that of temporary files
    #[arg(long, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Threads; several numbers are measured one after the other
    #[arg(
        long,
        value_name = "N",
        help_heading = "Run",
        value_delimiter = ',',
        value_parser = clap::value_parser!(u16).range(1..=1024)
    )]
    pub(crate) threads: Vec<u16>,
    #[command(flatten)]
    pub(crate) choices: ChoiceArgs,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BenchFormat {
    /// A table
    Human,
    /// One document
    Json,
}
