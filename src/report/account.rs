//! The account of a run: every record that was read is checked or rejected.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::checked::Checked;
use crate::finding::{RuleId, Severity};

/// What a run of `check` read and found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Records read.
    pub read: u64,
    /// Articles checked.
    pub checked: u64,
    /// Records that could not be read as an article.
    pub rejected: u64,
    /// Inputs that could not be opened, or ended in damage; what stood before the damage was read.
    pub incomplete: u64,
    /// Articles in which the program itself failed.
    pub failed: u64,
    /// Articles with text damage that was repaired.
    pub repaired: u64,
    /// Sentences compared.
    pub sentences: u64,
    /// Words compared.
    pub words: u64,
    /// Articles with one finding or more.
    pub articles_with_findings: u64,
    /// Findings, by severity.
    pub severities: BTreeMap<&'static str, u64>,
    /// Findings, by rule.
    pub rules: BTreeMap<&'static str, u64>,
    /// Findings that a suppression of the configuration silenced.
    pub suppressed: u64,
    /// Articles of the run that were held against each other; `None` where each was checked by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub among: Option<u64>,
    /// What of an archive each article was held against; `None` without an archive.
    #[serde(rename = "archive", skip_serializing_if = "Option::is_none")]
    pub searched: Option<Searched>,
}

/// What of an archive each article was held against.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Searched {
    /// Articles searched.
    pub articles: u64,
    /// Of these, articles without a known date of publication.
    pub undated: u64,
    /// Date of the earliest.
    pub from: Option<String>,
    /// Date of the latest.
    pub newest: Option<String>,
    /// Articles that were not searched because they are removed.
    pub removed: u64,
    /// Articles that were passed over because they are the checked article itself or a version of it, summed over the checked articles.
    pub skipped: u64,
    /// The snapshot: commits so far.
    pub generation: u64,
}

impl Account {
    /// Takes up one article.
    pub fn add(&mut self, checked: &Checked) {
        self.checked += 1;
        self.sentences += u64::from(checked.compared.sentences);
        self.words += u64::from(checked.compared.words);
        self.suppressed += checked.suppressed.len() as u64;
        if checked.compared.own_versions > 0 {
            self.searched.get_or_insert_default().skipped += u64::from(checked.compared.own_versions);
        }
        self.articles_with_findings += u64::from(!checked.findings.is_empty());
        for finding in &checked.findings {
            *self.severities.entry(finding.severity.name()).or_default() += 1;
            *self.rules.entry(finding.rule.name()).or_default() += 1;
        }
    }

    /// Takes up another account.
    pub fn merge(&mut self, other: &Self) {
        self.read += other.read;
        self.checked += other.checked;
        self.rejected += other.rejected;
        self.incomplete += other.incomplete;
        self.failed += other.failed;
        self.repaired += other.repaired;
        self.sentences += other.sentences;
        self.words += other.words;
        self.articles_with_findings += other.articles_with_findings;
        self.suppressed += other.suppressed;
        if let (Some(searched), Some(theirs)) = (&mut self.searched, &other.searched) {
            searched.skipped += theirs.skipped;
        }
        for (severity, n) in &other.severities {
            *self.severities.entry(severity).or_default() += n;
        }
        for (rule, n) in &other.rules {
            *self.rules.entry(rule).or_default() += n;
        }
    }

    /// Counts the findings of one severity.
    #[must_use]
    pub fn of(&self, severity: Severity) -> u64 {
        self.severities.get(severity.name()).copied().unwrap_or(0)
    }

    /// Counts the findings of one rule.
    #[must_use]
    pub fn by(&self, rule: RuleId) -> u64 {
        self.rules.get(rule.name()).copied().unwrap_or(0)
    }

    /// Counts all findings.
    #[must_use]
    pub fn findings(&self) -> u64 {
        self.severities.values().sum()
    }

    /// Tells whether every record that was read is accounted for.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.read == self.checked + self.rejected + self.failed
    }
}
