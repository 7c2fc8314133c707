//! The passages that stand twice in one text.
//!
//! The same seeds and runs as between two texts; but an article comes back to its own matter all the time, so only words count that are the same: runs
//! that are near each other on both sides make one passage, and where too much between them differs, the runs alone are told.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::gather::Anchor;
use super::passages::Scratch;
use super::run::{Run, cut_periodic, runs};
use super::seed::give_back;
use super::tolerance::Tolerance;
use super::verify::Reader;
use crate::passage::{Passage, PassageKind};
use crate::text::{AnalyzedText, TokenRange};

/// Words between two runs, on each side, that are bridged: about one sentence. Wider gaps join sentences that merely stand near each other twice.
const GAP: u32 = 20;

/// Words from which a passage is told even if it is made of names and titles: no list of that length stands twice by chance.
const LONG_LIST: u32 = 24;

/// Finds the passages that stand twice in one text: the left side is the earlier place and ends before the right side starts.
///
/// Verbatim and edited passages only: that an article comes back to a matter in other words is no slip. A passage that stands k times gives
/// k - 1 results: each later place with one earlier place. Sorted by the later place. Costs n log n in the length of the text.
#[must_use]
pub fn passages_within(text: &AnalyzedText, tolerance: &Tolerance, scratch: &mut Scratch) -> Vec<Passage> {
    let Scratch { vocabulary, seeder, seeds, runs: found, .. } = scratch;
    let pair = vocabulary.within(text);
    seeds.clear();
    found.clear();
    seeder.within(pair, tolerance.seed, seeds);
    runs(seeds, tolerance.seed.words() as u32, found);
    give_back(seeds);
    cut_periodic(found, tolerance.least_within);
    let reader = Reader::new((text, &pair.left.words), (text, &pair.left.words));
    let mut chains = chains(found, tolerance.least_within);
    chains.retain(|chain| chain.words >= tolerance.least_within);
    chains.sort_by_key(|chain| (Reverse(chain.words), chain.place.left, chain.place.right));
    let mut taken = Taken::default();
    let mut passages = Vec::new();
    for chain in chains {
        let whole = reader.passage(chain.place);
        if is_same(&whole, tolerance) {
            told(whole, &reader, &mut taken, &mut passages);
        } else {
            for run in inside(found, chain.place) {
                let run = taken.free_part(run);
                if run.words >= tolerance.least_within {
                    told(reader.passage(Anchor::from(run)), &reader, &mut taken, &mut passages);
                }
            }
        }
    }
    give_back(found);
    passages.sort_by_key(|passage| (passage.right, passage.left));
    passages
}

fn is_same(passage: &Passage, tolerance: &Tolerance) -> bool {
    passage.kind != PassageKind::Rewritten && passage.words >= tolerance.least_within
}

/// Takes a passage whose later place is free and which is more than names.
fn told(passage: Passage, reader: &Reader<'_>, taken: &mut Taken, passages: &mut Vec<Passage>) {
    let place = Anchor { left: passage.left.tokens, right: passage.right.tokens };
    if taken.is_free(place.right) && (passage.words >= LONG_LIST || reader.more_than_names(place)) {
        taken.take(place.right);
        passages.push(passage);
    }
}

/// Runs that are near each other on both sides.
#[derive(Debug, Clone, Copy)]
struct Chain {
    place: Anchor,
    /// Words in runs; words of two runs that overlap count twice.
    words: u32,
}

/// Joins runs, sorted by their right start, into chains.
///
/// A run of `copy` words or more whose words stand in the chain on one side only is another copy of them and starts its own chain.
fn chains(runs: &[Run], copy: u32) -> Vec<Chain> {
    let mut done = Vec::new();
    let mut open: Vec<Chain> = Vec::new();
    for &run in runs {
        let place = Anchor::from(run);
        done.extend(open.extract_if(.., |chain| chain.place.right.end + GAP < place.right.start));
        let near = open.iter_mut().find(|chain| {
            distance(chain.place.left, place.left) <= GAP
                && !(run.words >= copy && another_copy(chain.place, place))
                && chain.place.left.hull(place.left).end <= chain.place.right.start
        });
        match near {
            Some(chain) => {
                chain.place = chain.place.hull(place);
                chain.words += run.words;
            }
            None => open.push(Chain { place, words: run.words }),
        }
    }
    done.append(&mut open);
    done
}

fn another_copy(chain: Anchor, run: Anchor) -> bool {
    let stands = |side: TokenRange, run: TokenRange| side.overlap(run) * 2 > run.len();
    stands(chain.left, run.left) != stands(chain.right, run.right)
}

fn distance(one: TokenRange, other: TokenRange) -> u32 {
    one.start.max(other.start).saturating_sub(one.end.min(other.end))
}

/// Returns the runs that lie wholly in a place.
fn inside(runs: &[Run], place: Anchor) -> impl Iterator<Item = Run> {
    let first = runs.partition_point(|run| run.right < place.right.start);
    let near = runs[first..].iter().take_while(move |run| run.right < place.right.end).copied();
    near.filter(move |&run| {
        place.left.contains(Anchor::from(run).left) && place.right.contains(Anchor::from(run).right)
    })
}

/// Later places that are told already: start to end.
#[derive(Debug, Default)]
struct Taken(BTreeMap<u32, u32>);

impl Taken {
    fn is_free(&self, range: TokenRange) -> bool {
        let before = self.0.range(..=range.start).next_back().map_or(0, |(_, &end)| end);
        let after = self.0.range(range.start..).next().map_or(u32::MAX, |(&start, _)| start);
        before <= range.start && range.end <= after
    }

    /// Returns what is left of a run without the words at its edges that are told: two runs that meet share a word or two.
    fn free_part(&self, run: Run) -> Run {
        let end = run.right + run.words;
        let before = self.0.range(..=run.right).next_back().map_or(0, |(_, &end)| end);
        let start = before.clamp(run.right, end);
        let end = self.0.range(start..end).next().map_or(end, |(&after, _)| after);
        Run { right: start, left: run.left + (start - run.right), words: end - start }
    }

    fn take(&mut self, range: TokenRange) {
        self.0.insert(range.start, range.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    const SENTENCE: &str =
        "The harbour office said on Monday that the ferry would stay in port until the wind had fallen.";

    fn within(text: &str) -> Vec<(&str, &str)> {
        let analyzed = analyze(text, &[]);
        let passages = passages_within(&analyzed, &Tolerance::default(), &mut Scratch::default());
        passages.iter().map(|passage| (passage.left.span.of(text), passage.right.span.of(text))).collect()
    }

    #[test]
    fn a_quote_mark_style_does_not_hide_a_copy() {
        let text = "He called it a ‘mockery of our people and of our cities’ today.\n\nSome other words stand here.\n\nHe called it a \"mockery of our people and of our cities\" today.";
        assert_eq!(within(text).len(), 1);
    }

    #[test]
    fn an_edited_paragraph_is_one_passage() {
        let text = "The harbour office said on Monday that the ferry would stay in port until the strong wind had fallen. Nobody was hurt in the storm.\nOther news of the day comes from the town hall.\nThe harbour office said on Tuesday that the ferry would stay in port until the wind had fallen. Nobody was hurt in the storm.";
        let found = within(text);
        assert_eq!(found.len(), 1);
        assert!(found[0].0.starts_with("The harbour") && found[0].1.ends_with("storm"), "{found:?}");
    }

    #[test]
    fn a_list_of_names_is_not_a_copy() {
        let names =
            "Prime Minister Jane Doe, Foreign Secretary John Roe, Defence Secretary Ann Poe and Treasurer Tom Coe";
        let text =
            format!("{names} met in Paris.\nIn London the week before they had been less sure.\n{names} went home.");
        assert_eq!(within(&text), []);
    }

    #[test]
    fn a_sentence_that_stands_five_times_gives_four_pairs_with_the_first() {
        let text = [SENTENCE; 5].join("\n");
        let found = within(&text);
        assert_eq!(found.len(), 4);
        assert!(found.iter().all(|(left, right)| left == right));
    }

    #[test]
    fn two_copies_in_another_order_that_share_a_word_are_both_told() {
        let (one, other) = (SENTENCE, "Dockers unload the last of the grain barges by hand.");
        let text = format!("All lend a hand. {one} {other}\nThe town hall stays closed.\n{other} {one} More follows.");
        let found = within(&text);
        let copies: Vec<&str> = found.into_iter().map(|(_, later)| later).collect();
        assert_eq!(copies.len(), 2, "{copies:?}");
    }

    #[test]
    fn nothing_stands_twice_in_an_empty_text() {
        assert_eq!(within(""), []);
        assert_eq!(within("word"), []);
    }

    #[test]
    fn far_too_different_sentences_leave_only_the_words_they_share() {
        let text = "Envoys of the two sides met in the old customs house by the river at noon on Tuesday to sign.\n\
            Later on a lawyer saw the old customs house by the river at noon empty and locked with a chain.";
        let found = within(text);
        assert_eq!(
            found,
            [("the old customs house by the river at noon", "the old customs house by the river at noon")]
        );
    }
}
