//! What each language does with the full stop: its abbreviations, and the words that sentences start with. Read from the lists in `habits/`.

use std::sync::LazyLock;

use super::Language;

/// What a full stop after a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// It ends no sentence (`Dr.`).
    Never,
    /// It ends no sentence if a number follows (`No. 5`).
    BeforeNumber,
    /// It ends a sentence only if what follows clearly starts one (`Inc. The`).
    Unless,
    /// After a number the word is as any other, elsewhere it ends no sentence (`1941 г.`).
    AfterNumber,
}

/// The habits of one language.
#[derive(Debug)]
pub(super) struct Habits {
    words: Vec<(&'static str, Habit)>,
    starters: Vec<&'static str>,
    /// Other short words that are no abbreviations.
    common: Vec<&'static str>,
    /// Names of months and of what else is counted by a number with a point.
    months: Vec<&'static str>,
    /// A number with a point is an ordinal (`am 3. Mai`).
    pub(super) ordinals: bool,
    /// Length of the longest abbreviation in bytes.
    longest: usize,
}

impl Habits {
    /// Returns the habits of a language; for a language without a list those that most languages share.
    pub(super) fn of(language: Language) -> &'static Self {
        &ALL[language as usize]
    }

    /// Reads a list; what it says goes before what `any.txt` says.
    fn read(list: &'static str) -> Self {
        let mut habits = Self {
            words: Vec::new(),
            starters: Vec::new(),
            common: Vec::new(),
            months: Vec::new(),
            ordinals: false,
            longest: 0,
        };
        for text in [list, include_str!("habits/any.txt")] {
            let mut section = "";
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                match line.strip_prefix("= ") {
                    Some(name) => section = name,
                    None => habits.take(section, line, text == list),
                }
                habits.ordinals |= section == "ordinals";
            }
        }
        habits.words.sort_by_key(|&(word, _)| word);
        habits.words.dedup_by_key(|&mut (word, _)| word);
        habits.starters.sort_unstable();
        habits.common.sort_unstable();
        habits.months.sort_unstable();
        habits.longest = habits.words.iter().map(|(word, _)| word.len()).max().unwrap_or(0);
        habits
    }

    fn take(&mut self, section: &str, line: &'static str, own: bool) {
        let words = line.split_whitespace();
        let habit = match section {
            "never" => Habit::Never,
            "before a number" => Habit::BeforeNumber,
            "unless a sentence clearly starts" => Habit::Unless,
            "after a number" => Habit::AfterNumber,
            "months" => return self.months.extend(words),
            "common words" => return self.common.extend(words),
            // The starters of other languages are words of this one.
            "starters" => {
                return if own || self.starters.is_empty() {
                    self.starters.extend(words)
                };
            }
            _ => return,
        };
        self.words.extend(words.map(|word| (word, habit)));
    }

    /// Finds what a full stop means after this word, in small letters.
    pub(super) fn after(&self, word: &str) -> Option<Habit> {
        if word.len() > self.longest {
            return None;
        }
        self.words.binary_search_by_key(&word, |&(word, _)| word).ok().map(|ix| self.words[ix].1)
    }

    /// Tells whether sentences often start with this word, in small letters.
    pub(super) fn starts(&self, word: &str) -> bool {
        self.starters.binary_search(&word).is_ok()
    }

    /// Tells whether this word, in small letters, is one of the commonest, and so no abbreviation.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.starts(word) || self.common.binary_search(&word).is_ok()
    }

    /// Tells whether this word, in small letters, is counted by a number with a point.
    pub(super) fn is_counted(&self, word: &str) -> bool {
        self.months.binary_search(&word).is_ok()
    }
}

/// By position of the language in its enum.
static ALL: LazyLock<Vec<Habits>> = LazyLock::new(|| {
    let list = |language| match language {
        Language::English => include_str!("habits/en.txt"),
        Language::German => include_str!("habits/de.txt"),
        Language::French => include_str!("habits/fr.txt"),
        Language::Spanish => include_str!("habits/es.txt"),
        Language::Russian => include_str!("habits/ru.txt"),
        Language::Ukrainian => include_str!("habits/uk.txt"),
        Language::Chinese | Language::Japanese | Language::Other => "",
    };
    Language::ALL.into_iter().map(|language| Habits::read(list(language))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read_and_in_small_letters() {
        for language in Language::ALL {
            let habits = Habits::of(language);
            assert!(!habits.words.is_empty() && !habits.starters.is_empty(), "{language:?}");
            for (word, _) in &habits.words {
                assert_eq!(*word, word.to_lowercase(), "{language:?}");
            }
        }
    }

    #[test]
    fn a_language_overrules_what_most_languages_share() {
        assert_eq!(Habits::of(Language::Spanish).after("art"), Some(Habit::BeforeNumber));
        assert_eq!(Habits::of(Language::German).after("art"), Some(Habit::Never));
    }
}
