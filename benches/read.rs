//! Reading speed: `cargo bench --bench read`. Bytes counted are those of the unpacked input.
//!
//! The dump is made here: 32 MiB of records of 0.3 to 12 KiB with escapes, typographic signs and some Cyrillic, as news dumps have them.
//! `COPYDESK_BENCH_JSONL=FILE` takes a real one.

use std::hint::black_box;
use std::io::{Cursor, Write as _};
use std::sync::{Arc, LazyLock};

use copydesk::read::{self, Format, ReadOptions};
use divan::Bencher;
use divan::counter::BytesCount;
use flate2::Compression;
use flate2::write::GzEncoder;

fn main() {
    divan::main();
}

static DUMP: LazyLock<Vec<u8>> = LazyLock::new(|| match std::env::var_os("COPYDESK_BENCH_JSONL") {
    Some(path) => std::fs::read(path).expect("the named dump can be read"),
    None => made_dump(),
});

static GZ: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&DUMP).expect("a vector takes all that is written");
    encoder.finish().expect("a vector takes all that is written")
});

static ZST: LazyLock<Vec<u8>> =
    LazyLock::new(|| zstd::encode_all(&DUMP[..], 3).expect("a vector takes all that is written"));

/// One word in 20 holds an escape and one in 20 a typographic sign: an escape each 110 bytes, as in the news dump at hand.
const WORDS: [&str; 40] = [
    "the",
    "ministry",
    "said",
    "on",
    "Tuesday",
    "bridge",
    "closed",
    "until",
    "spring",
    "“nobody",
    "knows",
    "would",
    "harbour",
    "authority",
    "of",
    "report",
    "miles\\n\\n",
    "\\\"quoted",
    "talks",
    "resumed",
    "who’s",
    "talks",
    "city",
    "minister",
    "in",
    "a",
    "for",
    "and",
    "government",
    "with",
    "to",
    "at",
    "agreement",
    "signed",
    "delegation",
    "after",
    "two",
    "days",
    "that",
    "officials",
];

fn made_dump() -> Vec<u8> {
    let mut out = Vec::new();
    let mut seed = 1u64;
    let mut next = |below: u64| {
        // The generator of Knuth (MMIX); its high bits are used.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for id in 0.. {
        if out.len() > 32 << 20 {
            break;
        }
        let count = 40 + next(1600);
        let text: Vec<&str> = (0..count).map(|_| WORDS[next(WORDS.len() as u64) as usize]).collect();
        let text = text.join(" ");
        let day = 1 + id % 28;
        writeln!(
            out,
            r#"{{"id": "r{id}", "title": "Bridge {id} closed", "text": "{text}", "url": "https://news.example/{id}", "published": "2024-05-{day:02}", "source": "Example"}}"#
        )
        .expect("a vector takes all that is written");
    }
    out
}

fn source(bytes: &'static [u8]) -> Box<dyn read::RecordSource + Send> {
    read::open_reader(Arc::from("dump.jsonl"), Box::new(Cursor::new(bytes)), &ReadOptions::default())
        .expect("the dump opens")
}

fn split(bencher: Bencher<'_, '_>, bytes: &'static [u8]) {
    bencher.counter(BytesCount::new(DUMP.len())).bench(|| {
        let mut source = source(bytes);
        while let Some(record) = source.next().expect("the dump is whole") {
            black_box(record);
        }
    });
}

#[divan::bench]
fn jsonl_to_records(bencher: Bencher<'_, '_>) {
    split(bencher, &DUMP);
}

#[divan::bench]
fn jsonl_gz_to_records(bencher: Bencher<'_, '_>) {
    split(bencher, &GZ);
}

#[divan::bench]
fn jsonl_zst_to_records(bencher: Bencher<'_, '_>) {
    split(bencher, &ZST);
}

/// The mark for `jsonl_zst_to_records`: what the library itself takes to unpack.
#[divan::bench]
fn zstd_library_alone(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::new(DUMP.len())).bench(|| {
        let mut decoder = zstd::Decoder::new(&ZST[..]).expect("a decoder");
        std::io::copy(&mut decoder, &mut std::io::sink()).expect("the dump is whole")
    });
}

#[divan::bench]
fn jsonl_to_articles(bencher: Bencher<'_, '_>) {
    let options = ReadOptions::default();
    bencher.counter(BytesCount::new(DUMP.len())).bench(|| {
        let mut source = source(&DUMP);
        while let Some(record) = source.next().expect("the dump is whole") {
            black_box(read::parse(record, &options).expect("each record is an article"));
        }
    });
}

#[divan::bench]
fn markdown_to_articles(bencher: Bencher<'_, '_>) {
    let text = "# Bridge closed\n\nThe ministry said on [Tuesday](https://news.example/x) that the *harbour* stays shut.\n\n> “Nobody knows,” she said.\n\n- one\n- two\n\n"
        .repeat(40);
    let options = ReadOptions { input_format: Some(Format::Markdown), ..ReadOptions::default() };
    bencher.counter(BytesCount::new(text.len())).bench(|| {
        let reader = Box::new(Cursor::new(text.clone()));
        let mut source = read::open_reader(Arc::from("a.md"), reader, &options).expect("opens");
        let record = source.next().expect("whole").expect("one record");
        black_box(read::parse(record, &options).expect("an article"))
    });
}
