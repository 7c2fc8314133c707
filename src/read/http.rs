//! A captured HTTP response: its head, and its body without the codings it was sent in.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};
use memchr::{memchr, memmem};

use super::{Limit, SkipReason};

/// The head of a response, as far as it is used.
#[derive(Debug, Default)]
pub(super) struct Head {
    status: u16,
    /// The type of the body, with its parameters.
    pub(super) media: Option<String>,
    codings: Vec<String>,
    chunked: bool,
    /// Where the body begins.
    body: usize,
}

impl Head {
    /// Reads the head of a response; `None`: the bytes do not begin with one.
    pub(super) fn parse(block: &[u8]) -> Option<Self> {
        let rest = block.strip_prefix(b"HTTP/")?;
        let crlf = memmem::find(block, b"\r\n\r\n").map(|at| (at, at + 4));
        let within = &block[..crlf.map_or(block.len(), |(at, _)| at)];
        let (end, body) = memmem::find(within, b"\n\n").map(|at| (at, at + 2)).or(crlf)?;
        let space = memchr(b' ', rest)?;
        let status = std::str::from_utf8(rest.get(space + 1..space + 4)?).ok()?.parse().ok()?;
        let mut head = Self { status, body, ..Self::default() };
        for line in block[..end].split(|&byte| byte == b'\n').skip(1) {
            let Some(colon) = memchr(b':', line) else { continue };
            let (name, value) = (&line[..colon], String::from_utf8_lossy(line[colon + 1..].trim_ascii()));
            if name.eq_ignore_ascii_case(b"content-type") {
                head.media.get_or_insert_with(|| value.into_owned());
            } else if name.eq_ignore_ascii_case(b"content-encoding") {
                head.codings.extend(value.split(',').map(|coding| coding.trim().to_ascii_lowercase()));
            } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
                head.chunked = value.to_ascii_lowercase().contains("chunked");
            }
        }
        Some(head)
    }

    /// Tells whether it is a page that was found: not an error, not a picture.
    pub(super) fn is_page(&self, block: &[u8]) -> bool {
        let text = match &self.media {
            Some(media) => {
                let media = media.to_ascii_lowercase();
                ["text/html", "text/plain", "application/xhtml"].iter().any(|kind| media.starts_with(kind))
            }
            None => block[self.body..].trim_ascii_start().first() == Some(&b'<'),
        };
        (200..300).contains(&self.status) && text && self.body < block.len()
    }

    /// Takes the codings off the body.
    ///
    /// # Errors
    /// When it is broken, in a coding that is not known here, or longer than `limit`.
    pub(super) fn body<'b>(&self, block: &'b [u8], limit: usize) -> Result<Cow<'b, [u8]>, SkipReason> {
        let mut body = Cow::Borrowed(&block[self.body..]);
        if self.chunked {
            body = unchunk(body)?;
        }
        for coding in self.codings.iter().rev() {
            body = decode(coding, body, limit)?;
        }
        Ok(body)
    }
}

/// Joins the chunks of a body (RFC 9112, section 7.1). One that is not in chunks is left as it is: many crawlers join them and keep the head.
fn unchunk(body: Cow<'_, [u8]>) -> Result<Cow<'_, [u8]>, SkipReason> {
    let Some(first) = chunk_size(&body) else { return Ok(body) };
    let mut out = Vec::with_capacity(body.len());
    let (mut at, mut next) = (0, first);
    loop {
        let (line, size) = next;
        let start = at + line;
        if size == 0 {
            return Ok(Cow::Owned(out));
        }
        let chunk = usize::try_from(size).ok().and_then(|size| body.get(start..start.checked_add(size)?));
        let chunk = chunk.ok_or(SkipReason::BrokenBody { what: "a chunk is longer than the rest of it" })?;
        out.extend_from_slice(chunk);
        at = start + chunk.len();
        at += body[at..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        next = match chunk_size(&body[at..]) {
            Some(next) => next,
            None if at == body.len() => return Ok(Cow::Owned(out)),
            None => return Err(SkipReason::BrokenBody { what: "a chunk has no length" }),
        };
    }
}

/// Reads the line with the length of a chunk: bytes of the line, and the length.
fn chunk_size(bytes: &[u8]) -> Option<(usize, u64)> {
    let line = memchr(b'\n', &bytes[..bytes.len().min(1024)])?;
    let digits = bytes[..line].split(|&byte| byte == b';').next()?.trim_ascii();
    let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.is_empty() && digits.len() <= 16)?;
    Some((line + 1, u64::from_str_radix(digits, 16).ok()?))
}

fn decode<'b>(coding: &str, body: Cow<'b, [u8]>, limit: usize) -> Result<Cow<'b, [u8]>, SkipReason> {
    match coding {
        "" | "identity" => Ok(body),
        // A body that is plain already: crawlers unpack it and keep the head.
        "gzip" | "x-gzip" if !body.starts_with(b"\x1f\x8b") => Ok(body),
        "gzip" | "x-gzip" => unpack(MultiGzDecoder::new(&*body), limit),
        "deflate" if body.first().is_none_or(|first| first & 0x0f != 8) => Ok(body),
        "deflate" => unpack(ZlibDecoder::new(&*body), limit),
        "zstd" if !body.starts_with(b"\x28\xb5\x2f\xfd") => Ok(body),
        "zstd" => match zstd::Decoder::new(&*body) {
            Ok(decoder) => unpack(decoder, limit),
            Err(_) => Err(SkipReason::BrokenBody { what: "its Zstandard data are broken" }),
        },
        // Brotli has no magic number; what is text already is taken as it is.
        _ if body.trim_ascii_start().starts_with(b"<") => Ok(body),
        "br" => unpack(brotli::Decompressor::new(&*body, 4096), limit),
        other => Err(SkipReason::BodyCoding { coding: other.chars().take(20).collect() }),
    }
}

fn unpack<'b>(decoder: impl Read, limit: usize) -> Result<Cow<'b, [u8]>, SkipReason> {
    let mut out = Vec::new();
    // What was unpacked before the damage is a page that lacks its end, which is no page.
    let read = decoder.take(limit as u64 + 1).read_to_end(&mut out);
    if out.len() > limit {
        return Err(SkipReason::Limit { limit: Limit::Record, value: limit });
    }
    match read {
        Ok(_) => Ok(Cow::Owned(out)),
        Err(_) => Err(SkipReason::BrokenBody { what: "its packed data are broken" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(head: &str, body: &[u8]) -> Result<Vec<u8>, SkipReason> {
        let block = [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat();
        Head::parse(&block).expect("a head").body(&block, 1000).map(Cow::into_owned)
    }

    #[test]
    fn chunks_are_joined_and_a_body_that_has_none_is_left_alone() {
        let chunked = "Transfer-Encoding: chunked";
        assert_eq!(body(chunked, b"5;x=y\r\nThe b\r\n6\r\nridge.\r\n0\r\n\r\n"), Ok(b"The bridge.".to_vec()));
        assert_eq!(body(chunked, b"<p>The bridge.\n"), Ok(b"<p>The bridge.\n".to_vec()));
        assert!(matches!(body(chunked, b"ffffffffffffffff\r\nx\r\n"), Err(SkipReason::BrokenBody { .. })));
        assert!(matches!(body(chunked, b"2\r\nab\r\nzz\r\n"), Err(SkipReason::BrokenBody { .. })));
    }

    #[test]
    fn a_body_beyond_the_limit_or_in_an_unknown_coding_is_told() {
        let packed = zstd::encode_all(&[b'a'; 5000][..], 3).expect("a vector takes all that is written");
        assert!(matches!(body("Content-Encoding: zstd", &packed), Err(SkipReason::Limit { .. })));
        assert!(matches!(body("Content-Encoding: dcb", b"\x8b\x02"), Err(SkipReason::BodyCoding { .. })));
        assert_eq!(body("Content-Encoding: gzip", b"<p>plain"), Ok(b"<p>plain".to_vec()));
    }

    #[test]
    fn only_pages_that_were_found_count() {
        let page = |head: &str, body: &str| {
            let block = format!("{head}\r\n\r\n{body}");
            Head::parse(block.as_bytes()).is_some_and(|head| head.is_page(block.as_bytes()))
        };
        assert!(page("HTTP/1.1 200 OK\r\nContent-Type: text/HTML; charset=x", "x"));
        assert!(page("HTTP/1.0 200", "<p>x"));
        assert!(!page("HTTP/1.1 404 Not Found\r\nContent-Type: text/html", "x"));
        assert!(!page("HTTP/1.1 200 OK\r\nContent-Type: image/png", "x"));
        assert!(!page("HTTP/1.1 200 OK\r\nContent-Type: text/html", ""));
    }
}
