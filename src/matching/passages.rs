//! The whole way from analysed texts to their passages.

use super::alike::Aliker;
use super::evidence::Scale;
use super::gather::{Anchor, gather};
use super::refine::{Candidate, Refiner, Taken};
use super::run::{Run, runs};
use super::seed::{Seed, Seeder};
use super::summary;
use super::tolerance::Tolerance;
use super::verify::{Reader, exact};
use super::vocabulary::{Pair, Vocabulary};
use crate::passage::{Passage, PassageKind};
use crate::text::{AnalyzedText, TokenRange};

/// Evidence of a run that makes it an anchor: four words in a row that are all common make none.
const RUN_EVIDENCE: f64 = 20.0;
/// Share of a passage that another copy of it must have: less is an echo of a passage that is reported anyway.
const ANOTHER_COPY: f64 = 0.5;

/// Words from which a verbatim passage is told even if it is made of names and figures: a list of that length is not the same twice by chance.
const LONG_LIST: u32 = 40;

/// Buffers that are used again from pair to pair.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    pub(super) vocabulary: Vocabulary,
    pub(super) seeder: Seeder,
    pub(super) seeds: Vec<Seed>,
    pub(super) runs: Vec<Run>,
    aliker: Aliker,
    anchors: Vec<Anchor>,
    refiner: Refiner,
    scale: Scale,
    taken: (Taken, Taken),
    nothing: Taken,
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
    let Scratch { vocabulary, seeder, seeds, runs: found, aliker, anchors, refiner, scale, taken, nothing } = scratch;
    let pair = vocabulary.between(left, right, tolerance.stem_letters);
    clear(seeds, found, anchors, taken);
    seeder.between(pair, tolerance.seed, seeds);
    runs(seeds, tolerance.seed.words() as u32, found);
    aliker.between((left, pair.left), (right, pair.right), pair.counts.len(), tolerance, anchors);
    let long = tolerance.least_verbatim;
    anchors.extend(found.iter().filter(|run| run.words >= long || speaks(pair, **run)).map(|&run| Anchor::from(run)));
    if anchors.is_empty() && !may_sum_up(left, right, tolerance) {
        return Vec::new();
    }
    let reader = Reader { left, right, left_words: &pair.left.words, right_words: &pair.right.words };
    let mut places = Vec::new();
    let mut beside = false;
    for candidate in strongest(gather(anchors, tolerance.gap_words), |place| {
        refiner.refine(pair, place, (nothing, nothing), tolerance)
    }) {
        let mut fit = |taken: (&Taken, &Taken)| {
            let candidate = refiner.refine(pair, candidate.place, taken, tolerance)?;
            accept(candidate, found, beside, &reader, tolerance)
        };
        let place = fit((&taken.0, &taken.1)).or_else(|| {
            let copies = [fit((nothing, &taken.1)), fit((&taken.0, nothing))];
            copies.into_iter().flatten().find(|(place, dense)| *dense && another_copy(*place, &places))
        });
        let Some((place, dense)) = place else { continue };
        let told = if dense { vec![place] } else { told_runs(place, found, &reader).unwrap_or_else(|| vec![place]) };
        for place in told {
            taken.0.take(place.left);
            taken.1.take(place.right);
            beside |= place.left.len() >= tolerance.least_beside && exact(place, found).is_some();
            places.push(place);
        }
    }
    if !beside {
        sum_up(scale, pair, (left, right), &mut places, tolerance);
    }
    let mut passages: Vec<Passage> = places.into_iter().map(|place| reader.passage(place)).collect();
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

/// Tells whether the words of a run are rare enough to make it an anchor: counted as in `evidence`, each word by how often it stands elsewhere.
fn speaks(pair: Pair, run: Run) -> bool {
    let per_word = f64::from(run.words) / f64::from(pair.tokens);
    let stems = &pair.left.stems[run.left as usize..(run.left + run.words) as usize];
    let evidence = |&stem: &u32| {
        let elsewhere = f64::from(pair.counts[stem as usize].saturating_sub(2)) + 1.0;
        let chance = -(-per_word * elsewhere).exp_m1();
        2.0 * (0.6 * (1.0 - chance) / chance).ln_1p()
    };
    let mut sum = 0.0;
    stems.iter().any(|stem| {
        sum += evidence(stem);
        sum >= RUN_EVIDENCE
    })
}

/// Refines clusters and sorts them by their evidence; equal ones by place.
fn strongest(clusters: Vec<Anchor>, mut refine: impl FnMut(Anchor) -> Option<Candidate>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = clusters.into_iter().filter_map(&mut refine).collect();
    candidates
        .sort_by(|a, b| b.evidence.total_cmp(&a.evidence).then_with(|| symmetric(a.place).cmp(&symmetric(b.place))));
    candidates
}

/// Orders places so that a swap of the texts changes as little as can be.
fn symmetric(place: Anchor) -> (u32, u32, TokenRange) {
    (place.left.start + place.right.start, place.left.start.abs_diff(place.right.start), place.left)
}

/// Decides whether a candidate is told, and with which edges; the flag says that it consists of runs of equal words.
fn accept(
    candidate: Candidate,
    runs: &[Run],
    beside: bool,
    reader: &Reader,
    tolerance: &Tolerance,
) -> Option<(Anchor, bool)> {
    let (place, dense) = exact(candidate.place, runs).map_or((candidate.place, false), |place| (place, true));
    let words = place.left.len().min(place.right.len());
    let enough = if dense {
        words >= if beside { tolerance.least_beside } else { tolerance.least_verbatim }
    } else {
        let loose = beside && reader.passage(place).kind == PassageKind::Rewritten;
        words >= tolerance.least_words
            && candidate.evidence >= if loose { tolerance.evidence_beside } else { tolerance.evidence }
    };
    let told = dense && words >= LONG_LIST || reader.more_than_names(place);
    (enough && told).then_some((place, dense))
}

/// Returns the long runs of equal words inside a place that is rewritten as a whole: what is word for word is told word for word.
fn told_runs(place: Anchor, runs: &[Run], reader: &Reader) -> Option<Vec<Anchor>> {
    let long = runs.iter().filter(|run| run.words >= LONG_LIST).map(|&run| Anchor::from(run));
    let mut long: Vec<Anchor> =
        long.filter(|run| place.left.contains(run.left) && place.right.contains(run.right)).collect();
    if long.is_empty() || reader.passage(place).kind != PassageKind::Rewritten {
        return None;
    }
    long.sort_by_key(|run| (std::cmp::Reverse(run.left.len()), symmetric(*run)));
    let mut told: Vec<Anchor> = Vec::new();
    for run in long {
        if told.iter().all(|other| other.left.overlap(run.left) == 0 && other.right.overlap(run.right) == 0) {
            told.push(run);
        }
    }
    Some(told)
}

/// Tells whether a place is another copy of passages that are known on one side, and not a part of them.
fn another_copy(place: Anchor, known: &[Anchor]) -> bool {
    known.iter().all(|other| {
        let (left, right) = (other.left.overlap(place.left), other.right.overlap(place.right));
        let most = left.max(right);
        let shorter = f64::from(other.left.len().min(other.right.len()));
        (left == 0 || right == 0) && (most == 0 || f64::from(most) >= ANOTHER_COPY * shorter)
    })
}

fn may_sum_up(left: &AnalyzedText, right: &AnalyzedText, tolerance: &Tolerance) -> bool {
    let longer = left.tokens.len().max(right.tokens.len()) as u32;
    longer >= tolerance.summary_ratio * tolerance.least_words
}

/// Puts summaries, of the right text in the left and the other way round, in the place of the passages that are parts of them.
fn sum_up(
    scale: &mut Scale,
    pair: Pair,
    (left, right): (&AnalyzedText, &AnalyzedText),
    places: &mut Vec<Anchor>,
    tolerance: &Tolerance,
) {
    let known: Vec<(TokenRange, TokenRange)> = places.iter().map(|place| (place.left, place.right)).collect();
    let of_right = summary::summary(scale, pair, (left, pair.left), pair.right, &known, tolerance);
    let known: Vec<(TokenRange, TokenRange)> = places.iter().map(|place| (place.right, place.left)).collect();
    let of_left = summary::summary(scale, pair, (right, pair.right), pair.left, &known, tolerance);
    if let Some(stretch) = of_right {
        places.retain(|place| place.left.overlap(stretch) == 0);
        places.push(summary::place(stretch, pair.right));
    } else if let Some(stretch) = of_left {
        places.retain(|place| place.right.overlap(stretch) == 0);
        let place = summary::place(stretch, pair.left);
        places.push(Anchor { left: place.right, right: place.left });
    }
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

    #[test]
    fn empty_texts_share_nothing() {
        assert_eq!(between("", SENTENCE), []);
        assert_eq!(between("", ""), []);
    }
}
