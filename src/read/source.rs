//! The way in: opens an input and finds out what it is; turns its records into articles.

use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::sync::Arc;

use bytes::Bytes;
use memchr::memchr;

use super::csv::Csv;
use super::encoding::Units;
use super::error::Fault;
use super::feed::Feed;
use super::format::{Foreign, looks_binary};
use super::json_layout::Layout;
use super::json_values::Values;
use super::lines::Lines;
use super::parquet::Parquet;
use super::stream::Stream;
use super::warc::Warc;
use super::whole::{Whole, parse_plain};
use super::window::Window;
use super::{Container, Format, Input, InputKind, Parsed, RawRecord, ReadError, ReadOptions, RecordSource, Skipped};
use super::{capture, csv_row, feed_item, html, input, json, markdown, told};

/// Opens an input and finds out its container, its encoding and its format.
///
/// Reads the first 64 KiB. A FIFO is waited for.
///
/// # Errors
/// When it cannot be opened, or is nothing that is read here.
pub fn open(input: &Input, options: &ReadOptions) -> Result<Box<dyn RecordSource + Send>, ReadError> {
    let reader: Box<dyn Read + Send> = match &input.kind {
        InputKind::Stdin => Box::new(io::stdin()),
        InputKind::File(path) => {
            let cannot_open = |error| input::cannot_open(&input.path, error);
            let mut file = File::open(path).map_err(cannot_open)?;
            if is_parquet(&mut file, &input.path, options).map_err(cannot_open)? {
                let again = file.try_clone().map_err(cannot_open)?;
                return Ok(Box::new(Parquet::new(file, again, Arc::clone(&input.path), options)?));
            }
            Box::new(file)
        }
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
    if window.bytes().starts_with(PARQUET) && options.input_format.is_none_or(|format| format == Format::Parquet) {
        return whole_parquet(window, path, limit, options);
    }
    refuse_foreign(&window, &path, options)?;
    let window = match options.encoding {
        _ if window.bytes().starts_with(b"WARC/") => window,
        Some(charset) => window.transcode(Units::web(charset)),
        None => window.decode(),
    };
    let format = options.input_format.unwrap_or_else(|| format(&path, window.bytes()));
    if options.input_format.is_none() && is_no_text(format, window.bytes()) {
        return Err(ReadError::LooksBinary { path });
    }
    Ok(match format {
        Format::Plain | Format::Markdown | Format::Html => Box::new(Whole::new(window, path, format, limit)),
        Format::Csv => Box::new(Csv::new(window.decode_as_guessed(), path, limit, options)?),
        Format::Warc => Box::new(Warc::new(window, path, limit)),
        Format::Feed => Box::new(Feed::new(window, path, limit)),
        Format::Parquet => return whole_parquet(window, path, limit, options),
        Format::JsonLines | Format::Json => match layout(format, window.bytes(), options) {
            Layout::Lines(end) => Box::new(Lines::new(window, path, limit, end)),
            Layout::Values => Box::new(Values::new(window, path, limit)),
        },
    })
}

/// The first four bytes of a Parquet file, and the last.
const PARQUET: &[u8] = b"PAR1";

/// Tells whether a file is Parquet by its first bytes. A FIFO is not looked at: what is read of it is gone.
fn is_parquet(file: &mut File, path: &str, options: &ReadOptions) -> io::Result<bool> {
    if !file.metadata()?.is_file() {
        return Ok(false);
    }
    let mut head = [0; 4];
    let read = file.read(&mut head)?;
    file.rewind()?;
    let named = options.input_format.or_else(|| Format::from_name(path)) == Some(Format::Parquet);
    let other = options.input_format.is_some_and(|format| format != Format::Parquet);
    Ok(!other && (&head[..read] == PARQUET || named && Container::sniff(&head[..read]).is_none()))
}

/// Holds a Parquet file that comes through a pipe or packed.
fn whole_parquet(
    mut window: Window,
    path: Arc<str>,
    limit: usize,
    options: &ReadOptions,
) -> Result<Box<dyn RecordSource + Send>, ReadError> {
    while window.more() {}
    if !window.ended() {
        return Err(ReadError::ParquetStream { path, limit });
    }
    if let Some(fault) = window.take_fault() {
        return Err(fault.after(0, &path));
    }
    let bytes = Bytes::from(window.take_all());
    Ok(Box::new(Parquet::new(bytes.clone(), bytes, path, options)?))
}

/// How JSON records are laid out.
fn layout(format: Format, head: &[u8], options: &ReadOptions) -> Layout {
    match options.input_format {
        Some(Format::Json) => Layout::Values,
        Some(_) => Layout::lines(head),
        // In a `.json` file an array is a list of records, even an empty one.
        None if format == Format::Json && head.trim_ascii_start().starts_with(b"[") => Layout::Values,
        None => Layout::sniff(head),
    }
}

/// Turns a record into an article. Pure: one record after the other or many at once, the result is the same.
///
/// Linear in the length of the record; the text is copied once.
///
/// # Errors
/// When the record is no article; the raw bytes are handed back with the reason.
pub fn parse(mut raw: RawRecord, options: &ReadOptions) -> Result<Parsed, Skipped> {
    if let Some(reason) = raw.fault.take() {
        return Err(raw.skipped(reason));
    }
    match raw.format {
        Format::Plain => Ok(parse_plain(raw)),
        Format::Markdown => Ok(markdown::parse(raw)),
        Format::JsonLines | Format::Json => json::parse(raw, options),
        Format::Csv => csv_row::parse(raw),
        Format::Html => html::parse(raw, options),
        Format::Warc => capture::parse(raw, options),
        Format::Feed => feed_item::parse(raw, options),
        Format::Parquet => Ok(told::parse(raw)),
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
        Some(Format::Plain) | None => Format::from_content(head),
        Some(format) => format,
    }
}

/// Tells whether reading on would give nothing but noise: one binary article, or a reject for each line of a binary file.
///
/// A first line beyond the head is left to the limit on records: it is one reject.
fn is_no_text(format: Format, head: &[u8]) -> bool {
    let one_line = match format {
        Format::Plain | Format::Markdown | Format::Html | Format::Warc | Format::Parquet | Format::Feed => false,
        Format::JsonLines | Format::Json | Format::Csv => memchr(b'\n', head).is_none(),
    };
    !matches!(format, Format::Warc | Format::Parquet) && !one_line && looks_binary(head)
}
