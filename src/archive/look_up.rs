//! Looks up the shingles of a text: which stand in the archive, in how many articles, and in which.
//!
//! The archive keeps some fingerprints of each article; all shingles of the asking text are looked up, so that a copy is found by any
//! fingerprint that an edit left alone.

use super::beside::Beside;
use super::error::ArchiveError;
use super::find::StoredIx;
use super::opened::Archive;
use super::postings::{LISTED, key};

/// Articles that are considered for one shingle in one segment, the earliest first. Of a shingle in more, the earliest tell the origin, and
/// the rest of the words tell the nearest.
const CONSIDERED: usize = 64;

/// The shingles of a text that stand in the archive.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// In the order of their places in the text.
    pub(super) hits: Vec<Hit>,
    pub(super) listed: Vec<(StoredIx, Beside)>,
    /// Articles in the archive.
    pub(super) articles: u64,
}

/// One shingle of the text that stands in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// Position of its first word in the text.
    pub(super) at: u32,
    /// The words beside it in the text.
    pub(super) beside: Beside,
    /// Articles that it stands in.
    pub(super) articles: u32,
    /// Those that are listed: first and end in the list of all hits.
    pub(super) first: u32,
    pub(super) end: u32,
}

impl Hit {
    /// Tells whether all articles that it stands in are listed.
    pub(super) const fn is_listed_whole(&self) -> bool {
        self.end - self.first >= self.articles
    }
}

impl Hits {
    /// Returns, of each segment, the last article that is listed for a shingle.
    pub(super) fn last_of_shelves(&self, hit: &Hit) -> impl Iterator<Item = StoredIx> {
        let listed = &self.listed[hit.first as usize..hit.end as usize];
        listed.chunk_by(|a, b| a.0.shelf == b.0.shelf).filter_map(|of| of.last()).map(|&(at, _)| at)
    }

    /// Returns the articles in which a shingle stands, the earliest, each with the number of words beside it that seem the same too.
    pub(super) fn listed(&self, hit: &Hit) -> impl Iterator<Item = (StoredIx, u8)> {
        let beside = hit.beside;
        self.listed[hit.first as usize..hit.end as usize].iter().map(move |&(at, theirs)| (at, beside.same(theirs)))
    }
}

impl Archive {
    /// Looks up the shingles of a text, in their order; `words` are the hashes of the words that they are made of. Costs about two
    /// microseconds a shingle and segment when the files are in memory.
    ///
    /// # Errors
    /// When the archive cannot be read or is damaged.
    pub fn look_up(&self, words: &[u64], shingles: &[u64]) -> Result<Hits, ArchiveError> {
        let mut asked: Vec<(u64, u32)> = shingles.iter().zip(0..).map(|(&shingle, at)| (key(shingle), at)).collect();
        asked.sort_unstable();
        let mut found: Vec<(u32, StoredIx, Beside)> = Vec::new();
        let keys: Vec<u64> = asked.chunk_by(|a, b| a.0 == b.0).map(|same| same[0].0).collect();
        let mut articles = vec![0u32; keys.len()];
        for (shelf, held) in self.segments.iter().enumerate() {
            let mut postings = held.segment.postings();
            // Where articles are removed, all that are listed are read, to count those that are left.
            let most = if held.removed.len() == 0 { CONSIDERED } else { LISTED };
            let mut listed = Vec::new();
            for (ix, &key) in keys.iter().enumerate() {
                listed.clear();
                articles[ix] = articles[ix].saturating_add(postings.find(key, most, &mut listed)?);
                let all = listed.len();
                listed.retain(|held_by| !held.removed.contains(held_by.article));
                articles[ix] = articles[ix].saturating_sub((all - listed.len()) as u32);
                let stored = |article| StoredIx { shelf, article };
                found.extend(listed.iter().take(CONSIDERED).map(|by| (ix as u32, stored(by.article), by.beside)));
            }
        }
        found.sort_unstable();
        Ok(self.hits(words, &asked, &articles, &found))
    }

    fn hits(&self, words: &[u64], asked: &[(u64, u32)], articles: &[u32], found: &[(u32, StoredIx, Beside)]) -> Hits {
        let mut hits = Vec::new();
        let mut first = 0;
        for (ix, same) in asked.chunk_by(|a, b| a.0 == b.0).enumerate() {
            let end = first + found[first..].partition_point(|&(key, _, _)| key as usize == ix);
            if end > first {
                let (first, end, articles) = (first as u32, end as u32, articles[ix]);
                let hit = |&(_, at): &(u64, u32)| {
                    let beside = Beside::of(words, at as usize);
                    Hit { at, beside, articles, first, end }
                };
                hits.extend(same.iter().map(hit));
            }
            first = end;
        }
        hits.sort_unstable_by_key(|hit| hit.at);
        let listed = found.iter().map(|&(_, at, beside)| (at, beside)).collect();
        Hits { hits, listed, articles: self.catalogue.segments.iter().map(super::catalogue::Listed::live).sum() }
    }
}
