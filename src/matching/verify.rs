//! Reads both sides of a candidate and makes a passage of it.

use rapidfuzz::distance::{lcs_seq, levenshtein};

use super::edit_list::{equal_words, kept};
use super::gather::Anchor;
use super::refine::symmetric;
use super::run::RunsByMiddle;
use super::taken::Taken;
use super::vocabulary::Pair;
use crate::passage::{Passage, PassageKind, Side};
use crate::similarity::Similarity;
use crate::text::{AnalyzedText, TokenRange, TokenTraits};

/// Share of both sides in runs of equal words from which a passage ends where the runs end: exact to the word, whatever the sentences.
const DENSE: f64 = 0.9;
/// Share of a place that its runs must span on either side, and of the longer side that the shorter must reach: one sentence against three copies of
/// it is no place.
const MOST: f64 = 0.7;
/// Words from which a verbatim passage is told even if it is made of names and figures: a list of that length is not the same twice by chance.
pub(super) const LONG_LIST: u32 = 40;
/// Words of the next or the last sentence that a run may end or start with by chance: two texts go on with `The` after the same sentence in one case of twenty.
const STRAY: u32 = 2;
/// Words of a run from which such words are cut off.
const CUT_FROM: u32 = 5;
/// Comparisons of one word with one other up to which `strsim` itself counts: 32 words against 32.
const BY_REFERENCE: usize = 1_024;
/// Comparisons of one word with one other up to which a passage is scored whole: 4,000 words against 4,000 (some ms, bit-parallel).
/// Of longer ones the equal words are counted along the edit list, which may miss some.
const READ_WHOLE: u64 = 16_000_000;

/// Moves the edges of a place that consists of runs to the ends of these runs; none where it does not.
pub(super) fn exact(pair: Pair, place: Anchor, runs: &RunsByMiddle) -> Option<Anchor> {
    let runs_inside = one_to_one(place, runs);
    let whole = runs_inside.iter().copied().reduce(Anchor::hull)?;
    let hull = runs_inside.into_iter().map(|run| without_stray(pair, run, whole)).reduce(Anchor::hull)?;
    let most = |part: TokenRange, of: TokenRange| f64::from(part.overlap(of)) >= MOST * f64::from(of.len());
    let alike = {
        let (left, right) = (f64::from(hull.left.len()), f64::from(hull.right.len()));
        left.min(right) >= MOST * left.max(right)
    };
    (alike && most(hull.left, place.left) && most(hull.right, place.right) && covered(hull, runs) >= DENSE)
        .then_some(hull)
}

/// Cuts a word or two off an edge of a run where on both sides a sentence ends before them or starts behind them, unless both sides of the whole end there.
fn without_stray(pair: Pair, run: Anchor, whole: Anchor) -> Anchor {
    if run.left.len() < CUT_FROM {
        return run;
    }
    let (Pair { left, right, .. }, Anchor { left: l, right: r }) = (pair, run);
    let start = |cut: &u32| left.begins[(l.start + cut) as usize] && right.begins[(r.start + cut) as usize];
    let end = |cut: &u32| left.ends[(l.end - 1 - cut) as usize] && right.ends[(r.end - 1 - cut) as usize];
    let starts_both = l.start == whole.left.start && r.start == whole.right.start;
    let ends_both = l.end == whole.left.end && r.end == whole.right.end;
    let head = if starts_both { 0 } else { (0..=STRAY).find(start).unwrap_or(0) };
    let tail = if ends_both { 0 } else { (0..=STRAY).find(end).unwrap_or(0) };
    let cut = |range: TokenRange| TokenRange::new(range.start + head, range.end - tail);
    Anchor { left: cut(l), right: cut(r) }
}

/// Returns the share of a place that stands in runs, each word in one: of the side that they cover less.
fn covered(place: Anchor, runs: &RunsByMiddle) -> f64 {
    let (mut left, mut right) = (0, 0);
    for run in one_to_one(place, runs) {
        left += run.left.overlap(place.left);
        right += run.right.overlap(place.right);
    }
    let share = |words: u32, of: TokenRange| f64::from(words) / f64::from(of.len().max(1));
    share(left, place.left).min(share(right, place.right))
}

/// Counts the words of a place that stand in runs of `least` words or more, each in one.
pub(super) fn words_in_runs(place: Anchor, runs: &RunsByMiddle, least: u32) -> u32 {
    one_to_one(place, runs).iter().map(|run| run.left.len()).filter(|&words| words >= least).sum()
}

/// Returns the runs that lie in a place, the longest first, without those whose words are in a longer one on either side.
fn one_to_one(place: Anchor, runs: &RunsByMiddle) -> Vec<Anchor> {
    let touching = runs.near(place.right).iter().map(|&run| Anchor::from(run));
    let mut inside: Vec<Anchor> = touching
        .filter(|run| {
            run.left.overlap(place.left) * 2 >= run.left.len() && run.right.overlap(place.right) * 2 >= run.right.len()
        })
        .collect();
    inside.sort_by_key(|run| (std::cmp::Reverse(run.left.len()), symmetric(*run)));
    let mut taken = (Taken::default(), Taken::default());
    inside.retain(|run| {
        let free = taken.0.is_mostly_free(run.left) && taken.1.is_mostly_free(run.right);
        if free {
            taken.0.take(run.left);
            taken.1.take(run.right);
        }
        free
    });
    inside
}

/// The two texts of a candidate with their words in one numbering.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) left: &'a AnalyzedText<'a>,
    pub(super) right: &'a AnalyzedText<'a>,
    left_words: &'a [u32],
    right_words: &'a [u32],
    /// Whether capitals say nothing in the left and in the right text.
    all_capitals: (bool, bool),
}

impl<'a> Reader<'a> {
    /// Reads two texts with their words in one numbering. Linear in the length of both.
    pub(super) fn new(
        (left, left_words): (&'a AnalyzedText<'a>, &'a [u32]),
        (right, right_words): (&'a AnalyzedText<'a>, &'a [u32]),
    ) -> Self {
        Self { left, right, left_words, right_words, all_capitals: (all_capitals(left), all_capitals(right)) }
    }

    /// Scores a place: word-level normalized Levenshtein similarity, as `strsim` defines it, and the words that stand on both sides in one order.
    pub(super) fn passage(&self, place: Anchor) -> Passage {
        scored((self.left, self.left_words), (self.right, self.right_words), place)
    }

    /// Scores a place as it is reported: a row of words that stands elsewhere on the other side is moved, and its words are equal words all the same.
    ///
    /// The similarity stays that of the reference scorer, which knows one order only; so a passage may be verbatim with a low similarity.
    pub(super) fn told(&self, place: Anchor) -> Passage {
        let passage = self.passage(place);
        if passage.kind == PassageKind::Verbatim {
            return passage;
        }
        let kept = kept(&self.left_words[place.left.indices()], &self.right_words[place.right.indices()]);
        let longer = place.left.len().max(place.right.len());
        match Similarity::containment(longer.into(), (kept.equal + kept.moved).into()) {
            Some(share) if kept.moved > 0 => Passage { kind: passage.kind.min(PassageKind::of(share)), ..passage },
            _ => passage,
        }
    }

    /// Tells whether a place holds more than names, titles and figures: at least a third of its words are neither capitalised nor numbers.
    ///
    /// A text in capitals throughout (fewer than an eighth plain) says nothing by them.
    pub(super) fn more_than_names(&self, place: Anchor) -> bool {
        let more = |text, range: TokenRange| plain_words(text, range) * 3 >= range.len();
        (self.all_capitals.0 || more(self.left, place.left)) && (self.all_capitals.1 || more(self.right, place.right))
    }
}

/// Scores a place of two texts with their words in one numbering; see [`Reader::passage`].
pub(super) fn scored(
    (left, left_words): (&AnalyzedText, &[u32]),
    (right, right_words): (&AnalyzedText, &[u32]),
    place: Anchor,
) -> Passage {
    let (here, there) = (&left_words[place.left.indices()], &right_words[place.right.indices()]);
    let longer = here.len().max(there.len()).max(1);
    let (distance, words) = if here.len() as u64 * there.len() as u64 <= READ_WHOLE {
        (distance(here, there), lcs_seq::similarity(here.iter().copied(), there.iter().copied()))
    } else {
        let words = equal_words(here, there);
        (longer - words, words)
    };
    let similarity = Similarity::new(1.0 - distance as f64 / longer as f64);
    Passage {
        left: Side { span: left.span_of(place.left), tokens: place.left },
        right: Side { span: right.span_of(place.right), tokens: place.right },
        kind: PassageKind::of(similarity),
        similarity,
        words: words as u32,
    }
}

/// Counts the words to change, insert or delete: the reference scorer where it is fast enough, else one that is equal (held by a property test) and
/// works 64 words at a time: 150 words against 150 take 90 µs with the one, 4 µs with the other.
fn distance(left: &[u32], right: &[u32]) -> usize {
    if left.len() * right.len() <= BY_REFERENCE {
        strsim::generic_levenshtein(&left.to_vec(), &right.to_vec())
    } else {
        levenshtein::distance(left.iter().copied(), right.iter().copied())
    }
}

/// Tells whether a text is written in capitals throughout.
fn all_capitals(text: &AnalyzedText) -> bool {
    let all = text.tokens.len() as u32;
    plain_words(text, TokenRange::new(0, all)) * 8 < all
}

fn plain_words(text: &AnalyzedText, range: TokenRange) -> u32 {
    let plain = |traits: TokenTraits| !traits.has(TokenTraits::CAPITAL) && !traits.has(TokenTraits::DIGIT);
    text.tokens[range.indices()].iter().filter(|token| plain(token.traits)).count() as u32
}
