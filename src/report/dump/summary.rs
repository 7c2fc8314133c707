//! The account of a run of `dedup`.

use std::collections::BTreeMap;

use serde::Serialize;

/// What a run of `dedup` read, found and did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Version of the format: 1.
    pub v: u32,
    /// Version of the program.
    pub version: &'static str,
    /// Records read.
    pub read: u64,
    /// Articles kept.
    pub kept: u64,
    /// Articles removed.
    pub removed: u64,
    /// Records that could not be read as an article.
    pub rejected: u64,
    /// Inputs that could not be opened, or ended in damage.
    pub incomplete: u64,
    /// What was found.
    pub found: Counts,
    /// What the run was told.
    pub settings: SettingsNote,
    /// The inputs in order.
    pub inputs: Vec<String>,
    /// Bytes of all records, unpacked.
    pub bytes: u64,
    /// Words of all articles.
    pub words: u64,
    /// Bytes that did not fit in memory and were spilled.
    pub spilled_bytes: u64,
    /// Seconds by stage; the one thing that differs from run to run, with the memory.
    pub seconds: BTreeMap<&'static str, f64>,
    /// Most memory that the process held, where the system says so.
    pub peak_memory_bytes: Option<u64>,
}

/// What a run of `dedup` found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Articles with the same words as a kept one.
    pub exact: u64,
    /// Articles that are otherwise near-duplicates of a kept one.
    pub near_duplicates: u64,
    /// Clusters of two articles or more.
    pub clusters: u64,
    /// Passages of two articles or more that are not stock.
    pub passages: u64,
    /// Stock passages.
    pub stock_passages: u64,
    /// Places of all passages.
    pub places: u64,
    /// Findings inside single articles, by rule.
    pub findings: BTreeMap<&'static str, u64>,
    /// Articles whose text lost something.
    pub edited_articles: u64,
    /// Articles with characters that were repaired for comparing; they are written back as they were.
    pub repaired_articles: u64,
    /// Articles in which the program itself failed; they are kept as they were.
    pub failed_articles: u64,
}

/// What a run of `dedup` was told, as far as it changes the outcome.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SettingsNote {
    /// `jaccard` or `containment`.
    pub similarity: &'static str,
    /// Least similarity of a near-duplicate.
    pub threshold: f64,
    /// Words in a shingle.
    pub shingle_words: u32,
    /// `earliest`, `longest` or `first`.
    pub keep: &'static str,
    /// Least words of a passage.
    pub min_words: u32,
    /// Articles that make a passage stock.
    pub stock_articles: u32,
    /// The stages that were done.
    pub stages: Vec<&'static str>,
    /// The policy for each kind of finding.
    pub policies: BTreeMap<&'static str, &'static str>,
    /// Articles and removed articles were not written.
    pub dry_run: bool,
}

impl Summary {
    /// Tells whether every record is accounted for.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.read == self.kept + self.removed + self.rejected
    }
}
