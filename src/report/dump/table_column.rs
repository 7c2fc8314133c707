//! One column of a row group, copied for the rows that stay: values, and the levels that tell what is null and what belongs to a list.

use std::iter::Peekable;
use std::slice::Iter;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::column::writer::{ColumnWriter, ColumnWriterImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescriptor;

use super::table::KeptRow;

/// Rows that are copied at a time. Few: each may hold a text of many megabytes, whose page stays as long as it does.
const ROWS: usize = 64;

/// Copies a column; where it `holds_text`, rows that have another text now get it.
pub(super) fn copy_column(
    reader: ColumnReader,
    writer: &mut ColumnWriter<'_>,
    descriptor: &ColumnDescriptor,
    kept: &[KeptRow],
    holds_text: bool,
) -> Result<(), ParquetError> {
    let levels = (descriptor.max_def_level(), descriptor.max_rep_level());
    let rows = Rows { levels, kept: kept.iter().peekable(), row: 0 };
    match (reader, writer) {
        (ColumnReader::ByteArrayColumnReader(from), ColumnWriter::ByteArrayColumnWriter(to)) => {
            rows.copy(from, to, |row| row.text.as_deref().filter(|_| holds_text).map(ByteArray::from))
        }
        _ if holds_text && kept.iter().any(|row| row.text.is_some()) => {
            Err(ParquetError::General("texts of a fixed length cannot be made shorter".to_owned()))
        }
        (ColumnReader::BoolColumnReader(from), ColumnWriter::BoolColumnWriter(to)) => rows.copy(from, to, |_| None),
        (ColumnReader::Int32ColumnReader(from), ColumnWriter::Int32ColumnWriter(to)) => rows.copy(from, to, |_| None),
        (ColumnReader::Int64ColumnReader(from), ColumnWriter::Int64ColumnWriter(to)) => rows.copy(from, to, |_| None),
        (ColumnReader::Int96ColumnReader(from), ColumnWriter::Int96ColumnWriter(to)) => rows.copy(from, to, |_| None),
        (ColumnReader::FloatColumnReader(from), ColumnWriter::FloatColumnWriter(to)) => rows.copy(from, to, |_| None),
        (ColumnReader::DoubleColumnReader(from), ColumnWriter::DoubleColumnWriter(to)) => rows.copy(from, to, |_| None),
        (ColumnReader::FixedLenByteArrayColumnReader(from), ColumnWriter::FixedLenByteArrayColumnWriter(to)) => {
            rows.copy(from, to, |_| None)
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
    ) -> Result<(), ParquetError> {
        let (has_nulls, has_lists) = (self.levels.0 > 0, self.levels.1 > 0);
        let (mut read, mut stay) = (Cells::<T::T>::new(), Cells::<T::T>::new());
        while self.kept.peek().is_some() {
            read.clear();
            stay.clear();
            let (rows, ..) = from.read_records(
                ROWS,
                has_nulls.then_some(&mut read.defined),
                has_lists.then_some(&mut read.repeated),
                &mut read.values,
            )?;
            if rows == 0 {
                return Err(ParquetError::General("a column has fewer rows than there are".to_owned()));
            }
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
