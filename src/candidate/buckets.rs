//! Buckets: the articles that have one band key in common, in the order in which they are to be kept.

/// Position of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BucketIx(pub u32);

/// The buckets of two articles or more, and for each article the buckets it is in.
///
/// Articles pass through their buckets in order: of those that have passed, a bucket shows the first that were kept; of the others, all.
///
/// Articles are named by their rank: 0 is the one that everybody would keep first. Memory: 8 bytes for each stay of an article in a bucket; articles that
/// share a key with nobody cost 4 bytes.
#[derive(Debug, Clone, Default)]
pub struct Buckets {
    /// Members of all buckets, one after the other, rising in each.
    members: Vec<u32>,
    lines: Vec<Line>,
    /// Buckets of all articles, one after the other.
    stays: Vec<BucketIx>,
    /// Where each article ends in `stays`.
    stay_ends: Vec<u32>,
}

impl Buckets {
    /// Joins groups that were made band by band (see [`group`]) into buckets over `articles` ranks.
    #[must_use]
    pub fn join(groups: &[Groups], articles: usize) -> Self {
        let mut buckets = Self::default();
        for band in groups {
            let begun = buckets.members.len() as u32;
            buckets.members.extend_from_slice(&band.members);
            let starts = std::iter::once(&0).chain(&band.ends);
            buckets.lines.extend(starts.zip(&band.ends).map(|(start, end)| Line {
                start: begun + start,
                kept: begun + start,
                passed: begun + start,
                end: begun + end,
            }));
        }
        buckets.stay_ends = vec![0; articles];
        for &member in &buckets.members {
            buckets.stay_ends[member as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut buckets.stay_ends {
            sum += *end;
            // For the moment where each article starts; filling moves it to the end.
            *end = sum - *end;
        }
        buckets.stays = vec![BucketIx(0); buckets.members.len()];
        for (bucket, line) in (0..).map(BucketIx).zip(&buckets.lines) {
            for &member in &buckets.members[line.start as usize..line.end as usize] {
                let end = &mut buckets.stay_ends[member as usize];
                buckets.stays[*end as usize] = bucket;
                *end += 1;
            }
        }
        buckets
    }

    /// Counts the buckets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Tells whether no two articles share a key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns the members that have passed, were kept, and are shown; rising.
    #[must_use]
    pub fn kept(&self, bucket: BucketIx) -> &[u32] {
        let line = self.lines[bucket.0 as usize];
        &self.members[line.start as usize..line.kept as usize]
    }

    /// Returns the members that have not passed yet, rising.
    #[must_use]
    pub fn coming(&self, bucket: BucketIx) -> &[u32] {
        let line = self.lines[bucket.0 as usize];
        &self.members[line.passed as usize..line.end as usize]
    }

    /// Lets the next article pass through all its buckets; those that show fewer than `shown` kept ones show it from now on if it is kept.
    pub fn pass(&mut self, article: u32, is_kept: bool, shown: u32) {
        let Self { members, lines, stays, stay_ends } = self;
        for bucket in &stays[stays_of(stay_ends, article)] {
            let line = &mut lines[bucket.0 as usize];
            debug_assert_eq!(members[line.passed as usize], article, "articles pass in order");
            line.passed += 1;
            if is_kept && line.kept - line.start < shown {
                // The place is that of an article that has passed.
                members[line.kept as usize] = article;
                line.kept += 1;
            }
        }
    }

    /// Returns the buckets that an article is in.
    #[must_use]
    pub fn of(&self, article: u32) -> &[BucketIx] {
        &self.stays[stays_of(&self.stay_ends, article)]
    }
}

fn stays_of(ends: &[u32], article: u32) -> std::ops::Range<usize> {
    let article = article as usize;
    let start = if article == 0 { 0 } else { ends[article - 1] as usize };
    start..ends[article] as usize
}

/// One bucket, as positions in the members of all: `start..kept` were kept and are shown, `passed..end` are still to come.
#[derive(Debug, Clone, Copy)]
struct Line {
    start: u32,
    kept: u32,
    passed: u32,
    end: u32,
}

/// The groups of one band.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    members: Vec<u32>,
    ends: Vec<u32>,
}

/// Groups articles by key: `keys` gives pairs of key and rank; one may come more than once. Sorting decides the cost: about 25 ns a pair.
#[must_use]
pub fn group(keys: impl Iterator<Item = (u32, u32)>) -> Groups {
    let mut keyed: Vec<u64> = keys.map(|(key, rank)| u64::from(key) << 32 | u64::from(rank)).collect();
    keyed.sort_unstable();
    keyed.dedup();
    let mut groups = Groups::default();
    for run in keyed.chunk_by(|left, right| left >> 32 == right >> 32).filter(|run| run.len() > 1) {
        groups.members.extend(run.iter().map(|&member| member as u32));
        groups.ends.push(groups.members.len() as u32);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_who_share_a_key_are_in_a_bucket() {
        let one = group([(7, 2), (9, 1), (7, 0), (8, 3)].into_iter());
        let two = group([(7, 3), (7, 1)].into_iter());
        let buckets = Buckets::join(&[one, two], 4);
        assert_eq!(buckets.len(), 2);
        assert_eq!(buckets.coming(BucketIx(0)), [0, 2]);
        assert_eq!(buckets.coming(BucketIx(1)), [1, 3]);
        assert_eq!(buckets.of(0), [BucketIx(0)]);
        assert_eq!(buckets.of(3), [BucketIx(1)]);
    }

    #[test]
    fn a_bucket_shows_the_first_that_were_kept() {
        let mut buckets = Buckets::join(&[group((0..5).map(|rank| (1, rank)))], 5);
        for (rank, is_kept) in [(0, false), (1, true), (2, false), (3, true)] {
            buckets.pass(rank, is_kept, 1);
        }
        assert_eq!(buckets.kept(BucketIx(0)), [1]);
        assert_eq!(buckets.coming(BucketIx(0)), [4]);
    }

    #[test]
    fn no_article_makes_no_bucket() {
        assert!(Buckets::join(&[], 0).is_empty());
    }
}
