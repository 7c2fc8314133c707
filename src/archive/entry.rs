//! An article made ready for the archive: what is stored of it, and its keys. A pure function of the article.

use super::beside::Beside;
use super::date;
use super::postings::key;
use super::records::Record;
use super::wire::{Wire, put_maybe, put_text};
use crate::article::{Article, Published};
use crate::fingerprint::{Fingerprint, Scheme, Shingler, winnow};
use crate::text::{Token, Words, cut_words};

/// An article made ready for the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub(super) details: Details,
    pub(super) published: Option<Published>,
    pub(super) text: String,
    pub(super) words: u32,
    /// Keys of its fingerprints and the words beside them: rising, each once.
    pub(super) keys: Vec<(u64, Beside)>,
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
    words: Vec<u64>,
    shingles: Vec<u64>,
    fingerprints: Vec<Fingerprint>,
}

impl Entry {
    /// Makes an article ready. Linear in the length of its text.
    #[must_use]
    pub fn new(article: Article, scratch: &mut EntryScratch) -> Self {
        let (tokens, words) = cut_words(&article.text, &article.blocks);
        let keys = scratch.keys(&tokens, &words);
        let words = tokens.len() as u32;
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
    /// Returns the keys of a text under the current scheme.
    fn keys(&mut self, tokens: &[Token], words: &Words) -> Vec<(u64, Beside)> {
        self.words.clear();
        self.shingles.clear();
        self.fingerprints.clear();
        self.words.extend(tokens.iter().map(|token| words.hash(token.word)));
        self.shingler.shingle(self.words.iter().copied(), Scheme::CURRENT.width, &mut self.shingles);
        winnow(&self.shingles, Scheme::CURRENT.window, &mut self.fingerprints);
        let beside = |kept: &Fingerprint| (key(kept.shingle), Beside::of(&self.words, kept.at as usize));
        let mut keys: Vec<(u64, Beside)> = self.fingerprints.iter().map(beside).collect();
        keys.sort_unstable();
        keys.dedup_by(|again, first| {
            let same = again.0 == first.0;
            if same {
                first.1 = first.1.or(again.1);
            }
            same
        });
        keys
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
