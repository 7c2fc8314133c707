//! Checks every byte of an archive, and that what it holds fits together.

use std::path::{Path, PathBuf};

use hashbrown::HashMap;

use super::catalogue::{Catalogue, Listed};
use super::compressed::BlockReader;
use super::digest::{Acknowledged, digest};
use super::entry::Identity;
use super::error::ArchiveError;
use super::folder::{self, Found};
use super::footer;
use super::opened::open_listed;
use super::postings::LISTED;
use super::records::{identity, records};
use super::row::Row;
use super::segment::Segment;

/// What `verify` saw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Articles, without those that are removed.
    pub articles: u64,
    /// Segments.
    pub segments: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Receipts that were given and hold.
    pub acknowledged: u64,
    /// What is wrong, one clause each; empty: all is well.
    pub problems: Vec<String>,
    /// Files that an interrupted run left behind: no part of the archive, cleared away by the next writer.
    pub leftovers: Vec<PathBuf>,
}

/// Reads the whole archive and holds it against its checksums, its own structure, and receipts of batches. `watch` is told the bytes read.
///
/// # Errors
/// When there is no archive or its catalogue cannot be read; damage further in is listed, not an error.
pub fn verify(folder: &Path, receipts: &[Acknowledged], watch: &mut dyn FnMut(u64)) -> Result<Verified, ArchiveError> {
    if folder::look(folder)? == Found::Nothing {
        if receipts.is_empty() && folder.is_dir() {
            return Ok(Verified::default());
        }
        return Err(ArchiveError::Missing { path: folder.to_owned() });
    }
    let catalogue = Catalogue::read(folder)?;
    let mut seen = Verified { leftovers: folder::leftovers(folder, &catalogue)?, ..Verified::default() };
    let mut articles: HashMap<u64, Identity, foldhash::fast::FixedState> = HashMap::default();
    for listed in &catalogue.segments {
        seen.segments += 1;
        seen.articles += listed.live();
        seen.bytes += listed.file.len;
        match segment_rows(folder, listed, watch) {
            Err(error) => seen.problems.push(error.to_string()),
            Ok(rows) => {
                for row in rows {
                    if row.sequence >= catalogue.next_sequence || articles.insert(row.sequence, row.identity).is_some()
                    {
                        seen.problems.push(format!("article number {} stands twice or was never added", row.sequence));
                    }
                }
            }
        }
    }
    if seen.problems.is_empty() {
        check_account(&catalogue, &articles, receipts, &mut seen);
    }
    Ok(seen)
}

/// Holds the articles against how many were ever added, and against receipts.
fn check_account(
    catalogue: &Catalogue,
    articles: &HashMap<u64, Identity, foldhash::fast::FixedState>,
    receipts: &[Acknowledged],
    seen: &mut Verified,
) {
    let stored = articles.len() as u64 + catalogue.gone.len() as u64;
    if stored != catalogue.next_sequence {
        seen.problems.push(format!("{} articles were added, but {stored} are accounted for", catalogue.next_sequence));
    }
    for receipt in receipts {
        let range = receipt.first..receipt.first + u64::from(receipt.articles);
        let held = range.clone().filter_map(|sequence| articles.get(&sequence).map(|&identity| (sequence, identity)));
        let held: Vec<(u64, Identity)> = held.collect();
        let gone = catalogue.gone.iter().filter(|sequence| range.contains(sequence)).count();
        let whole = held.len() + gone == receipt.articles as usize;
        // Of a batch with removed articles only the count can be held against the receipt.
        if whole && (gone > 0 || digest(held.into_iter()) == receipt.digest) {
            seen.acknowledged += 1;
        } else {
            seen.problems
                .push(format!("batch {} is not whole: {} articles were acknowledged", receipt.batch, receipt.articles));
        }
    }
}

/// Reads all of a segment and returns its rows.
fn segment_rows(folder: &Path, listed: &Listed, watch: &mut dyn FnMut(u64)) -> Result<Vec<Row>, ArchiveError> {
    let segment = open_listed(folder, listed)?;
    if segment.file.hash(watch)? != listed.file.hash {
        return Err(segment.file.damaged("does not match the checksum of the whole file"));
    }
    footer::check_head(&segment.file, segment.number())?;
    let mut blocks = BlockReader::new()?;
    let rows = check_rows(&segment, &mut blocks)?;
    check_records(&segment, &rows, &mut blocks)?;
    check_postings(&segment, &rows)?;
    Ok(rows)
}

fn check_rows(segment: &Segment, blocks: &mut BlockReader) -> Result<Vec<Row>, ArchiveError> {
    let mut rows: Vec<Row> = Vec::with_capacity(segment.footer.rows.articles as usize);
    for number in 0..segment.pages() {
        let page = segment.page(number)?;
        for (row, details) in page.rows.iter().zip(segment.details(&page, blocks)?) {
            let named = identity(row.published, &details, "");
            if (named.id, named.details) != (row.identity.id, row.identity.details) {
                return Err(segment
                    .file
                    .damaged(format!("has details of another article than number {}", row.sequence)));
            }
        }
        rows.extend(page.rows);
    }
    if !rows.is_sorted_by_key(Row::rank) {
        return Err(segment.file.damaged("has rows out of order"));
    }
    let mut ids: Vec<(u64, u32)> = rows.iter().zip(0..).map(|(row, article)| (row.identity.id, article)).collect();
    ids.sort_unstable();
    if segment.all_ids()? != ids {
        return Err(segment.file.damaged("has other ids than its rows"));
    }
    Ok(rows)
}

fn check_records(segment: &Segment, rows: &[Row], blocks: &mut BlockReader) -> Result<(), ArchiveError> {
    let mut by_place: Vec<&Row> = rows.iter().collect();
    by_place.sort_unstable_by_key(|row| (row.text.block.at, row.text.start));
    for shared in by_place.chunk_by(|a, b| a.text.block == b.text.block) {
        let block = shared[0].text.block;
        let stored = records(blocks, segment.number(), &segment.file, block)?;
        let fits = stored.len() == shared.len()
            && stored.iter().zip(shared).all(|(record, row)| {
                (record.sequence, record.published) == (row.sequence, row.published)
                    && identity(record.published, &record.details, &record.text) == row.identity
            });
        if !fits {
            return Err(segment.file.damaged(format!("has other records than rows at byte {}", block.at)));
        }
    }
    Ok(())
}

fn check_postings(segment: &Segment, rows: &[Row]) -> Result<(), ArchiveError> {
    let damaged = |what: &str| Err(segment.file.damaged(format!("has postings that do not fit: {what}")));
    let mut keys_of = vec![0u32; rows.len()];
    let (mut keys, mut postings, mut all_listed) = (0, 0, true);
    let mut scan = segment.scan_postings();
    let mut listed = Vec::new();
    let mut before = None;
    while let Some((key, articles)) = scan.next(&mut listed)? {
        if before.is_some_and(|before| before >= key) {
            return damaged("keys out of order");
        }
        before = Some(key);
        keys += 1;
        postings += u64::from(articles);
        all_listed &= articles as usize <= LISTED;
        for held in &listed {
            keys_of[held.article as usize] += 1;
        }
    }
    if (keys, postings) != (segment.footer.postings.keys, segment.footer.postings.postings) {
        return damaged("another number of them");
    }
    let fits = |(row, &keys): (&Row, &u32)| if all_listed { keys == row.keys } else { keys <= row.keys };
    if rows.iter().zip(&keys_of).all(fits) { Ok(()) } else { damaged("an article has more or fewer than its row says") }
}
