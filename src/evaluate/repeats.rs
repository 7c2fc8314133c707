//! Repeats inside articles found against gold: pairs of places, each pair found once.

use super::background::Counts;
use crate::text::Span;

/// Least overlap (intersection over union of the bytes) of both places for a pair to be found.
const SAME_PLACE: f64 = 0.5;

/// How well the repeats of one rule were found.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RepeatScore {
    /// Pairs found, wrong and missed.
    pub pairs: Counts,
    /// Sum of the overlaps of the pairs found, the mean of both places each.
    overlap: f64,
}

impl RepeatScore {
    /// Takes up one article: its gold pairs and the pairs found in it.
    pub fn add(&mut self, gold: &[(Span, Span)], found: &[(Span, Span)]) {
        let mut taken = vec![false; gold.len()];
        for &pair in found {
            let hit = (0..gold.len()).find(|&ix| !taken[ix] && overlaps(gold[ix], pair).is_some());
            match hit {
                Some(ix) => {
                    taken[ix] = true;
                    self.pairs.hit += 1;
                    self.overlap += overlaps(gold[ix], pair).unwrap_or(0.0);
                }
                None => self.pairs.wrong += 1,
            }
        }
        self.pairs.missed += taken.iter().filter(|taken| !**taken).count() as u64;
    }

    /// Returns the mean overlap of the pairs found with their gold pairs; none when none was found.
    #[must_use]
    pub fn mean_overlap(&self) -> Option<f64> {
        (self.pairs.hit > 0).then(|| self.overlap / self.pairs.hit as f64)
    }
}

fn overlaps(gold: (Span, Span), found: (Span, Span)) -> Option<f64> {
    let (first, again) = (overlap(gold.0, found.0), overlap(gold.1, found.1));
    (first >= SAME_PLACE && again >= SAME_PLACE).then_some((first + again) / 2.0)
}

fn overlap(one: Span, other: Span) -> f64 {
    let both = one.overlap(other);
    let either = one.len() + other.len() - both;
    if either == 0 { 0.0 } else { f64::from(both) / f64::from(either) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_with_one_wrong_place_is_wrong() {
        let mut score = RepeatScore::default();
        score.add(&[(Span::new(0, 10), Span::new(50, 60))], &[(Span::new(0, 10), Span::new(80, 90))]);
        assert_eq!(score.pairs, Counts { hit: 0, wrong: 1, missed: 1 });
        assert_eq!(score.mean_overlap(), None);
    }

    #[test]
    fn the_same_pair_found_twice_is_right_once() {
        let pair = (Span::new(0, 10), Span::new(50, 60));
        let mut score = RepeatScore::default();
        score.add(&[pair], &[pair, pair]);
        assert_eq!(score.pairs, Counts { hit: 1, wrong: 1, missed: 0 });
    }
}
