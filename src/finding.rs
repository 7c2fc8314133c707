//! A finding: what a rule says about a place in an article, with its evidence. Made by `rules`, shown by `report`, acted on by `clean`.

use crate::passage::PassageKind;
use crate::similarity::Similarity;
use crate::text::Span;

/// What a rule says about one place of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable name: the same rule, words and neighbours give the same id in the next draft.
    pub id: FindingId,
    /// The rule that says it.
    pub rule: RuleId,
    /// How much it matters.
    pub severity: Severity,
    /// The place it is about; of a repeat, the later one.
    pub place: Span,
    /// Words in the place.
    pub words: u32,
    /// How much of the wording is kept, where two places are compared.
    pub kind: Option<PassageKind>,
    /// Similarity of the wordings, where two places are compared.
    pub similarity: Option<Similarity>,
    /// Certainty in [0, 1]; a calibrated probability for `background-insert`.
    pub score: f64,
    /// The other places of the same words, the origin first.
    pub others: Vec<OtherPlace>,
    /// Why the rule says so, the weightiest first.
    pub evidence: Vec<Evidence>,
    /// The finding in one clause: `31 words stand twice in this article`.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// The stable name of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FindingId(pub u64);

impl std::fmt::Display for FindingId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Another place of a finding's words, in the same article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OtherPlace {
    /// Its bytes.
    pub span: Span,
    /// What it is to the finding's own place.
    pub role: Role,
    /// Similarity of the two wordings.
    pub similarity: Similarity,
}

/// What another place is to the place of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Where the words stand first.
    Origin,
    /// A further copy.
    Copy,
}

impl Role {
    /// Returns the name that reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Copy => "copy",
        }
    }
}

/// One reason for a finding, or against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Its name, lower case with hyphens.
    pub signal: &'static str,
    /// Its size, in the unit that `says` names.
    pub value: f64,
    /// The reason in words.
    pub says: String,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Look at it before publication.
    Warning,
    /// Must be mended; only where the configuration raises a rule.
    Error,
}

impl Severity {
    /// All levels, lowest first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// Returns the name that reports and the configuration use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A rule by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RuleId {
    /// The same words stand twice in this article.
    RepeatedPassage,
    /// Two near-identical passages differ in a number, a date or a name.
    ChangedFigure,
    /// A block does not belong to the core report.
    BackgroundInsert,
}

impl RuleId {
    /// All rules, in the order of reports.
    pub const ALL: [Self; 3] = [Self::RepeatedPassage, Self::ChangedFigure, Self::BackgroundInsert];

    /// Returns the name that reports, the configuration and `explain` use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RepeatedPassage => "repeated-passage",
            Self::ChangedFigure => "changed-figure",
            Self::BackgroundInsert => "background-insert",
        }
    }

    /// Finds a rule by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}
