//! The arguments of `fit`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

#[derive(Debug, ClapArgs)]
pub(crate) struct FitArgs {
    /// What to fit
    #[arg(value_name = "WHAT")]
    pub(crate) what: Fitted,
    /// Labelled articles, JSON Lines: `text` with `background_inserts`, or `paragraphs` with `gold`
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) labels: Vec<PathBuf>,
    /// Where the model goes
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Fitted {
    /// The model of `background-insert`, for `--background-model`
    Background,
}
