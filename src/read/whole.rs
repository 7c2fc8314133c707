//! Inputs that are one article: plain text.

use std::sync::Arc;

use super::charset;
use super::front_matter::FrontMatter;
use super::window::Window;
use super::{Context, Format, Limit, LineEnd, Parsed, RawRecord, ReadError, RecordSource, SkipReason};
use crate::article::{Article, Origin};
use crate::text::Block;

/// An input that is one record; an empty one holds none.
pub(super) struct Whole {
    window: Window,
    path: Arc<str>,
    format: Format,
    limit: usize,
    records: u64,
}

impl Whole {
    pub(super) fn new(window: Window, path: Arc<str>, format: Format, limit: usize) -> Self {
        Self { window, path, format, limit, records: 0 }
    }
}

impl RecordSource for Whole {
    fn next(&mut self) -> Result<Option<RawRecord>, ReadError> {
        while self.records == 0 && self.window.more() {}
        if self.records > 0 || self.window.bytes().is_empty() {
            return self.window.take_fault().map_or(Ok(None), |fault| Err(fault.after(self.records, &self.path)));
        }
        let too_long = self.window.bytes().len() > self.limit;
        let offset = self.window.offset();
        let mut bytes = self.window.take_all();
        bytes.shrink_to_fit();
        let fault = if too_long {
            bytes.truncate(SkipReason::SHOWN);
            bytes.shrink_to_fit();
            // Nothing but the rest of this one record would follow.
            self.window.take_fault();
            Some(SkipReason::Limit { limit: Limit::Record, value: self.limit })
        } else if self.window.is_cut() {
            Some(SkipReason::CutOff)
        } else {
            None
        };
        self.records = 1;
        Ok(Some(RawRecord {
            origin: Origin { path: Arc::clone(&self.path), record: 1, line: 1 },
            offset,
            format: self.format,
            bytes,
            line_end: LineEnd::None,
            repaired: self.window.take_repaired(),
            fault,
            context: Context::None,
        }))
    }
}

/// Makes the one article of an input; its id is the path.
pub(super) fn parse_plain(raw: RawRecord) -> Parsed {
    whole_article(raw, |_| (Vec::new(), FrontMatter::default()))
}

/// Makes an article of a whole input; `layout` finds its blocks and what it says of itself.
pub(super) fn whole_article(raw: RawRecord, layout: impl FnOnce(&str) -> (Vec<Block>, FrontMatter)) -> Parsed {
    let (text, repaired) = charset::decode_whole(raw.bytes);
    let (blocks, FrontMatter { title, url, published, outlet }) = layout(&text);
    let id = raw.origin.path.to_string();
    let article = Article { id, text, blocks, title, url, published, outlet, origin: raw.origin };
    Parsed { article, repaired: raw.repaired + repaired, written: None }
}
