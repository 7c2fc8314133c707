//! The arguments as the user types them, a file a verb: data only.

mod archive;
mod bench;
mod check;
mod choice;
mod compare;
mod dedup;
mod evaluate;
mod explain;
mod fit;
mod input;
mod run;

use clap::{Parser, Subcommand};

pub(crate) use archive::{
    ArchiveAddArgs, ArchiveArgs, ArchiveCompactArgs, ArchiveListArgs, ArchiveRemoveArgs, ArchiveSalvageArgs,
    ArchiveShowArgs, ArchiveTraceArgs, ArchiveVerb, ArchiveVerifyArgs, FolderArg, LineageFormat,
};
pub(crate) use bench::{BenchArgs, BenchFormat};
pub(crate) use check::{AmongWhen, CheckArgs};
pub(crate) use choice::ChoiceArgs;
pub(crate) use compare::CompareArgs;
pub(crate) use dedup::DedupArgs;
pub(crate) use evaluate::{EvaluateArgs, Measured};
pub(crate) use explain::ExplainArgs;
pub(crate) use fit::{FitArgs, Fitted};
pub(crate) use input::{ExtractHow, InputArgs};
pub(crate) use run::{ColorWhen, CommonArgs, ReportFormat, RunArgs, SettingsArgs};

/// Checks articles for repeated passages and for background that does not belong to the report.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Find repeated passages and background inserts inside each article
    Check(Box<CheckArgs>),
    /// Find every passage that two texts share, side by side
    Compare(Box<CompareArgs>),
    /// Clean a large dump: near-duplicate articles, passages that articles share, background inserts
    Dedup(Box<DedupArgs>),
    /// Measure how fast a dump is cleaned, stage by stage
    Bench(Box<BenchArgs>),
    /// Keep an archive of earlier articles
    Archive(Box<ArchiveArgs>),
    /// Measure findings against gold labels
    Evaluate(EvaluateArgs),
    /// Make the background model anew from labelled articles
    Fit(FitArgs),
    /// Say what a rule means, why it matters, how to tune or silence it
    Explain(ExplainArgs),
}
