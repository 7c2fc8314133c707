//! What is done about findings: which are acted on ([`Policy`]), which copy stays ([`Keep`]), and a text without the words that were to go ([`without`]).
//!
//! In: a text and spans of it. Out: the text that is left. Nothing here looks for copies. Total.

mod edit;
mod policy;

pub use edit::{after, cuts, without};
pub use policy::{Keep, Policies, Policy};
