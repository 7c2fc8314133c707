//! What a rule may look at: one analysed article and what was found about it.

use crate::article::Article;
use crate::background::Reading;
use crate::passage::Repeat;
use crate::provenance::{Reuse, Source};
use crate::quote::Quotation;
use crate::text::AnalyzedText;
use crate::text::lines::LineIndex;

use super::RepeatThresholds;

/// One article as the rules see it.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its text, cut.
    pub text: &'a AnalyzedText<'a>,
    /// Its lines.
    pub lines: &'a LineIndex<'a>,
    /// The passages that stand in it twice.
    pub repeats: &'a [Repeat],
    /// Its quotations, in order.
    pub quotations: &'a [Quotation],
    /// How it reads as to background; `None`: not asked.
    pub background: Option<&'a Reading>,
    /// The archived articles that share passages with it; empty without an archive.
    pub sources: &'a [Source],
    /// Its passages that stood in them.
    pub reuses: &'a [Reuse],
    /// From how many words repeats are told.
    pub thresholds: RepeatThresholds,
}

impl Context<'_> {
    /// Returns the line of a byte offset, from 1.
    #[must_use]
    pub fn line(&self, byte: u32) -> u32 {
        self.lines.position(byte).line
    }
}
