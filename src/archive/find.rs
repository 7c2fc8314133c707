//! Articles of a snapshot by id, one by one, and all in order.

use xxhash_rust::xxh3::xxh3_64;

use super::compressed::BlockReader;
use super::date;
use super::entry::Details;
use super::error::ArchiveError;
use super::opened::Archive;
use super::row::Row;
use crate::article::Published;

/// An article of a snapshot by its place. Holds only in the snapshot it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StoredIx {
    /// Position of its segment in the snapshot.
    pub(super) shelf: usize,
    /// Its number in the segment.
    pub(super) article: u32,
}

/// What an archive says of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its place in the snapshot.
    pub at: StoredIx,
    /// The id it was added under.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// Number in the order of adding: of two versions, the later has the higher.
    pub sequence: u64,
    /// Words of its text.
    pub words: u32,
    /// Bytes of its text.
    pub text_bytes: u32,
    /// xxh3 (128 bits) of its text.
    pub text_hash: u128,
}

/// Reads articles; keeps its buffers.
#[derive(Debug)]
pub struct ArticleReader {
    blocks: BlockReader,
}

impl ArticleReader {
    /// Makes a reader.
    ///
    /// # Errors
    /// When there is no memory for decompression.
    pub fn new() -> Result<Self, ArchiveError> {
        Ok(Self { blocks: BlockReader::new()? })
    }
}

impl Archive {
    /// Finds all versions of an article, in the order of adding.
    ///
    /// # Errors
    /// When the archive cannot be read or is damaged.
    pub fn find(&self, id: &str) -> Result<Vec<StoredIx>, ArchiveError> {
        let hash = xxh3_64(id.as_bytes());
        let mut found = Vec::new();
        let mut articles = Vec::new();
        for (shelf, held) in self.segments.iter().enumerate() {
            articles.clear();
            held.segment.find_id(hash, &mut articles)?;
            for &article in articles.iter().filter(|&&article| !held.removed.contains(article)) {
                found.push((held.segment.row(article)?.sequence, StoredIx { shelf, article }));
            }
        }
        found.sort_unstable();
        Ok(found.into_iter().map(|(_, at)| at).collect())
    }

    /// Reads what the archive says of an article.
    ///
    /// # Errors
    /// When the archive cannot be read or is damaged.
    pub fn stored(&self, at: StoredIx, reader: &mut ArticleReader) -> Result<Stored, ArchiveError> {
        let segment = &self.segments[at.shelf].segment;
        let page = segment.page_of(at.article)?;
        let slot = (at.article - page.first) as usize;
        let mut details = segment.details(&page, &mut reader.blocks)?;
        stored(at, &page.rows[slot], details.swap_remove(slot))
            .ok_or_else(|| segment.file.damaged("holds a date that is none"))
    }

    /// Reads the text of an article.
    ///
    /// # Errors
    /// When the archive cannot be read or is damaged.
    pub fn text<'r>(&self, at: StoredIx, reader: &'r mut ArticleReader) -> Result<&'r str, ArchiveError> {
        let segment = &self.segments[at.shelf].segment;
        let row = segment.row(at.article)?;
        segment.text(&row, &mut reader.blocks)
    }

    /// Reads all articles, segment by segment, by rank inside each; removed ones are passed over.
    pub fn all(&self) -> impl Iterator<Item = Result<Stored, ArchiveError>> {
        let pages = self
            .segments
            .iter()
            .enumerate()
            .flat_map(|(shelf, held)| (0..held.segment.pages()).map(move |page| (shelf, held, page)));
        let mut reader = ArticleReader::new();
        pages.flat_map(move |(shelf, held, number)| {
            let read = |reader: &mut Result<ArticleReader, ArchiveError>| {
                let Ok(reader) = reader else {
                    return std::mem::replace(reader, ArticleReader::new()).map(|_| Vec::new());
                };
                let page = held.segment.page(number)?;
                let details = held.segment.details(&page, &mut reader.blocks)?;
                let mut all = Vec::with_capacity(details.len());
                for ((article, row), details) in (page.first..).zip(&page.rows).zip(details) {
                    if !held.removed.contains(article) {
                        let stored = stored(StoredIx { shelf, article }, row, details);
                        all.push(stored.ok_or_else(|| held.segment.file.damaged("holds a date that is none"))?);
                    }
                }
                Ok(all)
            };
            match read(&mut reader) {
                Ok(all) => all.into_iter().map(Ok).collect::<Vec<_>>(),
                Err(error) => vec![Err(error)],
            }
        })
    }
}

fn stored(at: StoredIx, row: &Row, details: Details) -> Option<Stored> {
    let Details { id, title, url, outlet } = details;
    Some(Stored {
        at,
        id,
        title,
        url,
        outlet,
        published: date::unpack(row.published)?,
        sequence: row.sequence,
        words: row.words,
        text_bytes: row.text.len,
        text_hash: row.identity.text,
    })
}

impl Archive {
    /// Tells whether an article of this rank is known to have been published after a date.
    #[must_use]
    pub fn is_after((theirs, _): (u64, u64), date: Published) -> bool {
        date::is_known(theirs) && date::unpack(theirs).flatten().is_some_and(|theirs| theirs.at > date.at)
    }

    /// Returns a number by which articles are ranked as to who was first: the packed date, then the order of adding.
    ///
    /// # Errors
    /// When the archive cannot be read or is damaged.
    pub fn rank(&self, at: StoredIx) -> Result<(u64, u64), ArchiveError> {
        Ok(self.segments[at.shelf].segment.row(at.article)?.rank())
    }
}
