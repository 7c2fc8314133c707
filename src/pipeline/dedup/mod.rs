//! A large dump, cleaned: near-duplicate articles, and the passages that articles share.
//!
//! [`survey`] reads the dump once and makes numbers of it, [`near`] decides which article is kept in the place of which, [`passages`] finds what the kept ones share, [`plan`]
//! says what is to be done, [`mod@write`] reads the dump again and does it. [`run`] knows the order; [`workshop`] is where files are made before they appear.

mod account;
mod checkpoint;
mod desk;
pub mod error;
mod gather;
mod identity;
pub mod near;
pub mod order;
mod outputs;
mod own_form;
pub mod part;
mod partitions;
pub mod passages;
pub mod place;
pub mod plan;
pub mod prepared;
mod put_back;
pub mod run;
mod search;
pub mod settings;
pub mod spill;
pub mod stage;
mod state;
pub mod survey;
mod winnowed;
pub mod words;
pub mod workshop;
pub mod write;

pub use error::DedupError;
pub use part::OutputFormat;
pub use run::{Done, Job, dedup};
pub use settings::{DedupSettings, Stages};
pub use stage::{Stage, WatchDedup, Work};
pub use workshop::{Leftovers, Workshop};
