//! Postings: each key with the articles it stands in, sorted by key, in buckets of a few hundred bytes.
//!
//! A key is the low 40 bits of a shingle; winnowing chooses by the high ones, so keys are spread evenly. The first bits of a key name its
//! bucket, and a directory says where each bucket stands: a look-up reads one page of it and one bucket, whatever the size of the archive.
//! Inside a bucket keys are Rice-coded distances, article numbers too; one posting takes about 6.4 bytes, two of them marks of the words beside it (news, 20,000 articles).

use super::beside::Beside;
use super::bits::{BitReader, BitWriter};
use super::directory::{self, Directory};
use super::error::ArchiveError;
use super::file::{Extent, SealedFile, SealedFileWriter};
use super::wire::Wire;

/// Bits of a key: at 400 million keys a foreign shingle meets one by chance once in 2,700 look-ups, and texts are compared in the end.
pub(super) const KEY_BITS: u32 = 40;
/// Articles that are listed for one key, the earliest first; of more, only the count is kept. A row of words in a thousand articles is stock.
pub(super) const LISTED: usize = 1000;
/// Keys that a bucket holds at least on average; up to twice as many. A look-up reads half a bucket bit by bit, and half of a check of one
/// article was spent on that; fewer keys take more room for their directory and their checksums.
const BUCKET_KEYS: u64 = 24;

/// Returns the key that a shingle is stored under.
pub(super) const fn key(shingle: u64) -> u64 {
    shingle & ((1 << KEY_BITS) - 1)
}

/// How the postings of one segment are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Articles of the segment.
    pub(super) articles: u32,
    /// The number of buckets, as a power of two.
    pub(super) bucket_bits: u32,
    /// Plain bits of the Rice code of a key's distance.
    pub(super) key_bits: u32,
    /// What is kept of the words beside a key in each article.
    pub(super) besides: Besides,
}

/// What is kept of the words beside a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Besides {
    /// Their marks.
    Marked,
    /// Nothing (segments of format 1): they count as equal to any.
    Unknown,
}

impl Shape {
    /// Chooses for about `keys` distinct keys.
    pub(super) fn new(articles: u32, keys: u64) -> Self {
        let bucket_bits = (keys / BUCKET_KEYS).max(1).ilog2().min(KEY_BITS - 8);
        // The best Rice code has 2^bits near mean * ln 2.
        let mean = ((1u64 << KEY_BITS) as f64 / keys.max(1) as f64 * std::f64::consts::LN_2).max(1.0);
        let key_bits = (mean as u64).max(1).ilog2().min(KEY_BITS);
        Self { articles, bucket_bits, key_bits, besides: Besides::Marked }
    }

    const fn shift(self) -> u32 {
        KEY_BITS - self.bucket_bits
    }

    /// Plain bits of the Rice code of the distances of `listed` article numbers.
    fn article_bits(self, listed: usize) -> u32 {
        (u64::from(self.articles) / (listed as u64 + 1)).max(1).ilog2()
    }

    pub(super) const fn buckets(self) -> u64 {
        1 << self.bucket_bits
    }
}

/// A key with the articles it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting<'a> {
    pub(super) key: u64,
    /// How many articles it stands in.
    pub(super) articles: u32,
    /// Which, by their rising numbers; at most [`LISTED`], the earliest.
    pub(super) listed: &'a [Holder],
}

/// An article that holds a key, and the words beside it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Holder {
    /// Its number in the segment.
    pub(super) article: u32,
    pub(super) beside: Beside,
}

/// Where the postings of a segment stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PostingsAt {
    pub(super) shape: Shape,
    /// First byte of the directory.
    pub(super) directory: u64,
    /// Distinct keys.
    pub(super) keys: u64,
    /// Postings, those that are only counted too.
    pub(super) postings: u64,
}

/// Writes postings; keys must come rising.
pub(super) struct PostingsWriter {
    shape: Shape,
    bucket: u64,
    bits: BitWriter,
    in_bucket: Vec<u8>,
    entries: u64,
    next_key: u64,
    /// End of each bucket that is written.
    ends: Vec<u64>,
    start: u64,
    keys: u64,
    postings: u64,
}

impl PostingsWriter {
    pub(super) fn new(shape: Shape, file: &SealedFileWriter) -> Self {
        Self {
            shape,
            bucket: 0,
            bits: BitWriter::default(),
            in_bucket: Vec::new(),
            entries: 0,
            next_key: 0,
            ends: Vec::new(),
            start: file.at(),
            keys: 0,
            postings: 0,
        }
    }

    pub(super) fn push(&mut self, posting: Posting<'_>, file: &mut SealedFileWriter) -> Result<(), ArchiveError> {
        let bucket = posting.key >> self.shape.shift();
        while self.bucket < bucket {
            self.close_bucket(file)?;
        }
        self.bits.rice(posting.key - self.next_key, self.shape.key_bits);
        self.next_key = posting.key + 1;
        self.bits.gamma(u64::from(posting.articles));
        let low = self.shape.article_bits(posting.listed.len());
        let mut next = 0;
        for &Holder { article, beside } in posting.listed {
            self.bits.rice(u64::from(article - next), low);
            self.bits.bits(beside.0.into(), Beside::BITS);
            next = article + 1;
        }
        self.entries += 1;
        self.keys += 1;
        self.postings += u64::from(posting.articles);
        Ok(())
    }

    fn close_bucket(&mut self, file: &mut SealedFileWriter) -> Result<(), ArchiveError> {
        if self.entries > 0 {
            let body = self.bits.finish();
            self.in_bucket.clear();
            super::wire::put_varint(&mut self.in_bucket, self.entries);
            self.in_bucket.extend_from_slice(&body);
            file.block(&self.in_bucket)?;
            self.entries = 0;
        }
        self.ends.push(file.at());
        self.bucket += 1;
        self.next_key = self.bucket << self.shape.shift();
        Ok(())
    }

    /// Closes the last buckets and writes the directory.
    pub(super) fn finish(mut self, file: &mut SealedFileWriter) -> Result<PostingsAt, ArchiveError> {
        while self.bucket < self.shape.buckets() {
            self.close_bucket(file)?;
        }
        let directory = directory::write(self.start, &self.ends, file)?;
        Ok(PostingsAt { shape: self.shape, directory, keys: self.keys, postings: self.postings })
    }
}

/// Finds keys; fastest when they are asked for in rising order.
#[derive(Debug)]
pub(super) struct PostingsReader<'f> {
    file: &'f SealedFile,
    at: PostingsAt,
    directory: &'f Directory,
    bucket: Vec<u8>,
}

impl<'f> PostingsReader<'f> {
    pub(super) const fn new(file: &'f SealedFile, at: PostingsAt, directory: &'f Directory) -> Self {
        Self { file, at, directory, bucket: Vec::new() }
    }

    /// Appends the listed articles of a key, at most `most`, and returns how many articles it stands in; 0 where it is not stored.
    pub(super) fn find(&mut self, key: u64, most: usize, listed: &mut Vec<Holder>) -> Result<u32, ArchiveError> {
        let shape = self.at.shape;
        let number = key >> shape.shift();
        let Some(extent) = self.directory.extent(number, self.file)? else { return Ok(0) };
        let bucket = self.file.block(extent, &mut self.bucket)?;
        let mut entries = Entries::new(bucket, number, shape);
        loop {
            match entries.next_key() {
                Some(found) if found < key => entries.skip_articles(),
                Some(found) if found == key => {
                    let articles = entries.articles(most, listed);
                    return if entries.broken { Err(broken(self.file, extent)) } else { Ok(articles) };
                }
                _ if entries.broken => return Err(broken(self.file, extent)),
                _ => return Ok(0),
            }
        }
    }
}

fn broken(file: &SealedFile, extent: Extent) -> ArchiveError {
    file.damaged(format!("holds postings that make no sense at byte {}", extent.at))
}

/// Reads all postings in order.
#[derive(Debug)]
pub(super) struct PostingsScan<'f> {
    reader: PostingsReader<'f>,
    next_bucket: u64,
    bucket: Vec<u8>,
    /// Byte of the bucket's bits that is read next, as a bit number; entries left in it; the next key.
    place: Option<(usize, u64, u64)>,
    extent: Extent,
}

impl<'f> PostingsScan<'f> {
    pub(super) const fn new(file: &'f SealedFile, at: PostingsAt, directory: &'f Directory) -> Self {
        Self {
            reader: PostingsReader::new(file, at, directory),
            next_bucket: 0,
            bucket: Vec::new(),
            place: None,
            extent: Extent { at: 0, len: 0 },
        }
    }

    /// Reads the next posting: fills `listed` and returns key and number of articles.
    pub(super) fn next(&mut self, listed: &mut Vec<Holder>) -> Result<Option<(u64, u32)>, ArchiveError> {
        let shape = self.reader.at.shape;
        loop {
            if let Some((at, left, next_key)) = self.place {
                let mut entries =
                    Entries { bits: BitReader::starting(&self.bucket, at), left, next_key, shape, broken: false };
                if let Some(key) = entries.next_key() {
                    listed.clear();
                    let articles = entries.articles(LISTED, listed);
                    if entries.broken || key >> shape.shift() != self.next_bucket - 1 {
                        return Err(broken(self.reader.file, self.extent));
                    }
                    self.place = Some((entries.bits.at(), entries.left, entries.next_key));
                    return Ok(Some((key, articles)));
                }
                if entries.broken {
                    return Err(broken(self.reader.file, self.extent));
                }
                self.place = None;
            }
            if self.next_bucket == shape.buckets() {
                return Ok(None);
            }
            let number = self.next_bucket;
            self.next_bucket += 1;
            if let Some(extent) = self.reader.directory.extent(number, self.reader.file)? {
                self.extent = extent;
                let block = self.reader.file.block(extent, &mut self.bucket)?;
                let entries = Entries::new(block, number, shape);
                self.place = Some((entries.bits.at(), entries.left, entries.next_key));
            }
        }
    }
}

/// The entries of one bucket, read one after the other.
struct Entries<'b> {
    bits: BitReader<'b>,
    left: u64,
    next_key: u64,
    shape: Shape,
    broken: bool,
}

impl<'b> Entries<'b> {
    fn new(bucket: &'b [u8], number: u64, shape: Shape) -> Self {
        let mut wire = Wire(bucket);
        let left = wire.varint();
        Self {
            bits: BitReader::starting(bucket, (bucket.len() - wire.0.len()) * 8),
            left: left.unwrap_or(0),
            next_key: number << shape.shift(),
            shape,
            broken: left.is_none(),
        }
    }

    fn next_key(&mut self) -> Option<u64> {
        self.left = self.left.checked_sub(1)?;
        let key = self.next_key.saturating_add(self.bits.rice(self.shape.key_bits));
        self.next_key = key.saturating_add(1);
        self.broken |= self.bits.overrun();
        (!self.broken).then_some(key)
    }

    /// Appends the first listed articles, at most `most`, and returns how many there are; of fewer than are listed the next entry is lost.
    fn articles(&mut self, most: usize, listed: &mut Vec<Holder>) -> u32 {
        let (articles, count) = self.count();
        let low = self.shape.article_bits(count);
        let mut next = 0u64;
        for _ in 0..count.min(most) {
            let article = next.saturating_add(self.bits.rice(low));
            let beside = self.beside();
            if article >= u64::from(self.shape.articles) || self.bits.overrun() {
                self.broken = true;
                return articles;
            }
            listed.push(Holder { article: article as u32, beside });
            next = article + 1;
        }
        articles
    }

    fn skip_articles(&mut self) {
        let (_, count) = self.count();
        let low = self.shape.article_bits(count);
        for _ in 0..count {
            self.bits.rice(low);
            self.beside();
        }
    }

    fn beside(&mut self) -> Beside {
        match self.shape.besides {
            Besides::Marked => Beside(self.bits.bits(Beside::BITS) as u16),
            Besides::Unknown => Beside::UNKNOWN,
        }
    }

    fn count(&mut self) -> (u32, usize) {
        let articles = u32::try_from(self.bits.gamma()).unwrap_or_else(|_| {
            self.broken = true;
            0
        });
        (articles, LISTED.min(articles as usize))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn holder(article: u32) -> Holder {
        Holder { article, beside: Beside((article * 7919) as u16) }
    }

    fn written(
        keys: &BTreeMap<u64, Vec<Holder>>,
        articles: u32,
    ) -> (tempfile::TempDir, SealedFile, PostingsAt, Directory) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("postings");
        let mut file = SealedFileWriter::create(&path).unwrap();
        let mut writer = PostingsWriter::new(Shape::new(articles, keys.len() as u64), &file);
        for (&key, listed) in keys {
            let posting = Posting { key, articles: listed.len() as u32, listed: &listed[..listed.len().min(LISTED)] };
            writer.push(posting, &mut file).unwrap();
        }
        let at = writer.finish(&mut file).unwrap();
        file.finish().unwrap();
        let file = SealedFile::open(&path).unwrap();
        let directory = Directory::open(&file, at.directory, at.shape.buckets()).unwrap();
        (folder, file, at, directory)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_key_comes_back_with_its_articles_and_no_other_does(
            keys in prop::collection::btree_map(0u64..1 << KEY_BITS, prop::collection::btree_set(0u32..5000, 1..40), 0..2000),
            foreign in prop::collection::vec(0u64..1 << KEY_BITS, 20),
        ) {
            let keys: BTreeMap<u64, Vec<Holder>> = keys.into_iter().map(|(key, at)| (key, at.into_iter().map(holder).collect())).collect();
            let (_folder, file, at, directory) = written(&keys, 5000);
            let mut reader = PostingsReader::new(&file, at, &directory);
            let mut listed = Vec::new();
            for (&key, articles) in &keys {
                listed.clear();
                prop_assert_eq!(reader.find(key, LISTED, &mut listed).unwrap() as usize, articles.len());
                prop_assert_eq!(&listed, articles);
            }
            for key in foreign.into_iter().filter(|key| !keys.contains_key(key)) {
                prop_assert_eq!(reader.find(key, LISTED, &mut listed).unwrap(), 0);
            }
            let mut scan = PostingsScan::new(&file, at, &directory);
            for (&key, articles) in &keys {
                prop_assert_eq!(scan.next(&mut listed).unwrap(), Some((key, articles.len() as u32)));
                prop_assert_eq!(&listed, articles);
            }
            prop_assert_eq!(scan.next(&mut listed).unwrap(), None);
        }
    }

    #[test]
    fn of_a_key_in_very_many_articles_the_earliest_are_listed_and_all_are_counted() {
        let keys = BTreeMap::from([(7, (0..5000).map(holder).collect()), (8, vec![holder(4999)])]);
        let (_folder, file, at, directory) = written(&keys, 5000);
        let mut listed = Vec::new();
        let mut reader = PostingsReader::new(&file, at, &directory);
        assert_eq!(reader.find(7, LISTED, &mut listed).unwrap(), 5000);
        assert_eq!(listed, (0..LISTED as u32).map(holder).collect::<Vec<_>>());
        listed.clear();
        assert_eq!(reader.find(8, LISTED, &mut listed).unwrap(), 1);
        assert_eq!(listed, [holder(4999)]);
        assert_eq!(at.postings, 5001);
    }

    #[test]
    fn a_segment_without_keys_has_no_answer() {
        let (_folder, file, at, directory) = written(&BTreeMap::new(), 0);
        assert_eq!(PostingsReader::new(&file, at, &directory).find(3, LISTED, &mut Vec::new()).unwrap(), 0);
        assert_eq!(PostingsScan::new(&file, at, &directory).next(&mut Vec::new()).unwrap(), None);
    }
}
