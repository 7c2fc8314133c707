//! copydesk checks articles for repeated passages, traces where each passage was seen before, and flags background inserts.

pub mod article;
pub mod fingerprint;
pub mod matching;
pub mod passage;
pub mod read;
pub mod similarity;
pub mod text;
