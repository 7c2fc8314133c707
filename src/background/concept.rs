//! Concepts: what words of several languages add to "reads as reference prose" where no lexicon of the language was fitted.
//!
//! A concept is one line of `packs/concepts.txt`: the same idea in each language. What it adds is fitted on all labelled articles, most of which are
//! English, and carries over to the languages that have few labels or none.

use super::lexicon::Lexicon;

/// A concept, by its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Concept(pub(super) u8);

impl Concept {
    /// Key under which its weight is fitted and stored; no key is 0.
    pub(super) const fn key(self) -> u32 {
        self.0 as u32 + 1
    }
}

/// What each concept adds, in log-odds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Concepts {
    weights: Vec<f32>,
    /// Log-odds that one step of a stored weight stands for.
    pub(super) step: f32,
    /// What is stored: keys and weights in steps, sorted by key.
    pub(super) entries: Vec<(u32, i8)>,
}

impl Concepts {
    /// Builds the table from sorted entries.
    pub(super) fn new(step: f32, entries: Vec<(u32, i8)>) -> Self {
        let mut weights = vec![0.0; entries.last().map_or(0, |&(key, _)| key as usize + 1)];
        for &(key, steps) in &entries {
            weights[key as usize] = f32::from(steps) * step;
        }
        Self { weights, step, entries }
    }

    /// Returns what a concept adds; 0 where nothing was fitted.
    pub(super) fn weight(&self, concept: Concept) -> f32 {
        self.weights.get(concept.key() as usize).copied().unwrap_or(0.0)
    }
}

/// What tells the register of the words of a text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Register<'a> {
    /// Words and patterns of words that were fitted on the language.
    Lexicon(&'a Lexicon),
    /// The concepts that its words stand for.
    Concepts(&'a Concepts),
}

impl<'a> Register<'a> {
    /// Returns the lexicon, where it is one.
    pub(super) const fn lexicon(self) -> Option<&'a Lexicon> {
        match self {
            Self::Lexicon(lexicon) => Some(lexicon),
            Self::Concepts(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concept_without_a_weight_adds_nothing() {
        let concepts = Concepts::new(0.5, vec![(2, 3), (5, -4)]);
        assert_eq!(concepts.weight(Concept(1)), 1.5);
        assert_eq!(concepts.weight(Concept(4)), -2.0);
        assert_eq!(concepts.weight(Concept(2)), 0.0);
        assert_eq!(concepts.weight(Concept(200)), 0.0);
    }
}
