//! What is fuzzed: for each target the bytes come in, and what must hold for any bytes is asserted.
//!
//! The fuzzer runs each by its own binary (`fuzz_targets/`); `tests/fuzz.rs` runs all on the kept seeds and on changes of them.

use std::io::Cursor;
use std::sync::Arc;

use copydesk::matching::Tolerance;
use copydesk::pipeline::compare::compare;
use copydesk::read::{self, Limits, ReadOptions};
use copydesk::text::fold::fold;
use copydesk::{settings, text};

/// A target: it panics when something does not hold.
type Target = fn(&[u8]);

/// The targets by name; the seeds of each lie in `seeds/<name>/`.
pub(crate) const TARGETS: [(&str, Target); 13] = [
    ("jsonl", |bytes| read_as("a.jsonl", bytes)),
    ("json", |bytes| read_as("a.json", bytes)),
    ("csv", |bytes| read_as("a.csv", bytes)),
    ("html", |bytes| read_as("a.html", bytes)),
    ("feed", |bytes| read_as("a.rss", bytes)),
    ("warc", |bytes| read_as("a.warc", bytes)),
    ("parquet", |bytes| read_as("a.parquet", bytes)),
    ("packed", |bytes| read_as("a", bytes)),
    ("encoding", |bytes| read_as("a.txt", bytes)),
    ("fold", folded),
    ("sentences", cut),
    ("pair", pair),
    ("config", config),
];

/// Reads bytes as an input to its end: each record is an article or a reject, spans lie in their text, and a problem is the last that comes.
fn read_as(name: &str, bytes: &[u8]) {
    let limits = Limits { record: 1 << 20, decompressed: 1 << 24, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let Ok(mut source) = read::open_reader(Arc::from(name), Box::new(Cursor::new(bytes.to_vec())), &options) else {
        return;
    };
    loop {
        match source.next() {
            Ok(None) => break,
            Err(_) => {
                assert!(matches!(source.next(), Ok(None)), "after a problem nothing follows");
                break;
            }
            Ok(Some(record)) => match read::parse(record, &options) {
                Ok(parsed) => {
                    let text = &parsed.article.text;
                    for block in &parsed.article.blocks {
                        assert!(text.get(block.span.start as usize..block.span.end as usize).is_some(), "{block:?}");
                    }
                }
                Err(skipped) => assert!(!skipped.to_string().is_empty(), "a reject has a reason"),
            },
        }
    }
}

/// Tells whether a letter is Greek or Cyrillic: an alphabet with letters that look like Latin ones.
fn has_lookalikes(char: char) -> bool {
    matches!(char, '\u{370}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{1F00}'..='\u{1FFF}' | '\u{2DE0}'..='\u{2DFF}' | '\u{A640}'..='\u{A69F}')
}

/// Folding a folded text changes nothing unless it has letters with look-alikes, and the way back is monotone and stays in the text.
fn folded(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let folded = fold(&text);
    if !folded.text.contains(has_lookalikes) {
        assert_eq!(fold(&folded.text).text, folded.text, "a fold is idempotent");
    }
    let mut before = 0;
    for (at, char) in folded.text.char_indices() {
        let start = folded.offsets.original_start(at as u32);
        let end = folded.offsets.original_end((at + char.len_utf8()) as u32);
        assert!(before <= start && start <= end, "the way back is monotone");
        assert!(text.get(start as usize..end as usize).is_some(), "a span of the original");
        before = start;
    }
    for disguise in &folded.disguises {
        assert!(text.get(disguise.span.start as usize..disguise.span.end as usize).is_some(), "{disguise:?}");
    }
}

/// Sentences and words lie in their text, in order, and do not overlap.
fn cut(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let cut = text::analyze(&text, &[]);
    let mut at = 0;
    for sentence in &cut.sentences {
        assert!(
            at <= sentence.span.start && text.get(sentence.span.start as usize..sentence.span.end as usize).is_some()
        );
        at = sentence.span.end;
    }
    let mut at = 0;
    for token in &cut.tokens {
        assert!(at <= token.span.start && text.get(token.span.start as usize..token.span.end as usize).is_some());
        at = token.span.end;
    }
}

/// What two texts share lies in both; the texts are apart by a NUL.
fn pair(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (left, right) = text.split_once('\0').unwrap_or((&text, &text));
    for passage in compare(left, right, &Tolerance::default()) {
        for (side, text) in [(passage.left, left), (passage.right, right)] {
            assert!(text.get(side.span.start as usize..side.span.end as usize).is_some(), "{side:?}");
        }
    }
}

/// A configuration is taken or refused with a reason.
fn config(bytes: &[u8]) {
    if let Err(refused) = settings::parse(&String::from_utf8_lossy(bytes), "copydesk.toml") {
        assert!(!refused.to_string().is_empty(), "a refusal has a reason");
    }
}
