//! Findings that somebody decided to keep, with the reason.

use globset::GlobMatcher;

use crate::finding::{Finding, RuleId};

/// One decision to keep what a rule found.
#[derive(Debug, Clone)]
pub struct Suppression {
    /// The finding's id; none: any.
    pub id: Option<String>,
    /// The rule; none: any.
    pub rule: Option<RuleId>,
    /// The articles, by id; none: all.
    pub article: Option<GlobMatcher>,
    /// Why.
    pub reason: String,
}

impl Suppression {
    /// Tells whether the decision is about this finding.
    #[must_use]
    pub fn covers(&self, finding: &Finding, article: &str) -> bool {
        self.id.as_ref().is_none_or(|id| *id == finding.id.to_string())
            && self.rule.is_none_or(|rule| rule == finding.rule)
            && self.article.as_ref().is_none_or(|glob| glob.is_match(article))
    }
}
