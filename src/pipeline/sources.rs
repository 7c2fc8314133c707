//! The sources of one article: archived articles that verifiably share passages with it.
//!
//! Fingerprints propose, texts decide: which articles are read, and in which order, stands in `search`.

use super::common::{LEAST_WORDS, Ours};
use super::search::{SHARE, Search};
use crate::archive::{Archive, ArchiveError, ArticleReader, Candidates, StoredIx};
use crate::article::Article;
use crate::fingerprint::{Scheme, Shingler};
use crate::matching::Tolerance;
use crate::passage::PassageKind;
use crate::provenance::{Reuse, Source, reuses};
use crate::text::AnalyzedText;

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
    pub(super) archive: &'a Archive,
    /// Ids of articles that count as the checked one itself.
    same_as: &'a [String],
    /// The checked article, where the snapshot holds it as one of the run.
    itself: Option<StoredIx>,
    tolerance: Tolerance,
}

/// Buffers that are used again from article to article.
#[derive(Debug, Default)]
pub struct SourceScratch {
    shingler: Shingler,
    pub(super) reader: Option<ArticleReader>,
}

impl<'a> SourceFinder<'a> {
    /// Makes a finder; `same_as` names articles that are earlier versions of every checked one.
    #[must_use]
    pub fn new(archive: &'a Archive, same_as: &'a [String]) -> Self {
        Self { archive, same_as, itself: None, tolerance: Tolerance::default() }
    }

    /// Names the checked article among those of the run; others of the run that have its id are other articles.
    #[must_use]
    pub const fn with_itself(self, itself: Option<StoredIx>) -> Self {
        Self { itself, ..self }
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
        let ours = Ours::new(text, shingles, &self.tolerance);
        let mut search = Search::new(self, article, ours, Candidates::new(hits), &own, scratch);
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
        Ok(Provenance { sources, reuses, own_versions: search.own_versions })
    }

    /// Lists what is archived of the article itself.
    fn own(&self, article: &Article) -> Result<Vec<StoredIx>, ArchiveError> {
        let mut own = self.archive.find(&article.id)?;
        own.retain(|&at| !self.archive.is_of_run(at));
        own.extend(self.itself);
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
