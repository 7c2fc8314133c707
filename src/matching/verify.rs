//! Reads both sides of a candidate and makes a passage of it.

use rapidfuzz::distance::{lcs_seq, levenshtein};

use super::edit_list::equal_words;
use super::gather::Anchor;
use super::run::Run;
use crate::passage::{Passage, PassageKind, Side};
use crate::similarity::Similarity;
use crate::text::{AnalyzedText, TokenRange, TokenTraits};

/// Share of both sides in runs of equal words from which a passage ends where the runs end: exact to the word, whatever the sentences.
const DENSE: f64 = 0.85;
/// Comparisons of one word with one other up to which the reference scorer reads a passage: 4,000 words against 4,000 (some ms, bit-parallel).
/// Of longer ones the equal words are counted along the edit list, which may miss some.
const READ_WHOLE: u64 = 16_000_000;

/// Moves the edges of a place that consists of runs to the ends of these runs; none where it does not.
pub(super) fn exact(place: Anchor, runs: &[Run]) -> Option<Anchor> {
    let touching = runs.iter().map(|&run| Anchor::from(run));
    let touching: Vec<Anchor> =
        touching.filter(|run| run.left.overlap(place.left) > 0 && run.right.overlap(place.right) > 0).collect();
    let share = |of: TokenRange, side: fn(&Anchor) -> TokenRange| {
        let mut ranges: Vec<TokenRange> = touching.iter().map(side).collect();
        ranges.sort_unstable();
        let (mut covered, mut end) = (0, of.start);
        for range in ranges {
            let part = TokenRange::new(range.start.max(end), range.end.min(of.end));
            covered += part.len();
            end = end.max(range.end);
        }
        f64::from(covered) / f64::from(of.len().max(1))
    };
    let dense = share(place.left, |run| run.left).min(share(place.right, |run| run.right)) >= DENSE;
    touching.into_iter().reduce(Anchor::hull).filter(|_| dense)
}

/// The two texts of a candidate with their words in one numbering.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) left: &'a AnalyzedText<'a>,
    pub(super) right: &'a AnalyzedText<'a>,
    pub(super) left_words: &'a [u32],
    pub(super) right_words: &'a [u32],
}

impl Reader<'_> {
    /// Scores a place: word-level normalized Levenshtein similarity, as `strsim` defines it, and the words that stand on both sides in one order.
    pub(super) fn passage(&self, place: Anchor) -> Passage {
        let (left, right) = (&self.left_words[place.left.indices()], &self.right_words[place.right.indices()]);
        let longer = left.len().max(right.len()).max(1);
        let (distance, words) = if left.len() as u64 * right.len() as u64 <= READ_WHOLE {
            let distance = levenshtein::distance(left.iter().copied(), right.iter().copied());
            (distance, lcs_seq::similarity(left.iter().copied(), right.iter().copied()))
        } else {
            let words = equal_words(left, right);
            (longer - words, words)
        };
        let similarity = Similarity::new(1.0 - distance as f64 / longer as f64);
        Passage {
            left: Side { span: self.left.span_of(place.left), tokens: place.left },
            right: Side { span: self.right.span_of(place.right), tokens: place.right },
            kind: PassageKind::of(similarity),
            similarity,
            words: words as u32,
        }
    }

    /// Tells whether a place holds more than names, titles and figures: at least a third of its words are neither capitalised nor numbers.
    ///
    /// A text in capitals throughout (fewer than an eighth plain) says nothing by them.
    pub(super) fn more_than_names(&self, place: Anchor) -> bool {
        let more = |text: &AnalyzedText, range: TokenRange| {
            plain_words(text, range) * 3 >= range.len()
                || plain_words(text, TokenRange::new(0, text.tokens.len() as u32)) * 8 < text.tokens.len() as u32
        };
        more(self.left, place.left) && more(self.right, place.right)
    }
}

fn plain_words(text: &AnalyzedText, range: TokenRange) -> u32 {
    let plain = |traits: TokenTraits| !traits.has(TokenTraits::CAPITAL) && !traits.has(TokenTraits::DIGIT);
    text.tokens[range.indices()].iter().filter(|token| plain(token.traits)).count() as u32
}
