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
    /// Whether something other than the score bears it out, so that it may be a warning.
    pub(super) is_borne_out: bool,
}

/// What was found in one article.
pub(super) struct Outcome {
    pub(super) blocks: Vec<Found>,
    /// What the first trees say of the inserts that are candidates.
    pub(super) first_scores: Vec<f32>,
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
    let threshold = |share: f32, take: fn(&Found) -> bool| {
        parts.iter().map(|part| at(&best(part, take), share)).fold(f32::MIN, f32::max)
    };
    Scorer {
        sentences: stages.sentences,
        floor: stages.floor,
        rest: stages.rest,
        blocks: stages.blocks,
        gate: gate(outcomes),
        calibration: calibration(outcomes),
        thresholds: SHARES.map(|(note, warning)| Thresholds {
            note: threshold(note, |_| true),
            warning: threshold(warning, |found| found.is_borne_out),
        }),
    }
}

/// Returns what the first trees say of all but a small share of the inserts.
fn gate(outcomes: &[Outcome]) -> f32 {
    let mut scores: Vec<f32> = outcomes.iter().flat_map(|outcome| outcome.first_scores.iter().copied()).collect();
    scores.sort_unstable_by(f32::total_cmp);
    scores.get((LOST_EARLY * scores.len() as f32) as usize).copied().unwrap_or(f32::MIN)
}

/// Returns the best score of each article among the blocks that `take` admits, highest first.
fn best(clean: &[&Outcome], take: fn(&Found) -> bool) -> Vec<f32> {
    let mut best: Vec<f32> = clean
        .iter()
        .map(|outcome| {
            outcome.blocks.iter().filter(|found| take(found)).map(|found| found.score).fold(f32::MIN, f32::max)
        })
        .collect();
    best.sort_unstable_by(|a, b| b.total_cmp(a));
    best
}

/// Returns the score that a share of the articles reaches.
fn at(best: &[f32], share: f32) -> f32 {
    best.get((share * best.len() as f32) as usize).copied().unwrap_or(0.0)
}

/// Isotonic regression (pool adjacent violators) of "is an insert" on the score, as knots at the centres of the pools.
fn calibration(outcomes: &[Outcome]) -> Vec<(f32, f32)> {
    let mut blocks: Vec<Found> = outcomes.iter().flat_map(|outcome| outcome.blocks.iter().copied()).collect();
    blocks.sort_by(|a, b| a.score.total_cmp(&b.score));
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
    fn of(blocks: &[Found]) -> Self {
        Self {
            count: blocks.len() as f64,
            inserts: blocks.iter().filter(|found| found.is_insert).count() as f64,
            scores: blocks.iter().map(|found| f64::from(found.score)).sum(),
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
            |at: usize| Found { score: at as f32 / 100.0, is_insert: (at * 7919) % 2_000 < at, is_borne_out: true };
        let blocks = (0..2_000).map(found).collect();
        let knots = calibration(&[Outcome { blocks, first_scores: Vec::new(), clean: false, english: true }]);
        assert!(knots.len() > 5);
        assert!(knots.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
    }
}
