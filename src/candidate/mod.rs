//! Who might share words with whom: may say too many, never too few.
//!
//! In: band keys or fingerprints of many articles. Out: [`Buckets`] of those that may be near-duplicates; [`Hit`]s of those that may share a passage.

pub mod buckets;
pub mod postings;

pub use buckets::{BucketIx, Buckets};
pub use postings::{Hit, Posting, hits};
