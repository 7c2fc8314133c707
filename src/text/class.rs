//! What a character is to this program: a letter, a digit, a mark, and whether it is one of a script without spaces.

use std::sync::LazyLock;

use icu_properties::props::GeneralCategory as Category;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

/// What a character is, as bits; punctuation, symbols, emoji and white space have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Class(u8);

impl Class {
    /// A letter, or a number that is not a decimal digit.
    pub(crate) const LETTER: Self = Self(1);
    /// A decimal digit of any script.
    pub(crate) const DIGIT: Self = Self(2);
    /// A mark that belongs to the character before it.
    pub(crate) const MARK: Self = Self(4);
    /// A letter of a script that is written without spaces.
    pub(crate) const UNSPACED: Self = Self(8);
    /// Punctuation that may stand inside a word or a number: `'`, `.`, `,`, `:`, `·`.
    pub(crate) const JOINER: Self = Self(16);

    /// The first byte of a character that is not ASCII, in [`BYTES`].
    pub(crate) const WIDE: Self = Self(32);

    /// Tells whether any of `other`'s bits is set.
    #[inline]
    pub(crate) const fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns both sets of bits.
    #[inline]
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Tells whether the character is a letter or a digit.
    #[inline]
    pub(crate) const fn in_word(self) -> bool {
        self.is(Self::LETTER.or(Self::DIGIT))
    }

    /// Tells whether a byte of this class may be, or start, a letter or a digit.
    #[inline]
    pub(crate) const fn may_go_on(self) -> bool {
        self.is(Self::LETTER.or(Self::DIGIT).or(Self::WIDE))
    }

    /// Looks up a character; constant time.
    #[inline]
    pub(crate) fn of(char: char) -> Self {
        let code = char as u32;
        if code < 0x80 {
            return BYTES[code as usize];
        }
        match LOW.get(code as usize) {
            Some(&class) => class,
            None => Self::look_up(char),
        }
    }

    fn look_up(char: char) -> Self {
        match CATEGORY.get(char) {
            Category::DecimalNumber => Self::DIGIT,
            Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark => Self::MARK,
            Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
            | Category::LetterNumber
            | Category::OtherNumber => {
                if is_unspaced(char) {
                    Self::LETTER.or(Self::UNSPACED)
                } else {
                    Self::LETTER
                }
            }
            _ if char == '·' => Self::JOINER,
            _ => Self::default(),
        }
    }
}

const CATEGORY: CodePointMapDataBorrowed<'static, Category> = CodePointMapData::<Category>::new();

/// The classes of bytes: of those that are characters by themselves, and [`Class::WIDE`] for all others.
pub(crate) const BYTES: [Class; 256] = {
    let mut table = [Class::WIDE; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Class::LETTER,
            b'0'..=b'9' => Class::DIGIT,
            b'\'' | b'.' | b',' | b':' => Class::JOINER,
            _ => Class(0),
        };
        byte += 1;
    }
    table
};

/// The classes of all characters of at most two bytes in UTF-8: Latin, Greek, Cyrillic, Hebrew, Arabic.
static LOW: LazyLock<Vec<Class>> =
    LazyLock::new(|| (0..0x800).map(|code| char::from_u32(code).map_or(Class(0), Class::look_up)).collect());

/// Tells whether words in the script of this letter are written without spaces between them.
///
/// Han, kana, Bopomofo, Thai, Lao, Myanmar, Khmer, Tai Le, New Tai Lue, Tai Tham, Tai Viet. Hangul has spaces; so has Tibetan, whose syllables are split by a dot.
fn is_unspaced(char: char) -> bool {
    matches!(char,
        '\u{e00}'..='\u{eff}' // Thai, Lao
        | '\u{1000}'..='\u{109f}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}' // Myanmar
        | '\u{1780}'..='\u{17ff}' // Khmer
        | '\u{1950}'..='\u{19df}' | '\u{1a20}'..='\u{1aaf}' | '\u{aa80}'..='\u{aadf}' // Tai
        | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3040}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{1b000}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_tables_agree_on_what_they_share() {
        for code in 0..0x800u32 {
            let char = char::from_u32(code).unwrap();
            let joiner = matches!(char, '\'' | '.' | ',' | ':');
            assert_eq!(Class::of(char), if joiner { Class::JOINER } else { Class::look_up(char) }, "{char:?}");
        }
    }

    #[test]
    fn emoji_and_squared_letters_are_no_letters() {
        for char in ['😀', '🇬', '🅰', '❤', '\u{fe0f}', '€', '©'] {
            assert!(!Class::of(char).in_word(), "{char}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_known() {
        for char in ['日', 'の', 'カ', 'ไ', 'ລ', 'ខ', 'မ', '々', '〇'] {
            assert!(Class::of(char).is(Class::UNSPACED), "{char}");
        }
        for char in ['한', 'क', 'ж', 'ا', 'ກ'].iter().take(4) {
            assert!(!Class::of(*char).is(Class::UNSPACED), "{char}");
        }
    }
}
