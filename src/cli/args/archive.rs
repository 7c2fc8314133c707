//! The arguments of `archive` and its verbs.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::input::InputArgs;
use super::run::{CommonArgs, ReportFormat};

#[derive(Debug, ClapArgs)]
pub(crate) struct ArchiveArgs {
    #[command(subcommand)]
    pub(crate) verb: ArchiveVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ArchiveVerb {
    /// Add articles; those it knows already are passed over
    Add(Box<ArchiveAddArgs>),
    /// List the articles
    List(ArchiveListArgs),
    /// Say what it holds and how large it is
    Stats(ArchiveShowArgs),
    /// Remove articles by id, with all their versions
    Remove(ArchiveRemoveArgs),
    /// Merge all segments into one and drop what was removed
    Compact(ArchiveCompactArgs),
    /// Read every byte and hold it against its checksum
    Verify(ArchiveVerifyArgs),
    /// Save what is whole of a damaged archive into a new one
    Salvage(ArchiveSalvageArgs),
    /// Show what an archived article was made from, and what was made from it
    Trace(ArchiveTraceArgs),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ArchiveAddArgs {
    /// Folder of the archive; made if it is not there. Without it, the first PATH names the folder
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    /// Files, folders (walked, .gitignore respected), globs, or - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// Wait while another process writes
    #[arg(long)]
    pub(crate) wait: bool,
    /// Commit after so many articles; without it, after 64 MiB of text
    #[arg(long, value_name = "ARTICLES", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) batch: Option<u32>,
    /// Append a receipt to this file for each batch that is on disk; `verify --acked` holds the archive to it
    #[arg(long, value_name = "FILE")]
    pub(crate) ack: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ArchiveListArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArg,
    /// How to show the articles
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ReportFormat,
    /// Give the texts too (json and jsonl): what `archive add` reads
    #[arg(long)]
    pub(crate) with_text: bool,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ArchiveShowArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArg,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ReportFormat,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ArchiveRemoveArgs {
    /// Folder of the archive; without it, the first ID names the folder
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    /// Ids of articles
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Read further ids from this file, one a line
    #[arg(long, value_name = "FILE")]
    pub(crate) ids_from: Option<PathBuf>,
    /// Wait while another process writes
    #[arg(long)]
    pub(crate) wait: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ArchiveCompactArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArg,
    /// Merge only the segments that are due by their sizes, as `add` does by itself
    #[arg(long)]
    pub(crate) due: bool,
    /// Wait while another process writes
    #[arg(long)]
    pub(crate) wait: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ArchiveVerifyArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArg,
    /// Receipts that `add --ack` wrote: each batch must be there whole
    #[arg(long, value_name = "FILE")]
    pub(crate) acked: Option<PathBuf>,
    /// How to show the outcome
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ArchiveSalvageArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArg,
    /// Folder of the new archive
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ArchiveTraceArgs {
    /// Folder of the archive; without it, the first word names the folder
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    /// Id of the article
    #[arg(value_name = "ID", num_args = 1..=2, required = true)]
    pub(crate) id: Vec<String>,
    /// How to show the lineage
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: LineageFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LineageFormat {
    /// For a person
    #[value(alias = "human")]
    Text,
    /// For a program
    Json,
    /// For Graphviz
    Dot,
}

/// The folder of an archive, by position or by name.
#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
pub(crate) struct FolderArg {
    /// Folder of the archive
    #[arg(long, value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    /// Folder of the archive
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}
