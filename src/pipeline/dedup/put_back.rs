//! Records as they are written back: in the form in which they were read.

use super::part::OutputFormat;
use crate::article::Article;
use crate::read::{Cells, Format, LineEnd, Written, guarded};
use crate::report::dump::{article_record, one_line, row_record, row_with_text, with_text};

/// Tells whether records of a format are written back as they are; articles of any other become JSON records.
pub(super) fn is_own(output: OutputFormat, format: Format) -> bool {
    match output {
        OutputFormat::JsonLines | OutputFormat::JsonLinesGzip | OutputFormat::JsonLinesZstd => is_json(format),
        OutputFormat::Csv => format == Format::Csv,
        OutputFormat::Parquet => format == Format::Parquet,
    }
}

/// Writes a record back in its own form, with another text if there is one; the cells of a row are guarded where its `delimiter` is told.
pub(super) fn put_back(written: Written, text: Option<&String>, delimiter: Option<u8>, out: &mut Vec<u8>) {
    let Written { format, bytes, text: place, line_end } = written;
    match text {
        Some(text) if is_json(format) => {
            with_text(&bytes, place, text, out);
            out.push(b'\n');
        }
        None if is_json(format) => untouched(&bytes, line_end, out),
        Some(text) => {
            let mut row = Vec::new();
            row_with_text(&bytes, place, text, &mut row);
            row_back(&row, line_end, delimiter, out);
        }
        None => row_back(&bytes, line_end, delimiter, out),
    }
}

fn row_back(row: &[u8], line_end: LineEnd, delimiter: Option<u8>, out: &mut Vec<u8>) {
    match delimiter {
        Some(delimiter) => out.extend_from_slice(&guarded(row, delimiter)),
        None => out.extend_from_slice(row),
    }
    out.extend_from_slice(line_end.as_bytes_or_lf());
}

/// Writes an article as a JSON record: of a row of a table, with all its cells under their own names.
pub(super) fn as_record(article: &Article, cells: Option<Cells>, out: &mut Vec<u8>) {
    let Some(Cells { mut all, text, id }) = cells else { return article_record(article, out) };
    if let Some((_, value)) = all.get_mut(text) {
        value.clone_from(&article.text);
    }
    match id.and_then(|id| all.get_mut(id)) {
        // A record without an id is named by its place.
        Some((_, value)) if value.is_empty() => value.clone_from(&article.id),
        Some(_) => {}
        None => all.insert(0, ("id".to_owned(), article.id.clone())),
    }
    row_record(&all, out);
}

/// Tells whether a record is one of JSON.
pub(super) fn is_json(format: Format) -> bool {
    matches!(format, Format::JsonLines | Format::Json)
}

/// Writes a record back as it was read.
pub(super) fn untouched(record: &[u8], line_end: LineEnd, out: &mut Vec<u8>) {
    one_line(record, out);
    out.extend_from_slice(line_end.as_bytes_or_lf());
}
