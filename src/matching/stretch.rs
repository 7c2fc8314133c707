//! What two articles of a dump share, read on their word ids: runs of equal words grown from hits, joined over small changes.

use crate::passage::PassageKind;
use crate::similarity::Similarity;
use crate::text::{TokenRange, WordId};

/// Words between two runs, on the longer side, over which they are one passage: the edits of a desk are a word or a clause, and the next sentence
/// starts a passage of its own.
const GAP: u32 = 8;

/// Common words of two articles, verified.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// In the later article.
    pub later: TokenRange,
    /// In the earlier article.
    pub earlier: TokenRange,
    /// Words that are equal, in order.
    pub equal: u32,
}

impl Stretch {
    /// Returns the share of equal words on the longer side.
    #[must_use]
    pub fn similarity(&self) -> Similarity {
        let longer = self.later.len().max(self.earlier.len());
        Similarity::containment(longer.into(), self.equal.into()).unwrap_or(Similarity::new(0.0))
    }
}

/// Appends the stretches of at least `least` equal words that two articles share, in the order of the later one.
///
/// `seeds` are positions (later, earlier) that may begin a run of equal words, sorted; positions that do not are passed over. Runs grow from seeds to both sides; those with
/// a gap of at most eight words on both sides are joined as long as three words of four stay equal (the limit of an edited passage). Linear
/// in the length of the later article and the number of seeds.
pub fn stretches(later: &[WordId], earlier: &[WordId], seeds: &[(u32, u32)], least: u32, out: &mut Vec<Stretch>) {
    let begun = out.len();
    // Where the last run ended, on which diagonal; and where the last long run ended: none grows back over that, so that no word is read twice.
    let mut last = (0, i64::MIN);
    let mut long_end = 0;
    for &(at_later, at_earlier) in seeds {
        let diagonal = i64::from(at_later) - i64::from(at_earlier);
        if at_later < long_end || (at_later < last.0 && diagonal == last.1) {
            continue;
        }
        let run = run(later, earlier, (at_later, at_earlier), long_end);
        if run.equal == 0 {
            continue;
        }
        last = (run.later.end, diagonal);
        if run.equal >= least {
            long_end = run.later.end;
        }
        push(run, begun, out);
    }
    let mut kept = begun;
    for ix in begun..out.len() {
        if out[ix].equal >= least {
            out[kept] = out[ix];
            kept += 1;
        }
    }
    out.truncate(kept);
}

/// Grows a run of equal words from a seed, back at most to `from` in the later article.
fn run(later: &[WordId], earlier: &[WordId], (at_later, at_earlier): (u32, u32), from: u32) -> Stretch {
    let (l, e) = (at_later as usize, at_earlier as usize);
    let (before_later, after_later) = (&later[(from as usize).min(l)..l], &later[l..]);
    let (before_earlier, after_earlier) = (&earlier[..e], &earlier[e..]);
    let forward = after_later.iter().zip(after_earlier).take_while(|(left, right)| left == right).count() as u32;
    let back = if forward == 0 {
        0
    } else {
        before_later.iter().rev().zip(before_earlier.iter().rev()).take_while(|(left, right)| left == right).count()
            as u32
    };
    Stretch {
        later: TokenRange::new(at_later - back, at_later + forward),
        earlier: TokenRange::new(at_earlier - back, at_earlier + forward),
        equal: back + forward,
    }
}

/// Joins a run to the last stretch, or begins a new one.
fn push(run: Stretch, begun: usize, out: &mut Vec<Stretch>) {
    if let Some(last) = out[begun..].last_mut() {
        let near = |last: TokenRange, next: TokenRange| next.start >= last.end && next.start - last.end <= GAP;
        if near(last.later, run.later) && near(last.earlier, run.earlier) {
            let joined = Stretch {
                later: last.later.hull(run.later),
                earlier: last.earlier.hull(run.earlier),
                equal: last.equal + run.equal,
            };
            if joined.similarity().get() >= PassageKind::EDITED {
                *last = joined;
                return;
            }
        }
    }
    out.push(run);
}

/// Keeps of one article's stretches, with whatever earlier articles, those that are not part of a longer one; of equals the first in order.
pub fn outermost<T>(stretches: &mut Vec<T>, later: impl Fn(&T) -> TokenRange) {
    // By start, the longer first: a stretch is part of another exactly if one before it ends no earlier.
    stretches.sort_by_key(|stretch| (later(stretch).start, std::cmp::Reverse(later(stretch).end)));
    let mut end = 0;
    stretches.retain(|stretch| {
        let range = later(stretch);
        let is_new = range.end > end;
        end = end.max(range.end);
        is_new
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids(words: &[u32]) -> Vec<WordId> {
        words.iter().copied().map(WordId).collect()
    }

    /// All positions where `width` words are equal.
    fn seeds(later: &[u32], earlier: &[u32], width: usize) -> Vec<(u32, u32)> {
        let mut out = Vec::new();
        for (l, left) in later.windows(width).enumerate() {
            for (e, right) in earlier.windows(width).enumerate() {
                if left == right {
                    out.push((l as u32, e as u32));
                }
            }
        }
        out
    }

    fn found(later: &[u32], earlier: &[u32], least: u32) -> Vec<Stretch> {
        let mut out = Vec::new();
        stretches(&ids(later), &ids(earlier), &seeds(later, earlier, 3), least, &mut out);
        out
    }

    #[test]
    fn a_run_grows_to_both_sides_of_its_seed() {
        let stretches = found(&[9, 1, 2, 3, 4, 5, 8], &[1, 2, 3, 4, 5, 7], 4);
        let wanted = Stretch { later: TokenRange::new(1, 6), earlier: TokenRange::new(0, 5), equal: 5 };
        assert_eq!(stretches, [wanted]);
    }

    #[test]
    fn a_replaced_word_does_not_end_a_passage() {
        let stretches = found(&[1, 2, 3, 4, 90, 6, 7, 8, 9], &[1, 2, 3, 4, 5, 6, 7, 8, 9], 6);
        assert_eq!(stretches.len(), 1);
        assert_eq!((stretches[0].later.len(), stretches[0].equal), (9, 8));
    }

    #[test]
    fn runs_that_are_too_short_are_nothing() {
        assert!(found(&[1, 2, 3, 80, 81, 82, 83, 84, 4, 5, 6], &[1, 2, 3, 70, 71, 72, 73, 74, 4, 5, 6], 4).is_empty());
    }

    #[test]
    fn of_stretches_inside_each_other_the_outermost_stays() {
        let mut ranges =
            vec![TokenRange::new(3, 9), TokenRange::new(0, 12), TokenRange::new(0, 12), TokenRange::new(10, 20)];
        outermost(&mut ranges, |range| *range);
        assert_eq!(ranges, [TokenRange::new(0, 12), TokenRange::new(10, 20)]);
    }

    proptest! {
        #[test]
        fn equal_words_are_counted_right_and_periodic_texts_do_no_harm(later in prop::collection::vec(0u32..3, 0..40), earlier in prop::collection::vec(0u32..3, 0..40)) {
            for stretch in found(&later, &earlier, 4) {
                prop_assert!(stretch.equal >= 4);
                prop_assert!(stretch.later.end as usize <= later.len() && stretch.earlier.end as usize <= earlier.len());
                prop_assert!(stretch.equal <= stretch.later.len().min(stretch.earlier.len()));
                prop_assert!(stretch.similarity().get() >= PassageKind::EDITED);
            }
        }

        #[test]
        fn a_copied_run_is_found_whole(before in prop::collection::vec(100u32..200, 0..20), copied in prop::collection::vec(0u32..50, 6..20), after in prop::collection::vec(200u32..300, 0..20)) {
            let later = [before.as_slice(), &copied, &after].concat();
            let found = found(&later, &copied, 6);
            let range = TokenRange::new(before.len() as u32, (before.len() + copied.len()) as u32);
            prop_assert!(found.iter().any(|stretch| stretch.later.contains(range)), "{:?}", found);
        }
    }
}
