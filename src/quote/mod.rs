//! Quoted speech. Finds nothing yet.

use crate::text::{AnalyzedText, Span};

/// A quotation.
#[derive(Debug, Clone, Copy)]
pub struct Quotation {
    /// The words between the marks.
    pub span: Span,
}

/// Finds the quotations of a text.
#[must_use]
pub const fn quotations(_: &AnalyzedText<'_>) -> Vec<Quotation> {
    Vec::new()
}
