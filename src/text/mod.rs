//! A text, cut: folded, and split into tokens, sentences and blocks. Every cut is a [`Span`] of the ORIGINAL text.
//!
//! In: a `&str` and its [`Block`]s. Out: an [`AnalyzedText`]. Total: no text makes it fail.

pub mod analyze;
pub mod block;
mod byte_masks;
mod class;
pub mod disguise;
pub mod fold;
mod habits;
pub mod language;
mod layout;
mod letter;
pub mod lines;
mod lookalike;
pub mod offsets;
pub mod sentence;
pub mod span;
mod stop;
pub mod token;
pub mod word_ids;
pub mod words;

pub use analyze::{AnalyzedText, Paragraph, Sentence, analyze, cut_words};
pub use block::{Block, BlockKind};
pub use disguise::{Disguise, DisguiseKind};
pub use language::Language;
pub use layout::plain_blocks;
pub use lines::LineIndex;
pub use span::{Span, TokenRange};
pub use token::{Token, TokenTraits};
pub use word_ids::{WordId, WordIds, WordsDigest};
pub use words::{WordIx, Words};
