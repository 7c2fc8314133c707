//! Places that hold the same passage, seen from the article that had it first: ranges that differ by chance words at their ends are one passage.
//!
//! Chance words come from thousands of copies: of 20,000 articles with one line in common, some begin or go on with the same words on either side of it.

use crate::text::TokenRange;

/// Share of words that two ranges of an article must have in common to be one passage. .8 as for near-duplicate articles: of a passage of 12 words, the least that
/// is looked for, one word more at either end still belongs to it.
const SAME: f64 = 0.8;

/// Groups ranges of one article, sorted, into families: each becomes the number of its family. `least` is the fewest words of a passage.
///
/// Two ranges are one passage if .8 of their words are common, or if what is common is a passage and what is not is less than one.
/// The range that most copies agree on founds a family and takes in what is nearly the same; of equals the longer, then the first. Near-linear: only ranges that
/// overlap are compared, and each with founders only.
#[must_use]
pub fn families(ranges: &[TokenRange], least: u32) -> Families {
    let mut distinct: Vec<(TokenRange, u32)> = Vec::new();
    for same in ranges.chunk_by(|left, right| left == right) {
        distinct.push((same[0], same.len() as u32));
    }
    let mut by_weight: Vec<usize> = (0..distinct.len()).collect();
    by_weight.sort_by_key(|&ix| {
        let (range, copies) = distinct[ix];
        (std::cmp::Reverse(copies), std::cmp::Reverse(range.len()), ix)
    });
    let mut family_of = vec![u32::MAX; distinct.len()];
    let mut founders: Vec<TokenRange> = Vec::new();
    for founder in by_weight {
        if family_of[founder] != u32::MAX {
            continue;
        }
        let family = founders.len() as u32;
        let range = distinct[founder].0;
        founders.push(range);
        family_of[founder] = family;
        // A range that is nearly the same starts at most a quarter of its length away where .8 of the union is common, or fewer words than a passage has.
        let reach = (range.len() / 4 + 1).max(least);
        let first = distinct.partition_point(|(other, _)| other.start + reach < range.start);
        for (ix, (other, _)) in distinct.iter().enumerate().skip(first) {
            if other.start > range.start + reach {
                break;
            }
            if family_of[ix] == u32::MAX && is_same(range, *other, least) {
                family_of[ix] = family;
            }
        }
    }
    let members = ranges
        .chunk_by(|left, right| left == right)
        .zip(family_of)
        .flat_map(|(same, family)| same.iter().map(move |_| family));
    Families { members: members.collect(), founders }
}

/// Ranges by family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Families {
    /// The family of each range, in the order of the ranges.
    pub members: Vec<u32>,
    /// The range that founded each family.
    pub founders: Vec<TokenRange>,
}

fn is_same(left: TokenRange, right: TokenRange, least: u32) -> bool {
    let common = left.overlap(right);
    let union = left.len() + right.len() - common;
    f64::from(common) >= SAME * f64::from(union) || common >= least && union - common < least
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32) -> TokenRange {
        TokenRange::new(start, end)
    }

    #[test]
    fn chance_words_at_the_ends_make_no_family() {
        let families = families(&[range(9, 30), range(10, 30), range(10, 30), range(10, 31)], 12);
        assert_eq!(families.founders, [range(10, 30)]);
        assert_eq!(families.members, [0, 0, 0, 0]);
    }

    #[test]
    fn a_part_of_a_passage_is_a_passage_of_its_own() {
        let families = families(&[range(0, 100), range(10, 30), range(40, 60)], 12);
        assert_eq!(families.founders.len(), 3);
    }

    #[test]
    fn chance_words_on_both_sides_of_a_short_line_make_no_family() {
        assert_eq!(families(&[range(10, 26), range(10, 26), range(6, 30)], 12).founders, [range(10, 26)]);
        // Twelve words more are a passage, and so are two that have fewer than twelve in common.
        assert_eq!(families(&[range(10, 26), range(10, 26), range(10, 38)], 12).founders.len(), 2);
        assert_eq!(families(&[range(10, 22), range(12, 24)], 12).founders.len(), 2);
    }

    #[test]
    fn no_range_no_family() {
        assert_eq!(families(&[], 12).founders, []);
    }
}
