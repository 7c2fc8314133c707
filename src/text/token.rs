//! Words in a row: each token has its span in the original text and its folded form.

use super::class::{BYTES, Class};
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
pub struct Tokenizer<'f, 'w> {
    original: &'f str,
    folded: &'f str,
    offsets: Cursor<'f>,
    blocks: Cursor<'f>,
    words: &'w mut Words,
    recent: Vec<Recent>,
}

/// A short word taken up before, by its letters.
#[derive(Debug, Clone, Copy)]
struct Recent {
    letters: ShortWord,
    word: WordIx,
}

/// A word of one to seven ASCII letters and digits, as a number; 0 for any other word.
type ShortWord = u64;

/// Short words remembered, a power of two: an article has 300 to 600 different ones. Four words in five are short; half of them hit, and save the hash and the table.
const RECENT: usize = 1024;

impl<'f, 'w> Tokenizer<'f, 'w> {
    /// Starts at the beginning of a text.
    #[must_use]
    pub fn new(original: &'f str, folded: &'f Folded, words: &'w mut Words) -> Self {
        let none = Recent { letters: 0, word: WordIx(0) };
        Self {
            original,
            folded: &folded.text,
            offsets: folded.offsets.cursor(),
            blocks: folded.offsets.cursor(),
            words,
            recent: vec![none; RECENT],
        }
    }

    /// Appends the tokens of a block that starts behind the last one.
    ///
    /// A token is a run of letters, marks and digits; an apostrophe between two of them belongs to it (`don't`, `l'eau`, `Russia's`), so do the point, comma
    /// or colon between digits (`1,000.5`, `12:30`), the point between single letters (`U.S.`) and the middle dot (`col·lecció`). A hyphen splits.
    /// In scripts without spaces each character with its marks is a token. Linear, without allocation but for new words.
    pub fn tokens(&mut self, block: Span, out: &mut Vec<Token>) {
        let from = self.blocks.folded_at(block.start) as usize;
        let to = self.blocks.folded_at(block.end) as usize;
        let bytes = self.folded.as_bytes();
        let mut at = from;
        while let Some(&byte) = bytes[..to].get(at) {
            let mut class = BYTES[byte as usize];
            let mut len = 1;
            if class.is(Class::WIDE) {
                let (char, wide) = char_at(self.folded, at);
                (class, len) = (Class::of(char), wide);
            }
            if !class.in_word() {
                at += len;
                continue;
            }
            let (end, traits, short) = if class.is(Class::UNSPACED) {
                (self.unspaced_end(at + len, to), TokenTraits::UNSPACED, 0)
            } else {
                self.word_end(at, to)
            };
            let span = Span::new(self.offsets.original_start(at as u32), self.offsets.original_end(end as u32));
            let word = self.intern(at, end, short);
            out.push(Token { span, word, traits: self.capital(span).and(traits) });
            at = end;
        }
    }

    /// Returns where the word that starts here ends, whether it holds a digit, and its letters if it is short.
    #[inline]
    fn word_end(&self, start: usize, to: usize) -> (usize, TokenTraits, ShortWord) {
        let word = &self.folded.as_bytes()[start..to];
        let first = run(word);
        let mut short = first.short;
        let (mut len, mut digits) = (first.len, first.digits);
        while let Some(&byte) = word.get(len) {
            let class = BYTES[byte as usize];
            // Most commas and points have a space behind them.
            let behind = || word.get(len + 1).is_some_and(|&byte| BYTES[byte as usize].may_go_on());
            if !(class.is(Class::WIDE) || class.is(Class::JOINER) && behind()) {
                break;
            }
            let Some((class, step)) = goes_on(&self.folded[start..to], len) else { break };
            let more = run(&word[len + step..]);
            digits |= class.is(Class::DIGIT) || more.digits;
            len += step + more.len;
            short = 0;
        }
        let traits = if digits { TokenTraits::DIGIT } else { TokenTraits::default() };
        (start + len, traits, short)
    }

    /// Returns where the marks on a character of a script without spaces end.
    fn unspaced_end(&self, from: usize, to: usize) -> usize {
        let mut end = from;
        while end < to && self.folded.as_bytes()[end] >= 0x80 {
            let (char, len) = char_at(self.folded, end);
            if !Class::of(char).is(Class::MARK) {
                break;
            }
            end += len;
        }
        end
    }

    #[inline]
    fn intern(&mut self, start: usize, end: usize, short: ShortWord) -> WordIx {
        let form = &self.folded[start..end];
        if short == 0 {
            return self.words.intern(form);
        }
        // Fibonacci hashing: the upper bits of a product with an odd number near 2^64 divided by the golden ratio.
        let slot = short.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - RECENT.ilog2());
        let recent = &mut self.recent[slot as usize];
        if recent.letters != short {
            *recent = Recent { letters: short, word: self.words.intern(form) };
        }
        recent.word
    }

    #[inline]
    fn capital(&self, span: Span) -> TokenTraits {
        let first = self.original.as_bytes()[span.start as usize];
        let wide = || char_at(self.original, span.start as usize).0.is_uppercase();
        if first.is_ascii_uppercase() || first >= 0x80 && wide() {
            TokenTraits::CAPITAL
        } else {
            TokenTraits::default()
        }
    }
}

/// Returns the character at an offset, with its length.
#[inline]
fn char_at(text: &str, at: usize) -> (char, usize) {
    text[at..].chars().next().map_or((' ', 1), |char| (char, char.len_utf8()))
}

/// ASCII letters and digits in a row.
struct Run {
    len: usize,
    digits: bool,
    /// The run itself, if it is short.
    short: ShortWord,
}

/// Measures the small ASCII letters and digits that folded text starts with, eight bytes at a time.
fn run(bytes: &[u8]) -> Run {
    let mut run = Run { len: 0, digits: false, short: 0 };
    let mut rest = bytes;
    while let Some((eight, behind)) = rest.split_first_chunk::<8>() {
        let eight = u64::from_le_bytes(*eight);
        let (letters, digits) = letters_and_digits(eight);
        let inside = (!(letters | digits) & TOPS).trailing_zeros() / 8;
        if inside < 8 {
            let before = (1 << (8 * inside)) - 1;
            run.digits |= digits & before != 0;
            run.short = if run.len == 0 { eight & before } else { 0 };
            run.len += inside as usize;
            return run;
        }
        run.digits |= digits != 0;
        run.len += 8;
        rest = behind;
    }
    for &byte in rest {
        if !byte.is_ascii_lowercase() && !byte.is_ascii_digit() {
            break;
        }
        run.digits |= byte.is_ascii_digit();
        run.len += 1;
    }
    run
}

/// The highest bit of each of eight bytes.
const TOPS: u64 = 0x8080_8080_8080_8080;

/// Marks, by their highest bit, which of eight bytes are small ASCII letters and which are digits.
const fn letters_and_digits(eight: u64) -> (u64, u64) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let low = eight & !TOPS;
    // A sum of two numbers below 128 keeps inside its byte, and reaches 128 from the bound on.
    let letters = (low + (0x80 - b'a' as u64) * ONES) & !(low + (0x7f - b'z' as u64) * ONES);
    let digits = (low + (0x80 - b'0' as u64) * ONES) & !(low + (0x7f - b'9' as u64) * ONES);
    (letters & !eight & TOPS, digits & !eight & TOPS)
}

/// Tells whether a word goes on at `at` with a character that is not an ASCII letter or digit; returns its class and length.
fn goes_on(word: &str, at: usize) -> Option<(Class, usize)> {
    let (char, len) = char_at(word, at);
    let class = Class::of(char);
    let inside = class.in_word() && !class.is(Class::UNSPACED) || class.is(Class::MARK);
    (inside || class.is(Class::JOINER) && joins(word, at)).then_some((class, len))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{TokenRange, analyze};

    fn forms(text: &str) -> Vec<String> {
        let text = analyze(text, &[]);
        text.tokens.iter().map(|token| text.words.form(token.word).to_owned()).collect()
    }

    #[test]
    fn apostrophes_stay_in_a_word_and_hyphens_split() {
        assert_eq!(
            forms("O’Brien's l'eau, don't re-elect the ministers' ‘war’"),
            ["o'brien's", "l'eau", "don't", "re", "elect", "the", "ministers", "war"]
        );
    }

    #[test]
    fn numbers_keep_their_points_commas_and_colons() {
        assert_eq!(
            forms("1,000.5 at 12:30, 3.5% of $14.5bn. In 2014."),
            ["1,000.5", "at", "12:30", "3.5", "of", "14.5bn", "in", "2014"]
        );
    }

    #[test]
    fn single_letters_with_points_are_one_word() {
        assert_eq!(
            forms("The U.S. and J.K. Rowling, e.g. т.е. www.example.com"),
            ["the", "u.s", "and", "j.k", "rowling", "e.g", "т.е", "www", "example", "com"]
        );
    }

    #[test]
    fn a_character_is_a_word_where_no_spaces_are_written() {
        assert_eq!(forms("東京都でCPU2つ"), ["東", "京", "都", "で", "cpu2", "つ"]);
        assert_eq!(forms("ที่นี่"), ["ที\u{e48}", "น\u{e35}\u{e48}"]);
        assert_eq!(forms("서울 시장"), ["서울", "시장"]);
    }

    #[test]
    fn emoji_and_signs_are_no_words() {
        assert_eq!(forms("👍🏽 ok 🇬🇧 – © € ✓ *** 👨\u{200d}👩"), ["ok"]);
    }

    #[test]
    fn two_characters_without_spaces_count_as_one_word() {
        let text = analyze("東京都 is big", &[]);
        assert_eq!(text.words_in(TokenRange::new(0, 5)), 4);
        assert_eq!(text.words_in(TokenRange::new(3, 5)), 2);
    }

    #[test]
    fn traits_tell_capitals_digits_and_scripts_without_spaces() {
        let text = analyze("Äpfel b2 ٣ 東 𝐀b", &[]);
        let traits: Vec<TokenTraits> = text.tokens.iter().map(|token| token.traits).collect();
        let digit = TokenTraits::DIGIT;
        assert_eq!(traits, [TokenTraits::CAPITAL, digit, digit, TokenTraits::UNSPACED, TokenTraits::CAPITAL]);
    }

    #[test]
    fn a_run_ends_at_the_first_other_byte_wherever_it_stands() {
        for len in 0..20 {
            for other in [' ', '\'', '`', '{', '/', ':', '@', 'é', '\u{7f}'] {
                let text = format!("{}{other}zz9", "a9z".repeat(7).split_at(len).0);
                assert_eq!(run(text.as_bytes()).len, len, "{text}");
            }
        }
    }
}
