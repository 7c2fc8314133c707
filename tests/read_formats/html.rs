//! HTML: the article of a page with its paragraphs, and what the page says of itself.

use copydesk::article::DateQuality;
use copydesk::read::{Extract, Limit, ReadOptions, SkipReason};
use copydesk::text::BlockKind;

use crate::reading::{read, read_with};

const LEAD: &str = "The harbour board voted on Monday to close the old swing bridge for two years, the chairman said.";
const SECOND: &str =
    "Ships will use the north channel until then, and the ferry runs twice an hour, the board said in a statement.";

fn page(head: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>")
}

fn article(paragraphs: &str) -> String {
    page(
        "<title>Bridge closed - The Herald</title>",
        &format!(
            "<nav><ul><li><a href=/>Home</a></li><li><a href=/sport>Sport</a></li></ul></nav><article><h1>Bridge closed</h1>{paragraphs}</article><footer><p>All rights reserved.</p></footer>"
        ),
    )
}

#[test]
fn paragraphs_headings_lists_and_quotations_are_blocks() {
    let html = article(&format!(
        "<p>{LEAD}</p>\n<p>{SECOND} <b>Nobody</b> knows\n  why.</p><h2>What now?</h2><ul><li>{LEAD}</li><li>{SECOND}</li></ul><blockquote><p>“{SECOND}”</p></blockquote><p>{LEAD}</p>"
    ));
    let read = read("a.html", html);
    assert_eq!(read.counts(), (1, 0));
    let article = &read.articles[0];
    let blocks: Vec<(BlockKind, &str)> =
        article.blocks.iter().map(|block| (block.kind, block.span.of(&article.text))).collect();
    let second = format!("{SECOND} Nobody knows why.");
    let quote = format!("“{SECOND}”");
    let expected = [
        (BlockKind::Paragraph, LEAD),
        (BlockKind::Paragraph, &second),
        (BlockKind::Heading, "What now?"),
        (BlockKind::ListItem, LEAD),
        (BlockKind::ListItem, SECOND),
        (BlockKind::Quote, &quote),
        (BlockKind::Paragraph, LEAD),
    ];
    let blocks: Vec<_> = blocks.into_iter().filter(|(_, text)| *text != "Bridge closed").collect();
    assert_eq!(blocks, expected);
    assert!(!article.text.contains("Sport") && !article.text.contains("rights reserved"), "{}", article.text);
    assert_eq!((article.id.as_str(), article.title.as_deref()), ("a.html", Some("Bridge closed")));
}

#[test]
fn all_gives_all_text_that_a_reader_sees() {
    let html = article(&format!(
        "<script>var hidden;</script><p>{LEAD}<br>{SECOND}<br><br>{LEAD}</p><!-- no --><template>no</template>"
    ));
    let options = ReadOptions { extract: Extract::All, ..ReadOptions::default() };
    let read = read_with("a.html", html, &options);
    let expected = format!("Home\n\nSport\n\nBridge closed\n\n{LEAD}\n{SECOND}\n\n{LEAD}\n\nAll rights reserved.");
    assert_eq!(read.texts(), [expected]);
}

#[test]
fn a_page_of_one_short_paragraph_is_read() {
    assert_eq!(read("a.html", page("", &format!("<p>{LEAD}</p>"))).texts(), [LEAD]);
    assert_eq!(read("a.html", "The bridge is closed.").texts(), ["The bridge is closed."]);
}

#[test]
fn headline_date_outlet_and_address_come_from_json_ld() {
    let head = r#"<title>x</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"no"},
        {"@type":["NewsArticle"],"headline":"Bridge
closed","datePublished":"2024-05-17T09:30:00+02:00","publisher":{"@type":"Organization","name":"The Herald"},"mainEntityOfPage":{"@id":"https://a.example/bridge"}}]}</script>"#;
    let article = &read("a.html", page(head, &format!("<p>{LEAD}</p>"))).articles[0];
    assert_eq!(article.title.as_deref(), Some("Bridge closed"));
    assert_eq!(
        (article.outlet.as_deref(), article.url.as_deref()),
        (Some("The Herald"), Some("https://a.example/bridge"))
    );
    let published = article.published.expect("a date");
    assert_eq!((published.at.to_string().as_str(), published.quality), ("2024-05-17T07:30:00", DateQuality::Given));
}

#[test]
fn they_come_from_opengraph_and_its_kin_too() {
    let head = "<meta property=og:title content='Bridge &amp; ferry'><meta property=og:site_name content=Herald><link rel=canonical href='https://a.example/2024/05/17/b'>\
        <meta name=date content='2020-01-01'><meta property='article:published_time' content='2024-05-17T07:30:00Z'>";
    let article = &read("a.html", page(head, &format!("<time datetime=2001-01-01></time><p>{LEAD}</p>"))).articles[0];
    assert_eq!((article.title.as_deref(), article.outlet.as_deref()), (Some("Bridge & ferry"), Some("Herald")));
    assert_eq!(article.url.as_deref(), Some("https://a.example/2024/05/17/b"));
    assert_eq!(article.published.expect("a date").at.to_string(), "2024-05-17T07:30:00");
    let by_time = &read("a.html", page("", &format!("<time datetime=2001-02-03>x</time><p>{LEAD}</p>"))).articles[0];
    assert_eq!(by_time.published.expect("a date").at.to_string(), "2001-02-03T00:00:00");
    let evil =
        &read("a.html", page("<link rel=canonical href='javascript:alert(1)'>", &format!("<p>{LEAD}</p>"))).articles[0];
    assert_eq!(evil.url, None);
}

#[test]
fn a_page_says_its_encoding_and_is_believed_unless_it_is_utf8() {
    let text = "Министр заявил во вторник, что мост останется закрытым до весны.";
    let html = format!("<html><head><meta charset=windows-1251></head><body><p>{text}</p></body></html>");
    assert_eq!(read("a.html", encoding_rs::WINDOWS_1251.encode(&html).0.into_owned()).texts(), [text]);
    assert_eq!(read("a.html", html.clone()).texts(), [text]);
    let undeclared = html.replace("<meta charset=windows-1251>", "");
    assert_eq!(read("a.html", encoding_rs::KOI8_R.encode(&undeclared).0.into_owned()).texts(), [text]);
    let utf16: Vec<u8> = format!("\u{feff}{html}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read("a.html", utf16).texts(), [text]);
}

#[test]
fn pages_that_would_break_a_parser_are_read_or_rejected_by_the_limit_they_reach() {
    let (depth, nodes, attributes) = (Some(Limit::HtmlDepth), Some(Limit::HtmlNodes), Some(Limit::HtmlAttributes));
    let bold: String = (0..500).map(|n| format!("<b id={n}>")).collect();
    let pages = [
        ("<div>".repeat(100_000) + LEAD, depth),
        ("<b><p>".repeat(100_000) + LEAD, None),
        (bold.clone() + &format!("<p>{LEAD}").repeat(5000), None),
        (format!("<p>{bold}{}", format!("<p>{LEAD}").repeat(5000)), None),
        ("<br>".repeat(2_000_000) + LEAD, nodes),
        (format!("<p {}>{LEAD}", " a".repeat(200_000)), attributes),
        ("<table><tr><td>".repeat(5000) + LEAD, depth),
        ("<template>".repeat(50_000) + LEAD, depth),
        ("<a href=x>".repeat(100_000) + LEAD, None),
        ("<i>x</b>".repeat(50_000), None),
        ("<p>x".repeat(100_000), None),
        (format!("<table><td colspan=9007199254740991>{LEAD}</table>"), None),
        (format!("<p>{LEAD}<!-- {}", "x".repeat(100_000)), None),
        (format!("<p>{LEAD}<script>{}", "x".repeat(100_000)), None),
        (format!("<title>{LEAD}<p>{LEAD}"), None),
        (format!("<p>{}&#x110000;&#0;&bad;{LEAD}", "&amp;".repeat(200_000)), None),
        (format!("<img src='data:{}'><p>{LEAD}", "A".repeat(5_000_000)), None),
        (format!("<scr\0ipt>{LEAD}</scr\0ipt><p>{LEAD}"), None),
    ];
    for (ix, (html, expected)) in pages.into_iter().enumerate() {
        // The stack of a worker thread.
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
            let read = read("a.html", html);
            let limit = read.skipped.first().map(|skipped| match skipped.reason {
                SkipReason::Limit { limit, .. } => limit,
                ref other => panic!("page {ix}: {other}"),
            });
            (read.articles.len(), limit)
        });
        let found = thread.expect("a thread").join().expect("the page is read to its end");
        assert_eq!(found, (usize::from(expected.is_none()), expected), "page {ix}");
    }
}

#[test]
fn a_page_is_known_by_its_first_bytes() {
    let html = format!("\u{feff}\n<!-- saved --><!doctype HTML><p>{LEAD}");
    assert_eq!(read("-", html.clone()).texts(), [LEAD]);
    assert_eq!(read("a.md", "<html>\n").articles[0].id, "a.md");
    assert_eq!(read("a.txt", "A text about <html>.").texts(), ["A text about <html>."]);
}

#[test]
fn with_care_what_stands_around_an_article_is_left_out_and_no_paragraph_is_lost() {
    let paragraph = |n| {
        format!(
            "<p>Paragraph {n}. The harbour board voted on Monday to close the old swing bridge for two years, and nobody spoke against it in the hall.</p>"
        )
    };
    let page = format!(
        "<html><body><div class='site-menu'><a href=/>Home</a></div><div class='share-bar'><p>Share this story with all your friends on every network there is, please.</p></div>
         <article><h1>Bridge</h1>{}{}<h3>Read more</h3><ul><li><a href=/1>Another story</a></li><li><a href=/2>A third story</a></li></ul></article>
         <div class='related-stories'><p>A quite different story about a hospital that opened its doors in spring, with many beds.</p></div></body></html>",
        paragraph(1),
        paragraph(2)
    );
    let options = ReadOptions { extract: Extract::Precise, ..ReadOptions::default() };
    let text = read_with("a.html", page, &options).articles[0].text.clone();
    assert!(text.contains("Paragraph 1.") && text.contains("Paragraph 2."), "{text}");
    for beside in ["Share this", "Another story", "Read more", "hospital", "Home"] {
        assert!(!text.contains(beside), "{beside}: {text}");
    }
}
