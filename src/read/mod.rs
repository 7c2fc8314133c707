//! Bytes to articles: nothing else knows a format.
//!
//! In: the names of files, folders, globs and `-`. Out: [`RawRecord`]s in order, cheap and sequential ([`open`]), which [`parse`] turns into an
//! [`Article`](crate::article::Article) or a [`Skipped`] on any thread. The text is cut elsewhere, in `text`.
//!
//! A new format is a variant of [`Format`], a file with its record source and its parser, and one line each in [`open`] and [`parse`].

mod container;
mod date;
mod encoding;
mod error;
mod find;
mod format;
mod front_matter;
mod gzip;
mod input;
mod json;
mod json_fields;
mod json_layout;
mod json_string;
mod json_values;
mod lines;
mod markdown;
mod options;
mod record;
mod source;
mod stream;
mod whole;
mod window;
mod zst;

pub use container::Container;
pub use error::{Damage, ReadError};
pub use find::inputs;
pub use format::Format;
pub use input::{Found, Input, InputKind, Inputs, PassedOver};
pub use options::{FieldNames, Limit, Limits, ReadOptions};
pub use record::{LineEnd, Parsed, RawRecord, RecordSource, SkipReason, Skipped, Written};
pub use source::{open, open_reader, parse};
