//! Moved words: those that an edit list deletes in one place and inserts, row for row, in another.

use std::cmp::Reverse;

use hashbrown::HashMap;

use crate::passage::{Edit, EditKind};
use crate::text::TokenRange;

/// Least words of a move: half a clause. Shorter rows of words come back by chance in any two texts on one matter.
const LEAST: usize = 5;
/// Places of the same five words that are tried: keeps the work linear in texts that repeat themselves.
const TRIED: usize = 8;

/// Words in a row that stand on both sides, in places that the edit list does not join; positions count from the start of each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Move {
    left: u32,
    right: u32,
    words: u32,
}

/// Takes moved words out of the deleted and inserted ones and lists them at the end, in the order of the left side.
///
/// `left` and `right` hold the words of the two sides, whose first tokens are `starts`. Linear but for sorting the moves, the longest of which go first.
pub(super) fn with_moves(list: Vec<Edit>, left: &[u32], right: &[u32], starts: (u32, u32)) -> Vec<Edit> {
    let moves = moves(&list, left, right, starts);
    if moves.is_empty() {
        return list;
    }
    let here: Vec<TokenRange> = moves.iter().map(|m| range(starts.0 + m.left, m.words)).collect();
    let mut there: Vec<TokenRange> = moves.iter().map(|m| range(starts.1 + m.right, m.words)).collect();
    let moved = here.iter().zip(&there).map(|(&left, &right)| Edit { kind: EditKind::Moved, left, right });
    let moved: Vec<Edit> = moved.collect();
    there.sort_unstable();
    let mut out = Vec::with_capacity(list.len() + 2 * moved.len());
    for edit in list {
        if edit.kind == EditKind::Equal {
            out.push(edit);
        } else {
            left_over(edit, &here, &there, &mut out);
        }
    }
    out.extend(moved);
    out
}

/// Finds the moves, in the order of the left side.
fn moves(list: &[Edit], left: &[u32], right: &[u32], starts: (u32, u32)) -> Vec<Move> {
    let unequal = || list.iter().filter(|edit| edit.kind != EditKind::Equal);
    let gone: Vec<TokenRange> = unequal().map(|edit| shifted(edit.left, starts.0)).collect();
    let came: Vec<TokenRange> = unequal().map(|edit| shifted(edit.right, starts.1)).collect();
    let mut known: HashMap<&[u32], Vec<(u32, TokenRange)>, foldhash::fast::FixedState> = HashMap::default();
    for &piece in &came {
        for at in windows(piece) {
            let places = known.entry(&right[at as usize..at as usize + LEAST]).or_default();
            if places.len() < TRIED {
                places.push((at, piece));
            }
        }
    }
    let mut found: Vec<Move> = Vec::new();
    for &piece in &gone {
        for at in windows(piece) {
            for &(to, there) in known.get(&left[at as usize..at as usize + LEAST]).into_iter().flatten() {
                let grows_back =
                    at > piece.start && to > there.start && left[at as usize - 1] == right[to as usize - 1];
                if !grows_back {
                    let (rest, rest_there) = (at as usize..piece.end as usize, to as usize..there.end as usize);
                    let equal = left[rest].iter().zip(&right[rest_there]).take_while(|(l, r)| l == r).count();
                    found.push(Move { left: at, right: to, words: equal as u32 });
                }
            }
        }
    }
    told(found, (left.len(), right.len()), &came)
}

/// Takes the longest first, each word once.
fn told(mut found: Vec<Move>, (left, right): (usize, usize), came: &[TokenRange]) -> Vec<Move> {
    found.sort_by_key(|m| (Reverse(m.words), m.left, m.right));
    let mut taken = (vec![false; left], vec![true; right]);
    came.iter().for_each(|piece| taken.1[piece.indices()].fill(false));
    found.retain(|m| {
        let (here, there) = (range(m.left, m.words).indices(), range(m.right, m.words).indices());
        let free = !taken.0[here.clone()].contains(&true) && !taken.1[there.clone()].contains(&true);
        if free {
            taken.0[here].fill(true);
            taken.1[there].fill(true);
        }
        free
    });
    found.sort_by_key(|m| m.left);
    found
}

/// Appends what is left of an edit without the moved words: pieces that face each other are replaced, the others deleted or inserted.
fn left_over(edit: Edit, here: &[TokenRange], there: &[TokenRange], out: &mut Vec<Edit>) {
    let (left, right) = (without(edit.left, here), without(edit.right, there));
    for ix in 0..left.len().max(right.len()) {
        let nothing = |range: TokenRange| TokenRange::new(range.end, range.end);
        let (kind, left, right) = match (left.get(ix), right.get(ix)) {
            (Some(&left), Some(&right)) => (EditKind::Replaced, left, right),
            (Some(&left), None) => (EditKind::Deleted, left, nothing(edit.right)),
            (None, Some(&right)) => (EditKind::Inserted, nothing(edit.left), right),
            (None, None) => continue,
        };
        out.push(Edit { kind, left, right });
    }
}

/// Returns the pieces of a range that lie in none of the sorted `moved` ranges.
fn without(range: TokenRange, moved: &[TokenRange]) -> Vec<TokenRange> {
    let first = moved.partition_point(|m| m.end <= range.start);
    let (mut pieces, mut from) = (Vec::new(), range.start);
    for m in moved[first..].iter().take_while(|m| m.start < range.end) {
        pieces.push(TokenRange::new(from, m.start));
        from = m.end;
    }
    pieces.push(TokenRange::new(from, range.end));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn range(start: u32, words: u32) -> TokenRange {
    TokenRange::new(start, start + words)
}

fn shifted(range: TokenRange, start: u32) -> TokenRange {
    TokenRange::new(range.start - start, range.end - start)
}

/// Returns the starts of the rows of words in a piece that are long enough to have moved.
fn windows(piece: TokenRange) -> std::ops::Range<u32> {
    piece.start..(piece.end + 1).saturating_sub(LEAST as u32).max(piece.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(kind: EditKind, left: (u32, u32), right: (u32, u32)) -> Edit {
        Edit { kind, left: TokenRange::new(left.0, left.1), right: TokenRange::new(right.0, right.1) }
    }

    #[test]
    fn a_row_of_words_that_stands_elsewhere_is_moved_and_the_rest_is_not() {
        // 1–6 move behind 7–9; 20 and 21 are new.
        let (left, right) = ([1, 2, 3, 4, 5, 6, 7, 8, 9], [7, 8, 9, 20, 1, 2, 3, 4, 5, 6, 21]);
        let list = vec![
            edit(EditKind::Deleted, (0, 6), (0, 0)),
            edit(EditKind::Equal, (6, 9), (0, 3)),
            edit(EditKind::Inserted, (9, 9), (3, 11)),
        ];
        let list = with_moves(list, &left, &right, (0, 0));
        let expected = [
            edit(EditKind::Equal, (6, 9), (0, 3)),
            edit(EditKind::Inserted, (9, 9), (3, 4)),
            edit(EditKind::Inserted, (9, 9), (10, 11)),
            edit(EditKind::Moved, (0, 6), (4, 10)),
        ];
        assert_eq!(list, expected);
    }

    #[test]
    fn four_words_have_not_moved() {
        let list = vec![
            edit(EditKind::Deleted, (0, 4), (0, 0)),
            edit(EditKind::Equal, (4, 6), (0, 2)),
            edit(EditKind::Inserted, (6, 6), (2, 6)),
        ];
        assert_eq!(with_moves(list.clone(), &[1, 2, 3, 4, 5, 6], &[5, 6, 1, 2, 3, 4], (0, 0)), list);
    }

    #[test]
    fn a_word_on_no_list_of_the_other_side_moves_nowhere() {
        let unknown = [u32::MAX; 6];
        let list = vec![edit(EditKind::Replaced, (0, 6), (0, 6))];
        assert_eq!(with_moves(list.clone(), &[1, 2, 3, 4, 5, 6], &unknown, (0, 0)), list);
    }
}
