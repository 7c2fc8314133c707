//! `dedup` of tables: rows of CSV and Parquet come back as they were, and a run that is interrupted leaves nothing half-written.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Row;
use parquet::schema::parser::parse_message_type;

fn dedup(args: &[&str], folder: &Path) -> Output {
    let program = env!("CARGO_BIN_EXE_copydesk");
    Command::new(program).arg("dedup").args(args).args(["-o", "out", "-q"]).current_dir(folder).output().unwrap()
}

/// Policies under which nothing is done.
const OFF: [&str; 8] = [
    "--policy",
    "near-duplicates=off",
    "--policy",
    "passages=off",
    "--policy",
    "stock=off",
    "--policy",
    "background=off",
];

/// A sentence that stands in no other text.
fn sentence(n: usize) -> String {
    (0..14).map(|word| format!("w{}", (n * 7919 + word * 104_729) % 99_991)).collect::<Vec<_>>().join(" ") + "."
}

/// A text whose middle also stands in the other texts of the same `family`.
fn text(n: usize, family: usize) -> String {
    format!("{} {}\n{}", sentence(3 * n), sentence(90_000 + family), sentence(3 * n + 1))
}

const ROWS_TO_CUT: usize = 40;

fn csv() -> String {
    let rows =
        (0..ROWS_TO_CUT).map(|n| format!("{n},\"{}\",\"a \"\"quoted\"\" note, {n}\", 0{n}.50 \r\n", text(n, n / 2)));
    "id,text,note,price\r\n".to_owned() + &rows.collect::<String>()
}

#[test]
fn rows_of_csv_come_back_byte_for_byte_where_nothing_is_done() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.csv"), csv()).unwrap();
    let done = dedup(&[&["a.csv", "--output-format", "csv"], &OFF[..]].concat(), folder.path());
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert_eq!(fs::read_to_string(folder.path().join("out/articles.csv")).unwrap(), csv());
}

#[test]
fn a_row_of_csv_loses_only_what_is_removed_from_its_text() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.csv"), csv()).unwrap();
    dedup(&["a.csv", "--output-format", "csv", "--policy", "passages=remove"], folder.path());
    let written = fs::read_to_string(folder.path().join("out/articles.csv")).unwrap();
    let (before, after) = (csv(), written);
    assert_eq!(after.matches("\r\n").count(), ROWS_TO_CUT + 1);
    for family in 0..ROWS_TO_CUT / 2 {
        let shared = sentence(90_000 + family);
        let shared = shared.trim_end_matches('.');
        assert_eq!((before.matches(shared).count(), after.matches(shared).count()), (2, 1));
    }
    for n in 0..ROWS_TO_CUT {
        assert!(after.contains(&format!("\",\"a \"\"quoted\"\" note, {n}\", 0{n}.50 \r\n")));
    }
}

/// Writes rows in two row groups, with nulls, lists and numbers beside the texts.
fn write_parquet(path: &Path, rows: usize) {
    let schema = "message m { optional int64 id; required binary text (UTF8); optional double price; \
                  optional group tags (LIST) { repeated group list { optional binary element (UTF8); } } }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let file = fs::File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties)).unwrap();
    for group in [0..rows / 3, rows / 3..rows] {
        let mut out = writer.next_row_group().unwrap();
        let mut column = out.next_column().unwrap().unwrap();
        let ids: Vec<i64> = group.clone().map(|n| n as i64).collect();
        column.typed::<Int64Type>().write_batch(&ids, Some(&vec![1; group.len()]), None).unwrap();
        column.close().unwrap();
        let mut column = out.next_column().unwrap().unwrap();
        let texts: Vec<ByteArray> = group.clone().map(|n| ByteArray::from(text(n, n / 2).as_str())).collect();
        column.typed::<ByteArrayType>().write_batch(&texts, None, None).unwrap();
        column.close().unwrap();
        let mut column = out.next_column().unwrap().unwrap();
        let levels: Vec<i16> = group.clone().map(|n| i16::from(n % 3 != 0)).collect();
        let prices: Vec<f64> = group.clone().filter(|n| n % 3 != 0).map(|n| n as f64 / 7.0).collect();
        column.typed::<DoubleType>().write_batch(&prices, Some(&levels), None).unwrap();
        column.close().unwrap();
        // Row by row: no list, an empty one, one with a null in it, one of two.
        let (mut defined, mut repeated, mut tags) = (Vec::new(), Vec::new(), Vec::new());
        for n in group {
            let own: &[i16] = [&[0][..], &[1], &[2], &[3, 3]][n % 4];
            for (ix, &level) in own.iter().enumerate() {
                defined.push(level);
                repeated.push(i16::from(ix > 0));
                if level == 3 {
                    tags.push(ByteArray::from(format!("tag {n} {ix}").as_str()));
                }
            }
        }
        let mut column = out.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&tags, Some(&defined), Some(&repeated)).unwrap();
        column.close().unwrap();
        out.close().unwrap();
    }
    writer.close().unwrap();
}

fn rows(path: &Path) -> Vec<Row> {
    let file = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    file.get_row_iter(None).unwrap().map(Result::unwrap).collect()
}

/// A row with another text.
fn beside_the_text(row: &Row) -> Vec<String> {
    row.get_column_iter().filter(|(name, _)| *name != "text").map(|(_, field)| field.to_string()).collect()
}

#[test]
fn rows_of_parquet_come_back_equal_where_nothing_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["a.parquet", "b.parquet"];
    for (name, count) in names.iter().zip([40, 200]) {
        write_parquet(&folder.path().join(name), count);
    }
    let done = dedup(&[&names[..], &["--output-format", "parquet"], &OFF[..]].concat(), folder.path());
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    let before: Vec<Row> = names.iter().flat_map(|name| rows(&folder.path().join(name))).collect();
    let after = rows(&folder.path().join("out/articles.parquet"));
    assert_eq!((after.len(), after == before), (240, true));
}

#[test]
fn a_row_of_parquet_loses_only_what_is_removed_from_its_text() {
    let folder = tempfile::tempdir().unwrap();
    write_parquet(&folder.path().join("a.parquet"), 200);
    dedup(&["a.parquet", "--output-format", "parquet", "--policy", "passages=remove"], folder.path());
    let before = rows(&folder.path().join("a.parquet"));
    let after = rows(&folder.path().join("out/articles.parquet"));
    assert_eq!(after.len(), 200);
    let changed: Vec<bool> = before.iter().zip(&after).map(|(old, new)| old != new).collect();
    assert!(changed.iter().enumerate().all(|(n, changed)| *changed == (n % 2 == 1)), "{changed:?}");
    assert!(before.iter().zip(&after).all(|(old, new)| beside_the_text(old) == beside_the_text(new)));
}

#[test]
fn a_removed_row_takes_its_lists_with_it_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    write_parquet(&folder.path().join("a.parquet"), 120);
    write_parquet(&folder.path().join("b.parquet"), 150);
    let args = ["a.parquet", "b.parquet", "--output-format", "parquet", "--stages", "near-duplicates"];
    dedup(&args, folder.path());
    let after = rows(&folder.path().join("out/articles.parquet"));
    // The first 120 of the second file are those of the first.
    assert!(after == rows(&folder.path().join("b.parquet")));
}

#[test]
fn articles_are_not_written_as_what_the_inputs_are_not() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.csv"), csv()).unwrap();
    fs::write(folder.path().join("b.csv"), "id,text\n1,x\n").unwrap();
    fs::write(folder.path().join("c.jsonl"), "{\"text\":\"x\"}\n").unwrap();
    let said = |args: &[&str]| {
        let done = dedup(args, folder.path());
        assert_eq!(done.status.code(), Some(2));
        assert!(!folder.path().join("out").exists());
        String::from_utf8(done.stderr).unwrap()
    };
    let other = said(&["a.csv", "c.jsonl", "--output-format", "csv"]);
    assert!(
        other.starts_with("error: `c.jsonl` is not csv: its articles cannot be written as such\nhint: "),
        "{other}"
    );
    let columns = said(&["a.csv", "b.csv", "--output-format", "csv"]);
    assert!(columns.starts_with("error: `b.csv` has other columns than the inputs before it\n"), "{columns}");
    assert!(said(&["a.csv", "--output-format", "parquet"]).starts_with("error: `a.csv` is not parquet"));
}

#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_says_how_to_go_on_and_leaves_nothing_half_written() {
    use std::io::Write as _;
    let folder = tempfile::tempdir().unwrap();
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let mut run = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["dedup", "-", "-o", "out"])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = run.stdin.take().unwrap();
        pipe.write_all(b"{\"text\":\"half of a dump\"}\n").unwrap();
        // The folder is there once the run has begun.
        while !folder.path().join("out").exists() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(Command::new("kill").args([signal, &run.id().to_string()]).status().unwrap().success());
        let ended = run.wait_with_output().unwrap();
        drop(pipe);
        assert_eq!(ended.status.code(), Some(code));
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(said.starts_with("interrupted: nothing was written\nhint: "), "{said}");
        assert!(!folder.path().join("out").exists());
    }
}

#[test]
fn an_article_of_a_table_keeps_all_its_cells_in_a_record() {
    let folder = tempfile::tempdir().unwrap();
    let text = [sentence(1), sentence(2), sentence(3)].join(" ");
    let row = |id: &str, price: &str| format!("{id},\"{text}\",\"a \"\"quoted\"\" note\",{price}\n");
    fs::write(folder.path().join("a.csv"), ["id,text,note,price\n", &row("7", "0.50"), &row("", "1.50")].concat())
        .unwrap();
    dedup(&["a.csv"], folder.path());
    let kept = fs::read_to_string(folder.path().join("out/articles.jsonl")).unwrap();
    let removed = fs::read_to_string(folder.path().join("out/removed.jsonl")).unwrap();
    let note = r#""note":"a \"quoted\" note""#;
    assert_eq!(kept, format!("{{\"id\":\"7\",\"text\":\"{text}\",{note},\"price\":\"0.50\"}}\n"));
    assert!(
        removed
            .starts_with(&format!("{{\"id\":\"a.csv#2\",\"text\":\"{text}\",{note},\"price\":\"1.50\",\"copydesk\""))
    );
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_guarded_when_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let rows = format!("id,text,=note\n-1,{},\"=cmd|' /C calc'!A0\"\n", sentence(1));
    fs::write(folder.path().join("a.csv"), &rows).unwrap();
    let own = ["a.csv", "--output-format", "csv"];
    dedup(&own, folder.path());
    let written = || fs::read_to_string(folder.path().join("out/articles.csv")).unwrap();
    assert_eq!(written(), rows);
    dedup(&[&own[..], &["--csv-safe"]].concat(), folder.path());
    assert_eq!(written(), rows.replace("=note", "'=note").replace("-1,", "'-1,").replace("\"=cmd", "\"'=cmd"));
    let refused = dedup(&["a.csv", "--csv-safe"], folder.path());
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_table_without_rows_becomes_one_without_rows() {
    let folder = tempfile::tempdir().unwrap();
    write_parquet(&folder.path().join("a.parquet"), 0);
    let done = dedup(&["a.parquet", "--output-format", "parquet"], folder.path());
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(rows(&folder.path().join("out/articles.parquet")).len(), 0);
}
