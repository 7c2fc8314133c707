//! Inputs that misbehave: each row of the hostile collection that is a matter of reading, from small copies made here.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::Arc;

use copydesk::article::DateQuality;
use copydesk::read::{self, Damage, Format, Limit, ReadError, ReadOptions, SkipReason};
use flate2::Compression;
use flate2::write::GzEncoder;

mod reading;
use reading::{read, read_with};

/// `count` records, a line each, that are not all alike.
fn records(count: usize) -> String {
    let mut out = String::new();
    for ix in 0..count {
        let text = format!("Record {ix} says that the bridge {} stays closed. ", ix * 7919 % 1009).repeat(1 + ix % 5);
        writeln!(out, r#"{{"id":"r{ix:03}","text":"{text}"}}"#).expect("a string takes all that is written");
    }
    out
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("a vector takes all that is written");
    encoder.finish().expect("a vector takes all that is written")
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).expect("a vector takes all that is written")
}

fn limited(record: usize) -> ReadOptions {
    let mut options = ReadOptions::default();
    options.limits.record = record;
    options
}

mod gzip {
    use super::*;

    #[test]
    fn every_member_is_read_though_records_run_across_their_borders() {
        let all = records(400);
        let (a, b, c) = (&all[..1000], &all[1000..9001], &all[9001..]);
        let joined = [gz(b""), gz(a.as_bytes()), gz(b.as_bytes()), gz(b""), gz(c.as_bytes())].concat();
        assert_eq!(read("a.jsonl.gz", joined).counts(), (400, 0));
    }

    #[test]
    fn what_was_read_before_the_cut_is_kept_and_the_cut_record_is_told() {
        let packed = gz(records(400).as_bytes());
        let cut = read("a.jsonl.gz", &packed[..packed.len() * 6 / 10]);
        assert!(cut.articles.len() > 100 && cut.articles.len() < 400, "{}", cut.articles.len());
        assert!(cut.skipped.len() <= 1);
        assert!(cut.skipped.iter().all(|skipped| skipped.reason == SkipReason::CutOff));
        let problem = cut.problem.expect("the cut is told");
        assert!(matches!(problem, ReadError::Damaged { damage: Damage::EndsEarly(_), .. }), "{problem:?}");
        assert!(problem.is_incomplete());
        let first: Vec<String> = (0..cut.articles.len()).map(|ix| format!("r{ix:03}")).collect();
        assert!(cut.articles.iter().map(|article| &article.id).eq(&first));
    }

    #[test]
    fn a_cut_trailer_loses_no_record() {
        let packed = gz(records(400).as_bytes());
        let cut = read("a.jsonl.gz", &packed[..packed.len() - 4]);
        assert_eq!((cut.articles.len(), cut.skipped.len()), (400, 0));
        assert!(matches!(cut.problem, Some(ReadError::Damaged { damage: Damage::EndsEarly(_), records: 400, .. })));
    }

    #[test]
    fn a_wrong_checksum_is_named_after_the_records() {
        let mut packed = gz(records(400).as_bytes());
        let crc = packed.len() - 8;
        packed[crc] ^= 0xff;
        let read = read("a.jsonl.gz", packed);
        assert_eq!(read.articles.len(), 400);
        assert!(
            matches!(read.problem, Some(ReadError::Damaged { damage: Damage::Checksum, .. })),
            "{:?}",
            read.problem
        );
    }

    #[test]
    fn a_flipped_bit_is_never_passed_over_in_silence() {
        let packed = gz(records(40).as_bytes());
        for at in (12..packed.len()).step_by(7) {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x10;
            assert!(read("a.jsonl.gz", damaged).problem.is_some(), "byte {at}");
        }
    }

    #[test]
    fn zero_padding_is_no_damage_and_other_bytes_behind_the_end_are_told() {
        let packed = gz(records(20).as_bytes());
        assert_eq!(read("a.jsonl.gz", [&packed[..], &[0; 4096]].concat()).counts(), (20, 0));
        let padded = [&packed[..], &[0; 300_000], &gz(records(3).as_bytes())].concat();
        assert_eq!(read("a.jsonl.gz", padded).counts(), (23, 0));
        let strange = read("a.jsonl.gz", [&packed[..], b"this is not gzip"].concat());
        assert_eq!(strange.articles.len(), 20);
        assert!(matches!(strange.problem, Some(ReadError::Damaged { damage: Damage::TrailingBytes, records: 20, .. })));
    }

    #[test]
    fn a_bare_header_is_nothing_read() {
        let problem = read("a.jsonl.gz", &gz(b"x")[..10]).problem.expect("the end is missing");
        assert!(!problem.is_incomplete(), "{problem}");
    }

    #[test]
    fn the_content_counts_and_not_the_extension() {
        let all = records(20);
        assert_eq!(read("a.jsonl", gz(all.as_bytes())).counts(), (20, 0));
        assert_eq!(read("a.jsonl.gz", all.as_bytes()).counts(), (20, 0));
        assert_eq!(read("a.jsonl.zst", gz(all.as_bytes())).counts(), (20, 0));
        assert_eq!(read("a.gz", gz(all.as_bytes())).counts(), (20, 0));
    }

    #[test]
    fn one_level_is_opened_and_no_more() {
        let twice = gz(&gz(records(20).as_bytes()));
        for packed in [twice, gz(&zst(b"x")), zst(&gz(b"x"))] {
            let problem = read("a.jsonl.gz", packed).problem.expect("refused");
            assert!(matches!(problem, ReadError::Nested { .. }), "{problem:?}");
            assert!(problem.hint().is_some());
        }
    }

    #[test]
    fn an_article_in_a_cut_container_is_not_taken_for_whole() {
        let packed = gz("The bridge stays closed. Nobody knows until when.".as_bytes());
        let cut = read("a.txt.gz", &packed[..packed.len() - 12]);
        assert!(cut.articles.is_empty());
        let whole = read("a.txt.gz", &packed[..packed.len() - 4]);
        assert!(cut.problem.is_some() && whole.problem.is_some());
    }
}

mod zstandard {
    use super::*;

    fn skippable(length: u32, bytes: &[u8]) -> Vec<u8> {
        [b"\x53\x2a\x4d\x18", &length.to_le_bytes()[..], bytes].concat()
    }

    #[test]
    fn every_frame_is_read_and_skippable_ones_are_skipped() {
        let all = records(400);
        let (a, b) = (&all[..5000], &all[5000..]);
        let joined = [skippable(9, b"123456789"), zst(a.as_bytes()), skippable(0, b""), zst(b.as_bytes())].concat();
        assert_eq!(read("a.jsonl.zst", joined).counts(), (400, 0));
    }

    #[test]
    fn a_frame_that_claims_more_than_is_there_ends_early() {
        let claims = read("a.jsonl.zst", [skippable(u32::MAX, b"x"), zst(records(3).as_bytes())].concat());
        assert!(claims.articles.is_empty());
        assert!(matches!(claims.problem, Some(ReadError::Damaged { damage: Damage::EndsEarly(_), .. })));
        let huge = [b"\x28\xb5\x2f\xfd\xe0", &(1u64 << 62).to_le_bytes()[..], &[0; 200]].concat();
        let problem = read("a.jsonl.zst", huge).problem.expect("refused");
        assert!(matches!(problem, ReadError::ZstdWindow { needed: 62, .. }), "{problem:?}");
    }

    #[test]
    fn a_cut_or_damaged_frame_keeps_what_was_before_and_is_told() {
        let packed = zst(records(2000).as_bytes());
        let cut = read("a.jsonl.zst", &packed[..packed.len() * 6 / 10]);
        assert!(cut.articles.iter().enumerate().all(|(ix, article)| article.id == format!("r{ix:03}")));
        assert!(
            matches!(cut.problem, Some(ReadError::Damaged { damage: Damage::EndsEarly(_), .. })),
            "{:?}",
            cut.problem
        );
        let strange = read("a.jsonl.zst", [&packed[..], b"strange"].concat());
        assert_eq!(strange.articles.len(), 2000);
        assert!(matches!(strange.problem, Some(ReadError::Damaged { damage: Damage::TrailingBytes, .. })));
    }

    #[test]
    fn a_large_window_needs_the_flag() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).expect("an encoder");
        encoder.long_distance_matching(true).expect("a parameter");
        encoder.window_log(24).expect("a parameter");
        encoder.write_all(records(20).as_bytes()).expect("a vector takes all that is written");
        let packed = encoder.finish().expect("a vector takes all that is written");
        let mut options = ReadOptions::default();
        options.limits.zstd_window = 23;
        let problem = read_with("a.jsonl.zst", packed.clone(), &options).problem.expect("refused");
        assert!(matches!(problem, ReadError::ZstdWindow { needed: 24, allowed: 23, .. }), "{problem:?}");
        assert!(!problem.is_incomplete());
        assert!(problem.hint().is_some_and(|hint| hint.contains("--zstd-window 24")));
        assert_eq!(read("a.jsonl.zst", packed).counts(), (20, 0));
    }
}

mod bombs {
    use super::*;

    #[test]
    fn an_endless_line_is_one_reject_and_its_neighbours_are_kept() {
        let long = "a".repeat(300_000);
        let all = format!("{}{{\"id\":\"long\",\"text\":\"{long}\"}}\n{}", records(3), records(4));
        let read = read_with("a.jsonl", all, &limited(100_000));
        assert_eq!(read.counts(), (7, 1));
        assert_eq!(read.skipped[0].origin.line, 4);
        assert_eq!(read.skipped[0].raw.len(), SkipReason::SHOWN);
        assert!(read.reasons()[0].contains("100000 bytes") && read.reasons()[0].contains("--max-record"));
        assert_eq!(read.articles[3].origin.line, 5);
    }

    #[test]
    fn a_long_element_of_an_array_is_one_reject() {
        for long in [r#"{"text":"\\\"]}"#.to_owned() + &"a\\\"]".repeat(100_000) + "\"}", "[".repeat(200_000)] {
            let closed = long.starts_with('{');
            let all = format!("[{{\"text\":\"a\"}},\n{long},\n{{\"text\":\"b\"}}]");
            let read = read_with("a.json", all, &limited(100_000));
            assert_eq!(read.skipped.len(), 1);
            assert_eq!(read.articles.len(), if closed { 2 } else { 1 });
        }
    }

    #[test]
    fn unpacked_bytes_have_a_limit() {
        let mut options = limited(10_000);
        options.limits.decompressed = 1 << 20;
        for packed in [gz(&vec![0; 4 << 20]), zst(&vec![0; 4 << 20])] {
            let read = read_with("a.jsonl.gz", packed, &options);
            assert_eq!((read.articles.len(), read.skipped.len()), (0, 1));
            let problem = read.problem.expect("the limit is told");
            assert!(matches!(problem, ReadError::Limit { limit: Limit::Decompressed, .. }), "{problem:?}");
            assert!(problem.hint().is_some_and(|hint| hint.contains("--max-decompressed")));
        }
    }

    #[test]
    fn an_article_beyond_the_limit_is_one_reject() {
        let read = read_with("a.txt", "The bridge. ".repeat(1000), &limited(5000));
        assert_eq!(read.counts(), (0, 1));
        assert_eq!(read_with("a.txt", "x".repeat(5000), &limited(5000)).counts(), (1, 0));
    }
}

mod json {
    use super::*;

    type Encode<'a> = &'a dyn Fn(&str) -> Vec<u8>;

    #[test]
    fn broken_lines_are_rejected_with_place_and_reason_and_all_others_kept() {
        let broken = [
            (r#"{"id":"x1","text":"cut off in the midd"#, "is incomplete"),
            ("{\"id\":\"x2\",\"text\":\"control \u{1} char\"}", "is not JSON: a control character stands unescaped"),
            ("not json at all", "is not JSON: "),
            (r#"{"id":"x4"}"#, "has no text field"),
            (r#"{"id":"x5","text":null}"#, "holds null in `text`"),
            (r#"{"id":"x6","text":12345}"#, "holds a number in `text`"),
            (r#"{"id":"x6","text":true}"#, "holds a boolean in `text`"),
            (r#"{"id":"x6","text":{"body":"x"}}"#, "holds an object in `text`"),
            (r#"{"id":"x7","text":["a","b"]}"#, "holds an array in `text`"),
            (r#"["x8","array not object"]"#, "is an array"),
            ("42", "is a number"),
            ("\"text\"", "is a string"),
            ("null", "is null"),
            (r#"{"id":"x9","text":"a"} {"id":"y","text":"b"}"#, "is not one JSON record"),
            (r#"{"id":"x10","text":"one","text":"two"}"#, "names the field `text` twice"),
            (r#"{"id":"k2","id":"k3","text":"x"}"#, "names the field `id` twice"),
            (r#"{"id":"f3","score":NaN,"text":"x"}"#, "is not JSON: "),
        ];
        let mut all = records(1);
        let mut places = Vec::new();
        for (line, _) in broken {
            places.push(all.len() as u64);
            all += line;
            all += "\n";
            all += &records(1);
        }
        let read = read("a.jsonl", all);
        assert_eq!(read.counts(), (broken.len() + 1, broken.len()));
        for (ix, ((line, reason), skipped)) in broken.iter().zip(&read.skipped).enumerate() {
            assert!(skipped.to_string().contains(reason), "{skipped} / {reason}");
            assert_eq!((skipped.origin.line, skipped.offset), (2 * ix as u64 + 2, places[ix]));
            assert_eq!(skipped.raw, line.as_bytes());
        }
    }

    #[test]
    fn a_missing_text_names_the_fields_that_are_there() {
        let read = read("a.jsonl", "{\"id\":1,\"Text\":\"x\",\"lang\":\"en\"}\n{}\n");
        assert!(read.reasons()[0].ends_with("it has `id`, `Text`, `lang`"), "{}", read.reasons()[0]);
        assert!(read.reasons()[1].ends_with("nor any other"), "{}", read.reasons()[1]);
        assert_eq!(read.skipped[0].hint().as_deref(), Some("name the field that holds the text: `--text-field Text`"));
        assert_eq!(read.skipped[1].hint(), None);
    }

    #[test]
    fn a_record_a_hundred_thousand_levels_deep_is_rejected_and_its_neighbours_kept() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let open = "{\"a\":".repeat(100_000);
        for bad in [format!("{{\"meta\":{deep},\"text\":\"x\"}}"), format!("{{\"meta\":{open}")] {
            let read = read("a.jsonl", format!("{}{bad}\n{}", records(1), records(1)));
            assert_eq!(read.counts(), (2, 1), "{:?}", read.reasons());
        }
        let level = |n: usize| format!("{{\"m\":{}{},\"text\":\"[[[[\"}}\n", "[".repeat(n), "]".repeat(n));
        assert_eq!(read("a.jsonl", level(127)).counts(), (1, 0));
        let beyond = read("a.jsonl", level(128));
        assert_eq!(beyond.counts(), (0, 1));
        assert!(beyond.reasons()[0].contains("--max-json-depth"));
    }

    #[test]
    fn ids_keep_every_digit_and_records_without_one_are_named_by_their_place() {
        let ids = ["123", "12345678901234567890123", "1.0", "\"same\"", "\"same\"", "null", "\"\"", "[\"a\"]"];
        let mut all: String = ids.iter().map(|id| format!("{{\"id\":{id},\"text\":\"x\"}}\n")).collect();
        all += "\n{\"text\":\"no id\"}\n";
        let read = read("a.jsonl", all);
        let found: Vec<&str> = read.articles.iter().map(|article| article.id.as_str()).collect();
        let places = ["a.jsonl#6", "a.jsonl#7", "a.jsonl#8", "a.jsonl#9"];
        assert_eq!(found[..5], ["123", "12345678901234567890123", "1.0", "same", "same"]);
        assert_eq!(found[5..], places);
    }

    #[test]
    fn broken_characters_are_repaired_and_counted_and_no_record_is_lost() {
        let mut all = br#"{"id":"s1","text":"High \ud83d then"}
{"id":"\ud800","note":"\udc00","text":"Pair \ud83d\ude00"}
"#
        .to_vec();
        all.extend(b"{\"id\":\"v\xff3\",\"t\xe9xt\":1,\"text\":\"Caf\xe9 \xc0\xaf\"}\n");
        let read = read("a.jsonl", all);
        assert_eq!(read.counts(), (3, 0));
        assert_eq!(read.texts(), ["High \u{fffd} then", "Pair 😀", "Caf\u{fffd} \u{fffd}\u{fffd}"]);
        assert_eq!(read.articles[2].id, "v\u{fffd}3");
        assert_eq!(read.repaired, 6);
    }

    #[test]
    fn escaped_nuls_and_control_characters_are_text() {
        let read = read("a.jsonl", r#"{"text":"a\u0000b\u001b[31m\u009b"}"#);
        assert_eq!(read.texts(), ["a\0b\u{1b}[31m\u{9b}"]);
    }

    #[test]
    fn unused_numbers_are_passed_by_unread() {
        let long = "9".repeat(100_000);
        let all = format!(
            "{{\"n\":1e999,\"text\":\"a\"}}\n{{\"n\":-0.0e-999,\"text\":\"b\"}}\n{{\"n\":{long},\"text\":\"c\"}}\n"
        );
        assert_eq!(read("a.jsonl", all).counts(), (3, 0));
    }

    #[test]
    fn a_hundred_thousand_fields_are_read() {
        let fields: String = (0..100_000).map(|n| format!("\"k{n}\":{n},")).collect();
        assert_eq!(read("a.jsonl", format!("{{{fields}\"text\":\"x\"}}\n")).counts(), (1, 0));
    }

    #[test]
    fn every_layout_of_the_same_records_gives_the_same_articles() {
        let lines = records(3);
        let list: Vec<&str> = lines.lines().collect();
        let expected = read("a.jsonl", lines.as_str());
        let texts = expected.texts();
        let layouts = [
            ("crlf", lines.replace('\n', "\r\n")),
            ("cr", lines.replace('\n', "\r")),
            ("no last line end", lines.trim_end().to_owned()),
            ("blank lines", format!("\n\n{}\n  \n", lines.replace('\n', "\n\n \t\n"))),
            ("marks at the seams of joined files", list.iter().map(|line| format!("\u{feff}{line}\n")).collect()),
            ("one array on one line", format!("[{}]\n", list.join(","))),
            ("an array over several lines", format!("[\n  {}\n]", list.join(",\n  ")).replace("\",\"", "\",\n    \"")),
            ("one after the other", list.concat()),
            ("pretty, one after the other", lines.replace("{\"", "{\n  \"").replace("\"}", "\"\n}")),
        ];
        for (name, text) in layouts {
            for file in ["a.jsonl", "a.json", "a.txt", "-"] {
                let read = read(file, text.as_str());
                assert_eq!(read.counts(), (3, 0), "{name} as {file}: {:?}", read.reasons());
                assert_eq!(read.texts(), texts, "{name} as {file}");
            }
        }
    }

    #[test]
    fn a_missing_quotation_mark_in_an_array_costs_one_record() {
        let all = "[\n  {\"text\": \"a\"},\n  {\"text\": \"b},\n  {\"text\": \"c\"},\n  {\n    \"id\": 1,\n    \"text\": \"d,\n    \"url\": \"x\"\n  },\n  {\"text\": \"e\"}\n]\n";
        let read = read("a.json", all);
        assert_eq!(read.counts(), (3, 2), "{:?}", read.reasons());
        assert_eq!(read.texts(), ["a", "c", "e"]);
        assert_eq!(read.skipped.iter().map(|skipped| skipped.origin.line).collect::<Vec<_>>(), [3, 5]);
    }

    #[test]
    fn utf16_and_utf32_are_read_with_and_without_a_mark() {
        let text = records(3);
        let units = |unit: fn(u32) -> Vec<u8>| move |text: &str| text.chars().flat_map(|c| unit(c as u32)).collect();
        let encodings: [Encode<'_>; 4] = [
            &|text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            &|text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            &units(|c| c.to_le_bytes().to_vec()),
            &units(|c| c.to_be_bytes().to_vec()),
        ];
        for (ix, encode) in encodings.iter().enumerate() {
            for mark in ["", "\u{feff}"] {
                let bytes = encode(&format!("{mark}{text}"));
                assert_eq!(read("a.jsonl", bytes.clone()).counts(), (3, 0), "encoding {ix}, mark {mark:?}");
                assert_eq!(read("a.jsonl", gz(&bytes)).counts(), (3, 0), "encoding {ix}, packed");
                let plain = read("a.txt", encode(&format!("{mark}The bridge — closed.")));
                assert_eq!(plain.texts(), ["The bridge — closed."], "encoding {ix}, mark {mark:?}");
            }
        }
        let half = read("a.txt", [b"\xff\xfea\0", &[0, 0xd8][..], b"b\0"].concat());
        assert_eq!((half.texts(), half.repaired), (vec!["a\u{fffd}b"], 1));
    }

    #[test]
    fn line_separators_of_unicode_end_no_record() {
        assert_eq!(read("a.jsonl", "{\"text\":\"a\u{2028}b\u{2029}c\"}\n").counts(), (1, 0));
    }

    #[test]
    fn an_input_without_a_record_has_no_article_and_no_problem() {
        for bytes in ["", "\n\n\n", "[]", "[\n]\n"] {
            assert_eq!(read("a.json", bytes).counts(), (0, 0), "{bytes:?}");
        }
        for name in ["a.txt", "a.jsonl", "a.jsonl.gz", "a.md"] {
            assert_eq!(read(name, "").counts(), (0, 0), "{name}");
        }
    }

    #[test]
    fn blank_texts_are_articles() {
        let all = "{\"text\":\"\"}\n{\"text\":\" \\n\\t \"}\n{\"text\":\"\"}\n";
        assert_eq!(read("a.jsonl", all).texts(), ["", " \n\t ", ""]);
    }

    #[test]
    fn fields_are_found_by_the_usual_names_and_by_those_the_user_set() {
        let line = r#"{"id":7,"headline":"H","maintext":"M","body":"B","date_publish":"2019-05-30 14:00:12+00:00","outlet":"O","url":"https://a.example/2020/01/02/x"}"#;
        let article = &read("a.jsonl", line).articles[0];
        assert_eq!(
            (article.text.as_str(), article.title.as_deref(), article.outlet.as_deref()),
            ("B", Some("H"), Some("O"))
        );
        let published = article.published.expect("a date");
        assert_eq!((published.at.to_string().as_str(), published.quality), ("2019-05-30T14:00:12", DateQuality::Given));
        let mut options = ReadOptions::default();
        options.fields.text = Some("maintext".into());
        assert_eq!(read_with("a.jsonl", line, &options).texts(), ["M"]);
        options.fields.text = Some("story".into());
        assert!(read_with("a.jsonl", line, &options).reasons()[0].contains("has no field `story`"));
    }

    #[test]
    fn how_well_a_date_is_known_is_told() {
        let quality = |line: &str| read("a.jsonl", line).articles[0].published.map(|published| published.quality);
        let url = "\"url\":\"https://a.example/2020/01/02/x\"";
        assert_eq!(quality(&format!("{{\"text\":\"x\",{url}}}")), Some(DateQuality::FromUrl));
        let c4 = r#"{"text":"x","url":"https://a.example/x","timestamp":"2019-04-25T12:57:54Z"}"#;
        assert_eq!(quality(c4), Some(DateQuality::Crawled));
        assert_eq!(
            quality(&format!("{{\"text\":\"x\",{url},\"timestamp\":\"2021-04-25T12:57:54Z\"}}")),
            Some(DateQuality::FromUrl)
        );
        assert_eq!(quality(r#"{"text":"x","title":"T","timestamp":1559224812}"#), Some(DateQuality::Given));
        assert_eq!(quality(r#"{"text":"x","date":"yesterday"}"#), None);
    }

    #[test]
    fn the_text_is_found_again_in_the_bytes_of_its_record() {
        let line = "{\"a\":\"\u{e9}\", \"text\" : \"Caf\\u00e9 \\\"x\\\"\" ,\"b\":[1]}".as_bytes().to_vec();
        let broken = [&line[..6], b"\xff", &line[8..]].concat();
        for bytes in [line, broken] {
            let options = ReadOptions::default();
            let mut source =
                read::open_reader(Arc::from("a.jsonl"), Box::new(Cursor::new(bytes.clone())), &options).expect("opens");
            let record = source.next().expect("no problem").expect("one record");
            let parsed = read::parse(record, &options).expect("an article");
            let written = parsed.written.expect("a record can be written back");
            assert_eq!(written.bytes, bytes);
            assert_eq!(&written.bytes[written.text], b"\"Caf\\u00e9 \\\"x\\\"\"");
            assert_eq!(parsed.article.text, "Café \"x\"");
        }
    }
}

mod text {
    use super::*;

    #[test]
    fn what_is_not_text_is_refused_by_name() {
        let noise: Vec<u8> = (0u32..20_000).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for (name, bytes) in [("a.txt", noise.clone()), ("a.txt", vec![0; 10_000]), ("a.jsonl", noise)] {
            let problem = read(name, bytes).problem.expect("refused");
            assert!(matches!(problem, ReadError::LooksBinary { .. }), "{problem:?}");
        }
        for (start, what) in [("%PDF-1.7\n", "a PDF"), ("PK\u{3}\u{4}", "a ZIP archive"), ("BZh91AY", "a bzip2 file")] {
            let problem = read("a.txt", start).problem.expect("refused");
            assert!(problem.to_string().contains(what) && problem.hint().is_some(), "{problem}");
        }
    }

    #[test]
    fn the_format_can_be_forced() {
        let options = ReadOptions { input_format: Some(Format::Plain), ..ReadOptions::default() };
        assert_eq!(read_with("a.jsonl", records(3), &options).counts(), (1, 0));
        assert_eq!(read_with("a.txt", vec![0; 100], &options).counts(), (1, 0));
        let options = ReadOptions { input_format: Some(Format::JsonLines), ..ReadOptions::default() };
        assert_eq!(read_with("a.md", records(3), &options).counts(), (3, 0));
    }

    #[test]
    fn stray_nuls_and_other_line_ends_stay_as_they_are() {
        for text in
            ["The \0bridge \0is closed, the ministry said.", "One.\rTwo.\rThree.", "One.\r\nTwo.\nThree.\rFour."]
        {
            assert_eq!(read("a.txt", text).texts(), [text]);
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(read("a.txt", "\u{feff}The bridge.").texts(), ["The bridge."]);
        assert_eq!(read("a.md", "\u{feff}# The bridge\n").articles[0].title.as_deref(), Some("The bridge"));
    }

    #[test]
    fn another_encoding_is_found_out_and_damage_in_utf8_is_repaired_and_counted() {
        let found = read("a.txt", b"Caf\xe9 owners in M\xe1laga said prices rose.".to_vec());
        assert_eq!((found.texts(), found.repaired), (vec!["Café owners in Málaga said prices rose."], 0));
        let damaged = read("a.txt", b"Caf\xc3\xa9 owners in M\xc3\xa1laga and C\xc3\xb3rdoba: \xff.".to_vec());
        assert_eq!((damaged.articles.len(), damaged.repaired), (1, 1));
    }

    #[test]
    fn a_named_encoding_holds_for_every_format() {
        let options = ReadOptions { encoding: Some("koi8-r".parse().expect("an encoding")), ..ReadOptions::default() };
        let text = "Мост закрыт.";
        for (name, all) in [
            ("a.txt", text.to_owned()),
            ("a.jsonl", format!("{{\"text\":\"{text}\"}}")),
            ("a.csv", format!("id,text\n1,{text}\n")),
        ] {
            let bytes = encoding_rs::KOI8_R.encode(&all).0.into_owned();
            assert_eq!(read_with(name, bytes, &options).texts(), [text], "{name}");
        }
    }

    #[test]
    fn an_article_of_its_own_file_has_the_path_as_id() {
        let read = read("desk/bridge.txt", "The bridge.");
        assert_eq!((read.articles[0].id.as_str(), &read.articles[0].title), ("desk/bridge.txt", &None));
    }
}
