//! Which sources are one item: an agency report that forty papers ran is one source with forty copies.

use super::Source;

/// Share of the smaller article's fingerprints that two copies of one item have in common. A stock paragraph in two short reports stays
/// well below; a report that was cut to half its length stays above.
const SAME_ITEM: f64 = 0.5;

/// Numbers the stories of the sources: two sources with one number are copies of one item. Numbers rise with the first source of a story.
pub(super) fn stories(sources: &[Source]) -> Vec<usize> {
    let mut story: Vec<usize> = (0..sources.len()).collect();
    for later in 0..sources.len() {
        let same = |earlier: &usize| same_item(&sources[*earlier].fingerprints, &sources[later].fingerprints);
        if let Some(earlier) = (0..later).find(same) {
            story[later] = story[earlier];
        }
    }
    story
}

fn same_item(left: &[u64], right: &[u64]) -> bool {
    let smaller = left.len().min(right.len());
    smaller > 0 && shared(left, right) as f64 >= SAME_ITEM * smaller as f64
}

/// Counts the numbers that two rising rows have in common.
fn shared(left: &[u64], right: &[u64]) -> usize {
    let (mut l, mut r, mut count) = (0, 0, 0);
    while l < left.len() && r < right.len() {
        match left[l].cmp(&right[r]) {
            std::cmp::Ordering::Less => l += 1,
            std::cmp::Ordering::Greater => r += 1,
            std::cmp::Ordering::Equal => (l, r, count) = (l + 1, r + 1, count + 1),
        }
    }
    count
}
