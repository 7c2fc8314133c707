//! The words of a text as 32-bit numbers, in order: what a large dump is compared by, several times faster than a full analysis.
//!
//! In: a text. Out: one [`WordId`] for each token that [`analyze`](super::analyze()) finds in it, equal wherever the folded form is equal. Spans,
//! sentences and the forms themselves are not made. ASCII and the Latin letters, quotation marks and dashes of news text are read eight
//! bytes at a time; any text with other characters takes the way of the full tokenizer, so that both always agree.

use xxhash_rust::xxh3::xxh3_128;

use super::byte_masks::{BLOCK, masks};
use super::class::Class;
use super::fold::{Folded, fold, fold_low};
use super::token::Tokenizer;
use super::{Span, Token, Words};

/// A folded word as a number: equal forms have equal ids in every text and on every machine.
///
/// 32 bits: two given words that differ share an id once in 4·10⁹ times, so five in a row, each differing, practically never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

impl WordId {
    /// Numbers a folded form. Costs about 2 ns for a word of at most 16 bytes.
    #[must_use]
    pub fn of(form: &str) -> Self {
        Self::short(number(form))
    }

    const fn short(number: u64) -> Self {
        Self((number >> 32) as u32)
    }
}

/// 128 bits that are equal for texts of the same folded words in the same order: layout, case and typography do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordsDigest(pub u128);

/// Numbers a folded form in 64 bits: the 128-bit product of two halves, folded (the core of Wang Yi's wyhash).
fn number(form: &str) -> u64 {
    let mut state = KEYS[0];
    for piece in form.as_bytes().chunks(16) {
        let mut block = [0; 16];
        block[..piece.len()].copy_from_slice(piece);
        let (low, high) = halves(&block);
        state = fold_product(low ^ state, high ^ KEYS[1]);
    }
    state
}

/// Odd numbers with as many ones as zeros: the fractions of the golden ratio and of the square root of 2.
const KEYS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0x6a09_e667_f3bc_c909];
/// Sets the bit that lower case letters have and capitals have not; digits and the signs inside words have it too.
const LOWER: u64 = 0x2020_2020_2020_2020;

#[inline]
fn halves(block: &[u8; 16]) -> (u64, u64) {
    let both = u128::from_le_bytes(*block);
    (both as u64, (both >> 64) as u64)
}

#[inline]
fn fold_product(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    product as u64 ^ (product >> 64) as u64
}

/// Numbers the words of texts; keeps its buffers from text to text.
#[derive(Debug, Default)]
pub struct WordIds {
    /// The 64-bit numbers of the words in hand, little-endian.
    numbers: Vec<u8>,
    form: String,
    words: Words,
    tokens: Vec<Token>,
}

impl WordIds {
    /// Appends the id of each word of a text and returns the digest of them all.
    ///
    /// Linear. About 1.5 ns a byte of English; a text with characters outside Latin costs what folding and cutting it costs.
    pub fn number(&mut self, text: &str, out: &mut Vec<WordId>) -> WordsDigest {
        self.numbers.clear();
        if Scan::new(text, &mut self.form, &mut self.numbers).run().is_none() {
            self.number_in_full(text);
        }
        out.extend(self.numbers.as_chunks::<8>().0.iter().map(|&number| WordId::short(u64::from_le_bytes(number))));
        WordsDigest(xxh3_128(&self.numbers))
    }

    fn number_in_full(&mut self, text: &str) {
        let folded: Folded = fold(text);
        self.numbers.clear();
        self.words.clear();
        self.tokens.clear();
        Tokenizer::new(text, &folded, &mut self.words).tokens(Span::new(0, text.len() as u32), &mut self.tokens);
        let numbers: Vec<[u8; 8]> = self.words.forms().map(|form| number(form).to_le_bytes()).collect();
        self.numbers.extend(self.tokens.iter().flat_map(|token| numbers[token.word.0 as usize]));
    }
}

/// One walk over a text, a block of 64 bytes at a time.
struct Scan<'s> {
    text: &'s str,
    bytes: &'s [u8],
    /// Where the block starts.
    block: usize,
    /// The bytes of the block that belong to words.
    word: u64,
    /// The same for the block before.
    word_before: u64,
    /// The bytes of words that do not fold by setting one bit.
    odd: u64,
    form: &'s mut String,
    numbers: &'s mut Vec<u8>,
}

/// A word that has begun.
#[derive(Debug, Clone, Copy)]
struct Open {
    start: usize,
    /// Some byte of it does not fold by setting one bit.
    odd: bool,
}

impl<'s> Scan<'s> {
    fn new(text: &'s str, form: &'s mut String, numbers: &'s mut Vec<u8>) -> Self {
        Self { text, bytes: text.as_bytes(), block: 0, word: 0, word_before: 0, odd: 0, form, numbers }
    }

    /// `None`: the text has a character that the full tokenizer has to see.
    fn run(mut self) -> Option<()> {
        let mut open = Open { start: 0, odd: false };
        let mut padded = [0; BLOCK];
        while self.block < self.bytes.len() {
            let masks = match self.bytes[self.block..].first_chunk::<BLOCK>() {
                Some(block) => masks(block),
                None => {
                    let rest = &self.bytes[self.block..];
                    padded[..rest.len()].copy_from_slice(rest);
                    masks(&padded)
                }
            };
            (self.word, self.odd) = (masks.word, 0);
            let carry = self.word_before >> 63;
            let next = u64::from(
                self.bytes.get(self.block + BLOCK).is_some_and(|&byte| byte >= 0x80 || byte.is_ascii_alphanumeric()),
            );
            let near = masks.word | masks.high;
            let special = masks.high | (masks.joiner & (near << 1 | carry) & (near >> 1 | next << 63));
            if special != 0 {
                self.special(special)?;
            }
            if self.odd == 0 && !open.odd {
                open = self.words::<false>(open);
            } else {
                open = self.words::<true>(open);
            }
            self.word_before = self.word;
            self.block += BLOCK;
        }
        if self.word_before >> 63 == 1 {
            let number = self.word(open.start, self.bytes.len(), open.odd);
            self.numbers.extend_from_slice(&number.to_le_bytes());
        }
        Some(())
    }

    /// Numbers the words that end in the block, with or without a look at which are odd, and returns the one that goes on.
    #[inline(always)]
    fn words<const ODD: bool>(&mut self, open: Open) -> Open {
        let before = self.word << 1 | self.word_before >> 63;
        let mut starts = self.word & !before;
        let mut ends = before & !self.word;
        // The first bit of the word in hand; 0 where it began before this block.
        let mut from = 0;
        let Open { mut start, odd: mut open_odd } = open;
        if before & 1 == 0 {
            from = starts.trailing_zeros();
            (start, open_odd) = (self.block + from as usize, false);
            starts &= starts.wrapping_sub(1);
        }
        let mut found = [[0; 8]; BLOCK / 2 + 1];
        let mut count = 0;
        while ends != 0 {
            let end = ends.trailing_zeros();
            let odd = ODD && (open_odd || self.odd & between(from, end) != 0);
            found[count] = self.word(start, self.block + end as usize, odd).to_le_bytes();
            count += 1;
            ends &= ends - 1;
            from = starts.trailing_zeros();
            (start, open_odd) = (self.block + from as usize, false);
            starts &= starts.wrapping_sub(1);
        }
        self.numbers.extend_from_slice(found[..count].as_flattened());
        let goes_on = ODD && self.word >> 63 == 1 && (open_odd || self.odd & between(from, BLOCK as u32) != 0);
        Open { start, odd: goes_on }
    }

    /// Numbers the word at `start..end`.
    #[inline(always)]
    fn word(&mut self, start: usize, end: usize, odd: bool) -> u64 {
        let len = end - start;
        if odd || len > 16 {
            return self.long_or_odd(start, end);
        }
        let Some(block) = self.bytes[start..].first_chunk::<16>() else {
            return self.long_or_odd(start, end);
        };
        let (low, high) = halves(block);
        let low = (low | LOWER) & KEEP[len];
        let high = (high | LOWER) & KEEP_HIGH[len];
        fold_product(low ^ KEYS[0], high ^ KEYS[1])
    }

    /// Numbers a word that is long, has letters outside ASCII, or stands in the last bytes of the text.
    #[cold]
    #[inline(never)]
    fn long_or_odd(&mut self, start: usize, end: usize) -> u64 {
        self.form.clear();
        for char in self.text[start..end].chars() {
            self.form.push(if char.is_ascii() { folded_ascii(char) } else { light(char).1 });
        }
        number(self.form)
    }

    /// Looks at the bytes that need it, in order: puts characters that are not ASCII and signs inside words into the masks.
    fn special(&mut self, mut special: u64) -> Option<()> {
        while special != 0 {
            let bit = special.trailing_zeros();
            special &= special - 1;
            let at = self.block + bit as usize;
            let byte = self.bytes[at];
            if byte < 0x80 {
                if self.joins(at, at + 1, byte as char) {
                    self.take(at, at + 1, byte == b'`');
                }
                continue;
            }
            if byte & 0xc0 == 0x80 {
                // Inside a character that was seen to.
                if bit == 0 || self.bytes[at - 1] >= 0x80 {
                    self.rest_of_character(at);
                }
                continue;
            }
            let char = self.text[at..].chars().next()?;
            let end = at + char.len_utf8();
            match light(char) {
                (Light::Letter, _) => self.take(at, end, true),
                (Light::Quote, _) if self.joins(at, end, '\'') => self.take(at, end, true),
                (Light::Quote | Light::Between, _) => {}
                (Light::Heavy, _) => return None,
            }
        }
        Some(())
    }

    /// Marks the bytes `start..end` as part of a word, as far as they lie in the block.
    fn take(&mut self, start: usize, end: usize, odd: bool) {
        let bits = between((start - self.block) as u32, (end - self.block).min(BLOCK) as u32);
        self.word |= bits;
        if odd {
            self.odd |= bits;
        }
    }

    /// A character that began in the block before goes on as it began there.
    fn rest_of_character(&mut self, at: usize) {
        if at - self.block < 3
            && self.bytes[self.block..=at].iter().all(|byte| byte & 0xc0 == 0x80)
            && self.word_before >> 63 == 1
        {
            self.take(at, at + 1, true);
        }
    }

    fn is_word(&self, at: usize) -> bool {
        if at >= self.block {
            self.word >> (at - self.block) & 1 == 1
        } else {
            self.word_before >> (at + BLOCK - self.block) & 1 == 1
        }
    }

    /// Tells whether a sign at `at..end` belongs to the word before it: the tokenizer's rule.
    fn joins(&self, at: usize, end: usize, sign: char) -> bool {
        if at == 0 || !self.is_word(at - 1) {
            return false;
        }
        let mut rest = self.text[end..].chars();
        let Some(next) = rest.next().map(class).filter(|class| class.in_word()) else {
            return false;
        };
        let mut before = self.text[..at].chars();
        let last = before.next_back().map_or(Class::default(), class);
        match sign {
            '\'' | '`' => true,
            '.' if next.is(Class::LETTER) => {
                let start = before.as_str().len();
                let initial =
                    last.is(Class::LETTER) && (start == 0 || self.bytes[start - 1] == b'.' || !self.is_word(start - 1));
                initial && !rest.next().is_some_and(|char| class(char).in_word())
            }
            _ => last.is(Class::DIGIT) && next.is(Class::DIGIT),
        }
    }
}

/// What a character means for cutting words, where that is plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Light {
    /// A letter that folds to one letter whatever stands beside it.
    Letter,
    /// Folds to an apostrophe.
    Quote,
    /// Stands between words.
    Between,
    /// Has to be folded in full.
    Heavy,
}

/// Tells what a character that is not ASCII means, and what it folds to.
#[inline]
fn light(char: char) -> (Light, char) {
    match char {
        '\u{2018}' | '\u{2019}' => (Light::Quote, '\''),
        '\u{2010}'..='\u{2015}' | '\u{201c}'..='\u{201e}' | '\u{2022}' | '\u{2026}' | '\u{20ac}' => {
            (Light::Between, ' ')
        }
        '\0'..'\u{250}' => match fold_low(char) {
            Some('\'') => (Light::Quote, '\''),
            Some(folded) if folded.is_ascii_punctuation() || folded == ' ' => (Light::Between, ' '),
            Some(folded) if super::lookalike::is_latin(char) && Class::of(folded).is(Class::LETTER) => {
                (Light::Letter, folded)
            }
            Some(folded) if folded == char && Class::of(char) == Class::default() => (Light::Between, ' '),
            _ => (Light::Heavy, char),
        },
        _ => (Light::Heavy, char),
    }
}

fn class(char: char) -> Class {
    Class::of(char)
}

fn folded_ascii(char: char) -> char {
    if char == '`' { '\'' } else { char.to_ascii_lowercase() }
}

/// The bits `from..to` of a mask; `to` may be 64.
#[inline]
fn between(from: u32, to: u32) -> u64 {
    let below = |bit: u32| if bit >= 64 { u64::MAX } else { (1 << bit) - 1 };
    below(to) & !below(from)
}

/// The bytes of the first eight that a word of so many bytes has.
const KEEP: [u64; 17] = keep(0);
/// The bytes of the second eight that a word of so many bytes has.
const KEEP_HIGH: [u64; 17] = keep(8);

const fn keep(from: usize) -> [u64; 17] {
    let mut table = [0; 17];
    let mut len = 0;
    while len <= 16 {
        table[len] = if len <= from {
            0
        } else if len - from >= 8 {
            u64::MAX
        } else {
            (1 << (8 * (len - from))) - 1
        };
        len += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quick(text: &str) -> (WordsDigest, Vec<WordId>) {
        let mut out = Vec::new();
        (WordIds::default().number(text, &mut out), out)
    }

    fn in_full(text: &str) -> (WordsDigest, Vec<WordId>) {
        let folded = fold(text);
        let (mut words, mut tokens) = (Words::default(), Vec::new());
        Tokenizer::new(text, &folded, &mut words).tokens(Span::new(0, text.len() as u32), &mut tokens);
        let forms = tokens.iter().map(|token| words.form(token.word));
        let numbers: Vec<u8> = forms.clone().flat_map(|form| number(form).to_le_bytes()).collect();
        (WordsDigest(xxh3_128(&numbers)), forms.map(WordId::of).collect())
    }

    /// Pieces that words are made of, and what stands between them.
    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            " ",
            " ",
            " ",
            "\n",
            "a",
            "Z",
            "word",
            "Report",
            "x",
            "U",
            "S",
            ".",
            ",",
            ":",
            "'",
            "`",
            "’",
            "‘",
            "“",
            "”",
            "–",
            "—",
            "…",
            "1",
            "42",
            "é",
            "Ö",
            "ß",
            "ı",
            "œ",
            "\u{a0}",
            "\u{ad}",
            "\u{301}",
            "«",
            "´",
            "·",
            "€",
            "£",
            "²",
            "½",
            "ж",
            "СССР",
            "日",
            "\u{200b}",
            "ﬁ",
            "internationalisation",
            "-",
            "_",
            "@",
            "¿",
            "ª",
            "\u{7f}",
            "\0",
            "[",
            "{",
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn both_ways_find_the_same_words(pieces in prop::collection::vec(piece(), 0..80)) {
            let text = pieces.concat();
            prop_assert_eq!(quick(&text), in_full(&text), "{:?}", text);
        }

        #[test]
        fn both_ways_find_the_same_words_in_latin_text(pieces in prop::collection::vec(piece().prop_filter("light", |piece| piece.chars().all(|char| char.is_ascii() || light(char).0 != Light::Heavy)), 0..80)) {
            let text = pieces.concat();
            prop_assert_eq!(quick(&text), in_full(&text), "{:?}", text);
        }
    }

    #[test]
    fn a_word_keeps_its_id_wherever_the_blocks_are_cut() {
        for pad in 0..70 {
            let text = format!("{} the café’s “3,000.50” don’t U.S.A. rock`n`roll", "x".repeat(pad));
            assert_eq!(quick(&text), in_full(&text), "{pad}");
        }
    }
}
