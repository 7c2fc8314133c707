//! Which articles of an archive are read for one article, and in which order: those that explain most of it; then, for each passage, those that
//! may hold it earliest. Each is read once and compared word by word.

use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::common::{Common, Ours};
use super::sources::{SourceFinder, SourceScratch};
use crate::archive::{Archive, ArchiveError, ArticleReader, Candidates, StoredIx};
use crate::article::Article;
use crate::provenance::{Reuse, SentencePart, Source, has_as_much};
use crate::text::TokenRange;

/// Articles that are read because they explain something, one in three for a turn of phrase only. An article of which more sources had a part
/// is rare, and 96 take about 10 ms.
const MOST_READ: usize = 96;
/// Articles that are read for one sentence of a passage to find its origin, the earliest first.
const ORIGIN_READS: usize = 6;
/// Articles that are read in all to find origins.
const MOST_ORIGIN_READS: usize = 96;
/// Articles that are read in all to tell stock.
const MOST_SPREAD_READS: usize = 48;
/// Further articles that are read for one passage that many hold, spread over all of them, to tell stock from copies of one item.
const SPREAD_READS: usize = 8;
/// Hits of a sentence that an article with all its words may lack: one at each edge.
const EDGES: u32 = 2;
/// Share of a passage's hits that an article must have to be asked for it.
pub(super) const SHARE: f64 = 0.5;

/// One search under way.
pub(super) struct Search<'s, 'a> {
    finder: &'s SourceFinder<'a>,
    article: &'s Article,
    ours: Ours<'s>,
    pub(super) candidates: Candidates,
    /// Position in `sources` of each article that was read; `None` for one that shares nothing, or is the article itself.
    read: HashMap<StoredIx, Option<usize>, FixedState>,
    /// The claim to be first of each article that was asked for, by date and order of adding, and whether it is later than the checked one.
    ranks: HashMap<StoredIx, ((u64, u64), bool), FixedState>,
    pub(super) sources: Vec<Source>,
    pub(super) own_versions: u32,
    scratch: &'s mut SourceScratch,
}

impl<'s, 'a> Search<'s, 'a> {
    /// Starts a search; `own` are the places of the article itself and its versions.
    pub(super) fn new(
        finder: &'s SourceFinder<'a>,
        article: &'s Article,
        ours: Ours<'s>,
        candidates: Candidates,
        own: &[StoredIx],
        scratch: &'s mut SourceScratch,
    ) -> Self {
        let own_versions = own.iter().filter(|&&at| !finder.archive.is_of_run(at)).count() as u32;
        let read = own.iter().map(|&at| (at, None)).collect();
        let (ranks, sources) = (HashMap::default(), Vec::new());
        Self { finder, article, ours, candidates, read, ranks, sources, own_versions, scratch }
    }

    /// Reads the articles that explain most, until nothing is left that an article could explain.
    pub(super) fn explain(&mut self) -> Result<(), ArchiveError> {
        let mut reads = 0;
        while reads < MOST_READ {
            let Some(at) = self.candidates.next_best() else { break };
            if self.read.contains_key(&at) || self.rank(at)?.1 {
                continue;
            }
            reads += 1;
            let source = self.read(at)?;
            let parts: Vec<TokenRange> = source
                .map(|ix| self.sources[ix].shared.iter().map(|shared| shared.passage.right.tokens).collect())
                .unwrap_or_default();
            self.candidates.explained(at, &parts);
        }
        Ok(())
    }

    /// Reads, for each sentence of each passage, the earliest articles that may hold it, and some of the rest where there are many.
    pub(super) fn origins(&mut self, found: &[Reuse]) -> Result<(), ArchiveError> {
        let (text, mut budget) = (self.ours.text, MOST_ORIGIN_READS);
        for part in found.iter().flat_map(|reuse| SentencePart::cut(text, reuse.place.tokens)) {
            for fullest in self.candidates.fullest(part.tokens, [0, EDGES]) {
                let ranked = self.ranked(fullest)?;
                self.first_holder(part, &ranked, &mut budget)?;
            }
        }
        // Of its own: the sentences of a text that is all background would leave nothing to tell stock by.
        let mut budget = MOST_SPREAD_READS;
        for reuse in found {
            let ranked = self.ranked(self.candidates.sharing(reuse.place.tokens, SHARE))?;
            let step = ranked.len().div_ceil(SPREAD_READS).max(1);
            for &at in ranked.iter().skip(step - 1).step_by(step) {
                if budget > 0 && !self.read.contains_key(&at) {
                    budget -= 1;
                    self.read(at)?;
                }
            }
        }
        Ok(())
    }

    /// Sorts articles by rank, without those that are known to be later than the checked one.
    fn ranked(&mut self, articles: Vec<StoredIx>) -> Result<Vec<StoredIx>, ArchiveError> {
        let mut ranked = Vec::new();
        for at in articles {
            let (rank, is_later) = self.rank(at)?;
            if !is_later {
                ranked.push((rank, at));
            }
        }
        ranked.sort_unstable();
        Ok(ranked.into_iter().map(|(_, at)| at).collect())
    }

    /// Returns an article's claim to be first, and whether it is known to be later than the checked one: no source of it. Read once: an article
    /// that shares much is asked for with every sentence.
    fn rank(&mut self, at: StoredIx) -> Result<((u64, u64), bool), ArchiveError> {
        if let Some(&known) = self.ranks.get(&at) {
            return Ok(known);
        }
        let rank = self.finder.archive.rank(at)?;
        let is_later = self.article.published.is_some_and(|ours| Archive::is_after(rank, ours));
        self.ranks.insert(at, (rank, is_later));
        Ok((rank, is_later))
    }

    /// Reads articles by rank until one holds as much of a part of the text as any that was read.
    fn first_holder(
        &mut self,
        part: SentencePart,
        ranked: &[StoredIx],
        budget: &mut usize,
    ) -> Result<(), ArchiveError> {
        let mut reads = 0;
        for &at in ranked {
            if !self.read.contains_key(&at) {
                if reads == ORIGIN_READS || *budget == 0 {
                    break;
                }
                (reads, *budget) = (reads + 1, *budget - 1);
            }
            let Some(ix) = self.read(at)? else { continue };
            if has_as_much(&self.sources[ix], self.sources.iter(), part) {
                break;
            }
        }
        Ok(())
    }

    /// Reads an article once and compares it; returns the position of the source that it is, if it is one.
    fn read(&mut self, at: StoredIx) -> Result<Option<usize>, ArchiveError> {
        if let Some(&known) = self.read.get(&at) {
            return Ok(known);
        }
        let source = self.compare(at)?.map(|source| {
            self.sources.push(source);
            self.sources.len() - 1
        });
        self.read.insert(at, source);
        Ok(source)
    }

    fn compare(&mut self, at: StoredIx) -> Result<Option<Source>, ArchiveError> {
        let archive = self.finder.archive;
        let reader = match &mut self.scratch.reader {
            Some(reader) => reader,
            empty => empty.insert(ArticleReader::new()?),
        };
        let stored = archive.stored(at, reader)?;
        if stored.url.is_some() && stored.url == self.article.url {
            self.own_versions += u32::from(!archive.is_of_run(at));
            return Ok(None);
        }
        let text: Arc<str> = archive.text(at, reader)?.into();
        let Some(common) = self.ours.with(&text) else { return Ok(None) };
        let Common { shared, tokens, fingerprints, resemblance, containment } = common;
        let crate::archive::Stored { id, title, url, outlet, published, sequence, .. } = stored;
        Ok(Some(Source {
            id,
            title,
            url,
            outlet,
            published,
            sequence,
            of_run: archive.is_of_run(at),
            tokens,
            shared,
            fingerprints,
            resemblance,
            containment,
            text,
        }))
    }
}
