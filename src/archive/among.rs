//! Articles beside an archive: a snapshot that holds some more in memory, so that the articles of one run are held against each other too.

use std::path::PathBuf;
use std::sync::Arc;

use super::catalogue::{Catalogue, Listed};
use super::entry::Entry;
use super::error::ArchiveError;
use super::find::StoredIx;
use super::opened::{Archive, Shelf};
use super::removed::Removed;
use super::segment::Segment;
use super::segment_writer::SegmentBuilder;

/// The articles beside an archive.
#[derive(Debug, Clone)]
pub(super) struct OfRun {
    /// Position of their segment, in memory.
    shelf: usize,
    /// Their numbers in it, in the order they came.
    numbers: Arc<[u32]>,
}

/// What the segment in memory is called where a message names its file.
const NAME: &str = "the articles of this run";

impl Archive {
    /// Returns a snapshot of no article.
    #[must_use]
    pub fn empty() -> Self {
        let catalogue = Arc::new(Catalogue::EMPTY);
        Self { folder: PathBuf::new(), catalogue, segments: Vec::new(), run: None }
    }

    /// Returns a snapshot that holds some articles besides its own, each as it comes, in memory. Costs what adding them to an archive costs.
    ///
    /// # Errors
    /// When there are more than one segment can hold, or no memory.
    pub fn among(&self, entries: impl IntoIterator<Item = Entry>) -> Result<Self, ArchiveError> {
        let mut catalogue = (*self.catalogue).clone();
        let number = catalogue.next_segment;
        let mut builder = SegmentBuilder::in_memory(NAME, number)?;
        for (entry, sequence) in entries.into_iter().zip(catalogue.next_sequence..) {
            builder.push(entry, sequence)?;
        }
        let built = builder.finish()?;
        let (footer, articles) = (built.footer, built.footer.rows.articles);
        let held = built.held.expect("a segment in memory is held there");
        let segment = Segment::over(held, footer)?;
        catalogue.segments.push(Listed { number, articles, file: built.file, removed: Removed::default() });
        let mut segments = self.segments.clone();
        segments.push(Shelf { segment: Arc::new(segment), removed: Arc::new(Removed::default()) });
        let run = Some(OfRun { shelf: self.segments.len(), numbers: built.numbers.into() });
        Ok(Self { folder: self.folder.clone(), catalogue: Arc::new(catalogue), segments, run })
    }

    /// Tells whether an article came in beside the archive.
    #[must_use]
    pub fn is_of_run(&self, at: StoredIx) -> bool {
        self.run.as_ref().is_some_and(|run| run.shelf == at.shelf)
    }

    /// Returns the place of the article that came in beside the archive at a position, from 0; `None` where fewer came.
    #[must_use]
    pub fn of_run(&self, position: usize) -> Option<StoredIx> {
        let run = self.run.as_ref()?;
        run.numbers.get(position).map(|&article| StoredIx { shelf: run.shelf, article })
    }
}
