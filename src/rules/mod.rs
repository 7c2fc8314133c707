//! Passages and background readings to findings: one rule a file. Rules decide what is told and how loudly; they neither look for copies nor remove anything.

mod altered_quote;
mod background_insert;
mod changed_figure;
mod changed_from_source;
mod context;
mod credit;
mod disguised;
mod elsewhere;
mod figure;
mod form;
mod furniture;
mod identity;
mod near_duplicate_article;
mod registry;
mod repeat;
mod repeated_passage;
mod reused_passage;
mod row;
mod stock_passage;
mod suppression;
mod thresholds;

pub use context::Context;
pub use registry::{RULES, Rule, findings};
pub use repeat::longest_untold;
pub use suppression::Suppression;
pub use thresholds::RepeatThresholds;
