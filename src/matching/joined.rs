//! Two texts in one numbering: equal numbers are equal folded words.

use crate::text::AnalyzedText;

/// The words of both texts in order, numbered alike; each with the hash that shingles are made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Joined {
    pub(super) left: Vec<u32>,
    pub(super) right: Vec<u32>,
    numbers: Vec<u32>,
}

impl Joined {
    /// Numbers the words of both texts; a word of the right text that the left lacks gets a number of its own.
    pub(super) fn between(&mut self, left: &AnalyzedText, right: &AnalyzedText) {
        self.within(left);
        self.numbers.clear();
        let own = left.words.len() as u32;
        self.numbers.extend((0..right.words.len() as u32).map(|ix| {
            let form = right.words.form(crate::text::WordIx(ix));
            left.words.find(form).map_or(own + ix, |word| word.0)
        }));
        self.right.extend(right.tokens.iter().map(|token| self.numbers[token.word.0 as usize]));
    }

    /// Numbers the words of one text; there is no right side.
    pub(super) fn within(&mut self, text: &AnalyzedText) {
        self.left.clear();
        self.right.clear();
        self.left.extend(text.tokens.iter().map(|token| token.word.0));
    }
}
