//! The parts of a run, and what those who watch it are told.

use crate::pipeline::corpus::Watch;

/// A part of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Every record is read and becomes numbers.
    Read,
    /// Near-duplicates are found.
    NearDuplicates,
    /// Passages are found.
    Passages,
    /// The input is read again, each article is checked by itself, and all is written.
    Write,
}

impl Stage {
    /// All of them in order.
    pub const ALL: [Self; 4] = [Self::Read, Self::NearDuplicates, Self::Passages, Self::Write];

    /// Returns the name that reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::NearDuplicates => "near-duplicates",
            Self::Passages => "passages",
            Self::Write => "write",
        }
    }
}

/// What a stage has to work through; [`Watch::advanced`] counts in the same unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// All bytes of the inputs.
    Bytes,
    /// So many articles.
    Articles(u64),
}

/// What the face is told while a run goes on, always from one thread.
pub trait WatchDedup: Watch {
    /// A stage begins; the one before it has ended.
    fn begin(&mut self, _stage: Stage, _work: Work) {}
    /// The last stage ended.
    fn end(&mut self) {}
}
