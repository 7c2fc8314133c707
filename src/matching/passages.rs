//! The whole way from two analysed texts to their passages.

use super::gather::{Cluster, gather};
use super::joined::Joined;
use super::run::{Run, cut_periodic, runs};
use super::seed::{Seed, Seeder};
use super::tolerance::Tolerance;
use super::verify::{CandidateSide, verify};
use crate::passage::Passage;
use crate::text::{AnalyzedText, TokenRange};

/// Buffers that are used again from pair to pair.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    joined: Joined,
    seeder: Seeder,
    seeds: Vec<Seed>,
    runs: Vec<Run>,
}

/// Finds the passages that two texts share, sorted by their place in the left text.
#[must_use]
pub fn passages_between(
    left: &AnalyzedText,
    right: &AnalyzedText,
    tolerance: &Tolerance,
    scratch: &mut Scratch,
) -> Vec<Passage> {
    let Scratch { joined, seeder, seeds, runs: found } = scratch;
    joined.between(left, right);
    seeds.clear();
    found.clear();
    seeder.between(&joined.left, &joined.right, tolerance.seed, seeds);
    runs(seeds, tolerance.seed.words() as u32, found);
    let clusters = gather(found, tolerance.gap_words, tolerance.min_words, false);
    let mut passages: Vec<Passage> = clusters
        .into_iter()
        .filter_map(|cluster| {
            let left = CandidateSide { text: left, words: &joined.left, range: cluster.left };
            let right = CandidateSide { text: right, words: &joined.right, range: cluster.right };
            verify(left, right, tolerance)
        })
        .collect();
    passages.sort_by_key(|passage| (passage.left, passage.right));
    passages
}

/// Finds the passages that stand twice in one text: the left side is the earlier place and ends before the right side starts.
///
/// A passage that stands k times gives k - 1 results: each later place with one earlier place. Sorted by the later place.
#[must_use]
pub fn passages_within(text: &AnalyzedText, tolerance: &Tolerance, scratch: &mut Scratch) -> Vec<Passage> {
    let Scratch { joined, seeder, seeds, runs: found } = scratch;
    joined.within(text);
    seeds.clear();
    found.clear();
    seeder.within(&joined.left, tolerance.seed, seeds);
    runs(seeds, tolerance.seed.words() as u32, found);
    cut_periodic(found, tolerance.min_words);
    let mut clusters = gather(found, tolerance.gap_words, tolerance.min_words, true);
    clusters.retain(|cluster| cluster.words >= tolerance.min_words);
    let side = |range: TokenRange| CandidateSide { text, words: &joined.left, range };
    let mut passages: Vec<Passage> = one_earlier_place_each(clusters)
        .into_iter()
        .filter_map(|cluster| verify(side(cluster.left), side(cluster.right), tolerance))
        .collect();
    passages.sort_by_key(|passage| (passage.right, passage.left));
    passages
}

/// Keeps, for each later place, the cluster with most words, and of equals the one with the earliest left side.
fn one_earlier_place_each(mut clusters: Vec<Cluster>) -> Vec<Cluster> {
    clusters.sort_by_key(|cluster| (std::cmp::Reverse(cluster.words), cluster.left, cluster.right));
    let mut taken: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    clusters.retain(|cluster| {
        let TokenRange { start, end } = cluster.right;
        let before = taken.range(..=start).next_back().map_or(0, |(_, &end)| end);
        let after = taken.range(start..).next().map_or(u32::MAX, |(&start, _)| start);
        let free = before <= start && end <= after;
        if free {
            taken.insert(start, end);
        }
        free
    });
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn within(text: &str) -> Vec<(String, String)> {
        let analyzed = analyze(text, &[]);
        passages_within(&analyzed, &Tolerance::default(), &mut Scratch::default())
            .iter()
            .map(|passage| (passage.left.span.of(text).to_owned(), passage.right.span.of(text).to_owned()))
            .collect()
    }

    const SENTENCE: &str =
        "The harbour office said on Monday that the ferry would stay in port until the wind had fallen.";

    #[test]
    fn a_quote_mark_style_does_not_hide_a_copy() {
        let text = "He called it a ‘mockery of our people and of our cities’ today.\n\nSome other words stand here.\n\nHe called it a \"mockery of our people and of our cities\" today.";
        assert_eq!(within(text).len(), 1);
    }

    #[test]
    fn an_edited_paragraph_is_one_passage() {
        let text = "The harbour office said on Monday that the ferry would stay in port until the strong wind had fallen. Nobody was hurt in the storm.\nOther news of the day comes from the town hall.\nThe harbour office said on Tuesday that the ferry would stay in port until the wind had fallen. Nobody was hurt in that storm.";
        let found = within(text);
        assert_eq!(found.len(), 1);
        assert!(found[0].0.starts_with("The harbour") && found[0].1.ends_with("hurt in"), "{found:?}");
    }

    #[test]
    fn a_list_of_names_is_not_a_copy() {
        let names =
            "Prime Minister Jane Doe, Foreign Secretary John Roe, Defence Secretary Ann Poe and Treasurer Tom Coe";
        assert_eq!(
            within(&format!(
                "{names} met in Paris.\nIn London the week before they had been less sure.\n{names} went home."
            )),
            []
        );
    }

    #[test]
    fn a_sentence_that_stands_five_times_gives_four_pairs_with_the_first() {
        let text = [SENTENCE; 5].join("\n");
        let found = within(&text);
        assert_eq!(found.len(), 4);
        assert!(found.iter().all(|(left, right)| left == right));
    }
}
