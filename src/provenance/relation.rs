//! What an article is to one that it shares words with, in the terms of W3C PROV (PROV-O, W3C Recommendation 30 April 2013).

/// What an article is to one that it shares words with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The words are given as a quotation.
    QuotedFrom,
    /// The whole text is a revision of the other.
    RevisionOf,
    /// The other is where the words stood first.
    PrimarySource,
    /// The words were taken from the other, or from what it was taken from.
    DerivedFrom,
    /// Both hold the same words; which was first is not known.
    AlternateOf,
}

impl Relation {
    /// Returns the term of PROV-O, without its prefix.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::QuotedFrom => "wasQuotedFrom",
            Self::RevisionOf => "wasRevisionOf",
            Self::PrimarySource => "hadPrimarySource",
            Self::DerivedFrom => "wasDerivedFrom",
            Self::AlternateOf => "alternateOf",
        }
    }
}
