//! The form that all inputs have in common, where the kept articles are to be written in it.

use std::borrow::Cow;
use std::fs::File;
use std::path::PathBuf;

use super::error::DedupError;
use super::part::OutputFormat;
use super::settings::DedupSettings;
use crate::read::{self, Format, Input, InputKind, RawRecord, ReadOptions};
use crate::report::dump::{TableColumns, TableFile};

/// What is needed to write articles as they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum OwnForm {
    /// JSON: nothing.
    #[default]
    Json,
    /// CSV: the row of names, with its line end.
    Rows(Vec<u8>),
    /// Parquet: a file to take the columns from, and all files.
    Columns(PathBuf, Vec<TableFile>),
}

/// Finds what the inputs have in common.
///
/// # Errors
/// When one is of another format, or has other columns.
pub(super) fn own_form(
    settings: &DedupSettings,
    inputs: &[Input],
    options: &ReadOptions,
) -> Result<OwnForm, DedupError> {
    match settings.output_format {
        OutputFormat::JsonLines | OutputFormat::JsonLinesGzip | OutputFormat::JsonLinesZstd => Ok(OwnForm::Json),
        OutputFormat::Csv => rows(inputs, options, settings.csv_safe),
        OutputFormat::Parquet => columns(inputs, options),
    }
}

fn rows(inputs: &[Input], options: &ReadOptions, safe: bool) -> Result<OwnForm, DedupError> {
    let mut names: Option<Vec<u8>> = None;
    for input in inputs {
        let Some(record) = first(input, options) else { continue };
        let Some(row) = record.names_row() else { return Err(other_format(input, Format::Csv)) };
        let delimiter = record.delimiter().filter(|_| safe);
        let row = delimiter.map_or(Cow::Borrowed(row), |delimiter| read::guarded(row, delimiter));
        let row = [&*row, record.line_end.as_bytes_or_lf()].concat();
        match &names {
            None => names = Some(row),
            Some(first) if first.trim_ascii_end() == row.trim_ascii_end() => {}
            Some(_) => return Err(DedupError::OtherColumns { input: input.path.to_string() }),
        }
    }
    Ok(OwnForm::Rows(names.unwrap_or_default()))
}

fn columns(inputs: &[Input], options: &ReadOptions) -> Result<OwnForm, DedupError> {
    let mut like: Option<(PathBuf, TableColumns)> = None;
    let mut files = Vec::with_capacity(inputs.len());
    for input in inputs {
        let InputKind::File(path) = &input.kind else { return Err(other_format(input, Format::Parquet)) };
        let mut file = TableFile { path: path.clone(), text: 0 };
        let record = first(input, options);
        if record.as_ref().is_some_and(|record| record.format != Format::Parquet) {
            return Err(other_format(input, Format::Parquet));
        }
        match (TableColumns::of(path), record) {
            (Err(_), Some(_)) => return Err(DedupError::PackedTable { input: input.path.to_string() }),
            // What cannot be read at all is told of when the others are read.
            (Err(_), None) => {}
            // A table without rows has columns all the same.
            (Ok(columns), record) => {
                let text = read::text_column(&columns.names, &options.fields, &input.path);
                let other = || DedupError::OtherColumns { input: input.path.to_string() };
                file.text = text.or_else(|_| if record.is_some() { Err(other()) } else { Ok(0) })?;
                // One that is gone by now is told of when it is read.
                if let (Some(_), Ok(table)) = (&record, File::open(path)) {
                    read::check_pages(table, &input.path).map_err(DedupError::Table)?;
                }
                match &like {
                    None => like = Some((path.clone(), columns)),
                    Some((_, first)) if *first == columns => {}
                    Some(_) if record.is_none() => {}
                    Some(_) => return Err(other()),
                }
            }
        }
        files.push(file);
    }
    // Where no input is a table there is nothing to write.
    Ok(like.map_or(OwnForm::Json, |(path, _)| OwnForm::Columns(path, files)))
}

/// The first record of an input. What cannot be read is told of when all is read.
fn first(input: &Input, options: &ReadOptions) -> Option<RawRecord> {
    read::open(input, options).ok()?.next().ok()?
}

fn other_format(input: &Input, wanted: Format) -> DedupError {
    DedupError::OtherFormat { input: input.path.to_string(), wanted: wanted.name() }
}
