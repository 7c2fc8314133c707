//! The arguments of `evaluate`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

#[derive(Debug, ClapArgs)]
pub(crate) struct EvaluateArgs {
    /// What is measured
    pub(crate) measured: Measured,
    /// Gold labels: lines like those of corpus/labels.jsonl; for pairs of texts, a folder of PAN XML or lines like those of compare; for clusters, of
    /// clusters.jsonl, or {"left":ID,"right":ID}
    #[arg(long, value_name = "FILE")]
    pub(crate) gold: PathBuf,
    /// What `check --format jsonl` or `compare --format jsonl` printed, or a folder of PAN XML; for clusters, the clusters.jsonl of `dedup`
    #[arg(long, value_name = "FILE")]
    pub(crate) found: PathBuf,
    /// Count notes too, not only warnings
    #[arg(long)]
    pub(crate) notes: bool,
    /// Articles in all (clusters); without it, those that the labels name
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) articles: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Measured {
    /// Repeated passages and changed figures; passages of pairs of texts
    Passages,
    /// Background inserts
    Background,
    /// Clusters of near-duplicate articles
    Clusters,
}
