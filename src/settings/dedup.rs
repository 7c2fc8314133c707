//! The table `[dedup]`: what counts as found in a dump, and what is done about it.

use serde::Deserialize;

use super::{SettingsError, unknown};
use crate::clean::{Keep, Policies, Policy};
use crate::matching::Measure;
use crate::similarity::Similarity;

/// What counts as found in a dump, and what is done about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DedupChoices {
    /// How two articles are compared.
    pub measure: Measure,
    /// Least similarity of near-duplicates.
    pub threshold: Similarity,
    /// Which article of a cluster stays.
    pub keep: Keep,
    /// Least equal words of a passage of several articles.
    pub min_words: u32,
    /// Articles from which a passage is stock.
    pub stock_articles: u32,
    /// What is done with what was found.
    pub policies: Policies,
    /// Bytes that the run may hold in memory for what grows with the dump; what one batch of articles needs comes on top.
    pub memory: u64,
}

impl DedupChoices {
    /// The least threshold: articles that have less in common share phrases, not a text, and signatures of 128 values do not find them.
    pub const LEAST_THRESHOLD: f64 = 0.3;
    /// The fewest words of a passage: below, chance phrases outnumber copies.
    pub const LEAST_WORDS: u32 = 6;
    /// The least memory: what the largest partition of a dump of a few GB takes.
    pub const LEAST_MEMORY: u64 = 64 << 20;
}

impl Default for DedupChoices {
    fn default() -> Self {
        Self {
            measure: Measure::default(),
            // The field's usual one; with it two reports of a template that differ in their figures stay apart.
            threshold: Similarity::new(0.8),
            keep: Keep::default(),
            min_words: 12,
            stock_articles: 20,
            policies: Policies::default(),
            // 1 GiB: a dump of 1.5 GB then never touches the disk.
            memory: 1 << 30,
        }
    }
}

/// The choices as they are written, in the configuration or as arguments; what is not said stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DedupTable {
    /// `jaccard` or `containment`.
    pub similarity: Option<String>,
    /// Least similarity, from .3 to 1.
    pub threshold: Option<f64>,
    /// `earliest`, `longest` or `first`.
    pub keep: Option<String>,
    /// At least 6.
    pub min_words: Option<u32>,
    /// At least 2.
    pub stock_articles: Option<u32>,
    /// `1GiB`, `512MiB`, `2GB`.
    pub memory: Option<String>,
    /// A policy for each kind of finding.
    #[serde(default)]
    pub policy: PolicyTable,
}

/// A policy for each kind of finding: `off`, `mark` or `remove`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PolicyTable {
    /// Near-duplicate articles.
    pub near_duplicates: Option<String>,
    /// Repeated passages.
    pub passages: Option<String>,
    /// Stock passages.
    pub stock: Option<String>,
    /// Background inserts.
    pub background: Option<String>,
}

impl DedupTable {
    /// Changes what the table says; `path` is only for messages.
    ///
    /// # Errors
    /// When a name is not known or a number out of range; `choices` may be changed in part then.
    pub fn apply(&self, choices: &mut DedupChoices, path: &str) -> Result<(), SettingsError> {
        let refuse = |key, must| Err(SettingsError::OutOfRange { path: path.into(), key, must });
        if let Some(name) = &self.similarity {
            choices.measure = named(Measure::ALL, Measure::name, name, "similarity", path)?;
        }
        if let Some(threshold) = self.threshold {
            if !(DedupChoices::LEAST_THRESHOLD..=1.0).contains(&threshold) {
                return refuse("threshold", "must be from 0.3 to 1");
            }
            choices.threshold = Similarity::new(threshold);
        }
        if let Some(name) = &self.keep {
            choices.keep = named(Keep::ALL, Keep::name, name, "choice for `keep`", path)?;
        }
        if let Some(words) = self.min_words {
            if words < DedupChoices::LEAST_WORDS {
                return refuse("min-words", "must be at least 6");
            }
            choices.min_words = words;
        }
        if let Some(articles) = self.stock_articles {
            if articles < 2 {
                return refuse("stock-articles", "must be at least 2");
            }
            choices.stock_articles = articles;
        }
        if let Some(memory) = &self.memory {
            match bytes(memory) {
                Some(bytes) if bytes >= DedupChoices::LEAST_MEMORY => choices.memory = bytes,
                Some(_) => return refuse("memory", "must be at least 64MiB"),
                None => return refuse("memory", "must be a size like `1GiB` or `512MiB`"),
            }
        }
        self.policy.apply(&mut choices.policies, path)
    }
}

impl PolicyTable {
    fn apply(&self, policies: &mut Policies, path: &str) -> Result<(), SettingsError> {
        let pairs = [
            (&self.near_duplicates, &mut policies.near_duplicates),
            (&self.passages, &mut policies.passages),
            (&self.stock, &mut policies.stock),
            (&self.background, &mut policies.background),
        ];
        for (name, policy) in pairs {
            if let Some(name) = name {
                *policy = named(Policy::ALL, Policy::name, name, "policy", path)?;
            }
        }
        Ok(())
    }
}

fn named<T: Copy, const N: usize>(
    all: [T; N],
    name_of: fn(T) -> &'static str,
    name: &str,
    what: &'static str,
    path: &str,
) -> Result<T, SettingsError> {
    let found = all.into_iter().find(|&one| name_of(one) == name);
    found.ok_or_else(|| unknown(path, what, name, &all.map(name_of)))
}

/// Reads a size: a number and `B`, `kB`, `MB`, `GB`, `TB` (powers of 1000) or `KiB`, `MiB`, `GiB`, `TiB` (powers of 1024), in any case.
#[must_use]
pub fn bytes(size: &str) -> Option<u64> {
    let split = size.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(size.len());
    let (number, unit) = size.split_at(split);
    let number: f64 = number.parse().ok()?;
    let unit: f64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "kb" => 1e3,
        "mb" => 1e6,
        "gb" => 1e9,
        "tb" => 1e12,
        "k" | "kib" => 1024.0,
        "m" | "mib" => 1024f64.powi(2),
        "g" | "gib" => 1024f64.powi(3),
        "t" | "tib" => 1024f64.powi(4),
        _ => return None,
    };
    Some((number * unit) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(table: &str) -> Result<DedupChoices, SettingsError> {
        let mut choices = DedupChoices::default();
        toml::from_str::<DedupTable>(table).unwrap().apply(&mut choices, "copydesk.toml").map(|()| choices)
    }

    #[test]
    fn a_table_changes_what_it_says_and_nothing_else() {
        let choices = applied("similarity = \"containment\"\nmemory = \"2GiB\"\npolicy.stock = \"remove\"").unwrap();
        let policies = Policies { stock: Policy::Remove, ..Policies::default() };
        let wanted =
            DedupChoices { measure: Measure::Containment, memory: 2 << 30, policies, ..DedupChoices::default() };
        assert_eq!(choices, wanted);
    }

    #[test]
    fn what_cannot_be_is_refused_with_what_can() {
        for (table, says) in [
            ("threshold = 0.1", "must be from 0.3 to 1"),
            ("threshold = nan", "must be from 0.3 to 1"),
            ("keep = \"best\"", "there is no choice for `keep` `best`"),
            ("memory = \"lots\"", "must be a size like"),
            ("memory = \"1MiB\"", "must be at least 64MiB"),
            ("min-words = 5", "must be at least 6"),
            ("policy.passages = \"delete\"", "there is no policy `delete`"),
        ] {
            let refused = applied(table).unwrap_err().to_string();
            assert!(refused.contains(says), "{refused}");
        }
    }

    #[test]
    fn sizes_are_read_in_both_kinds_of_units() {
        assert_eq!(bytes("1GiB"), Some(1 << 30));
        assert_eq!(bytes("1.5 gb"), Some(1_500_000_000));
        assert_eq!(bytes("64m"), Some(64 << 20));
        assert_eq!(bytes("GiB"), None);
    }
}
