//! Words in a row become comparable numbers.
//!
//! In: the word hashes of an analysed text. Out: shingle hashes that are equal in every text that shares the words ([`Shingler`]), and of
//! these the few that are kept ([`winnow()`]). What must agree before two texts' numbers may be compared is the [`Scheme`].
//! For whole dumps: shingles of word ids ([`roll`]), their [`Signature`], and the bands in which near-duplicates meet ([`Banding`]).

pub mod band;
pub mod minhash;
pub mod rolling;
pub mod scheme;
pub mod shingle;
pub mod winnow;

pub use band::{BandKeys, Banding, Sketch};
pub use minhash::Signature;
pub use rolling::roll;
pub use scheme::{HashKind, Scheme};
pub use shingle::{ShingleWidth, Shingler};
pub use winnow::{Fingerprint, Window, winnow};
