//! Language packs: which words of a language say "a report" or "a reference work", as data files.

use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::Language;

use super::concept::Concept;

/// The classes of a word, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Classes(pub(super) u32);

macro_rules! classes {
    ($($name:ident = $bit:literal, $label:literal, $doc:literal;)*) => {
        impl Classes {
            $(#[doc = $doc] pub(super) const $name: Self = Self(1 << $bit);)*

            fn named(label: &str) -> Option<Self> {
                match label {
                    $($label => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

classes! {
    SAID = 0, "said", "Verbs that give a statement to a speaker.";
    WEEKDAY = 1, "weekday", "Days of the week.";
    RECENT = 2, "recent", "Words that point at the time of writing.";
    DEICTIC = 3, "deictic", "Words that do so together with a period (`last week`).";
    PERIOD = 4, "period", "Periods of time.";
    MONTH = 5, "month", "Months.";
    HISTORY = 6, "history", "Words of foundation, reigns and eras.";
    SINCE = 7, "since", "Words that span time.";
    CONNECTIVE = 8, "connective", "Words that tie sentences of an exposition together.";
    GENERIC = 9, "generic", "Words of habit and quantity (`usually`, `most`).";
    PRESENT = 10, "present", "Verbs of timeless statement.";
    PAST = 11, "past", "Auxiliaries of the past.";
    MODAL = 12, "modal", "Modal verbs.";
    INDEFINITE = 13, "indefinite", "Indefinite articles.";
    DEFINITE = 14, "definite", "Definite articles.";
    SELF = 15, "self", "First and second person.";
    PERSON = 16, "person", "Pronouns for one person.";
    THIRD = 17, "third", "Pronouns for things and groups.";
    TITLE = 18, "title", "Titles and offices that stand before names.";
    STOP = 19, "stop", "Other words without content.";
}

impl Classes {
    /// Classes whose words carry no content of their own.
    pub(super) const FUNCTION: Self = Self(
        Self::STOP.0
            | Self::PRESENT.0
            | Self::PAST.0
            | Self::MODAL.0
            | Self::INDEFINITE.0
            | Self::DEFINITE.0
            | Self::SELF.0
            | Self::PERSON.0
            | Self::THIRD.0
            | Self::SINCE.0
            | Self::CONNECTIVE.0
            | Self::GENERIC.0
            | Self::DEICTIC.0
            | Self::PERIOD.0
            | Self::SAID.0
            | Self::WEEKDAY.0
            | Self::RECENT.0
            | Self::MONTH.0,
    );

    /// Classes whose words are written with a capital without being names.
    pub(super) const NEVER_NAME: Self = Self(Self::WEEKDAY.0 | Self::MONTH.0 | Self::SELF.0 | Self::TITLE.0);

    /// Joins two sets of classes.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Tells whether any of `other`'s bits is set.
    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The words of one language that are known: by class, and by concept.
#[derive(Debug, Clone, Default)]
pub(super) struct Pack {
    classes: ClassTable,
    /// By the hash of the folded form.
    concepts: Table<Concept>,
    /// By the hash of the first letters of the folded form.
    stems: Table<Concept>,
    /// Bytes of the longest of them: what a long word costs at most.
    longest_stem: usize,
}

type Table<T> = HashMap<u64, T, foldhash::fast::FixedState>;

/// Classes by the hash of the folded form: open addressing, at most half full, as every distinct word of every text is looked up.
#[derive(Debug, Clone, Default)]
struct ClassTable(Vec<(u64, Classes)>);

impl ClassTable {
    fn new(classes: &Table<Classes>) -> Self {
        let mut slots = vec![(0, Classes::default()); (2 * classes.len()).next_power_of_two()];
        let mut sorted: Vec<(u64, Classes)> = classes.iter().map(|(&hash, &classes)| (hash, classes)).collect();
        sorted.sort_unstable_by_key(|&(hash, _)| hash);
        for entry in sorted {
            let mut at = entry.0 as usize & (slots.len() - 1);
            while slots[at].1 != Classes::default() {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = entry;
        }
        Self(slots)
    }

    fn get(&self, hash: u64) -> Classes {
        let mut at = hash as usize;
        loop {
            let Some(&(found, classes)) = self.0.get(at & self.0.len().wrapping_sub(1)) else {
                return Classes::default();
            };
            if found == hash || classes == Classes::default() {
                return classes;
            }
            at = at.wrapping_add(1);
        }
    }
}

/// Letters of the shortest stem.
const SHORTEST_STEM: usize = 2;

impl Pack {
    /// Reads a pack: `class: word word ...` a line, `#` opens a comment. A line of an unknown class is passed over. `column` is where its words
    /// stand in the lines of concepts.
    pub(super) fn parse(text: &str, column: usize) -> Self {
        let mut classes = Table::<Classes>::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((label, list)) = line.split_once(':') else { continue };
            let Some(class) = Classes::named(label) else { continue };
            for word in list.split_whitespace() {
                classes.entry(xxh3_64(word.as_bytes())).or_default().0 |= class.0;
            }
        }
        Self { classes: ClassTable::new(&classes), ..Self::concepts(column) }
    }

    /// Reads a column of the concepts; a word that stands in two lines belongs to the first.
    fn concepts(column: usize) -> Self {
        let mut pack = Self::default();
        let lines = CONCEPTS.lines().filter(|line| !line.starts_with('#'));
        for (line, ix) in lines.zip(0_u8..) {
            for word in line.split('|').nth(column).unwrap_or_default().split_whitespace() {
                let (table, word) = match word.strip_suffix('*') {
                    Some(stem) => {
                        pack.longest_stem = pack.longest_stem.max(stem.len());
                        (&mut pack.stems, stem)
                    }
                    None => (&mut pack.concepts, word),
                };
                table.entry(xxh3_64(word.as_bytes())).or_insert(Concept(ix));
            }
        }
        pack
    }

    /// Returns the concept of a word, or of what follows an elided article in it (`l'accord`).
    pub(super) fn concept(&self, form: &str, hash: u64) -> Option<Concept> {
        self.known(form, hash).or_else(|| {
            let (_, after) =
                form.split_once('\'').filter(|(article, after)| article.len() <= 2 && !after.is_empty())?;
            self.known(after, xxh3_64(after.as_bytes()))
        })
    }

    /// Looks a form up, whole or by its longest known stem.
    fn known(&self, form: &str, hash: u64) -> Option<Concept> {
        let stem = || {
            form.char_indices()
                .skip(SHORTEST_STEM)
                .map(|(at, _)| at)
                .chain([form.len()])
                .take_while(|&end| end <= self.longest_stem)
                .filter_map(|end| self.stems.get(&xxh3_64(&form.as_bytes()[..end])))
                .last()
        };
        self.concepts.get(&hash).or_else(stem).copied()
    }

    /// Returns the classes of a word, none for a word that the pack does not hold.
    pub(super) fn classes(&self, hash: u64) -> Classes {
        self.classes.get(hash)
    }
}

/// A concept a line, a language a column.
const CONCEPTS: &str = include_str!("packs/concepts.txt");

/// The packs that the program ships.
#[derive(Debug, Clone)]
pub(super) struct Packs([Pack; 7]);

impl Packs {
    /// Reads the shipped packs; about 4,000 words.
    pub(super) fn shipped() -> Self {
        Self([
            Pack::parse(include_str!("packs/en.txt"), 0),
            Pack::parse(include_str!("packs/de.txt"), 1),
            Pack::parse(include_str!("packs/fr.txt"), 2),
            Pack::parse(include_str!("packs/es.txt"), 3),
            Pack::parse(include_str!("packs/ru.txt"), 4),
            Pack::parse(include_str!("packs/uk.txt"), 5),
            Pack::default(),
        ])
    }

    /// Returns the pack of a language; an empty one where there is none.
    pub(super) fn of(&self, language: Language) -> &Pack {
        let ix = match language {
            Language::English => 0,
            Language::German => 1,
            Language::French => 2,
            Language::Spanish => 3,
            Language::Russian => 4,
            Language::Ukrainian => 5,
            Language::Chinese | Language::Japanese | Language::Other => 6,
        };
        &self.0[ix]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_pack_names_a_known_class() {
        for text in [include_str!("packs/en.txt"), include_str!("packs/de.txt"), include_str!("packs/fr.txt")]
            .into_iter()
            .chain([include_str!("packs/es.txt"), include_str!("packs/ru.txt"), include_str!("packs/uk.txt")])
        {
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let label = line.split_once(':').map(|(label, _)| label);
                assert!(label.and_then(Classes::named).is_some(), "{line}");
            }
        }
    }

    #[test]
    fn every_concept_has_words_in_every_language() {
        for line in CONCEPTS.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('|').map(str::trim).collect();
            assert!(columns.len() == 6 && columns.iter().all(|column| !column.is_empty()), "{line}");
        }
    }

    #[test]
    fn a_word_is_known_by_its_stem_and_behind_an_elided_article() {
        let packs = Packs::shipped();
        let concept = |language, form: &str| packs.of(language).concept(form, xxh3_64(form.as_bytes()));
        let founded = concept(Language::English, "founded");
        assert!(founded.is_some());
        assert_eq!(concept(Language::Russian, "основанного"), founded);
        assert_eq!(concept(Language::German, "gründete"), founded);
        assert_eq!(concept(Language::French, "l'indépendance"), concept(Language::English, "independence"));
        assert_eq!(concept(Language::German, "zzz"), None);
    }

    #[test]
    fn a_word_of_a_million_letters_costs_no_more_than_its_first() {
        let packs = Packs::shipped();
        for form in ["x".repeat(1 << 20), "a'".repeat(1 << 19)] {
            assert_eq!(packs.of(Language::German).concept(&form, xxh3_64(form.as_bytes())), None);
        }
    }

    #[test]
    fn a_word_may_stand_in_two_classes() {
        let packs = Packs::shipped();
        let may = packs.of(Language::English).classes(xxh3_64(b"may"));
        assert!(may.any(Classes::MONTH) && may.any(Classes::MODAL));
    }
}
