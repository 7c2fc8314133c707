//! A text, cut: folded, and split into tokens, sentences and blocks. Every cut is a [`Span`] of the ORIGINAL text.
//!
//! In: a `&str` and its [`Block`]s. Out: an [`AnalyzedText`]. Total: no text makes it fail.

pub mod analyze;
pub mod block;
pub mod fold;
pub mod language;
pub mod lines;
pub mod sentence;
pub mod span;
pub mod token;
pub mod words;

pub use analyze::{AnalyzedText, analyze};
pub use block::{Block, BlockKind};
pub use language::Language;
pub use span::{Span, TokenRange};
pub use token::{Token, TokenTraits};
pub use words::{WordIx, Words};
