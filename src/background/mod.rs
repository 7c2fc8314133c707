//! Blocks that do not belong to the core report. Reads nothing yet.

use crate::text::AnalyzedText;

/// How readily blocks are called background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// Only what is beyond doubt.
    Strict,
    /// The balance for daily use.
    #[default]
    Default,
    /// All that may be.
    Sensitive,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; 3] = [Self::Strict, Self::Default, Self::Sensitive];

    /// Returns the name in the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Default => "default",
            Self::Sensitive => "sensitive",
        }
    }
}

/// The weights.
#[derive(Debug)]
pub struct Model;

impl Model {
    /// The weights of the program.
    #[must_use]
    pub const fn shipped() -> Self {
        Self
    }
}

/// Buffers.
#[derive(Debug, Default)]
pub struct Scratch;

/// How an article reads.
#[derive(Debug, Default)]
pub struct Reading;

/// What is known of the report.
#[derive(Debug)]
pub struct ReportContext<'a> {
    /// Year of publication.
    pub published_year: Option<i16>,
    /// Headline.
    pub title: Option<&'a str>,
    /// How readily.
    pub preset: Preset,
}

/// Reads an article.
#[must_use]
pub fn read(_: &AnalyzedText<'_>, _: &ReportContext<'_>, _: &Model, _: &mut Scratch) -> Reading {
    Reading
}
