//! Reads two texts, or one against itself, and says which passages they really share.
//!
//! In: analysed texts. Out: verified [`Passage`](crate::passage::Passage)s. Who should be compared with whom is decided elsewhere.
//! The way: join the two vocabularies, find seeds (`seed`), grow them to runs (`run`), gather runs that are near on both sides (`gather`),
//! refine the edges (`refine`) and verify (`verify`).

mod gather;
mod joined;
mod passages;
mod run;
mod seed;
mod tolerance;
mod verify;

pub use passages::{Scratch, passages_between, passages_within};
pub use tolerance::Tolerance;
