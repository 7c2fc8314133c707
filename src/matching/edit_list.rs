//! What happened to the words from one side of a passage to the other: kept, replaced, inserted, deleted, moved.
//!
//! Rows of words that stand once on each side anchor the two sides (patience diff, Bram Cohen 2006); between anchors a table of common
//! subsequences decides, as long as it is small. Which of the words left over have moved is decided in `moves`.

use super::moves::with_moves;
use crate::passage::{Change, Edit, EditKind, Passage};
use crate::text::{AnalyzedText, TokenRange};

/// Cells of a table of common subsequences: 4,000 words against 4,000 in 2 MB; larger gaps without an anchor count as replaced.
const TABLE: usize = 16_000_000;
/// Cells that are worked out at a time: the bits of a `u64`.
const BLOCK: usize = 64;

/// Lists the edits of a passage of two texts, in the order of the left side; moved words come last.
#[must_use]
pub fn edits(left: &AnalyzedText, right: &AnalyzedText, passage: &Passage) -> Vec<Edit> {
    let numbers = |text: &AnalyzedText, range: TokenRange| -> Vec<u32> {
        let tokens = text.tokens[range.indices()].iter();
        let number = |form: &str| left.words.find(form).map_or(u32::MAX, |word| word.0);
        tokens.map(|token| number(text.words.form(token.word))).collect()
    };
    let (l, r) = (numbers(left, passage.left.tokens), numbers(right, passage.right.tokens));
    let starts = (passage.left.tokens.start, passage.right.tokens.start);
    with_moves(list(&l, &r, starts), &l, &r, starts)
}

/// Lists what differs between the two places of a passage that stands twice in one text: the unequal parts only, in order.
#[must_use]
pub fn changes(text: &AnalyzedText, passage: &Passage) -> Vec<Change> {
    let numbers =
        |range: TokenRange| -> Vec<u32> { text.tokens[range.indices()].iter().map(|token| token.word.0).collect() };
    let (l, r) = (numbers(passage.left.tokens), numbers(passage.right.tokens));
    let list = list(&l, &r, (passage.left.tokens.start, passage.right.tokens.start));
    let unequal = list.into_iter().filter(|edit| edit.kind != EditKind::Equal);
    unequal.map(|edit| Change { left: edit.left, right: edit.right }).collect()
}

/// Words of two sides that each has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kept {
    /// In one order.
    pub(super) equal: u32,
    /// In rows that stand elsewhere on the other side.
    pub(super) moved: u32,
}

/// Counts the words that an edit list keeps, those that have moved apart.
pub(super) fn kept(left: &[u32], right: &[u32]) -> Kept {
    let mut kept = Kept::default();
    for edit in with_moves(list(left, right, (0, 0)), left, right, (0, 0)) {
        match edit.kind {
            EditKind::Equal => kept.equal += edit.left.len(),
            EditKind::Moved => kept.moved += edit.left.len(),
            EditKind::Replaced | EditKind::Inserted | EditKind::Deleted => {}
        }
    }
    kept
}

/// Counts the words that an edit list keeps in one order.
pub(super) fn equal_words(left: &[u32], right: &[u32]) -> usize {
    let list = list(left, right, (0, 0));
    list.iter().filter(|edit| edit.kind == EditKind::Equal).map(|edit| edit.left.len() as usize).sum()
}

fn list(left: &[u32], right: &[u32], (left_start, right_start): (u32, u32)) -> Vec<Edit> {
    let mut pairs = Vec::new();
    common(left, right, (0, 0), &mut pairs);
    let mut list: Vec<Edit> = Vec::new();
    let (mut l, mut r) = (0, 0);
    for (to_l, to_r) in pairs.into_iter().chain([(left.len() as u32, right.len() as u32)]) {
        let kind = match (l < to_l, r < to_r) {
            (true, true) => Some(EditKind::Replaced),
            (true, false) => Some(EditKind::Deleted),
            (false, true) => Some(EditKind::Inserted),
            (false, false) => None,
        };
        if let Some(kind) = kind {
            let (left, right) = (TokenRange::new(l, to_l), TokenRange::new(r, to_r));
            list.push(Edit { kind, left, right });
        }
        if (to_l as usize) < left.len() {
            match list.last_mut() {
                Some(Edit { kind: EditKind::Equal, left, right }) => (left.end, right.end) = (to_l + 1, to_r + 1),
                _ => list.push(Edit {
                    kind: EditKind::Equal,
                    left: TokenRange::new(to_l, to_l + 1),
                    right: TokenRange::new(to_r, to_r + 1),
                }),
            }
        }
        (l, r) = (to_l + 1, to_r + 1);
    }
    for edit in &mut list {
        edit.left = TokenRange::new(edit.left.start + left_start, edit.left.end + left_start);
        edit.right = TokenRange::new(edit.right.start + right_start, edit.right.end + right_start);
    }
    list
}

/// Appends the positions of common words in one order. n log n and the small tables.
fn common(left: &[u32], right: &[u32], (at_l, at_r): (u32, u32), out: &mut Vec<(u32, u32)>) {
    let head = left.iter().zip(right).take_while(|(l, r)| l == r && **l != u32::MAX).count();
    out.extend((0..head as u32).map(|ix| (at_l + ix, at_r + ix)));
    let (left, right) = (&left[head..], &right[head..]);
    let tail = left.iter().rev().zip(right.iter().rev()).take_while(|(l, r)| l == r && **l != u32::MAX).count();
    let (middle_l, middle_r) = (&left[..left.len() - tail], &right[..right.len() - tail]);
    let (at_l, at_r) = (at_l + head as u32, at_r + head as u32);
    if !middle_l.is_empty() && !middle_r.is_empty() {
        if middle_l.len() * middle_r.len() <= TABLE {
            table(middle_l, middle_r, (at_l, at_r), out);
        } else {
            let (mut l, mut r) = (0, 0);
            for (to_l, to_r) in unique(middle_l, middle_r) {
                between_unique(&middle_l[l..to_l], &middle_r[r..to_r], (at_l + l as u32, at_r + r as u32), out);
                out.push((at_l + to_l as u32, at_r + to_r as u32));
                (l, r) = (to_l + 1, to_r + 1);
            }
            between_unique(&middle_l[l..], &middle_r[r..], (at_l + l as u32, at_r + r as u32), out);
        }
    }
    let (end_l, end_r) = (at_l + middle_l.len() as u32, at_r + middle_r.len() as u32);
    out.extend((0..tail as u32).map(|ix| (end_l + ix, end_r + ix)));
}

/// Between two unique words nothing is unique in the larger part; a gap too large for a table is left as it is.
fn between_unique(left: &[u32], right: &[u32], at: (u32, u32), out: &mut Vec<(u32, u32)>) {
    if left.len() * right.len() <= TABLE {
        common(left, right, at, out);
    }
}

/// Finds the words that stand once on each side, and of them the longest row in the same order on both.
fn unique(left: &[u32], right: &[u32]) -> Vec<(usize, usize)> {
    let once = |side: &[u32]| {
        let mut places: Vec<(u32, u32)> = side.iter().zip(0..).map(|(&word, at)| (word, at)).collect();
        places.sort_unstable();
        let chunks = places.chunk_by(|a, b| a.0 == b.0);
        chunks.filter(|same| same.len() == 1 && same[0].0 != u32::MAX).map(|same| same[0]).collect::<Vec<_>>()
    };
    let (left, right) = (once(left), once(right));
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut at = 0;
    for (word, place) in left {
        while at < right.len() && right[at].0 < word {
            at += 1;
        }
        if at < right.len() && right[at].0 == word {
            pairs.push((place, right[at].1));
        }
    }
    pairs.sort_unstable();
    rising(&pairs).into_iter().map(|(l, r)| (l as usize, r as usize)).collect()
}

/// Returns the longest part of pairs, sorted by the left, that rises on the right too (patience sorting).
fn rising(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut tops: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (ix, &(_, right)) in pairs.iter().enumerate() {
        let pile = tops.partition_point(|&top| pairs[top].1 < right);
        before.push(pile.checked_sub(1).map(|below| tops[below]));
        if pile == tops.len() {
            tops.push(ix);
        } else {
            tops[pile] = ix;
        }
    }
    let mut row = Vec::with_capacity(tops.len());
    let mut at = tops.last().copied();
    while let Some(ix) = at {
        row.push(pairs[ix]);
        at = before[ix];
    }
    row.reverse();
    row
}

/// The longest common subsequence, 64 cells of its table at a time (Hyyrö 2004): of each row it is only kept where a word more on the left makes it longer.
///
/// Where both ways are as good, the left side goes first.
fn table(left: &[u32], right: &[u32], (at_l, at_r): (u32, u32), out: &mut Vec<(u32, u32)>) {
    let blocks = left.len().div_ceil(BLOCK);
    // Rows and bits are counted from the ends of both sides, so that the way through the table starts with the first words.
    let bit = |l: usize| left.len() - 1 - l;
    let mut places: Vec<(u32, usize)> = left.iter().enumerate().map(|(l, &word)| (word, bit(l))).collect();
    places.sort_unstable();
    let mut rows = vec![u64::MAX; (right.len() + 1) * blocks];
    let mut equal = vec![0u64; blocks];
    for (r, &word) in right.iter().enumerate().rev() {
        let (row, below) = rows[r * blocks..(r + 2) * blocks].split_at_mut(blocks);
        let same = &places[places.partition_point(|place| place.0 < word)..];
        for &(_, bit) in same.iter().take_while(|place| place.0 == word && word != u32::MAX) {
            equal[bit / BLOCK] |= 1 << (bit % BLOCK);
        }
        let mut carry = false;
        for ((new, &old), equal) in row.iter_mut().zip(&*below).zip(&mut equal) {
            let longer = old & std::mem::take(equal);
            let (sum, over) = old.overflowing_add(longer);
            let (sum, over_again) = sum.overflowing_add(carry.into());
            *new = sum | (old & !longer);
            carry = over || over_again;
        }
    }
    let (mut l, mut r) = (0, 0);
    while l < left.len() && r < right.len() {
        let needed = rows[r * blocks + bit(l) / BLOCK] >> (bit(l) % BLOCK) & 1 == 0;
        if left[l] == right[r] && left[l] != u32::MAX {
            out.push((at_l + l as u32, at_r + r as u32));
            (l, r) = (l + 1, r + 1);
        } else if needed {
            r += 1;
        } else {
            l += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matching::{Scratch, Tolerance, passages_within};
    use crate::text::analyze;

    #[test]
    fn a_replaced_word_and_a_dropped_word_are_two_changes() {
        let text = "The harbour office said on Monday that the ferry would stay in port until the strong wind had fallen at last.\nOther news comes from the hall.\nThe harbour office said on Tuesday that the ferry would stay in port until the wind had fallen at last.";
        let analyzed = analyze(text, &[]);
        let passages = passages_within(&analyzed, &Tolerance::default(), &mut Scratch::default());
        let words = |range: TokenRange| analyzed.span_of(range).of(text);
        let found: Vec<(&str, &str)> =
            changes(&analyzed, &passages[0]).iter().map(|change| (words(change.left), words(change.right))).collect();
        assert_eq!(found, [("Monday", "Tuesday"), ("strong", "")]);
    }

    #[test]
    fn the_words_of_both_sides_are_all_accounted_for() {
        let (left, right) = ([1, 2, 3, 4, 5, 6], [1, 9, 3, 5, 6, 7]);
        let list = list(&left, &right, (0, 0));
        assert_eq!(list.iter().map(|edit| edit.left.len()).sum::<u32>(), 6);
        assert_eq!(list.iter().map(|edit| edit.right.len()).sum::<u32>(), 6);
        assert_eq!(equal_words(&left, &right), 4);
    }

    #[test]
    fn rows_of_unique_words_anchor_long_sides() {
        let left: Vec<u32> = (0..5000).collect();
        let right: Vec<u32> = (0..5000).filter(|word| word % 10 != 3).collect();
        assert!(left.len() * right.len() > TABLE);
        assert_eq!(equal_words(&left, &right), 4500);
    }

    proptest! {
        /// Held against the table of numbers that every textbook has.
        #[test]
        fn common_words_are_a_longest_common_subsequence(
            left in prop::collection::vec(0u32..6, 0..150),
            right in prop::collection::vec(0u32..6, 0..150),
        ) {
            let mut pairs = Vec::new();
            table(&left, &right, (0, 0), &mut pairs);
            prop_assert!(pairs.iter().all(|&(l, r)| left[l as usize] == right[r as usize]));
            prop_assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
            let mut lengths = vec![vec![0; right.len() + 1]; left.len() + 1];
            for l in 0..left.len() {
                for r in 0..right.len() {
                    let best = lengths[l][r + 1].max(lengths[l + 1][r]);
                    lengths[l + 1][r + 1] = if left[l] == right[r] { lengths[l][r] + 1 } else { best };
                }
            }
            prop_assert_eq!(pairs.len(), lengths[left.len()][right.len()]);
        }
    }
}
