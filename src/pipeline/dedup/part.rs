//! A file of the output while it grows.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use flate2::write::GzEncoder;

use super::error::DedupError;

/// Bytes that are written at a time.
const PIECE: usize = 256 << 10;

/// How the kept articles are written. A further format is a variant here and a sink below that takes the same lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OutputFormat {
    /// A record a line.
    #[default]
    JsonLines,
    /// The same, packed with gzip.
    JsonLinesGzip,
    /// The same, packed with Zstandard.
    JsonLinesZstd,
}

impl OutputFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::JsonLines, Self::JsonLinesGzip, Self::JsonLinesZstd];

    /// Returns the name that the flag uses, which is also the ending of the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::JsonLinesGzip => "jsonl.gz",
            Self::JsonLinesZstd => "jsonl.zst",
        }
    }

    /// Returns the name of the file.
    #[must_use]
    pub fn file_name(self) -> String {
        format!("articles.{}", self.name())
    }
}

/// A file that is being written, one or more whole lines of JSON at a time.
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
                OutputFormat::JsonLines => Sink::Plain(file),
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
