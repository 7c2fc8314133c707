//! The one writer of an archive: adds batches, removes articles, merges segments. Each of these is one commit: whole, or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use hashbrown::{HashMap, HashSet};

use super::catalogue::{Catalogue, Listed, sync_folder};
use super::digest::{Acknowledged, digest};
use super::entry::{Entry, Identity};
use super::error::ArchiveError;
use super::folder::{self, Found, Lock, Wait};
use super::merge::{Merged, Part, merge};
use super::opened::{Archive, Shelf};
use super::records::identity;
use super::segment_writer::SegmentBuilder;
use super::tiers;

/// The one writer of an archive.
#[derive(Debug)]
pub struct Writer {
    archive: Archive,
    /// Hashes of the ids of all articles, removed ones too.
    ids: HashSet<u64, foldhash::fast::FixedState>,
    _lock: Lock,
}

/// Which segments to merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// Those that are due by their sizes.
    Due,
    /// All, into one.
    All,
}

impl Writer {
    /// Opens an archive for writing; makes it where there is none. Clears away what an interrupted run left behind.
    ///
    /// # Errors
    /// When another process writes, the path is something else, or the archive is damaged or of another version.
    pub fn open(folder: &Path, wait: Wait) -> Result<Self, ArchiveError> {
        folder::look(folder)?;
        fs::create_dir_all(folder).map_err(ArchiveError::io("make", folder))?;
        let lock = Lock::take(folder, wait)?;
        // Looked at once more under the lock: the writer that was waited for may have made the archive.
        if folder::look(folder)? == Found::Nothing {
            Catalogue::EMPTY.publish(folder)?;
        }
        let archive = Archive::open(folder)?;
        for path in folder::leftovers(folder, &archive.catalogue)? {
            fs::remove_file(&path).map_err(ArchiveError::io("clear away", &path))?;
        }
        let mut ids = HashSet::default();
        for shelf in &archive.segments {
            ids.extend(shelf.segment.all_ids()?.into_iter().map(|(id, _)| id));
        }
        Ok(Self { archive, ids, _lock: lock })
    }

    /// Returns the snapshot that the last commit made.
    #[must_use]
    pub const fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Starts a batch of new articles. Nothing of it is in the archive until it is committed.
    ///
    /// # Errors
    /// When the file of the batch cannot be made.
    pub fn batch(&mut self) -> Result<Batch<'_>, ArchiveError> {
        let number = self.archive.catalogue.next_segment;
        let path = folder::segment_path(&self.archive.folder, number);
        let builder = SegmentBuilder::create(&path, number)?;
        Ok(Batch {
            writer: self,
            builder: Some(builder),
            path,
            seen: HashMap::default(),
            replaced: Vec::new(),
            count: 0,
        })
    }

    /// Removes articles by id, with all their versions, as one commit; returns how many versions. Their bytes go at the next merge.
    ///
    /// # Errors
    /// When the archive cannot be read or the commit fails.
    pub fn remove<'i>(&mut self, ids: impl IntoIterator<Item = &'i str>) -> Result<u64, ArchiveError> {
        let mut catalogue = (*self.archive.catalogue).clone();
        let mut removed = 0;
        for id in ids {
            for at in self.archive.find(id)? {
                removed += u64::from(catalogue.segments[at.shelf].removed.insert(at.article));
            }
        }
        if removed > 0 {
            self.commit(catalogue)?;
        }
        Ok(removed)
    }

    /// Merges segments, each merge as one commit; returns how many segments were merged away.
    ///
    /// # Errors
    /// When the archive cannot be read, is damaged, or a commit fails.
    pub fn merge(&mut self, which: Merge) -> Result<u64, ArchiveError> {
        let before = self.archive.segments.len();
        let mut merged = 0;
        match which {
            Merge::Due => {
                while let Some(due) = tiers::due(&self.archive.catalogue.segments) {
                    merged += due.len() as u64;
                    self.merge_these(&due)?;
                }
            }
            Merge::All => {
                let any_removed = self.archive.segments.iter().any(|shelf| shelf.removed.len() > 0);
                if before > 1 || any_removed {
                    merged += before as u64;
                    self.merge_these(&(0..before).collect::<Vec<_>>())?;
                }
            }
        }
        Ok(merged)
    }

    fn merge_these(&mut self, which: &[usize]) -> Result<(), ArchiveError> {
        let mut catalogue = (*self.archive.catalogue).clone();
        let number = catalogue.next_segment;
        let path = folder::segment_path(&self.archive.folder, number);
        let shelves: Vec<&Shelf> = which.iter().map(|&ix| &self.archive.segments[ix]).collect();
        let parts: Vec<Part<'_>> =
            shelves.iter().map(|shelf| Part { segment: &shelf.segment, removed: &shelf.removed }).collect();
        let Merged { footer, file, gone } =
            merge(&parts, &path, number).inspect_err(|_| drop(fs::remove_file(&path)))?;
        catalogue.next_segment += 1;
        let mut ix = 0;
        catalogue.segments.retain(|_| (!which.contains(&ix), ix += 1).0);
        if footer.rows.articles > 0 {
            let removed = super::removed::Removed::default();
            catalogue.segments.push(Listed { number, articles: footer.rows.articles, file, removed });
        }
        catalogue.gone.extend(gone);
        catalogue.gone.sort_unstable();
        let old: Vec<PathBuf> = shelves.iter().map(|shelf| shelf.segment.file.path().to_owned()).collect();
        self.commit(catalogue).inspect_err(|_| drop(fs::remove_file(&path)))?;
        if footer.rows.articles == 0 {
            drop(fs::remove_file(&path));
        }
        for path in old {
            // Readers that hold it keep it; one that cannot be deleted is cleared away by the next writer.
            let _ = fs::remove_file(path);
        }
        Ok(())
    }

    /// Publishes the next catalogue and opens its snapshot.
    fn commit(&mut self, mut catalogue: Catalogue) -> Result<(), ArchiveError> {
        catalogue.generation += 1;
        // The names of new segments must be on disk before a catalogue that names them.
        sync_folder(&self.archive.folder)?;
        let archive = Archive::of(&self.archive.folder, catalogue, &self.archive.segments)?;
        archive.catalogue.publish(&self.archive.folder)?;
        self.archive = archive;
        Ok(())
    }
}

/// New articles on their way into the archive.
pub struct Batch<'w> {
    writer: &'w mut Writer,
    builder: Option<SegmentBuilder>,
    path: PathBuf,
    /// What the batch holds of each id, by its hash: identity and position.
    seen: HashMap<u64, Vec<(Identity, u32)>, foldhash::fast::FixedState>,
    /// Articles whose details or date are given anew.
    replaced: Vec<Replaced>,
    count: u32,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The archive did not know it.
    New,
    /// The archive knows an article of this id with another text: this is a further version.
    Version,
    /// The archive knows this id and text; the details or the date are new and take the place of the old.
    Update,
    /// The archive holds it already, unchanged.
    Known,
}

/// An article that an entry with the same id and text takes the place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Replaced {
    /// Position in the catalogue, number of the article.
    InArchive(usize, u32),
    /// Position in the batch.
    InBatch(u32),
}

impl Batch<'_> {
    /// Takes up an entry unless the archive has it already.
    ///
    /// # Errors
    /// When the archive cannot be read or the file of the batch cannot be written.
    pub fn push(&mut self, entry: Entry) -> Result<Taken, ArchiveError> {
        let new = identity(super::date::pack(entry.published), &entry.details, &entry.text);
        let mut taken = Taken::New;
        let mut replaced = Vec::new();
        for (known, place) in self.known(new.id, entry.id())? {
            if known == new {
                return Ok(Taken::Known);
            }
            if known.text == new.text {
                taken = Taken::Update;
                replaced.push(place);
            } else if taken == Taken::New {
                taken = Taken::Version;
            }
        }
        let sequence = self.writer.archive.catalogue.next_sequence + u64::from(self.count);
        let builder = self.builder.as_mut().expect("a batch has its builder until it is committed");
        builder.push(entry, sequence)?;
        self.seen.entry(new.id).or_default().push((new, self.count));
        self.replaced.extend(replaced);
        self.count += 1;
        Ok(taken)
    }

    /// Finds what archive and batch hold of an id.
    fn known(&self, hash: u64, id: &str) -> Result<Vec<(Identity, Replaced)>, ArchiveError> {
        let seen = self.seen.get(&hash).into_iter().flatten();
        let superseded = |position: u32| self.replaced.contains(&Replaced::InBatch(position));
        let seen = seen.filter(|&&(_, position)| !superseded(position));
        let mut known: Vec<_> = seen.map(|&(identity, position)| (identity, Replaced::InBatch(position))).collect();
        if self.writer.ids.contains(&hash) {
            for at in self.writer.archive.find(id)? {
                let row = self.writer.archive.segments[at.shelf].segment.row(at.article)?;
                let place = Replaced::InArchive(at.shelf, at.article);
                if !self.replaced.contains(&place) {
                    known.push((row.identity, place));
                }
            }
        }
        Ok(known)
    }

    /// Counts the articles taken up.
    #[must_use]
    pub const fn len(&self) -> u32 {
        self.count
    }

    /// Tells whether nothing was taken up.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Makes the batch part of the archive. When this returns, the batch is on disk whole; `None` when it held nothing new.
    ///
    /// # Errors
    /// When a file cannot be written or synced; nothing of the batch is in the archive then.
    pub fn commit(mut self) -> Result<Option<Acknowledged>, ArchiveError> {
        let builder = self.builder.take().expect("a batch has its builder until it is committed");
        if self.count == 0 {
            return Ok(None);
        }
        let built = builder.finish()?;
        let mut catalogue = (*self.writer.archive.catalogue).clone();
        let mut removed = super::removed::Removed::default();
        for place in &self.replaced {
            match *place {
                Replaced::InArchive(shelf, article) => drop(catalogue.segments[shelf].removed.insert(article)),
                Replaced::InBatch(position) => drop(removed.insert(built.numbers[position as usize])),
            }
        }
        let first = catalogue.next_sequence;
        let number = built.footer.number;
        catalogue.segments.push(Listed { number, articles: built.footer.rows.articles, file: built.file, removed });
        catalogue.next_segment += 1;
        catalogue.next_sequence += u64::from(self.count);
        let identities = self.seen.values().flatten();
        let digest = digest(identities.map(|&(identity, position)| (first + u64::from(position), identity)));
        self.writer.commit(catalogue)?;
        self.writer.ids.extend(self.seen.keys());
        self.path.clear();
        Ok(Some(Acknowledged { batch: self.writer.archive.catalogue.generation, first, articles: self.count, digest }))
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.path);
        }
    }
}
