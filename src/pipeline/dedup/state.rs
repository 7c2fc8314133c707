//! What the stages found, on disk and back.

use std::io;

use super::checkpoint::{Ink, Page};
use super::near::{Reason, Removal};
use super::passages::{CommonPassage, CommonPassages, Place};
use crate::article::ArticleIx;
use crate::similarity::Similarity;
use crate::text::TokenRange;

/// Writes which articles are not kept.
pub(super) fn save_removals(removals: &[Option<Removal>], ink: &mut Ink) -> io::Result<()> {
    ink.number(removals.len() as u64)?;
    for removal in removals {
        let reason = match removal {
            None => 0u8,
            Some(Removal { reason: Reason::Exact, .. }) => 1,
            Some(Removal { reason: Reason::Near, .. }) => 2,
        };
        ink.put(&[reason])?;
        if let Some(removal) = removal {
            ink.put(&removal.witness.0.to_le_bytes())?;
            ink.number(removal.similarity.get().to_bits())?;
        }
    }
    Ok(())
}

/// Reads back which articles are not kept.
pub(super) fn load_removals(page: &mut Page) -> io::Result<Vec<Option<Removal>>> {
    let count = page.number()?;
    let removal = |page: &mut Page| -> io::Result<Option<Removal>> {
        let reason = match page.take::<1>()? {
            [0] => return Ok(None),
            [1] => Reason::Exact,
            [2] => Reason::Near,
            _ => return Err(io::ErrorKind::InvalidData.into()),
        };
        let witness = ArticleIx(page.small()?);
        Ok(Some(Removal { witness, reason, similarity: similarity(page)? }))
    };
    (0..count).map(|_| removal(page)).collect()
}

/// Writes the passages.
pub(super) fn save_passages(common: &CommonPassages, ink: &mut Ink) -> io::Result<()> {
    ink.number(common.passages.len() as u64)?;
    for passage in &common.passages {
        let CommonPassage { articles, similarity, is_stock, places, .. } = *passage;
        for number in [articles, places.0, places.1, u32::from(is_stock)] {
            ink.put(&number.to_le_bytes())?;
        }
        ink.number(similarity.get().to_bits())?;
    }
    ink.number(common.places.len() as u64)?;
    for place in &common.places {
        for number in [place.article.0, place.words.start, place.words.end] {
            ink.put(&number.to_le_bytes())?;
        }
    }
    ink.number(common.spilled)
}

/// Reads the passages back.
pub(super) fn load_passages(page: &mut Page) -> io::Result<CommonPassages> {
    let count = page.number()?;
    let mut passages = (0..count)
        .map(|_| {
            let [articles, from, to, is_stock] = [page.small()?, page.small()?, page.small()?, page.small()?];
            // The origin is the first of its places, which come next.
            let origin = Place { article: ArticleIx(0), words: TokenRange::new(0, 0) };
            let similarity = similarity(page)?;
            Ok(CommonPassage { origin, articles, similarity, is_stock: is_stock != 0, places: (from, to) })
        })
        .collect::<io::Result<Vec<_>>>()?;
    let count = page.number()?;
    let places = (0..count)
        .map(|_| {
            let [article, start, end] = [page.small()?, page.small()?, page.small()?];
            Ok(Place { article: ArticleIx(article), words: TokenRange::new(start, end) })
        })
        .collect::<io::Result<Vec<_>>>()?;
    for passage in &mut passages {
        passage.origin = *places.get(passage.places.0 as usize).ok_or(io::ErrorKind::InvalidData)?;
    }
    Ok(CommonPassages { passages, places, spilled: page.number()? })
}

fn similarity(page: &mut Page) -> io::Result<Similarity> {
    Ok(Similarity::new(f64::from_bits(page.number()?)))
}
