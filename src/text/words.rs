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
    entries: Vec<Entry>,
    table: HashTable<u32>,
}

/// Where a form stands among the forms, with its hash.
#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u64,
    start: u32,
    end: u32,
}

impl Words {
    /// Bytes of news text for each distinct word, in an article of a few thousand bytes (median of 20,000: 13; longer texts repeat more).
    const BYTES_A_WORD: usize = 13;

    /// Makes room for the words of a text of this many bytes, up to those of a long article.
    pub(super) fn for_bytes(len: usize) -> Self {
        let distinct = len.min(20_000) / Self::BYTES_A_WORD;
        Self {
            forms: String::with_capacity(8 * distinct),
            entries: Vec::with_capacity(distinct),
            table: HashTable::with_capacity(distinct),
        }
    }

    /// Returns the word's position, taking it up if it is new.
    #[inline]
    pub fn intern(&mut self, form: &str) -> WordIx {
        let hash = xxh3_64(form.as_bytes());
        let Self { forms, entries, table } = self;
        let found = table.find(hash, |&ix| {
            let entry = &entries[ix as usize];
            entry.hash == hash && same(&forms.as_bytes()[entry.start as usize..entry.end as usize], form.as_bytes())
        });
        match found {
            Some(&ix) => WordIx(ix),
            None => self.take_up(hash, form),
        }
    }

    #[inline(never)]
    fn take_up(&mut self, hash: u64, form: &str) -> WordIx {
        let Self { forms, entries, table } = self;
        let ix = entries.len() as u32;
        let start = forms.len() as u32;
        forms.push_str(form);
        entries.push(Entry { hash, start, end: forms.len() as u32 });
        table.insert_unique(hash, ix, |&ix| entries[ix as usize].hash);
        WordIx(ix)
    }

    /// Finds a word without taking it up.
    #[must_use]
    pub fn find(&self, form: &str) -> Option<WordIx> {
        self.find_hashed(form, hash_of(form))
    }

    /// As [`Self::find`], for a form whose hash by [`hash_of`] is known: lists of words are hashed once, not once a text.
    #[must_use]
    pub fn find_hashed(&self, form: &str, hash: u64) -> Option<WordIx> {
        let same = |&ix: &u32| self.entries[ix as usize].hash == hash && self.form(WordIx(ix)) == form;
        self.table.find(hash, same).map(|&ix| WordIx(ix))
    }

    /// Returns the folded form.
    #[must_use]
    pub fn form(&self, word: WordIx) -> &str {
        let entry = &self.entries[word.0 as usize];
        &self.forms[entry.start as usize..entry.end as usize]
    }

    /// Returns the xxh3 hash (64 bits) of the folded form: equal in every text.
    #[must_use]
    pub fn hash(&self, word: WordIx) -> u64 {
        self.entries[word.0 as usize].hash
    }

    /// Returns the folded forms in order of first appearance.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        (0..self.entries.len() as u32).map(|ix| self.form(WordIx(ix)))
    }

    /// Forgets all words and keeps the memory.
    pub fn clear(&mut self) {
        self.forms.clear();
        self.entries.clear();
        self.table.clear();
    }

    /// Counts the distinct words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether the text has no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Hashes a folded form: xxh3, 64 bits.
#[must_use]
pub fn hash_of(form: &str) -> u64 {
    xxh3_64(form.as_bytes())
}

/// Compares two forms; most are of 8 bytes or fewer, too short for a call to pay.
#[inline]
fn same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    match (left.first_chunk::<4>(), right.first_chunk::<4>(), left.last_chunk::<4>(), right.last_chunk::<4>()) {
        (Some(a), Some(b), Some(c), Some(d)) if left.len() <= 8 => a == b && c == d,
        (None, ..) => left.iter().eq(right),
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_every_length_are_told_apart() {
        let mut words = Words::default();
        for len in 0..40 {
            let form = "x".repeat(len);
            for at in 0..len {
                let mut other = form.clone();
                other.replace_range(at..=at, "y");
                assert!(!same(form.as_bytes(), other.as_bytes()));
                assert_ne!(words.intern(&form), words.intern(&other));
            }
            assert!(same(form.as_bytes(), form.as_bytes()));
            assert_eq!(words.find(&form), (len > 0).then(|| words.intern(&form)));
        }
    }
}
