//! Parquet: one record a row. Only the columns that are used are read.
//!
//! A row group that is damaged is told and the next is read. Sizes of pages are looked at before any is unpacked ([`parquet_pages`](super::parquet_pages)).

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};

use super::columns::{Columns, shown};
use super::parquet_column::{Column, Value};
use super::parquet_pages::{self, Refused};
use super::role::{Names, Role};
use super::told::Told;
use super::{Context, Format, Limit, Limits, LineEnd, RawRecord, ReadError, ReadOptions, RecordSource, SkipReason};
use crate::article::Origin;

/// Rows that are read at a time before their size is known, and the most that are. Few at first: 32 texts of the largest size that a record may have
/// (64 MiB) are in one page each, and a page is taken up whole. At most as many as fill [`BATCH`] with texts of 2 KiB, the length of a short report.
const ROWS: (usize, usize) = (32, 4096);
/// Bytes of text that a batch of rows aims at. 8 MiB: eight pages of the usual writers, which cut at 1 MiB, so that few batches end within a page.
const BATCH: usize = 8 << 20;
/// Bytes of text up to which any ratio to the size of the file is allowed: a dictionary holds each text once, so that a small table of one text in many
/// rows goes beyond every ratio. What is within the bound of memory of a run (200 MB) does no harm.
const RATIO_FROM: u64 = 128 << 20;

/// The rows of a Parquet file.
pub(super) struct Parquet<R: ChunkReader + 'static> {
    file: SerializedFileReader<R>,
    bytes: R,
    path: Arc<str>,
    limits: Limits,
    /// Role, position among the leaves, and name of each column that is used.
    used: Vec<(Role, usize)>,
    text_name: String,
    /// The row group that is read next.
    group: usize,
    open: Option<Group>,
    batch: VecDeque<Row>,
    /// Rows of the next batch.
    rows: usize,
    record: u64,
    given: u64,
    done: bool,
}

/// The row group that is being read.
struct Group {
    columns: Vec<(Role, Column)>,
    left: usize,
}

/// A row: what is told of it, and its text if it is not null.
struct Row {
    told: Told,
    text: Option<ByteArray>,
}

impl<R: ChunkReader + 'static> Parquet<R> {
    /// Reads the footer; `again` is the same file.
    ///
    /// # Errors
    /// When it is no Parquet file, or no column is known to hold the text.
    pub(super) fn new(bytes: R, again: R, path: Arc<str>, options: &ReadOptions) -> Result<Self, ReadError> {
        let broken = |cause: ParquetError| ReadError::NotParquet { path: Arc::clone(&path), cause: plain(&cause) };
        let file = caught(|| SerializedFileReader::new(bytes)).map_err(broken)?;
        let schema = file.metadata().file_metadata().schema_descr();
        let names: Vec<String> = schema.columns().iter().map(|column| name(column)).collect();
        let columns = match Columns::find(&names, &options.fields, &path) {
            Err(error @ ReadError::NoTextColumn { .. }) => {
                return Err(of_another_type(schema, &path, options).unwrap_or(error));
            }
            other => other?,
        };
        let used: Vec<(Role, usize)> =
            columns.used.into_iter().filter(|&(_, at)| schema.column(at).max_rep_level() == 0).collect();
        let Some(text) = used.iter().find(|(role, _)| *role == Role::Text).map(|&(_, at)| schema.column(at)) else {
            return Err(
                of_another_type(schema, &path, options).unwrap_or(ReadError::NotParquet { path, cause: String::new() })
            );
        };
        if !Column::holds_text(&text) {
            let found = format!("`{:?}`", text.physical_type());
            return Err(ReadError::TextColumnType { path, column: shown(&name(&text)), found });
        }
        let text_name = name(&text);
        let limits = options.limits;
        Ok(Self {
            file,
            bytes: again,
            path,
            limits,
            used,
            text_name,
            group: 0,
            open: None,
            batch: VecDeque::new(),
            rows: ROWS.0,
            record: 0,
            given: 0,
            done: false,
        })
    }

    /// Reads the next batch; `Ok(false)`: there is none. Where a row group is broken, the rows of it that are lost.
    fn fill(&mut self) -> Result<bool, Broken> {
        let groups = self.file.num_row_groups();
        while self.open.as_ref().is_none_or(|group| group.left == 0) {
            if self.group >= groups {
                return Ok(false);
            }
            self.group += 1;
            // A table without rows may have a group all the same, with no page in it.
            if self.file.metadata().row_group(self.group - 1).num_rows() > 0 {
                self.open = Some(self.open_group(self.group - 1)?);
            }
        }
        let Some(group) = &mut self.open else { return Ok(false) };
        let rows = self.rows.min(group.left);
        let left = group.left;
        match caught(|| group.read(rows)) {
            Ok(batch) => {
                let bytes: usize = batch.iter().filter_map(|row| row.text.as_ref()).map(ByteArray::len).sum();
                self.rows = (rows * 2).min(BATCH / (bytes / rows.max(1)).max(1)).clamp(1, ROWS.1);
                self.batch = batch;
                Ok(true)
            }
            Err(cause) => {
                self.open = None;
                Err(Broken::Group { rows: left as u64, cause: plain(&cause) })
            }
        }
    }

    fn open_group(&self, ix: usize) -> Result<Group, Broken> {
        let meta = self.file.metadata().row_group(ix);
        let left = usize::try_from(meta.num_rows()).unwrap_or(0);
        let broken = |cause: &ParquetError| Broken::Group { rows: left as u64, cause: plain(cause) };
        for &(_, at) in &self.used {
            match parquet_pages::check(&self.bytes, meta.column(at)) {
                Ok(()) => {}
                Err(Refused::Size(value)) => return Err(Broken::Page { value }),
                Err(Refused::Broken) => {
                    return Err(Broken::Group { rows: left as u64, cause: "its pages do not fit".to_owned() });
                }
            }
        }
        let group = caught(|| self.file.get_row_group(ix)).map_err(|cause| broken(&cause))?;
        let column = |&(role, at): &(Role, usize)| {
            let reader = caught(|| group.get_column_reader(at))?;
            Ok((role, Column::new(reader, &meta.column(at).column_descr_ptr())))
        };
        let columns: Result<Vec<_>, ParquetError> = self.used.iter().map(column).collect();
        Ok(Group { columns: columns.map_err(|cause| broken(&cause))?, left })
    }

    fn record(&mut self, bytes: Vec<u8>, fault: Option<SkipReason>, told: Told) -> RawRecord {
        self.record += 1;
        RawRecord {
            origin: Origin { path: Arc::clone(&self.path), record: self.record, line: self.record },
            offset: 0,
            format: Format::Parquet,
            bytes,
            line_end: LineEnd::None,
            repaired: 0,
            fault,
            context: Context::Told(Box::new(told)),
        }
    }

    fn row(&mut self, row: Row) -> Result<RawRecord, ReadError> {
        let Some(text) = row.text else {
            let reason = SkipReason::TextNotString { field: self.text_name.clone(), found: "null" };
            return Ok(self.record(Vec::new(), Some(reason), row.told));
        };
        self.given += text.len() as u64;
        let size = parquet::file::reader::Length::len(&self.bytes);
        if self.given > RATIO_FROM && self.given / self.limits.ratio.max(1) > size {
            self.done = true;
            let (path, value) = (Arc::clone(&self.path), self.limits.ratio);
            return Err(ReadError::Limit { path, records: self.record, limit: Limit::Ratio, value });
        }
        if text.len() > self.limits.record.min(u32::MAX as usize) {
            let reason = SkipReason::Limit { limit: Limit::Record, value: self.limits.record };
            return Ok(self.record(text.data()[..SkipReason::SHOWN.min(text.len())].to_vec(), Some(reason), row.told));
        }
        Ok(self.record(text.data().to_vec(), None, row.told))
    }
}

impl<R: ChunkReader + 'static> RecordSource for Parquet<R> {
    fn next(&mut self) -> Result<Option<RawRecord>, ReadError> {
        loop {
            if self.done {
                return Ok(None);
            }
            if let Some(row) = self.batch.pop_front() {
                return self.row(row).map(Some);
            }
            match self.fill() {
                Ok(true) => {}
                Ok(false) => self.done = true,
                Err(Broken::Group { rows, cause }) => {
                    let reason = SkipReason::BrokenRows { rows, cause };
                    let lost = self.record(Vec::new(), Some(reason), Told::default());
                    // One reject stands for all the rows; those behind them keep their numbers.
                    self.record += rows.saturating_sub(1);
                    return Ok(Some(lost));
                }
                Err(Broken::Page { value }) => {
                    self.done = true;
                    let (path, records) = (Arc::clone(&self.path), self.record);
                    return Err(ReadError::Limit { path, records, limit: Limit::ParquetPage, value });
                }
            }
        }
    }
}

/// Looks at the pages of all columns of a Parquet file, used or not, before any is copied. Reads their headers only.
///
/// What is damaged in other ways is left to who reads it.
///
/// # Errors
/// When it cannot be opened, or a page is larger than any may be.
pub fn check_pages(file: std::fs::File, path: &Arc<str>) -> Result<(), ReadError> {
    let broken = |cause: ParquetError| ReadError::NotParquet { path: Arc::clone(path), cause: plain(&cause) };
    let again = file.try_clone().map_err(|error| broken(error.into()))?;
    let table = caught(|| SerializedFileReader::new(file)).map_err(broken)?;
    for column in table.metadata().row_groups().iter().flat_map(|group| group.columns()) {
        if let Err(Refused::Size(value)) = parquet_pages::check(&again, column) {
            return Err(ReadError::Limit { path: Arc::clone(path), records: 0, limit: Limit::ParquetPage, value });
        }
    }
    Ok(())
}

/// Why a row group is not read.
enum Broken {
    Group {
        rows: u64,
        cause: String,
    },
    /// A page is larger than any may be; no more of the file is read.
    Page {
        value: u64,
    },
}

impl Group {
    fn read(&mut self, rows: usize) -> Result<VecDeque<Row>, ParquetError> {
        let mut batch: VecDeque<Row> = (0..rows).map(|_| Row { told: Told::default(), text: None }).collect();
        for (role, column) in &mut self.columns {
            for (row, value) in batch.iter_mut().zip(column.read(rows)?) {
                match (*role, value) {
                    (_, None) => {}
                    (Role::Text, Some(Value::Bytes(text))) => row.text = Some(text),
                    (Role::Published, Some(Value::Date(at))) => row.told.published = Some(at),
                    (Role::Crawled, Some(Value::Date(at))) => row.told.crawled = Some(at),
                    (role, Some(value)) => row.told.take(role, value.into_string()),
                }
            }
        }
        self.left -= rows;
        Ok(batch)
    }
}

/// Runs the library on bytes that may be damaged; where it panics, that is damage too.
fn caught<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(ParquetError::General("the data contradict themselves".to_owned())))
}

/// What the library says, in one line.
fn plain(error: &ParquetError) -> String {
    let text = error.to_string();
    let text = text.split_once(": ").map_or(text.as_str(), |(_, cause)| cause);
    text.chars().take(200).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The name of a leaf: that of its column, or the way to it with dots.
fn name(column: &ColumnDescriptor) -> String {
    column.path().parts().join(".")
}

/// Where the column that should hold the text holds lists or structures.
fn of_another_type(schema: &SchemaDescriptor, path: &Arc<str>, options: &ReadOptions) -> Option<ReadError> {
    let names = Names::new(&options.fields);
    let root = schema.columns().iter().find(|leaf| {
        let root = leaf.path().parts().first();
        root.is_some_and(|root| names.roles(root.as_bytes()).any(|(role, _)| role == Role::Text))
    })?;
    let found = if root.max_rep_level() > 0 { "lists" } else { "structures" }.to_owned();
    let column = shown(root.path().parts().first()?);
    Some(ReadError::TextColumnType { path: Arc::clone(path), column, found })
}
