//! Exit codes, and failures with their hint.

use std::process::ExitCode;

use super::tell;
use crate::archive::ArchiveError;
use crate::pipeline::dedup::DedupError;
use crate::read::ReadError;
use crate::settings::SettingsError;

/// How a run ended; the numbers are the interface contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// Done, nothing found.
    Clean = 0,
    /// Done, findings at or above `--fail-on`.
    Findings = 1,
    /// Wrong use or configuration.
    Usage = 2,
    /// Finished, but some input was rejected or incomplete.
    Incomplete = 3,
    /// Not done.
    NotDone = 4,
    /// The program failed.
    Bug = 70,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why nothing could be done, and what to do next.
#[derive(Debug)]
pub(super) struct Failure {
    exit: Exit,
    error: anyhow::Error,
    hint: Option<String>,
}

impl Failure {
    /// The user asked for something that cannot be.
    pub(super) fn usage(message: impl std::fmt::Display) -> Self {
        Self { exit: Exit::Usage, error: anyhow::anyhow!("{message}"), hint: None }
    }

    /// Something outside stood in the way.
    pub(super) fn not_done(error: impl Into<anyhow::Error>) -> Self {
        Self { exit: Exit::NotDone, error: error.into(), hint: None }
    }

    /// Adds what to do next.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Tells the user on standard error.
    pub(super) fn tell(&self) -> Exit {
        tell::line(&format!("error: {:#}", self.error));
        if let Some(hint) = &self.hint {
            tell::line(&format!("hint: {hint}"));
        }
        self.exit
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        let hint = error.hint();
        Self { exit: Exit::Usage, error: error.into(), hint }
    }
}

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        let hint = error.hint();
        Self { exit: Exit::NotDone, error: error.into(), hint }
    }
}

impl From<DedupError> for Failure {
    fn from(error: DedupError) -> Self {
        let hint = error.hint();
        let exit = if error.is_wrong_use() { Exit::Usage } else { Exit::NotDone };
        Self { exit, error: error.into(), hint }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        let hint = error.hint();
        Self { exit: Exit::NotDone, error: error.into(), hint }
    }
}
