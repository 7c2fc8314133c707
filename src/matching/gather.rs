//! Gathers anchors that are near each other on both sides, whatever their order.

use std::collections::BTreeMap;

use super::run::Run;
use crate::text::TokenRange;

/// Tokens of a piece that long anchors are cut into, so that a look to the left and right finds every neighbour.
const PIECE: u32 = 64;

/// Two ranges that seem to say the same: a run of equal words or two alike sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Anchor {
    pub(super) left: TokenRange,
    pub(super) right: TokenRange,
}

impl From<Run> for Anchor {
    fn from(run: Run) -> Self {
        Self {
            left: TokenRange::new(run.left, run.left + run.words),
            right: TokenRange::new(run.right, run.right + run.words),
        }
    }
}

impl Anchor {
    pub(super) fn hull(self, other: Self) -> Self {
        Self { left: self.left.hull(other.left), right: self.right.hull(other.right) }
    }

    pub(super) const fn contains(self, other: Self) -> bool {
        self.left.contains(other.left) && self.right.contains(other.right)
    }

    fn pieces(self) -> impl Iterator<Item = Self> {
        let count = self.left.len().max(self.right.len()).div_ceil(PIECE).max(1);
        let cut = move |range: TokenRange, ix: u32| {
            let at = |ix: u32| range.start + (u64::from(range.len()) * u64::from(ix) / u64::from(count)) as u32;
            TokenRange::new(at(ix), at(ix + 1))
        };
        (0..count).map(move |ix| Self { left: cut(self.left, ix), right: cut(self.right, ix) })
    }
}

/// Gathers anchors whose gaps are at most `gap` tokens on both sides into clusters: the hulls, in the order of their first anchors. Sorts the anchors.
///
/// A sweep along the left side with the open anchors ordered by the right: n log n.
pub(super) fn gather(anchors: &mut Vec<Anchor>, gap: u32) -> Vec<Anchor> {
    anchors.sort_unstable();
    anchors.dedup();
    let mut clusters = Clusters { parents: (0..anchors.len() as u32).collect(), hulls: anchors.clone() };
    let mut pieces: Vec<(Anchor, u32)> = Vec::with_capacity(anchors.len());
    for (ix, anchor) in anchors.iter().enumerate() {
        pieces.extend(anchor.pieces().map(|piece| (piece, ix as u32)));
    }
    pieces.sort_unstable();
    let mut open: BTreeMap<(u32, u32), (Anchor, u32)> = BTreeMap::new();
    let mut past = Vec::new();
    for (serial, &(piece, anchor)) in pieces.iter().enumerate() {
        let from = piece.right.start.saturating_sub(gap + PIECE);
        for (&key, &(other, owner)) in open.range((from, 0)..=(piece.right.end + gap, u32::MAX)) {
            if other.left.end + gap < piece.left.start {
                past.push(key);
            } else if other.right.end + gap >= piece.right.start {
                clusters.join(owner, anchor);
            }
        }
        past.drain(..).for_each(|key| {
            open.remove(&key);
        });
        open.insert((piece.right.start, serial as u32), (piece, anchor));
    }
    let roots = (0..anchors.len() as u32).filter(|&ix| clusters.parents[ix as usize] == ix);
    roots.map(|root| clusters.hulls[root as usize]).collect()
}

/// Disjoint sets of anchors; the smallest member is the root and keeps the hull.
struct Clusters {
    parents: Vec<u32>,
    hulls: Vec<Anchor>,
}

impl Clusters {
    fn root(&mut self, mut ix: u32) -> u32 {
        while self.parents[ix as usize] != ix {
            self.parents[ix as usize] = self.parents[self.parents[ix as usize] as usize];
            ix = self.parents[ix as usize];
        }
        ix
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        let (first, second) = (a.min(b), a.max(b));
        let (one, other) = (self.hulls[a as usize], self.hulls[b as usize]);
        let hull = one.hull(other);
        self.parents[second as usize] = first;
        self.hulls[first as usize] = hull;
    }
}
