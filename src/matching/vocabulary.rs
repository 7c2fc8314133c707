//! Two texts in one numbering: equal numbers are equal folded words, or equal stems.
//!
//! Equality is decided on the letters, never on hashes alone.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::{AnalyzedText, WordIx, Words};

/// One text as numbers, a number a token.
#[derive(Debug, Clone, Default)]
pub(super) struct Wording {
    /// Which word each token is.
    pub(super) words: Vec<u32>,
    /// Which stem each token has: its first letters.
    pub(super) stems: Vec<u32>,
    /// Whether a sentence begins with the token.
    pub(super) begins: Vec<bool>,
    /// Whether a sentence ends with the token.
    pub(super) ends: Vec<bool>,
}

/// The words of one or two texts in one numbering.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    pub(super) left: Wording,
    pub(super) right: Wording,
    /// How often each stem stands in both texts together.
    pub(super) counts: Vec<u32>,
    stem_of: Vec<u32>,
    numbers: Vec<u32>,
    stems: HashTable<(u64, u32, u32)>,
}

/// Two wordings to compare: of two texts, or twice the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'v> {
    pub(super) left: &'v Wording,
    pub(super) right: &'v Wording,
    pub(super) counts: &'v [u32],
    /// Tokens of both texts, of one text against itself those of the one.
    pub(super) tokens: u32,
}

impl Vocabulary {
    /// Numbers the words of two texts.
    pub(super) fn between(&mut self, left: &AnalyzedText, right: &AnalyzedText, stem_letters: usize) -> Pair<'_> {
        self.take_left(left, stem_letters);
        let own = left.words.len() as u32;
        self.numbers.clear();
        for ix in 0..right.words.len() as u32 {
            let form = right.words.form(WordIx(ix));
            let number = left.words.find(form).map_or(own + ix, |word| word.0);
            self.numbers.push(number);
            if number >= own {
                let stem = self.stem(form, number, &[(&left.words, 0), (&right.words, own)], stem_letters);
                self.stem_of.resize(number as usize + 1, u32::MAX);
                self.stem_of[number as usize] = stem;
            }
        }
        self.right.take(right, |word| self.numbers[word.0 as usize], &self.stem_of);
        self.count();
        Pair {
            left: &self.left,
            right: &self.right,
            counts: &self.counts,
            tokens: (left.tokens.len() + right.tokens.len()) as u32,
        }
    }

    /// Numbers the words of one text, to compare it with itself word by word: there are no stems.
    pub(super) fn within(&mut self, text: &AnalyzedText) -> Pair<'_> {
        self.left.clear();
        self.right.clear();
        self.counts.clear();
        self.left.words.extend(text.tokens.iter().map(|token| token.word.0));
        Pair { left: &self.left, right: &self.left, counts: &self.counts, tokens: text.tokens.len() as u32 }
    }

    fn take_left(&mut self, text: &AnalyzedText, stem_letters: usize) {
        self.stems.clear();
        self.counts.clear();
        self.stem_of.clear();
        for ix in 0..text.words.len() as u32 {
            let stem = self.stem(text.words.form(WordIx(ix)), ix, &[(&text.words, 0)], stem_letters);
            self.stem_of.push(stem);
        }
        self.left.take(text, |word| word.0, &self.stem_of);
    }

    /// Numbers the stem of a word; `texts` names each word list with the number of its first word.
    fn stem(&mut self, form: &str, number: u32, texts: &[(&Words, u32)], letters: usize) -> u32 {
        let stem = first_letters(form, letters);
        let hash = xxh3_64(stem.as_bytes());
        let of = |number: u32| {
            let (words, first) = texts.iter().rev().find(|(_, first)| *first <= number).expect("the first is 0");
            first_letters(words.form(WordIx(number - first)), letters)
        };
        if let Some(&(_, _, known)) = self.stems.find(hash, |&(h, holder, _)| h == hash && of(holder) == stem) {
            return known;
        }
        let new = self.counts.len() as u32;
        self.counts.push(0);
        self.stems.insert_unique(hash, (hash, number, new), |&(h, _, _)| h);
        new
    }

    fn count(&mut self) {
        for &stem in self.left.stems.iter().chain(&self.right.stems) {
            self.counts[stem as usize] += 1;
        }
    }
}

impl Wording {
    fn clear(&mut self) {
        self.words.clear();
        self.stems.clear();
        self.begins.clear();
        self.ends.clear();
    }

    fn take(&mut self, text: &AnalyzedText, number: impl Fn(WordIx) -> u32, stem_of: &[u32]) {
        self.clear();
        self.words.extend(text.tokens.iter().map(|token| number(token.word)));
        self.stems.extend(self.words.iter().map(|&word| stem_of[word as usize]));
        self.begins.resize(self.words.len(), false);
        self.ends.resize(self.words.len(), false);
        for sentence in text.sentences.iter().filter(|sentence| !sentence.tokens.is_empty()) {
            self.begins[sentence.tokens.start as usize] = true;
            self.ends[sentence.tokens.end as usize - 1] = true;
        }
    }
}

fn first_letters(form: &str, letters: usize) -> &str {
    if form.len() <= letters { form } else { form.char_indices().nth(letters).map_or(form, |(at, _)| &form[..at]) }
}
