//! Turns scores into probabilities and sets the thresholds, from articles that the scoring model had not seen.

use super::super::model::{SHARES, Scorer, Thresholds};
use super::{LOST_EARLY, Stages};

/// A block that was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Log-odds.
    pub(super) score: f32,
    /// Whether it is an insert.
    pub(super) is_insert: bool,
    /// What it has to set against the threshold of a warning, least where nothing bears it out.
    pub(super) as_warning: f32,
}

/// What was found in one article.
pub(super) struct Outcome {
    pub(super) blocks: Vec<Found>,
    /// What the first trees say of the inserts that are candidates, and what all trees say.
    pub(super) inserts: Vec<(f32, f32)>,
    /// Whether the article has no insert.
    pub(super) clean: bool,
    /// Whether it is in English.
    pub(super) english: bool,
}

/// Fewest blocks between two knots of the calibration.
const LEAST_BLOCKS: usize = 100;

/// Fewest clean articles in other languages that thresholds are set on.
const LEAST_FOREIGN: usize = 200;

/// Puts a scorer together.
pub(super) fn scorer(stages: Stages, outcomes: &[Outcome]) -> Scorer {
    // Where other languages take part a threshold must hold for them and for English: theirs are few, of few outlets, and laid out anew.
    let clean: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.clean).collect();
    let (english, foreign): (Vec<&Outcome>, Vec<&Outcome>) = clean.iter().partition(|outcome| outcome.english);
    let parts = if foreign.len() >= LEAST_FOREIGN { vec![english, foreign] } else { vec![clean] };
    let threshold = |share: f32, value: fn(&Found) -> f32| {
        parts.iter().map(|part| at(&best(part, value), share)).fold(f32::MIN, f32::max)
    };
    let thresholds = SHARES.map(|(note, warning)| Thresholds {
        note: threshold(note, |found| found.score),
        warning: threshold(warning, |found| found.as_warning),
    });
    let lowest = thresholds.iter().map(|thresholds| thresholds.note).fold(f32::MAX, f32::min);
    Scorer {
        sentences: stages.sentences,
        floor: stages.floor,
        rest: stages.rest,
        blocks: stages.blocks,
        gate: gate(outcomes, lowest),
        calibration: calibration(outcomes),
        thresholds,
    }
}

/// Returns what the first trees say of all but a small share of the inserts that are told at all.
fn gate(outcomes: &[Outcome], lowest: f32) -> f32 {
    let inserts = outcomes.iter().flat_map(|outcome| &outcome.inserts);
    let mut firsts: Vec<f32> = inserts.filter(|(_, score)| *score >= lowest).map(|&(first, _)| first).collect();
    firsts.sort_unstable_by(f32::total_cmp);
    firsts.get((LOST_EARLY * firsts.len() as f32) as usize).copied().unwrap_or(f32::MIN)
}

/// Returns the best of each article by some value of its blocks, highest first.
fn best(clean: &[&Outcome], value: fn(&Found) -> f32) -> Vec<f32> {
    let mut best: Vec<f32> =
        clean.iter().map(|outcome| outcome.blocks.iter().map(value).fold(f32::MIN, f32::max)).collect();
    best.sort_unstable_by(|a, b| b.total_cmp(a));
    best
}

/// Returns the score that a share of the articles reaches.
fn at(best: &[f32], share: f32) -> f32 {
    best.get((share * best.len() as f32) as usize).copied().unwrap_or(0.0)
}

/// Share of articles with an insert that probabilities are meant for. Labelled articles hold far more of them than a desk sees, and a probability
/// that was fitted on their mixture promises too much: of the held-out blocks told at .8 to .9 then 64 in 100 were inserts. One in five was chosen
/// with these held-out blocks in sight.
const WITH_INSERT: f64 = 0.2;

/// Isotonic regression (pool adjacent violators) of "is an insert" on the score, as knots at the centres of the pools. The blocks of clean articles
/// weigh so much that [`WITH_INSERT`] holds.
fn calibration(outcomes: &[Outcome]) -> Vec<(f32, f32)> {
    let clean = outcomes.iter().filter(|outcome| outcome.clean).count() as f64;
    let with = outcomes.len() as f64 - clean;
    let of_clean = if clean * with > 0.0 { with * (1.0 - WITH_INSERT) / (WITH_INSERT * clean) } else { 1.0 };
    let weight = |outcome: &Outcome| if outcome.clean { of_clean } else { 1.0 };
    let weighed =
        |outcome: &'_ Outcome| outcome.blocks.iter().map(|&found| (found, weight(outcome))).collect::<Vec<_>>();
    let mut blocks: Vec<(Found, f64)> = outcomes.iter().flat_map(weighed).collect();
    blocks.sort_by(|a, b| a.0.score.total_cmp(&b.0.score));
    let mut pools: Vec<Pool> = Vec::new();
    for part in blocks.chunks(LEAST_BLOCKS) {
        pools.push(Pool::of(part));
        while let [.., left, right] = pools.as_slice()
            && left.share() >= right.share()
        {
            let joined = left.join(right);
            pools.truncate(pools.len() - 2);
            pools.push(joined);
        }
    }
    pools.iter().map(|pool| (pool.centre() as f32, pool.share() as f32)).collect()
}

/// Sums over blocks, by weight.
struct Pool {
    count: f64,
    inserts: f64,
    scores: f64,
}

impl Pool {
    fn of(blocks: &[(Found, f64)]) -> Self {
        Self {
            count: blocks.iter().map(|(_, weight)| weight).sum(),
            inserts: blocks.iter().filter(|(found, _)| found.is_insert).map(|(_, weight)| weight).sum(),
            scores: blocks.iter().map(|(found, weight)| weight * f64::from(found.score)).sum(),
        }
    }

    fn join(&self, other: &Self) -> Self {
        Self {
            count: self.count + other.count,
            inserts: self.inserts + other.inserts,
            scores: self.scores + other.scores,
        }
    }

    /// Share of inserts, with one of each kind added so that no probability is 0 or 1.
    fn share(&self) -> f64 {
        (self.inserts + 1.0) / (self.count + 2.0)
    }

    fn centre(&self) -> f64 {
        self.scores / self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_rise_with_the_score() {
        let found =
            |at: usize| Found { score: at as f32 / 100.0, is_insert: (at * 7919) % 2_000 < at, as_warning: 0.0 };
        let blocks = (0..2_000).map(found).collect();
        let knots = calibration(&[Outcome { blocks, inserts: Vec::new(), clean: false, english: true }]);
        assert!(knots.len() > 5);
        assert!(knots.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
    }
}
