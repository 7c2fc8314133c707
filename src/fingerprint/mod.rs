//! Words in a row become comparable numbers.
//!
//! In: the word hashes of an analysed text. Out: shingle hashes that are equal in every text that shares the words ([`Shingler`]), and of
//! these the few that are kept ([`winnow()`]). What must agree before two texts' numbers may be compared is the [`Scheme`].

pub mod scheme;
pub mod shingle;
pub mod winnow;

pub use scheme::{HashKind, Scheme};
pub use shingle::{ShingleWidth, Shingler};
pub use winnow::{Fingerprint, Window, winnow};
