//! An article: one input text with its id, what the input says of it, and where it came from.

use std::sync::Arc;

use jiff::civil::DateTime;

use crate::text::Block;

/// One input text with id and origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Unique name in its run: the record's own id, or `<path>#<number>`, or the path of a file that holds one article.
    pub id: String,
    /// The text as it was read, in UTF-8; every span of the article counts its bytes.
    pub text: String,
    /// The layout where the format marks it (Markdown, HTML); empty for plain text.
    pub blocks: Vec<Block>,
    /// The headline where the record names one.
    pub title: Option<String>,
    /// The address it was published at.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// The outlet, agency or domain that published it.
    pub outlet: Option<String>,
    /// Where it was read.
    pub origin: Origin,
}

/// Where an article was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The input as the user named it, `-` for standard input.
    pub path: Arc<str>,
    /// Number of the record in the input, from 1.
    pub record: u64,
    /// Line of the input where the record starts, from 1.
    pub line: u64,
}

/// When an article was published, and how well that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Published {
    /// Date and time in UTC; midnight where only the date is given.
    pub at: DateTime,
    /// How well it is known.
    pub quality: DateQuality,
}

/// How well a date of publication is known, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateQuality {
    /// The record says so.
    Given,
    /// The address says so (`/2024/05/17/`).
    FromUrl,
    /// Only the time of the crawl is known: no ground to say who was first.
    Crawled,
}

impl DateQuality {
    /// Returns the name that reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::FromUrl => "from-url",
            Self::Crawled => "crawled",
        }
    }
}

/// Position of an article in its run, in input order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleIx(pub u32);
