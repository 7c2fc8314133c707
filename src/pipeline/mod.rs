//! The one place that knows the order of the work, and the only one with threads.
//!
//! [`compare`] takes two texts, or many pairs; [`check`] takes one article through every room; [`corpus`] takes many, in parallel, and keeps their order.

pub mod check;
pub mod compare;
pub mod corpus;
