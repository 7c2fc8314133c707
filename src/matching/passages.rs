//! The whole way from analysed texts to their passages.

use super::alike::Aliker;
use super::between::Between;
use super::evidence::Scale;
use super::gather::Anchor;
use super::refine::Refiner;
use super::run::{Run, RunsByMiddle, runs};
use super::seed::{Seed, Seeder};
use super::taken::Taken;
use super::tolerance::Tolerance;
use super::verify::Reader;
use super::vocabulary::{Pair, Vocabulary};
use crate::passage::Passage;
use crate::text::AnalyzedText;

/// Evidence of a run that makes it an anchor: four words in a row that are all common make none.
const RUN_EVIDENCE: f64 = 20.0;
/// Share of words kept that the evidence of a run is counted with; a rough look, the edges are drawn by what the words say.
const RUN_KEPT: f64 = 0.6;

/// Buffers that are used again from pair to pair.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    pub(super) vocabulary: Vocabulary,
    pub(super) seeder: Seeder,
    pub(super) seeds: Vec<Seed>,
    pub(super) runs: Vec<Run>,
    by_middle: RunsByMiddle,
    aliker: Aliker,
    anchors: Vec<Anchor>,
    refiner: Refiner,
    scale: Scale,
    taken: (Taken, Taken),
}

/// Finds the passages that two texts share, sorted by their place in the left text.
///
/// Verbatim and edited passages, rewritten and reordered ones, and summaries of a whole text. A word of a text belongs to one passage at most,
/// except where the other text holds several copies. Costs n log n in the length of both texts.
#[must_use]
pub fn passages_between(
    left: &AnalyzedText,
    right: &AnalyzedText,
    tolerance: &Tolerance,
    scratch: &mut Scratch,
) -> Vec<Passage> {
    let Scratch { vocabulary, seeder, seeds, runs: found, by_middle, aliker, anchors, refiner, scale, taken } = scratch;
    let pair = vocabulary.between(left, right, tolerance.stem_letters);
    clear(seeds, found, anchors, taken);
    seeder.between(pair, tolerance.seed, seeds);
    runs(seeds, tolerance.seed.words() as u32, found);
    aliker.between((left, pair.left), (right, pair.right), pair.counts.len(), tolerance, anchors);
    anchors.extend(telling(pair, found, tolerance.least_verbatim));
    let reader = Reader::new((left, &pair.left.words), (right, &pair.right.words));
    by_middle.fill(found);
    let mut search = Between::new(pair, reader, by_middle, tolerance, (&mut taken.0, &mut taken.1));
    search.find(refiner, anchors);
    search.sum_up(scale);
    let mut passages = search.passages();
    passages.sort_by_key(|passage| (passage.left, passage.right));
    passages
}

fn clear(seeds: &mut Vec<Seed>, runs: &mut Vec<Run>, anchors: &mut Vec<Anchor>, taken: &mut (Taken, Taken)) {
    seeds.clear();
    runs.clear();
    anchors.clear();
    taken.0.clear();
    taken.1.clear();
}

/// Returns the runs that are long, or whose words are rare enough to make them anchors.
fn telling<'r>(pair: Pair<'r>, runs: &'r [Run], long: u32) -> impl Iterator<Item = Anchor> + 'r {
    let places = (pair.left.words.len().max(1) as f64).ln() + (pair.right.words.len().max(1) as f64).ln();
    runs.iter().filter(move |run| run.words >= long || speaks(pair, **run, places)).map(|&run| Anchor::from(run))
}

/// Weighs the words of a run as `evidence` does, each by how often it stands elsewhere, and asks for a run that chance would not make once.
///
/// Two places hold the same words by chance in one of exp(rarity) cases, and `places` is the logarithm of the number of places that face each other. Without
/// this a text ten times as long has nearly a hundred times the anchors (1,649 and 40,920 at 41,000 and 410,000 words a side), all but a few of them chance.
fn speaks(pair: Pair, run: Run, places: f64) -> bool {
    let tokens = f64::from(pair.tokens);
    let per_word = f64::from(run.words) / tokens;
    let stems = &pair.left.stems[run.left as usize..(run.left + run.words) as usize];
    let (mut evidence, mut rarity) = (0.0, 0.0);
    stems.iter().any(|&stem| {
        let elsewhere = f64::from(pair.counts[stem as usize].saturating_sub(2)) + 1.0;
        let chance = -(-per_word * elsewhere).exp_m1();
        evidence += 2.0 * (RUN_KEPT * (1.0 - chance) / chance).ln_1p();
        rarity += (tokens / elsewhere).ln();
        evidence >= RUN_EVIDENCE && rarity >= places
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    const SENTENCE: &str =
        "The harbour office said on Monday that the ferry would stay in port until the wind had fallen.";
    const OTHER: &str = "Two bakers from the old town have won a prize for a loaf that keeps a whole week.";

    fn between<'t>(left: &'t str, right: &'t str) -> Vec<(&'t str, &'t str)> {
        let (l, r) = (analyze(left, &[]), analyze(right, &[]));
        let passages = passages_between(&l, &r, &Tolerance::default(), &mut Scratch::default());
        passages.iter().map(|passage| (passage.left.span.of(left), passage.right.span.of(right))).collect()
    }

    #[test]
    fn a_sentence_that_came_from_the_other_text_is_found_to_the_word() {
        let left = format!("{OTHER} {SENTENCE} The town hall was closed.");
        let right = format!("Nothing of this was known in the morning. {SENTENCE} More tomorrow.");
        let found = between(&left, &right);
        assert_eq!(found, [(&SENTENCE[..SENTENCE.len() - 1], &SENTENCE[..SENTENCE.len() - 1])]);
    }

    #[test]
    fn sentences_in_another_order_are_one_passage() {
        let third = "A crew of four had been taken off the barge by helicopter shortly before midnight on Sunday.";
        let left = format!("Some words come before all of it. {SENTENCE} {OTHER} {third} And some words come behind.");
        let right =
            format!("A wholly different start. {third} {SENTENCE} {OTHER} A wholly different end of the story.");
        assert_eq!(between(&left, &right).len(), 1);
    }

    /// Sentences of fifteen words, each with its number behind a letter.
    fn row(letter: char, numbers: std::ops::Range<usize>) -> String {
        let words: Vec<String> = numbers.map(|number| format!("{letter}{number:x}z")).collect();
        words.chunks(15).map(|words| words.join(" ") + ". ").collect()
    }

    #[test]
    fn two_long_copies_in_another_order_are_two_verbatim_passages() {
        let (one, other) = (row('k', 0..60), row('l', 0..60));
        let left = format!("{}{one}{other}{}", row('a', 0..30), row('b', 0..30));
        let right = format!("{}{other}{one}{}", row('c', 0..45), row('d', 0..30));
        let bare = |text: &str| text.trim_end_matches(['.', ' ']).to_owned();
        let found: Vec<String> = between(&left, &right).into_iter().map(|(_, copy)| copy.to_owned()).collect();
        assert_eq!(found, [bare(&one), bare(&other)]);
    }

    #[test]
    fn two_copies_that_only_a_likeness_between_them_joins_are_found() {
        // Behind the first copy stand 75 words of its own, a sentence that is like one between the copies on the other side, and 60 more.
        let (one, other) = (row('k', 0..75), row('l', 0..75));
        let like = format!("{}{}", row('m', 0..6).replace(". ", " "), row('e', 75..84));
        let between_them = format!("{}{like}{}", row('e', 0..75), row('e', 90..150));
        let left = format!("{}{one}{between_them}{other}{}", row('a', 0..45), row('b', 0..45));
        let right = format!("{}{one}{}{other}{}", row('c', 0..45), row('m', 0..15), row('d', 0..45));
        let found = between(&left, &right);
        assert!(found.len() == 2 && found.iter().all(|(here, there)| here == there), "{found:?}");
    }

    #[test]
    fn of_two_texts_that_sum_up_each_other_the_same_summary_is_told_from_either_side() {
        // Words of five letters that look nothing like each other.
        let word = |number: usize| -> String {
            let mixed = number * 7_368_787 % 26usize.pow(5);
            (0..5).map(|at| char::from(b'a' + (mixed / 26usize.pow(at) % 26) as u8)).collect()
        };
        let sentences = |numbers: Vec<usize>| -> String {
            let words: Vec<String> = numbers.into_iter().map(word).collect();
            words.chunks(15).map(|words| words.join(" ") + ". ").collect()
        };
        let every = |first: usize, step: usize| (first..first + 330).step_by(step).collect::<Vec<_>>();
        let one = sentences(every(0, 1)) + &sentences(every(1_000, 6));
        let other = sentences(every(1_000, 1)) + &sentences(every(0, 7));
        let there = between(&one, &other);
        let back: Vec<_> = between(&other, &one).into_iter().map(|(left, right)| (right, left)).collect();
        assert_eq!(there.len(), 1);
        assert_eq!(there, back);
    }

    #[test]
    fn empty_texts_share_nothing() {
        assert_eq!(between("", SENTENCE), []);
        assert_eq!(between("", ""), []);
    }
}
