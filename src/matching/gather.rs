//! Gathers runs that are near each other on both sides, whatever their order.

use super::run::Run;
use crate::text::TokenRange;

/// Runs that belong together.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    pub(super) left: TokenRange,
    pub(super) right: TokenRange,
    /// Words in runs; words of two runs that overlap count twice.
    pub(super) words: u32,
}

/// Gathers runs, sorted by their right start, whose gaps are at most `gap` words on both sides.
///
/// A run of `copy` words or more whose words stand in the cluster on one side only is another copy of them and starts its own cluster.
/// `apart` keeps the two sides of a cluster from overlapping, for a text against itself.
pub(super) fn gather(runs: &[Run], gap: u32, copy: u32, apart: bool) -> Vec<Cluster> {
    let mut done = Vec::new();
    let mut open: Vec<Cluster> = Vec::new();
    for run in runs {
        let left = TokenRange::new(run.left, run.left + run.words);
        let right = TokenRange::new(run.right, run.right + run.words);
        done.extend(open.extract_if(.., |cluster| cluster.right.end + gap < run.right));
        let near = open.iter_mut().find(|cluster| {
            distance(cluster.left, left) <= gap
                && !(run.words >= copy && another_copy(cluster, left, right))
                && (!apart || cluster.left.hull(left).end <= cluster.right.start)
        });
        match near {
            Some(cluster) => {
                cluster.left = cluster.left.hull(left);
                cluster.right = cluster.right.hull(right);
                cluster.words += run.words;
            }
            None => open.push(Cluster { left, right, words: run.words }),
        }
    }
    done.append(&mut open);
    done
}

fn another_copy(cluster: &Cluster, left: TokenRange, right: TokenRange) -> bool {
    let stands = |side: TokenRange, run: TokenRange| side.overlap(run) * 2 > run.len();
    stands(cluster.left, left) != stands(cluster.right, right)
}

fn distance(one: TokenRange, other: TokenRange) -> u32 {
    one.start.max(other.start).saturating_sub(one.end.min(other.end))
}
