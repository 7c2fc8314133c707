//! Which of the usual schemas the records of an input follow, to tell the user what it was taken for.

use super::json_fields;
use super::role::Names;
use super::{FieldNames, Format, Input, ReadOptions, open};

/// The schemas by the fields that only they have together, the most telling first.
const SCHEMAS: [(&str, &[&str]); 12] = [
    ("ninjs 3", &["bodies", "uri"]),
    ("ninjs", &["versioncreated", "uri"]),
    ("news-please (Common Crawl news)", &["maintext", "date_publish"]),
    ("newspaper", &["publish_date", "text", "top_image"]),
    ("newspaper", &["publish_date", "text", "authors"]),
    ("trafilatura", &["text", "source-hostname"]),
    ("trafilatura", &["text", "fingerprint", "hostname"]),
    ("FineWeb", &["text", "dump", "url"]),
    ("CC-News", &["text", "domain", "image_url"]),
    ("Dolma", &["text", "id", "source", "added"]),
    ("datatrove", &["text", "id", "metadata"]),
    ("C4", &["text", "timestamp", "url"]),
];

/// Says what an input is taken for: its format, and for JSON the schema of its first record. Opens it and reads its head.
///
/// `None`: it is no file, whose head could be read again, or its first record cannot be read.
#[must_use]
pub fn taken_for(input: &Input, options: &ReadOptions) -> Option<String> {
    input.size?;
    let record = open(input, options).ok()?.next().ok()??;
    let format = record.format.name();
    let Some(schema) = schema(&record.bytes).filter(|_| matches!(record.format, Format::JsonLines | Format::Json))
    else {
        return Some(format!("{format}, fields by their usual names"))
            .filter(|_| matches!(record.format, Format::JsonLines | Format::Json | Format::Csv | Format::Parquet))
            .or_else(|| Some(format.to_owned()));
    };
    Some(format!("{format} in the schema of {schema}"))
}

fn schema(record: &[u8]) -> Option<&'static str> {
    let usual = FieldNames::default();
    let record = std::str::from_utf8(record).ok().filter(|record| record.trim_start().starts_with('{'))?;
    let fields = json_fields::fields(record, &Names::new(&usual)).ok()?;
    SCHEMAS.iter().find(|(_, names)| names.iter().all(|name| fields.has(name))).map(|(schema, _)| *schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_known_by_fields_that_only_it_has() {
        for (record, wanted) in [
            (r#"{"id":"1","text":"x","source":"s","added":"2024-01-01","created":"2023-01-01"}"#, Some("Dolma")),
            (
                r#"{"text":"x","id":"1","dump":"CC-MAIN-2024-10","url":"https://a.example","date":"2024"}"#,
                Some("FineWeb"),
            ),
            (r#"{"text":"x","timestamp":"2019-04-25T12:57:54Z","url":"https://a.example"}"#, Some("C4")),
            (r#"{"text":"x","id":"1","metadata":{"url":"https://a.example"}}"#, Some("datatrove")),
            (r#"{"uri":"tag:1","bodies":[],"standard":{}}"#, Some("ninjs 3")),
            (r#"{"text":"x","published":"2024-01-01"}"#, None),
            ("[1]", None),
        ] {
            assert_eq!(schema(record.as_bytes()), wanted, "{record}");
        }
    }
}
