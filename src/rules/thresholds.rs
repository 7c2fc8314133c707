//! From how many words a repeat is told. Words count as a reader counts them: two characters of an unspaced script make one.

/// From how many words a repeat inside one article is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatThresholds {
    /// Shared words from which part of a sentence is a `warning`. Shorter echoes are the ordinary stuff of reports.
    pub warning_words: u32,
    /// Shared words from which a whole sentence is a `warning`, and part of a sentence a `note`.
    pub note_words: u32,
    /// Shared words from which a passage that stood in an archived article is told. The archive is
    /// certain to see that many in a row.
    pub reuse_words: u32,
}

impl Default for RepeatThresholds {
    fn default() -> Self {
        Self { warning_words: 12, note_words: 8, reuse_words: 12 }
    }
}
