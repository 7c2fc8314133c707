//! Writes a segment: texts as they come, then rows by rank, ids and postings.

use std::path::Path;

use super::beside::Beside;
use super::compressed::Compressor;
use super::date;
use super::entry::{Details, Entry};
use super::error::ArchiveError;
use super::file::{Extent, Finished, SealedFile, SealedFileWriter};
use super::footer::{self, Dates, Footer, Rows};
use super::postings::{Holder, LISTED, Posting, PostingsAt, PostingsWriter, Shape};
use super::records::{RecordsWriter, identity};
use super::row::{PAGE_ROWS, Row, TextAt, put_page};
use crate::fingerprint::Scheme;

/// Articles that one segment can hold: a posting is sorted as one number of 64 bits, 40 of them the key.
pub(super) const MOST_ARTICLES: u32 = 1 << 24;
/// Ids on one page.
pub(super) const PAGE_IDS: usize = 256;

/// A segment of new articles while it is filled. Memory: 16 bytes a posting and some 300 bytes an article.
pub(super) struct SegmentBuilder {
    file: SealedFileWriter,
    number: u64,
    records: RecordsWriter,
    placed: Vec<TextAt>,
    rows: Vec<(Row, Details)>,
    /// Key in the high 40 bits, position in `rows` in the low 24; the words beside it.
    postings: Vec<(u64, Beside)>,
}

impl SegmentBuilder {
    pub(super) fn create(path: &Path, number: u64) -> Result<Self, ArchiveError> {
        Self::over(SealedFileWriter::create(path)?, number)
    }

    /// Starts a segment that stays in memory.
    pub(super) fn in_memory(name: &str, number: u64) -> Result<Self, ArchiveError> {
        Self::over(SealedFileWriter::in_memory(name), number)
    }

    fn over(mut file: SealedFileWriter, number: u64) -> Result<Self, ArchiveError> {
        footer::write_head(number, &mut file)?;
        let records = RecordsWriter::new()?;
        Ok(Self { file, number, records, placed: Vec::new(), rows: Vec::new(), postings: Vec::new() })
    }

    /// Takes up an article under its number in the order of adding.
    pub(super) fn push(&mut self, entry: Entry, sequence: u64) -> Result<(), ArchiveError> {
        let position = self.rows.len() as u64;
        if position >= u64::from(MOST_ARTICLES) {
            return Err(ArchiveError::TooLarge { what: "the batch", most: MOST_ARTICLES.into() });
        }
        self.records.push(entry.record(sequence), &mut self.file, &mut self.placed)?;
        self.postings.extend(entry.keys.iter().map(|&(key, beside)| (key << 24 | position, beside)));
        let published = date::pack(entry.published);
        let row = Row {
            published,
            identity: identity(published, &entry.details, &entry.text),
            sequence,
            words: entry.words,
            keys: entry.keys.len() as u32,
            text: TextAt { block: Extent::default(), start: 0, len: 0 },
        };
        self.rows.push((row, entry.details));
        Ok(())
    }

    /// Writes the rest and syncs the file.
    pub(super) fn finish(mut self) -> Result<Built, ArchiveError> {
        self.records.close(&mut self.file, &mut self.placed)?;
        for ((row, _), at) in self.rows.iter_mut().zip(&self.placed) {
            row.text = *at;
        }
        let mut order: Vec<u32> = (0..self.rows.len() as u32).collect();
        order.sort_unstable_by_key(|&position| self.rows[position as usize].0.rank());
        let mut number_of = vec![0u32; order.len()];
        for (number, &position) in (0..).zip(&order) {
            number_of[position as usize] = number;
        }
        for (posting, _) in &mut self.postings {
            *posting = *posting >> 24 << 24 | u64::from(number_of[(*posting & 0xff_ffff) as usize]);
        }
        self.postings.sort_unstable();
        let record_bytes = self.file.at();
        let mut writer = RowsWriter::new(&self.file)?;
        let mut rows = std::mem::take(&mut self.rows);
        for position in order {
            let (row, details) = &mut rows[position as usize];
            writer.push(*row, std::mem::take(details), &mut self.file)?;
        }
        let rows = writer.finish(&mut self.file)?;
        let postings = write_sorted(&self.postings, rows.articles, &mut self.file)?;
        let Written { footer, file, held } = finish(self.number, record_bytes, rows, postings, self.file)?;
        Ok(Built { footer, file, numbers: number_of, held })
    }
}

/// A new segment, written and synced.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) footer: Footer,
    pub(super) file: Finished,
    /// The number in the segment of each article, in the order they came.
    pub(super) numbers: Vec<u32>,
    /// Its bytes, where it stays in memory.
    pub(super) held: Option<SealedFile>,
}

/// A segment whose last byte is written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) footer: Footer,
    pub(super) file: Finished,
    /// Its bytes, where it stays in memory.
    pub(super) held: Option<SealedFile>,
}

/// Writes the footer and syncs the file.
pub(super) fn finish(
    number: u64,
    record_bytes: u64,
    rows: Rows,
    postings: PostingsAt,
    mut file: SealedFileWriter,
) -> Result<Written, ArchiveError> {
    let footer = Footer { number, scheme: Scheme::CURRENT, rows, postings, record_bytes };
    footer.write(&mut file)?;
    let (file, held) = file.finish()?;
    Ok(Written { footer, file, held })
}

fn write_sorted(
    sorted: &[(u64, Beside)],
    articles: u32,
    file: &mut SealedFileWriter,
) -> Result<PostingsAt, ArchiveError> {
    let same_key = |a: &(u64, Beside), b: &(u64, Beside)| a.0 >> 24 == b.0 >> 24;
    let holder = |&(posting, beside): &(u64, Beside)| Holder { article: (posting & 0xff_ffff) as u32, beside };
    let shape = Shape::new(articles, sorted.chunk_by(same_key).count() as u64);
    let mut writer = PostingsWriter::new(shape, file);
    let mut listed = Vec::new();
    for run in sorted.chunk_by(same_key) {
        listed.clear();
        listed.extend(run.iter().take(LISTED).map(holder));
        writer.push(Posting { key: run[0].0 >> 24, articles: run.len() as u32, listed: &listed }, file)?;
    }
    writer.finish(file)
}

/// Writes details as rows come by rank, then the pages of rows, then those of ids.
pub(super) struct RowsWriter {
    compressor: Compressor,
    details: Vec<u8>,
    page: Vec<Row>,
    pages: Vec<u8>,
    ids: Vec<(u64, u32)>,
    written: Rows,
}

impl RowsWriter {
    pub(super) fn new(file: &SealedFileWriter) -> Result<Self, ArchiveError> {
        let written = Rows { articles: 0, text_bytes: 0, words: 0, dates: Dates::NONE, at: file.at(), ids: 0 };
        Ok(Self {
            compressor: Compressor::new()?,
            details: Vec::new(),
            page: Vec::new(),
            pages: Vec::new(),
            ids: Vec::new(),
            written,
        })
    }

    pub(super) fn push(&mut self, row: Row, details: Details, file: &mut SealedFileWriter) -> Result<(), ArchiveError> {
        details.put(&mut self.details);
        self.ids.push((row.identity.id, self.written.articles));
        self.written.articles += 1;
        self.written.text_bytes += u64::from(row.text.len);
        self.written.words += u64::from(row.words);
        self.written.dates.add(row.published);
        self.page.push(row);
        if self.page.len() == PAGE_ROWS { self.close_page(file) } else { Ok(()) }
    }

    fn close_page(&mut self, file: &mut SealedFileWriter) -> Result<(), ArchiveError> {
        let mut block = Vec::new();
        self.compressor.put(&self.details, &mut block)?;
        let extent = file.block(&block)?;
        let mut page = Vec::new();
        put_page(&self.page, extent, &mut page);
        self.pages.extend_from_slice(&page);
        self.page.clear();
        self.details.clear();
        Ok(())
    }

    pub(super) fn finish(mut self, file: &mut SealedFileWriter) -> Result<Rows, ArchiveError> {
        if !self.page.is_empty() {
            self.close_page(file)?;
        }
        self.written.at = file.at();
        for page in self.pages.chunks((super::row::PAGE_BYTES - super::file::SEAL) as usize) {
            file.block(page)?;
        }
        self.written.ids = file.at();
        self.ids.sort_unstable();
        for ids in self.ids.chunks(PAGE_IDS) {
            let mut page = Vec::with_capacity(PAGE_IDS * 12);
            for (id, number) in ids {
                page.extend_from_slice(&id.to_le_bytes());
                page.extend_from_slice(&number.to_le_bytes());
            }
            page.resize(PAGE_IDS * 12, 0);
            file.block(&page)?;
        }
        Ok(self.written)
    }
}
