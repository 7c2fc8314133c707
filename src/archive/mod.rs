//! Earlier articles on disk.

mod archive;
mod bits;
mod catalogue;
mod compressed;
mod date;
mod digest;
mod entry;
mod error;
mod file;
mod find;
mod folder;
mod footer;
mod merge;
mod postings;
mod records;
mod removed;
mod row;
mod salvage;
mod segment;
mod segment_writer;
mod tiers;
mod verify;
mod wire;
mod writer;

pub use archive::{Archive, Stats};
pub use digest::Acknowledged;
pub use entry::{Entry, EntryScratch};
pub use error::ArchiveError;
pub use find::{ArticleReader, Stored, StoredIx};
pub use folder::Wait;
pub use salvage::{Salvaged, salvage};
pub use verify::{Verified, verify};
pub use writer::{Batch, Merge, Taken, Writer};
