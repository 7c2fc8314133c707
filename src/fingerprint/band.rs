//! Bands: rows of a signature hashed together, so that near-duplicates meet in a bucket, and a sketch that says at once how alike two articles may be.

use super::minhash::Signature;

/// How the rows of a signature are put together: more rows a band keep strangers apart, more bands let fewer near-duplicates pass each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Banding {
    bands: usize,
    rows: usize,
}

/// The keys of an article, one a band; articles with an equal key in one band are candidates.
///
/// 32 bits: among a million articles a key meets a stranger's once in four thousand times, which costs one look at two sketches.
pub type BandKeys = Box<[u32]>;

impl Banding {
    /// Bandings and the least Jaccard similarity that each is made for. At that similarity two articles miss each other with a probability of
    /// (1 - s^rows)^bands: 4.9·10⁻⁵ at .8, 1.8·10⁻³ at .65, 3.7·10⁻³ at .5, 2.4·10⁻³ at .3, and far less a little above. Two that share .03 (the same
    /// footer) meet in the first with 6·10⁻⁷.
    const BY_SIMILARITY: [(f64, Self); 4] = [
        (0.8, Self { bands: 25, rows: 5 }),
        (0.65, Self { bands: 32, rows: 4 }),
        (0.5, Self { bands: 42, rows: 3 }),
        (0.0, Self { bands: 64, rows: 2 }),
    ];

    /// Returns the banding with the most rows that still lets articles of this Jaccard similarity meet.
    #[must_use]
    pub fn for_similarity(similarity: f64) -> Self {
        let fits = |(least, _): &&(f64, Self)| similarity >= *least;
        Self::BY_SIMILARITY.iter().find(fits).map_or(Self { bands: 64, rows: 2 }, |(_, banding)| *banding)
    }

    /// Returns how many bands there are.
    #[must_use]
    pub const fn bands(self) -> usize {
        self.bands
    }

    /// Hashes the bands of a signature.
    #[must_use]
    pub fn keys(self, signature: &Signature) -> BandKeys {
        let key = |rows: &[u32]| {
            let hash = rows
                .iter()
                .fold(0u64, |hash, &row| (hash ^ u64::from(row)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29));
            (hash.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
        };
        signature.values().chunks_exact(self.rows).take(self.bands).map(key).collect()
    }
}

/// Eight bits of each of 64 bins: enough to tell in 5 ns that two articles are far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch([u8; Self::BINS]);

impl Sketch {
    /// Bins in a sketch.
    pub const BINS: usize = 64;

    /// Takes the sketch from a signature.
    #[must_use]
    pub fn of(signature: &Signature) -> Self {
        let mut sketch = [0; Self::BINS];
        for (bin, value) in sketch.iter_mut().zip(signature.values()) {
            *bin = *value as u8;
        }
        Self(sketch)
    }

    /// Returns its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::BINS] {
        &self.0
    }

    /// Makes a sketch of its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BINS]) -> Self {
        Self(bytes)
    }

    /// Counts the bins in which two sketches agree.
    #[must_use]
    pub fn agreement(&self, other: &Self) -> u8 {
        self.0.iter().zip(&other.0).map(|(left, right)| u8::from(left == right)).sum()
    }

    /// Returns the least agreement that two articles of at least this Jaccard similarity may be expected to have: five standard deviations below the mean,
    /// which one pair in three million falls short of.
    #[must_use]
    pub fn least_agreement(similarity: f64) -> u8 {
        let bins = Self::BINS as f64;
        let spread = (bins * similarity * (1.0 - similarity)).max(0.0).sqrt();
        (bins * similarity - 5.0 * spread).max(0.0) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(of: impl Iterator<Item = u64>) -> Signature {
        let shingles: Vec<u64> = of.map(|ix| ix.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        Signature::of(&shingles).unwrap()
    }

    #[test]
    fn equal_sets_meet_in_every_band() {
        let (left, right) = (signature(0..300), signature((0..300).rev()));
        let banding = Banding::for_similarity(0.8);
        assert_eq!(banding.keys(&left), banding.keys(&right));
        assert_eq!(Sketch::of(&left).agreement(&Sketch::of(&right)), 64);
    }

    #[test]
    fn strangers_meet_in_no_band() {
        let (left, right) = (signature(0..300), signature(300..600));
        let keys = |of| Banding::for_similarity(0.8).keys(of);
        assert!(keys(&left).iter().zip(keys(&right)).all(|(left, right)| *left != right));
        assert!(Sketch::of(&left).agreement(&Sketch::of(&right)) < 6);
    }

    #[test]
    fn agreement_is_asked_for_five_deviations_below_the_mean() {
        assert_eq!(Sketch::least_agreement(0.8), 35);
        assert_eq!(Sketch::least_agreement(1.0), 64);
        assert_eq!(Sketch::least_agreement(0.1), 0);
    }

    #[test]
    fn every_banding_fits_into_a_signature_and_lets_what_it_is_made_for_meet() {
        for (least, banding) in Banding::BY_SIMILARITY {
            assert!(banding.bands * banding.rows <= crate::fingerprint::minhash::BINS);
            let missed = (1.0 - least.max(0.3f64).powi(banding.rows as i32)).powi(banding.bands as i32);
            assert!(missed < 0.004, "{least}: {missed}");
            assert_eq!(Banding::for_similarity(least), banding);
        }
    }
}
