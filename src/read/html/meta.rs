//! What a page says of itself: headline, date, outlet and address, from JSON-LD, OpenGraph and its kin, `<time>` and `<title>`.

use std::borrow::Cow;

use jiff::civil::DateTime;
use serde_json::Value;

use super::reference::decoded;
use super::tag::Tag;
use super::tree::{Node, Tree};
use crate::read::date;
use crate::read::told::Told;

const META: Tag = Tag::known(b"meta");
const LINK: Tag = Tag::known(b"link");
const SCRIPT: Tag = Tag::known(b"script");
const TIME: Tag = Tag::known(b"time");
const TITLE: Tag = Tag::known(b"title");

/// Reads what a page says of itself. One pass over the page.
pub(super) fn told(tree: &Tree<'_>) -> Told {
    let mut found = Found::default();
    let mut headings = 0usize;
    for (ix, node) in tree.nodes().iter().enumerate() {
        match node.tag {
            META => found.meta(tree, node),
            LINK => found.link(tree, node),
            SCRIPT => found.script(tree, ix),
            TIME => found.time(tree, node),
            TITLE if found.title.is_none() => found.title = worded(&text(tree, ix)),
            Tag::H1 => {
                headings += 1;
                found.heading = if headings == 1 { worded(&text(tree, ix)) } else { None };
            }
            _ => {}
        }
    }
    found.told()
}

/// All text below an element.
fn text(tree: &Tree<'_>, ix: usize) -> String {
    let below = &tree.nodes()[ix..tree.nodes()[ix].end as usize];
    below.iter().filter(|node| node.tag == Tag::TEXT).map(|node| decoded(tree.written(node))).collect()
}

/// The value of an attribute.
fn value<'h>(tree: &Tree<'h>, node: &Node, name: &str) -> Option<Cow<'h, str>> {
    tree.attribute(node, name).map(decoded)
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
    fn meta(&mut self, tree: &Tree<'_>, node: &Node) {
        let name = ["property", "name", "itemprop"].iter().find_map(|attribute| tree.attribute(node, attribute));
        let (Some(name), Some(content)) = (name, value(tree, node, "content")) else { return };
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

    fn link(&mut self, tree: &Tree<'_>, node: &Node) {
        if tree.attribute(node, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
            && let Some(address) = value(tree, node, "href")
        {
            keep_address(&mut self.canonical, &address);
        }
    }

    fn time(&mut self, tree: &Tree<'_>, node: &Node) {
        let Some(at) = value(tree, node, "datetime") else { return };
        // Behind all `meta` elements; one that says it is the publication before one that does not.
        let says_so = tree.attribute(node, "pubdate").is_some()
            || tree.attribute(node, "itemprop").is_some_and(|name| name == "datePublished");
        self.dated(DATES.len() + usize::from(!says_so), &at);
    }

    fn dated(&mut self, rank: usize, text: &str) {
        if self.date.is_none_or(|(best, _)| rank < best)
            && let Some(at) = date::parse(text)
        {
            self.date = Some((rank, at));
        }
    }

    fn script(&mut self, tree: &Tree<'_>, ix: usize) {
        let node = &tree.nodes()[ix];
        if !tree.attribute(node, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json")) {
            return;
        }
        // No reference is undone in a script.
        let Some(text) = tree.nodes().get(ix + 1).filter(|text| text.parent as usize == ix) else { return };
        let text = tree.written(text);
        // Line ends within strings are no JSON, and stand in many pages.
        let plain = if text.contains(|c: char| c < ' ') {
            Cow::Owned(text.replace(|c: char| c < ' ', " "))
        } else {
            Cow::Borrowed(text)
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
