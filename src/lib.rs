//! copydesk checks articles for repeated passages, traces where each passage was seen before, and flags background inserts.
//!
//! ```
//! use copydesk::article::{Article, Origin};
//! use copydesk::pipeline::check::{Checker, Scratch};
//! use copydesk::settings::Settings;
//!
//! let lead = "The council voted to close the old library on Monday";
//! let article = Article {
//!     id: "draft".into(),
//!     text: format!("{lead}, after a long debate.\n{lead}. Nobody spoke against it."),
//!     blocks: Vec::new(),
//!     title: None,
//!     url: None,
//!     published: None,
//!     outlet: None,
//!     origin: Origin { path: "draft".into(), record: 1, line: 1 },
//! };
//! let checked = Checker::new(Settings::default()).check(article, &mut Scratch::default())?;
//! let finding = &checked.findings[0];
//! assert_eq!(finding.place.of(&checked.article.text), lead);
//! # Ok::<(), copydesk::archive::ArchiveError>(())
//! ```
//!
//! The way of the data: [`read`] makes [`article`]s of bytes, [`text`] cuts them, [`matching`] finds what stands twice, [`quote`] who said it,
//! [`background`] what does not belong, [`rules`] make [`finding`]s of all that, [`report`] shows them. [`pipeline`] knows the order.

pub mod archive;
pub mod article;
pub mod background;
pub mod candidate;
pub mod checked;
pub mod clean;
pub mod cli;
pub mod comparison;
pub mod evaluate;
pub mod finding;
pub mod fingerprint;
pub mod matching;
pub mod passage;
pub mod pipeline;
pub mod provenance;
pub mod quote;
pub mod read;
pub mod report;
pub mod rules;
pub mod settings;
pub mod similarity;
pub mod text;

/// The README's example is held to compile and to be true.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
