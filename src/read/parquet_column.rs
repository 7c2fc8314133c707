//! One column of a Parquet file, of whatever type, as values that a record can hold.

use jiff::Timestamp;
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescriptor;

use super::json_string::repair_slice;

/// A column that is being read.
pub(super) struct Column {
    reader: ColumnReader,
    /// The level at which a value is there.
    defined: i16,
    meaning: Meaning,
}

/// What the numbers of a column stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Plain,
    Days,
    /// So many a second, since 1970.
    Since(i64),
}

/// A value of a row.
pub(super) enum Value {
    /// They lie in their page, which lives as long as they do.
    Bytes(ByteArray),
    Text(String),
    Date(DateTime),
}

impl Value {
    pub(super) fn into_string(self) -> String {
        match self {
            Self::Bytes(bytes) => repair_slice(bytes.data()).0,
            Self::Text(text) => text,
            Self::Date(at) => at.to_string(),
        }
    }
}

impl Column {
    pub(super) fn new(reader: ColumnReader, descriptor: &ColumnDescriptor) -> Self {
        Self { reader, defined: descriptor.max_def_level(), meaning: Meaning::of(descriptor) }
    }

    /// Tells whether a column can hold texts.
    pub(super) fn holds_text(descriptor: &ColumnDescriptor) -> bool {
        matches!(descriptor.physical_type(), Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY)
            && !matches!(descriptor.converted_type(), ConvertedType::DECIMAL | ConvertedType::INTERVAL)
    }

    /// Reads the values of the next rows, `None` where one is null.
    pub(super) fn read(&mut self, rows: usize) -> Result<Vec<Option<Value>>, ParquetError> {
        let (defined, meaning) = (self.defined, self.meaning);
        match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(reader) => values(reader, rows, defined, Value::Bytes),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                values(reader, rows, defined, |value| Value::Bytes(value.into()))
            }
            ColumnReader::Int32ColumnReader(reader) => {
                values(reader, rows, defined, |value| meaning.value(value.into()))
            }
            ColumnReader::Int64ColumnReader(reader) => values(reader, rows, defined, |value| meaning.value(value)),
            ColumnReader::Int96ColumnReader(reader) => {
                values(reader, rows, defined, |value| Meaning::Since(1000).value(value.to_millis()))
            }
            ColumnReader::FloatColumnReader(reader) => {
                values(reader, rows, defined, |value| Value::Text(value.to_string()))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                values(reader, rows, defined, |value| Value::Text(value.to_string()))
            }
            ColumnReader::BoolColumnReader(reader) => {
                values(reader, rows, defined, |value| Value::Text(value.to_string()))
            }
        }
    }
}

impl Meaning {
    fn of(descriptor: &ColumnDescriptor) -> Self {
        match (descriptor.logical_type_ref(), descriptor.converted_type()) {
            (Some(LogicalType::Date), _) | (_, ConvertedType::DATE) => Self::Days,
            (Some(LogicalType::Timestamp(time)), _) => Self::Since(match time.unit {
                TimeUnit::MILLIS => 1000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            }),
            (_, ConvertedType::TIMESTAMP_MILLIS) => Self::Since(1000),
            (_, ConvertedType::TIMESTAMP_MICROS) => Self::Since(1_000_000),
            _ => Self::Plain,
        }
    }

    fn value(self, number: i64) -> Value {
        let at = match self {
            Self::Plain => None,
            Self::Days => date(1970, 1, 1)
                .checked_add(jiff::Span::new().try_days(number).unwrap_or_default())
                .ok()
                .map(DateTime::from),
            Self::Since(second) => {
                Timestamp::from_second(number.div_euclid(second)).ok().map(|at| TimeZone::UTC.to_datetime(at))
            }
        };
        at.map_or_else(|| Value::Text(number.to_string()), Value::Date)
    }
}

fn values<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    defined: i16,
    value: impl Fn(T::T) -> Value,
) -> Result<Vec<Option<Value>>, ParquetError> {
    let (mut levels, mut there) = (Vec::new(), Vec::new());
    let (records, ..) = reader.read_records(rows, Some(&mut levels), None, &mut there)?;
    if records != rows {
        return Err(ParquetError::General(format!("a column ends after {records} of {rows} rows")));
    }
    if defined == 0 {
        return Ok(there.into_iter().map(|found| Some(value(found))).collect());
    }
    let mut there = there.into_iter();
    let mut out = Vec::with_capacity(rows);
    for level in levels {
        out.push(if level == defined { there.next().map(&value) } else { None });
    }
    Ok(out)
}
