//! Quoted speech and who said it.
//!
//! In: an [`AnalyzedText`](crate::text::AnalyzedText). Out: [`Quotation`]s with their speakers. Any style of marks, and no mark closes what another paragraph opened.

mod attribution;
mod mark;
mod name;
mod quotation;
mod saying;

pub use quotation::{Quotation, quotations};
