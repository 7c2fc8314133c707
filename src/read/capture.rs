//! The article of a captured page.

use std::borrow::Cow;

use super::html::{self, Page};
use super::http::Head;
use super::warc::Capture;
use super::{Context, Parsed, RawRecord, ReadOptions, SkipReason, Skipped, charset};

/// Makes the article of a captured page or of a text that was taken from one.
pub(super) fn parse(mut raw: RawRecord, options: &ReadOptions) -> Result<Parsed, Skipped> {
    let Context::Capture(capture) = std::mem::replace(&mut raw.context, Context::None) else {
        let bytes = raw.bytes.len() as u64;
        return Err(raw.skipped(SkipReason::NotARecord { bytes }));
    };
    match read(&raw.bytes, &capture, options) {
        Ok((Page { laid, told }, repaired)) => {
            let mut all = capture.told;
            all.title = told.title;
            all.outlet = told.outlet;
            all.published = told.published;
            // The page knows its own address better than the link that led there.
            all.url = told.url.or(all.url);
            let article = all.article(laid.text, laid.blocks, raw.origin);
            Ok(Parsed { article, repaired: raw.repaired + repaired, written: None })
        }
        Err(reason) => Err(raw.skipped(reason)),
    }
}

fn read(block: &[u8], capture: &Capture, options: &ReadOptions) -> Result<(Page, u32), SkipReason> {
    let body = match Head::parse(block).filter(|_| capture.http) {
        Some(head) => head.body(block, options.limits.record)?,
        None => Cow::Borrowed(block),
    };
    let media = capture.media.as_deref();
    if media.is_some_and(|media| media.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("text/plain"))) {
        let (text, repaired) = charset::decode(&body, media.and_then(html::charset_of).as_deref());
        return Ok((Page::plain(text), repaired));
    }
    let (html, repaired) = html::decode(&body, media);
    Ok((html::read(&html, options)?, repaired))
}
