//! Merges segments into one: rows by rank, posting lists joined, records copied as they are compressed. Removed articles stay behind.

use std::path::Path;

use super::compressed::BlockReader;
use super::entry::Details;
use super::error::ArchiveError;
use super::file::{Finished, SealedFileWriter};
use super::footer::Rows;
use super::footer::{self, Footer};
use super::postings::{Holder, LISTED, Posting, PostingsAt, PostingsScan, PostingsWriter, Shape};
use super::records::{BLOCK_BYTES, RecordsWriter, records};
use super::removed::Removed;
use super::row::{Row, TextAt};
use super::segment::{RowPage, Segment};
use super::segment_writer::{MOST_ARTICLES, RowsWriter, Written, finish};

/// The number of an article that stays behind.
const GONE: u32 = u32::MAX;

/// A segment to merge, and which of its articles are removed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'s> {
    pub(super) segment: &'s Segment,
    pub(super) removed: &'s Removed,
}

/// The merged segment.
#[derive(Debug, Clone)]
pub(super) struct Merged {
    pub(super) footer: Footer,
    pub(super) file: Finished,
    /// Sequence numbers of the articles that stayed behind, rising.
    pub(super) gone: Vec<u64>,
}

/// Merges segments into a new file. Memory: 150 bytes an article; the postings stream.
pub(super) fn merge(parts: &[Part<'_>], path: &Path, number: u64) -> Result<Merged, ArchiveError> {
    let mut file = SealedFileWriter::create(path)?;
    footer::write_head(number, &mut file)?;
    let mut blocks = BlockReader::new()?;
    let mut rows: Vec<Vec<Row>> = parts.iter().map(|part| all_rows(part.segment)).collect::<Result<_, _>>()?;
    copy_records(parts, &mut rows, &mut blocks, &mut file)?;
    let record_bytes = file.at();
    let mut gone: Vec<u64> = Vec::new();
    for (part, rows) in parts.iter().zip(&rows) {
        gone.extend(part.removed.iter().map(|article| rows[article as usize].sequence));
    }
    gone.sort_unstable();
    let live = rows.iter().map(Vec::len).sum::<usize>() - gone.len();
    if live > MOST_ARTICLES as usize {
        return Err(ArchiveError::TooLarge { what: "one segment", most: MOST_ARTICLES.into() });
    }
    let (rows, numbers) = merge_rows(parts, &rows, &mut blocks, &mut file)?;
    let postings = merge_postings(parts, &numbers, rows.articles, &mut file)?;
    let Written { footer, file, .. } = finish(number, record_bytes, rows, postings, file)?;
    Ok(Merged { footer, file, gone })
}

fn all_rows(segment: &Segment) -> Result<Vec<Row>, ArchiveError> {
    let mut rows = Vec::with_capacity(segment.footer.rows.articles as usize);
    for page in 0..segment.pages() {
        rows.extend(segment.page(page)?.rows);
    }
    Ok(rows)
}

/// Copies the records and notes their new places in the rows. A block is copied as it is unless it is small or holds a removed record.
fn copy_records(
    parts: &[Part<'_>],
    rows: &mut [Vec<Row>],
    blocks: &mut BlockReader,
    file: &mut SealedFileWriter,
) -> Result<(), ArchiveError> {
    let mut writer = RecordsWriter::new()?;
    let (mut placed, mut moved) = (Vec::new(), Vec::new());
    let mut sealed = Vec::new();
    for (number, (part, rows)) in parts.iter().zip(&mut *rows).enumerate() {
        let mut order: Vec<(TextAt, u32)> = rows.iter().zip(0..).map(|(row, article)| (row.text, article)).collect();
        order.sort_unstable_by_key(|(text, _)| (text.block.at, text.start));
        for shared in order.chunk_by(|(a, _), (b, _)| a.block == b.block) {
            let block = shared[0].0.block;
            let bytes: u64 = shared.iter().map(|(text, _)| u64::from(text.len)).sum();
            let whole = !shared.iter().any(|&(_, article)| part.removed.contains(article));
            if whole && bytes >= BLOCK_BYTES as u64 / 2 {
                let copy = file.block(part.segment.file.block(block, &mut sealed)?)?;
                for &(_, article) in shared {
                    rows[article as usize].text.block = copy;
                }
                continue;
            }
            let records = records(blocks, part.segment.number(), &part.segment.file, block)?;
            if records.len() != shared.len() {
                return Err(part
                    .segment
                    .file
                    .damaged(format!("holds other records than its rows say at byte {}", block.at)));
            }
            for (record, &(_, article)) in records.iter().zip(shared) {
                if !part.removed.contains(article) {
                    writer.push(record.borrowed(), file, &mut placed)?;
                    moved.push((number, article));
                }
            }
        }
    }
    writer.close(file, &mut placed)?;
    for ((number, article), at) in moved.into_iter().zip(placed) {
        rows[number][article as usize].text = at;
    }
    Ok(())
}

/// Writes the rows that stay by rank; returns the new number of each article of each part.
fn merge_rows(
    parts: &[Part<'_>],
    rows: &[Vec<Row>],
    blocks: &mut BlockReader,
    file: &mut SealedFileWriter,
) -> Result<(Rows, Vec<Vec<u32>>), ArchiveError> {
    let mut writer = RowsWriter::new(file)?;
    let mut numbers: Vec<Vec<u32>> = rows.iter().map(|rows| vec![GONE; rows.len()]).collect();
    let mut heads: Vec<DetailsInOrder<'_>> = parts.iter().map(|part| DetailsInOrder::new(part.segment)).collect();
    let mut next = vec![0usize; parts.len()];
    let mut count = 0;
    loop {
        let first = (0..parts.len())
            .filter(|&part| next[part] < rows[part].len())
            .min_by_key(|&part| rows[part][next[part]].rank());
        let Some(part) = first else { break };
        let article = next[part];
        next[part] += 1;
        let details = heads[part].next(blocks)?;
        if !parts[part].removed.contains(article as u32) {
            numbers[part][article] = count;
            count += 1;
            writer.push(rows[part][article], details, file)?;
        }
    }
    Ok((writer.finish(file)?, numbers))
}

/// The details of a segment, one article after the other.
struct DetailsInOrder<'s> {
    segment: &'s Segment,
    page: u32,
    held: std::vec::IntoIter<Details>,
}

impl<'s> DetailsInOrder<'s> {
    fn new(segment: &'s Segment) -> Self {
        Self { segment, page: 0, held: Vec::new().into_iter() }
    }

    fn next(&mut self, blocks: &mut BlockReader) -> Result<Details, ArchiveError> {
        loop {
            if let Some(details) = self.held.next() {
                return Ok(details);
            }
            let page: RowPage = self.segment.page(self.page)?;
            self.page += 1;
            self.held = self.segment.details(&page, blocks)?.into_iter();
        }
    }
}

fn merge_postings(
    parts: &[Part<'_>],
    numbers: &[Vec<u32>],
    articles: u32,
    file: &mut SealedFileWriter,
) -> Result<PostingsAt, ArchiveError> {
    let keys = parts.iter().map(|part| part.segment.footer.postings.keys).sum();
    let mut writer = PostingsWriter::new(Shape::new(articles, keys), file);
    let mut heads = Vec::with_capacity(parts.len());
    for (part, numbers) in parts.iter().zip(numbers) {
        let mut head =
            Head { scan: part.segment.scan_postings(), numbers, listed: Vec::new(), key: NO_KEY, articles: 0 };
        head.advance()?;
        heads.push(head);
    }
    let mut listed = Vec::new();
    loop {
        let key = heads.iter().map(|head| head.key).min().unwrap_or(NO_KEY);
        if key == NO_KEY {
            break;
        }
        listed.clear();
        let (mut count, mut holders) = (0, 0);
        for head in heads.iter_mut().filter(|head| head.key == key) {
            count += head.take(&mut listed)?;
            holders += 1;
        }
        // Those of one part are in order; most keys stand in one.
        if holders > 1 {
            listed.sort_unstable();
            listed.truncate(LISTED);
        }
        if !listed.is_empty() {
            writer.push(Posting { key, articles: count, listed: &listed }, file)?;
        }
    }
    writer.finish(file)
}

/// Where a part has no further key: above all keys.
const NO_KEY: u64 = u64::MAX;

/// The next posting of one part.
struct Head<'s> {
    scan: PostingsScan<'s>,
    numbers: &'s [u32],
    listed: Vec<Holder>,
    key: u64,
    articles: u32,
}

impl Head<'_> {
    fn advance(&mut self) -> Result<(), ArchiveError> {
        (self.key, self.articles) = self.scan.next(&mut self.listed)?.unwrap_or((NO_KEY, 0));
        Ok(())
    }

    /// Moves the listed articles that stay to `out` under their new numbers and returns how many articles hold the key.
    fn take(&mut self, out: &mut Vec<Holder>) -> Result<u32, ArchiveError> {
        let (before, mut count) = (out.len(), self.articles);
        let renumbered = |held: &Holder| Holder { article: self.numbers[held.article as usize], ..*held };
        out.extend(self.listed.iter().map(renumbered).filter(|held| held.article != GONE));
        // Of a key in more articles than are listed, those that are removed and not listed stay counted.
        count -= (self.listed.len() - (out.len() - before)) as u32;
        self.advance()?;
        Ok(count)
    }
}
