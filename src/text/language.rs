//! The language of a text, as far as the rest of the program cares.

/// A language with rules of its own here; all others share [`Language::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Russian.
    Russian,
    /// Ukrainian.
    Ukrainian,
    /// Chinese.
    Chinese,
    /// Japanese.
    Japanese,
    /// Any other language.
    Other,
}

impl Language {
    /// All languages, in order.
    pub const ALL: [Self; 9] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Russian,
        Self::Ukrainian,
        Self::Chinese,
        Self::Japanese,
        Self::Other,
    ];

    /// Guesses the language of a text from its letters; a text without letters is [`Language::Other`].
    ///
    /// Cyrillic texts are told apart by the letters that only one language has, Latin ones by the trigrams of `whichlang`. Reads at most about 1,000 bytes.
    #[must_use]
    pub fn detect(text: &str) -> Self {
        let sample = Sample::of(text);
        let letters = Letters::count(sample.head, sample.middle);
        match letters.main() {
            None => Self::Other,
            Some(Writing::Cyrillic) => letters.cyrillic(),
            // Every Japanese sentence has kana; Chinese texts quote a name at most.
            Some(Writing::East) if letters.kana * 20 > letters.east => Self::Japanese,
            Some(Writing::East) => Self::Chinese,
            // Letters that none of the four languages has: one in 50 is more than borrowed names make.
            Some(Writing::Latin) if letters.other_latin * 50 > letters.latin => Self::Other,
            Some(Writing::Latin) if is_plainly_english(sample.head) => Self::English,
            Some(Writing::Latin) => latin(&sample),
        }
    }

    /// Returns the English name, `another language` for any other.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "German",
            Self::French => "French",
            Self::Spanish => "Spanish",
            Self::Russian => "Russian",
            Self::Ukrainian => "Ukrainian",
            Self::Chinese => "Chinese",
            Self::Japanese => "Japanese",
            Self::Other => "another language",
        }
    }

    /// Returns the two-letter code of ISO 639-1, `und` for any other language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Russian => "ru",
            Self::Ukrainian => "uk",
            Self::Chinese => "zh",
            Self::Japanese => "ja",
            Self::Other => "und",
        }
    }
}

/// What is read of a text.
struct Sample<'t> {
    head: &'t str,
    middle: &'t str,
}

impl<'t> Sample<'t> {
    /// Bytes read at the start, and again in the middle: headlines and datelines stand at the start. On the treebank texts of
    /// five languages and 1,000 German articles 400 and 400 make the same guesses as the whole text but for 3 in 1,500, at a twentieth of the time.
    const PART: usize = 400;

    fn of(text: &'t str) -> Self {
        if text.len() <= 2 * Self::PART {
            return Self { head: text, middle: "" };
        }
        let middle = floor(text, (text.len() / 2).max(Self::PART));
        Self { head: &text[..floor(text, Self::PART)], middle: &text[middle..floor(text, middle + Self::PART)] }
    }
}

/// The last character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Tells whether a text has so many of the commonest English words that no other language could.
///
/// They are a sixth of the words of English news. Dutch has `of` and `was`, Danish `for` and `to`, German `was`: three of them, and one word in 14, has no other.
/// Saves most texts the trigrams, which cost ten times as much.
fn is_plainly_english(text: &str) -> bool {
    const COMMON: [&str; 8] = ["the", "of", "and", "to", "that", "was", "with", "for"];
    let (mut words, mut hits, mut different) = (0u32, 0u32, 0u8);
    for word in text.split_ascii_whitespace() {
        words += 1;
        let short = (2..=4).contains(&word.len());
        if short && let Some(ix) = COMMON.iter().position(|common| *common == word) {
            hits += 1;
            different |= 1 << ix;
        }
    }
    hits * 14 >= words && hits >= 4 && different.count_ones() >= 3
}

fn latin(sample: &Sample<'_>) -> Language {
    let joined;
    let text = if sample.middle.is_empty() {
        sample.head
    } else {
        joined = format!("{} {}", sample.head, sample.middle);
        &joined
    };
    match whichlang::detect_language(text) {
        whichlang::Lang::Eng => Language::English,
        whichlang::Lang::Deu => Language::German,
        whichlang::Lang::Fra => Language::French,
        whichlang::Lang::Spa => Language::Spanish,
        _ => Language::Other,
    }
}

/// A family of scripts that some language here is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Latin,
    Cyrillic,
    East,
}

/// How many letters of each kind a sample has.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    latin: u32,
    /// Latin letters of other languages than the four.
    other_latin: u32,
    cyrillic: u32,
    /// Letters that Ukrainian has and Russian lacks.
    ukrainian: u32,
    /// Letters that Russian has and Ukrainian lacks.
    russian: u32,
    /// Letters that neither has.
    other_cyrillic: u32,
    hard_sign: u32,
    east: u32,
    kana: u32,
    other: u32,
}

impl Letters {
    fn count(head: &str, middle: &str) -> Self {
        let mut letters = Self::default();
        for part in [head, middle] {
            if part.is_ascii() {
                letters.latin += part.bytes().filter(u8::is_ascii_alphabetic).count() as u32;
            } else {
                part.chars().for_each(|char| letters.see(char));
            }
        }
        letters
    }

    fn see(&mut self, char: char) {
        match char {
            'a'..='z' | 'A'..='Z' => self.latin += 1,
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                self.latin += 1;
                self.other_latin += u32::from(!"äöüßàâæçéèêëîïôœùûÿñáíóúÄÖÜÀÂÆÇÉÈÊËÎÏÔŒÙÛŸÑÁÍÓÚ".contains(char));
            }
            '\u{400}'..='\u{52f}' => {
                self.cyrillic += 1;
                match char {
                    'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' | 'Ґ' => self.ukrainian += 1,
                    'ы' | 'э' | 'ё' | 'Ы' | 'Э' | 'Ё' => self.russian += 1,
                    'ъ' | 'Ъ' => self.hard_sign += 1,
                    'А'..='я' => {}
                    _ => self.other_cyrillic += 1,
                }
            }
            '\u{3041}'..='\u{30ff}' => {
                self.kana += 1;
                self.east += 1;
            }
            '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => self.east += 1,
            _ => self.other += u32::from(char.is_alphabetic()),
        }
    }

    /// The writing of most letters.
    fn main(&self) -> Option<Writing> {
        // A character of Han says as much as two or three letters.
        let most = [(2 * self.east, Writing::East), (self.cyrillic, Writing::Cyrillic), (self.latin, Writing::Latin)];
        let (count, writing) = most.into_iter().max_by_key(|&(count, _)| count)?;
        (count > self.other).then_some(writing)
    }

    fn cyrillic(&self) -> Language {
        // Serbian, Macedonian, Belarusian and Kazakh letters: one in 100 is less than any of these has, more than names bring along.
        if self.other_cyrillic * 100 > self.cyrillic {
            Language::Other
        } else if self.ukrainian > self.russian {
            Language::Ukrainian
        } else if self.russian == 0 && self.hard_sign * 200 > self.cyrillic {
            // Bulgarian: the hard sign is a vowel there, one letter in 60.
            Language::Other
        } else {
            Language::Russian
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ukrainian_is_told_from_russian_and_its_neighbours() {
        for (text, language) in [
            ("Міністр заявив, що переговори тривають.", Language::Ukrainian),
            ("Министр заявил, что переговоры продолжаются, но это не всё.", Language::Russian),
            ("Да", Language::Russian),
            ("Министърът заяви, че преговорите продължават и ще бъдат открити.", Language::Other),
            ("Министар је изјавио да се преговори настављају.", Language::Other),
            ("Міністр заявіў, што перамовы працягваюцца ўвесь час.", Language::Other),
        ] {
            assert_eq!(Language::detect(text), language, "{text}");
        }
    }

    #[test]
    fn languages_of_latin_and_eastern_scripts_are_told_apart() {
        for (text, language) in [
            ("The minister said that the talks would go on until Friday.", Language::English),
            ("Der Minister sagte, dass die Gespräche bis Freitag weitergehen.", Language::German),
            ("Le ministre a déclaré que les discussions se poursuivraient.", Language::French),
            ("El ministro dijo que las conversaciones seguirían hasta el viernes.", Language::Spanish),
            ("Minister powiedział, że rozmowy będą trwały do piątku.", Language::Other),
            ("部长说谈判将持续到星期五。", Language::Chinese),
            ("大臣は交渉が金曜日まで続くと述べた。", Language::Japanese),
            ("장관은 회담이 계속될 것이라고 말했다.", Language::Other),
        ] {
            assert_eq!(Language::detect(text), language, "{text}");
        }
    }

    #[test]
    fn a_text_without_letters_has_no_language() {
        for text in ["", " ", "2014", "😀", "\u{301}"] {
            assert_eq!(Language::detect(text), Language::Other);
        }
    }

    #[test]
    fn a_sample_is_never_cut_inside_a_character() {
        for lead in 0..4 {
            let text = format!("{}{}", "x".repeat(lead), "日本".repeat(2_000));
            assert_eq!(Language::detect(&text), Language::Chinese);
        }
    }
}
