//! The arguments as the user types them: data only.

use std::path::PathBuf;

use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand, ValueEnum};

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
    /// Say what a rule means, why it matters, how to tune or silence it
    Explain(ExplainArgs),
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckArgs {
    /// Files, folders (walked, .gitignore respected), globs, or - for standard input
    #[arg(value_name = "PATH", default_value = "-")]
    pub(super) paths: Vec<String>,
    /// How to show the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: ReportFormat,
    /// Give the article's text with each finding (json and jsonl)
    #[arg(long)]
    pub(super) with_text: bool,
    /// Hold each article against this archive too: where was each passage seen before?
    #[arg(long, value_name = "DIR")]
    pub(super) archive: Option<PathBuf>,
    /// An archived article that is an earlier version of the checked one, and no source of it
    #[arg(long, value_name = "ID", requires = "archive")]
    pub(super) same_as: Vec<String>,
    /// Exit with 1 from this level on: note, warning, error or never
    #[arg(long, value_name = "LEVEL")]
    pub(super) fail_on: Option<String>,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct DedupArgs {
    /// Files, folders (walked, .gitignore respected), globs, or - for standard input
    #[arg(value_name = "INPUT", required = true)]
    pub(super) paths: Vec<String>,
    /// Folder for the results; made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: PathBuf,
    /// How the kept articles are written: jsonl, jsonl.gz or jsonl.zst
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(super) output_format: String,
    /// Write no articles, only what was found and the account
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Write Dolma attributes of the kept articles too
    #[arg(long)]
    pub(super) attributes: bool,
    /// Go on with a run that was interrupted
    #[arg(long)]
    pub(super) resume: bool,
    #[command(flatten)]
    pub(super) choices: ChoiceArgs,
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Threads; as many as the machine has cores if not given
    #[arg(long, value_name = "N", help_heading = "Run", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    #[command(flatten)]
    pub(super) run: RunArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct BenchArgs {
    /// Files, folders (walked, .gitignore respected), globs
    #[arg(value_name = "INPUT", required = true)]
    pub(super) paths: Vec<String>,
    /// How to show the table: human or json
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: BenchFormat,
    /// Folder in which the results are made, and removed again; without it, that of temporary files
    #[arg(long, value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,
    /// Threads; several numbers are measured one after the other
    #[arg(
        long,
        value_name = "N",
        help_heading = "Run",
        value_delimiter = ',',
        value_parser = clap::value_parser!(u16).range(1..=1024)
    )]
    pub(super) threads: Vec<u16>,
    #[command(flatten)]
    pub(super) choices: ChoiceArgs,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) run: RunArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum BenchFormat {
    /// A table
    Human,
    /// One document
    Json,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "What is found, and what is done")]
pub(super) struct ChoiceArgs {
    /// Do only these: near-duplicates, passages, articles (what `check` finds in each by itself)
    #[arg(long, value_name = "STAGE", value_delimiter = ',')]
    pub(super) stages: Vec<String>,
    /// Compare articles by their sets of 5-word shingles: jaccard, or containment (a part of an article is a near-duplicate of it)
    #[arg(long, value_name = "MEASURE")]
    pub(super) similarity: Option<String>,
    /// Least similarity of near-duplicates, 0.3 to 1 [default: 0.8]
    #[arg(long, value_name = "SIMILARITY")]
    pub(super) threshold: Option<f64>,
    /// Which of near-duplicates stays: earliest, longest or first [default: earliest]
    #[arg(long, value_name = "WHICH")]
    pub(super) keep: Option<String>,
    /// Least words of a passage that articles share [default: 12]
    #[arg(long, value_name = "WORDS")]
    pub(super) min_words: Option<u32>,
    /// Articles that make a passage stock [default: 20]
    #[arg(long, value_name = "ARTICLES")]
    pub(super) stock_articles: Option<u32>,
    /// What is done: near-duplicates, passages, stock or background = off, mark or remove
    #[arg(long, value_name = "KIND=POLICY", value_delimiter = ',')]
    pub(super) policy: Vec<String>,
    /// Memory for what grows with the dump; the rest goes to disk beside the results [default: 1GiB]
    #[arg(long, value_name = "SIZE")]
    pub(super) memory: Option<String>,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Run")]
pub(super) struct RunArgs {
    /// Configuration; without it, copydesk.toml is looked for in this folder and those above
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Say only what went wrong
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Show no progress bar
    #[arg(long)]
    pub(super) no_progress: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CompareArgs {
    /// One text, - for standard input
    #[arg(value_name = "LEFT", required_unless_present = "pairs", requires = "right")]
    pub(super) left: Option<String>,
    /// The other
    #[arg(value_name = "RIGHT")]
    pub(super) right: Option<String>,
    /// Compare many pairs: a file of two names a line, with a tab or a space between them
    #[arg(long, value_name = "FILE", conflicts_with_all = ["left", "right"])]
    pub(super) pairs: Option<PathBuf>,
    /// Folder of the left texts of --pairs
    #[arg(long, value_name = "DIR", requires = "pairs")]
    pub(super) left_dir: Option<PathBuf>,
    /// Folder of the right texts of --pairs
    #[arg(long, value_name = "DIR", requires = "pairs")]
    pub(super) right_dir: Option<PathBuf>,
    /// How to show the passages
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: ReportFormat,
    /// Give what happened to the words of each passage: equal, replaced, inserted, deleted, moved (json and jsonl)
    #[arg(long)]
    pub(super) with_edits: bool,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ArchiveArgs {
    #[command(subcommand)]
    pub(super) verb: ArchiveVerb,
}

#[derive(Debug, Subcommand)]
pub(super) enum ArchiveVerb {
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
pub(super) struct ArchiveAddArgs {
    /// Folder of the archive; made if it is not there. Without it, the first PATH names the folder
    #[arg(long, value_name = "DIR")]
    pub(super) archive: Option<PathBuf>,
    /// Files, folders (walked, .gitignore respected), globs, or - for standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    /// Wait while another process writes
    #[arg(long)]
    pub(super) wait: bool,
    /// Commit after so many articles; without it, after 64 MiB of text
    #[arg(long, value_name = "ARTICLES", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) batch: Option<u32>,
    /// Append a receipt to this file for each batch that is on disk; `verify --acked` holds the archive to it
    #[arg(long, value_name = "FILE")]
    pub(super) ack: Option<PathBuf>,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ArchiveListArgs {
    #[command(flatten)]
    pub(super) folder: FolderArg,
    /// How to show the articles
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: ReportFormat,
    /// Give the texts too (json and jsonl): what `archive add` reads
    #[arg(long)]
    pub(super) with_text: bool,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ArchiveShowArgs {
    #[command(flatten)]
    pub(super) folder: FolderArg,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: ReportFormat,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ArchiveRemoveArgs {
    /// Folder of the archive; without it, the first ID names the folder
    #[arg(long, value_name = "DIR")]
    pub(super) archive: Option<PathBuf>,
    /// Ids of articles
    #[arg(value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// Read further ids from this file, one a line
    #[arg(long, value_name = "FILE")]
    pub(super) ids_from: Option<PathBuf>,
    /// Wait while another process writes
    #[arg(long)]
    pub(super) wait: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ArchiveCompactArgs {
    #[command(flatten)]
    pub(super) folder: FolderArg,
    /// Merge only the segments that are due by their sizes, as `add` does by itself
    #[arg(long)]
    pub(super) due: bool,
    /// Wait while another process writes
    #[arg(long)]
    pub(super) wait: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ArchiveVerifyArgs {
    #[command(flatten)]
    pub(super) folder: FolderArg,
    /// Receipts that `add --ack` wrote: each batch must be there whole
    #[arg(long, value_name = "FILE")]
    pub(super) acked: Option<PathBuf>,
    /// How to show the outcome
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: ReportFormat,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ArchiveSalvageArgs {
    #[command(flatten)]
    pub(super) folder: FolderArg,
    /// Folder of the new archive
    #[arg(long, value_name = "DIR")]
    pub(super) to: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ArchiveTraceArgs {
    /// Folder of the archive; without it, the first word names the folder
    #[arg(long, value_name = "DIR")]
    pub(super) archive: Option<PathBuf>,
    /// Id of the article
    #[arg(value_name = "ID", num_args = 1..=2, required = true)]
    pub(super) id: Vec<String>,
    /// How to show the lineage
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: LineageFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LineageFormat {
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
pub(super) struct FolderArg {
    /// Folder of the archive
    #[arg(long, value_name = "DIR")]
    pub(super) archive: Option<PathBuf>,
    /// Folder of the archive
    #[arg(value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct EvaluateArgs {
    /// What is measured
    pub(super) measured: Measured,
    /// Gold labels: lines like those of corpus/labels.jsonl; for pairs of texts, a folder of PAN XML or lines like those of compare; for clusters, of
    /// clusters.jsonl, or {"left":ID,"right":ID}
    #[arg(long, value_name = "FILE")]
    pub(super) gold: PathBuf,
    /// What `check --format jsonl` or `compare --format jsonl` printed, or a folder of PAN XML; for clusters, the clusters.jsonl of `dedup`
    #[arg(long, value_name = "FILE")]
    pub(super) found: PathBuf,
    /// Count notes too, not only warnings
    #[arg(long)]
    pub(super) notes: bool,
    /// Articles in all (clusters); without it, those that the labels name
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) articles: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Measured {
    /// Repeated passages and changed figures; passages of pairs of texts
    Passages,
    /// Background inserts
    Background,
    /// Clusters of near-duplicate articles
    Clusters,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    /// A rule, or `config` for every key of copydesk.toml; without it, the rules are listed
    pub(super) rule: Option<String>,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Input")]
pub(super) struct InputArgs {
    /// Read every input as this format, whatever its name and content
    #[arg(long, value_name = "FORMAT")]
    pub(super) input_format: Option<String>,
    /// Field of a record that holds the text
    #[arg(long, value_name = "NAME")]
    pub(super) text_field: Option<String>,
    /// Field of a record that holds the id
    #[arg(long, value_name = "NAME")]
    pub(super) id_field: Option<String>,
    /// Field of a record that holds the headline
    #[arg(long, value_name = "NAME")]
    pub(super) title_field: Option<String>,
    /// Field of a record that holds the address
    #[arg(long, value_name = "NAME")]
    pub(super) url_field: Option<String>,
    /// Field of a record that holds the date of publication
    #[arg(long, value_name = "NAME")]
    pub(super) published_field: Option<String>,
    /// Field of a record that holds the outlet
    #[arg(long, value_name = "NAME")]
    pub(super) source_field: Option<String>,
    /// The encoding of every text, by its name on the web (windows-1251, shift_jis, ...), if it is not to be found out
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// How much of a page of HTML is its article
    #[arg(long, value_name = "HOW", default_value = "fast")]
    pub(super) extract: ExtractHow,
    /// What stands between the fields of a CSV row, if it is not to be found out; tab for a tab
    #[arg(long, value_name = "CHAR", value_parser = delimiter)]
    pub(super) delimiter: Option<u8>,
    /// Largest record, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=4095))]
    pub(super) max_record: u32,
    /// Most that one compressed input may unpack to, in GiB
    #[arg(long, value_name = "GIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    pub(super) max_decompressed: u64,
    /// Unpacked bytes per packed byte that are allowed beyond the first GiB
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) max_ratio: u64,
    /// Levels of arrays and objects in one JSON record
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u16).range(1..=128))]
    pub(super) max_json_depth: u16,
    /// Elements of HTML within each other
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub(super) max_html_depth: u16,
    /// Largest zstd window, as a power of two
    #[arg(long, value_name = "LOG", default_value_t = 27, value_parser = clap::value_parser!(u32).range(10..=31))]
    pub(super) zstd_window: u32,
    /// Stop with exit code 4 and no output at the first damaged record or input
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Run")]
pub(super) struct CommonArgs {
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Threads; as many as the machine has cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// Configuration; without it, copydesk.toml is looked for in this folder and those above
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorWhen,
    /// Say only what went wrong
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more
    #[arg(short, long, action = ArgAction::Count)]
    pub(super) verbose: u8,
    /// Show no progress bar
    #[arg(long)]
    pub(super) no_progress: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For a person
    Human,
    /// One document
    Json,
    /// One finding a line
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExtractHow {
    /// The part that stands out as the article
    Fast,
    /// All text that a reader sees
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorWhen {
    /// When writing to a terminal and NO_COLOR is not set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        &[byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(byte),
        _ => Err("one ASCII character, or `tab`".to_owned()),
    }
}
