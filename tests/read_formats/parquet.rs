//! Parquet: each row is an article or a reject, and damage loses no more than its row group.

use std::io::Write as _;
use std::sync::Arc;

use copydesk::article::DateQuality;
use copydesk::read::{self, Input, Limit, ReadError, ReadOptions, SkipReason};
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::reading::{read, read_with};

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

#[test]
fn a_damaged_row_group_is_told_and_the_others_are_read() {
    let whole = good(4, 100);
    let (mut told, mut silent) = (0, 0);
    for at in (4..whole.len() * 3 / 4).step_by(whole.len() / 150) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        let read = read("a.parquet", damaged);
        assert!(read.problem.is_none(), "{:?}", read.problem);
        assert!(read.articles.len() >= 300, "byte {at}: {}", read.articles.len());
        if read.skipped.is_empty() {
            silent += 1;
        } else {
            told += 1;
            assert!(read.articles.len() < 400, "byte {at}");
        }
    }
    // A changed statistic or a changed letter in a page without a checksum is not damage that can be seen.
    assert!(told > silent, "{told} told, {silent} not");
}

#[test]
fn one_text_many_times_over_reaches_the_limit_of_the_ratio() {
    let text = "x".repeat(1 << 20);
    let bytes = file("optional binary text (UTF8);", &[vec![texts(std::iter::repeat_n(&text, 400))]]);
    let read = read("a.parquet", bytes);
    assert!(matches!(read.problem, Some(ReadError::Limit { limit: Limit::Ratio, .. })), "{:?}", read.problem);
    assert!(read.articles.len() >= 128);
}
