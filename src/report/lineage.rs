//! A lineage as text, as JSON and as a Graphviz graph.

use std::fmt::Write as _;

use serde_json::json;

use super::escape::terminal;
use crate::provenance::{Lineage, Link, Witness};

/// Shows a lineage to a person: the articles by date, under each what it took from earlier ones.
#[must_use]
pub fn text(lineage: &Lineage) -> String {
    let mut out = String::new();
    for (ix, article) in lineage.articles.iter().enumerate() {
        let mark = if ix == lineage.traced { "*" } else { " " };
        let _ = writeln!(out, "{mark} {:>2}. {}", ix + 1, named(article));
        for link in lineage.links.iter().filter(|link| link.from == ix) {
            let Link { to, words, similarity, relation, .. } = *link;
            let percent = similarity.get() * 100.0;
            let _ = writeln!(out, "        {} {}.: {words} words, {percent:.0} % alike", relation.term(), to + 1);
        }
    }
    if lineage.links.is_empty() {
        out.push_str("  shares no passage with another article of the archive\n");
    }
    out
}

fn named(article: &Witness) -> String {
    let date = article.published.map_or_else(|| "no date   ".to_owned(), |published| published.at.date().to_string());
    let crawled = if article.published.is_some() && !article.rank.is_dated() { " (crawled)" } else { "" };
    let outlet = article.outlet.as_deref().map(|outlet| format!(", {outlet}")).unwrap_or_default();
    let title = article.title.as_deref().map(|title| format!(" “{title}”")).unwrap_or_default();
    terminal(&format!("{date}{crawled}  {}{title}{outlet}, {} words", article.id, article.words)).into_owned()
}

/// Gives a lineage to a program. An article is named by its position, for versions share an id.
#[must_use]
pub fn json(lineage: &Lineage) -> String {
    let articles = lineage.articles.iter().enumerate().map(|(ix, article)| {
        let quality = article.published.map(|published| published.quality.name());
        json!({
            "n": ix, "id": article.id, "title": article.title, "url": article.url, "outlet": article.outlet,
            "published": article.published.map(|published| published.at.to_string()),
            "date_quality": quality.unwrap_or("unknown"), "words": article.words, "traced": ix == lineage.traced,
        })
    });
    let links = lineage.links.iter().map(|link| {
        json!({
            "prov": link.relation.term(), "from": link.from, "to": link.to, "words": link.words,
            "similarity": (link.similarity.get() * 1e4).round() / 1e4,
        })
    });
    let all = json!({ "v": 1, "articles": articles.collect::<Vec<_>>(), "links": links.collect::<Vec<_>>() });
    format!("{all}\n")
}

/// Draws a lineage in the language of Graphviz; arrows point to what was earlier.
#[must_use]
pub fn dot(lineage: &Lineage) -> String {
    let mut out = String::from("digraph lineage {\n  rankdir=BT;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for (ix, article) in lineage.articles.iter().enumerate() {
        let date = article.published.map_or_else(String::new, |published| format!("\\n{}", published.at.date()));
        let title = article.title.as_deref().map(|title| format!("\\n{}", escaped(title))).unwrap_or_default();
        let style = if ix == lineage.traced { ", style=bold" } else { "" };
        let _ = writeln!(out, "  a{ix} [label=\"{}{title}{date}\"{style}];", escaped(&article.id));
    }
    for link in &lineage.links {
        let Link { from, to, words, relation, .. } = *link;
        let _ = writeln!(out, "  a{from} -> a{to} [label=\"{}\\n{words} words\"];", relation.term());
    }
    out.push_str("}\n");
    out
}

/// Escapes a text for a quoted string of Graphviz; control characters become spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            _ if char.is_control() => out.push(' '),
            _ => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_cannot_be_broken_out_of() {
        assert_eq!(escaped("a\"; evil \\ \n"), "a\\\"; evil \\\\  ");
    }
}
