//! CSV and its kin: every row is an article or a reject with its line.

use copydesk::article::DateQuality;
use copydesk::read::{LineEnd, ReadError, ReadOptions, SkipReason};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::reading::{read, read_with};

#[test]
fn the_columns_are_found_by_their_names() {
    let all = "id,headline,body,link,url,date,outlet\n7,\"A, B\",The bridge.,x,https://a.example/x,2019-05-30,Herald\n";
    let article = &read("a.csv", all).articles[0];
    assert_eq!(
        (article.id.as_str(), article.title.as_deref(), article.text.as_str()),
        ("7", Some("A, B"), "The bridge.")
    );
    assert_eq!((article.url.as_deref(), article.outlet.as_deref()), (Some("https://a.example/x"), Some("Herald")));
    let published = article.published.expect("a date");
    assert_eq!((published.at.to_string().as_str(), published.quality), ("2019-05-30T00:00:00", DateQuality::Given));
}

#[test]
fn the_delimiter_is_found_in_the_row_of_names_and_can_be_set() {
    for (name, all) in [
        ("a.csv", "\u{feff}id;title;text\n1;t;Ein Satz, noch einer.\n"),
        ("a.tsv", "id\ttitle\ttext\n1\tt\tEin Satz, noch einer.\n"),
        ("a.csv", "id|title, and more|text\n1|t|Ein Satz, noch einer.\n"),
    ] {
        let read = read(name, all);
        assert_eq!((read.counts(), read.texts()), ((1, 0), vec!["Ein Satz, noch einer."]));
        assert_eq!(read.articles[0].id, "1");
    }
    let options = ReadOptions { delimiter: Some(b':'), ..ReadOptions::default() };
    assert_eq!(read_with("a.csv", "text:b\nx,y:z\n", &options).texts(), ["x,y"]);
}

#[test]
fn a_quoted_field_holds_delimiters_line_ends_and_marks() {
    let all = "id,text,n\r\n1,\"one\r\ntwo, \"\"three\"\"\",x\r\n\r\n2,plain \"quoted\" words,y\r\n3,\"a\"b,z\r\n4,\"\",\"\"\"\"";
    let read = read("a.csv", all);
    assert_eq!(read.counts(), (4, 0));
    assert_eq!(read.texts(), ["one\r\ntwo, \"three\"", "plain \"quoted\" words", "ab", ""]);
    let lines: Vec<u64> = read.articles.iter().map(|article| article.origin.line).collect();
    assert_eq!(lines, [2, 5, 6, 7]);
}

#[test]
fn a_row_of_another_length_is_rejected_with_its_line() {
    let read = read("a.csv", "id,title,text\na1,t\na2,t,one,x,y\na3,t,two\n,,\nid,title,text\n");
    assert_eq!((read.texts(), read.skipped.len()), (vec!["two"], 4));
    let reasons = read.reasons();
    assert!(reasons[0].starts_with("the row at line 2 has 2 fields and not 3"), "{}", reasons[0]);
    assert!(reasons[1].starts_with("the row at line 3 has 5 fields"), "{}", reasons[1]);
    assert!(reasons[2].starts_with("the row at line 5 is empty"), "{}", reasons[2]);
    assert!(reasons[3].contains("over again"), "{}", reasons[3]);
    assert_eq!(read.skipped[1].raw, b"a2,t,one,x,y");
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_told_with_what_it_swallows() {
    let rows: String = (6..5000).map(|n| format!("r{n},Plain text of row {n}.\n")).collect();
    let all = format!("id,text\nr0,one\nr1,two\nr2,\"never closed\n{rows}");
    for limit in [64 << 20, 1000] {
        let mut options = ReadOptions::default();
        options.limits.record = limit;
        let read = read_with("a.csv", all.clone(), &options);
        assert_eq!(read.counts(), (2, 1));
        assert_eq!(read.skipped[0].origin.line, 4);
        assert_eq!(read.skipped[0].reason, SkipReason::OpenQuote { lines: 4994 });
    }
}

#[test]
fn a_stray_mark_swallows_only_to_the_next_one_and_names_its_lines() {
    let all = "id,text\nr0,one\nr1,\"stray\nr2,two\nr3,\"three\"\nr4,four\n";
    let read = read("a.csv", all);
    assert_eq!(read.texts(), ["one", "four"]);
    assert_eq!(read.skipped[0].reason, SkipReason::StrayQuote { last_line: 5 });
}

#[test]
fn a_row_beyond_the_limit_is_one_reject_and_the_next_is_read() {
    let long = "x ".repeat(200_000);
    for quoted in [format!("\"{long}\n{long}\""), long.clone()] {
        let all = format!("id,text\n1,one\n2,{quoted}\n3,three\n");
        let mut options = ReadOptions::default();
        options.limits.record = 100_000;
        let read = read_with("a.csv", all, &options);
        assert_eq!((read.counts(), read.texts()), ((2, 1), vec!["one", "three"]));
        assert_eq!(read.skipped[0].raw.len(), SkipReason::SHOWN);
        assert_eq!(read.articles[1].origin.line, if quoted.contains('\n') { 5 } else { 4 });
    }
}

#[test]
fn a_table_without_a_text_column_or_with_two_is_refused_with_its_columns() {
    let none = read("a.csv", "c0,Report,The bridge is closed.\nc1,Report,It is open.\n").problem.expect("refused");
    assert!(matches!(&none, ReadError::NoTextColumn { columns, .. } if columns.len() == 3), "{none:?}");
    assert!(none.to_string().contains("`Report`") && none.hint().is_some_and(|hint| hint.contains("--text-field")));
    let twice = read("a.csv", "id,text,text\n1,a,b\n").problem.expect("refused");
    assert!(matches!(&twice, ReadError::RepeatedColumn { column, .. } if column == "text"), "{twice:?}");
    assert_eq!(read("a.csv", "id,text\n").counts(), (0, 0));
    assert_eq!(read("a.csv", "").counts(), (0, 0));
    let open = read("a.csv", "id,\"text\n1,a\n2,b\n").problem.expect("refused");
    assert!(matches!(open, ReadError::NoHeader { .. }), "{open:?}");
}

#[test]
fn a_hundred_thousand_columns_are_read() {
    let names: String = (0..100_000).map(|n| format!(",c{n}")).collect();
    let values = ",v".repeat(100_000);
    assert_eq!(read("a.csv", format!("id,text{names}\n1,The bridge.{values}\n")).texts(), ["The bridge."]);
}

#[test]
fn a_file_cut_in_its_container_keeps_the_rows_before() {
    let rows: String = (0..2000).map(|n| format!("r{n},\"Text, {}\"\n", n * 7919 % 1009)).collect();
    let packed =
        zstd::encode_all(format!("id,text\n{rows}").as_bytes(), 3).expect("a vector takes all that is written");
    let cut = read("a.csv.zst", &packed[..packed.len() * 6 / 10]);
    assert!(cut.articles.iter().enumerate().all(|(ix, article)| article.id == format!("r{ix}")));
    assert!(cut.problem.is_some() && cut.skipped.len() <= 1);
}

/// Cells with all that CSV must quote.
fn cell() -> impl Strategy<Value = String> {
    vec(prop_oneof![Just('a'), Just('é'), Just('"'), Just(','), Just('\n'), Just(';'), Just(' '), Just('x')], 0..12)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #[test]
    fn rows_are_read_as_the_reference_writes_them(cells in vec((cell(), cell()), 1..20), crlf in any::<bool>()) {
        let terminator = if crlf { ::csv::Terminator::CRLF } else { ::csv::Terminator::Any(b'\n') };
        let mut writer = ::csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
        writer.write_record(["id", "text", "title"]).expect("a vector takes all that is written");
        for (ix, (text, title)) in cells.iter().enumerate() {
            writer.write_record([ix.to_string().as_str(), text, title]).expect("a vector takes all that is written");
        }
        let all = writer.into_inner().expect("a vector takes all that is written");
        let read = read("a.csv", all.clone());
        prop_assert_eq!(read.counts(), (cells.len(), 0));
        let texts: Vec<&str> = cells.iter().map(|(text, _)| text.as_str()).collect();
        prop_assert_eq!(read.texts(), texts);
    }

    #[test]
    fn any_rows_are_cut_as_the_reference_cuts_them(rows in "[a,\"\n]{0,80}") {
        let all = format!("id,text\n{rows}");
        let mut reference = ::csv::ReaderBuilder::new().flexible(true).from_reader(all.as_bytes());
        let expected: Vec<Vec<String>> =
            reference.records().map(|row| row.expect("text").iter().map(str::to_owned).collect()).collect();
        let ours = read("a.csv", all.clone());
        prop_assert_eq!(ours.articles.len() + ours.skipped.len(), expected.len());
        let two: Vec<&str> = expected.iter().filter(|row| row.len() == 2 && !row.join("").is_empty()).map(|row| row[1].as_str()).collect();
        let open = ours.skipped.iter().any(|skipped| matches!(skipped.reason, SkipReason::OpenQuote { .. }));
        let stray = ours.skipped.iter().any(|skipped| matches!(skipped.reason, SkipReason::StrayQuote { .. }));
        let quoted_empty = all.contains("\"\"");
        if !open && !stray && !quoted_empty {
            prop_assert_eq!(ours.texts(), two);
        }
    }
}

#[test]
fn the_text_is_found_again_in_the_bytes_of_its_row() {
    use copydesk::read;
    let all = "id,text,n\r\n1,\"The \"\"bridge\"\"\",x\r\n";
    let options = ReadOptions::default();
    let mut source = read::open_reader("a.csv".into(), Box::new(all.as_bytes()), &options).expect("opens");
    let parsed = read::parse(source.next().expect("whole").expect("a row"), &options).expect("an article");
    let written = parsed.written.expect("a row can be written back");
    assert_eq!((&written.bytes[written.text], written.line_end), (&b"\"The \"\"bridge\"\"\""[..], LineEnd::CrLf));
}
