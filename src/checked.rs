//! One article, checked: its findings and what was compared to reach them. What `pipeline` hands to `report`.

use crate::article::Article;
use crate::finding::{Finding, Severity};
use crate::text::{Language, Span};

/// An article with everything that `check` has to say about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The article.
    pub article: Article,
    /// Its findings, in the order of their places.
    pub findings: Vec<Finding>,
    /// What was compared.
    pub compared: Compared,
    /// What stands about the article as a whole, as clauses.
    pub remarks: Vec<String>,
    /// Positions in the configuration of the suppressions that silenced a finding, one for each finding.
    pub suppressed: Vec<usize>,
}

/// What was compared in an article: what an empty result rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The language that the article was read in.
    pub language: Language,
    /// Paragraphs.
    pub paragraphs: u32,
    /// Sentences.
    pub sentences: u32,
    /// Words.
    pub words: u32,
    /// Archived articles that were passed over because they are the article itself or a version of it.
    pub own_versions: u32,
    /// The longest repeat that stayed under the level of a note.
    pub nearest_repeat: Option<NearMiss>,
    /// The block that came nearest to being called background without being flagged.
    pub nearest_background: Option<NearMiss>,
}

/// Something that was seen but stayed under the level that is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearMiss {
    /// Where it stands.
    pub place: Span,
    /// What it measured: words, or a probability.
    pub value: f64,
    /// What was needed.
    pub needed: f64,
}

impl Checked {
    /// Counts the findings at or above a level.
    #[must_use]
    pub fn at_least(&self, level: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity >= level).count()
    }
}
