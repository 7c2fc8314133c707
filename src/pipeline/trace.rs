//! The lineage of one archived article: its versions, what it was made from, what was made from it.

use std::sync::Arc;

use super::sources::{SourceFinder, SourceScratch};
use crate::archive::{Archive, ArchiveError, ArticleReader, Stored};
use crate::article::{Article, Origin};
use crate::matching::{self, Tolerance, passages_between};
use crate::provenance::{Lineage, Rank, Share, Witness, lineage};
use crate::quote::{Quotation, quotations};
use crate::similarity::Similarity;
use crate::text::{AnalyzedText, analyze};

/// Articles of a lineage besides the versions of the traced one: those that share most with it. All of them are compared with each other.
const MOST_RELATED: usize = 16;

/// An article of a lineage with its text.
struct Related {
    witness: Witness,
    text: Arc<str>,
    traced: bool,
}

/// Traces an article by id; `None` where the archive has none of that id. Reads at most some hundred articles.
///
/// # Errors
/// When the archive cannot be read or is damaged.
pub fn trace(archive: &Archive, id: &str) -> Result<Option<Lineage>, ArchiveError> {
    let mut reader = ArticleReader::new()?;
    let mut related: Vec<Related> = Vec::new();
    let mut newest = None;
    for at in archive.find(id)? {
        let stored = archive.stored(at, &mut reader)?;
        let text: Arc<str> = archive.text(at, &mut reader)?.into();
        // Without its date: later articles that use it belong to its lineage too.
        newest = Some(Article { published: None, ..article(&stored, &text) });
        related.iter_mut().for_each(|version| version.traced = false);
        related.push(Related { witness: witness(stored, &text), text, traced: true });
    }
    let Some(newest) = newest else { return Ok(None) };
    let analyzed = analyze(&newest.text, &[]);
    let finder = SourceFinder::new(archive, &[]);
    let mut sources = finder.find(&newest, &analyzed, &mut SourceScratch::default())?.sources;
    let shared =
        |source: &crate::provenance::Source| source.shared.iter().map(|shared| shared.passage.words).sum::<u32>();
    sources.sort_by_key(|source| (std::cmp::Reverse(shared(source)), source.rank()));
    for source in sources.into_iter().take(MOST_RELATED) {
        let rank = source.rank();
        let words = analyze(&source.text, &[]).tokens.len() as u32;
        let crate::provenance::Source { id, title, url, outlet, published, text, .. } = source;
        related.push(Related {
            witness: Witness { id, title, url, outlet, published, rank, words },
            text,
            traced: false,
        });
    }
    related.sort_by_key(|related| related.witness.rank);
    let shares = shares(&related);
    let traced = related.iter().position(|related| related.traced).unwrap_or(0);
    let articles = related.into_iter().map(|related| related.witness).collect();
    Ok(Some(lineage(articles, traced, &shares)))
}

fn article(stored: &Stored, text: &str) -> Article {
    let Stored { id, title, url, outlet, published, .. } = stored.clone();
    let origin = Origin { path: "archive".into(), record: stored.sequence + 1, line: 1 };
    Article { id, text: text.to_owned(), blocks: Vec::new(), title, url, published, outlet, origin }
}

fn witness(stored: Stored, text: &str) -> Witness {
    let rank = Rank::of(stored.published, stored.sequence);
    let Stored { id, title, url, outlet, published, .. } = stored;
    Witness { id, title, url, outlet, published, rank, words: analyze(text, &[]).tokens.len() as u32 }
}

/// Compares each article with each later one.
fn shares(related: &[Related]) -> Vec<Share> {
    let texts: Vec<AnalyzedText<'_>> = related.iter().map(|related| analyze(&related.text, &[])).collect();
    let quoted: Vec<Vec<Quotation>> = texts.iter().map(quotations).collect();
    let mut scratch = matching::Scratch::default();
    let mut shares = Vec::new();
    for later in 1..texts.len() {
        for earlier in 0..later {
            let found = passages_between(&texts[earlier], &texts[later], &Tolerance::default(), &mut scratch);
            let words: u32 = found.iter().map(|passage| passage.words).sum();
            if words == 0 {
                continue;
            }
            let weighed: f64 = found.iter().map(|p| p.similarity.get() * f64::from(p.words)).sum();
            let marked = |span| quoted[later].iter().map(|quotation| quotation.span.overlap(span)).sum::<u32>();
            let bytes: u32 = found.iter().map(|passage| passage.right.span.len()).sum();
            let inside: u32 = found.iter().map(|passage| marked(passage.right.span)).sum();
            shares.push(Share {
                earlier,
                later,
                passages: found.iter().map(|passage| (passage.left.tokens, passage.right.tokens)).collect(),
                words,
                similarity: Similarity::new(weighed / f64::from(words)),
                quoted: f64::from(inside) / f64::from(bytes.max(1)),
            });
        }
    }
    shares
}
