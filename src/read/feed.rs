//! Feeds (RSS, Atom): cut into their items, each of which is a record.

use std::sync::Arc;

use memchr::{memchr, memchr_iter, memmem};

use super::feed_item::channel_title;
use super::told::Told;
use super::window::Window;
use super::{Context, Format, Limit, LineEnd, RawRecord, ReadError, RecordSource, SkipReason, html};
use crate::article::Origin;

/// A feed, held whole: the largest of news outlets have a few megabytes, and the limit on records bounds what is held.
pub(super) struct Feed {
    window: Window,
    path: Arc<str>,
    limit: usize,
    held: Option<Held>,
    records: u64,
}

/// The text of a feed, and how far it is read.
struct Held {
    text: String,
    at: usize,
    line: u64,
    outlet: Option<String>,
    repaired: u32,
    is_cut: bool,
}

impl Feed {
    pub(super) fn new(window: Window, path: Arc<str>, limit: usize) -> Self {
        Self { window, path, limit, held: None, records: 0 }
    }

    fn hold(&mut self) -> Result<(), ReadError> {
        while self.window.more() {}
        let is_cut = self.window.is_cut();
        if self.window.bytes().len() > self.limit {
            let fault = super::error::Fault::Limit(Limit::Record, self.limit as u64);
            return Err(fault.after(0, &self.path));
        }
        let repaired = self.window.take_repaired();
        let (text, broken) = html::decode(&self.window.take_all(), None);
        let head = item_from(text.as_bytes(), 0).map_or(text.len(), |found| found.start);
        let outlet = channel_title(&text[..head]);
        self.held = Some(Held { text, at: 0, line: 1, outlet, repaired: repaired + broken, is_cut });
        Ok(())
    }

    fn item(&mut self) -> Option<RawRecord> {
        let held = self.held.as_mut()?;
        let Found { start, end } = item_from(held.text.as_bytes(), held.at)?;
        held.line += memchr_iter(b'\n', &held.text.as_bytes()[held.at..start]).count() as u64;
        let line = held.line;
        let (item, fault) = match end {
            Some(end) => (&held.text[start..end], None),
            None if held.is_cut => (&held.text[start..], Some(SkipReason::CutOff)),
            None => (&held.text[start..], Some(SkipReason::Unfinished)),
        };
        held.at = start + item.len();
        held.line += memchr_iter(b'\n', item.as_bytes()).count() as u64;
        self.records += 1;
        Some(RawRecord {
            origin: Origin { path: Arc::clone(&self.path), record: self.records, line },
            offset: start as u64,
            format: Format::Feed,
            bytes: item.as_bytes().to_vec(),
            line_end: LineEnd::None,
            repaired: std::mem::take(&mut held.repaired),
            fault,
            context: Context::Told(Box::new(Told { outlet: held.outlet.clone(), ..Told::default() })),
        })
    }
}

impl RecordSource for Feed {
    fn next(&mut self) -> Result<Option<RawRecord>, ReadError> {
        if self.held.is_none() {
            self.hold()?;
        }
        if let Some(item) = self.item() {
            return Ok(Some(item));
        }
        self.window.take_fault().map_or(Ok(None), |fault| Err(fault.after(self.records, &self.path)))
    }
}

/// An item: its first byte, and the byte behind its end tag; `None`: it does not end.
struct Found {
    start: usize,
    end: Option<usize>,
}

/// What an item is called in RSS and in Atom.
const ITEMS: [&[u8]; 2] = [b"item", b"entry"];

/// Finds the next item from a byte on. Markup in CDATA sections and comments is not looked at. Linear.
fn item_from(xml: &[u8], from: usize) -> Option<Found> {
    let mut at = from;
    let (start, name) = loop {
        at += memchr(b'<', &xml[at..])?;
        let begun = ITEMS.into_iter().find(|name| is_tag(&xml[at + 1..], name));
        match begun {
            Some(name) => break (at, name),
            None => at = behind(xml, at)?,
        }
    };
    at = start + 1;
    while let Some(found) = memchr(b'<', &xml[at..]) {
        at += found;
        if xml[at + 1..].strip_prefix(b"/").is_some_and(|rest| is_tag(rest, name)) {
            return Some(Found { start, end: memchr(b'>', &xml[at..]).map(|end| at + end + 1) });
        }
        match behind(xml, at) {
            Some(next) => at = next,
            None => break,
        }
    }
    Some(Found { start, end: None })
}

fn is_tag(rest: &[u8], name: &[u8]) -> bool {
    rest.strip_prefix(name)
        .and_then(|rest| rest.first())
        .is_some_and(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/'))
}

/// The byte behind what begins here: a CDATA section, a comment, or one sign; `None`: it does not end.
fn behind(xml: &[u8], at: usize) -> Option<usize> {
    let rest = &xml[at..];
    let end = if rest.starts_with(b"<![CDATA[") {
        b"]]>"
    } else if rest.starts_with(b"<!--") {
        b"-->"
    } else {
        return Some(at + 1);
    };
    memmem::find(rest, end).map(|found| at + found + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_ends_at_its_own_end_tag_and_not_at_one_in_its_text() {
        let xml = b"<items><item><d><![CDATA[</item><item>]]></d><!-- </item> --></item ><item/>";
        let found = item_from(xml, 0).expect("an item");
        let (before, after) = (b"<items>".len(), b"<item/>".len());
        assert_eq!(&xml[found.start..found.end.expect("it ends")], &xml[before..xml.len() - after]);
        assert!(item_from(b"<items><itemised>", 0).is_none());
        assert!(item_from(b"<entry><title>", 0).is_some_and(|found| found.end.is_none()));
    }
}
