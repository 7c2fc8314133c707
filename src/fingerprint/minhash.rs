//! The signature of an article: the least shingles of it in a fixed random order, from which the Jaccard similarity of two articles is estimated.

/// Values in a signature. A power of two, so that a bin is some bits of a hash; enough for every [`super::band::Banding`].
pub const BINS: usize = 128;
/// No shingle has come into this bin.
const EMPTY: u32 = u32::MAX;
/// No round has filled this bin: more than any round is.
const NEVER: u8 = u8::MAX;
/// Makes a new random order for each round.
const ROUND: u64 = 0x9e37_79b9_7f4a_7c15;

/// The MinHash values of an article: two articles agree in each bin with a probability that is their Jaccard similarity, in one bin as good as independently of
/// the others.
///
/// One shingle goes into one bin (Li, Owen and Zhang 2012, one-permutation hashing). Where that leaves bins empty, all shingles are thrown again in a new
/// order, into the empty bins only, until none is left (Dahlgaard, Knudsen and Thorup, Fast Similarity Sketching, FOCS 2017): unlike a bin that is filled
/// from its neighbour, short articles keep the variance of long ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature([u32; BINS]);

impl Signature {
    /// Makes the signature of a set of shingles; a shingle may stand in the slice more than once. An empty set has none.
    ///
    /// About 1 ns a shingle; a set of less than 600 shingles costs at most what 600 cost.
    #[must_use]
    pub fn of(shingles: &[u64]) -> Option<Self> {
        if shingles.is_empty() {
            return None;
        }
        let mut least = [EMPTY; BINS];
        throw(shingles, &mut least);
        let mut left = least.iter().filter(|bin| **bin == EMPTY).count();
        if left > 0 {
            // The round in which each bin was filled. Looking only at bins that shingles come into, a round over three shingles costs three steps.
            let mut filled = least.map(|bin| if bin == EMPTY { NEVER } else { 0 });
            for round in 1..BINS as u8 {
                left -= throw_again(shingles, round, &mut filled, &mut least);
                if left == 0 {
                    break;
                }
            }
        }
        // A few shingles may miss a bin in every round: then each bin that is left takes the least of all.
        for (ix, bin) in least.iter_mut().enumerate().filter(|(_, bin)| **bin == EMPTY) {
            let order = BINS as u64 + ix as u64;
            *bin = shingles.iter().map(|&shingle| value(ordered(shingle, order))).min().unwrap_or(0);
        }
        Some(Self(least))
    }

    /// Returns the values, a bin each.
    #[must_use]
    pub const fn values(&self) -> &[u32; BINS] {
        &self.0
    }
}

fn throw(shingles: &[u64], least: &mut [u32; BINS]) {
    for &shingle in shingles {
        let hash = ordered(shingle, 0);
        let bin = &mut least[bin(hash)];
        *bin = (*bin).min(value(hash));
    }
}

/// Throws into the bins that no earlier round filled; returns how many this one filled.
fn throw_again(shingles: &[u64], round: u8, filled: &mut [u8; BINS], least: &mut [u32; BINS]) -> usize {
    let mut count = 0;
    for &shingle in shingles {
        let hash = ordered(shingle, u64::from(round));
        let bin = bin(hash);
        if filled[bin] == NEVER {
            (filled[bin], least[bin]) = (round, value(hash));
            count += 1;
        } else if filled[bin] == round {
            least[bin] = least[bin].min(value(hash));
        }
    }
    count
}

#[inline]
fn bin(hash: u64) -> usize {
    (hash >> (64 - BINS.trailing_zeros())) as usize
}

#[inline]
fn ordered(shingle: u64, round: u64) -> u64 {
    let spread = (shingle ^ round.wrapping_mul(ROUND)).wrapping_mul(0xa076_1d64_78bd_642f);
    spread ^ spread >> 29
}

#[inline]
fn value(hash: u64) -> u32 {
    (hash as u32).min(EMPTY - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share of 40,000 bins (over many pairs of sets) in which two sets of so many own and common shingles agree.
    fn agreement(own: u64, common: u64) -> f64 {
        let mut seed = 1u64;
        let mut next = || {
            seed = seed.wrapping_add(ROUND);
            let mixed = (seed ^ seed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb)
        };
        let pairs = 40_000 / BINS;
        let agree: usize = (0..pairs)
            .map(|_| {
                let shared: Vec<u64> = (0..common).map(|_| next()).collect();
                let mut side = || {
                    Signature::of(&shared.iter().copied().chain((0..own).map(|_| next())).collect::<Vec<_>>()).unwrap()
                };
                let (left, right) = (side(), side());
                left.0.iter().zip(right.0).filter(|(left, right)| **left == *right).count()
            })
            .sum();
        agree as f64 / (pairs * BINS) as f64
    }

    #[test]
    fn bins_agree_as_often_as_the_sets_are_alike() {
        for (own, common) in [(1, 8), (10, 80), (100, 800), (50, 50), (3, 4)] {
            let jaccard = common as f64 / (2 * own + common) as f64;
            assert!(
                (agreement(own, common) - jaccard).abs() < 0.02,
                "{own} {common}: {} {jaccard}",
                agreement(own, common)
            );
        }
    }

    /// The definition, without any saving: every round throws into bins of its own, and what was empty takes its value.
    fn plain(shingles: &[u64]) -> [u32; BINS] {
        let of_round = |round: u64, at: usize| {
            let hashes = shingles.iter().map(|&shingle| ordered(shingle, round));
            hashes.filter(|&hash| bin(hash) == at).map(value).min()
        };
        let in_order = |order: u64| shingles.iter().map(|&shingle| value(ordered(shingle, order))).min();
        std::array::from_fn(|at| {
            let thrown = (0..BINS as u64).find_map(|round| of_round(round, at));
            thrown.or_else(|| in_order(BINS as u64 + at as u64)).unwrap()
        })
    }

    #[test]
    fn bins_that_are_filled_in_later_rounds_hold_what_the_definition_says() {
        for count in [1, 2, 3, 10, 60, 200, 700] {
            let shingles: Vec<u64> = (1..=count).map(|n: u64| n.wrapping_mul(0xbf58_476d_1ce4_e5b9)).collect();
            assert_eq!(Signature::of(&shingles).unwrap().0, plain(&shingles), "{count}");
        }
    }

    #[test]
    fn a_repeated_shingle_changes_nothing() {
        assert_eq!(Signature::of(&[5, 9, 5]), Signature::of(&[9, 5]));
    }

    #[test]
    fn nothing_has_no_signature() {
        assert_eq!(Signature::of(&[]), None);
    }
}
