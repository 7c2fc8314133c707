//! A passage: verified common text of two places.

use crate::similarity::Similarity;
use crate::text::{Span, TokenRange};

/// Verified common text of two places, in two texts or twice in one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Passage {
    /// In the left text, or the earlier place in the one text.
    pub left: Side,
    /// In the right text, or the later place in the one text.
    pub right: Side,
    /// How much of the wording is kept; rows of words that have moved are kept.
    pub kind: PassageKind,
    /// Similarity of the two wordings by the reference scorer, which knows one order only: low where sentences have moved.
    pub similarity: Similarity,
    /// Words that stand on both sides, in one order.
    pub words: u32,
}

/// One side of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Side {
    /// Its bytes in the original text, from the first to the last word.
    pub span: Span,
    /// Its tokens in the analysed text.
    pub tokens: TokenRange,
}

/// A passage that stands twice in one text, with what differs between its two places.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// The two places.
    pub passage: Passage,
    /// What differs, in order; empty where the wording is the same.
    pub changes: Vec<Change>,
}

/// Words on one side that stand for other words, or for none, on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The tokens on the left side; empty for an insertion.
    pub left: TokenRange,
    /// The tokens on the right side; empty for a deletion.
    pub right: TokenRange,
}

/// One step from the left side to the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// What happened.
    pub kind: EditKind,
    /// The words on the left; empty for inserted ones.
    pub left: TokenRange,
    /// The words on the right; empty for deleted ones.
    pub right: TokenRange,
}

/// What happened to some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditKind {
    /// They stand on both sides.
    Equal,
    /// Others stand in their place.
    Replaced,
    /// They stand on the right only.
    Inserted,
    /// They stand on the left only.
    Deleted,
    /// They stand elsewhere on the other side; listed once, with both places.
    Moved,
}

impl EditKind {
    /// Returns the name that reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Replaced => "replaced",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
            Self::Moved => "moved",
        }
    }
}

/// How much of the wording of a passage is kept: the share of equal words on the longer side, in one order or in rows that have moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PassageKind {
    /// At least 95 % of the words are equal.
    Verbatim,
    /// 75 to 95 % of the words are equal.
    Edited,
    /// Fewer: the sense is kept, the words are not.
    Rewritten,
}

impl PassageKind {
    /// Share of equal words from which a passage counts as verbatim; fixed by the interface contract.
    pub const VERBATIM: f64 = 0.95;
    /// Share of equal words from which a passage counts as edited; fixed by the interface contract.
    pub const EDITED: f64 = 0.75;

    /// Names the kind for a share of equal words.
    #[must_use]
    pub fn of(similarity: Similarity) -> Self {
        if similarity.get() >= Self::VERBATIM {
            Self::Verbatim
        } else if similarity.get() >= Self::EDITED {
            Self::Edited
        } else {
            Self::Rewritten
        }
    }

    /// Returns the name that reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Edited => "edited",
            Self::Rewritten => "rewritten",
        }
    }
}
