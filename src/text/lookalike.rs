//! Letters of one alphabet set in for their look-alikes of another: found in words that mix alphabets, and turned back.
//!
//! A word of one alphabet is never touched in a text of that alphabet: Russian, Serbian and Greek words stay what they are.

use super::class::Class;
use super::letter::is_invisible;
use super::{Disguise, DisguiseKind, Span};

/// An alphabet that shares look-alikes with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
}

const ALPHABETS: [Alphabet; 3] = [Alphabet::Latin, Alphabet::Greek, Alphabet::Cyrillic];

/// Cyrillic letters and the Latin ones they look like in most typefaces (after Unicode's confusables, UTS 39).
const CYRILLIC: &[(char, char)] = &[
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
    ('Ԛ', 'Q'),
    ('Ԝ', 'W'),
    ('Ӏ', 'I'),
    ('Ғ', 'F'),
    ('Ԁ', 'D'),
    ('а', 'a'),
    ('е', 'e'),
    ('к', 'k'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('һ', 'h'),
    ('Һ', 'h'),
    ('ӏ', 'l'),
    ('ү', 'y'),
    ('Ү', 'Y'),
    ('ո', 'n'),
];

/// Greek letters and the Latin ones they look like in most typefaces (after Unicode's confusables, UTS 39).
const GREEK: &[(char, char)] = &[
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
    ('ϒ', 'Y'),
    ('ϲ', 'c'),
    ('Ϲ', 'C'),
    ('ϳ', 'j'),
    ('α', 'a'),
    ('γ', 'y'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('ν', 'v'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('υ', 'u'),
    ('χ', 'x'),
    ('σ', 'o'),
];

impl Alphabet {
    /// Returns the alphabet of a letter; none for other alphabets and for what is no letter.
    #[inline]
    pub(super) fn of(char: char) -> Option<Self> {
        match char as u32 {
            0x41..=0x5a | 0x61..=0x7a | 0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0x24f | 0x1e00..=0x1eff => Some(Self::Latin),
            0x370..=0x373 | 0x376..=0x377 | 0x37b..=0x37d | 0x37f | 0x386 | 0x388..=0x3ff | 0x1f00..=0x1fbc => {
                Some(Self::Greek)
            }
            0x400..=0x481 | 0x48a..=0x52f => Some(Self::Cyrillic),
            _ => None,
        }
    }

    /// Returns the letter of this alphabet that a letter of another looks like.
    fn twin(self, char: char) -> Option<char> {
        let forward = |table: &[(char, char)]| table.iter().find(|pair| pair.0 == char).map(|pair| pair.1);
        let back = |table: &[(char, char)]| table.iter().find(|pair| pair.1 == char).map(|pair| pair.0);
        match self {
            Self::Latin => forward(CYRILLIC).or_else(|| forward(GREEK)),
            Self::Cyrillic => back(CYRILLIC),
            Self::Greek => back(GREEK),
        }
    }
}

/// Tells whether a Greek or Cyrillic letter looks like a Latin one.
pub(super) fn has_latin_twin(char: char) -> bool {
    Alphabet::Latin.twin(char).is_some()
}

/// Tells whether a character is a letter of the Latin alphabet.
pub(super) fn is_latin(char: char) -> bool {
    Alphabet::of(char) == Some(Alphabet::Latin)
}

/// A letter to be read as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Substitution {
    /// Where the letter stands in the original.
    pub(super) at: u32,
    /// The letter to read.
    pub(super) read: char,
}

/// A word in which letters may be set in for others.
#[derive(Debug, Clone, Copy)]
struct Word {
    span: Span,
    /// Letters by alphabet.
    letters: [u32; 3],
    /// Greek and Cyrillic letters without a Latin twin.
    telling: u32,
    /// All letters are capitals.
    capitals: bool,
    /// The word before or after it is truly Greek or Cyrillic.
    at_home: bool,
}

impl Word {
    fn is_mixed(&self) -> bool {
        self.letters.iter().filter(|&&count| count > 0).count() > 1
    }

    /// Not Latin, but every letter could be.
    fn could_be_latin(&self) -> bool {
        self.letters[0] == 0 && self.telling == 0
    }

    fn is_truly_foreign(&self) -> bool {
        self.letters[0] == 0 && self.telling > 0
    }

    fn total(&self) -> u32 {
        self.letters.iter().sum()
    }
}

/// Finds the letters of a text that stand in for their look-alikes, in order, and names the words.
///
/// A word that mixes alphabets is read in the main alphabet of the text if all its other letters have a twin there, else in its own main alphabet
/// on the same condition; else (`USB-кабель`, `ΔE`) it stays. A word wholly of Greek or Cyrillic twins of Latin letters is read as Latin
/// in a Latin text that has no true word of that alphabet or mixes alphabets elsewhere; it stays beside a true Greek or Cyrillic word. Two passes, linear.
pub(super) fn substitutions(text: &str, disguises: &mut Vec<Disguise>) -> Vec<Substitution> {
    let Survey { candidates, main, foreign } = survey(text);
    let mut found = Vec::new();
    let mut lone = Vec::new();
    let mut changed = Vec::new();
    for word in &candidates {
        if word.is_mixed() {
            if let Some(target) = target(text, word, main) {
                read_as(text, word.span, target, &mut found);
                changed.push(word.span);
            }
        } else if main == Alphabet::Latin && !word.at_home {
            lone.push(word);
        }
    }
    let evidence = !changed.is_empty();
    for word in lone {
        // Without a mixed word in the text: `СССР` in brackets and the `α` of a formula are no disguise.
        if evidence || (!foreign && !word.capitals && word.total() > 1) {
            read_as(text, word.span, Alphabet::Latin, &mut found);
            changed.push(word.span);
        }
    }
    found.sort_unstable_by_key(|substitution| substitution.at);
    disguises.extend(changed.into_iter().map(|span| Disguise { span, kind: DisguiseKind::Lookalike }));
    found
}

/// What a first reading of a text says of its alphabets.
struct Survey {
    candidates: Vec<Word>,
    main: Alphabet,
    /// Some word is truly Greek or Cyrillic.
    foreign: bool,
}

fn survey(text: &str) -> Survey {
    let mut candidates: Vec<Word> = Vec::new();
    let mut totals = [0u32; 3];
    let mut foreign = false;
    let mut before = false;
    let mut last_is_candidate = false;
    for mut word in (Words { text, at: 0 }) {
        let truly = word.is_truly_foreign() && !word.is_mixed();
        if let Some(last) = candidates.last_mut().filter(|_| last_is_candidate) {
            last.at_home |= truly;
        }
        foreign |= truly;
        word.at_home = before;
        before = truly;
        last_is_candidate = word.is_mixed() || word.could_be_latin();
        if last_is_candidate {
            candidates.push(word);
        } else {
            for (total, count) in totals.iter_mut().zip(word.letters) {
                *total += count;
            }
        }
    }
    let most = (0..3).max_by_key(|&ix| (totals[ix], std::cmp::Reverse(ix))).unwrap_or(0);
    Survey { candidates, main: ALPHABETS[most], foreign }
}

/// Chooses the alphabet that a mixed word is to be read in.
fn target(text: &str, word: &Word, main: Alphabet) -> Option<Alphabet> {
    let own = (0..3).max_by_key(|&ix| word.letters[ix])?;
    [main, ALPHABETS[own]].into_iter().find(|&target| {
        let letters = word.letters[target as usize];
        let outweighs = target == main || letters > word.total() - letters;
        outweighs
            && letters_of(text, word.span).all(|(_, char, alphabet)| alphabet == target || target.twin(char).is_some())
    })
}

fn read_as(text: &str, word: Span, target: Alphabet, out: &mut Vec<Substitution>) {
    for (at, char, alphabet) in letters_of(text, word) {
        if alphabet != target {
            out.extend(target.twin(char).map(|read| Substitution { at, read }));
        }
    }
}

fn letters_of(text: &str, word: Span) -> impl Iterator<Item = (u32, char, Alphabet)> {
    let letters = word.of(text).char_indices();
    letters.filter_map(move |(at, char)| Some((word.start + at as u32, char, Alphabet::of(char)?)))
}

/// The words of a text that have letters of the three alphabets.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let mut word = Word { span: Span::default(), letters: [0; 3], telling: 0, capitals: true, at_home: false };
        let mut start = None;
        for (ix, char) in self.text[self.at..].char_indices() {
            let here = self.at + ix;
            if let Some(alphabet) = Alphabet::of(char) {
                start.get_or_insert(here);
                word.letters[alphabet as usize] += 1;
                word.telling += u32::from(alphabet != Alphabet::Latin && !has_latin_twin(char));
                word.capitals &= char.is_uppercase();
            } else if start.is_some()
                && !Class::of(char).in_word()
                && !Class::of(char).is(Class::MARK)
                && !is_invisible(char)
            {
                word.span = Span::new(start? as u32, here as u32);
                self.at = here;
                return Some(word);
            }
        }
        word.span = Span::new(start? as u32, self.text.len() as u32);
        self.at = self.text.len();
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let found = substitutions(text, &mut Vec::new());
        text.char_indices()
            .map(|(at, char)| found.iter().find(|s| s.at as usize == at).map_or(char, |s| s.read))
            .collect()
    }

    #[test]
    fn a_latin_word_with_cyrillic_letters_in_it_is_read_as_latin() {
        assert_eq!(read("The соunсil met in Ноbart today"), "The council met in Hobart today");
    }

    #[test]
    fn a_cyrillic_word_with_latin_letters_in_it_is_read_as_cyrillic() {
        assert_eq!(read("Власти гoрoда сообщили"), "Власти города сообщили");
    }

    #[test]
    fn words_of_one_alphabet_stay() {
        for text in [
            "Мост закрыт до весны, а рос сор",
            "Het woord «оса» hoort bij «москва»",
            "Οι αρχές ανακοίνωσαν",
            "The USSR (СССР) fell",
            "The α of 0.05 is small",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn words_that_mix_alphabets_by_nature_stay() {
        for text in ["Он купил iPhone'ом и USBкабель", "The ΔE of two colours", "a µF or a kΩm", "Завод ЗАЗ-Daewoo"]
        {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn a_lone_word_of_twins_is_read_as_latin_only_where_nothing_else_is_cyrillic() {
        assert_eq!(read("They came to а соре early"), "They came to а cope early");
        assert_eq!(read("Bуt they came to а соре early"), "Byt they came to a cope early");
    }
}
