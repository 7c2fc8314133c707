//! What is known of each distinct word of one text, looked up once.

use crate::text::{AnalyzedText, WordIx};

use super::concept::{Concept, Register};
use super::lexicon::word_key;
use super::marks::{ClassCounts, class_counts};
use super::pack::{Classes, Pack};

/// One distinct word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Word {
    /// Its classes in the language pack.
    pub(super) classes: Classes,
    /// Its inverse document frequency; 0 for a word without content.
    pub(super) rarity: f32,
    /// What it adds to the register, in log-odds.
    pub(super) weight: f32,
    /// The concept it stands for, where words are not weighed one by one.
    pub(super) concept: Option<Concept>,
    /// What stands for it in patterns.
    pub(super) code: u32,
    /// The year it names, 0 for none; only a word with the code of a year names one.
    pub(super) year: i16,
    /// What it adds to the marks that count classes.
    pub(super) counts: ClassCounts,
}

/// Codes of kinds of words in patterns; small numbers, so that no word hash meets them but by rare chance.
pub(super) mod code {
    pub(in crate::background) const START: u32 = 1;
    pub(in crate::background) const NAME: u32 = 2;
    pub(in crate::background) const YEAR: u32 = 3;
    pub(in crate::background) const NUMBER: u32 = 4;
    /// Of the first ending; the others follow.
    pub(in crate::background) const ENDING: u32 = 5;
    pub(in crate::background) const OTHER: u32 = 14;
}

/// Rarity below which a word stands for itself in patterns: about the 400 commonest words of news.
const COMMON: f32 = 2.6;
/// Rarity of a content word in a language whose words were not counted.
const UNCOUNTED: f32 = 5.0;
/// Rarity of a number: numbers recur by chance, so they tell less than their frequency says.
const NUMBER: f32 = 3.0;

/// Fills `out` with what is known of each distinct word of a text.
pub(super) fn look_up(text: &AnalyzedText<'_>, pack: &Pack, register: Register<'_>, out: &mut Vec<Word>) {
    out.clear();
    let lexicon = register.lexicon();
    out.extend((0..text.words.len() as u32).map(|ix| {
        let form = text.words.form(WordIx(ix));
        let hash = text.words.hash(WordIx(ix));
        let classes = pack.classes(hash);
        let digit = form.as_bytes().first().is_some_and(u8::is_ascii_digit);
        let year = if digit { year(form) } else { 0 };
        let key = word_key(hash);
        let known = lexicon.map(|lexicon| lexicon.word(key));
        let counted = known.map(|(_, rarity)| rarity);
        let rarity = if classes.any(Classes::FUNCTION) {
            0.0
        } else if digit {
            NUMBER
        } else {
            counted.unwrap_or(if form.len() > 3 { UNCOUNTED } else { 0.0 })
        };
        let (weight, concept) = match register {
            Register::Lexicon(_) => (known.map_or(0.0, |(weight, _)| weight), None),
            Register::Concepts(concepts) => {
                let concept = pack.concept(form, hash);
                (concept.map_or(0.0, |concept| concepts.weight(concept)), concept)
            }
        };
        Word {
            classes,
            rarity,
            weight,
            concept,
            code: match (digit, year > 0) {
                (true, true) => code::YEAR,
                (true, false) => code::NUMBER,
                (false, _) => pattern_code(form, key, classes, counted),
            },
            year,
            counts: class_counts(classes),
        }
    }));
}

/// Returns what stands for a word that is no number.
fn pattern_code(form: &str, key: u32, classes: Classes, rarity: Option<f32>) -> u32 {
    if classes.any(Classes::FUNCTION) || rarity.is_some_and(|rarity| rarity < COMMON) {
        return key;
    }
    match form.as_bytes() {
        [.., b'i', b'n', b'g'] => code::ENDING,
        [.., b'e', b'd'] => code::ENDING + 1,
        [.., b'l', b'y'] => code::ENDING + 2,
        [.., b'i', b'o', b'n'] => code::ENDING + 3,
        [.., b'i', b'o', b'n', b's'] => code::ENDING + 4,
        [.., b'a', b'l'] => code::ENDING + 5,
        [.., b'i', b't', b'y'] => code::ENDING + 6,
        [.., b'i', b'e', b's'] => code::ENDING + 7,
        [.., b's'] => code::ENDING + 8,
        _ => code::OTHER,
    }
}

/// Returns the year that a word names, 0 for none: four digits from 1000 to 2099, or a decade (`1990s`).
pub(super) fn year(form: &str) -> i16 {
    let digits = form.strip_suffix('s').unwrap_or(form);
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    digits.parse().ok().filter(|year| (1000..2100).contains(year)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decade_is_a_year_and_a_sum_is_not() {
        assert_eq!(year("1990s"), 1990);
        assert_eq!(year("2014"), 2014);
        assert_eq!(year("4500"), 0);
        assert_eq!(year("20145"), 0);
    }
}
