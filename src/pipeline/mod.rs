//! The one place that knows the order of the work, and the only one with threads.
//!
//! [`check`] takes one article through every room; [`corpus`] takes many, in parallel, and keeps their order. [`compare`] takes two texts, or the many pairs of a [`pair_list`].
//! [`add`] puts articles into an archive, [`sources`] finds what stood there, [`trace`] follows it from article to article. [`dedup`] cleans a large dump.

pub mod add;
pub mod among;
pub mod check;
mod common;
pub mod compare;
pub mod corpus;
pub mod dedup;
pub mod pair_list;
mod scratch;
mod search;
pub mod sources;
pub mod trace;
