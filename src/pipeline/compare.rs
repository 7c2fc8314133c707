//! Two texts, or many pairs of texts: texts → cuts → the passages that each pair shares, in the order of the pairs.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::matching::{Scratch, Tolerance, passages_between};
use crate::passage::Passage;
use crate::text::{AnalyzedText, analyze};

/// Finds the passages that two texts share.
#[must_use]
pub fn compare(left: &str, right: &str, tolerance: &Tolerance) -> Vec<Passage> {
    passages_between(&analyze(left, &[]), &analyze(right, &[]), tolerance, &mut Scratch::default())
}

/// A pair of texts by their position in the list of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPair {
    /// Position of the left text.
    pub left: u32,
    /// Position of the right text.
    pub right: u32,
}

/// Finds the passages of many pairs on the threads of the current pool; the results come in the order of the pairs, whatever the threads.
///
/// Each text is analysed once, however many pairs it stands in. Holds the cuts of all texts: about ten times their bytes.
///
/// # Panics
/// When a pair names a text that is not in the list.
#[must_use]
pub fn compare_pairs(texts: &[impl AsRef<str> + Sync], pairs: &[TextPair], tolerance: &Tolerance) -> Vec<Vec<Passage>> {
    let texts: Vec<AnalyzedText<'_>> = texts.par_iter().map(|text| analyze(text.as_ref(), &[])).collect();
    pairs
        .par_iter()
        .map_init(Scratch::default, |scratch, pair| {
            passages_between(&texts[pair.left as usize], &texts[pair.right as usize], tolerance, scratch)
        })
        .collect()
}

/// Numbers names in the order of their first appearance, each once: the texts to read for a list of pairs.
///
/// Returns the distinct left names, the distinct right names, and the pairs with the right texts counted behind the left ones.
#[must_use]
pub fn number_pairs<'n>(names: &[(&'n str, &'n str)]) -> (Vec<&'n str>, Vec<&'n str>, Vec<TextPair>) {
    let (mut lefts, mut rights) = (Numbered::default(), Numbered::default());
    let numbered: Vec<(u32, u32)> =
        names.iter().map(|&(left, right)| (lefts.number(left), rights.number(right))).collect();
    let first_right = lefts.names.len() as u32;
    let pairs = numbered.into_iter().map(|(left, right)| TextPair { left, right: first_right + right }).collect();
    (lefts.names, rights.names, pairs)
}

#[derive(Debug, Default)]
struct Numbered<'n> {
    names: Vec<&'n str>,
    numbers: HashMap<&'n str, u32, foldhash::fast::FixedState>,
}

impl<'n> Numbered<'n> {
    fn number(&mut self, name: &'n str) -> u32 {
        *self.numbers.entry(name).or_insert_with(|| {
            self.names.push(name);
            self.names.len() as u32 - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COPIED: &str =
        "The harbour office said on Monday that the ferry would stay in port until the strong wind had fallen.";

    #[test]
    fn results_come_in_the_order_of_the_pairs_at_any_number_of_threads() {
        let texts = [
            format!("One thing. {COPIED}"),
            "Nothing in common with it.".to_owned(),
            format!("{COPIED} Another thing."),
        ];
        let pairs = [(1, 2), (0, 2), (0, 1)].map(|(left, right)| TextPair { left, right });
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
            pool.install(|| compare_pairs(&texts, &pairs, &Tolerance::default()))
        };
        let found = run(1);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 0]);
        assert_eq!(found, run(4));
    }

    #[test]
    fn a_text_of_many_pairs_is_read_once() {
        let (lefts, rights, pairs) = number_pairs(&[("a", "x"), ("b", "x"), ("a", "y")]);
        assert_eq!((lefts, rights), (vec!["a", "b"], vec!["x", "y"]));
        assert_eq!(pairs[1], TextPair { left: 1, right: 2 });
        assert_eq!(pairs[2], TextPair { left: 0, right: 3 });
    }
}
