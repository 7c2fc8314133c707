//! One JSON record to one article.

use std::borrow::Cow;
use std::ops::Range;

use super::date;
use super::json_fields::{Fields, fields};
use super::json_string::{repair_slice, unescape};
use super::role::{Names, Role};
use super::{Limit, Parsed, RawRecord, ReadOptions, SkipReason, Skipped, Written};
use crate::article::{Article, Published};

/// Makes an article of a record, or says why it is none.
pub(super) fn parse(raw: RawRecord, options: &ReadOptions) -> Result<Parsed, Skipped> {
    match article(&raw, options) {
        Ok((article, repaired, text)) => Ok(Parsed {
            article,
            repaired: raw.repaired + repaired,
            written: Some(Written { format: raw.format, bytes: raw.bytes, text, line_end: raw.line_end }),
        }),
        Err(reason) => Err(raw.skipped(reason)),
    }
}

fn article(raw: &RawRecord, options: &ReadOptions) -> Result<(Article, u32, Range<usize>), SkipReason> {
    let record = grammatical(&raw.bytes);
    refuse_other_values(&record)?;
    let names = Names::new(&options.fields);
    let fields = fields(&record, &names).map_err(|error| grammar(&error, &record))?;
    if let Some(name) = &fields.repeated {
        return Err(SkipReason::RepeatedField { field: shown(name) });
    }
    if fields.levels > options.limits.json_depth {
        return Err(SkipReason::Limit { limit: Limit::JsonDepth, value: options.limits.json_depth });
    }
    let intact = matches!(record, Cow::Borrowed(_));
    let mut strings = Strings { raw: &raw.bytes, record: &record, intact, repaired: 0 };
    let value = fields.get(Role::Text, &names).ok_or_else(|| no_text(&fields, &names))?;
    let text = strings.string(value).ok_or_else(|| not_a_string(&fields, &names, value))?;
    let mut optional = |role| fields.get(role, &names).and_then(|value| strings.string(value));
    let (title, url, outlet) = (optional(Role::Title), optional(Role::Url), optional(Role::Source));
    let id = fields.get(Role::Id, &names).and_then(|value| strings.id(value));
    let article = Article {
        id: id.unwrap_or_else(|| format!("{}#{}", raw.origin.path, raw.origin.record)),
        text,
        blocks: Vec::new(),
        title: title.filter(|title| !title.trim().is_empty()),
        published: published(&fields, &names, &mut strings, url.as_deref()),
        url: url.filter(|url| !url.is_empty()),
        outlet: outlet.filter(|outlet| !outlet.is_empty()),
        origin: raw.origin.clone(),
    };
    let repaired = strings.repaired;
    Ok((article, repaired, strings.place(value)))
}

/// The record as text of the same length: a byte that is no UTF-8 stands as `?`, which is grammatical in a string and nowhere else.
fn grammatical(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(record) => Cow::Borrowed(record),
        Err(_) => {
            let mut record = String::with_capacity(bytes.len());
            for piece in bytes.utf8_chunks() {
                record.push_str(piece.valid());
                record.extend(piece.invalid().iter().map(|_| '?'));
            }
            Cow::Owned(record)
        }
    }
}

fn refuse_other_values(record: &str) -> Result<(), SkipReason> {
    let value = record.trim_ascii();
    match value.as_bytes().first() {
        Some(b'{') | None => Ok(()),
        Some(b'n' | b't' | b'f') if !matches!(value, "null" | "true" | "false") => Ok(()),
        Some(b'[' | b'"' | b'0'..=b'9' | b'-' | b'n' | b't' | b'f') => {
            Err(SkipReason::NotAnObject { found: kind(value) })
        }
        Some(_) => Ok(()),
    }
}

/// Names the type of a JSON value.
fn kind(value: &str) -> &'static str {
    match value.trim_ascii_start().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(_) | None => "a number",
    }
}

fn grammar(error: &serde_json::Error, record: &str) -> SkipReason {
    if error.is_eof() {
        return SkipReason::Unfinished;
    }
    let line_start = record.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let byte = line_start + error.column();
    let message = error.to_string();
    let message = message.split_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    if message == "trailing characters" {
        return SkipReason::SeveralValues { byte };
    }
    let message = match message {
        "expected ident" => "expected `true`, `false` or `null`",
        "expected value" => "expected a value",
        message if message.starts_with("control character") => "a control character stands unescaped in a string",
        message => message,
    };
    SkipReason::NotJson { message: message.to_owned(), byte }
}

fn no_text(fields: &Fields<'_>, names: &Names<'_>) -> SkipReason {
    SkipReason::NoText {
        wanted: names.set(Role::Text).map(Box::from),
        fields: fields.names.iter().take(SkipReason::FIELDS).map(|name| shown(name)).collect(),
        more: fields.names.len().saturating_sub(SkipReason::FIELDS),
    }
}

fn not_a_string(fields: &Fields<'_>, names: &Names<'_>, value: &str) -> SkipReason {
    let field = match names.set(Role::Text) {
        Some(set) => set.to_owned(),
        None => shown(fields.name(Role::Text).unwrap_or_default()),
    };
    SkipReason::TextNotString { field, found: kind(value) }
}

/// A field name for a message: 40 characters are enough to know it by.
fn shown(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    match name.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.into_owned(),
    }
}

/// The strings of one record.
struct Strings<'r> {
    raw: &'r [u8],
    record: &'r str,
    /// All bytes of the record are UTF-8, so that `record` is `raw`.
    intact: bool,
    repaired: u32,
}

impl Strings<'_> {
    /// Where a value that was found in the record stands in its bytes.
    fn place(&self, value: &str) -> Range<usize> {
        let start = value.as_ptr().addr() - self.record.as_ptr().addr();
        start..start + value.len()
    }

    /// The string that a value is; `None`: it is something else.
    fn string(&mut self, value: &str) -> Option<String> {
        let body = value.strip_prefix('"')?.strip_suffix('"')?;
        let mut text = String::new();
        if self.intact {
            self.repaired += unescape(body, &mut text);
        } else {
            let (body, repaired) = repair_slice(&self.raw[self.place(body)]);
            self.repaired += repaired + unescape(&body, &mut text);
        }
        Some(text)
    }

    /// An id: a string that is not empty, or a number with all its digits.
    fn id(&mut self, value: &str) -> Option<String> {
        match value.as_bytes().first()? {
            b'"' => self.string(value).filter(|id| !id.is_empty()),
            b'-' | b'0'..=b'9' => Some(value.to_owned()),
            _ => None,
        }
    }
}

/// The best known date: what the record says, then what the address says, then the time of the crawl.
fn published(
    fields: &Fields<'_>,
    names: &Names<'_>,
    strings: &mut Strings<'_>,
    url: Option<&str>,
) -> Option<Published> {
    let mut read = |role| {
        let value = fields.get(role, names)?;
        match strings.string(value) {
            Some(text) => date::parse(&text),
            None => date::epoch(value),
        }
    };
    let stated = read(Role::Published);
    let crawled = read(Role::Crawled);
    if is_crawl_date(fields, names) {
        date::best(None, stated.or(crawled), url)
    } else {
        date::best(stated, crawled, url)
    }
}

/// Tells the dumps of Common Crawl from those of publishers: C4 and its kin have `timestamp` and no headline, FineWeb and RefinedWeb name their `dump`;
/// the date they give is that of the crawl.
fn is_crawl_date(fields: &Fields<'_>, names: &Names<'_>) -> bool {
    let bare_timestamp = || fields.name(Role::Published) == Some(b"timestamp") && fields.name(Role::Title).is_none();
    names.set(Role::Published).is_none() && (fields.has("dump") || bare_timestamp())
}
