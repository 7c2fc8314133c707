//! Winnowing: which shingles of a text are kept, so that any two texts that share enough words in a row keep a common one.
//!
//! Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003. Of equal minima in a window the
//! rightmost is kept, which gives the same choice in every text. We depart from it in one thing: a text with fewer shingles than one window
//! keeps its smallest, so that short texts can be found too.

/// Consecutive shingles of which the smallest is kept, at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Window(u8);

impl Window {
    /// Makes a window; 0 becomes 1, which keeps every shingle.
    #[must_use]
    pub const fn new(shingles: u8) -> Self {
        Self(if shingles == 0 { 1 } else { shingles })
    }

    /// Returns the number of shingles.
    #[must_use]
    pub const fn shingles(self) -> usize {
        self.0 as usize
    }
}

/// A shingle that winnowing kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint {
    /// The shingle.
    pub shingle: u64,
    /// Where it starts: position of its first word.
    pub at: u32,
}

/// Appends the fingerprints of a row of shingles, in the order of their places.
///
/// Two rows that share `window` shingles in a row keep at least one of them in common. About `2 / (window + 1)` of random shingles are kept.
/// Linear in the number of shingles; where they rise all the time, each costs a look at its whole window.
pub fn winnow(shingles: &[u64], window: Window, out: &mut Vec<Fingerprint>) {
    let size = window.shingles().min(shingles.len());
    if size == 0 {
        return;
    }
    // Place of the last of the smallest shingles in the window; looked for anew only when the window has left it behind.
    let mut least = 0;
    let mut kept = None;
    for (at, &shingle) in shingles.iter().enumerate() {
        if shingle <= shingles[least] {
            least = at;
        } else if least + size <= at {
            least = last_smallest(shingles, at + 1 - size..at + 1);
        }
        if at + 1 >= size && kept != Some(least) {
            kept = Some(least);
            out.push(Fingerprint { shingle: shingles[least], at: least as u32 });
        }
    }
}

/// Returns the place of the last of the smallest shingles in a range that is not empty.
fn last_smallest(shingles: &[u64], range: std::ops::Range<usize>) -> usize {
    range
        .clone()
        .rev()
        .reduce(|least, at| if shingles[at] < shingles[least] { at } else { least })
        .unwrap_or(range.start)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn kept(shingles: &[u64], window: u8) -> Vec<u32> {
        let mut out = Vec::new();
        winnow(shingles, Window::new(window), &mut out);
        out.iter().map(|fingerprint| fingerprint.at).collect()
    }

    #[test]
    fn the_example_of_the_paper_keeps_its_fingerprints() {
        let hashes = [77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98];
        let mut out = Vec::new();
        winnow(&hashes, Window::new(4), &mut out);
        let kept: Vec<(u64, u32)> = out.iter().map(|f| (f.shingle, f.at)).collect();
        assert_eq!(kept, [(17, 3), (17, 6), (8, 8), (39, 11), (17, 15)]);
    }

    #[test]
    fn a_text_shorter_than_a_window_keeps_its_smallest_shingle() {
        assert_eq!(kept(&[5, 3, 9], 8), [1]);
        assert!(kept(&[], 8).is_empty());
    }

    #[test]
    fn a_window_of_one_keeps_everything() {
        assert_eq!(kept(&[4, 4, 2], 1), [0, 1, 2]);
    }

    #[test]
    fn of_equal_shingles_the_last_in_the_window_is_kept() {
        assert_eq!(kept(&[1, 1, 1, 1, 1], 4), [3, 4]);
    }

    proptest! {
        #[test]
        fn every_window_holds_a_fingerprint_that_is_its_minimum(shingles in prop::collection::vec(0u64..40, 1..200), window in 1u8..12) {
            let kept: BTreeSet<u32> = kept(&shingles, window).into_iter().collect();
            for (start, values) in shingles.windows(usize::from(window)).enumerate() {
                let least = values.iter().min();
                let range = start as u32..start as u32 + u32::from(window);
                prop_assert!(kept.range(range).any(|&at| Some(&shingles[at as usize]) == least));
            }
        }

        #[test]
        fn texts_that_share_a_window_of_shingles_share_a_fingerprint(
            left in prop::collection::vec(any::<u64>(), 0..30),
            shared in prop::collection::vec(any::<u64>(), 8..30),
            right in prop::collection::vec(any::<u64>(), 0..30),
        ) {
            let of = |shingles: &[u64]| {
                let mut out = Vec::new();
                winnow(shingles, Window::new(8), &mut out);
                out.into_iter().map(|f| f.shingle).collect::<BTreeSet<u64>>()
            };
            let one = of(&[left.as_slice(), &shared].concat());
            let other = of(&[shared.as_slice(), &right].concat());
            prop_assert!(one.intersection(&other).next().is_some());
        }
    }
}
