//! RSS and Atom: each item with text is an article.

use copydesk::article::DateQuality;

use crate::reading::read;

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Harbour &amp; Valley Post</title><link>https://post.example/</link>
<item><title>Bridge &amp;amp; road closed</title><link>https://post.example/1</link><guid isPermaLink="false">p-1</guid>
<pubDate>Fri, 17 May 2024 10:00:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The bridge stays closed.</p><p>“Nobody knows,” she&nbsp;said.</p><script>x()</script>]]></content:encoded></item>
<item><title>Only a summary</title><description>&lt;p&gt;The road is &lt;b&gt;open&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>No text at all</title></item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>
<entry><id>tag:1</id><title type="text">A &lt; B</title><link rel="self" href="https://post.example/feed"/><link href="https://post.example/a"/>
<published>2024-05-17T10:00:00Z</published><updated>2024-05-18T10:00:00Z</updated><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>First.</p><p>Second.</p></div></content></entry>
<entry><id>tag:2</id><content type="text">Plain &lt;p&gt; text</content></entry></feed>"#;

#[test]
fn an_item_of_rss_is_an_article_with_its_full_text() {
    let read = read("posts.xml", RSS);
    assert_eq!(read.counts(), (2, 1));
    let article = &read.articles[0];
    assert_eq!(article.text, "The bridge stays closed.\n\n“Nobody knows,” she\u{a0}said.");
    assert_eq!((article.id.as_str(), article.title.as_deref()), ("p-1", Some("Bridge & road closed")));
    assert_eq!(article.url.as_deref(), Some("https://post.example/1"));
    assert_eq!(article.outlet.as_deref(), Some("The Harbour & Valley Post"));
    let published = article.published.expect("a date");
    assert_eq!((published.at.to_string().as_str(), published.quality), ("2024-05-17T08:00:00", DateQuality::Given));
    assert_eq!(read.articles[1].text, "The road is open.");
    assert_eq!(read.articles[1].id, "posts.xml#2");
    assert!(read.reasons()[0].starts_with("the item at line 8 has no text field"), "{:?}", read.reasons());
}

#[test]
fn an_entry_of_atom_is_an_article_whatever_its_text_is_packed_in() {
    let read = read("a.atom", ATOM);
    assert_eq!(read.counts(), (2, 0));
    assert_eq!(read.texts(), ["First.\n\nSecond.", "Plain <p> text"]);
    let article = &read.articles[0];
    assert_eq!((article.id.as_str(), article.title.as_deref()), ("tag:1", Some("A < B")));
    assert_eq!(article.url.as_deref(), Some("https://post.example/a"));
    assert_eq!(article.published.expect("a date").at.to_string(), "2024-05-17T10:00:00");
}

#[test]
fn a_feed_that_is_cut_off_keeps_the_items_before() {
    let cut = &RSS[..RSS.find("open").expect("it is there")];
    let read = read("posts.rss", cut);
    assert_eq!(read.counts(), (1, 1));
    assert!(read.reasons()[0].contains("incomplete"), "{:?}", read.reasons());
}

#[test]
fn a_feed_in_another_encoding_says_so_itself() {
    let head = b"<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><description>";
    let bytes = [&head[..], &[0xcc, 0xee, 0xf1, 0xf2], b"</description></item></channel></rss>"].concat();
    assert_eq!(read("posts.rss", bytes).texts(), ["Мост"]);
}
