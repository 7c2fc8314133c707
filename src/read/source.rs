//! The way in: opens an input and finds out what it is; turns its records into articles.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use memchr::memchr;

use super::error::Fault;
use super::format::{Foreign, looks_binary};
use super::json_layout::Layout;
use super::json_values::Values;
use super::lines::Lines;
use super::stream::Stream;
use super::whole::{Whole, parse_plain};
use super::window::Window;
use super::{Container, Format, Input, InputKind, Parsed, RawRecord, ReadError, ReadOptions, RecordSource, Skipped};
use super::{input, json, markdown};

/// Opens an input and finds out its container, its encoding and its format.
///
/// Reads the first 64 KiB. A FIFO is waited for.
///
/// # Errors
/// When it cannot be opened, or is nothing that is read here.
pub fn open(input: &Input, options: &ReadOptions) -> Result<Box<dyn RecordSource + Send>, ReadError> {
    let reader: Box<dyn Read + Send> = match &input.kind {
        InputKind::Stdin => Box::new(io::stdin()),
        InputKind::File(path) => Box::new(File::open(path).map_err(|error| input::cannot_open(&input.path, error))?),
    };
    open_reader(Arc::clone(&input.path), reader, options)
}

/// Opens bytes from anywhere as an input named `path`, whose extension counts.
///
/// # Errors
/// As [`open`].
pub fn open_reader(
    path: Arc<str>,
    reader: Box<dyn Read + Send>,
    options: &ReadOptions,
) -> Result<Box<dyn RecordSource + Send>, ReadError> {
    // A span counts 32 bits of bytes.
    let limit = options.limits.record.min(u32::MAX as usize);
    let at_start = |fault: Fault| fault.after(0, &path);
    let stream = Stream::new(reader, options.limits).map_err(at_start)?;
    let mut window = Window::new(stream, limit);
    if window.bytes().is_empty()
        && let Some(fault) = window.take_fault()
    {
        return Err(at_start(fault));
    }
    refuse_foreign(&window, &path, options)?;
    let window = window.decode();
    let format = options.input_format.unwrap_or_else(|| format(&path, window.bytes()));
    if options.input_format.is_none() && is_no_text(format, window.bytes()) {
        return Err(ReadError::LooksBinary { path });
    }
    let layout = match options.input_format {
        Some(Format::Json) => Layout::Values,
        Some(Format::JsonLines) => Layout::lines(window.bytes()),
        // In a `.json` file an array is a list of records, even an empty one.
        None if format == Format::Json && window.bytes().trim_ascii_start().starts_with(b"[") => Layout::Values,
        Some(Format::Plain | Format::Markdown) | None => Layout::sniff(window.bytes()),
    };
    Ok(match (format, layout) {
        (Format::Plain | Format::Markdown, _) => Box::new(Whole::new(window, path, format, limit)),
        (Format::JsonLines | Format::Json, Layout::Lines(end)) => Box::new(Lines::new(window, path, limit, end)),
        (Format::JsonLines | Format::Json, Layout::Values) => Box::new(Values::new(window, path, limit)),
    })
}

/// Turns a record into an article. Pure: one record after the other or many at once, the result is the same.
///
/// Linear in the length of the record; the text is copied once.
///
/// # Errors
/// When the record is no article; the raw bytes are handed back with the reason.
pub fn parse(mut raw: RawRecord, options: &ReadOptions) -> Result<Parsed, Skipped> {
    if let Some(reason) = raw.fault.take() {
        return Err(Skipped { origin: raw.origin, offset: raw.offset, format: raw.format, reason, raw: raw.bytes });
    }
    match raw.format {
        Format::Plain => Ok(parse_plain(raw)),
        Format::Markdown => Ok(markdown::parse(raw)),
        Format::JsonLines | Format::Json => json::parse(raw, options),
    }
}

fn refuse_foreign(window: &Window, path: &Arc<str>, options: &ReadOptions) -> Result<(), ReadError> {
    let head = window.bytes();
    let path = Arc::clone(path);
    match (window.stream().container(), Container::sniff(head)) {
        (Some(outer), Some(inner)) => Err(ReadError::Nested { path, outer: outer.name(), inner: inner.name() }),
        _ => match Foreign::sniff(head) {
            Some(Foreign { what, hint }) if options.input_format.is_none() => {
                Err(ReadError::Foreign { path, what, hint })
            }
            _ => Ok(()),
        },
    }
}

/// Finds the format by name; where the name says plain text or nothing, by content.
fn format(path: &str, head: &[u8]) -> Format {
    match Format::from_name(path) {
        Some(format @ (Format::Markdown | Format::JsonLines | Format::Json)) => format,
        Some(Format::Plain) | None if Layout::is_json(head) => Format::JsonLines,
        Some(Format::Plain) | None => Format::Plain,
    }
}

/// Tells whether reading on would give nothing but noise: one binary article, or a reject for each line of a binary file.
///
/// A first line beyond the head is left to the limit on records: it is one reject.
fn is_no_text(format: Format, head: &[u8]) -> bool {
    let one_line = match format {
        Format::Plain | Format::Markdown => false,
        Format::JsonLines | Format::Json => memchr(b'\n', head).is_none(),
    };
    !one_line && looks_binary(head)
}
