//! The account of a run over pairs: every pair that was named is compared or left out.

use serde::Serialize;

use crate::comparison::{Comparison, SharedPassage};
use crate::passage::{EditKind, PassageKind};

/// What a run of `compare` was asked for and found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PairAccount {
    /// Pairs named.
    pub pairs: u64,
    /// Pairs compared.
    pub compared: u64,
    /// Pairs left out, because they were not named rightly or a text could not be read.
    pub left_out: u64,
    /// Pairs in which the program itself failed.
    pub failed: u64,
    /// Pairs that share a passage.
    pub pairs_with_passages: u64,
    /// Passages that are the same word for word, or nearly.
    pub verbatim: u64,
    /// Passages with changes.
    pub edited: u64,
    /// Passages of which fewer than three words in four are kept.
    pub rewritten: u64,
    /// Passages whose differences were marked.
    #[serde(skip)]
    pub marked: u64,
}

impl PairAccount {
    /// Makes the account of one pair.
    #[must_use]
    pub fn of(comparison: &Comparison<'_>) -> Self {
        let of = |kind| comparison.passages.iter().filter(|shared| shared.passage.kind == kind).count() as u64;
        let marked = |shared: &&SharedPassage| shared.edits.iter().any(|edit| edit.kind != EditKind::Equal);
        Self {
            compared: 1,
            pairs_with_passages: u64::from(!comparison.passages.is_empty()),
            verbatim: of(PassageKind::Verbatim),
            edited: of(PassageKind::Edited),
            rewritten: of(PassageKind::Rewritten),
            marked: comparison.passages.iter().filter(marked).count() as u64,
            ..Self::default()
        }
    }

    /// Takes up another account, but for its number of pairs.
    pub fn merge(&mut self, other: &Self) {
        self.compared += other.compared;
        self.left_out += other.left_out;
        self.failed += other.failed;
        self.pairs_with_passages += other.pairs_with_passages;
        self.verbatim += other.verbatim;
        self.edited += other.edited;
        self.rewritten += other.rewritten;
        self.marked += other.marked;
    }

    /// Counts the passages.
    #[must_use]
    pub const fn passages(&self) -> u64 {
        self.verbatim + self.edited + self.rewritten
    }

    /// Tells whether every pair that was named is accounted for.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.pairs == self.compared + self.left_out + self.failed
    }
}
