//! Bytes to articles: nothing else knows a format.
//!
//! In: the names of files, folders, globs and `-`. Out: [`RawRecord`]s in order, cheap and sequential ([`open`]), which [`parse`] turns into an
//! [`Article`](crate::article::Article) or a [`Skipped`] on any thread. The text is cut elsewhere, in `text`.
//!
//! A new format is a variant of [`Format`], a file with its record source and its parser, and one line each in [`open`] and [`parse`].

mod capture;
mod charset;
mod columns;
mod container;
mod csv;
mod csv_cells;
mod csv_row;
mod date;
mod encoding;
mod error;
mod feed;
mod feed_item;
mod find;
mod format;
mod front_matter;
mod gzip;
mod html;
mod http;
mod input;
mod json;
mod json_fields;
mod json_layout;
mod json_ninjs;
mod json_string;
mod json_values;
mod lines;
mod markdown;
mod options;
mod parquet;
mod parquet_column;
mod parquet_pages;
mod record;
mod role;
mod schema;
mod source;
mod stream;
mod told;
mod warc;
mod warc_header;
mod whole;
mod window;
mod zst;

pub use charset::{Charset, UnknownCharset};
pub use columns::text_column;
pub use container::Container;
pub use csv_cells::{Cells, guarded};
pub use error::{Damage, ReadError};
pub use find::inputs;
pub use format::Format;
pub use input::{Found, Input, InputKind, Inputs, PassedOver};
pub use options::{Extract, FieldNames, Limit, Limits, ReadOptions};
pub use parquet::check_pages;
use record::Context;
pub use record::{LineEnd, Parsed, RawRecord, RecordSource, SkipReason, Skipped, Written};
pub use schema::taken_for;
pub use source::{open, open_reader, parse};
