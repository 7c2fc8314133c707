//! The words of a passage in rows that face each other: a row holds what stands on both sides from one sentence start to the next.

use crate::comparison::SharedPassage;
use crate::passage::{Edit, EditKind};
use crate::text::{AnalyzedText, TokenRange};

/// What stands on both sides from one sentence start to the next; one side may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) left: Vec<Stretch>,
    pub(super) right: Vec<Stretch>,
}

/// Words in a row that share one fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) words: TokenRange,
    pub(super) mark: Mark,
}

/// What became of some words on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// They stand there too.
    Same,
    /// They do not.
    Changed,
    /// They stand elsewhere there, under the same number, counted from 1.
    Moved(u32),
}

impl Row {
    /// Tells whether nothing differs in it.
    pub(super) fn is_same(&self) -> bool {
        self.left.iter().chain(&self.right).all(|stretch| stretch.mark == Mark::Same)
    }
}

/// Cuts a passage into rows. Linear in its words but for sorting.
pub(super) fn rows(shared: &SharedPassage, left: &AnalyzedText<'_>, right: &AnalyzedText<'_>) -> Vec<Row> {
    let (whole_left, whole_right) = (shared.passage.left.tokens, shared.passage.right.tokens);
    let sides = (stretches(&shared.edits, |edit| edit.left), stretches(&shared.edits, |edit| edit.right));
    let mut cuts = cuts(&shared.edits, (whole_left, whole_right), (&starts(left), &starts(right)));
    cuts.push((whole_left.end, whole_right.end));
    let (mut l, mut r) = (whole_left.start, whole_right.start);
    let mut rows = Vec::with_capacity(cuts.len());
    for (to_l, to_r) in cuts {
        let row =
            Row { left: inside(&sides.0, TokenRange::new(l, to_l)), right: inside(&sides.1, TokenRange::new(r, to_r)) };
        if !row.left.is_empty() || !row.right.is_empty() {
            rows.push(row);
        }
        (l, r) = (to_l, to_r);
    }
    rows
}

/// Returns the first tokens of the sentences of a text.
fn starts(text: &AnalyzedText<'_>) -> Vec<u32> {
    let sentences = text.sentences.iter().filter(|sentence| !sentence.tokens.is_empty());
    sentences.map(|sentence| sentence.tokens.start).collect()
}

/// Lists what became of the words of one side, in their order.
fn stretches(edits: &[Edit], side: fn(&Edit) -> TokenRange) -> Vec<Stretch> {
    let mut moved = 0;
    let mark = |edit: &Edit| {
        let mark = match edit.kind {
            EditKind::Equal => Mark::Same,
            EditKind::Replaced | EditKind::Inserted | EditKind::Deleted => Mark::Changed,
            EditKind::Moved => {
                moved += 1;
                Mark::Moved(moved)
            }
        };
        Stretch { words: side(edit), mark }
    };
    let mut list: Vec<Stretch> = edits.iter().map(mark).filter(|stretch| !stretch.words.is_empty()).collect();
    list.sort_by_key(|stretch| stretch.words);
    list
}

/// Finds the places on both sides where a row ends: where equal words start a sentence on either side, and between them sentence by sentence.
fn cuts(
    edits: &[Edit],
    (left, right): (TokenRange, TokenRange),
    (left_starts, right_starts): (&[u32], &[u32]),
) -> Vec<(u32, u32)> {
    let mut cuts = Vec::new();
    let (mut l, mut r) = (left.start, right.start);
    let end = (TokenRange::new(left.end, left.end), TokenRange::new(right.end, right.end));
    let equal = edits.iter().filter(|edit| edit.kind == EditKind::Equal).map(|edit| (edit.left, edit.right));
    for (equal_left, equal_right) in equal.chain([end]) {
        let gone = within(left_starts, TokenRange::new(l, equal_left.start));
        let came = within(right_starts, TokenRange::new(r, equal_right.start));
        if equal_right.start == r {
            cuts.extend(gone.iter().map(|&at| (at, r)));
        } else if equal_left.start == l {
            cuts.extend(came.iter().map(|&at| (l, at)));
        } else {
            cuts.extend(gone.iter().copied().zip(came.iter().copied()));
        }
        let here = within(left_starts, equal_left).iter().map(|&at| (at, at - equal_left.start + equal_right.start));
        let there = within(right_starts, equal_right).iter().map(|&at| (at - equal_right.start + equal_left.start, at));
        cuts.extend(here.chain(there));
        (l, r) = (equal_left.end, equal_right.end);
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Returns the sentence starts in a range.
fn within(starts: &[u32], range: TokenRange) -> &[u32] {
    let first = starts.partition_point(|&at| at < range.start);
    let count = starts[first..].partition_point(|&at| at < range.end);
    &starts[first..first + count]
}

/// Returns the parts of sorted stretches that lie in a range.
fn inside(stretches: &[Stretch], range: TokenRange) -> Vec<Stretch> {
    let first = stretches.partition_point(|stretch| stretch.words.end <= range.start);
    let near = stretches[first..].iter().take_while(|stretch| stretch.words.start < range.end);
    near.map(|stretch| Stretch {
        words: TokenRange::new(stretch.words.start.max(range.start), stretch.words.end.min(range.end)),
        mark: stretch.mark,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passage::{Passage, PassageKind, Side};
    use crate::similarity::Similarity;
    use crate::text::analyze;

    fn edit(kind: EditKind, left: (u32, u32), right: (u32, u32)) -> Edit {
        Edit { kind, left: TokenRange::new(left.0, left.1), right: TokenRange::new(right.0, right.1) }
    }

    fn whole(text: &AnalyzedText<'_>) -> Side {
        let tokens = TokenRange::new(0, text.tokens.len() as u32);
        Side { span: text.span_of(tokens), tokens }
    }

    #[test]
    fn a_sentence_that_was_dropped_faces_nothing() {
        let left = analyze("One went out. Two came in. Three sat down.", &[]);
        let right = analyze("One went out. Three sat down.", &[]);
        let passage = Passage {
            left: whole(&left),
            right: whole(&right),
            kind: PassageKind::Rewritten,
            similarity: Similarity::new(0.6),
            words: 6,
        };
        let edits = vec![
            edit(EditKind::Equal, (0, 3), (0, 3)),
            edit(EditKind::Deleted, (3, 6), (3, 3)),
            edit(EditKind::Equal, (6, 9), (3, 6)),
        ];
        let rows = rows(&SharedPassage { passage, edits }, &left, &right);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[1].left, [Stretch { words: TokenRange::new(3, 6), mark: Mark::Changed }]);
        assert_eq!(rows[1].right, []);
        assert!(rows[0].is_same() && rows[2].is_same());
    }
}
