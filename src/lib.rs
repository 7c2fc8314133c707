//! copydesk checks articles for repeated passages, traces where each passage was seen before, and flags background inserts.

pub mod article;
pub mod background;
pub mod checked;
pub mod cli;
pub mod evaluate;
pub mod finding;
pub mod fingerprint;
pub mod matching;
pub mod passage;
pub mod pipeline;
pub mod quote;
pub mod read;
pub mod report;
pub mod rules;
pub mod settings;
pub mod similarity;
pub mod text;
