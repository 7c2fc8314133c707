//! The one place that knows the order of the work, and the only one with threads.
//!
//! [`check`] takes one article through every room; [`corpus`] takes many, in parallel, and keeps their order; [`add`] stores them.

pub mod add;
pub mod check;
pub mod corpus;
pub mod sources;
pub mod trace;
