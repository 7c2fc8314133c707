//! Many articles into the archive: read in order, made ready in parallel, stored in order, committed batch by batch.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::corpus::{Incoming, Stream, Watch};
use crate::archive::{Acknowledged, ArchiveError, Batch, Entry, EntryScratch, Merge, Taken, Writer};
use crate::read::{self, Input, ReadError, ReadOptions, Skipped};

/// Bytes of text after which a batch is committed: one commit costs four syncs, some ten milliseconds, and 64 MiB take one or two seconds.
const BATCH_BYTES: usize = 64 << 20;

/// What became of the records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AddAccount {
    /// Records read.
    pub read: u64,
    /// Articles that are new to the archive.
    pub new: u64,
    /// Further versions of articles that it knew.
    pub versions: u64,
    /// Articles that it knew, whose details or date were brought up to date.
    pub updated: u64,
    /// Articles that it knew as they are.
    pub known: u64,
    /// Records that could not be read as an article.
    pub rejected: u64,
    /// Inputs that could not be opened, or ended in damage.
    pub incomplete: u64,
    /// Records on which the program itself failed.
    pub failed: u64,
    /// Bytes of text that were stored.
    pub text_bytes: u64,
    /// Commits.
    pub batches: u64,
}

impl AddAccount {
    /// Tells whether every record is accounted for.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.read == self.new + self.versions + self.updated + self.known + self.rejected + self.failed
    }
}

/// When to commit, and when to give up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AddPolicy {
    /// Articles after which a batch is committed; `None`: by bytes of text.
    pub batch_articles: Option<u32>,
    /// Commit once, at the end, and only if no record was rejected and no input was damaged.
    pub strict: bool,
}

/// Why adding stopped.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The archive could not be read or written.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// A batch is on disk, but its receipt could not be written.
    #[error("cannot write the receipt of a batch: {0}")]
    Receipt(#[from] std::io::Error),
    /// Something was damaged, and strictness forbids to go on.
    #[error("some input was damaged, and `--strict` adds nothing then")]
    Strict,
}

/// What the face is told while articles are added, always from one thread and in input order.
pub trait AddWatch: Watch {
    /// A batch is on disk.
    ///
    /// # Errors
    /// When the receipt cannot be written.
    fn acknowledged(&mut self, receipt: &Acknowledged) -> std::io::Result<()>;
}

/// Adds every article of the inputs to an archive.
///
/// Runs on the current rayon pool: one thread reads, one stores, the others make ready. Memory: three batches of records, and the postings
/// of one batch (16 bytes each, some 40 MB).
///
/// # Errors
/// When the archive cannot be written; what was committed before stands.
pub fn add_all(
    writer: &mut Writer,
    inputs: &[Input],
    options: &ReadOptions,
    policy: AddPolicy,
    watch: &mut dyn AddWatch,
) -> Result<AddAccount, AddError> {
    let mut adding = Adding { policy, watch, account: AddAccount::default(), bytes: 0 };
    let mut stream = Stream::new(inputs, options);
    let most = policy.batch_articles.map_or(usize::MAX, |most| most.max(1) as usize);
    let mut incoming = stream.batch_of(most);
    let mut ready: Vec<Ready> = Vec::new();
    let mut batch = writer.batch()?;
    while !incoming.is_empty() || !ready.is_empty() {
        let work = || rayon::join(|| make_ready(incoming, options), || stream.batch_of(most));
        let (stored, (next_ready, next)) = rayon::join(|| adding.store(ready, &mut batch), work);
        stored?;
        if adding.is_full(&batch) {
            adding.commit(batch)?;
            writer.merge(Merge::Due)?;
            batch = writer.batch()?;
        }
        (ready, incoming) = (next_ready, next);
    }
    if policy.strict && adding.account.rejected + adding.account.incomplete > 0 {
        return Err(AddError::Strict);
    }
    adding.commit(batch)?;
    writer.merge(Merge::Due)?;
    Ok(adding.account)
}

/// A record made ready for the archive, or what came of it instead.
enum Ready {
    Entry { entry: Box<Entry>, size: u64 },
    Skipped(Skipped),
    Failed(String),
    Problem(ReadError),
}

fn make_ready(incoming: Vec<Incoming>, options: &ReadOptions) -> Vec<Ready> {
    let ready = |scratch: &mut EntryScratch, incoming| match incoming {
        Incoming::Problem(problem) => Ready::Problem(problem),
        Incoming::Record(record) => {
            let (name, size) = (format!("{}:{}", record.origin.path, record.origin.line), record.bytes.len() as u64);
            let made = catch_unwind(AssertUnwindSafe(|| {
                let parsed = read::parse(record, options)?;
                Ok(Ready::Entry { entry: Box::new(Entry::new(parsed.article, scratch)), size })
            }));
            match made {
                Ok(Ok(ready)) => ready,
                Ok(Err(skipped)) => Ready::Skipped(skipped),
                Err(_) => {
                    *scratch = EntryScratch::default();
                    Ready::Failed(name)
                }
            }
        }
    };
    incoming.into_par_iter().with_max_len(64).map_init(EntryScratch::default, ready).collect()
}

/// What is kept while records are stored.
struct Adding<'w> {
    policy: AddPolicy,
    watch: &'w mut dyn AddWatch,
    account: AddAccount,
    /// Bytes of text in the open batch.
    bytes: usize,
}

impl Adding<'_> {
    fn store(&mut self, ready: Vec<Ready>, batch: &mut Batch<'_>) -> Result<(), ArchiveError> {
        for one in ready {
            self.account.read += u64::from(!matches!(one, Ready::Problem(_)));
            match one {
                Ready::Entry { entry, size } => {
                    let bytes = entry.text_bytes();
                    let count = match batch.push(*entry)? {
                        Taken::New => &mut self.account.new,
                        Taken::Version => &mut self.account.versions,
                        Taken::Update => &mut self.account.updated,
                        Taken::Known => {
                            self.account.known += 1;
                            self.watch.advanced(size);
                            continue;
                        }
                    };
                    *count += 1;
                    self.bytes += bytes;
                    self.account.text_bytes += bytes as u64;
                    self.watch.advanced(size);
                }
                Ready::Skipped(skipped) => {
                    self.account.rejected += 1;
                    self.watch.skipped(&skipped);
                }
                Ready::Failed(record) => {
                    self.account.failed += 1;
                    self.watch.failed(&record);
                }
                Ready::Problem(problem) => {
                    self.account.incomplete += 1;
                    self.watch.incomplete(&problem);
                }
            }
        }
        Ok(())
    }

    fn is_full(&self, batch: &Batch<'_>) -> bool {
        let full = match self.policy.batch_articles {
            Some(most) => batch.len() >= most,
            None => self.bytes >= BATCH_BYTES,
        };
        full && !self.policy.strict
    }

    fn commit(&mut self, batch: Batch<'_>) -> Result<(), AddError> {
        self.bytes = 0;
        if let Some(receipt) = batch.commit()? {
            self.account.batches += 1;
            self.watch.acknowledged(&receipt)?;
        }
        Ok(())
    }
}
