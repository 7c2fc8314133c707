//! The sources of one article: archived articles that verifiably share passages with it.
//!
//! Fingerprints propose, texts decide: the articles that explain most are read and compared word by word; then, for each passage, those
//! that hold it earliest.

use hashbrown::HashMap;

use crate::archive::{Archive, ArchiveError, ArticleReader, Candidates, StoredIx};
use crate::article::Article;
use crate::fingerprint::{Fingerprint, Scheme, Shingler, winnow};
use crate::matching::{self, Tolerance, copies_between, edits};
use crate::passage::{EditKind, Passage, PassageKind};
use crate::provenance::{Kept, Reuse, Shared, Source, has_as_much, reuses};
use crate::similarity::Similarity;
use crate::text::{AnalyzedText, Sentence, TokenRange, analyze};

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
const SHARE: f64 = 0.5;

/// What an archive says of one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Provenance {
    /// The sources, in the order of adding.
    pub sources: Vec<Source>,
    /// The passages that stood elsewhere.
    pub reuses: Vec<Reuse>,
    /// Archived articles that were passed over because they are the article itself or a version of it.
    pub own_versions: u32,
}

/// Looks for sources in one snapshot of an archive.
#[derive(Debug)]
pub struct SourceFinder<'a> {
    archive: &'a Archive,
    /// Ids of articles that count as the checked one itself.
    same_as: &'a [String],
    tolerance: Tolerance,
}

/// Words of the shortest passage that is looked for: `reused-passage` is told from 12 words on.
const LEAST_WORDS: u32 = 12;

/// Words of the shortest whole sentence that is looked for: part of a longer passage here, it may have stood alone where it stood first.
const LEAST_SENTENCE: u32 = 6;

/// Buffers that are used again from article to article.
#[derive(Debug, Default)]
pub struct SourceScratch {
    matching: matching::Scratch,
    shingler: Shingler,
    shingles: Vec<u64>,
    kept: Vec<Fingerprint>,
    reader: Option<ArticleReader>,
}

impl<'a> SourceFinder<'a> {
    /// Makes a finder; `same_as` names articles that are earlier versions of every checked one.
    #[must_use]
    pub fn new(archive: &'a Archive, same_as: &'a [String]) -> Self {
        Self { archive, same_as, tolerance: Tolerance::default() }
    }

    /// Finds the sources of an article. Costs some 2 microseconds a word and segment, and .2 ms an article that is read, at most about 100.
    ///
    /// # Errors
    /// When the archive cannot be read or is damaged.
    pub fn find(
        &self,
        article: &Article,
        text: &AnalyzedText<'_>,
        scratch: &mut SourceScratch,
    ) -> Result<Provenance, ArchiveError> {
        let words: Vec<u64> = text.tokens.iter().map(|token| text.words.hash(token.word)).collect();
        let shingles = shingles(text, &mut scratch.shingler);
        let hits = self.archive.look_up(&words, &shingles)?;
        let own = self.own(article)?;
        let own_versions = own.iter().filter(|&&at| !self.archive.is_of_run(at)).count() as u32;
        let mut search = Search {
            finder: self,
            article,
            text,
            candidates: Candidates::new(hits),
            read: own.iter().map(|&at| (at, None)).collect(),
            sources: Vec::new(),
            own_versions,
            scratch,
        };
        search.explain()?;
        let published = article.published;
        let first = reuses(&search.sources, text, published);
        search.origins(&first)?;
        let mut sources = std::mem::take(&mut search.sources);
        sources.sort_by_key(|source| source.sequence);
        let mut reuses = reuses(&sources, text, published);
        reuses.retain(|reuse| is_certain(reuse, &sources));
        for reuse in &mut reuses {
            // What was read is certain; beyond it, fingerprints count.
            let holding = search.candidates.sharing(reuse.place.tokens, SHARE);
            let holding = holding.iter().filter(|at| !own.contains(at)).count() as u32;
            let frequent = search.candidates.frequency(reuse.place.tokens).saturating_sub(own.len() as u32);
            reuse.spread.articles = reuse.spread.articles.max(holding.max(frequent));
        }
        let mut distinct: Vec<u64> = shingles;
        distinct.sort_unstable();
        distinct.dedup();
        for source in &mut sources {
            measure(source, &distinct, text, &mut search.scratch.shingler);
        }
        Ok(Provenance { sources, reuses, own_versions: search.own_versions })
    }

    /// Lists what is archived of the article itself.
    fn own(&self, article: &Article) -> Result<Vec<StoredIx>, ArchiveError> {
        let mut own = self.archive.find(&article.id)?;
        for id in self.same_as {
            own.extend(self.archive.find(id)?);
        }
        own.sort_unstable();
        own.dedup();
        Ok(own)
    }
}

/// Tells whether a reuse is worth telling: always of an archive, which the user named to be searched; of other articles of the run only where
/// a dozen words stand word for word, as `dedup` tells it. Reports of one form (results, weather, courts) share as many words with changes.
fn is_certain(reuse: &Reuse, sources: &[Source]) -> bool {
    let passage = &reuse.from[reuse.nearest].passage;
    let word_for_word = passage.kind == PassageKind::Verbatim && passage.words >= LEAST_WORDS;
    word_for_word || reuse.from.iter().any(|from| !sources[from.source].of_run)
}

fn shingles(text: &AnalyzedText<'_>, shingler: &mut Shingler) -> Vec<u64> {
    let mut out = Vec::new();
    shingler.shingle(text.tokens.iter().map(|token| text.words.hash(token.word)), Scheme::CURRENT.width, &mut out);
    out
}

/// Measures how much of the two articles is the same, where it may be much: exactly, on sets of word shingles.
fn measure(source: &mut Source, own: &[u64], text: &AnalyzedText<'_>, shingler: &mut Shingler) {
    let shared: u32 = source.shared.iter().map(|shared| shared.passage.right.tokens.len()).sum();
    if shared * 4 < text.tokens.len() as u32 {
        return;
    }
    let stored = source.text.clone();
    let analyzed = analyze(&stored, &[]);
    let mut theirs = shingles(&analyzed, shingler);
    theirs.sort_unstable();
    theirs.dedup();
    let both = theirs.iter().filter(|shingle| own.binary_search(shingle).is_ok()).count() as u64;
    let (ours, theirs) = (own.len() as u64, theirs.len() as u64);
    source.resemblance = Similarity::jaccard(ours, theirs, both).unwrap_or_default();
    source.containment = Similarity::containment(ours, both).unwrap_or_default();
}

/// One search under way.
struct Search<'s, 'a, 't> {
    finder: &'s SourceFinder<'a>,
    article: &'s Article,
    text: &'s AnalyzedText<'t>,
    candidates: Candidates,
    /// Position in `sources` of each article that was read; `None` for one that shares nothing, or is the article itself.
    read: HashMap<StoredIx, Option<usize>, foldhash::fast::FixedState>,
    sources: Vec<Source>,
    own_versions: u32,
    scratch: &'s mut SourceScratch,
}

impl Search<'_, '_, '_> {
    /// Reads the articles that explain most, until nothing is left that an article could explain.
    fn explain(&mut self) -> Result<(), ArchiveError> {
        let mut reads = 0;
        while reads < MOST_READ {
            let Some(at) = self.candidates.next_best() else { break };
            if self.read.contains_key(&at) || self.is_later(at)? {
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
    fn origins(&mut self, found: &[Reuse]) -> Result<(), ArchiveError> {
        let mut budget = MOST_ORIGIN_READS;
        for part in found.iter().flat_map(|reuse| self.sentences(reuse.place.tokens)).collect::<Vec<_>>() {
            for fewer in [0, EDGES] {
                let ranked = self.ranked(self.candidates.fullest(part, fewer))?;
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

    /// Cuts a part of the text at the ends of its sentences.
    fn sentences(&self, place: TokenRange) -> Vec<TokenRange> {
        let first = self.text.sentences.partition_point(|sentence| sentence.tokens.end <= place.start);
        let touching = self.text.sentences[first..].iter().take_while(|sentence| sentence.tokens.start < place.end);
        let inside =
            |sentence: TokenRange| TokenRange::new(sentence.start.max(place.start), sentence.end.min(place.end));
        touching.map(|sentence| inside(sentence.tokens)).filter(|part| !part.is_empty()).collect()
    }

    /// Sorts articles by rank, without those that are known to be later than the checked one.
    fn ranked(&self, articles: Vec<StoredIx>) -> Result<Vec<StoredIx>, ArchiveError> {
        let mut ranked = Vec::new();
        for at in articles {
            if !self.is_later(at)? {
                ranked.push((self.finder.archive.rank(at)?, at));
            }
        }
        ranked.sort_unstable();
        Ok(ranked.into_iter().map(|(_, at)| at).collect())
    }

    /// Reads articles by rank until one holds as much of a part of the text as any that was read.
    fn first_holder(&mut self, part: TokenRange, ranked: &[StoredIx], budget: &mut usize) -> Result<(), ArchiveError> {
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

    /// Tells whether an article is known to be later than the checked one: no source of it.
    fn is_later(&self, at: StoredIx) -> Result<bool, ArchiveError> {
        match self.article.published {
            Some(published) => self.finder.archive.is_after(at, published),
            None => Ok(false),
        }
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
        let text: std::sync::Arc<str> = archive.text(at, reader)?.into();
        let analyzed = analyze(&text, &[]);
        let Self { finder, scratch, .. } = self;
        let mut passages =
            copies_between(&analyzed, self.text, LEAST_SENTENCE, &finder.tolerance, &mut scratch.matching);
        passages.retain(|passage| is_dense(passage) || is_a_sentence(passage, self.text));
        if passages.is_empty() {
            return Ok(None);
        }
        let shared = passages.into_iter().map(|passage| shared(&analyzed, self.text, passage)).collect();
        let tokens = analyzed.tokens.iter().map(|token| token.span).collect();
        let fingerprints = self.fingerprints(&analyzed);
        let crate::archive::Stored { id, title, url, outlet, published, sequence, .. } = stored;
        let (resemblance, containment) = (Similarity::default(), Similarity::default());
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
            text: text.clone(),
        }))
    }

    fn fingerprints(&mut self, text: &AnalyzedText<'_>) -> Vec<u64> {
        let SourceScratch { shingler, shingles, kept, .. } = self.scratch;
        shingles.clear();
        kept.clear();
        shingler.shingle(text.tokens.iter().map(|t| text.words.hash(t.word)), Scheme::CURRENT.width, shingles);
        winnow(shingles, Scheme::CURRENT.window, kept);
        let mut fingerprints: Vec<u64> = kept.iter().map(|fingerprint| fingerprint.shingle).collect();
        fingerprints.sort_unstable();
        fingerprints.dedup();
        fingerprints
    }
}

/// Tells whether a passage has enough words for the gaps between them: as `copies_between` asks of the words that are looked for, a word in a gap
/// takes half of what a shared word gives.
fn is_dense(passage: &Passage) -> bool {
    let longer = passage.left.tokens.len().max(passage.right.tokens.len());
    let gaps = longer.saturating_sub(passage.words);
    passage.words >= LEAST_WORDS && 2 * passage.words >= 2 * LEAST_WORDS + gaps
}

/// Tells whether a passage holds a whole sentence of the checked article, word for word.
fn is_a_sentence(passage: &Passage, text: &AnalyzedText<'_>) -> bool {
    let place = passage.right.tokens;
    let first = text.sentences.partition_point(|sentence| sentence.tokens.start < place.start);
    let within = |sentence: &&Sentence| sentence.tokens.end <= place.end;
    let mut whole = text.sentences[first..].iter().take_while(within);
    passage.similarity == Similarity::FULL && whole.any(|sentence| sentence.tokens.len() >= LEAST_SENTENCE)
}

/// Notes which words of a passage are equal on both sides.
fn shared(left: &AnalyzedText<'_>, right: &AnalyzedText<'_>, passage: Passage) -> Shared {
    let edits = edits(left, right, &passage).into_iter().filter(|edit| edit.kind == EditKind::Equal);
    Shared { passage, kept: edits.map(|edit| Kept { left: edit.left, right: edit.right }).collect() }
}
