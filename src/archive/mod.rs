//! Earlier articles on disk: an embedded store, no server.
//!
//! In: [`Entry`]s. Out: the stored articles ([`Stored`]), and which of them share words with a text ([`Archive::look_up`], [`Candidates`]).
//! A folder holds a `catalogue` and the immutable segments that it names. Readers ([`Archive`]) see one whole snapshot; the one [`Writer`]
//! commits by replacing the catalogue. Every block of a segment carries a checksum that is checked whenever it is read.
//!
//! A segment, from its first byte: a head; blocks of records (articles whole, compressed); blocks of details; pages of rows; pages of ids;
//! buckets of postings and their directory; a footer that says where all this is. Numbers are little-endian.

mod among;
mod beside;
mod bits;
mod candidates;
mod catalogue;
mod compressed;
mod date;
mod digest;
mod directory;
mod entry;
mod error;
mod file;
mod find;
mod folder;
mod footer;
mod look_up;
mod merge;
mod opened;
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

pub use candidates::Candidates;
pub use digest::Acknowledged;
pub use entry::{Entry, EntryScratch};
pub use error::ArchiveError;
pub use find::{ArticleReader, Stored, StoredIx};
pub use folder::Wait;
pub use look_up::Hits;
pub use opened::{Archive, Stats};
pub use salvage::{Salvaged, salvage};
pub use verify::{Verified, verify};
pub use writer::{Batch, Merge, Taken, Writer};
