//! The passages of two texts: from anchors to places, the strongest first, each word in one passage.

use std::collections::BTreeSet;

use super::evidence::Scale;
use super::gather::{Anchor, gather};
use super::refine::{Candidate, Refiner, strongest, symmetric};
use super::run::RunsByMiddle;
use super::starts::Starts;
use super::summary;
use super::taken::Taken;
use super::tolerance::Tolerance;
use super::verify::{LONG_LIST, Reader, exact, words_in_runs};
use super::vocabulary::Pair;
use crate::passage::{Passage, PassageKind};
use crate::text::TokenRange;

/// Share of a passage that another copy of it must have: less is an echo of a passage that is reported anyway.
const ANOTHER_COPY: f64 = 0.5;
/// Words of a run that is told by itself where the place around it is rewritten as a whole: who copies two or three sentences in a row copied them, and what
/// stands around them, or between them in another order, has to speak for itself. Of 30 to 60 words, 50 are best: with 60 two copies in another order stay one
/// passage, 40 cut translations, 30 lose .003 there.
const LONG_RUN: u32 = 50;
/// Share of the equal words of such a place that must stand in long runs: where many shorter runs are, sentences were put in another order, and the whole is
/// one passage. .9 and .95 lose verbatim passages; .5 and .8 find the same, but
/// with .5 three of 200 reordered passages of news (`tests/news_edits.py`) fall apart.
const MOSTLY_LONG: f64 = 0.8;
/// Times that the anchors are gathered: what is left of a cluster after its best place was told may hold another.
const ROUNDS: usize = 3;

/// The search for the passages of one pair of texts.
pub(super) struct Between<'s> {
    pair: Pair<'s>,
    reader: Reader<'s>,
    runs: &'s RunsByMiddle,
    tolerance: &'s Tolerance,
    taken: (&'s mut Taken, &'s mut Taken),
    places: Vec<Anchor>,
    starts: (Starts, Starts),
    /// Whether the pair shares a long verbatim passage.
    beside: bool,
}

impl<'s> Between<'s> {
    pub(super) fn new(
        pair: Pair<'s>,
        reader: Reader<'s>,
        runs: &'s RunsByMiddle,
        tolerance: &'s Tolerance,
        taken: (&'s mut Taken, &'s mut Taken),
    ) -> Self {
        Self { pair, reader, runs, tolerance, taken, places: Vec::new(), starts: Default::default(), beside: false }
    }

    /// Finds the places that the anchors lead to. Uses the anchors up.
    pub(super) fn find(&mut self, refiner: &mut Refiner, anchors: &mut Vec<Anchor>) {
        let mut refused = BTreeSet::new();
        for _ in 0..ROUNDS {
            let known = self.places.len();
            let mut clusters = gather(anchors, self.tolerance.gap_words);
            clusters.retain(|cluster| !refused.contains(cluster));
            let candidates = strongest(clusters, |cluster| {
                let candidate = self.worth_telling(refiner, cluster);
                let candidate = candidate.or_else(|| self.worth_telling(refiner, self.longest_run(cluster)?));
                if candidate.is_none() {
                    refused.insert(cluster);
                }
                candidate
            });
            for candidate in candidates {
                self.take(refiner, candidate);
            }
            if self.places.len() == known {
                break;
            }
            anchors.retain(|anchor| self.taken.0.is_free(anchor.left) && self.taken.1.is_free(anchor.right));
        }
    }

    /// Replaces passages that are parts of a summary of a whole text by the summary, where nothing long is copied word for word.
    pub(super) fn sum_up(&mut self, scale: &mut Scale) {
        if self.beside {
            return;
        }
        let Self { pair, reader, tolerance, places, .. } = self;
        let known: Vec<(TokenRange, TokenRange)> = places.iter().map(|place| (place.left, place.right)).collect();
        let of_right = summary::summary(scale, *pair, (reader.left, pair.left), pair.right, &known, tolerance);
        let known: Vec<(TokenRange, TokenRange)> = known.into_iter().map(|(left, right)| (right, left)).collect();
        let of_left = summary::summary(scale, *pair, (reader.right, pair.right), pair.left, &known, tolerance);
        // Where parts of both texts sum up the other, the one that says more; where neither does, the texts have one length and one matter.
        let evidence = |found: Option<(TokenRange, f64)>| found.map_or(f64::NEG_INFINITY, |(_, evidence)| evidence);
        match (of_right, of_left) {
            (Some((stretch, _)), _) if evidence(of_right) > evidence(of_left) => {
                places.retain(|place| place.left.overlap(stretch) == 0);
                places.push(summary::place(stretch, pair.right));
            }
            (_, Some((stretch, _))) if evidence(of_left) > evidence(of_right) => {
                places.retain(|place| place.right.overlap(stretch) == 0);
                let Anchor { left: right, right: left } = summary::place(stretch, pair.left);
                places.push(Anchor { left, right });
            }
            _ => {}
        }
    }

    pub(super) fn passages(&self) -> Vec<Passage> {
        self.places.iter().map(|&place| self.reader.told(place)).collect()
    }

    /// Refines a place with all words free; none where it would not be told.
    fn worth_telling(&self, refiner: &mut Refiner, place: Anchor) -> Option<Candidate> {
        let nothing = Taken::default();
        self.refine(refiner, place, (&nothing, &nothing)).filter(|candidate| self.accept(*candidate).is_some())
    }

    /// Returns the longest run in a place: what leads to a passage where the middle of the place lies between two of them that are far apart.
    fn longest_run(&self, place: Anchor) -> Option<Anchor> {
        let inside =
            self.runs.near(place.right).iter().map(|&run| Anchor::from(run)).filter(|run| place.contains(*run));
        let longest = inside.min_by_key(|run| (std::cmp::Reverse(run.left.len()), symmetric(*run)))?;
        (longest.left.len() >= self.tolerance.least_verbatim && longest != place).then_some(longest)
    }

    fn refine(&self, refiner: &mut Refiner, place: Anchor, taken: (&Taken, &Taken)) -> Option<Candidate> {
        refiner.refine(self.pair, place, taken, self.tolerance)
    }

    /// Fits a candidate into what is still free and tells it, or another copy of words that are taken on one side.
    ///
    /// One that would not be told with all words free is not told with fewer.
    fn take(&mut self, refiner: &mut Refiner, candidate: Candidate) {
        let Some(accepted) = self.accept(candidate) else { return };
        let place = candidate.place;
        let fitted = if self.taken.0.is_free(place.left) && self.taken.1.is_free(place.right) {
            Some(accepted)
        } else {
            self.fit_into_free(refiner, place)
        };
        let Some((place, _)) = fitted else { return };
        for place in self.long_runs(place).unwrap_or_else(|| vec![place]) {
            self.taken.0.take(place.left);
            self.taken.1.take(place.right);
            self.beside |=
                place.left.len() >= self.tolerance.least_beside && exact(self.pair, place, self.runs).is_some();
            self.starts.0.take_up(place.left, self.places.len());
            self.starts.1.take_up(place.right, self.places.len());
            self.places.push(place);
        }
    }

    /// Fits a place into what is still free on both sides, or, as another copy, on one.
    fn fit_into_free(&self, refiner: &mut Refiner, place: Anchor) -> Option<(Anchor, bool)> {
        let nothing = Taken::default();
        let mut fit = |taken| self.accept(self.refine(refiner, place, taken)?);
        fit((&*self.taken.0, &*self.taken.1)).or_else(|| {
            let copies = [fit((&nothing, &*self.taken.1)), fit((&*self.taken.0, &nothing))];
            copies.into_iter().flatten().find(|(place, dense)| *dense && self.is_another_copy(*place))
        })
    }

    /// Decides whether a candidate is told, and with which edges; the flag says that it consists of runs of equal words.
    fn accept(&self, candidate: Candidate) -> Option<(Anchor, bool)> {
        let Self { tolerance, beside, .. } = *self;
        let (place, dense) =
            exact(self.pair, candidate.place, self.runs).map_or((candidate.place, false), |place| (place, true));
        let words = place.left.len().min(place.right.len());
        let enough = if dense {
            words >= if beside { tolerance.least_beside } else { tolerance.least_verbatim }
        } else {
            let loose = beside && self.reader.passage(place).kind == PassageKind::Rewritten;
            words >= tolerance.least_words
                && candidate.evidence >= if loose { tolerance.evidence_beside } else { tolerance.evidence }
        };
        let told = dense && words >= LONG_LIST || self.reader.more_than_names(place);
        (enough && told).then_some((place, dense))
    }

    /// Returns the long runs of equal words inside a place that is rewritten as a whole: what is word for word is told word for word.
    fn long_runs(&self, place: Anchor) -> Option<Vec<Anchor>> {
        let long = self.runs.near(place.right).iter().filter(|run| run.words >= LONG_RUN);
        let mut long: Vec<Anchor> = long.map(|&run| Anchor::from(run)).filter(|run| place.contains(*run)).collect();
        if long.is_empty() || long.contains(&place) || self.reader.passage(place).kind != PassageKind::Rewritten {
            return None;
        }
        let [all, in_long] = [1, LONG_RUN].map(|least| words_in_runs(place, self.runs, least));
        if f64::from(in_long) < MOSTLY_LONG * f64::from(all) {
            return None;
        }
        long.sort_by_key(|run| (std::cmp::Reverse(run.left.len()), symmetric(*run)));
        let mut told = (Taken::default(), Taken::default());
        long.retain(|run| {
            let free = told.0.is_free(run.left) && told.1.is_free(run.right);
            if free {
                told.0.take(run.left);
                told.1.take(run.right);
            }
            free
        });
        Some(long)
    }

    /// Tells whether a place is another copy of passages that are told on one side, and not a part of them.
    fn is_another_copy(&self, place: Anchor) -> bool {
        let mut near = self.starts.0.near(place.left).chain(self.starts.1.near(place.right));
        near.all(|ix| {
            let other = self.places[ix];
            let (left, right) = (other.left.overlap(place.left), other.right.overlap(place.right));
            let most = left.max(right);
            let shorter = f64::from(other.left.len().min(other.right.len()));
            (left == 0 || right == 0) && (most == 0 || f64::from(most) >= ANOTHER_COPY * shorter)
        })
    }
}
