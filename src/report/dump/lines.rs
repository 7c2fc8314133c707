//! The lines of `clusters.jsonl`, `passages.jsonl`, `rejected.jsonl` and of the attributes.

use std::borrow::Cow;

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::base64::base64;
use crate::article::{Origin, Published};
use crate::text::Span;

/// One article of a cluster.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ClusterLine<'l> {
    /// Version of the format: 1.
    pub v: u32,
    /// The article.
    pub article: &'l str,
    /// The kept article that the cluster is named after.
    pub cluster: &'l str,
    /// The article stays.
    pub kept: bool,
    /// `exact` or `near-duplicate`; none for the one that the cluster is named after.
    pub reason: Option<&'static str>,
    /// The kept article that is like it.
    pub witness: Option<&'l str>,
    /// How alike the two are.
    pub similarity: Option<f64>,
}

/// One passage with its places.
#[derive(Debug, Clone, Serialize)]
pub struct PassageLine<'l> {
    /// Version of the format: 1.
    pub v: u32,
    /// Stable name: the same words give the same id.
    pub id: &'l str,
    /// `verbatim`, `edited` or `rewritten`.
    pub kind: &'static str,
    /// Share of equal words, on average over the copies.
    pub similarity: f64,
    /// Words at the origin.
    pub words: u32,
    /// Articles that have it.
    pub articles: u32,
    /// Places, listed or not.
    pub places_total: u32,
    /// It stands in so many articles that it is stock.
    pub stock: bool,
    /// What was done: `marked` or `removed`.
    pub done: &'static str,
    /// The words at the origin.
    pub text: &'l str,
    /// The earliest place, as far as dates are known.
    pub origin: PlaceLine<'l>,
    /// The other places, the earliest first, at most 100.
    pub places: Vec<PlaceLine<'l>>,
}

/// One place of a passage.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceLine<'l> {
    /// The article.
    pub article: &'l str,
    /// First byte in its text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Code points before the first byte.
    pub start_char: u32,
    /// Code points before the end.
    pub end_char: u32,
    /// When the article was published.
    pub published: Option<String>,
    /// `origin` or `copy`.
    pub role: &'static str,
    /// Its words were taken out.
    pub removed: bool,
}

impl PlaceLine<'_> {
    /// Writes a date as the reports do.
    #[must_use]
    pub fn date(published: Option<Published>) -> Option<String> {
        published.map(|published| format!("{}Z", published.at))
    }
}

/// One record that could not be read.
#[derive(Debug, Clone, Serialize)]
pub struct RejectedLine<'l> {
    v: u32,
    source: &'l str,
    record: u64,
    line: u64,
    offset: u64,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw_base64: Option<String>,
}

impl<'l> RejectedLine<'l> {
    /// Describes a record; its bytes stand as they are where they are UTF-8.
    #[must_use]
    pub fn new(origin: &'l Origin, offset: u64, reason: String, bytes: &'l [u8]) -> Self {
        let raw = std::str::from_utf8(bytes).ok();
        let raw_base64 = if raw.is_none() { Some(base64(bytes)) } else { None };
        Self { v: 1, source: &origin.path, record: origin.record, line: origin.line, offset, reason, raw, raw_base64 }
    }
}

/// The attributes of one kept article, in Dolma's form: names with spans in code points and a score.
#[derive(Debug, Clone)]
pub struct AttributeLine<'l> {
    /// The article.
    pub id: &'l str,
    /// Name, span in code points, score.
    pub spans: &'l [(&'static str, Span, f64)],
}

impl Serialize for AttributeLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("id", self.id)?;
        map.serialize_entry("attributes", &Attributes(self.spans))?;
        map.end()
    }
}

struct Attributes<'l>(&'l [(&'static str, Span, f64)]);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut names: Vec<&str> = self.0.iter().map(|span| span.0).collect();
        names.sort_unstable();
        names.dedup();
        let mut map = serializer.serialize_map(Some(names.len()))?;
        for name in names {
            let spans: Vec<(u32, u32, f64)> = self
                .0
                .iter()
                .filter(|span| span.0 == name)
                .map(|(_, span, score)| (span.start, span.end, *score))
                .collect();
            let name: Cow<'_, str> = format!("copydesk__{name}").into();
            map.serialize_entry(&name, &spans)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::super::line;
    use super::*;

    #[test]
    fn attributes_have_the_form_of_dolma() {
        let spans =
            [("passage", Span::new(3, 9), 1.0), ("stock", Span::new(0, 2), 0.5), ("passage", Span::new(12, 15), 1.0)];
        let mut out = Vec::new();
        line(&AttributeLine { id: "a", spans: &spans }, &mut out);
        let wanted =
            r#"{"id":"a","attributes":{"copydesk__passage":[[3,9,1.0],[12,15,1.0]],"copydesk__stock":[[0,2,0.5]]}}"#;
        assert_eq!(String::from_utf8(out).unwrap(), format!("{wanted}\n"));
    }
}
