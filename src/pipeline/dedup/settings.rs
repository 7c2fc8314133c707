//! What a run of `dedup` is told.

use super::part::OutputFormat;
use crate::settings::DedupChoices;

/// Everything that a run of `dedup` can be told.
#[derive(Debug, Clone, PartialEq)]
pub struct DedupSettings {
    /// What counts as found, and what is done about it.
    pub choices: DedupChoices,
    /// What is looked for.
    pub stages: Stages,
    /// How the kept articles are written.
    pub output_format: OutputFormat,
    /// Put an apostrophe before the cells of CSV that a spreadsheet would run.
    pub csv_safe: bool,
    /// Write attributes beside the articles.
    pub attributes: bool,
    /// Write neither articles nor removed articles.
    pub dry_run: bool,
    /// Publish nothing if some input was damaged.
    pub strict: bool,
    /// Bytes of records from which on what the stages found is kept on disk, so that an interrupted run can be resumed.
    pub checkpoint_from: u64,
}

impl Default for DedupSettings {
    fn default() -> Self {
        Self {
            choices: DedupChoices::default(),
            stages: Stages::default(),
            output_format: OutputFormat::JsonLines,
            csv_safe: false,
            attributes: false,
            dry_run: false,
            strict: false,
            // 256 MiB: what is smaller is read again in seconds.
            checkpoint_from: 256 << 20,
        }
    }
}

/// What is looked for in a dump.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stages {
    /// Near-duplicate articles.
    pub near_duplicates: bool,
    /// Passages of two articles or more.
    pub passages: bool,
    /// What `check` finds inside each article.
    pub articles: bool,
}

impl Stages {
    /// The names of the stages.
    pub const NAMES: [&'static str; 3] = ["near-duplicates", "passages", "articles"];

    /// Nothing.
    pub const NONE: Self = Self { near_duplicates: false, passages: false, articles: false };

    /// Switches a stage on by its name; `None`: there is no such stage.
    #[must_use]
    pub fn with(self, name: &str) -> Option<Self> {
        match name {
            "near-duplicates" => Some(Self { near_duplicates: true, ..self }),
            "passages" => Some(Self { passages: true, ..self }),
            "articles" => Some(Self { articles: true, ..self }),
            _ => None,
        }
    }

    /// Returns the names of the stages that are on.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        let on = [self.near_duplicates, self.passages, self.articles];
        Self::NAMES.into_iter().zip(on).filter(|(_, on)| *on).map(|(name, _)| name).collect()
    }
}

impl Default for Stages {
    fn default() -> Self {
        Self { near_duplicates: true, passages: true, articles: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_switched_on_by_its_name() {
        let all = Stages::NAMES.iter().try_fold(Stages::NONE, |stages, name| stages.with(name));
        assert_eq!(all, Some(Stages::default()));
        assert_eq!(Stages::default().names(), Stages::NAMES);
        assert_eq!(Stages::NONE.with("quotes"), None);
    }
}
