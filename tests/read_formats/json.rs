//! The schemas that JSON records of news come in.

use copydesk::article::DateQuality;

use crate::reading::read;

#[test]
fn what_a_record_says_in_its_metadata_is_taken() {
    let record = r#"{"id":"d1","text":"x","metadata":{"url":"https://a.example/1","title":"T","date":"2024-05-17","source":"Post"}}"#;
    let article = &read("a.jsonl", record).articles[0];
    assert_eq!(article.title.as_deref(), Some("T"));
    assert_eq!(article.url.as_deref(), Some("https://a.example/1"));
    assert_eq!(article.outlet.as_deref(), Some("Post"));
    assert_eq!(article.published.map(|published| published.quality), Some(DateQuality::Given));
    let crawled = r#"{"id":"d1","text":"x","metadata":{"dump":"CC-MAIN-2024-10","date":"2024-05-17"}}"#;
    let article = &read("a.jsonl", crawled).articles[0];
    assert_eq!(article.published.map(|published| published.quality), Some(DateQuality::Crawled));
}

#[test]
fn trafilatura_names_the_page_as_its_source() {
    let record = r#"{"title":"T","text":"x","source":"https://post.example/1","source-hostname":"Post"}"#;
    let article = &read("a.jsonl", record).articles[0];
    assert_eq!(article.url.as_deref(), Some("https://post.example/1"));
    assert_eq!(article.outlet.as_deref(), Some("post.example"));
}

#[test]
fn ninjs_keeps_headlines_and_bodies_in_lists() {
    let record = r#"{"uri":"tag:1","versionCreated":"2024-05-17T10:00:00Z","headlines":[{"role":"main","value":"T"}],"bodies":[{"contentType":"text/plain","value":"The text."}]}"#;
    let article = &read("a.json", record).articles[0];
    assert_eq!((article.id.as_str(), article.title.as_deref()), ("tag:1", Some("T")));
    assert_eq!(article.text, "The text.");
    assert!(article.published.is_some());
    let html = r#"{"uri":"tag:2","bodies":[{"contentType":"text/html","value":"<p>One.</p><p>Two.</p>"}]}"#;
    assert_eq!(read("a.json", html).texts(), ["One.\n\nTwo."]);
    let none = r#"{"uri":"tag:3","bodies":[{"contentType":"text/html"}]}"#;
    assert_eq!(read("a.json", none).counts(), (0, 1));
}

#[test]
fn newspaper_and_news_please_are_read_by_their_own_names() {
    let newspaper = r#"{"url":"","canonical_link":"https://a.example/1","title":"T","text":"x","publish_date":"2024-05-17T00:00:00","meta_site_name":"Post","top_image":""}"#;
    let article = &read("a.jsonl", newspaper).articles[0];
    assert_eq!(article.outlet.as_deref(), Some("Post"));
    assert!(article.published.is_some());
    let please = r#"{"maintext":"x","date_publish":"2024-05-17 10:00:00","date_download":"2024-06-01 00:00:00","source_domain":"a.example","title":"T"}"#;
    let article = &read("a.json", please).articles[0];
    assert_eq!(article.outlet.as_deref(), Some("a.example"));
    assert_eq!(article.published.map(|published| published.quality), Some(DateQuality::Given));
}
