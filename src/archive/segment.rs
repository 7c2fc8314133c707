//! A segment, read: an immutable part of the archive with its own rows, texts and postings.

use std::path::Path;

use super::compressed::BlockReader;
use super::directory::Directory;
use super::entry::Details;
use super::error::ArchiveError;
use super::file::{Extent, SEAL, SealedFile};
use super::footer::Footer;
use super::postings::{PostingsAt, PostingsReader, PostingsScan};
use super::records;
use super::row::{self, PAGE_ROWS, Row};
use super::segment_writer::PAGE_IDS;
use super::wire::Wire;

const IDS_BYTES: u64 = (PAGE_IDS * 12) as u64 + SEAL;

/// A segment, open for reading.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) file: SealedFile,
    pub(super) footer: Footer,
    directory: Directory,
}

/// One page of rows, and where their details stand.
#[derive(Debug, Clone, Default)]
pub(super) struct RowPage {
    /// Number of its first article.
    pub(super) first: u32,
    pub(super) rows: Vec<Row>,
    pub(super) details: Extent,
}

impl Segment {
    pub(super) fn open(path: &Path) -> Result<Self, ArchiveError> {
        let file = SealedFile::open(path)?;
        let footer = Footer::read(&file)?;
        Self::over(file, footer)
    }

    /// Makes a segment of a file whose footer is read.
    pub(super) fn over(file: SealedFile, footer: Footer) -> Result<Self, ArchiveError> {
        let PostingsAt { shape, directory, .. } = footer.postings;
        let directory = Directory::open(&file, directory, shape.buckets())?;
        Ok(Self { file, footer, directory })
    }

    pub(super) const fn number(&self) -> u64 {
        self.footer.number
    }

    pub(super) const fn postings(&self) -> PostingsReader<'_> {
        PostingsReader::new(&self.file, self.footer.postings, &self.directory)
    }

    pub(super) const fn scan_postings(&self) -> PostingsScan<'_> {
        PostingsScan::new(&self.file, self.footer.postings, &self.directory)
    }

    pub(super) const fn pages(&self) -> u32 {
        self.footer.rows.articles.div_ceil(PAGE_ROWS as u32)
    }

    /// Reads a page of rows.
    pub(super) fn page(&self, number: u32) -> Result<RowPage, ArchiveError> {
        let first = number * PAGE_ROWS as u32;
        let count = (self.footer.rows.articles - first).min(PAGE_ROWS as u32);
        let extent = Extent { at: self.footer.rows.at + u64::from(number) * row::PAGE_BYTES, len: row::PAGE_BYTES };
        let mut buffer = Vec::new();
        let page = self.file.block(extent, &mut buffer)?;
        let mut rows = Vec::with_capacity(count as usize);
        let details = row::take_page(page, count as usize, &mut rows)
            .ok_or_else(|| self.file.damaged(format!("holds rows that make no sense at byte {}", extent.at)))?;
        Ok(RowPage { first, rows, details })
    }

    /// Reads the page with the row of one article.
    pub(super) fn page_of(&self, article: u32) -> Result<RowPage, ArchiveError> {
        if article >= self.footer.rows.articles {
            return Err(self.file.damaged(format!("names article {article} of {}", self.footer.rows.articles)));
        }
        self.page(article / PAGE_ROWS as u32)
    }

    /// Reads the row of one article.
    pub(super) fn row(&self, article: u32) -> Result<Row, ArchiveError> {
        let page = self.page_of(article)?;
        Ok(page.rows[(article - page.first) as usize])
    }

    /// Reads the details of all rows of a page.
    pub(super) fn details(&self, page: &RowPage, blocks: &mut BlockReader) -> Result<Vec<Details>, ArchiveError> {
        let mut wire = Wire(blocks.block(self.number(), &self.file, page.details, 0)?);
        let details: Option<Vec<Details>> = page.rows.iter().map(|_| Details::take(&mut wire)).collect();
        details
            .filter(|_| wire.is_empty())
            .ok_or_else(|| self.file.damaged(format!("holds details that make no sense at byte {}", page.details.at)))
    }

    /// Reads one text.
    pub(super) fn text<'b>(&self, row: &Row, blocks: &'b mut BlockReader) -> Result<&'b str, ArchiveError> {
        records::text(blocks, self.number(), &self.file, row.text)
    }

    /// Finds the articles whose id has this hash; more than one where an article has versions.
    pub(super) fn find_id(&self, id: u64, found: &mut Vec<u32>) -> Result<(), ArchiveError> {
        let pages = self.footer.rows.articles.div_ceil(PAGE_IDS as u32);
        let mut buffer = Vec::new();
        let (mut low, mut high) = (0, pages);
        // The first page whose last id is not below the one that is looked for.
        while low < high {
            let middle = low.midpoint(high);
            let ids = self.ids(middle, &mut buffer)?;
            if ids.last().is_some_and(|&(last, _)| last < id) { low = middle + 1 } else { high = middle }
        }
        for page in low..pages {
            let ids = self.ids(page, &mut buffer)?;
            found.extend(ids.iter().filter(|&&(at, _)| at == id).map(|&(_, article)| article));
            if ids.last().is_none_or(|&(last, _)| last > id) {
                break;
            }
        }
        Ok(())
    }

    /// Reads a page of ids: hash and article, rising.
    fn ids(&self, page: u32, buffer: &mut Vec<u8>) -> Result<Vec<(u64, u32)>, ArchiveError> {
        let extent = Extent { at: self.footer.rows.ids + u64::from(page) * IDS_BYTES, len: IDS_BYTES };
        let mut wire = Wire(self.file.block(extent, buffer)?);
        let count = (self.footer.rows.articles as usize - page as usize * PAGE_IDS).min(PAGE_IDS);
        let ids: Option<Vec<_>> = (0..count).map(|_| Some((wire.u64()?, wire.u32()?))).collect();
        ids.ok_or_else(|| self.file.damaged(format!("holds ids that make no sense at byte {}", extent.at)))
    }

    /// Reads all ids in order.
    pub(super) fn all_ids(&self) -> Result<Vec<(u64, u32)>, ArchiveError> {
        let mut all = Vec::with_capacity(self.footer.rows.articles as usize);
        let mut buffer = Vec::new();
        for page in 0..self.footer.rows.articles.div_ceil(PAGE_IDS as u32) {
            all.extend(self.ids(page, &mut buffer)?);
        }
        Ok(all)
    }
}
