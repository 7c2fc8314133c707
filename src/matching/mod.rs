//! Reads two texts, or one against itself, and says which passages they really share.
//!
//! In: analysed texts. Out: verified [`Passage`](crate::passage::Passage)s. Who should be compared with whom is decided elsewhere.
//! The way: number the words of both texts (`vocabulary`); find seeds (`seed`) and join them to runs of equal words (`run`), find sentences
//! that are alike (`alike`); gather what is near on both sides (`gather`); let the evidence of the words (`evidence`) draw the edges
//! (`refine`); verify (`verify`); give each word to one passage (`between`); look for summaries (`summary`). `edit_list` says what differs inside a passage, `moves` what has moved in it.

mod alike;
mod between;
mod copies;
mod edit_list;
mod evidence;
pub mod family;
mod gather;
mod moves;
pub mod overlap;
mod passages;
mod refine;
mod run;
mod seed;
mod starts;
pub mod stretch;
mod summary;
mod taken;
mod tolerance;
mod verify;
mod vocabulary;
mod within;

pub use copies::CopyFinder;
pub use edit_list::{changes, edits};
pub use family::{Families, families};
pub use overlap::{Measure, Overlap, ShingleSet};
pub use passages::{Scratch, passages_between};
pub use stretch::{Stretch, outermost, stretches};
pub use tolerance::Tolerance;
pub use within::passages_within;
