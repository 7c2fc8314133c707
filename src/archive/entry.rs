//! An article made ready for the archive: what is stored of it, and its keys. A pure function of the article.

use super::date;
use super::postings::key;
use super::records::Record;
use super::wire::{Wire, put_maybe, put_text};
use crate::article::{Article, Published};
use crate::fingerprint::{Fingerprint, Scheme, Shingler, winnow};
use crate::text::{AnalyzedText, analyze};

/// An article made ready for the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub(super) details: Details,
    pub(super) published: Option<Published>,
    pub(super) text: String,
    pub(super) words: u32,
    /// Keys of its fingerprints: rising, each once.
    pub(super) keys: Vec<u64>,
}

/// What the input said of an article, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Details {
    pub(super) id: String,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) outlet: Option<String>,
}

/// What tells two entries apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Identity {
    /// xxh3 (64 bits) of the id.
    pub(super) id: u64,
    /// xxh3 (128 bits) of the text.
    pub(super) text: u128,
    /// xxh3 (64 bits) of the details and the date.
    pub(super) details: u64,
}

/// Buffers that are used again from article to article.
#[derive(Debug, Clone, Default)]
pub struct EntryScratch {
    shingler: Shingler,
    shingles: Vec<u64>,
    fingerprints: Vec<Fingerprint>,
}

impl Entry {
    /// Makes an article ready. Linear in the length of its text.
    #[must_use]
    pub fn new(article: Article, scratch: &mut EntryScratch) -> Self {
        let text = analyze(&article.text, &article.blocks);
        let words = text.tokens.len() as u32;
        let mut keys: Vec<u64> = scratch.fingerprints(&text).iter().map(|kept| key(kept.shingle)).collect();
        keys.sort_unstable();
        keys.dedup();
        let Article { id, text, title, url, published, outlet, .. } = article;
        Self { details: Details { id, title, url, outlet }, published, text, words, keys }
    }

    /// Returns the id of the article.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.details.id
    }

    /// Returns the number of bytes of the text.
    #[must_use]
    pub const fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Returns it as it is stored.
    pub(super) fn record(&self, sequence: u64) -> Record<'_> {
        Record { sequence, published: date::pack(self.published), details: &self.details, text: &self.text }
    }
}

impl EntryScratch {
    /// Returns the fingerprints of a text under the current scheme.
    fn fingerprints(&mut self, text: &AnalyzedText<'_>) -> &[Fingerprint] {
        self.shingles.clear();
        self.fingerprints.clear();
        let words = text.tokens.iter().map(|token| text.words.hash(token.word));
        self.shingler.shingle(words, Scheme::CURRENT.width, &mut self.shingles);
        winnow(&self.shingles, Scheme::CURRENT.window, &mut self.fingerprints);
        &self.fingerprints
    }
}

impl Details {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        put_text(out, &self.id);
        put_maybe(out, self.title.as_deref());
        put_maybe(out, self.url.as_deref());
        put_maybe(out, self.outlet.as_deref());
    }

    pub(super) fn take(wire: &mut Wire<'_>) -> Option<Self> {
        Some(Self {
            id: wire.text()?.to_owned(),
            title: wire.maybe()?.map(str::to_owned),
            url: wire.maybe()?.map(str::to_owned),
            outlet: wire.maybe()?.map(str::to_owned),
        })
    }
}
