//! One JSON record to one article.

use std::borrow::Cow;
use std::ops::Range;

use super::date;
use super::json_fields::{self, Fields};
use super::json_ninjs::{Chosen, chosen};
use super::json_string::{repair_slice, unescape};
use super::role::{Names, Role};
use super::{Extract, Limit, Parsed, RawRecord, ReadOptions, SkipReason, Skipped, Written, html};
use crate::article::{Article, Published};

/// Makes an article of a record, or says why it is none.
pub(super) fn parse(raw: RawRecord, options: &ReadOptions) -> Result<Parsed, Skipped> {
    match article(&raw, options) {
        Ok((article, repaired, text)) => Ok(Parsed {
            article,
            repaired: raw.repaired + repaired,
            written: text.map(|text| Written { format: raw.format, bytes: raw.bytes, text, line_end: raw.line_end }),
        }),
        Err(reason) => Err(raw.skipped(reason)),
    }
}

/// The article, how many characters were repaired, and where its text stands; `None`: in markup, so that no other text can be put in its place.
type Read = (Article, u32, Option<Range<usize>>);

fn article(raw: &RawRecord, options: &ReadOptions) -> Result<Read, SkipReason> {
    let record = grammatical(&raw.bytes);
    refuse_other_values(&record)?;
    let names = Names::new(&options.fields);
    let fields = json_fields::fields(&record, &names).map_err(|error| grammar(&error, &record))?;
    if let Some(name) = &fields.repeated {
        return Err(SkipReason::RepeatedField { field: shown(name) });
    }
    if fields.levels > options.limits.json_depth {
        return Err(SkipReason::Limit { limit: Limit::JsonDepth, value: options.limits.json_depth });
    }
    let intact = matches!(record, Cow::Borrowed(_));
    let mut strings = Strings { raw: &raw.bytes, record: &record, intact, repaired: 0 };
    let value = fields.get(Role::Text, &names).ok_or_else(|| no_text(&fields, &names))?;
    let Chosen { value: body, is_html } = one_of(value).unwrap_or(Chosen { value, is_html: false });
    let text = strings.string(body).ok_or_else(|| not_a_string(&fields, &names, value))?;
    let (text, blocks) = if is_html {
        // A body is the article and nothing else.
        let laid = html::read(&text, &ReadOptions { extract: Extract::All, ..options.clone() })?.laid;
        (laid.text, laid.blocks)
    } else {
        (text, Vec::new())
    };
    let inner = fields.metadata.and_then(|inner| json_fields::fields(inner, &names).ok());
    let said = Said { fields: &fields, inner: inner.as_ref(), names: &names };
    let mut optional = |role| strings.string(said.get(role)?).filter(|text| !text.trim().is_empty());
    let (title, mut url, mut outlet) = (optional(Role::Title), optional(Role::Url), optional(Role::Source));
    if url.is_none() && outlet.as_deref().is_some_and(is_page) {
        // Trafilatura names the page where others name the outlet.
        url = outlet.take();
        outlet = url.as_deref().and_then(host).map(ToOwned::to_owned);
    }
    let article = Article {
        id: said.id(&mut strings).unwrap_or_else(|| format!("{}#{}", raw.origin.path, raw.origin.record)),
        text,
        blocks,
        title,
        published: said.published(&mut strings, url.as_deref()),
        url,
        outlet,
        origin: raw.origin.clone(),
    };
    let place = (!is_html).then(|| strings.place(body));
    Ok((article, strings.repaired, place))
}

/// One text of a list of texts.
fn one_of(value: &str) -> Option<Chosen<'_>> {
    if value.starts_with('[') { chosen(value) } else { None }
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Tells whether an address is that of a page and not of an outlet: equal pages are versions of one article.
fn is_page(text: &str) -> bool {
    let path = text.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    is_address(text) && path.is_some_and(|(_, path)| !path.is_empty())
}

fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
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

/// What a record says of its article, in its own fields or in its `metadata`.
struct Said<'s, 'r> {
    fields: &'s Fields<'r>,
    inner: Option<&'s Fields<'r>>,
    names: &'s Names<'s>,
}

impl<'r> Said<'_, 'r> {
    /// The value of a role; a name that the user set is not looked for in `metadata`.
    fn get(&self, role: Role) -> Option<&'r str> {
        let value = self.fields.get(role, self.names).filter(|&value| value != "null").or_else(|| {
            let inner = self.inner.filter(|_| self.names.set(role).is_none())?;
            inner.get(role, self.names)
        })?;
        Some(one_of(value).map_or(value, |chosen| chosen.value))
    }

    /// Its id. The standard of ninjs calls it `uri`, which elsewhere is an address.
    fn id(&self, strings: &mut Strings<'_>) -> Option<String> {
        if let Some(id) = self.fields.get(Role::Id, self.names).and_then(|value| strings.id(value)) {
            return Some(id);
        }
        let is_ninjs = ["bodies", "versioncreated", "versionCreated"].iter().any(|name| self.fields.has(name));
        strings.id(self.fields.uri.filter(|_| is_ninjs)?)
    }

    /// The best known date: what the record says, then what the address says, then the time of the crawl.
    fn published(&self, strings: &mut Strings<'_>, url: Option<&str>) -> Option<Published> {
        let mut read = |role| {
            let value = self.get(role)?;
            match strings.string(value) {
                Some(text) => date::parse(&text),
                None => date::epoch(value),
            }
        };
        let stated = read(Role::Published);
        let crawled = read(Role::Crawled);
        if self.is_crawl_date() { date::best(None, stated.or(crawled), url) } else { date::best(stated, crawled, url) }
    }

    /// Tells the dumps of Common Crawl from those of publishers: C4 and its kin have `timestamp` and no headline, FineWeb and RefinedWeb name their
    /// `dump`; the date they give is that of the crawl.
    fn is_crawl_date(&self) -> bool {
        let all = || [Some(self.fields), self.inner].into_iter().flatten();
        let bare_timestamp = || {
            let dated = all().find(|fields| fields.name(Role::Published).is_some());
            dated.is_some_and(|fields| fields.name(Role::Published) == Some(b"timestamp"))
                && all().all(|fields| fields.name(Role::Title).is_none())
        };
        self.names.set(Role::Published).is_none() && (all().any(|fields| fields.has("dump")) || bare_timestamp())
    }
}
