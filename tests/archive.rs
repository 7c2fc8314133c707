//! The archive on disk: what goes in comes out, every commit is whole, every changed byte is found, and what is whole can be saved.

#![expect(clippy::unwrap_used, reason = "a test ends where something fails")]
#![expect(clippy::single_range_in_vec_init, reason = "one batch is one range of numbers")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use copydesk::archive::{
    Acknowledged, Archive, ArchiveError, ArticleReader, Entry, EntryScratch, Merge, Taken, Wait, Writer, salvage,
    verify,
};
use copydesk::article::{Article, DateQuality, Origin, Published};

/// Words drawn by a fixed rule, so that two numbers give two texts and one number gives one.
fn prose(number: u64, words: usize) -> String {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = String::new();
    for ix in 0..words {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text.push_str(if ix == 0 {
            ""
        } else if ix % 17 == 0 {
            ".\n"
        } else {
            " "
        });
        text.push_str(&format!("w{}", state % 5000));
    }
    text
}

fn article(number: u64) -> Article {
    let day = i8::try_from(number % 28).expect("under 28") + 1;
    let at = jiff::civil::date(2024, 1 + i8::try_from(number / 28 % 12).expect("under 12"), day).at(6, 0, 0, 0);
    let quality = [DateQuality::Given, DateQuality::FromUrl, DateQuality::Crawled][number as usize % 3];
    Article {
        id: format!("a{number}"),
        text: prose(number, 200 + number as usize % 100),
        blocks: Vec::new(),
        title: (!number.is_multiple_of(4)).then(|| format!("Title {number}")),
        url: (!number.is_multiple_of(5)).then(|| format!("https://paper.example/{number}")),
        published: (!number.is_multiple_of(7)).then_some(Published { at, quality }),
        outlet: Some("The Paper".into()),
        origin: Origin { path: "test".into(), record: number, line: number },
    }
}

fn add(writer: &mut Writer, articles: impl IntoIterator<Item = Article>) -> Option<Acknowledged> {
    let mut scratch = EntryScratch::default();
    let mut batch = writer.batch().unwrap();
    for article in articles {
        batch.push(Entry::new(article, &mut scratch)).unwrap();
    }
    batch.commit().unwrap()
}

/// Everything in a snapshot, by id: text, title, url, date.
/// Text, title, address and date of a stored article.
type Stored = (String, Option<String>, Option<String>, Option<Published>);

fn contents(archive: &Archive) -> BTreeMap<String, Stored> {
    let mut reader = ArticleReader::new().unwrap();
    let stored: Vec<_> = archive.all().collect::<Result<_, _>>().unwrap();
    let of = |stored: copydesk::archive::Stored| {
        let text = archive.text(stored.at, &mut reader).unwrap().to_owned();
        (stored.id, (text, stored.title, stored.url, stored.published))
    };
    stored.into_iter().map(of).collect()
}

fn expected(numbers: impl IntoIterator<Item = u64>) -> BTreeMap<String, Stored> {
    let of = |number| {
        let article = article(number);
        (article.id, (article.text, article.title, article.url, article.published))
    };
    numbers.into_iter().map(of).collect()
}

fn archive_of(folder: &Path, batches: &[std::ops::Range<u64>]) -> Vec<Acknowledged> {
    let mut writer = Writer::open(folder, Wait::No).unwrap();
    batches.iter().filter_map(|numbers| add(&mut writer, numbers.clone().map(article))).collect()
}

fn problems(folder: &Path, receipts: &[Acknowledged]) -> Vec<String> {
    verify(folder, receipts, &mut |_| {}).unwrap().problems
}

#[test]
fn what_is_added_comes_back_from_every_batch() {
    let folder = tempfile::tempdir().unwrap();
    let receipts = archive_of(folder.path(), &[0..100, 100..101, 101..300]);
    assert_eq!(contents(&Archive::open(folder.path()).unwrap()), expected(0..300));
    let verified = verify(folder.path(), &receipts, &mut |_| {}).unwrap();
    assert_eq!((verified.articles, verified.acknowledged, verified.problems), (300, 3, vec![]));
}

#[test]
fn merging_changes_nothing_that_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let receipts = archive_of(folder.path(), &[0..90, 90..95, 95..200, 200..201]);
    let mut writer = Writer::open(folder.path(), Wait::No).unwrap();
    assert_eq!(writer.merge(Merge::All).unwrap(), 4);
    assert_eq!(writer.archive().stats().segments, 1);
    assert_eq!(contents(writer.archive()), expected(0..201));
    assert_eq!(problems(folder.path(), &receipts), [""; 0]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "lock, two catalogues, one segment");
}

#[test]
fn what_is_known_is_not_added_again() {
    let folder = tempfile::tempdir().unwrap();
    archive_of(folder.path(), &[0..50]);
    assert_eq!(archive_of(folder.path(), &[0..50]), []);
    let mut writer = Writer::open(folder.path(), Wait::No).unwrap();
    let receipt = add(&mut writer, (40..60).chain(55..60).map(article)).unwrap();
    assert_eq!(receipt.articles, 10);
    assert_eq!(contents(writer.archive()), expected(0..60));
}

#[test]
fn another_text_under_a_known_id_is_a_version_and_other_details_are_an_update() {
    let folder = tempfile::tempdir().unwrap();
    archive_of(folder.path(), &[0..3]);
    let mut writer = Writer::open(folder.path(), Wait::No).unwrap();
    let mut scratch = EntryScratch::default();
    let mut batch = writer.batch().unwrap();
    let version = Article { text: prose(77, 50), ..article(1) };
    let update = Article { title: Some("Corrected".into()), ..article(2) };
    assert_eq!(batch.push(Entry::new(version, &mut scratch)).unwrap(), Taken::Version);
    assert_eq!(batch.push(Entry::new(update.clone(), &mut scratch)).unwrap(), Taken::Update);
    assert_eq!(batch.push(Entry::new(update, &mut scratch)).unwrap(), Taken::Known);
    assert_eq!(batch.push(Entry::new(article(2), &mut scratch)).unwrap(), Taken::Update);
    batch.commit().unwrap();
    let archive = writer.archive();
    assert_eq!(archive.find("a1").unwrap().len(), 2);
    let mut reader = ArticleReader::new().unwrap();
    let second = archive.find("a2").unwrap();
    assert_eq!(second.len(), 1);
    assert_eq!(archive.stored(second[0], &mut reader).unwrap().title, article(2).title);
    assert_eq!(archive.text(archive.find("a1").unwrap()[1], &mut reader).unwrap(), prose(77, 50));
    assert_eq!(problems(folder.path(), &[]), [""; 0]);
}

#[test]
fn a_removed_article_is_gone_at_once_and_its_bytes_after_a_merge() {
    let folder = tempfile::tempdir().unwrap();
    let receipts = archive_of(folder.path(), &[0..40, 40..80]);
    let mut writer = Writer::open(folder.path(), Wait::No).unwrap();
    assert_eq!(writer.remove(["a3", "a60", "a999"]).unwrap(), 2);
    let left = || expected((0..80).filter(|&n| n != 3 && n != 60));
    assert_eq!(contents(writer.archive()), left());
    assert_eq!(problems(folder.path(), &receipts), [""; 0]);
    writer.merge(Merge::All).unwrap();
    assert_eq!(contents(writer.archive()), left());
    assert!(writer.archive().find("a3").unwrap().is_empty());
    assert_eq!(problems(folder.path(), &receipts), [""; 0]);
    let saved = tempfile::tempdir().unwrap();
    assert_eq!(salvage(folder.path(), saved.path()).unwrap().saved, 78);
    assert_eq!(contents(&Archive::open(saved.path()).unwrap()), left());
}

#[test]
fn a_batch_that_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    archive_of(folder.path(), &[0..5]);
    let mut writer = Writer::open(folder.path(), Wait::No).unwrap();
    let mut batch = writer.batch().unwrap();
    batch.push(Entry::new(article(9), &mut EntryScratch::default())).unwrap();
    drop(batch);
    assert_eq!(contents(writer.archive()), expected(0..5));
    assert!(verify(folder.path(), &[], &mut |_| {}).unwrap().leftovers.is_empty());
}

#[test]
fn what_an_interrupted_run_leaves_is_no_part_of_the_archive_and_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    let receipts = archive_of(folder.path(), &[0..5]);
    fs::copy(folder.path().join("00000001.segment"), folder.path().join("00000002.segment")).unwrap();
    fs::write(folder.path().join("catalogue.next"), "half a cata").unwrap();
    let verified = verify(folder.path(), &receipts, &mut |_| {}).unwrap();
    assert_eq!((verified.articles, verified.leftovers.len(), verified.problems.len()), (5, 2, 0));
    drop(Writer::open(folder.path(), Wait::No).unwrap());
    assert!(verify(folder.path(), &receipts, &mut |_| {}).unwrap().leftovers.is_empty());
}

#[test]
fn a_batch_that_is_not_whole_fails_its_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let receipt = archive_of(folder.path(), &[0..5])[0];
    for wrong in [
        Acknowledged { articles: 6, ..receipt },
        Acknowledged { digest: receipt.digest ^ 1, ..receipt },
        Acknowledged { first: 1, articles: 5, ..receipt },
    ] {
        assert_eq!(problems(folder.path(), &[wrong]).len(), 1, "{wrong:?}");
    }
}

#[test]
fn a_second_writer_is_told_who_holds_the_lock_and_the_lock_ends_with_the_writer() {
    let folder = tempfile::tempdir().unwrap();
    let first = Writer::open(folder.path(), Wait::No).unwrap();
    match Writer::open(folder.path(), Wait::No) {
        Err(ArchiveError::Locked { holder, .. }) => assert_eq!(holder, Some(std::process::id())),
        other => panic!("{other:?}"),
    }
    drop(first);
    Writer::open(folder.path(), Wait::No).unwrap();
}

#[test]
fn a_reader_keeps_its_snapshot_while_a_writer_adds_and_merges() {
    let folder = tempfile::tempdir().unwrap();
    archive_of(folder.path(), &[0..30]);
    let before = Archive::open(folder.path()).unwrap();
    let mut writer = Writer::open(folder.path(), Wait::No).unwrap();
    add(&mut writer, (30..60).map(article));
    writer.remove(["a1"]).unwrap();
    writer.merge(Merge::All).unwrap();
    assert_eq!(contents(&before), expected(0..30));
    assert_eq!(contents(&Archive::open(folder.path()).unwrap()).len(), 59);
}

#[test]
fn anything_but_an_archive_is_named_and_never_written_to() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Archive::open(&folder.path().join("none")), Err(ArchiveError::Missing { .. })));
    let other = folder.path().join("other.txt");
    fs::write(&other, "not an archive").unwrap();
    for path in [other.as_path(), folder.path()] {
        assert!(matches!(Archive::open(path), Err(ArchiveError::NotAnArchive { .. })));
        assert!(matches!(Writer::open(path, Wait::No), Err(ArchiveError::NotAnArchive { .. })));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn every_flipped_bit_and_every_cut_of_a_segment_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let short = |number| Article { text: prose(number, 40), ..article(number) };
    add(&mut Writer::open(folder.path(), Wait::No).unwrap(), (0..3).map(short));
    let path = folder.path().join("00000001.segment");
    let bytes = fs::read(&path).unwrap();
    let bad = || !problems(folder.path(), &[]).is_empty();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        fs::write(&path, &changed).unwrap();
        assert!(bad(), "byte {at}");
    }
    for at in (0..bytes.len()).step_by(97) {
        fs::write(&path, &bytes[..at]).unwrap();
        assert!(bad(), "cut at {at}");
    }
    fs::write(&path, [bytes.as_slice(), b"more"].concat()).unwrap();
    assert!(bad());
    fs::remove_file(&path).unwrap();
    assert!(bad());
    fs::write(&path, &bytes).unwrap();
    assert!(!bad());
}

#[test]
fn a_reader_of_damaged_bytes_reads_what_was_written_or_says_so() {
    let folder = tempfile::tempdir().unwrap();
    archive_of(folder.path(), &[0..6]);
    let path = folder.path().join("00000001.segment");
    let bytes = fs::read(&path).unwrap();
    let expected = expected(0..6);
    let mut said = 0;
    for at in (0..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[at] = changed[at].wrapping_add(1 + (at % 255) as u8);
        fs::write(&path, &changed).unwrap();
        let read = || -> Result<(), ArchiveError> {
            let archive = Archive::open(folder.path())?;
            let mut reader = ArticleReader::new()?;
            for stored in archive.all() {
                let stored = stored?;
                assert_eq!(archive.text(stored.at, &mut reader)?, expected[&stored.id].0);
                assert_eq!(stored.title, expected[&stored.id].1);
            }
            Ok(())
        };
        said += u32::from(read().is_err());
    }
    assert!(said > 0);
}

#[test]
fn salvage_saves_every_record_whose_checksum_holds() {
    let folder = tempfile::tempdir().unwrap();
    archive_of(folder.path(), &[0..200]);
    let path = folder.path().join("00000001.segment");
    let bytes = fs::read(&path).unwrap();
    let all = expected(0..200);
    let saved_after = |damaged: &[u8]| {
        fs::write(&path, damaged).unwrap();
        let to = tempfile::tempdir().unwrap();
        let saved = salvage(folder.path(), to.path()).unwrap();
        let held = contents(&Archive::open(to.path()).unwrap());
        assert_eq!(saved.saved as usize, held.len());
        assert!(held.iter().all(|(id, article)| all[id] == *article));
        held.len()
    };
    assert_eq!(saved_after(&bytes), 200);
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 3] ^= 4;
    let one_block_less = saved_after(&flipped);
    assert!((150..200).contains(&one_block_less), "{one_block_less}");
    assert_eq!(saved_after(&bytes[..bytes.len() - 1]), 200, "records stand before all else");
    assert!(saved_after(&bytes[..bytes.len() / 4]) > 20);
    fs::write(folder.path().join("catalogue"), "gone").unwrap();
    assert_eq!(saved_after(&bytes), 200);
}
