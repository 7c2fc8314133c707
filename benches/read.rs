//! Reading speed: `cargo bench --bench read`. Bytes counted are those of the unpacked input.
//!
//! The dump is made here: 32 MiB of records of 0.3 to 12 KiB with escapes, typographic signs and some Cyrillic, as news dumps have them.
//! `COPYDESK_BENCH_JSONL=FILE` takes a real one.

use std::hint::black_box;
use std::io::{Cursor, Write as _};
use std::sync::{Arc, LazyLock};

use copydesk::read::{self, Extract, Format, ReadOptions};
use divan::Bencher;
use divan::counter::BytesCount;
use flate2::Compression;
use flate2::write::GzEncoder;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

fn main() {
    divan::main();
}

static DUMP: LazyLock<Vec<u8>> = LazyLock::new(|| match std::env::var_os("COPYDESK_BENCH_JSONL") {
    Some(path) => std::fs::read(path).expect("the named dump can be read"),
    None => made_dump(),
});

/// The texts of the dump.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut source = source("dump.jsonl", &DUMP);
    let options = ReadOptions::default();
    let records = std::iter::from_fn(|| source.next().expect("the dump is whole"));
    records.map(|record| read::parse(record, &options).expect("each record is an article").article.text).collect()
});

/// The same as rows, as common writers have them: quotation marks where a field needs them.
static CSV: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["id", "title", "url", "published", "text"]).expect("a vector takes all that is written");
    for (id, text) in TEXTS.iter().enumerate() {
        let url = format!("https://news.example/{id}");
        let row = [&id.to_string(), "Bridge closed", &url, "2024-05-17", text];
        writer.write_record(row).expect("a vector takes all that is written");
    }
    writer.into_inner().expect("a vector takes all that is written")
});

/// The same as a table, packed with Snappy as most are, in row groups of 1,000 rows.
static PARQUET: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let schema = parse_message_type("message m { required binary id (UTF8); required binary text (UTF8); }");
    let properties = WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build();
    let schema = Arc::new(schema.expect("a schema"));
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).expect("a table");
    for (group, texts) in TEXTS.chunks(1000).enumerate() {
        let ids = (0..texts.len()).map(|ix| ByteArray::from(&*format!("r{}", 1000 * group + ix)));
        let mut rows = writer.next_row_group().expect("a row group");
        for values in [ids.collect::<Vec<_>>(), texts.iter().map(|text| ByteArray::from(&**text)).collect()] {
            let mut column = rows.next_column().expect("a column").expect("a column");
            column.typed::<ByteArrayType>().write_batch(&values, None, None).expect("values");
            column.close().expect("a column");
        }
        rows.close().expect("a row group");
    }
    writer.into_inner().expect("a table")
});

/// A page of 60 KB: some of it article, most of it not.
static PAGE: LazyLock<String> = LazyLock::new(|| {
    let link =
        "<li class=\"nav-item\"><a href=\"/section/some-long-path?x=1&amp;y=2\" data-track=\"nav\">A section</a></li>";
    let text = TEXTS[0].get(..600).unwrap_or(&TEXTS[0]);
    let paragraph = format!("<p class=\"story-text\">{} <a href=\"/x\">more</a></p>\n", text.replace('"', "&quot;"));
    format!(
        "<!DOCTYPE html><html><head><title>Bridge closed</title><script>{}</script></head><body><nav><ul>{}</ul></nav>\
         <article class=\"story-body\"><h1>Bridge closed</h1>{}</article><footer><ul>{}</ul></footer></body></html>",
        "var a = {b: 1};".repeat(1500),
        link.repeat(100),
        paragraph.repeat(15),
        link.repeat(60),
    )
});

/// Captures of the page, with the heads of a crawl.
static WARC: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{}", PAGE.len(), *PAGE);
    let mut out = Vec::new();
    for id in 0..(32 << 20) / body.len() {
        write!(
            out,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{id}\r\nWARC-Date: 2024-05-17T00:00:00Z\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
        .expect("a vector takes all that is written");
    }
    out
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

fn source(name: &str, bytes: &'static [u8]) -> Box<dyn read::RecordSource + Send> {
    read::open_reader(Arc::from(name), Box::new(Cursor::new(bytes)), &ReadOptions::default()).expect("the dump opens")
}

/// Reads all articles of a dump; counts what `bytes` says.
fn articles(bencher: Bencher<'_, '_>, name: &str, dump: &'static [u8], bytes: usize) {
    let options = ReadOptions::default();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let mut source = source(name, dump);
        while let Some(record) = source.next().expect("the dump is whole") {
            black_box(read::parse(record, &options).expect("each record is an article"));
        }
    });
}

fn split(bencher: Bencher<'_, '_>, bytes: &'static [u8]) {
    bencher.counter(BytesCount::new(DUMP.len())).bench(|| {
        let mut source = source("dump", bytes);
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
    articles(bencher, "dump.jsonl", &DUMP, DUMP.len());
}

#[divan::bench]
fn csv_to_articles(bencher: Bencher<'_, '_>) {
    articles(bencher, "dump.csv", &CSV, CSV.len());
}

/// Counts bytes of text.
#[divan::bench]
fn parquet_to_articles(bencher: Bencher<'_, '_>) {
    articles(bencher, "dump.parquet", &PARQUET, TEXTS.iter().map(String::len).sum());
}

/// Without looking into the pages.
#[divan::bench]
fn warc_to_records(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::new(WARC.len())).bench(|| {
        let mut source = source("dump.warc", &WARC);
        while let Some(record) = source.next().expect("the dump is whole") {
            black_box(record);
        }
    });
}

#[divan::bench(args = [Extract::Fast, Extract::Precise, Extract::All])]
fn page_to_article(bencher: Bencher<'_, '_>, extract: Extract) {
    let options = ReadOptions { extract, ..ReadOptions::default() };
    bencher.counter(BytesCount::new(PAGE.len())).bench(|| {
        let reader = Box::new(Cursor::new(PAGE.as_bytes()));
        let mut source = read::open_reader(Arc::from("a.html"), reader, &options).expect("opens");
        let record = source.next().expect("whole").expect("one record");
        black_box(read::parse(record, &options).expect("an article"))
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
