//! The arguments of `compare`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::input::InputArgs;
use super::run::{CommonArgs, ReportFormat};

#[derive(Debug, ClapArgs)]
pub(crate) struct CompareArgs {
    /// One text, - for standard input
    #[arg(value_name = "LEFT", required_unless_present = "pairs", requires = "right")]
    pub(crate) left: Option<String>,
    /// The other
    #[arg(value_name = "RIGHT")]
    pub(crate) right: Option<String>,
    /// Compare many pairs: a file of two names a line, with a tab or a space between them
    #[arg(long, value_name = "FILE", conflicts_with_all = ["left", "right"])]
    pub(crate) pairs: Option<PathBuf>,
    /// Folder of the left texts of --pairs
    #[arg(long, value_name = "DIR", requires = "pairs")]
    pub(crate) left_dir: Option<PathBuf>,
    /// Folder of the right texts of --pairs
    #[arg(long, value_name = "DIR", requires = "pairs")]
    pub(crate) right_dir: Option<PathBuf>,
    /// How to show the passages
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ReportFormat,
    /// Give what happened to the words of each passage: equal, replaced, inserted, deleted, moved (json and jsonl)
    #[arg(long)]
    pub(crate) with_edits: bool,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}
