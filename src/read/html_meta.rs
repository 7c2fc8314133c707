//! What a page says of itself: headline, date, outlet and address, from JSON-LD, OpenGraph and its kin, `<time>` and `<title>`.

use std::borrow::Cow;

use dom_query::{Document, NodeRef};
use jiff::civil::DateTime;
use serde_json::Value;

use super::date;
use super::told::Told;

/// Reads what a page says of itself. One pass over the page.
pub(super) fn told(document: &Document) -> Told {
    let mut found = Found::default();
    let mut in_article = 0usize;
    for node in document.root().descendants_it() {
        let Some(name) = node.qual_name_ref() else { continue };
        let name: &str = &name.local;
        match name {
            "meta" => found.meta(&node),
            "link" => found.link(&node),
            "script" => found.script(&node),
            "time" => found.time(&node),
            "title" if found.title.is_none() => found.title = worded(&node.text()),
            "h1" => {
                in_article += 1;
                found.heading = if in_article == 1 { worded(&node.text()) } else { None };
            }
            _ => {}
        }
    }
    found.told()
}

/// What was found, each of the best kind.
#[derive(Debug, Default)]
struct Found {
    stated: Stated,
    graph_title: Option<String>,
    site: Option<String>,
    canonical: Option<String>,
    graph_url: Option<String>,
    /// A date and the rank of what names it, the best first.
    date: Option<(usize, DateTime)>,
    title: Option<String>,
    /// The only `h1`.
    heading: Option<String>,
}

/// What the JSON-LD of a page says of its article.
#[derive(Debug, Default)]
struct Stated {
    headline: Option<String>,
    published: Option<DateTime>,
    publisher: Option<String>,
    url: Option<String>,
}

/// Names of `meta` elements that hold the day of publication, the best first: those of OpenGraph and schema.org, of Dublin Core, of trackers.
const DATES: [&str; 16] = [
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "cxenseparse:recs:publishtime",
    "date",
];

impl Found {
    fn meta(&mut self, node: &NodeRef<'_>) {
        let name = ["property", "name", "itemprop"].iter().find_map(|attribute| node.attr(attribute));
        let (Some(name), Some(content)) = (name, node.attr("content")) else { return };
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "og:title" | "twitter:title" => keep(&mut self.graph_title, &content),
            "og:site_name" => keep(&mut self.site, &content),
            "og:url" => keep_address(&mut self.graph_url, &content),
            name => {
                if let Some(rank) = DATES.iter().position(|date| *date == name) {
                    self.dated(rank, &content);
                }
            }
        }
    }

    fn link(&mut self, node: &NodeRef<'_>) {
        if node.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
            && let Some(address) = node.attr("href")
        {
            keep_address(&mut self.canonical, &address);
        }
    }

    fn time(&mut self, node: &NodeRef<'_>) {
        let Some(at) = node.attr("datetime") else { return };
        // Behind all `meta` elements; one that says it is the publication before one that does not.
        let says_so = node.has_attr("pubdate") || node.attr("itemprop").is_some_and(|name| &*name == "datePublished");
        self.dated(DATES.len() + usize::from(!says_so), &at);
    }

    fn dated(&mut self, rank: usize, text: &str) {
        if self.date.is_none_or(|(best, _)| rank < best)
            && let Some(at) = date::parse(text)
        {
            self.date = Some((rank, at));
        }
    }

    fn script(&mut self, node: &NodeRef<'_>) {
        if !node.attr("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json")) {
            return;
        }
        let text = node.text();
        // Line ends within strings are no JSON, and stand in many pages.
        let plain = if text.contains(|c: char| c < ' ') {
            Cow::Owned(text.replace(|c: char| c < ' ', " "))
        } else {
            Cow::Borrowed(&*text)
        };
        if let Ok(value) = serde_json::from_str::<Value>(plain.trim().trim_end_matches(';')) {
            self.stated.read(&value);
        }
    }

    fn told(self) -> Told {
        let stated = self.stated;
        Told {
            id: None,
            title: stated.headline.or(self.graph_title).or(self.heading).or(self.title),
            url: self.canonical.or(self.graph_url).or(stated.url),
            outlet: stated.publisher.or(self.site),
            published: stated.published.or(self.date.map(|(_, at)| at)),
            crawled: None,
        }
    }
}

impl Stated {
    /// Looks for an article in a value, its list, or its graph.
    fn read(&mut self, value: &Value) {
        match value {
            Value::Array(all) => all.iter().for_each(|value| self.read(value)),
            Value::Object(fields) => {
                if fields.get("@type").is_some_and(is_article) {
                    self.article(value);
                }
                fields.get("@graph").into_iter().for_each(|graph| self.read(graph));
                // A page that names its article.
                fields.get("mainEntity").into_iter().for_each(|entity| self.read(entity));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn article(&mut self, value: &Value) {
        let text = |field: &str| value[field].as_str().unwrap_or_default();
        keep(&mut self.headline, text("headline"));
        self.published = self.published.or_else(|| date::parse(text("datePublished")));
        let publisher = &value["publisher"];
        let publisher = publisher.get(0).unwrap_or(publisher);
        keep(&mut self.publisher, publisher["name"].as_str().unwrap_or_default());
        let page = &value["mainEntityOfPage"];
        for address in [value["url"].as_str(), page["@id"].as_str(), page.as_str()].into_iter().flatten() {
            keep_address(&mut self.url, address);
        }
    }
}

/// Tells whether a type is that of an article: `NewsArticle`, `ReportageNewsArticle`, `BlogPosting` and their kin, alone or in a list.
fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report",
        Value::Array(kinds) => kinds.iter().any(is_article),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

fn keep(slot: &mut Option<String>, text: &str) {
    if slot.is_none() {
        *slot = worded(text);
    }
}

/// Keeps an address of the web; one without a host says nothing, and others (`javascript:`, `file:`) are never repeated.
fn keep_address(slot: &mut Option<String>, address: &str) {
    let address = address.trim();
    let of_the_web = ["http://", "https://"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    });
    if slot.is_none() && of_the_web && !address.contains(|c: char| c.is_control() || c == ' ') {
        *slot = Some(address.to_owned());
    }
}

/// A text with single blanks; `None`: it is empty.
fn worded(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(text).filter(|text| !text.is_empty())
}
