//! A finding: what a rule says about a place in an article, with its evidence. Made by `rules`, shown by `report`, acted on by `clean`.

use std::sync::Arc;

use crate::article::Published;
use crate::passage::PassageKind;
use crate::provenance::Relation;
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
    /// How the words are marked as another's, where they stood in an archived article.
    pub group: Option<SourceGroup>,
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

/// Another place of a finding's words, in the same article or in an archived one.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherPlace {
    /// The archived article that it stands in; `None`: the checked article itself.
    pub elsewhere: Option<Arc<Elsewhere>>,
    /// Its bytes.
    pub span: Span,
    /// What it is to the finding's own place.
    pub role: Role,
    /// Similarity of the two wordings.
    pub similarity: Similarity,
}

impl OtherPlace {
    /// Makes a place in the checked article itself.
    #[must_use]
    pub const fn here(span: Span, role: Role, similarity: Similarity) -> Self {
        Self { elsewhere: None, span, role, similarity }
    }
}

/// An archived article that a finding points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The id it is archived under.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// Its text, which the span counts in.
    pub text: Arc<str>,
    /// What the checked article is to it.
    pub relation: Relation,
}

/// How words that stood elsewhere are marked as another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceGroup {
    /// Not at all.
    Unmarked,
    /// The outlet, agency or speaker is named.
    Credited,
    /// The words stand in quotation marks.
    Quoted,
    /// Both.
    QuotedAndCredited,
}

impl SourceGroup {
    /// Returns the name that reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unmarked => "unmarked",
            Self::Credited => "credited",
            Self::Quoted => "quoted",
            Self::QuotedAndCredited => "quoted-and-credited",
        }
    }
}

/// What another place is to the place of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Where the words stand first.
    Origin,
    /// The best match, where that is not the origin.
    Nearest,
    /// A further copy.
    Copy,
}

impl Role {
    /// Returns the name that reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Nearest => "nearest",
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
    /// A passage stood in an archived article.
    ReusedPassage,
    /// A passage stands in many archived articles.
    StockPassage,
    /// The whole text is nearly that of an archived article.
    NearDuplicateArticle,
    /// A quotation is given in other words than in an archived article.
    AlteredQuote,
}

impl RuleId {
    /// All rules, in the order of reports.
    pub const ALL: [Self; 7] = [
        Self::RepeatedPassage,
        Self::ChangedFigure,
        Self::BackgroundInsert,
        Self::ReusedPassage,
        Self::StockPassage,
        Self::NearDuplicateArticle,
        Self::AlteredQuote,
    ];

    /// Returns the name that reports, the configuration and `explain` use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RepeatedPassage => "repeated-passage",
            Self::ChangedFigure => "changed-figure",
            Self::BackgroundInsert => "background-insert",
            Self::ReusedPassage => "reused-passage",
            Self::StockPassage => "stock-passage",
            Self::NearDuplicateArticle => "near-duplicate-article",
            Self::AlteredQuote => "altered-quote",
        }
    }

    /// Finds a rule by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}
