//! WARC and WET: each page that is whole is an article; what is not is told, and the next is read.

use std::fmt::Write as _;
use std::io::Write as _;

use copydesk::article::DateQuality;
use copydesk::read::{Limit, ReadOptions, SkipReason};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::reading::{read, read_with};

const SENTENCE: &str =
    "The harbour board voted on Monday to close the old swing bridge for two years, the chairman said.";

fn page(number: usize) -> String {
    let mut page = format!("<html><head><title>Bridge {number}</title></head><body><article>");
    for line in 0..4 {
        write!(page, "<p>Report {number}, paragraph {line}. {SENTENCE}</p>")
            .expect("a string takes all that is written");
    }
    page + "</article></body></html>"
}

fn record(kind: &str, media: &str, uri: &str, block: &[u8], length: &str) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-05-17T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{uri}>\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n"
    );
    [header.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(uri: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat();
    record("response", "application/http; msgtype=response", uri, &block, &block.len().to_string())
}

fn info() -> Vec<u8> {
    record("warcinfo", "application/warc-fields", "x", b"", "0")
}

fn captures(count: usize) -> Vec<Vec<u8>> {
    let capture =
        |n| response(&format!("https://a.example/{n}"), "Content-Type: text/html; charset=utf-8", page(n).as_bytes());
    (0..count).map(capture).collect()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("a vector takes all that is written");
    encoder.finish().expect("a vector takes all that is written")
}

#[test]
fn each_page_of_any_packing_is_an_article() {
    let all = [info(), captures(5).concat()].concat();
    let by_member: Vec<u8> = std::iter::once(info()).chain(captures(5)).flat_map(|record| gz(&record)).collect();
    for bytes in [all.clone(), by_member, gz(&all), zstd::encode_all(&all[..], 3).expect("packs")] {
        let read = read("a.warc.gz", bytes);
        assert_eq!(read.counts(), (5, 0));
        let article = &read.articles[3];
        assert_eq!((article.url.as_deref(), article.title.as_deref()), (Some("https://a.example/3"), Some("Bridge 3")));
        assert_eq!(article.published.map(|published| published.quality), Some(DateQuality::Crawled));
        assert!(article.text.starts_with("Report 3, paragraph 0.") && article.blocks.len() == 4, "{}", article.text);
    }
}

#[test]
fn texts_of_wet_files_are_articles_and_other_records_are_passed_by() {
    let text = "Bridge closed\nThe harbour board voted.\n";
    let length = text.len().to_string();
    let not_found = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nnothing";
    let all = [
        info(),
        record("request", "application/http; msgtype=request", "r", b"GET / HTTP/1.1\r\n\r\n", "18"),
        record("conversion", "text/plain", "https://a.example/t", text.as_bytes(), &length),
        record("response", "application/http", "e", not_found, &not_found.len().to_string()),
        response("https://a.example/p.png", "Content-Type: image/png", b"\x89PNG"),
        record("metadata", "application/warc-fields", "m", b"x: y", "4"),
    ]
    .concat();
    let read = read("a.warc.wet", all);
    assert_eq!((read.counts(), read.texts()), ((1, 0), vec![text]));
    assert_eq!(read.articles[0].id, "urn:uuid:https://a.example/t");
}

#[test]
fn a_wrong_length_loses_its_record_and_no_other() {
    let block = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", page(0).as_bytes()].concat();
    for length in ["50", "1000000000", "-5", "99999999999999999999999", "ten", "9999"] {
        let bad = record("response", "application/http", "https://a.example/bad", &block, length);
        let read = read("a.warc", [info(), bad, captures(3).concat()].concat());
        assert_eq!(read.counts(), (3, 1), "{length}: {:?}", read.reasons());
    }
}

#[test]
fn what_stands_between_records_is_told_and_passed() {
    let all: Vec<u8> =
        captures(3).into_iter().flat_map(|record| [&record[..], b"garbage line\ngarbage\n"].concat()).collect();
    let read_all = read("a.warc", all);
    assert_eq!((read_all.articles.len(), read_all.skipped.len()), (3, 3));
    assert_eq!(read_all.skipped[0].reason, SkipReason::NotARecord { bytes: 21 });
    let tight: Vec<u8> = captures(3).iter().flat_map(|record| record[..record.len() - 4].to_vec()).collect();
    assert_eq!(read("a.warc", tight).counts(), (3, 0));
}

#[test]
fn a_cut_record_is_told_and_those_before_it_are_kept() {
    let all = captures(5).concat();
    let cut = read("a.warc", &all[..all.len() * 7 / 10]);
    assert_eq!(cut.counts(), (3, 1));
    assert_eq!(cut.skipped[0].reason, SkipReason::Unfinished);
    let packed: Vec<u8> = captures(5).iter().flat_map(|record| gz(record)).collect();
    let cut = read("a.warc.gz", &packed[..packed.len() * 7 / 10]);
    assert_eq!((cut.articles.len(), cut.skipped.len()), (3, 1));
    assert!(cut.skipped[0].reason == SkipReason::CutOff && cut.problem.is_some());
}

#[test]
fn a_header_and_a_block_have_limits() {
    let long = [
        b"WARC/1.0\r\nWARC-Type: response\r\nX-Long: ",
        &[b'a'; 300_000][..],
        b"\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
    ]
    .concat();
    let read_long = read("a.warc", [long, captures(2).concat()].concat());
    assert_eq!(read_long.counts(), (2, 1));
    assert!(matches!(read_long.skipped[0].reason, SkipReason::Limit { limit: Limit::WarcHeader, .. }));
    let film = response("https://a.example/film", "Content-Type: video/mp4", &[0; 300_000]);
    let page = response("https://a.example/page", "Content-Type: text/html", &[b'x'; 300_000]);
    let mut options = ReadOptions::default();
    options.limits.record = 100_000;
    let read = read_with("a.warc", [film, captures(1).concat(), page, captures(2).concat()].concat(), &options);
    assert_eq!(read.articles.len(), 3);
    assert!(
        read.skipped.iter().all(|skipped| matches!(skipped.reason, SkipReason::Limit { limit: Limit::Record, .. }))
    );
}

#[test]
fn bodies_are_unpacked_as_they_were_sent() {
    let chunked = format!("{:x}\r\n{}\r\n0\r\n\r\n", page(1).len(), page(1));
    let all = [
        response("https://a.example/1", "Content-Type: text/html\r\nTransfer-Encoding: chunked", chunked.as_bytes()),
        response("https://a.example/2", "Content-Type: text/html\r\nContent-Encoding: gzip", &gz(page(2).as_bytes())),
        response("https://a.example/3", "Content-Type: text/html\r\nContent-Encoding: gzip", page(3).as_bytes()),
        response(
            "https://a.example/4",
            "Content-Type: text/html\r\nTransfer-Encoding: chunked",
            b"ffffffffffffffff\r\nx\r\n",
        ),
        response("https://a.example/5", "Content-Type: text/html\r\nContent-Encoding: compress", b"\x1f\x9d\x90"),
    ]
    .concat();
    let read = read("a.warc", all);
    assert_eq!(read.counts(), (3, 2), "{:?}", read.reasons());
    assert!(read.texts().iter().all(|text| text.contains(SENTENCE)));
}

#[test]
fn a_body_that_unpacks_without_end_is_one_reject() {
    let mut options = ReadOptions::default();
    options.limits.record = 1 << 20;
    let bomb =
        response("https://a.example/b", "Content-Type: text/html\r\nContent-Encoding: gzip", &gz(&vec![b'a'; 8 << 20]));
    let read = read_with("a.warc", [bomb, captures(2).concat()].concat(), &options);
    assert_eq!(read.counts(), (2, 1));
    assert!(matches!(read.skipped[0].reason, SkipReason::Limit { limit: Limit::Record, .. }));
}

#[test]
fn the_encoding_of_the_head_is_used() {
    let html = "<html><body><p>Мост останется закрытым до весны, заявил министр во вторник.</p></body></html>";
    let bytes = encoding_rs::WINDOWS_1251.encode(html).0;
    let read = read("a.warc", response("https://a.example/", "Content-Type: text/html; charset=windows-1251", &bytes));
    assert_eq!(read.texts(), ["Мост останется закрытым до весны, заявил министр во вторник."]);
}
