//! How each language says who said something: verbs of saying, and the words that names are made of. Read from the lists in `saying/`.

use std::sync::LazyLock;

use crate::text::fold::fold;
use crate::text::words::hash_of;
use crate::text::{Language, Words};

/// What a word does in an attribution, as bits; one word may do several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Role(u8);

impl Role {
    /// A verb of saying.
    pub(super) const VERB: Self = Self(1);
    /// May stand between a speaker and the verb: `also`, `has`.
    pub(super) const BETWEEN: Self = Self(2);
    pub(super) const PRONOUN: Self = Self(4);
    /// Starts the name of a role: `the minister`.
    pub(super) const DETERMINER: Self = Self(8);
    /// May stand inside a name: `of`, `von`.
    pub(super) const INSIDE: Self = Self(16);
    /// Stands in no name.
    pub(super) const STOP: Self = Self(32);

    /// Tells whether any of `other`'s bits is set.
    pub(super) const fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns both sets of bits.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The lists of one language, folded.
#[derive(Debug, Default)]
pub(super) struct Sayings {
    /// Each with its hash.
    words: Vec<(String, u64, Role)>,
    /// Phrases that name a source behind them: `according to`.
    pub(super) according: Vec<Vec<String>>,
}

impl Sayings {
    /// Returns the lists of a language; none for languages without one.
    pub(super) fn of(language: Language) -> Option<&'static Self> {
        ALL[language as usize].as_ref()
    }

    fn read(list: &str) -> Self {
        let mut out = Self::default();
        let mut section = "";
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix("= ") {
                section = name;
                continue;
            }
            let words = line.split_whitespace().map(|word| fold(word).text);
            let role = match section {
                "verbs" => Role::VERB,
                "between" => Role::BETWEEN,
                "pronouns" => Role::PRONOUN,
                "determiners" => Role::DETERMINER,
                "inside a name" => Role::INSIDE,
                "stops" => Role::STOP,
                _ => {
                    out.according.extend(Some(words.collect::<Vec<_>>()).filter(|phrase| !phrase.is_empty()));
                    continue;
                }
            };
            out.words.extend(words.map(|word| (word.clone(), hash_of(&word), role)));
        }
        out
    }

    /// Returns the roles of the distinct words of a text, by position.
    pub(super) fn roles(&self, words: &Words) -> Vec<Role> {
        let mut roles = vec![Role::default(); words.len()];
        for (form, hash, role) in &self.words {
            if let Some(word) = words.find_hashed(form, *hash) {
                let role_here = &mut roles[word.0 as usize];
                *role_here = role_here.or(*role);
            }
        }
        roles
    }
}

/// By position of the language in its enum.
static ALL: LazyLock<Vec<Option<Sayings>>> = LazyLock::new(|| {
    let list = |language| match language {
        Language::English => Some(include_str!("saying/en.txt")),
        Language::German => Some(include_str!("saying/de.txt")),
        Language::French => Some(include_str!("saying/fr.txt")),
        Language::Spanish => Some(include_str!("saying/es.txt")),
        Language::Russian => Some(include_str!("saying/ru.txt")),
        Language::Ukrainian => Some(include_str!("saying/uk.txt")),
        Language::Chinese | Language::Japanese | Language::Other => None,
    };
    Language::ALL.into_iter().map(|language| list(language).map(Sayings::read)).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_verbs_and_sources() {
        for sayings in ALL.iter().flatten() {
            assert!(sayings.words.iter().filter(|(_, _, role)| role.is(Role::VERB)).count() > 30);
            assert!(!sayings.according.is_empty());
        }
    }
}
