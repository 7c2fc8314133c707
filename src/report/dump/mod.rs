//! What `dedup` writes: one line of JSON for each thing that happened, tables in their own form, a summary, and the same for a person. The names are the interface contract.

mod base64;
mod html;
mod lines;
mod record;
mod summary;
mod table;
mod table_column;

pub use html::{ClusterRow, PassageRow, page};
pub use lines::{AttributeLine, ClusterLine, PassageLine, PlaceLine, RejectedLine};
pub use record::{article_record, one_line, row_record, row_with_text, with_mark, with_text};
pub use summary::{Counts, SettingsNote, Summary};
pub use table::{KeptRow, Table, TableColumns, TableFile};

use serde::Serialize;

/// Appends a value as one line of JSON.
pub fn line(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, value).expect("writing plain structs to memory cannot fail");
    out.push(b'\n');
}
