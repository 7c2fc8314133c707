//! The header of a WARC record: what it is, how long, of what page and when.

use super::date;
use super::told::Told;

/// What a record of a WARC file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What a server sent, with its HTTP head.
    Response,
    /// A page or a text without a head.
    Text,
    /// What is no article.
    Other,
}

/// The header of a record.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) kind: Kind,
    /// Bytes of the block; `None`: it does not say, or says no number.
    pub(super) length: Option<u64>,
    /// The type of the block.
    pub(super) media: Option<String>,
    pub(super) told: Told,
}

impl Header {
    /// Reads the lines of a header; names are those of the standard in any case, and the first of a name counts.
    pub(super) fn parse(header: &[u8]) -> Self {
        let (mut kind, mut length, mut media, mut told) = (None, None, None, Told::default());
        for line in header.split(|&byte| byte == b'\n').skip(1) {
            let Some(colon) = line.iter().position(|&byte| byte == b':') else { continue };
            let (name, value) = (&line[..colon], String::from_utf8_lossy(&line[colon + 1..]));
            let value = value.trim();
            let is = |wanted: &str| name.eq_ignore_ascii_case(wanted.as_bytes());
            if is("warc-type") {
                kind.get_or_insert_with(|| value.to_owned());
            } else if is("content-length") && length.is_none() {
                length = Some(value.parse::<u64>().ok());
            } else if is("content-type") {
                media.get_or_insert_with(|| value.to_owned());
            } else if is("warc-target-uri") {
                // Some writers put the address in angle brackets, as the first draft of the standard did.
                let uri = value.trim_start_matches('<').trim_end_matches('>');
                told.url.get_or_insert_with(|| without_password(uri));
            } else if is("warc-record-id") {
                let id = value.trim_start_matches('<').trim_end_matches('>');
                told.id.get_or_insert_with(|| id.to_owned());
            } else if is("warc-date") {
                told.crawled = told.crawled.or(date::parse(value));
            }
        }
        let kind = kind_of(kind.as_deref().unwrap_or_default(), media.as_deref().unwrap_or_default());
        told.url = told.url.filter(|url| !url.is_empty());
        told.id = told.id.filter(|id| !id.is_empty());
        Self { kind, length: length.flatten(), media, told }
    }
}

fn kind_of(kind: &str, media: &str) -> Kind {
    let is = |wanted: &str| media.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted));
    match kind {
        "response" if is("application/http") || media.is_empty() => Kind::Response,
        "response" | "resource" | "conversion" if is("text/html") || is("text/plain") || is("application/xhtml") => {
            Kind::Text
        }
        _ => Kind::Other,
    }
}

/// The address without the password that some hold; it would stand in every report.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..authority].rsplit_once('@') {
        Some((user, host)) if user.contains(':') => format!("{scheme}://{host}{}", &rest[authority..]),
        Some(_) | None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_left_out() {
        assert_eq!(without_password("http://user:secret@host.example/a@b:c"), "http://host.example/a@b:c");
        assert_eq!(without_password("http://host.example/a@b:c"), "http://host.example/a@b:c");
        assert_eq!(without_password("mailto:a:b@c"), "mailto:a:b@c");
    }

    #[test]
    fn the_first_line_of_a_name_counts_in_any_case() {
        let header = Header::parse(
            b"WARC/1.0\r\nwarc-type: conversion\r\nContent-LENGTH:  12 \r\nContent-Length: 13\r\nContent-Type: text/plain\r\n\
WARC-Target-URI: <http://a.example/>\r\nWARC-Date: 2024-05-17T00:00:00Z\r\nno colon\r\nWARC-Record-ID: <urn:uuid:1>",
        );
        assert_eq!((header.kind, header.length), (Kind::Text, Some(12)));
        assert_eq!(
            (header.told.url.as_deref(), header.told.id.as_deref()),
            (Some("http://a.example/"), Some("urn:uuid:1"))
        );
        assert!(header.told.crawled.is_some());
        for bad in ["-5", "99999999999999999999999", "", "x"] {
            assert_eq!(Header::parse(format!("WARC/1.0\r\nContent-Length: {bad}").as_bytes()).length, None, "{bad}");
        }
    }
}
