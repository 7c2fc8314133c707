//! The first pass: every record is read once and becomes numbers.
//!
//! In: the inputs. Out: for each article its name, its date, its print and its words, in input order whatever the number of threads; and an account of the records that are none.

mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::prepared::{Preparer, Print};
use super::spill::Spill;
use super::words::WordStore;
use crate::article::{ArticleIx, Published};
use crate::fingerprint::Banding;
use crate::pipeline::corpus::{Incoming, Stream, Watch};
use crate::pipeline::scratch::Scratches;
use crate::read::{self, Input, RawRecord, ReadError, ReadOptions, Skipped};
use crate::text::WordId;

/// Records that one thread takes at a time: at 5 KB each, a third of a second-level cache.
const TAKEN: usize = 64;

/// Bytes of a record for each of its words: English news as JSON has 6.3 (130 MB of it), other languages more.
const BYTES_A_WORD: usize = 6;

/// What is known of a dump after it was read once.
#[derive(Debug)]
pub struct Survey {
    /// The names of the articles, as they were read.
    names: Names,
    /// The names of those whose own is taken.
    renamed: BTreeMap<u32, String>,
    /// When they were published.
    pub published: Vec<Option<Published>>,
    /// What near-duplicates are found by; none for an article without words.
    pub prints: Vec<Option<Print>>,
    /// Their words.
    pub words: WordStore,
    /// What became of each record.
    pub records: Vec<Record>,
    /// Inputs that could not be read to the end.
    pub incomplete: u64,
    /// Records with characters that were repaired.
    pub repaired: u64,
    /// Bytes of all records.
    pub bytes: u64,
}

/// One record of the input, as the next pass has to find it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// 31 bits of a hash of its bytes; the highest bit: it is an article.
    bits: u32,
}

impl Record {
    const ARTICLE: u32 = 1 << 31;

    fn article(bytes: &[u8]) -> Self {
        Self { bits: xxh3_64(bytes) as u32 | Self::ARTICLE }
    }

    fn rejected(self) -> Self {
        Self { bits: self.bits & !Self::ARTICLE }
    }

    /// Tells whether it became an article.
    #[must_use]
    pub const fn is_article(self) -> bool {
        self.bits & Self::ARTICLE != 0
    }

    /// Tells whether these are still its bytes.
    #[must_use]
    pub fn is(self, bytes: &[u8]) -> bool {
        Self::article(bytes).bits | Self::ARTICLE == self.bits | Self::ARTICLE
    }
}

/// The names of all articles, one after the other.
#[derive(Debug, Clone, Default)]
struct Names {
    text: String,
    ends: Vec<u64>,
}

impl Names {
    fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len() as u64);
    }

    fn append(&mut self, more: &Self) {
        let begun = self.text.len() as u64;
        self.text.push_str(&more.text);
        self.ends.extend(more.ends.iter().map(|end| begun + end));
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, ix: usize) -> &str {
        let start = if ix == 0 { 0 } else { self.ends[ix - 1] };
        &self.text[start as usize..self.ends[ix] as usize]
    }
}

impl Survey {
    /// Returns the name of an article: its own, or, where an earlier one has it already, with the number of its record.
    #[must_use]
    pub fn name(&self, article: ArticleIx) -> &str {
        self.renamed.get(&article.0).map_or_else(|| self.names.get(article.0 as usize), String::as_str)
    }

    /// Counts the articles.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.names.len()
    }

    /// Tells apart articles that have the same name.
    fn tell_apart(&mut self) {
        let mut by_hash: Vec<(u64, u32)> =
            (0..self.names.len()).map(|ix| (xxh3_64(self.names.get(ix).as_bytes()), ix as u32)).collect();
        by_hash.par_sort_unstable();
        let known = |by_hash: &[(u64, u32)], name: &str| {
            let hash = xxh3_64(name.as_bytes());
            let from = by_hash.partition_point(|entry| entry.0 < hash);
            by_hash[from..]
                .iter()
                .take_while(|entry| entry.0 == hash)
                .any(|entry| self.names.get(entry.1 as usize) == name)
        };
        let mut renamed = BTreeMap::new();
        for same in by_hash.chunk_by(|left, right| left.0 == right.0).filter(|same| same.len() > 1) {
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            for &(_, ix) in same {
                let name = self.names.get(ix as usize);
                if !seen.insert(name) {
                    let mut other = format!("{name}#{}", ix + 1);
                    while known(&by_hash, &other) {
                        other.push('\'');
                    }
                    renamed.insert(ix, other);
                }
            }
        }
        self.renamed = renamed;
    }
}

/// Reads all inputs. Runs on the current rayon pool: one thread reads ahead while all prepare.
///
/// # Errors
/// When the words do not fit in memory and cannot be spilled.
pub fn survey(
    inputs: &[Input],
    options: &ReadOptions,
    banding: Banding,
    spill: Spill,
    watch: &mut dyn Watch,
) -> io::Result<Survey> {
    let scratch = Scratches::new();
    let desk = Desk { options, banding, scratch: &scratch };
    let mut survey = Survey {
        names: Names::default(),
        renamed: BTreeMap::new(),
        published: Vec::new(),
        prints: Vec::new(),
        words: WordStore::new(spill),
        records: Vec::new(),
        incomplete: 0,
        repaired: 0,
        bytes: 0,
    };
    let mut stream = Stream::new(inputs, options);
    let mut batch = stream.batch();
    while !batch.is_empty() {
        let (pieces, next) = rayon::join(|| desk.prepare(batch), || stream.batch());
        for piece in pieces {
            survey.add(piece, watch)?;
        }
        batch = next;
    }
    survey.tell_apart();
    Ok(survey)
}

impl Survey {
    fn add(&mut self, piece: Piece, watch: &mut dyn Watch) -> io::Result<()> {
        self.names.append(&piece.names);
        self.published.extend_from_slice(&piece.published);
        self.prints.extend(piece.prints);
        self.words.add(piece.words, &piece.lengths)?;
        self.records.extend_from_slice(&piece.records);
        self.incomplete += piece.problems.len() as u64;
        self.repaired += piece.repaired;
        self.bytes += piece.bytes;
        for skipped in &piece.skipped {
            watch.skipped(skipped);
        }
        for problem in &piece.problems {
            watch.incomplete(problem);
        }
        watch.advanced(piece.bytes);
        Ok(())
    }

    /// Counts the records that are no articles.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        (self.records.len() - self.names.len()) as u64
    }
}

/// What became of the records that one thread took.
#[derive(Debug, Default)]
struct Piece {
    names: Names,
    published: Vec<Option<Published>>,
    prints: Vec<Option<Print>>,
    words: Vec<WordId>,
    lengths: Vec<u32>,
    records: Vec<Record>,
    skipped: Vec<Skipped>,
    problems: Vec<ReadError>,
    repaired: u64,
    bytes: u64,
}

struct Desk<'d> {
    options: &'d ReadOptions,
    banding: Banding,
    scratch: &'d Scratches<Preparer>,
}

impl Desk<'_> {
    fn prepare(&self, batch: Vec<Incoming>) -> Vec<Piece> {
        batch
            .into_par_iter()
            .chunks(TAKEN)
            .map(|taken| self.scratch.with(|preparer| self.piece(taken, preparer)))
            .collect()
    }

    fn piece(&self, taken: Vec<Incoming>, preparer: &mut Preparer) -> Piece {
        let bytes: usize = taken.iter().map(Incoming::size).sum();
        let mut piece = Piece { words: Vec::with_capacity(bytes / BYTES_A_WORD), ..Piece::default() };
        for incoming in taken {
            match incoming {
                Incoming::Record(record) => self.record(record, preparer, &mut piece),
                Incoming::Problem(problem) => piece.problems.push(problem),
            }
        }
        piece
    }

    fn record(&self, record: RawRecord, preparer: &mut Preparer, piece: &mut Piece) {
        piece.bytes += record.bytes.len() as u64 + record.line_end.as_bytes().len() as u64;
        let as_article = Record::article(&record.bytes);
        match read::parse(record, self.options) {
            Ok(parsed) => {
                let begun = piece.words.len();
                piece.prints.push(preparer.prepare(&parsed.article.text, self.banding, &mut piece.words));
                piece.lengths.push((piece.words.len() - begun) as u32);
                piece.names.push(&parsed.article.id);
                piece.published.push(parsed.article.published);
                piece.repaired += u64::from(parsed.repaired > 0);
                piece.records.push(as_article);
            }
            Err(skipped) => {
                piece.records.push(as_article.rejected());
                piece.skipped.push(skipped);
            }
        }
    }
}
