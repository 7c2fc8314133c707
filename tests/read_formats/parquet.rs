//! Parquet: each row is an article or a reject, and damage loses no more than its row group.

use std::io::Write as _;
use std::ops::Range;
use std::sync::Arc;

use copydesk::article::{Article, DateQuality};
use copydesk::read::{self, Input, Limit, ReadError, ReadOptions, SkipReason, Skipped};
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::reading::{Outcome, read, read_with};

/// The values of one column and the level of each.
enum Cells {
    Texts(Vec<Option<Vec<u8>>>),
    Numbers(Vec<Option<i64>>),
}

fn texts<T: AsRef<[u8]>>(all: impl IntoIterator<Item = T>) -> Cells {
    Cells::Texts(all.into_iter().map(|text| Some(text.as_ref().to_vec())).collect())
}

/// Writes a file of optional columns, all of them in each row group.
fn file(schema: &str, groups: &[Vec<Cells>]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(&format!("message m {{ {schema} }}")).expect("a schema"));
    let level = ZstdLevel::try_new(3).expect("a level");
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).expect("a writer");
    for group in groups {
        let mut rows = writer.next_row_group().expect("a row group");
        for cells in group {
            let mut column = rows.next_column().expect("a column").expect("as many as cells");
            let level = |there: bool| i16::from(there);
            match cells {
                Cells::Texts(all) => {
                    let levels: Vec<i16> = all.iter().map(|text| level(text.is_some())).collect();
                    let there: Vec<ByteArray> = all.iter().flatten().map(|text| text.clone().into()).collect();
                    column.typed::<ByteArrayType>().write_batch(&there, Some(&levels), None).expect("written");
                }
                Cells::Numbers(all) => {
                    let levels: Vec<i16> = all.iter().map(|number| level(number.is_some())).collect();
                    let there: Vec<i64> = all.iter().flatten().copied().collect();
                    column.typed::<Int64Type>().write_batch(&there, Some(&levels), None).expect("written");
                }
            }
            column.close().expect("closed");
        }
        rows.close().expect("closed");
    }
    writer.into_inner().expect("finished")
}

fn good(groups: usize, rows: usize) -> Vec<u8> {
    let group = |g: usize| {
        vec![
            texts((0..rows).map(|n| format!("p{}", g * rows + n))),
            texts((0..rows).map(|n| {
                format!("Text {} says that the bridge {} is closed. ", g * rows + n, n * 7919 % 1009).repeat(20)
            })),
        ]
    };
    file("optional binary id (UTF8); optional binary text (UTF8);", &(0..groups).map(group).collect::<Vec<_>>())
}

#[test]
fn every_row_of_every_group_is_an_article_from_a_file_or_a_pipe() {
    let bytes = good(4, 100);
    let piped = read("-", bytes.clone());
    assert_eq!(piped.counts(), (400, 0));
    assert!(piped.articles.iter().enumerate().all(|(ix, article)| article.id == format!("p{ix}")));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.bin");
    std::fs::File::create(&path).and_then(|mut file| file.write_all(&bytes)).expect("a file");
    let mut source = read::open(&Input::file(&path), &ReadOptions::default()).expect("opens");
    let mut texts = Vec::new();
    while let Some(record) = source.next().expect("whole") {
        texts.push(read::parse(record, &ReadOptions::default()).expect("an article").article.text);
    }
    assert_eq!(texts, piped.texts());
    assert_eq!(read("a.parquet.zst", zstd::encode_all(&bytes[..], 3).expect("packs")).counts(), (400, 0));
}

#[test]
fn columns_of_any_type_are_used() {
    let schema = "optional int64 id; optional binary content; optional int64 timestamp (TIMESTAMP(MILLIS,true)); optional binary title (UTF8);";
    let cells = vec![
        Cells::Numbers(vec![Some(7), None]),
        texts(["The bridge.", "Caf\u{e9}"]),
        Cells::Numbers(vec![Some(1_559_224_812_000), None]),
        Cells::Texts(vec![Some(b"T".to_vec()), None]),
    ];
    let read = read("a.parquet", file(schema, &[cells]));
    assert_eq!((read.counts(), read.texts()), ((2, 0), vec!["The bridge.", "Café"]));
    let published = read.articles[0].published.expect("a date");
    assert_eq!((published.at.to_string().as_str(), published.quality), ("2019-05-30T14:00:12", DateQuality::Given));
    assert_eq!((read.articles[0].id.as_str(), read.articles[1].id.as_str()), ("7", "a.parquet#2"));
}

#[test]
fn a_null_text_is_one_reject_and_broken_utf8_is_repaired() {
    let cells =
        vec![texts(["a", "b", "c"]), Cells::Texts(vec![None, Some(Vec::new()), Some(b"Caf\xe9 is closed.".to_vec())])];
    let read = read("a.parquet", file("optional binary id (UTF8); optional binary text (UTF8);", &[cells]));
    assert_eq!((read.counts(), read.texts(), read.repaired), ((2, 1), vec!["", "Caf\u{fffd} is closed."], 1));
    assert!(matches!(&read.skipped[0].reason, SkipReason::TextNotString { field, found: "null" } if field == "text"));
}

#[test]
fn a_file_without_texts_names_its_columns() {
    let none = read("a.parquet", file("optional binary id (UTF8); optional binary story (UTF8);", &[]))
        .problem
        .expect("refused");
    assert!(matches!(&none, ReadError::NoTextColumn { columns, .. } if columns == &["id", "story"]), "{none:?}");
    let number = read("a.parquet", file("optional int64 text;", &[])).problem.expect("refused");
    assert!(matches!(&number, ReadError::TextColumnType { .. }), "{number:?}");
    let list = "optional group text (LIST) { repeated group list { optional binary element (UTF8); } }";
    let list = read("a.parquet", file(list, &[])).problem.expect("refused");
    assert!(matches!(&list, ReadError::TextColumnType { found, .. } if found == "lists"), "{list:?}");
    let inside = "optional group article { optional binary body (UTF8); }";
    let mut options = ReadOptions::default();
    options.fields.text = Some("article.body".to_owned());
    assert_eq!(read_with("a.parquet", file(inside, &[]), &options).counts(), (0, 0));
}

#[test]
fn what_is_no_whole_parquet_file_is_refused() {
    let whole = good(1, 50);
    let mut huge = whole.clone();
    let footer = huge.len() - 8;
    huge[footer..footer + 4].copy_from_slice(&0xffff_fff0u32.to_le_bytes());
    let html = b"<!DOCTYPE html><html><body>not found</body></html>".to_vec();
    for bytes in [
        whole[..whole.len() / 2].to_vec(),
        whole[..whole.len() - 1].to_vec(),
        b"PAR1PAR1".to_vec(),
        huge,
        html,
        Vec::new(),
    ] {
        let problem = read("a.parquet", bytes).problem.expect("refused");
        assert!(matches!(problem, ReadError::NotParquet { .. }), "{problem:?}");
        assert!(!problem.is_incomplete());
    }
}

/// The rows that rejects stand for.
fn lost(read: &Outcome) -> u64 {
    let rows = |skipped: &Skipped| match skipped.reason {
        SkipReason::BrokenRows { rows, .. } => rows,
        ref other => panic!("no row is rejected for another reason: {other}"),
    };
    read.skipped.iter().map(rows).sum()
}

/// The row of a table that an article was, from 0.
fn row(article: &Article) -> usize {
    usize::try_from(article.origin.record).expect("a small table") - 1
}

#[test]
fn a_changed_byte_costs_rows_of_its_group_at_most_and_all_are_accounted_for() {
    let whole = good(4, 100);
    let groups: Vec<Range<usize>> = pages(&whole);
    let expected = read("a.parquet", whole.clone()).articles;
    let mut told = [0, 0];
    for (hit, pages) in groups.iter().enumerate() {
        for at in pages.clone().step_by(pages.len() / 40) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            let read = read("a.parquet", damaged);
            assert!(read.problem.is_none(), "byte {at}: {:?}", read.problem);
            assert_eq!(read.articles.len() as u64 + lost(&read), 400, "byte {at}");
            assert!(read.skipped.len() <= 1 && lost(&read) <= 100, "byte {at}: {:?}", read.reasons());
            for article in read.articles.iter().filter(|article| row(article) / 100 != hit) {
                assert_eq!(article, &expected[row(article)], "byte {at}");
            }
            told[usize::from(!read.skipped.is_empty())] += 1;
        }
    }
    // Without checksums a changed letter or statistic is not to be seen, but most changes break the packing.
    assert!(told[1] > told[0], "{told:?}");
}

/// A table of 2 groups of 20 rows, not packed, with a checksum for each page. Made by `checksums.py`.
const WITH_CHECKSUMS: &[u8] = include_bytes!("checksums.parquet");

#[test]
fn where_pages_have_checksums_no_changed_byte_of_them_changes_an_article_unseen() {
    let expected = read("a.parquet", WITH_CHECKSUMS).articles;
    assert_eq!(expected.len(), 40);
    for (hit, pages) in pages(WITH_CHECKSUMS).iter().enumerate() {
        for at in pages.clone() {
            let mut damaged = WITH_CHECKSUMS.to_vec();
            damaged[at] ^= 0x01;
            let read = read("a.parquet", damaged);
            assert!(read.problem.is_none(), "byte {at}: {:?}", read.problem);
            assert_eq!(read.articles.len() as u64 + lost(&read), 40, "byte {at}");
            for article in &read.articles {
                assert_eq!(article, &expected[row(article)], "byte {at}");
            }
            assert!(read.skipped.iter().all(|skipped| (skipped.origin.record - 1) / 20 == hit as u64), "byte {at}");
        }
    }
    let letter = WITH_CHECKSUMS.windows(8).rposition(|bytes| bytes == b"Ferry 39").expect("the last text");
    let mut damaged = WITH_CHECKSUMS.to_vec();
    damaged[letter] = b'f';
    let read = read("a.parquet", damaged);
    assert_eq!((read.articles.len(), lost(&read), read.skipped.len()), (20, 20, 1));
    assert!(read.reasons()[0].contains("CRC checksum mismatch"), "{:?}", read.reasons());
}

/// Where the pages of each row group stand in a file.
fn pages(file: &[u8]) -> Vec<Range<usize>> {
    let reader = SerializedFileReader::new(bytes::Bytes::copy_from_slice(file)).expect("a whole file");
    let groups = reader.metadata().row_groups().iter();
    let range = |group: &RowGroupMetaData| {
        let columns = group.columns().iter().map(ColumnChunkMetaData::byte_range);
        let ends = columns.clone().map(|(start, length)| start + length);
        let (start, end) = (columns.map(|(start, _)| start).min(), ends.max());
        start.expect("a column") as usize..end.expect("a column") as usize
    };
    groups.map(range).collect()
}

#[test]
fn one_text_many_times_over_reaches_the_limit_of_the_ratio() {
    let text = "x".repeat(1 << 20);
    let bytes = file("optional binary text (UTF8);", &[vec![texts(std::iter::repeat_n(&text, 400))]]);
    let read = read("a.parquet", bytes);
    assert!(matches!(read.problem, Some(ReadError::Limit { limit: Limit::Ratio, .. })), "{:?}", read.problem);
    assert!(read.articles.len() >= 128);
}
