//! One column of a row group, copied for the rows that stay: values, and the levels that tell what is null and what belongs to a list.

use std::iter::Peekable;
use std::mem::size_of_val;
use std::slice::Iter;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::column::writer::{ColumnWriter, ColumnWriterImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescriptor;

use super::table::KeptRow;

/// Rows that are copied at a time. Few: each may hold a text of many megabytes, whose page stays as long as it does.
const ROWS: usize = 64;

/// Bytes of one file up to which any ratio to its size is allowed, as the reader has it: a dictionary holds each value once.
const RATIO_FROM: u64 = 128 << 20;

/// How much was unpacked from a file, and how much may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spent {
    bytes: u64,
    most: u64,
    ratio: u64,
}

impl Spent {
    /// Nothing of a file of `size` bytes.
    pub(super) fn within(size: u64, ratio: u64) -> Self {
        Self { bytes: 0, most: size.saturating_mul(ratio).max(RATIO_FROM), ratio }
    }

    fn spend(&mut self, bytes: usize) -> Result<(), ParquetError> {
        self.bytes += bytes as u64;
        if self.bytes > self.most {
            return Err(ParquetError::General(format!(
                "more than {} unpacked bytes for each packed byte (`--max-ratio`)",
                self.ratio
            )));
        }
        Ok(())
    }
}

/// Copies a column for the rows that stay; where the flag beside them says that it holds the text, rows that have another text now get it.
pub(super) fn copy_column(
    reader: ColumnReader,
    writer: &mut ColumnWriter<'_>,
    descriptor: &ColumnDescriptor,
    (kept, holds_text): (&[KeptRow], bool),
    spent: &mut Spent,
) -> Result<(), ParquetError> {
    let levels = (descriptor.max_def_level(), descriptor.max_rep_level());
    let rows = Rows { levels, kept: kept.iter().peekable(), row: 0, last: kept.last().map_or(0, |row| row.row), spent };
    match (reader, writer) {
        (ColumnReader::ByteArrayColumnReader(from), ColumnWriter::ByteArrayColumnWriter(to)) => {
            rows.copy(from, to, |row| row.text.as_deref().filter(|_| holds_text).map(ByteArray::from), ByteArray::len)
        }
        _ if holds_text && kept.iter().any(|row| row.text.is_some()) => {
            Err(ParquetError::General("texts of a fixed length cannot be made shorter".to_owned()))
        }
        (ColumnReader::BoolColumnReader(from), ColumnWriter::BoolColumnWriter(to)) => {
            rows.copy(from, to, |_| None, size_of_val)
        }
        (ColumnReader::Int32ColumnReader(from), ColumnWriter::Int32ColumnWriter(to)) => {
            rows.copy(from, to, |_| None, size_of_val)
        }
        (ColumnReader::Int64ColumnReader(from), ColumnWriter::Int64ColumnWriter(to)) => {
            rows.copy(from, to, |_| None, size_of_val)
        }
        (ColumnReader::Int96ColumnReader(from), ColumnWriter::Int96ColumnWriter(to)) => {
            rows.copy(from, to, |_| None, size_of_val)
        }
        (ColumnReader::FloatColumnReader(from), ColumnWriter::FloatColumnWriter(to)) => {
            rows.copy(from, to, |_| None, size_of_val)
        }
        (ColumnReader::DoubleColumnReader(from), ColumnWriter::DoubleColumnWriter(to)) => {
            rows.copy(from, to, |_| None, size_of_val)
        }
        (ColumnReader::FixedLenByteArrayColumnReader(from), ColumnWriter::FixedLenByteArrayColumnWriter(to)) => {
            rows.copy(from, to, |_| None, |value| value.len())
        }
        _ => Err(ParquetError::General("a column is of another type than in the first file".to_owned())),
    }
}

/// Goes through the rows of a row group, and those of them that stay.
struct Rows<'k> {
    /// The definition level at which a value is there, and whether values repeat.
    levels: (i16, i16),
    kept: Peekable<Iter<'k, KeptRow>>,
    row: u64,
    /// The last row that stays: what is broken behind it does no harm.
    last: u64,
    spent: &'k mut Spent,
}

/// Values with their levels.
struct Cells<T> {
    defined: Vec<i16>,
    repeated: Vec<i16>,
    values: Vec<T>,
}

impl<T> Cells<T> {
    const fn new() -> Self {
        Self { defined: Vec::new(), repeated: Vec::new(), values: Vec::new() }
    }

    fn clear(&mut self) {
        self.defined.clear();
        self.repeated.clear();
        self.values.clear();
    }
}

impl<'k> Rows<'k> {
    fn copy<T: DataType>(
        mut self,
        mut from: ColumnReaderImpl<T>,
        to: &mut ColumnWriterImpl<'_, T>,
        replaced: impl Fn(&KeptRow) -> Option<T::T>,
        size: impl Fn(&T::T) -> usize,
    ) -> Result<(), ParquetError> {
        let (has_nulls, has_lists) = (self.levels.0 > 0, self.levels.1 > 0);
        let (mut read, mut stay) = (Cells::<T::T>::new(), Cells::<T::T>::new());
        while self.kept.peek().is_some() {
            read.clear();
            stay.clear();
            let ahead = usize::try_from(self.last - self.row + 1).unwrap_or(ROWS);
            let (rows, ..) = from.read_records(
                ahead.min(ROWS),
                has_nulls.then_some(&mut read.defined),
                has_lists.then_some(&mut read.repeated),
                &mut read.values,
            )?;
            if rows == 0 {
                return Err(ParquetError::General("a column has fewer rows than there are".to_owned()));
            }
            self.spent.spend(read.values.iter().map(&size).sum())?;
            self.choose(&mut read, &mut stay, &replaced);
            if !stay.values.is_empty() || !stay.defined.is_empty() {
                to.write_batch(
                    &stay.values,
                    has_nulls.then_some(&stay.defined[..]),
                    has_lists.then_some(&stay.repeated[..]),
                )?;
            }
        }
        Ok(())
    }

    /// Takes over what belongs to rows that stay.
    fn choose<T>(&mut self, read: &mut Cells<T>, stay: &mut Cells<T>, replaced: &impl Fn(&KeptRow) -> Option<T>) {
        let (there, most_repeated) = self.levels;
        let count = if there > 0 { read.defined.len() } else { read.values.len() };
        let mut values = read.values.drain(..);
        let mut kept: Option<&'k KeptRow> = None;
        for ix in 0..count {
            if most_repeated == 0 || read.repeated[ix] == 0 {
                let row = self.row;
                kept = self.kept.next_if(|next| next.row == row);
                self.row += 1;
            }
            let value = if there == 0 || read.defined[ix] == there { values.next() } else { None };
            let Some(kept) = kept else { continue };
            if there > 0 {
                stay.defined.push(read.defined[ix]);
            }
            if most_repeated > 0 {
                stay.repeated.push(read.repeated[ix]);
            }
            stay.values.extend(value.map(|value| replaced(kept).unwrap_or(value)));
        }
    }
}
