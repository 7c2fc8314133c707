//! A source: an article other than the checked one, with the passages that both share.

use std::sync::Arc;

use crate::article::{DateQuality, Published};
use crate::passage::Passage;
use crate::similarity::Similarity;
use crate::text::{Span, TokenRange};

/// An article of the archive that shares passages with the checked one.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The id it is archived under.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// Number in the order in which the archive took articles up.
    pub sequence: u64,
    /// Whether it is an article of the same run, and in no archive.
    pub of_run: bool,
    /// Its text.
    pub text: Arc<str>,
    /// Where each token of its text stands.
    pub tokens: Vec<Span>,
    /// The passages that it shares with the checked article.
    pub shared: Vec<Shared>,
    /// Fingerprints of its text, rising: to tell whether two sources are one item.
    pub fingerprints: Vec<u64>,
    /// Word 5-shingles that both have, of those of either.
    pub resemblance: Similarity,
    /// Word 5-shingles of the checked article that stand here too, of its own.
    pub containment: Similarity,
}

/// A passage that a source shares with the checked article.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// The two places: left in the source, right in the checked article.
    pub passage: Passage,
    /// The rows of equal words of the two, in the order of the source.
    pub kept: Vec<Kept>,
}

/// A row of equal words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Its tokens in the source.
    pub left: TokenRange,
    /// Its tokens in the checked article; as many.
    pub right: TokenRange,
}

/// A source's claim to be first: lower is earlier, or better known to be early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// Known dates of publication before times of a crawl before no date.
    quality: u8,
    at: Option<jiff::civil::DateTime>,
    sequence: u64,
}

impl Rank {
    /// Ranks an article by its date and its number in the order of adding.
    #[must_use]
    pub fn of(published: Option<Published>, sequence: u64) -> Self {
        let quality = match published.map(|published| published.quality) {
            Some(DateQuality::Given | DateQuality::FromUrl) => 0,
            Some(DateQuality::Crawled) => 1,
            None => 2,
        };
        Self { quality, at: published.map(|published| published.at), sequence }
    }

    /// Tells whether the date of publication is known.
    #[must_use]
    pub const fn is_dated(self) -> bool {
        self.quality == 0
    }
}

impl Shared {
    /// Counts the words of a part of the checked article that stand in the source in the same order.
    #[must_use]
    pub fn held(&self, part: TokenRange) -> u32 {
        self.kept.iter().map(|kept| kept.right.overlap(part)).sum()
    }

    /// Returns the share of a part of the checked article that stands in the source, of the longer of the two: 1 where it stands word for word.
    #[must_use]
    pub fn likeness(&self, part: TokenRange) -> f64 {
        let mut there: Option<TokenRange> = None;
        for Kept { left, right } in &self.kept {
            let (start, end) = (right.start.max(part.start), right.end.min(part.end));
            if start < end {
                let shift = left.start.wrapping_sub(right.start);
                let left = TokenRange::new(start.wrapping_add(shift), end.wrapping_add(shift));
                there = Some(there.map_or(left, |hull| hull.hull(left)));
            }
        }
        let longer = there.map_or(0, TokenRange::len).max(part.len()).max(1);
        f64::from(self.held(part)) / f64::from(longer)
    }
}

impl Source {
    /// Returns the share of a part of the checked article that stands in one passage, of the longer of the two.
    #[must_use]
    pub fn likeness(&self, part: TokenRange) -> f64 {
        self.shared.iter().map(|shared| shared.likeness(part)).fold(0.0, f64::max)
    }

    /// Counts the words of a part of the checked article that it holds in one passage.
    #[must_use]
    pub fn held(&self, part: TokenRange) -> u32 {
        self.shared.iter().map(|shared| shared.held(part)).max().unwrap_or(0)
    }

    /// Returns the source's claim to be first.
    #[must_use]
    pub fn rank(&self) -> Rank {
        Rank::of(self.published, self.sequence)
    }

    /// Returns the date of publication where it is known, and not only the time of a crawl.
    #[must_use]
    pub fn known_date(&self) -> Option<Published> {
        self.published.filter(|published| published.quality != DateQuality::Crawled)
    }
}
