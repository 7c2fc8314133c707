//! Words in a row: each token has its span in the original text and its folded form.

use super::fold::Folded;
use super::{Span, WordIx, Words};

/// One word where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the original text.
    pub span: Span,
    /// Which distinct word it is.
    pub word: WordIx,
    /// What is known of its letters.
    pub traits: TokenTraits,
}

/// What is known of a token's letters, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TokenTraits(u8);

impl TokenTraits {
    /// The first letter is a capital.
    pub const CAPITAL: Self = Self(1);
    /// It holds a digit.
    pub const DIGIT: Self = Self(2);
    /// It is one character of a script that is written without spaces (Han, kana, Thai ...): half a word when words are counted.
    pub const UNSPACED: Self = Self(4);

    /// Tells whether all of `other`'s bits are set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns both sets of bits.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Cuts the part of a folded text that stands for `block` into tokens and appends them.
pub fn tokens(original: &str, folded: &Folded, block: Span, words: &mut Words, out: &mut Vec<Token>) {
    let from = folded.folded_at(block.start);
    let to = folded.folded_at(block.end);
    let text = &folded.text[from as usize..to as usize];
    let mut start = None;
    let mut close = |start: usize, end: usize, words: &mut Words| {
        let form = &text[start..end];
        let span = Span::new(folded.original_at(from + start as u32), folded.original_at(from + end as u32));
        let mut traits = TokenTraits::default();
        if span.of(original).chars().next().is_some_and(char::is_uppercase) {
            traits = traits.and(TokenTraits::CAPITAL);
        }
        if form.bytes().any(|byte| byte.is_ascii_digit()) {
            traits = traits.and(TokenTraits::DIGIT);
        }
        if form.chars().all(is_unspaced) {
            traits = traits.and(TokenTraits::UNSPACED);
        }
        out.push(Token { span, word: words.intern(form), traits });
    };
    for (at, char) in text.char_indices() {
        let inner = char.is_alphanumeric() || (start.is_some() && joins(text, at, char));
        if is_unspaced(char) {
            if let Some(begun) = start.take() {
                close(begun, at, words);
            }
            close(at, at + char.len_utf8(), words);
        } else if inner {
            start.get_or_insert(at);
        } else if let Some(begun) = start.take() {
            close(begun, at, words);
        }
    }
    if let Some(begun) = start {
        close(begun, text.len(), words);
    }
}

fn joins(text: &str, at: usize, char: char) -> bool {
    let next = text[at + char.len_utf8()..].chars().next();
    match char {
        '\'' => next.is_some_and(char::is_alphanumeric),
        '.' | ',' => text[..at].ends_with(|c: char| c.is_numeric()) && next.is_some_and(char::is_numeric),
        _ => false,
    }
}

fn is_unspaced(char: char) -> bool {
    matches!(char, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{eff}')
}
