//! One character with the marks that follow it, folded: case, width, style, quotes, dashes, spaces, marks.
//!
//! What may stand inside a word follows Unicode's NFKC and full case folding, and departs from them where they would join or break words.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::props::{DefaultIgnorableCodePoint, Script};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed, CodePointSetData, CodePointSetDataBorrowed};

use super::class::Class;

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();
const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();
const SCRIPT: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();
const IGNORABLE: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<DefaultIgnorableCodePoint>();

/// Marks that are read of one character: Unicode's Stream-Safe Text Format (UAX 15) allows 30, no language needs more than 4.
const MARKS_READ: usize = 30;

/// Marks from which a Latin, Greek or Cyrillic letter is certain to be stacked with marks that belong to no letter: no letter of these scripts is composed with more than 3.
const MARKS_OF_NO_LETTER: usize = 6;

/// Marks left over beside a letter from which the pile is no spelling: tone or stress marks on composed letters leave one.
const PILE: usize = 2;

/// Scratch memory for folding characters one after the other.
#[derive(Debug, Default)]
pub(super) struct LetterFold {
    marks: Vec<char>,
    now: String,
    next: String,
}

/// How a character came through the fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// As any reader would expect.
    Plain,
    /// Marks that belong to no letter were taken off.
    Unpiled,
}

impl LetterFold {
    /// Folds a character and the characters that [`continues`] it, and appends the result.
    ///
    /// Linear in the number of followers; the result has at most 31 characters for each of the base.
    pub(super) fn fold(&mut self, base: char, followers: impl Iterator<Item = char>, out: &mut String) -> Outcome {
        self.marks.clear();
        let greek = matches!(base, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}');
        let kept = followers.filter(|&char| !is_invisible(char) && (greek || char != '\u{345}'));
        self.marks.extend(kept.take(MARKS_READ));
        if is_invisible(base) {
            if self.marks.is_empty() {
                return Outcome::Plain;
            }
            let base = self.marks.remove(0);
            return self.fold_visible(base, out);
        }
        self.fold_visible(base, out)
    }

    fn fold_visible(&mut self, base: char, out: &mut String) -> Outcome {
        let bare = drops_marks(base);
        if let Some(plain) = sign(base).filter(|_| bare || self.marks.is_empty()) {
            out.push(plain);
            return Outcome::Plain;
        }
        if bare && self.marks.len() > MARKS_OF_NO_LETTER {
            self.fold_bare(base, out);
            return Outcome::Unpiled;
        }
        self.settle(base);
        // What `ﹱ` becomes is a line that joins letters, of no script, with a mark on it.
        if !bare && !self.now.chars().next().is_some_and(drops_marks) {
            let end = self.now.char_indices().filter(|&(_, char)| Class::of(char).is(Class::MARK)).nth(MARKS_READ);
            out.push_str(&self.now[..end.map_or(self.now.len(), |(at, _)| at)]);
            return Outcome::Plain;
        }
        let left = self.now.chars().filter(|&char| Class::of(char).is(Class::MARK)).count();
        if left >= PILE && !self.marks.is_empty() {
            self.fold_bare(base, out);
            return Outcome::Unpiled;
        }
        out.extend(self.now.chars().filter(|&char| !Class::of(char).is(Class::MARK)));
        Outcome::Plain
    }

    /// Folds the letter under all its marks.
    fn fold_bare(&mut self, base: char, out: &mut String) {
        self.marks.clear();
        let letter = NFKD.normalize_iter(std::iter::once(base)).next().unwrap_or(base);
        self.settle(letter);
        out.extend(self.now.chars().filter(|&char| !Class::of(char).is(Class::MARK)));
    }

    /// Puts base and marks into `now`, normalised and folded until nothing changes.
    fn settle(&mut self, base: char) {
        let Self { marks, now, next } = self;
        now.clear();
        let form = if widens_well(base) { NFKC } else { NFC };
        now.extend(form.normalize_iter(std::iter::once(base).chain(marks.iter().copied())));
        // Three rounds are the most that any character of Unicode 17 needs (checked by a test); the fourth is never reached.
        for _ in 0..4 {
            next.clear();
            let cased =
                now.chars().flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
            next.extend(form.normalize_iter(cased.map(|char| sign(char).unwrap_or(char))));
            if next == now {
                break;
            }
            std::mem::swap(now, next);
        }
    }
}

/// Tells whether a character belongs to the one before it: a mark, an invisible character, a part of a syllable that is composed.
pub(super) fn continues(char: char) -> bool {
    match char as u32 {
        0..=0xac | 0xae..=0x2ff => false,
        0x300..=0x36f => true,
        0x370..=0x482 | 0x48a..=0x590 => false,
        // Hangul vowels and finals, their compatibility and half-width forms; half-width voicing marks of kana.
        0x1160..=0x11ff | 0xd7b0..=0xd7ff | 0x314f..=0x3163 | 0xffc2..=0xffdc | 0xff9e..=0xff9f => true,
        0x3400..=0x9fff | 0xac00..=0xd7a3 => false,
        _ => Class::of(char).is(Class::MARK) || is_invisible(char),
    }
}

/// Tells whether a character that [`continues`] does so behind this one: a Hangul vowel or final only behind Hangul, not behind a full stop or a Han character.
pub(super) fn continues_behind(before: char, char: char) -> bool {
    continues(char) && (SCRIPT.get(char) != Script::Hangul || SCRIPT.get(before) == Script::Hangul)
}

/// Tells whether a character shows nothing and takes no room: zero-width, bidirectional control, soft hyphen, variation selector, tag.
pub(super) fn is_invisible(char: char) -> bool {
    char >= '\u{ad}' && !is_blank(char) && (IGNORABLE.contains(char) || matches!(char, '\u{fff9}'..='\u{fffb}'))
}

/// Tells whether a character is ignorable by its property, yet seen as a gap.
fn is_blank(char: char) -> bool {
    matches!(char, '\u{3164}' | '\u{ffa0}' | '\u{2800}')
}

/// Returns the sign that stands for a variant of a quotation mark, an apostrophe, a dash or a space; also the letters that keep out of the general rule.
fn sign(char: char) -> Option<char> {
    Some(match char {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' | '\u{2035}' | '`' | '´' | '‹' | '›'
        | '\u{2bb}' | '\u{2bc}' | '\u{2bd}' | '\u{2c8}' | '\u{275b}' | '\u{275c}' | '\u{ff07}' | '\u{ff40}' => '\'',
        '\u{201c}'
        | '\u{201d}'
        | '\u{201e}'
        | '\u{201f}'
        | '\u{2033}'
        | '\u{2036}'
        | '«'
        | '»'
        | '\u{275d}'
        | '\u{275e}'
        | '\u{301d}'..='\u{301f}'
        | '\u{ff02}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        _ if is_blank(char) => ' ',
        // Full case folding writes U+02BC and n; the apostrophe stands outside the word in every other spelling of it.
        'ŉ' => 'n',
        // The dotless letter has the capital of the dotted one.
        'ı' => 'i',
        _ => return None,
    })
}

/// Tells whether the compatibility form of a character keeps its place in a word.
///
/// One character for one always does (full width, bold, superscript); several do when they are letters and digits of a word (`ﬁ`, `㎞`).
/// `½` would join the number before it, `…` and `™` are no letters, `㍿` would make several words in one place.
fn widens_well(char: char) -> bool {
    let mut form = NFKC.normalize_iter(std::iter::once(char));
    let (first, second) = (form.next(), form.next());
    let Some(second) = second else {
        return true;
    };
    let rest = first.into_iter().chain(std::iter::once(second)).chain(form);
    let stays = |char| {
        let class = Class::of(char);
        char == '·' || class.is(Class::MARK) || (class.in_word() && !class.is(Class::UNSPACED))
    };
    (Class::of(char).in_word() || is_unit(char)) && rest.into_iter().all(stays)
}

/// Tells whether a symbol is a unit of measure written as one character.
fn is_unit(char: char) -> bool {
    matches!(char, '\u{3371}'..='\u{337a}' | '\u{3380}'..='\u{33df}' | '№')
}

/// Tells whether marks that do not compose are no spelling on this character: Latin, Greek, Cyrillic, digits and signs.
fn drops_marks(base: char) -> bool {
    base.is_ascii()
        || matches!(
            SCRIPT.get(base),
            Script::Latin | Script::Greek | Script::Cyrillic | Script::Common | Script::Inherited
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        let mut chars = text.chars();
        LetterFold::default().fold(chars.next().unwrap(), chars, &mut out);
        out
    }

    #[test]
    fn every_character_settles_at_once() {
        for char in (0..=0x10_ffff).filter_map(char::from_u32) {
            let once = folded(&char.to_string());
            let mut again = String::new();
            for char in once.chars() {
                LetterFold::default().fold(char, std::iter::empty(), &mut again);
            }
            if !once.chars().skip(1).any(continues) {
                assert_eq!(again, once, "{char:?}");
            }
        }
    }

    #[test]
    fn case_is_folded_in_full() {
        for (given, wanted) in [
            ("ß", "ss"),
            ("ẞ", "ss"),
            ("İ", "i"),
            ("I", "i"),
            ("ı", "i"),
            ("ŉ", "n"),
            ("ς", "σ"),
            ("Σ", "σ"),
            ("ᾳ", "αι"),
            ("ſ", "s"),
        ] {
            assert_eq!(folded(given), wanted, "{given}");
        }
        assert_eq!(folded("ΐ"), "ΐ");
        assert_eq!(folded("ι\u{308}\u{301}"), "ΐ");
    }

    #[test]
    fn width_and_style_of_a_letter_are_folded() {
        for (given, wanted) in [
            ("Ａ", "a"),
            ("𝐁", "b"),
            ("𝔬", "o"),
            ("ﬁ", "fi"),
            ("ｶ\u{ff9e}", "ガ"),
            ("㎞", "km"),
            ("²", "2"),
            ("ⓗ", "h"),
        ] {
            assert_eq!(folded(given), wanted, "{given}");
        }
    }

    #[test]
    fn a_form_that_would_join_or_break_words_is_kept() {
        for kept in ["½", "…", "™", "㍿", "\u{fdfa}", "℀"] {
            assert_eq!(folded(kept), kept);
        }
    }

    #[test]
    fn letters_that_compose_stay_distinct() {
        for (given, wanted) in
            [("e\u{301}", "é"), ("и\u{306}", "й"), ("É", "é"), ("ờ", "ờ"), ("o\u{31b}\u{300}", "ờ"), ("ё", "ё")]
        {
            assert_eq!(folded(given), wanted, "{given}");
        }
    }

    #[test]
    fn a_lone_stress_mark_is_dropped_and_a_pile_takes_all_marks_along() {
        assert_eq!(folded("о\u{301}"), "о");
        assert_eq!(folded("o\u{336}\u{347}\u{353}\u{31b}"), "o");
        assert_eq!(folded("é\u{336}\u{347}"), "e");
    }

    #[test]
    fn marks_of_other_scripts_stay() {
        assert_eq!(folded("ש\u{5c1}"), "ש\u{5c1}");
        assert_eq!(folded("ก\u{e34}"), "ก\u{e34}");
    }
}
