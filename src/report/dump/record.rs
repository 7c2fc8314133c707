//! A record as it is written back: whole, with another text, or with a mark that says why it was removed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use super::PlaceLine;
use crate::article::{Article, DateQuality};

/// Appends a record on one line. Nothing is changed but line ends between the fields, which records over several lines have.
pub fn one_line(record: &[u8], out: &mut Vec<u8>) {
    if memchr::memchr2(b'\n', b'\r', record).is_none() {
        out.extend_from_slice(record);
    } else {
        // In JSON a line end never stands inside a string.
        out.extend(record.iter().map(|&byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }));
    }
}

/// Appends a JSON record with another text; `place` is where the value of its text field stands.
pub fn with_text(record: &[u8], place: Range<usize>, text: &str, out: &mut Vec<u8>) {
    one_line(&record[..place.start], out);
    serde_json::to_writer(&mut *out, text).expect("writing a string to memory cannot fail");
    one_line(&record[place.end..], out);
}

/// Appends a row of a CSV file with another text; `place` is where its text field stands, with its quotation marks.
pub fn row_with_text(row: &[u8], place: Range<usize>, text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&row[..place.start]);
    // In quotation marks whatever it holds: nothing in it can be taken for a delimiter.
    out.push(b'"');
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
    out.extend_from_slice(&row[place.end..]);
}

/// Appends the cells of a row of a table as a JSON record of texts; a name that stood before gets a number. A step of a tree for each cell: rows of 100,000 are read.
pub fn row_record(cells: &[(String, String)], out: &mut Vec<u8>) {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (ix, (name, value)) in cells.iter().enumerate() {
        out.push(if ix == 0 { b'{' } else { b',' });
        let mut free = name.clone();
        while names.contains(&free) {
            let number = numbers.entry(name).or_insert(1);
            *number += 1;
            free = format!("{name}_{number}");
        }
        for (text, end) in [(&free, &b":"[..]), (value, b"")] {
            serde_json::to_writer(&mut *out, text).expect("writing a string to memory cannot fail");
            out.extend_from_slice(end);
        }
        names.insert(free);
    }
    out.push(b'}');
}

/// Appends an article of another format as a JSON record, with all that is known of it.
pub fn article_record(article: &Article, out: &mut Vec<u8>) {
    #[derive(Serialize)]
    struct Record<'r> {
        id: &'r str,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'r str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<&'r str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        published: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        source: Option<&'r str>,
        text: &'r str,
    }
    let record = Record {
        id: &article.id,
        title: article.title.as_deref(),
        url: article.url.as_deref(),
        // The time of a crawl would be taken for a date of publication when the record is read again.
        published: PlaceLine::date(article.published.filter(|published| published.quality != DateQuality::Crawled)),
        source: article.outlet.as_deref(),
        text: &article.text,
    };
    serde_json::to_writer(out, &record).expect("writing plain structs to memory cannot fail");
}

#[derive(Serialize)]
struct Mark<'m> {
    reason: &'m str,
    witness: &'m str,
    similarity: f64,
}

/// Appends a JSON record with one field more: why it was removed.
///
/// The field is `copydesk`; a record that was marked before keeps its old mark and gets `copydesk_2`, and so on.
pub fn with_mark(record: &[u8], reason: &str, witness: &str, similarity: f64, out: &mut Vec<u8>) {
    let record = record.trim_ascii_end();
    let body = record.strip_suffix(b"}").unwrap_or(record).trim_ascii_end();
    one_line(body, out);
    if !body.ends_with(b"{") {
        out.push(b',');
    }
    out.push(b'"');
    out.extend_from_slice(free_name(record).as_bytes());
    out.extend_from_slice(b"\":");
    serde_json::to_writer(&mut *out, &Mark { reason, witness, similarity })
        .expect("writing plain structs to memory cannot fail");
    out.push(b'}');
}

/// A name that stands nowhere in the record as a string.
fn free_name(record: &[u8]) -> String {
    let stands = |name: &str| memchr::memmem::find(record, format!("\"{name}\"").as_bytes()).is_some();
    let mut name = "copydesk".to_owned();
    let mut number = 2;
    while stands(&name) {
        name = format!("copydesk_{number}");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(record: &str) -> String {
        let mut out = Vec::new();
        with_mark(record.as_bytes(), "exact", "a", 1.0, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_mark_is_one_field_more() {
        let mark = r#"{"reason":"exact","witness":"a","similarity":1.0}"#;
        assert_eq!(marked(r#"{"id":"b","text":"x"} "#), format!(r#"{{"id":"b","text":"x","copydesk":{mark}}}"#));
        assert_eq!(marked("{\n \"text\": \"x\"\n}"), format!("{{  \"text\": \"x\",\"copydesk\":{mark}}}"));
        assert_eq!(
            marked(r#"{"copydesk":{},"text":"x"}"#),
            format!(r#"{{"copydesk":{{}},"text":"x","copydesk_2":{mark}}}"#)
        );
    }

    #[test]
    fn a_row_becomes_a_record_with_all_its_cells() {
        let cells = [("id", "7"), ("note", "a \"b\""), ("note", ""), ("note_2", "x")];
        let cells = cells.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut out = Vec::new();
        row_record(&cells, &mut out);
        let record = r#"{"id":"7","note":"a \"b\"","note_2":"","note_2_2":"x"}"#;
        assert_eq!(String::from_utf8(out).unwrap(), record);
        // As many cells of one name as the widest file at hand has: in a second, where each is not compared with all.
        let mut out = Vec::new();
        row_record(&vec![(String::new(), String::new()); 100_000], &mut out);
        assert!(out.ends_with(b"\"_100000\":\"\"}"));
    }

    #[test]
    fn another_text_of_a_row_stands_in_quotation_marks() {
        let mut out = Vec::new();
        row_with_text("7,\"é, x\",old\t,".as_bytes(), 10..14, "she said \"no\",\nthen left", &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "7,\"é, x\",\"she said \"\"no\"\",\nthen left\",");
    }

    #[test]
    fn another_text_leaves_the_other_fields_as_they_are() {
        let record = br#"{ "n":1.50, "text" : "old \u00e9", "tags":[1, 2] }"#;
        let start = record.windows(4).position(|four| four == b"\"old").unwrap();
        let mut out = Vec::new();
        with_text(record, start..start + 12, "new \"é\"", &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), r#"{ "n":1.50, "text" : "new \"é\"", "tags":[1, 2] }"#);
    }
}
