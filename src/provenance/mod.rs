//! What we conclude from the places where a passage was seen: which was first, which is nearest, which are copies of one item.
//!
//! In: [`Source`]s with the passages that they verifiably share with one article. Out: [`Reuse`]s, one a passage of the article. Where sources
//! are looked for is decided elsewhere.

mod first;
mod lineage;
mod piece;
mod relation;
mod reuse;
mod source;
mod story;

pub use first::{SentencePart, has_as_much};
pub use lineage::{Lineage, Link, Share, Witness, lineage};
pub use relation::Relation;
pub use reuse::{Reuse, ReusedFrom, Spread, reuses};
pub use source::{Kept, Rank, Shared, Source};
