//! Finds the edges of a passage: from what its anchors cover, each side grows or shrinks to the stretch that speaks most for a copy.

use super::evidence::Scale;
use super::gather::Anchor;
use super::taken::Taken;
use super::tolerance::Tolerance;
use super::vocabulary::{Pair, Wording};
use crate::text::TokenRange;

/// Times that both sides are fitted to each other; 3 and 4 give the same.
const ROUNDS: u32 = 4;
/// Tokens that a side may grow beyond its core at a time.
const REACH: u32 = 200;

/// A passage to be verified, with the evidence of both sides in nats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) place: Anchor,
    pub(super) evidence: f64,
}

/// Refines clusters and sorts them by their evidence; equal ones by place.
pub(super) fn strongest(clusters: Vec<Anchor>, mut refine: impl FnMut(Anchor) -> Option<Candidate>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = clusters.into_iter().filter_map(&mut refine).collect();
    candidates
        .sort_by(|a, b| b.evidence.total_cmp(&a.evidence).then_with(|| symmetric(a.place).cmp(&symmetric(b.place))));
    candidates
}

/// Orders places so that a swap of the texts changes as little as can be.
pub(super) fn symmetric(place: Anchor) -> (u32, u32, TokenRange) {
    (place.left.start + place.right.start, place.left.start.abs_diff(place.right.start), place.left)
}

/// Fits edges; keeps its buffers.
#[derive(Debug, Clone, Default)]
pub(super) struct Refiner {
    scale: Scale,
    inside: Vec<f64>,
}

impl Refiner {
    /// Fits both sides of a place to each other; none where nothing speaks for a copy.
    ///
    /// Both sides are fitted to the same state of the other, so that a swap of the texts changes nothing. Linear in the length of the place.
    pub(super) fn refine(
        &mut self,
        pair: Pair,
        place: Anchor,
        (left_taken, right_taken): (&Taken, &Taken),
        tolerance: &Tolerance,
    ) -> Option<Candidate> {
        let mut place = place;
        let mut evidence = 0.0;
        for _ in 0..ROUNDS {
            let (left_room, right_room) =
                (TokenRange::new(0, pair.left.words.len() as u32), TokenRange::new(0, pair.right.words.len() as u32));
            let (left, left_free) = left_taken.free(place.left, left_room)?;
            let (right, right_free) = right_taken.free(place.right, right_room)?;
            let (new_left, speaks_left) =
                self.fit(pair, (pair.left, left, left_free), (pair.right, right), tolerance)?;
            let (new_right, speaks_right) =
                self.fit(pair, (pair.right, right, right_free), (pair.left, left), tolerance)?;
            let new = Anchor { left: new_left, right: new_right };
            if new.right.is_empty() {
                return None;
            }
            evidence = speaks_left + speaks_right;
            if new == place {
                break;
            }
            place = new;
        }
        Some(Candidate { place, evidence })
    }

    /// Finds the stretch of `side` around the middle of what speaks most in `core`, inside `room`, with its evidence less the cost of its edges.
    fn fit(
        &mut self,
        pair: Pair,
        (side, core, room): (&Wording, TokenRange, TokenRange),
        other: (&Wording, TokenRange),
        tolerance: &Tolerance,
    ) -> Option<(TokenRange, f64)> {
        let Self { scale, inside } = self;
        scale.set(pair, (side, core), other, None);
        inside.clear();
        inside.extend(side.stems[core.indices()].iter().map(|&stem| scale.inside(pair, stem)));
        let Some(middle) = middle_of_best(inside).map(|at| core.start + at) else {
            scale.clear((side, core), other);
            return None;
        };
        let mut weigh = |at: u32| {
            if at >= core.start && at < core.end {
                inside[(at - core.start) as usize]
            } else {
                scale.outside(pair, side.stems[at as usize])
            }
        };
        let cost = |at_edge: bool| if at_edge { 0.0 } else { tolerance.edge_cost };
        let end = room.end.min(core.end + REACH);
        let ahead = (middle..end).map(|at| (weigh(at), cost(side.ends[at as usize])));
        let (forth, ahead) = walk(ahead, tolerance)?;
        scale.forget();
        let mut weigh = |at: u32| {
            if at >= core.start {
                inside[(at - core.start) as usize]
            } else {
                scale.outside(pair, side.stems[at as usize])
            }
        };
        let start = room.start.max(core.start.saturating_sub(REACH));
        let behind = (start..middle).rev().map(|at| (weigh(at), cost(side.begins[at as usize])));
        let here = -cost(side.begins[middle as usize]);
        let (back, behind) = walk(behind, tolerance).filter(|walked| walked.0 > here).unwrap_or((here, 0));
        scale.clear((side, core), other);
        Some((TokenRange::new(middle - behind, middle + ahead), forth + back))
    }
}

/// Walks along words until nothing more comes; returns the best sum, less the cost of an edge there, and how many words it takes.
///
/// A stretch that speaks against a copy costs no more than `gap_cost`, if it is no longer than `gap_words`: one sentence dropped is one change.
fn walk(words: impl Iterator<Item = (f64, f64)>, tolerance: &Tolerance) -> Option<(f64, u32)> {
    let mut best: Option<(f64, u32)> = None;
    let (mut sum, mut top, mut since) = (0.0_f64, f64::NEG_INFINITY, 0);
    for (count, (evidence, edge)) in (1..).zip(words) {
        let bridged = if since < tolerance.gap_words { top - tolerance.gap_cost } else { f64::NEG_INFINITY };
        sum = sum.max(bridged) + evidence;
        since += 1;
        if sum > top {
            (top, since) = (sum, 0);
        }
        if best.is_none_or(|(value, _)| sum - edge > value) {
            best = Some((sum - edge, count));
        }
        if since > tolerance.gap_words {
            break;
        }
    }
    best
}

/// Returns the middle of the stretch with the greatest sum; none where no word speaks for a copy.
fn middle_of_best(words: &[f64]) -> Option<u32> {
    let (mut best, mut sum, mut start, mut middle) = (0.0, 0.0, 0, None);
    for (at, &evidence) in words.iter().enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, at);
        }
        sum += evidence;
        if sum > best {
            best = sum;
            middle = Some((start + at).div_ceil(2) as u32);
        }
    }
    middle
}
