//! Passages of pairs of texts as gold and as found, set by set: the folders of the PAN competitions, or the lines of `compare --format jsonl`.

use std::collections::HashSet;

use serde::Deserialize;

use super::labels::values;
use super::pan::{self, PanList};
use super::passages::{Case, PairIx, PairNames, PassageScore, score};
use crate::text::Span;

/// Gold and found passages of the same pairs, in sets.
#[derive(Debug, Clone, Default)]
pub struct PassageLists {
    names: PairNames,
    gold: Vec<Case>,
    found: Vec<Case>,
    sets: Vec<PairSet>,
}

/// The pairs that are scored together.
#[derive(Debug, Clone)]
struct PairSet {
    name: String,
    pairs: HashSet<PairIx, foldhash::fast::FixedState>,
}

/// One line of `compare --format jsonl`; gold may name the set of a pair.
#[derive(Debug, Deserialize)]
struct PairLine {
    left: String,
    right: String,
    #[serde(default)]
    set: Option<String>,
    passages: Vec<PassageLine>,
}

#[derive(Debug, Deserialize)]
struct PassageLine {
    left: CharSpan,
    right: CharSpan,
}

#[derive(Debug, Deserialize)]
struct CharSpan {
    start_char: u32,
    end_char: u32,
}

impl PassageLists {
    /// Takes up one XML file of gold passages, of the set it lies in.
    ///
    /// # Errors
    /// As [`pan::read`].
    pub fn gold_xml(&mut self, set: &str, xml: &str) -> Result<(), String> {
        let first = self.gold.len();
        pan::read(xml, PanList::Gold, &mut self.names, &mut self.gold)?;
        let pairs: Vec<PairIx> = self.gold[first..].iter().map(|case| case.pair).collect();
        self.set(set).extend(pairs);
        Ok(())
    }

    /// Takes up a pair that belongs to a set, whether it shares a passage or not.
    pub fn pair(&mut self, set: &str, left: &str, right: &str) {
        let pair = self.names.number(left, right);
        self.set(set).insert(pair);
    }

    /// Takes up one XML file of passages that were found.
    ///
    /// # Errors
    /// As [`pan::read`].
    pub fn found_xml(&mut self, xml: &str) -> Result<(), String> {
        pan::read(xml, PanList::Found, &mut self.names, &mut self.found)
    }

    /// Takes up gold as lines like those of `compare --format jsonl`.
    ///
    /// # Errors
    /// When a line is not of this form.
    pub fn gold_lines(&mut self, lines: &str) -> Result<(), serde_json::Error> {
        for line in values::<PairLine>(lines)? {
            let pair = self.names.number(&line.left, &line.right);
            if let Some(set) = &line.set {
                self.set(set).insert(pair);
            }
            self.gold.extend(line.cases(pair));
        }
        Ok(())
    }

    /// Takes up what `compare --format jsonl` printed.
    ///
    /// # Errors
    /// When a line is not of this form.
    pub fn found_lines(&mut self, lines: &str, names: Naming) -> Result<(), serde_json::Error> {
        for line in values::<PairLine>(lines)? {
            let pair = match names {
                Naming::Whole => self.names.number(&line.left, &line.right),
                Naming::LastPart => self.names.number(last_part(&line.left), last_part(&line.right)),
            };
            self.found.extend(line.cases(pair));
        }
        Ok(())
    }

    /// Scores each set, then all pairs together, those of no set included.
    #[must_use]
    pub fn scores(&self) -> (Vec<(&str, PassageScore)>, PassageScore) {
        let of = |cases: &[Case], set: &PairSet| -> Vec<Case> {
            cases.iter().filter(|case| set.pairs.contains(&case.pair)).copied().collect()
        };
        let mut sets: Vec<(&str, PassageScore)> = self
            .sets
            .iter()
            .map(|set| (set.name.as_str(), score(&of(&self.gold, set), &of(&self.found, set))))
            .collect();
        sets.sort_by_key(|(name, _)| *name);
        (sets, score(&self.gold, &self.found))
    }

    fn set(&mut self, name: &str) -> &mut HashSet<PairIx, foldhash::fast::FixedState> {
        let ix = self.sets.iter().position(|set| set.name == name).unwrap_or_else(|| {
            self.sets.push(PairSet { name: name.to_owned(), pairs: HashSet::default() });
            self.sets.len() - 1
        });
        &mut self.sets[ix].pairs
    }
}

/// How the names of found pairs are held against those of gold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// As they stand.
    Whole,
    /// Without their folders, as the PAN lists name texts.
    LastPart,
}

impl PairLine {
    fn cases(&self, pair: PairIx) -> impl Iterator<Item = Case> {
        let span = |side: &CharSpan| Span::new(side.start_char, side.end_char);
        self.passages.iter().map(move |passage| Case { pair, left: span(&passage.left), right: span(&passage.right) })
    }
}

fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = r#"<document reference="susp.txt">
<feature name="plagiarism" source_length="10" source_offset="0" source_reference="src.txt" this_length="10" this_offset="5" /></document>"#;

    #[test]
    fn lines_are_held_against_xml_by_the_names_of_the_files_and_in_characters() {
        let mut lists = PassageLists::default();
        lists.gold_xml("one", GOLD).unwrap();
        lists.pair("none", "other.txt", "src.txt");
        let line = r#"{"v":1,"left":"d/susp.txt","right":"e/src.txt","passages":[{"left":{"start":9,"end":19,"start_char":5,"end_char":15},
            "right":{"start":0,"end":10,"start_char":0,"end_char":10},"kind":"verbatim","similarity":1.0,"words":3}]}"#;
        lists.found_lines(line, Naming::LastPart).unwrap();
        let (sets, all) = lists.scores();
        assert!((all.plagdet - 1.0).abs() < 1e-12);
        assert_eq!(
            sets.iter().map(|(name, score)| (*name, score.detections)).collect::<Vec<_>>(),
            [("none", 0), ("one", 1)]
        );
    }
}
