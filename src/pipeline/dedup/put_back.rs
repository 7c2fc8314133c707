//! Records as they are written back: in the form in which they were read.

use super::part::OutputFormat;
use crate::read::{Format, LineEnd, Written};
use crate::report::dump::{one_line, row_with_text, with_text};

/// Tells whether records of a format are written back as they are; articles of any other become JSON records.
pub(super) fn is_own(output: OutputFormat, format: Format) -> bool {
    match output {
        OutputFormat::JsonLines | OutputFormat::JsonLinesGzip | OutputFormat::JsonLinesZstd => is_json(format),
        OutputFormat::Csv => format == Format::Csv,
        OutputFormat::Parquet => format == Format::Parquet,
    }
}

/// Writes a record back in its own form, with another text if there is one.
pub(super) fn put_back(written: Written, text: Option<&String>, out: &mut Vec<u8>) {
    let Written { format, bytes, text: place, line_end } = written;
    match text {
        Some(text) if is_json(format) => {
            with_text(&bytes, place, text, out);
            out.push(b'\n');
        }
        Some(text) => {
            row_with_text(&bytes, place, text, out);
            out.extend_from_slice(line_end.as_bytes_or_lf());
        }
        None if is_json(format) => untouched(&bytes, line_end, out),
        None => {
            out.extend_from_slice(&bytes);
            out.extend_from_slice(line_end.as_bytes_or_lf());
        }
    }
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
