//! Words in a row: each token has its span in the original text and its folded form.

use super::class::{ASCII, Class};
use super::fold::Folded;
use super::offsets::Cursor;
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

/// Cuts a folded text into tokens, one block after the other.
#[derive(Debug)]
pub struct Tokenizer<'f> {
    original: &'f str,
    folded: &'f str,
    offsets: Cursor<'f>,
    blocks: Cursor<'f>,
}

impl<'f> Tokenizer<'f> {
    /// Starts at the beginning of a text.
    #[must_use]
    pub fn new(original: &'f str, folded: &'f Folded) -> Self {
        Self { original, folded: &folded.text, offsets: folded.offsets.cursor(), blocks: folded.offsets.cursor() }
    }

    /// Appends the tokens of a block that starts behind the last one.
    ///
    /// A token is a run of letters, marks and digits; an apostrophe between two of them belongs to it (`don't`, `l'eau`, `Russia's`), so do the point, comma
    /// or colon between digits (`1,000.5`, `12:30`), the point between single letters (`U.S.`) and the middle dot (`col·lecció`). A hyphen splits.
    /// In scripts without spaces each character with its marks is a token. Linear, without allocation but for new words.
    pub fn tokens(&mut self, block: Span, words: &mut Words, out: &mut Vec<Token>) {
        let from = self.blocks.folded_at(block.start) as usize;
        let to = self.blocks.folded_at(block.end) as usize;
        let bytes = self.folded.as_bytes();
        let mut at = from;
        while at < to {
            let byte = bytes[at];
            if byte < 0x80 {
                let class = ASCII[byte as usize];
                if class.in_word() {
                    at = self.word(at, to, class, words, out);
                } else {
                    at += 1;
                }
                continue;
            }
            let (char, len) = char_at(self.folded, at);
            let class = Class::of(char);
            if class.is(Class::UNSPACED) {
                at = self.unspaced(at, at + len, to, words, out);
            } else if class.in_word() {
                at = self.word(at, to, class, words, out);
            } else {
                at += len;
            }
        }
    }

    /// Takes the word that starts here and returns where it ends.
    #[inline]
    fn word(&mut self, start: usize, to: usize, first: Class, words: &mut Words, out: &mut Vec<Token>) -> usize {
        let bytes = self.folded.as_bytes();
        let mut seen = first;
        let mut at = start;
        loop {
            while at < to && bytes[at] < 0x80 && ASCII[bytes[at] as usize].in_word() {
                seen = seen.or(ASCII[bytes[at] as usize]);
                at += 1;
            }
            if at >= to {
                break;
            }
            if bytes[at] < 0x80 {
                if ASCII[bytes[at] as usize].is(Class::JOINER) && joins(&self.folded[start..to], at - start) {
                    at += 1;
                    continue;
                }
                break;
            }
            let (char, len) = char_at(self.folded, at);
            let class = Class::of(char);
            let inside = class.in_word() || class.is(Class::MARK);
            if class.is(Class::UNSPACED)
                || !(inside || class.is(Class::JOINER) && joins(&self.folded[start..to], at - start))
            {
                break;
            }
            seen = seen.or(class);
            at += len;
        }
        let traits = if seen.is(Class::DIGIT) { TokenTraits::DIGIT } else { TokenTraits::default() };
        self.close(start, at, traits, words, out);
        at
    }

    /// Takes one character of a script without spaces, with its marks.
    fn unspaced(&mut self, start: usize, end: usize, to: usize, words: &mut Words, out: &mut Vec<Token>) -> usize {
        let mut end = end;
        while end < to && self.folded.as_bytes()[end] >= 0x80 {
            let (char, len) = char_at(self.folded, end);
            if !Class::of(char).is(Class::MARK) {
                break;
            }
            end += len;
        }
        self.close(start, end, TokenTraits::UNSPACED, words, out);
        end
    }

    #[inline]
    fn close(&mut self, start: usize, end: usize, traits: TokenTraits, words: &mut Words, out: &mut Vec<Token>) {
        let span = Span::new(self.offsets.original_start(start as u32), self.offsets.original_end(end as u32));
        let first = self.original.as_bytes()[span.start as usize];
        let capital = first.is_ascii_uppercase()
            || (first >= 0x80 && char_at(self.original, span.start as usize).0.is_uppercase());
        let traits = if capital { traits.and(TokenTraits::CAPITAL) } else { traits };
        out.push(Token { span, word: words.intern(&self.folded[start..end]), traits });
    }
}

/// Returns the character at an offset, with its length.
#[inline]
fn char_at(text: &str, at: usize) -> (char, usize) {
    text[at..].chars().next().map_or((' ', 1), |char| (char, char.len_utf8()))
}

/// Tells whether the punctuation at `at` belongs to the word that the text starts with.
fn joins(word: &str, at: usize) -> bool {
    let mut rest = word[at..].chars();
    let mark = rest.next();
    let Some(next) = rest.next().map(Class::of).filter(|class| class.in_word() && !class.is(Class::UNSPACED)) else {
        return false;
    };
    let last = word[..at].chars().next_back().map_or(Class::default(), Class::of);
    match mark {
        Some('\'') => true,
        Some('·') => last.is(Class::LETTER) && next.is(Class::LETTER),
        Some('.') if next.is(Class::LETTER) => {
            is_initial(&word[..at]) && !rest.next().is_some_and(|char| Class::of(char).in_word())
        }
        Some('.' | ',' | ':') => last.is(Class::DIGIT) && next.is(Class::DIGIT),
        _ => false,
    }
}

/// Tells whether a word so far is single letters with points between them.
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars().rev();
    let letter = chars.next().is_some_and(|char| Class::of(char).is(Class::LETTER));
    letter && chars.next().is_none_or(|char| char == '.')
}
