//! Summaries: a stretch of one text whose words come from all over the other, much longer text.

use super::evidence::Scale;
use super::gather::Anchor;
use super::taken::Taken;
use super::tolerance::Tolerance;
use super::vocabulary::{Pair, Wording};
use crate::text::{AnalyzedText, TokenRange};

/// Share of the words of a summary that stand in what it sums up beyond chance.
const KEPT: f64 = 0.5;
/// Least words of a summary: two sentences; less is a remark on the same matter.
const LEAST_WORDS: u32 = 40;
/// Times its own length that a summary sums up at most: of longer texts any paragraph on the same matter holds half the words.
const MOST_TIMES: u32 = 30;

/// Finds the stretch of `short` that sums up the whole of `long`, if there is one that the `known` passages of both do not explain, and what its
/// words say for that, the same whichever of the two texts is the left one.
///
/// Costs n log n in the length of both texts: the sentences in a row whose words speak most for coming from the other text, weighed twice, the second time
/// without counting the stretch itself among the chances.
pub(super) fn summary(
    scale: &mut Scale,
    pair: Pair,
    (text, short): (&AnalyzedText, &Wording),
    long: &Wording,
    known: &[(TokenRange, TokenRange)],
    tolerance: &Tolerance,
) -> Option<(TokenRange, f64)> {
    let whole = TokenRange::new(0, long.words.len() as u32);
    if whole.len() < tolerance.summary_ratio * tolerance.least_words {
        return None;
    }
    let (mut stretch, mut evidence) = (TokenRange::default(), 0.0);
    for _ in 0..2 {
        scale.set(pair, (short, stretch), (long, whole), Some(KEPT));
        let found = best_sentences(text, |at| weigh(scale, pair, short, at, stretch));
        scale.clear((short, stretch), (long, whole));
        (stretch, evidence) = found?;
    }
    let (least, least_new) = tolerance.summary_evidence;
    let (least_per_word, least_of_parts) = tolerance.summary_per_word;
    let ratio = whole.len() / stretch.len().max(1);
    let per_word = evidence / f64::from(stretch.len().max(1));
    let speaks = evidence >= least && per_word >= least_per_word;
    if stretch.len() < LEAST_WORDS || !(tolerance.summary_ratio..=MOST_TIMES).contains(&ratio) || !speaks {
        return None;
    }
    let parts = || known.iter().filter(|(here, _)| here.overlap(stretch) > 0);
    let mut explained = Taken::default();
    parts().for_each(|(here, _)| explained.take(*here));
    scale.set(pair, (short, stretch), (long, whole), Some(KEPT));
    parts().for_each(|(_, there)| scale.leave_out(long, *there));
    let new = (stretch.start..stretch.end).filter(|&at| explained.is_free(TokenRange::new(at, at + 1)));
    let unexplained: f64 = new.map(|at| weigh(scale, pair, short, at, stretch)).sum();
    scale.clear((short, stretch), (long, whole));
    let excerpts = per_word >= least_of_parts && scattered(parts(), tolerance.summary_ratio);
    (unexplained >= least_new || excerpts).then_some((stretch, evidence))
}

/// Tells whether what the parts of a stretch came from lies far apart: they are excerpts of the whole.
fn scattered<'k>(parts: impl Iterator<Item = &'k (TokenRange, TokenRange)>, ratio: u32) -> bool {
    let (mut count, mut words) = (0, 0);
    let mut hull: Option<TokenRange> = None;
    for &(here, there) in parts {
        count += 1;
        words += here.len();
        hull = Some(hull.map_or(there, |hull| hull.hull(there)));
    }
    count >= 2 && hull.is_some_and(|hull| hull.len() >= ratio * words)
}

fn weigh(scale: &mut Scale, pair: Pair, side: &Wording, at: u32, core: TokenRange) -> f64 {
    let stem = side.stems[at as usize];
    if core.start <= at && at < core.end {
        scale.inside(pair, stem)
    } else {
        let evidence = scale.outside(pair, stem);
        scale.forget();
        evidence
    }
}

/// Returns the sentences in a row with the greatest sum, and that sum; none where nothing speaks for a copy.
fn best_sentences(text: &AnalyzedText, mut weigh: impl FnMut(u32) -> f64) -> Option<(TokenRange, f64)> {
    let (mut best, mut sum, mut start) = (None, 0.0, 0);
    for sentence in &text.sentences {
        if sum <= 0.0 {
            (sum, start) = (0.0, sentence.tokens.start);
        }
        sum += (sentence.tokens.start..sentence.tokens.end).map(&mut weigh).sum::<f64>();
        if sum > best.map_or(0.0, |(_, value)| value) {
            best = Some((TokenRange::new(start, sentence.tokens.end), sum));
        }
    }
    best
}

/// The place of a summary: the stretch against the whole.
pub(super) fn place(stretch: TokenRange, long: &Wording) -> Anchor {
    Anchor { left: stretch, right: TokenRange::new(0, long.words.len() as u32) }
}
