//! The kept rows of Parquet files as one Parquet file with the same columns.
//!
//! In: which rows of which file stay, and with what text, in order. Out: those rows, every other value as it was. A row group is copied column by column, so that some rows
//! of one column are all that is in memory.

use std::fs::File;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::TypePtr;

use super::table_column::{Spent, copy_column};

/// The columns of a Parquet file.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumns {
    root: TypePtr,
    /// The name of each leaf: that of its column, or the way to it with dots.
    pub names: Vec<String>,
}

impl TableColumns {
    /// Reads them from the footer.
    ///
    /// # Errors
    /// When it is no Parquet file that can be read.
    pub fn of(path: &Path) -> io::Result<Self> {
        let file = open(path)?;
        let schema = file.metadata().file_metadata().schema_descr();
        let names = schema.columns().iter().map(|column| column.path().parts().join(".")).collect();
        Ok(Self { root: schema.root_schema_ptr(), names })
    }
}

/// A file that rows are taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFile {
    /// Where it is.
    pub path: PathBuf,
    /// Which of its leaves holds the text.
    pub text: usize,
}

/// A row that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRow {
    /// Position of its file.
    pub file: usize,
    /// Its position in the file, from 0.
    pub row: u64,
    /// Its text, where that is another now.
    pub text: Option<String>,
}

/// A Parquet file that grows.
pub struct Table<W: Write + Send> {
    files: Vec<TableFile>,
    out: SerializedFileWriter<W>,
    open: Option<Open>,
    /// Unpacked bytes that may come from each packed byte of a file.
    ratio: u64,
}

/// The file that rows are taken from now.
struct Open {
    file: usize,
    reader: SerializedFileReader<File>,
    /// The row group that the kept rows are of, and the row that it begins with.
    group: usize,
    first: u64,
    kept: Vec<KeptRow>,
    spent: Spent,
}

impl<W: Write + Send> std::fmt::Debug for Table<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("files", &self.files).finish_non_exhaustive()
    }
}

impl<W: Write + Send> Table<W> {
    /// Begins a table with the columns, the packing and the notes of the file `like`; from each file at most `ratio` times its size is copied.
    ///
    /// # Errors
    /// When that cannot be read, or the table not be written.
    pub fn begin(out: W, like: &Path, files: Vec<TableFile>, ratio: u64) -> io::Result<Self> {
        let pattern = open(like)?;
        let metadata = pattern.metadata();
        let root = metadata.file_metadata().schema_descr().root_schema_ptr();
        let out = SerializedFileWriter::new(out, root, Arc::new(properties(metadata))).map_err(plain)?;
        Ok(Self { files, out, open: None, ratio })
    }

    /// Takes up the next row that stays.
    ///
    /// # Errors
    /// When the rows before it cannot be copied.
    pub fn keep(&mut self, row: KeptRow) -> io::Result<()> {
        let goes_on = self.open.as_ref().is_some_and(|open| open.file == row.file && open.first <= row.row);
        if !goes_on {
            self.flush()?;
            let path = &self.files[row.file].path;
            let reader = open(path)?;
            let spent = Spent::within(std::fs::metadata(path)?.len(), self.ratio);
            self.open = Some(Open { file: row.file, reader, group: 0, first: 0, kept: Vec::new(), spent });
        }
        loop {
            let Some(open) = &mut self.open else { return Ok(()) };
            let metadata = open.reader.metadata();
            if open.group >= metadata.num_row_groups() {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a row that is kept is not there any more"));
            }
            let rows = u64::try_from(metadata.row_group(open.group).num_rows()).unwrap_or(0);
            if row.row < open.first + rows {
                open.kept.push(KeptRow { row: row.row - open.first, ..row });
                return Ok(());
            }
            self.flush()?;
            if let Some(open) = &mut self.open {
                open.group += 1;
                open.first += rows;
            }
        }
    }

    /// Copies the rows of one row group.
    fn flush(&mut self) -> io::Result<()> {
        let Some(open) = self.open.as_mut().filter(|open| !open.kept.is_empty()) else { return Ok(()) };
        let TableFile { path, text } = &self.files[open.file];
        let out = &mut self.out;
        // The library panics on some data that contradict themselves.
        let copied = catch_unwind(AssertUnwindSafe(|| -> Result<(), ParquetError> {
            let group = open.reader.get_row_group(open.group)?;
            let mut rows = out.next_row_group()?;
            for at in 0..group.num_columns() {
                let Some(mut column) = rows.next_column()? else { break };
                let descriptor = group.metadata().column(at).column_descr_ptr();
                let reader = group.get_column_reader(at)?;
                copy_column(reader, column.untyped(), &descriptor, (&open.kept, at == *text), &mut open.spent)?;
                column.close()?;
            }
            rows.close().map(|_| ())
        }));
        let copied = copied.unwrap_or_else(|_| Err(ParquetError::General("the data contradict themselves".into())));
        open.kept.clear();
        copied.map_err(|error| {
            let error = plain(error);
            if error.kind() == io::ErrorKind::InvalidData {
                let group = open.group + 1;
                io::Error::new(error.kind(), format!("row group {group} of `{}`: {error}", path.display()))
            } else {
                error
            }
        })
    }

    /// Ends the table; returns what it was written to.
    ///
    /// # Errors
    /// When the last rows cannot be copied, or the end not be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.flush()?;
        self.out.into_inner().map_err(plain)
    }
}

fn open(path: &Path) -> io::Result<SerializedFileReader<File>> {
    let file = File::open(path)?;
    catch_unwind(AssertUnwindSafe(|| SerializedFileReader::new(file)))
        .unwrap_or_else(|_| Err(ParquetError::General("the data contradict themselves".into())))
        .map_err(plain)
}

/// Packs each column as it is packed in the first row group, and keeps the notes of whoever wrote the file (as the types of Arrow and pandas).
fn properties(metadata: &ParquetMetaData) -> WriterProperties {
    let file = metadata.file_metadata();
    let mut properties = WriterProperties::builder()
        .set_created_by(concat!("copydesk ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(file.key_value_metadata().cloned());
    if let Some(group) = metadata.row_groups().first() {
        for column in group.columns() {
            properties = properties.set_column_compression(column.column_path().clone(), column.compression());
        }
    }
    properties.build()
}

/// The error of the system, where there was one.
fn plain(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::new(io::ErrorKind::InvalidData, other),
        },
        other => io::Error::new(io::ErrorKind::InvalidData, other),
    }
}
