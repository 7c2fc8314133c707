//! Seeds: places where the same shingle stands on both sides.

use hashbrown::HashMap;

use crate::fingerprint::{ShingleWidth, Shingler};

/// Occurrences of one shingle, on the side with fewer, up to which all pairs are seeds.
///
/// Above it, the t-th occurrence meets the t-th and all meet the first, which keeps the work linear. A run of words that is rare as a whole
/// is found all the same: its other shingles are rare, and runs bridge the hole.
const ALL_PAIRS: usize = 8;

/// One shingle in two places, by token position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seed {
    pub(super) left: u32,
    pub(super) right: u32,
}

/// Finds seeds; keeps its buffers.
#[derive(Debug, Clone, Default)]
pub(super) struct Seeder {
    shingler: Shingler,
    left: Vec<u64>,
    right: Vec<u64>,
}

impl Seeder {
    /// Finds the seeds between two rows of numbered words.
    pub(super) fn between(&mut self, left: &[u32], right: &[u32], width: ShingleWidth, out: &mut Vec<Seed>) {
        let lefts = places(&mut self.shingler, left, width, &mut self.left);
        let rights = places(&mut self.shingler, right, width, &mut self.right);
        for (shingle, at) in &lefts {
            let Some(there) = rights.get(shingle) else { continue };
            if at.len().min(there.len()) <= ALL_PAIRS {
                out.extend(at.iter().flat_map(|&left| there.iter().map(move |&right| Seed { left, right })));
            } else {
                out.extend(at.iter().zip(there).map(|(&left, &right)| Seed { left, right }));
                out.extend(at.iter().map(|&left| Seed { left, right: there[0] }));
                out.extend(there.iter().map(|&right| Seed { left: at[0], right }));
            }
        }
    }

    /// Finds the seeds of one row against itself, the left before the right.
    pub(super) fn within(&mut self, words: &[u32], width: ShingleWidth, out: &mut Vec<Seed>) {
        for at in places(&mut self.shingler, words, width, &mut self.left).values() {
            if at.len() <= ALL_PAIRS {
                for (ix, &left) in at.iter().enumerate() {
                    out.extend(at[ix + 1..].iter().map(|&right| Seed { left, right }));
                }
            } else {
                out.extend(at.windows(2).map(|pair| Seed { left: pair[0], right: pair[1] }));
                out.extend(at[1..].iter().map(|&right| Seed { left: at[0], right }));
            }
        }
    }
}

fn places(
    shingler: &mut Shingler,
    words: &[u32],
    width: ShingleWidth,
    shingles: &mut Vec<u64>,
) -> HashMap<u64, Vec<u32>, foldhash::fast::FixedState> {
    shingles.clear();
    shingler.shingle(words.iter().map(|&word| u64::from(word)), width, shingles);
    let mut places = HashMap::<u64, Vec<u32>, _>::default();
    for (at, &shingle) in shingles.iter().enumerate() {
        places.entry(shingle).or_default().push(at as u32);
    }
    places
}
