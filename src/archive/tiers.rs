//! Which segments to merge: those of about one size, when there are enough of them, so that an article is copied few times in its life.

use super::catalogue::Listed;

/// Segments of one tier that are merged into one. With 4, a million articles added in batches of ten thousand are copied three times and
/// stand in at most a dozen segments; with 8 they would be copied twice but a look-up would ask up to twice as many segments.
const FAN: usize = 4;
/// Bytes up to which a segment counts as small: all below are one tier.
const SMALL: u64 = 1 << 20;
/// One part in so many of a segment may be removed before it is written anew.
const MOST_REMOVED: u64 = 4;

/// Returns the positions of the segments that should be merged now; `None` when all is well.
pub(super) fn due(segments: &[Listed]) -> Option<Vec<usize>> {
    let wasteful = |segment: &Listed| segment.removed.len() as u64 * MOST_REMOVED > u64::from(segment.articles);
    if let Some(ix) = segments.iter().position(wasteful) {
        return Some(vec![ix]);
    }
    let mut sizes: Vec<(u32, usize)> = segments.iter().zip(0..).map(|(segment, ix)| (tier(segment), ix)).collect();
    sizes.sort_unstable();
    let full = sizes.chunk_by(|a, b| a.0 == b.0).find(|tier| tier.len() >= FAN)?;
    // All smaller ones go along: they cost little and would follow soon.
    let top = full[0].0;
    Some(sizes.iter().filter(|(tier, _)| *tier <= top).map(|&(_, ix)| ix).collect())
}

/// Returns the tier of a segment: each holds segments up to four times as large as the one below.
fn tier(segment: &Listed) -> u32 {
    (segment.file.len / SMALL).max(1).ilog2() / 2
}

#[cfg(test)]
mod tests {
    use super::super::file::Finished;
    use super::super::removed::Removed;
    use super::*;

    fn segments(mega_bytes: &[u64]) -> Vec<Listed> {
        let of = |(&size, number): (&u64, u64)| {
            let file = Finished { len: size << 20, hash: 0 };
            Listed { number, articles: 100, file, removed: Removed::default() }
        };
        mega_bytes.iter().zip(1..).map(of).collect()
    }

    #[test]
    fn segments_of_many_sizes_are_left_alone() {
        assert_eq!(due(&segments(&[0, 1, 3, 5, 20, 20, 20, 80, 400])), None);
        assert_eq!(due(&[]), None);
    }

    #[test]
    fn four_of_one_size_are_merged_with_all_smaller_ones() {
        assert_eq!(due(&segments(&[400, 20, 17, 0, 30, 40])), Some(vec![3, 1, 2, 4, 5]));
    }

    #[test]
    fn a_segment_with_many_removed_articles_is_written_anew() {
        let mut segments = segments(&[400, 20]);
        for article in 0..26 {
            segments[1].removed.insert(article);
        }
        assert_eq!(due(&segments), Some(vec![1]));
    }

    #[test]
    fn adding_one_by_one_keeps_the_number_of_segments_small_and_copies_each_article_few_times() {
        let (mut segments, mut copied) = (Vec::new(), 0u64);
        for number in 0..4000 {
            let file = Finished { len: 1 << 20, hash: 0 };
            segments.push(Listed { number, articles: 1, file, removed: Removed::default() });
            while let Some(merged) = due(&segments) {
                let len: u64 = merged.iter().map(|&ix| segments[ix].file.len).sum();
                copied += len >> 20;
                let mut ix = 0;
                segments.retain(|_| (!merged.contains(&ix), ix += 1).0);
                segments.push(Listed {
                    number,
                    articles: 1,
                    file: Finished { len, hash: 0 },
                    removed: Removed::default(),
                });
            }
            assert!(segments.len() <= 20);
        }
        assert!(copied <= 4000 * 7, "{copied}");
    }
}
