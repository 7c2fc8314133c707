//! Words in a row become comparable numbers.
//!
//! In: the word hashes of an analysed text. Out: shingle hashes that are equal in every text that shares the words.

pub mod shingle;

pub use shingle::{ShingleWidth, Shingler};
