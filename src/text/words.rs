//! The distinct words of one text: each folded form once, with its hash.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// The position of a distinct word in the [`Words`] of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordIx(pub u32);

/// The distinct folded words of one text, in order of first appearance.
#[derive(Debug, Clone, Default)]
pub struct Words {
    forms: String,
    ends: Vec<u32>,
    hashes: Vec<u64>,
    table: HashTable<u32>,
}

impl Words {
    /// Returns the word's position, taking it up if it is new.
    pub fn intern(&mut self, form: &str) -> WordIx {
        let hash = xxh3_64(form.as_bytes());
        let Self { forms, ends, hashes, table } = self;
        let found = table.find(hash, |&ix| hashes[ix as usize] == hash && form_at(forms, ends, ix) == form);
        if let Some(&ix) = found {
            return WordIx(ix);
        }
        let ix = ends.len() as u32;
        forms.push_str(form);
        ends.push(forms.len() as u32);
        hashes.push(hash);
        table.insert_unique(hash, ix, |&ix| hashes[ix as usize]);
        WordIx(ix)
    }

    /// Finds a word without taking it up.
    #[must_use]
    pub fn find(&self, form: &str) -> Option<WordIx> {
        let hash = xxh3_64(form.as_bytes());
        let found = self
            .table
            .find(hash, |&ix| self.hashes[ix as usize] == hash && form_at(&self.forms, &self.ends, ix) == form);
        found.map(|&ix| WordIx(ix))
    }

    /// Returns the folded form.
    #[must_use]
    pub fn form(&self, word: WordIx) -> &str {
        form_at(&self.forms, &self.ends, word.0)
    }

    /// Returns the xxh3 hash (64 bits) of the folded form: equal in every text.
    #[must_use]
    pub fn hash(&self, word: WordIx) -> u64 {
        self.hashes[word.0 as usize]
    }

    /// Counts the distinct words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether the text has no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

fn form_at<'f>(forms: &'f str, ends: &[u32], ix: u32) -> &'f str {
    let start = if ix == 0 { 0 } else { ends[ix as usize - 1] as usize };
    &forms[start..ends[ix as usize] as usize]
}
