//! Background inserts: blocks of general background between the paragraphs of a report, scored and explained.
//!
//! In: an analysed text and what is known of the report around it. Out: a [`Reading`]: the blocks found, each with a calibrated probability,
//! its evidence in words and what speaks against it. How a block becomes a finding is in `rules`.

pub mod block;
mod cohesion;
mod concept;
pub mod detect;
mod evidence;
mod feature;
pub mod fit;
mod lexicon;
mod marks;
pub mod model;
mod pack;
mod quoted;
mod sentence;
mod table;
mod timeline;
mod trees;
mod unit;
mod window;

pub use block::{Evidence, Label, Reading, ReportContext, ScoredBlock, Verdict};
pub use detect::{Detector, Scratch};
pub use model::{Model, ModelError, Preset};
