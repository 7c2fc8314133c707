//! Where passages stood before: what a search through an archive finds, held against the articles it was made of.

#![expect(clippy::unwrap_used, reason = "a test ends where something fails")]

use std::path::Path;

use copydesk::archive::{Archive, Entry, EntryScratch, Wait, Writer};
use copydesk::article::{Article, DateQuality, Origin, Published};
use copydesk::finding::{Finding, Role, RuleId};
use copydesk::pipeline::check::{Checker, Scratch};
use copydesk::settings::Settings;

/// Numbers drawn by a fixed rule.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most
    }
}

/// Words as language has them: few very common, most rare, so that short rows meet by chance all the time.
fn prose(seed: u64, words: usize) -> Vec<String> {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let word = |dice: &mut Dice| {
        let most = [8, 60, 500, 4000][dice.below(4)];
        let letter = |n: usize| char::from(b"abcdefghijklmnopqrst"[n % 20]);
        let number = dice.below(most);
        [number / 400, number / 20, number].map(letter).iter().collect::<String>()
    };
    (0..words).map(|ix| word(&mut dice) + if ix % 17 == 16 { "." } else { "" }).collect()
}

fn article(id: &str, day: Option<i16>, text: String) -> Article {
    let at = |day| jiff::civil::date(2024, 1, 1).at(0, 0, 0, 0) + jiff::Span::new().days(i64::from(day));
    Article {
        id: id.into(),
        text,
        blocks: Vec::new(),
        title: None,
        url: None,
        published: day.map(|day: i16| Published { at: at(day), quality: DateQuality::Given }),
        outlet: Some("The Paper".into()),
        origin: Origin { path: "test".into(), record: 1, line: 1 },
    }
}

fn archive_of(folder: &Path, articles: impl IntoIterator<Item = Article>) -> Archive {
    let mut writer = Writer::open(folder, Wait::No).unwrap();
    let mut scratch = EntryScratch::default();
    let mut batch = writer.batch().unwrap();
    for article in articles {
        batch.push(Entry::new(article, &mut scratch)).unwrap();
    }
    batch.commit().unwrap();
    Archive::open(folder).unwrap()
}

fn check(archive: Archive, article: Article) -> Vec<Finding> {
    let checker = Checker::new(Settings::default()).with_archive(archive, Vec::new());
    let mut findings = checker.check(article, &mut Scratch::default()).unwrap().findings;
    findings.retain(|finding| matches!(finding.rule, RuleId::ReusedPassage | RuleId::StockPassage));
    findings
}

fn origin(finding: &Finding) -> &str {
    let origin = finding.others.iter().find(|other| other.role == Role::Origin).unwrap();
    &origin.elsewhere.as_ref().unwrap().id
}

fn paragraphs(parts: &[&[String]]) -> String {
    parts.iter().map(|part| part.join(" ")).collect::<Vec<_>>().join("\n\n")
}

fn stored(number: u64) -> Vec<String> {
    prose(number + 1, 300)
}

#[test]
fn every_dozen_of_copied_words_is_traced_to_the_article_that_had_them_first() {
    let folder = tempfile::tempdir().unwrap();
    // Each article of the second half holds forty words of one of the first half, and is younger.
    let with_copy = |number: u64| {
        let mut words = stored(number);
        if number >= 150 {
            words.splice(100..100, stored(number - 150)[200..240].to_vec());
        }
        article(&format!("a{number}"), Some(number as i16), words.join(" "))
    };
    let archive = archive_of(folder.path(), (0..300).map(with_copy));
    let mut dice = Dice(7);
    for draft in 0..100u64 {
        let (number, length) = (dice.below(150) as u64, [12, 20, 40][dice.below(3)]);
        let start = 200 + dice.below(41 - length);
        let copied = stored(number)[start..start + length].to_vec();
        let mut words = prose(1_000_000 + draft, 200);
        let at = dice.below(180);
        words.splice(at..at, copied.clone());
        let found = check(archive.clone(), article("draft", Some(400), words.join(" ")));
        let copied = copied.join(" ");
        let covering: Vec<&Finding> = found.iter().filter(|finding| finding.words >= 6).collect();
        let words: u32 = covering.iter().map(|finding| finding.words).sum();
        assert!(words as usize >= length, "{length} words of a{number}: {copied}");
        let origins: Vec<(&str, u32)> = covering.iter().map(|finding| (origin(finding), finding.words)).collect();
        assert!(origins.iter().all(|(id, _)| *id == format!("a{number}")), "{length} words of a{number}: {origins:?}");
    }
}

#[test]
fn a_copied_line_in_capitals_is_not_taken_for_a_list_of_names() {
    let folder = tempfile::tempdir().unwrap();
    let text = stored(3);
    let shouted = text[100..112].join(" ").to_uppercase();
    let of = |seed: u64| [&prose(seed, 90).join(" "), shouted.as_str(), &prose(seed + 1, 90).join(" ")].join("\n\n");
    let archive = archive_of(folder.path(), [article("early", Some(1), of(61))]);
    let found = check(archive, article("draft", Some(20), of(63)));
    assert_eq!(found.iter().map(|finding| (origin(finding), finding.words)).collect::<Vec<_>>(), [("early", 12)]);
}

#[test]
fn nothing_is_found_where_nothing_was_copied() {
    let folder = tempfile::tempdir().unwrap();
    let all = (0..300).map(|number| article(&format!("a{number}"), Some(1), stored(number).join(" ")));
    let archive = archive_of(folder.path(), all);
    for draft in 0..100 {
        let text = prose(2_000_000 + draft, 300).join(" ");
        assert_eq!(check(archive.clone(), article("draft", Some(400), text)), []);
    }
}

#[test]
fn an_archived_article_is_no_source_of_itself() {
    let folder = tempfile::tempdir().unwrap();
    let other = [&stored(1)[..], &stored(2)[..50]].concat().join(" ");
    let (one, other) = (article("a", Some(1), stored(2).join(" ")), article("b", Some(2), other));
    let archive = archive_of(folder.path(), [one.clone(), other]);
    let found = check(archive, Article { published: None, ..one });
    assert!(!found.is_empty());
    assert!(found.iter().flat_map(|finding| &finding.others).all(|other| other.elsewhere.as_ref().unwrap().id == "b"));
}

#[test]
fn a_later_article_does_not_hide_an_earlier_source() {
    let folder = tempfile::tempdir().unwrap();
    let text = stored(5);
    let early = article("early", Some(1), text[..60].join(" "));
    let late = article("late", Some(9), text.join(" "));
    let archive = archive_of(folder.path(), [early, late]);
    let found = check(archive, article("draft", Some(5), text.join(" ")));
    assert!(!found.is_empty());
    assert!(found.iter().all(|finding| origin(finding) == "early"));
}

#[test]
fn a_word_or_two_that_a_later_copy_shares_by_chance_do_not_make_it_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let text = stored(5);
    // All inside one sentence: where one begins or ends, each word is its own.
    let early = [&prose(61, 90)[..], &text[36..48], &prose(62, 90)[..]].concat().join(" ");
    let late = [&prose(63, 90)[..], &text[35..50], &prose(64, 90)[..]].concat().join(" ");
    let archive = archive_of(folder.path(), [article("early", Some(1), early), article("late", Some(9), late)]);
    let draft = [&prose(65, 90)[..], &text[35..50], &prose(66, 90)[..]].concat().join(" ");
    let found = check(archive, article("draft", Some(20), draft));
    assert_eq!(found.iter().map(origin).collect::<Vec<_>>(), ["early"]);
}

#[test]
fn who_lacked_the_first_word_of_a_sentence_did_not_have_the_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let text = stored(5);
    let early = paragraphs(&[&prose(61, 85), &text[35..51], &prose(62, 85)]);
    let late = paragraphs(&[&prose(63, 85), &text[34..51], &prose(64, 85)]);
    let archive = archive_of(folder.path(), [article("early", Some(1), early), article("late", Some(9), late)]);
    let draft = paragraphs(&[&prose(65, 85), &text[34..51], &prose(66, 85)]);
    let found = check(archive, article("draft", Some(20), draft));
    assert_eq!(found.iter().map(origin).collect::<Vec<_>>(), ["late"]);
}

#[test]
fn sentences_that_stood_apart_first_are_traced_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let text = stored(5);
    let (one, other) = (&text[17..34], &text[34..51]);
    let early = paragraphs(&[&prose(61, 85), one, &prose(62, 85), other, &prose(67, 85)]);
    let late = paragraphs(&[&prose(63, 85), one, other, &prose(64, 85)]);
    let archive = archive_of(folder.path(), [article("early", Some(1), early), article("late", Some(9), late)]);
    let draft = paragraphs(&[&prose(65, 85), one, other, &prose(66, 85)]);
    let found = check(archive, article("draft", Some(20), draft));
    assert_eq!(found.iter().map(origin).collect::<Vec<_>>(), ["early", "early"]);
}

#[test]
fn who_had_fewer_of_the_words_is_not_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let text = stored(5);
    let early = [&prose(61, 90)[..], &text[35..50], &prose(62, 90)[..]].concat().join(" ");
    let late = [&prose(63, 90)[..], &text[25..55], &prose(64, 90)[..]].concat().join(" ");
    let archive = archive_of(folder.path(), [article("early", Some(1), early), article("late", Some(9), late)]);
    let draft = [&prose(65, 90)[..], &text[25..55], &prose(66, 90)[..]].concat().join(" ");
    let found = check(archive, article("draft", Some(20), draft));
    assert_eq!(origin(found.iter().max_by_key(|finding| finding.words).unwrap()), "late");
}

#[test]
fn a_passage_that_stands_in_every_article_is_told_with_its_first() {
    let folder = tempfile::tempdir().unwrap();
    let stock = prose(77, 34).join(" ");
    let of = |number: u64| {
        let text = format!("{}. {stock} {}", stored(number)[..100].join(" "), stored(number)[100..].join(" "));
        article(&format!("a{number}"), Some(30 - number as i16), text)
    };
    let archive = archive_of(folder.path(), (0..30).map(of));
    let text = format!("{}. {stock} {}", prose(88, 100).join(" "), prose(89, 100).join(" "));
    let found = check(archive, article("draft", Some(400), text));
    assert!(!found.is_empty());
    assert!(found.iter().all(|finding| finding.rule == RuleId::StockPassage && origin(finding) == "a29"), "{found:?}");
}
