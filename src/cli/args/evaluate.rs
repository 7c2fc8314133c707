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
    /// What `check --format jsonl` or `compare --format jsonl` printed, or a folder of PAN XML; for clusters, the clusters.jsonl of `dedup`; for
    /// background, none when the labels hold the articles themselves: they are read here, at every preset
    #[arg(long, value_name = "FILE", required_unless_present = "labelled")]
    pub(crate) found: Option<PathBuf>,
    /// The labels hold the articles (background): lines as `fit background` reads them, or with --hosts blocks like those of corpus/blind
    #[arg(long, conflicts_with = "found")]
    pub(crate) labelled: bool,
    /// The articles that the blocks were written for: lines with id, text, title, published
    #[arg(long, value_name = "FILE", requires = "labelled")]
    pub(crate) hosts: Option<PathBuf>,
    /// Score by this model, made by `copydesk fit background`, and not by the one that is built in
    #[arg(long, value_name = "FILE", requires = "labelled")]
    pub(crate) background_model: Option<PathBuf>,
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
