//! The account of a run of `dedup` for a person: one page that needs nothing else.

use std::fmt::Write as _;

use super::Summary;

/// One cluster on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterRow {
    /// The article that the cluster is named after.
    pub kept: String,
    /// Articles in the cluster.
    pub articles: u64,
    /// Of these, articles with the same words as the kept one.
    pub exact: u64,
    /// The least similarity in the cluster.
    pub least: f64,
    /// Some of the others.
    pub examples: Vec<String>,
}

/// One passage on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct PassageRow {
    /// Articles that have it.
    pub articles: u32,
    /// Words at the origin.
    pub words: u32,
    /// It is stock.
    pub is_stock: bool,
    /// What was done.
    pub done: &'static str,
    /// The article that had it first.
    pub origin: String,
    /// The words, or their beginning.
    pub text: String,
}

/// No script, no network, no image; the style is in the page.
const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>copydesk dedup</title>\n<style>\n\
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\n\
table{border-collapse:collapse;width:100%;margin:1rem 0 2rem}\n\
th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #ddd;vertical-align:top}\n\
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}\n\
.account{font-size:1.25rem}\n\
td{overflow-wrap:anywhere}\n\
@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}th,td{border-color:#444}}\n\
</style>\n";

/// Appends the page.
pub fn page(summary: &Summary, clusters: &[ClusterRow], passages: &[PassageRow], out: &mut Vec<u8>) {
    let mut page = String::from(HEAD);
    let Summary { read, kept, removed, rejected, found, .. } = summary;
    let _ = write!(
        page,
        "<h1>What was cleaned</h1>\n<p class=\"account\">read {read} = kept {kept} + removed {removed} + rejected {rejected}</p>\n"
    );
    account(summary, &mut page);
    if !clusters.is_empty() {
        let _ = write!(
            page,
            "<h2>Clusters</h2>\n<p>The largest {} of {}; all are in <code>clusters.jsonl</code>.</p>\n",
            clusters.len(),
            found.clusters
        );
        page.push_str("<table>\n<tr><th>kept<th class=\"n\">articles<th class=\"n\">same words<th class=\"n\">least similarity<th>others\n");
        for row in clusters {
            let examples: Vec<String> = row.examples.iter().map(|name| text(name)).collect();
            let _ = writeln!(
                page,
                "<tr><td>{}<td class=\"n\">{}<td class=\"n\">{}<td class=\"n\">{:.2}<td>{}",
                text(&row.kept),
                row.articles,
                row.exact,
                row.least,
                examples.join(", ")
            );
        }
        page.push_str("</table>\n");
    }
    if !passages.is_empty() {
        let all = found.passages + found.stock_passages;
        let _ = write!(
            page,
            "<h2>Passages</h2>\n<p>The {} that stand in most articles, of {all}; all are in <code>passages.jsonl</code>.</p>\n",
            passages.len()
        );
        page.push_str(
            "<table>\n<tr><th class=\"n\">articles<th class=\"n\">words<th>kind<th>done<th>first in<th>text\n",
        );
        for row in passages {
            let kind = if row.is_stock { "stock" } else { "passage" };
            let _ = writeln!(
                page,
                "<tr><td class=\"n\">{}<td class=\"n\">{}<td>{kind}<td>{}<td>{}<td>{}",
                row.articles,
                row.words,
                row.done,
                text(&row.origin),
                text(&row.text)
            );
        }
        page.push_str("</table>\n");
    }
    page.push_str("</html>\n");
    out.extend_from_slice(page.as_bytes());
}

fn account(summary: &Summary, page: &mut String) {
    let found = &summary.found;
    let mut rows: Vec<(String, u64)> = vec![
        ("articles with the same words as a kept one".into(), found.exact),
        ("other near-duplicates".into(), found.near_duplicates),
        ("clusters".into(), found.clusters),
        ("passages of two articles or more".into(), found.passages),
        ("stock passages".into(), found.stock_passages),
        ("articles whose text lost something".into(), found.edited_articles),
        ("articles with damaged characters".into(), found.repaired_articles),
    ];
    rows.extend(found.findings.iter().map(|(rule, count)| (format!("findings of {rule}"), *count)));
    page.push_str("<table>\n");
    for (name, count) in rows.into_iter().filter(|row| row.1 > 0) {
        let _ = writeln!(page, "<tr><td>{name}<td class=\"n\">{count}");
    }
    let settings = &summary.settings;
    let policies: Vec<String> = settings.policies.iter().map(|(kind, policy)| format!("{kind}: {policy}")).collect();
    let _ = writeln!(
        page,
        "<tr><td>near-duplicates from a {} of<td class=\"n\">{}\n<tr><td>kept of each cluster<td class=\"n\">{}\n<tr><td>policies<td class=\"n\">{}\n</table>",
        settings.similarity,
        settings.threshold,
        settings.keep,
        policies.join(", ")
    );
}

/// Text for HTML: signs of markup escaped, characters that act on the layout of a line shown by number.
fn text(text: &str) -> String {
    let shown = crate::report::escape::terminal(text);
    let mut out = String::with_capacity(shown.len() + 11);
    out.push_str("<bdi>");
    for char in shown.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(char),
        }
    }
    out.push_str("</bdi>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_an_article_is_never_markup() {
        let row = PassageRow {
            articles: 2,
            words: 3,
            is_stock: false,
            done: "marked",
            origin: "<img src=x onerror=alert(1)>".into(),
            text: "</td><script>alert(1)</script>\u{202e}".into(),
        };
        let mut out = Vec::new();
        page(&Summary::default(), &[], &[row], &mut out);
        let page = String::from_utf8(out).unwrap();
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'));
        assert!(page.contains("&lt;script&gt;") && page.contains("&lt;U+202E&gt;"));
    }
}
