//! What holds of reading for any bytes.

use std::io::{Cursor, Read, Write as _};
use std::sync::Arc;

use copydesk::read::{self, ReadOptions};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::collection::vec;
use proptest::prelude::*;

/// One thing that came out of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    Article { id: String, text: String },
    Rejected(String),
    Problem(String),
}

impl Item {
    fn is_article(&self) -> bool {
        matches!(self, Self::Article { .. })
    }
}

fn items_of(name: &str, reader: Box<dyn Read + Send>, options: &ReadOptions) -> Vec<Item> {
    let mut source = match read::open_reader(Arc::from(name), reader, options) {
        Ok(source) => source,
        Err(problem) => return vec![Item::Problem(problem.to_string())],
    };
    let mut items = Vec::new();
    loop {
        match source.next() {
            Ok(None) => return items,
            Ok(Some(record)) => items.push(match read::parse(record, options) {
                Ok(parsed) => Item::Article { id: parsed.article.id, text: parsed.article.text },
                Err(skipped) => Item::Rejected(format!("{skipped} {:?}", skipped.raw)),
            }),
            Err(problem) => items.push(Item::Problem(problem.to_string())),
        }
    }
}

fn items(name: &str, bytes: &[u8]) -> Vec<Item> {
    items_of(name, Box::new(Cursor::new(bytes.to_vec())), &ReadOptions::default())
}

/// Gives as few bytes at a time as its counts say, over and over.
struct Trickle {
    bytes: Cursor<Vec<u8>>,
    counts: Vec<usize>,
    turn: usize,
}

impl Read for Trickle {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.counts[self.turn % self.counts.len()].clamp(1, into.len().max(1));
        self.turn += 1;
        let most = count.min(into.len());
        self.bytes.read(&mut into[..most])
    }
}

fn packed(bytes: &[u8], how: usize) -> Vec<u8> {
    match how {
        0 => bytes.to_vec(),
        1 => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(bytes).expect("a vector takes all that is written");
            encoder.finish().expect("a vector takes all that is written")
        }
        _ => zstd::encode_all(bytes, 3).expect("a vector takes all that is written"),
    }
}

/// A text of some letters, with what JSON must escape and what takes several bytes.
fn text() -> impl Strategy<Value = String> {
    vec(
        prop_oneof![Just('a'), Just('Ж'), Just('😀'), Just('"'), Just('\\'), Just('\n'), Just('\0'), any::<char>()],
        0..60,
    )
    .prop_map(|chars| chars.into_iter().collect())
}

fn line(id: usize, text: &str) -> String {
    format!("{{\"id\":\"{id}\",\"text\":{}}}\n", serde_json::Value::from(text))
}

fn lines() -> impl Strategy<Value = String> {
    vec(text(), 1..30).prop_map(|texts| texts.iter().enumerate().map(|(id, text)| line(id, text)).collect())
}

/// Pieces that parsers trip over, strung together.
fn rubble() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&'static [u8]> = vec![
        b"{",
        b"}",
        b"[",
        b"]",
        b"\"",
        b"\\",
        b",",
        b":",
        b"\n",
        b"\r",
        b" ",
        b"\0",
        b"{\"text\":\"a\"}",
        b"\"text\":",
        b"\\ud800",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
        b"\x28\xb5\x2f\xfd",
        b"\x50\x2a\x4d\x18",
        b"\xe9",
        b"---\n",
        b"title: x\n",
        b"# ",
        b"> ",
        b"- ",
        b"| a |\n",
        b"<!-- ",
        b"-->",
        b"<p>",
        b"```\n",
        b"[a](b",
        b"1e9",
        b"null",
    ];
    vec(prop_oneof![4 => proptest::sample::select(pieces).prop_map(<[u8]>::to_vec), 1 => vec(any::<u8>(), 0..8)], 0..60)
        .prop_map(|pieces| pieces.concat())
}

const NAMES: [&str; 7] = ["a.txt", "a.md", "a.jsonl", "a.json", "a", "a.jsonl.gz", "-"];

proptest! {
    #[test]
    fn a_cut_input_gives_the_first_articles_of_the_whole_and_no_others(lines in lines(), how in 0usize..3, cut in 0.0f64..1.0) {
        let whole: Vec<Item> = items("a.jsonl", lines.as_bytes());
        prop_assert!(whole.iter().all(Item::is_article));
        let packed = packed(lines.as_bytes(), how);
        let found = items("a.jsonl", &packed[..(packed.len() as f64 * cut) as usize]);
        let articles: Vec<&Item> = found.iter().filter(|item| item.is_article()).collect();
        prop_assert!(whole.iter().zip(&articles).all(|(whole, found)| whole == *found), "{found:?}");
        prop_assert!(articles.len() <= whole.len());
        let rejected = found.iter().filter(|item| matches!(item, Item::Rejected(_))).count();
        prop_assert!(rejected <= 1, "{found:?}");
    }

    #[test]
    fn any_text_comes_back_from_json_as_it_was(texts in vec(text(), 1..20), how in 0usize..3) {
        let lines: String = texts.iter().enumerate().map(|(id, text)| line(id, text)).collect();
        let expected: Vec<Item> =
            texts.iter().enumerate().map(|(id, text)| Item::Article { id: id.to_string(), text: text.clone() }).collect();
        prop_assert_eq!(items("a.jsonl", &packed(lines.as_bytes(), how)), expected.clone());
        let array = format!("[{}]", lines.trim_end_matches('\n').replace('\n', ","));
        prop_assert_eq!(items("a.json", &packed(array.as_bytes(), how)), expected);
    }

    #[test]
    fn no_bytes_make_reading_fail(bytes in rubble(), name in 0..NAMES.len(), limit in 1usize..200) {
        items(NAMES[name], &bytes);
        let mut options = ReadOptions::default();
        options.limits.record = limit;
        items_of(NAMES[name], Box::new(Cursor::new(bytes)), &options);
    }

    #[test]
    fn how_the_bytes_arrive_makes_no_difference(
        bytes in prop_oneof![rubble(), lines().prop_map(String::into_bytes)],
        counts in vec(1usize..40, 1..5),
        (name, how, limit) in (0..NAMES.len(), 0usize..3, 1usize..400),
    ) {
        let mut options = ReadOptions::default();
        options.limits.record = limit;
        let bytes = packed(&bytes, how);
        let at_once = items_of(NAMES[name], Box::new(Cursor::new(bytes.clone())), &options);
        let trickle = Trickle { bytes: Cursor::new(bytes), counts, turn: 0 };
        prop_assert_eq!(items_of(NAMES[name], Box::new(trickle), &options), at_once);
    }

    #[test]
    fn each_record_is_a_slice_of_its_input_and_no_byte_of_a_line_is_lost(bytes in rubble()) {
        // The encodings that are turned into UTF-8 have other offsets.
        prop_assume!(!bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xfe\xff"));
        let options = ReadOptions { input_format: Some(read::Format::JsonLines), ..ReadOptions::default() };
        let Ok(mut source) = read::open_reader(Arc::from("a"), Box::new(Cursor::new(bytes.clone())), &options) else { return Ok(()) };
        prop_assume!(read::Container::sniff(&bytes).is_none());
        let mut end = 0;
        while let Ok(Some(record)) = source.next() {
            let start = record.offset as usize;
            if bytes.iter().filter(|&&byte| byte == 0).count() == 0 {
                prop_assert!(bytes[end..start].iter().all(|byte| byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(byte)));
                prop_assert_eq!(&bytes[start..start + record.bytes.len()], &record.bytes[..]);
                end = start + record.bytes.len() + record.line_end.as_bytes().len();
            }
        }
    }
}

#[test]
fn every_cut_of_a_packed_input_gives_the_first_articles_of_the_whole() {
    let lines: String =
        (0..40).map(|id| line(id, &format!("The bridge {} is closed, said the ministry.", id * 7919 % 101))).collect();
    let whole = items("a.jsonl", lines.as_bytes());
    for how in 0..3 {
        let packed = packed(lines.as_bytes(), how);
        for cut in 0..packed.len() {
            let found = items("a.jsonl", &packed[..cut]);
            let articles: Vec<&Item> = found.iter().filter(|item| item.is_article()).collect();
            assert!(whole.iter().zip(&articles).all(|(whole, found)| whole == *found), "cut at {cut}: {found:?}");
            assert!(how == 0 || cut == 0 || found.iter().any(|item| !item.is_article()), "cut at {cut} in silence");
        }
    }
}
