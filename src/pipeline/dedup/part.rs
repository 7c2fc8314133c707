//! A file of the output while it grows.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;

use super::error::DedupError;
use crate::report::dump::{KeptRow, Table, TableFile};

/// Bytes that are written at a time.
const PIECE: usize = 256 << 10;

/// How the kept articles are written. A further form of lines is a variant here and a sink below; what is no lines is a part of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OutputFormat {
    /// A record a line.
    #[default]
    JsonLines,
    /// The same, packed with gzip.
    JsonLinesGzip,
    /// The same, packed with Zstandard.
    JsonLinesZstd,
    /// The rows of the inputs, which must be CSV, under their row of names.
    Csv,
    /// The rows of the inputs, which must be Parquet, with all their columns.
    Parquet,
}

impl OutputFormat {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::JsonLines, Self::JsonLinesGzip, Self::JsonLinesZstd, Self::Csv, Self::Parquet];

    /// Returns the name that the flag uses, which is also the ending of the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::JsonLinesGzip => "jsonl.gz",
            Self::JsonLinesZstd => "jsonl.zst",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// Returns the name of the file.
    #[must_use]
    pub fn file_name(self) -> String {
        format!("articles.{}", self.name())
    }
}

/// A file that is being written, one or more whole lines at a time.
#[derive(Debug)]
pub struct Part {
    name: String,
    path: PathBuf,
    sink: Sink,
}

enum Sink {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstd(zstd::Encoder<'static, BufWriter<File>>),
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "Plain",
            Self::Gzip(_) => "Gzip",
            Self::Zstd(_) => "Zstd",
        })
    }
}

impl Part {
    /// Begins a file that is to be published under this name.
    pub(super) fn begin(name: String, path: PathBuf, format: OutputFormat) -> Result<Self, DedupError> {
        let begun = || -> io::Result<Sink> {
            let file = BufWriter::with_capacity(PIECE, File::create(&path)?);
            Ok(match format {
                // A table is a [`TablePart`]; as lines it would be plain.
                OutputFormat::JsonLines | OutputFormat::Csv | OutputFormat::Parquet => Sink::Plain(file),
                OutputFormat::JsonLinesGzip => Sink::Gzip(GzEncoder::new(file, flate2::Compression::default())),
                OutputFormat::JsonLinesZstd => Sink::Zstd(zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL)?),
            })
        };
        let sink = begun().map_err(DedupError::write(&path))?;
        Ok(Self { name, path, sink })
    }

    /// Appends whole lines.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(&mut self, lines: &[u8]) -> Result<(), DedupError> {
        let written = match &mut self.sink {
            Sink::Plain(file) => file.write_all(lines),
            Sink::Gzip(encoder) => encoder.write_all(lines),
            Sink::Zstd(encoder) => encoder.write_all(lines),
        };
        written.map_err(DedupError::write(&self.path))
    }

    /// Ends the file: it is on the disk from here on. Returns its name.
    pub(super) fn finish(self) -> Result<String, DedupError> {
        let Self { name, path, sink } = self;
        let finish = || -> io::Result<()> {
            let file = match sink {
                Sink::Plain(file) => file,
                Sink::Gzip(encoder) => encoder.finish()?,
                Sink::Zstd(encoder) => encoder.finish()?,
            };
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
        };
        finish().map_err(DedupError::write(&path))?;
        Ok(name)
    }
}

/// A table that is being written, row by row.
#[derive(Debug)]
pub struct TablePart {
    name: String,
    path: PathBuf,
    table: Table<BufWriter<File>>,
}

impl TablePart {
    /// Begins a table with the columns of the file `like`; from each file at most `ratio` times its size is copied.
    pub(super) fn begin(
        name: String,
        path: PathBuf,
        (like, ratio): (&Path, u64),
        files: Vec<TableFile>,
    ) -> Result<Self, DedupError> {
        let begun = File::create(&path)
            .and_then(|file| Table::begin(BufWriter::with_capacity(PIECE, file), like, files, ratio))
            .map_err(DedupError::write(&path))?;
        Ok(Self { name, path, table: begun })
    }

    /// Appends rows, in the order of the inputs.
    ///
    /// # Errors
    /// When they cannot be copied or written.
    pub fn keep(&mut self, rows: Vec<KeptRow>) -> Result<(), DedupError> {
        let mut rows = rows.into_iter();
        rows.try_for_each(|row| self.table.keep(row)).map_err(DedupError::write(&self.path))
    }

    /// Ends the table: it is on the disk from here on. Returns its name.
    pub(super) fn finish(self) -> Result<String, DedupError> {
        let Self { name, path, table } = self;
        let finish = || table.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all();
        finish().map_err(DedupError::write(&path))?;
        Ok(name)
    }
}
