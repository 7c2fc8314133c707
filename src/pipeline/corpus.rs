//! Many articles: read in order, checked in parallel, written in order. The same bytes for any number of threads.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::among::{Among, Held, among};
use super::check::{Against, Checker, Scratch};
use super::scratch::Scratches;
use crate::archive::{Archive, ArchiveError, Stats};
use crate::article::Published;
use crate::read::{self, Input, RawRecord, ReadError, ReadOptions, RecordSource, Skipped};
use crate::report::{Account, Report, Searched};

/// Bytes of records that are checked as one batch: large enough that threads seldom wait for each other, small enough that two batches stay far below the
/// memory bound (one is read while the other is checked).
const BATCH_BYTES: usize = 4 << 20;
/// Records of one batch, for dumps of very short texts.
const BATCH_RECORDS: usize = 4096;

/// What the face is told while a run goes on, always from one thread and in input order.
pub trait Watch: Send {
    /// So many more bytes of records were taken up.
    fn advanced(&mut self, _bytes: u64) {}
    /// A record could not be read as an article.
    fn skipped(&mut self, _skipped: &Skipped) {}
    /// An input could not be opened, or ended in damage.
    fn incomplete(&mut self, _problem: &ReadError) {}
    /// The program failed on one record; the run goes on.
    fn failed(&mut self, _record: &str) {}
    /// A finding was silenced by the suppression at this position of the configuration.
    fn suppressed(&mut self, _suppression: usize) {}
}

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The report cannot be written.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// The archive cannot be read or is damaged.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// Checks every article of the inputs and writes the report.
///
/// The articles of a small input are held against each other, as an archive would hold them; see [`Among`].
///
/// Runs on the current rayon pool. Memory: three batches of records, and what one article needs on each thread.
///
/// # Errors
/// Only when `out` cannot be written or the archive cannot be read; trouble with inputs goes to `watch` and into the account.
pub fn check_all(
    checker: &Checker,
    inputs: &[Input],
    options: &ReadOptions,
    report: &dyn Report,
    out: &mut (dyn Write + Send),
    watch: &mut dyn Watch,
) -> Result<Account, CheckError> {
    let mut stream = Stream::new(inputs, options);
    let (mut batch, mut next) = (stream.batch(), stream.batch());
    let held = match checker.among() {
        // Only where the first batch is all there is.
        Among::Auto if next.is_empty() => among(&batch, options, checker.archive())?,
        Among::Auto | Among::Never => None,
    };
    let desk = Desk { checker, held: held.as_ref(), options, report, scratch: Scratches::new() };
    let mut written = Written { out, report, account: Account::default(), any: false, watch };
    written.account.searched = checker.archive().map(searched);
    written.account.among = held.as_ref().map(|held| held.articles);
    written.bytes(|report, piece| report.begin(piece))?;
    while !batch.is_empty() {
        let (pieces, after) = rayon::join(|| desk.check(batch), || stream.batch());
        for piece in pieces {
            written.piece(piece)?;
        }
        (batch, next) = (next, after);
    }
    let account = written.account.clone();
    written.bytes(|report, piece| report.end(&account, piece))?;
    written.out.flush()?;
    Ok(account)
}

/// Says what of an archive each article is held against.
fn searched(archive: &Archive) -> Searched {
    let Stats { articles, removed, undated, from, to, generation, .. } = archive.stats();
    let date = |published: Option<Published>| published.map(|published| published.at.to_string());
    Searched { articles, removed, undated, from: date(from), newest: date(to), skipped: 0, generation }
}

/// One thing that came from an input.
pub(super) enum Incoming {
    Record(RawRecord),
    Problem(ReadError),
}

impl Incoming {
    /// Bytes of the record, if it is one.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Record(record) => record.bytes.len(),
            Self::Problem(_) => 0,
        }
    }
}

/// The inputs one after the other, cut into batches.
pub(super) struct Stream<'i> {
    inputs: std::slice::Iter<'i, Input>,
    open: Option<Box<dyn RecordSource + Send>>,
    options: &'i ReadOptions,
}

impl<'i> Stream<'i> {
    pub(super) fn new(inputs: &'i [Input], options: &'i ReadOptions) -> Self {
        Self { inputs: inputs.iter(), open: None, options }
    }

    pub(super) fn batch(&mut self) -> Vec<Incoming> {
        self.batch_of(BATCH_RECORDS)
    }

    /// Takes up at most so many records.
    pub(super) fn batch_of(&mut self, most: usize) -> Vec<Incoming> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH_BYTES && batch.len() < most.min(BATCH_RECORDS) {
            let Some(incoming) = self.next() else { break };
            if let Incoming::Record(record) = &incoming {
                bytes += record.bytes.len();
            }
            batch.push(incoming);
        }
        batch
    }

    fn next(&mut self) -> Option<Incoming> {
        loop {
            if let Some(source) = &mut self.open {
                match source.next() {
                    Ok(Some(record)) => return Some(Incoming::Record(record)),
                    Ok(None) => self.open = None,
                    Err(problem) => {
                        self.open = None;
                        return Some(Incoming::Problem(problem));
                    }
                }
            }
            match read::open(self.inputs.next()?, self.options) {
                Ok(source) => self.open = Some(source),
                Err(problem) => return Some(Incoming::Problem(problem)),
            }
        }
    }
}

/// What became of one thing that came from an input.
enum Piece {
    Checked { bytes: Vec<u8>, account: Account, suppressed: Vec<usize>, size: u64 },
    Skipped(Skipped),
    Failed { record: String },
    Problem(ReadError),
    Archive(ArchiveError),
}

/// The work on one batch.
struct Desk<'d> {
    checker: &'d Checker,
    held: Option<&'d Held>,
    options: &'d ReadOptions,
    report: &'d dyn Report,
    scratch: Scratches<Scratch>,
}

impl Desk<'_> {
    fn check(&self, batch: Vec<Incoming>) -> Vec<Piece> {
        batch
            .into_par_iter()
            .enumerate()
            .with_max_len(64)
            .map(|(position, incoming)| match incoming {
                Incoming::Problem(problem) => Piece::Problem(problem),
                Incoming::Record(record) => self.record(position, record),
            })
            .collect()
    }

    /// Returns what the record at a position of the batch is held against.
    fn against(&self, position: usize) -> Option<Against<'_>> {
        match self.held {
            Some(held) => Some(Against { archive: &held.archive, itself: held.place(position) }),
            None => self.checker.archive().map(|archive| Against { archive, itself: None }),
        }
    }

    fn record(&self, position: usize, record: RawRecord) -> Piece {
        let name = format!("{}:{}", record.origin.path, record.origin.line);
        let size = record.bytes.len() as u64;
        let worked = catch_unwind(AssertUnwindSafe(|| {
            let parsed = read::parse(record, self.options)?;
            let repaired = u64::from(parsed.repaired > 0);
            let against = self.against(position);
            let checked =
                match self.scratch.with(|scratch| self.checker.check_against(against, parsed.article, scratch)) {
                    Ok(checked) => checked,
                    Err(problem) => return Ok(Piece::Archive(problem)),
                };
            let mut account = Account { repaired, ..Account::default() };
            account.add(&checked);
            let mut bytes = Vec::new();
            self.report.article(&checked, &mut bytes);
            Ok(Piece::Checked { bytes, account, suppressed: checked.suppressed, size })
        }));
        match worked {
            Ok(Ok(piece)) => piece,
            Ok(Err(skipped)) => Piece::Skipped(skipped),
            Err(_) => Piece::Failed { record: name },
        }
    }
}

/// What has been written so far.
struct Written<'w> {
    out: &'w mut (dyn Write + Send),
    report: &'w dyn Report,
    account: Account,
    any: bool,
    watch: &'w mut dyn Watch,
}

impl Written<'_> {
    fn piece(&mut self, piece: Piece) -> Result<(), CheckError> {
        match piece {
            Piece::Checked { bytes, account, suppressed, size } => {
                self.account.read += 1;
                self.account.merge(&account);
                for decision in suppressed {
                    self.watch.suppressed(decision);
                }
                self.watch.advanced(size);
                if !bytes.is_empty() {
                    if self.any {
                        self.out.write_all(self.report.separator())?;
                    }
                    self.any = true;
                    self.out.write_all(&bytes)?;
                }
            }
            Piece::Skipped(skipped) => {
                self.account.read += 1;
                self.account.rejected += 1;
                self.watch.skipped(&skipped);
            }
            Piece::Failed { record } => {
                self.account.read += 1;
                self.account.failed += 1;
                self.watch.failed(&record);
            }
            Piece::Archive(problem) => return Err(problem.into()),
            Piece::Problem(problem) => {
                self.account.incomplete += 1;
                self.watch.incomplete(&problem);
            }
        }
        Ok(())
    }

    fn bytes(&mut self, make: impl FnOnce(&dyn Report, &mut Vec<u8>)) -> io::Result<()> {
        let mut piece = Vec::new();
        make(self.report, &mut piece);
        self.out.write_all(&piece)
    }
}
