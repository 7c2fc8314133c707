//! Passages found against gold: PlagDet and its parts, as the PAN competitions on text alignment define them.
//!
//! After Potthast, Stein, Barrón-Cedeño and Rosso, "An Evaluation Framework for Plagiarism Detection" (COLING 2010). Recall and precision are means
//! over cases, each counted in characters of both sides; granularity is how many detections a detected case falls into;
//! PlagDet = F1 / log2(1 + granularity).

use std::collections::HashMap;

use crate::text::Span;

/// A pair of texts that passages are listed for, numbered by the caller.
pub type PairIx = u32;

/// One passage of a pair of texts: a gold case or a detection. Offsets may count bytes or characters, the same for both lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Case {
    /// The pair of texts.
    pub pair: PairIx,
    /// Its place in the left (suspicious) text.
    pub left: Span,
    /// Its place in the right (source) text.
    pub right: Span,
}

/// How well passages were found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PassageScore {
    /// F1 of recall and precision over the logarithm of granularity, in [0, 1].
    pub plagdet: f64,
    /// Mean share of a case that was found.
    pub recall: f64,
    /// Mean share of a detection that is right.
    pub precision: f64,
    /// Mean number of detections of a detected case, at least 1.
    pub granularity: f64,
    /// Gold cases.
    pub cases: u64,
    /// Detections.
    pub detections: u64,
}

/// Scores detections against cases; duplicates in either list count once.
///
/// With no case, recall is 1 if there is no detection, else 0; and the other way round. Sorts both lists; then each case is held against
/// the detections of its pair.
#[must_use]
pub fn score(cases: &[Case], detections: &[Case]) -> PassageScore {
    let (cases, detections) = (distinct(cases), distinct(detections));
    let recall = mean_found(&cases, &detections);
    let precision = mean_found(&detections, &cases);
    let granularity = granularity(&cases, &detections);
    let sum = recall + precision;
    let f1 = if sum > 0.0 { 2.0 * recall * precision / sum } else { 0.0 };
    PassageScore {
        plagdet: f1 / (1.0 + granularity).log2(),
        recall,
        precision,
        granularity,
        cases: cases.len() as u64,
        detections: detections.len() as u64,
    }
}

fn distinct(cases: &[Case]) -> Vec<Case> {
    let mut cases = cases.to_vec();
    cases.sort_unstable();
    cases.dedup();
    cases
}

fn hits<'c>(case: &'c Case, sorted: &'c [Case]) -> impl Iterator<Item = &'c Case> {
    let first = sorted.partition_point(|other| other.pair < case.pair);
    sorted[first..]
        .iter()
        .take_while(|other| other.pair == case.pair)
        .filter(|other| meet(other.left, case.left) && meet(other.right, case.right))
}

/// Tells whether two spans meet, by the inequality of the definition: an empty span meets what it lies inside of.
const fn meet(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// The mean over `cases` of the share of their characters that lies in the `others` that hit them.
fn mean_found(cases: &[Case], others: &[Case]) -> f64 {
    if cases.is_empty() {
        return if others.is_empty() { 1.0 } else { 0.0 };
    }
    let share = |case: &Case| {
        let covered = covered(case.left, hits(case, others).map(|other| other.left))
            + covered(case.right, hits(case, others).map(|other| other.right));
        let all = u64::from(case.left.len()) + u64::from(case.right.len());
        if all == 0 { 0.0 } else { covered as f64 / all as f64 }
    };
    cases.iter().map(share).sum::<f64>() / cases.len() as f64
}

/// Counts the characters of a span that lie in at least one of the others.
fn covered(span: Span, others: impl Iterator<Item = Span>) -> u64 {
    let mut parts: Vec<Span> =
        others.map(|other| Span::new(other.start.max(span.start), other.end.min(span.end))).collect();
    parts.sort_unstable();
    let (mut count, mut end) = (0, span.start);
    for part in parts {
        count += u64::from(part.end.saturating_sub(part.start.max(end)));
        end = end.max(part.end);
    }
    count
}

fn granularity(cases: &[Case], detections: &[Case]) -> f64 {
    let counts: Vec<usize> =
        cases.iter().map(|case| hits(case, detections).count()).filter(|&count| count > 0).collect();
    if counts.is_empty() { 1.0 } else { counts.iter().sum::<usize>() as f64 / counts.len() as f64 }
}

/// Gives the pairs of two lists of passages the same numbers, by the names of their texts.
#[derive(Debug, Clone, Default)]
pub struct PairNames {
    numbers: HashMap<(String, String), PairIx, foldhash::fast::FixedState>,
}

impl PairNames {
    /// Returns the number of a pair, taking it up if it is new.
    pub fn number(&mut self, left: &str, right: &str) -> PairIx {
        let next = self.numbers.len() as PairIx;
        *self.numbers.entry((left.to_owned(), right.to_owned())).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(pair: PairIx, left: (u32, u32), right: (u32, u32)) -> Case {
        Case { pair, left: Span::new(left.0, left.1), right: Span::new(right.0, right.1) }
    }

    #[test]
    fn what_is_found_exactly_scores_one() {
        let gold = [case(0, (0, 100), (50, 150)), case(1, (7, 9), (1, 3))];
        let score = score(&gold, &gold);
        assert!((score.plagdet - 1.0).abs() < 1e-12);
        assert_eq!((score.cases, score.detections), (2, 2));
    }

    #[test]
    fn a_case_in_two_pieces_has_granularity_two() {
        let score = score(&[case(0, (0, 100), (0, 100))], &[case(0, (0, 50), (0, 50)), case(0, (50, 100), (50, 100))]);
        assert!((score.granularity - 2.0).abs() < 1e-12);
        assert!((score.plagdet - 1.0 / 3f64.log2()).abs() < 1e-12);
    }

    #[test]
    fn a_detection_that_meets_a_case_on_one_side_only_finds_nothing() {
        let score = score(&[case(0, (0, 100), (0, 100))], &[case(0, (0, 100), (200, 300))]);
        assert_eq!((score.recall, score.precision), (0.0, 0.0));
    }

    #[test]
    fn half_of_a_case_is_half_the_recall_at_full_precision() {
        let score = score(&[case(3, (0, 100), (0, 100))], &[case(3, (0, 50), (0, 50))]);
        assert!((score.recall - 0.5).abs() < 1e-12 && (score.precision - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_find_and_nothing_found_is_perfect() {
        assert!((score(&[], &[]).plagdet - 1.0).abs() < 1e-12);
        assert!(score(&[], &[case(0, (0, 1), (0, 1))]).plagdet.abs() < 1e-12);
    }
}
