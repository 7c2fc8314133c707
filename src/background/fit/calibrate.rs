//! Turns scores into probabilities and sets the thresholds, from articles that the scoring model had not seen.

use super::super::model::{SHARES, Scorer, Thresholds};
use super::Stages;

/// The blocks that were found in one article: score, and whether it is truly an insert.
pub(super) struct Outcome {
    pub(super) blocks: Vec<(f32, bool)>,
    /// Whether the article has no insert.
    pub(super) clean: bool,
}

/// Fewest blocks between two knots of the calibration.
const LEAST_BLOCKS: usize = 100;
/// Share of clean articles whose best block counts as background when the whole text is judged.
const THROUGHOUT_SHARE: f32 = 0.25;

/// Puts a scorer together.
pub(super) fn scorer(stages: Stages, outcomes: &[Outcome]) -> Scorer {
    let mut best: Vec<f32> = outcomes
        .iter()
        .filter(|outcome| outcome.clean)
        .map(|outcome| outcome.blocks.iter().map(|&(score, _)| score).fold(f32::MIN, f32::max))
        .collect();
    best.sort_unstable_by(|a, b| b.total_cmp(a));
    let at = |share: f32| best.get((share * best.len() as f32) as usize).copied().unwrap_or(0.0);
    Scorer {
        sentences: stages.sentences,
        floor: stages.floor,
        blocks: stages.blocks,
        calibration: calibration(outcomes),
        thresholds: SHARES.map(|(note, warning)| Thresholds { note: at(note), warning: at(warning) }),
        throughout: at(THROUGHOUT_SHARE),
    }
}

/// Isotonic regression (pool adjacent violators) of "is an insert" on the score, as knots at the centres of the pools.
fn calibration(outcomes: &[Outcome]) -> Vec<(f32, f32)> {
    let mut blocks: Vec<(f32, bool)> = outcomes.iter().flat_map(|outcome| outcome.blocks.iter().copied()).collect();
    blocks.sort_by(|a, b| a.0.total_cmp(&b.0));
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

struct Pool {
    count: f64,
    inserts: f64,
    scores: f64,
}

impl Pool {
    fn of(blocks: &[(f32, bool)]) -> Self {
        Self {
            count: blocks.len() as f64,
            inserts: blocks.iter().filter(|(_, is_insert)| *is_insert).count() as f64,
            scores: blocks.iter().map(|&(score, _)| f64::from(score)).sum(),
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
        let blocks = (0..2_000).map(|at| (at as f32 / 100.0, (at * 7919) % 2_000 < at)).collect();
        let knots = calibration(&[Outcome { blocks, clean: false }]);
        assert!(knots.len() > 5);
        assert!(knots.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
    }
}
