//! How alike two things are: a number in [0, 1], and how it is made from counts.

/// A similarity in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Similarity(f64);

impl Similarity {
    /// Everything is shared.
    pub const FULL: Self = Self(1.0);

    /// Makes a similarity; a value outside [0, 1] or not a number is moved to the nearer end (not a number: 0).
    #[must_use]
    pub const fn new(value: f64) -> Self {
        if value >= 1.0 {
            Self(1.0)
        } else if value > 0.0 {
            Self(value)
        } else {
            Self(0.0)
        }
    }

    /// Returns the number in [0, 1].
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Computes shared / union from two set sizes and the size of what they share; two empty sets have no similarity.
    #[must_use]
    pub fn jaccard(left: u64, right: u64, shared: u64) -> Option<Self> {
        ratio(shared, left + right - shared)
    }

    /// Computes shared / one side; an empty side has no containment.
    #[must_use]
    pub fn containment(side: u64, shared: u64) -> Option<Self> {
        ratio(shared, side)
    }
}

fn ratio(part: u64, whole: u64) -> Option<Similarity> {
    (whole > 0).then(|| Similarity::new(part as f64 / whole as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_empty_sets_have_no_similarity() {
        assert_eq!(Similarity::jaccard(0, 0, 0), None);
        assert_eq!(Similarity::jaccard(4, 6, 2).map(Similarity::get), Some(0.25));
    }

    #[test]
    fn not_a_number_is_no_similarity_at_all() {
        assert_eq!(Similarity::new(f64::NAN).get().to_bits(), 0.0f64.to_bits());
    }
}
