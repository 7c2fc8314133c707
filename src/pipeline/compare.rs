//! Two texts, or many pairs of texts: inputs → texts → cuts → the passages that each pair shares, in the order of the pairs.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use crate::comparison::{ComparedText, Comparison, SharedPassage};
use crate::matching::{Scratch, Tolerance, edits, passages_between};
use crate::passage::Passage;
use crate::read::{self, Input, ReadError, ReadOptions, Skipped};
use crate::report::compare::{CompareReport, PairAccount, Wanted};
use crate::text::{Block, LineIndex, analyze};

/// Pairs that are compared before their reports are written: some milliseconds of work for each thread, some megabytes of reports.
const BATCH: usize = 512;

/// Finds the passages that two texts share.
#[must_use]
pub fn compare(left: &str, right: &str, tolerance: &Tolerance) -> Vec<Passage> {
    passages_between(&analyze(left, &[]), &analyze(right, &[]), tolerance, &mut Scratch::default())
}

/// Two texts to compare, by their position in the list of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPair {
    /// Position of the left text.
    pub left: u32,
    /// Position of the right text.
    pub right: u32,
}

/// A text by the name that the user gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedText {
    /// The name.
    pub name: String,
    /// The text; `None` where it could not be read.
    pub text: Option<LaidOut>,
}

/// A text with its layout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LaidOut {
    /// The text.
    pub text: String,
    /// Its layout where the format marks it.
    pub blocks: Vec<Block>,
}

/// Why an input is no text to compare.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// It cannot be opened, or ends in damage.
    #[error(transparent)]
    Problem(#[from] ReadError),
    /// Its one record is no article.
    #[error("in `{}`, {}", .0.origin.path, .0)]
    Skipped(Box<Skipped>),
    /// It holds several articles, and which one is meant is not said.
    #[error("`{path}` holds more than one article")]
    Several {
        /// The input.
        path: Arc<str>,
    },
}

/// Reads inputs that are one text each, on the threads of the current pool; an input of no bytes is an empty text. The results come in the order of the inputs.
#[must_use]
pub fn read_texts(inputs: &[Input], options: &ReadOptions) -> Vec<Result<LaidOut, Unread>> {
    inputs.par_iter().map(|input| read_text(input, options)).collect()
}

fn read_text(input: &Input, options: &ReadOptions) -> Result<LaidOut, Unread> {
    let mut source = read::open(input, options)?;
    let Some(record) = source.next()? else { return Ok(LaidOut::default()) };
    if source.next()?.is_some() {
        return Err(Unread::Several { path: Arc::clone(&input.path) });
    }
    let article = read::parse(record, options).map_err(|skipped| Unread::Skipped(Box::new(skipped)))?.article;
    Ok(LaidOut { text: article.text, blocks: article.blocks })
}

/// Compares pairs of texts on the threads of the current pool and writes the report in the order of the pairs, whatever the threads.
///
/// A pair with a text that could not be read is counted and left out. Each text is analysed once, however many pairs it stands in. Holds the cuts of all texts
/// (about ten times their bytes) and the reports of one batch of pairs.
///
/// # Errors
/// Only when `out` cannot be written.
///
/// # Panics
/// When a pair names a text that is not in the list.
pub fn compare_all(
    texts: &[NamedText],
    pairs: &[TextPair],
    tolerance: &Tolerance,
    report: &dyn CompareReport,
    out: &mut (dyn Write + Send),
) -> io::Result<PairAccount> {
    let cuts: Vec<Cut<'_>> = texts.par_iter().map(Cut::of).collect();
    let mut account = PairAccount { pairs: pairs.len() as u64, ..PairAccount::default() };
    let mut bytes = Vec::new();
    report.begin(&mut bytes);
    out.write_all(&bytes)?;
    let mut any = false;
    for batch in pairs.chunks(BATCH) {
        let compare =
            |scratch: &mut Scratch, pair: &TextPair| match (&cuts[pair.left as usize], &cuts[pair.right as usize]) {
                (Cut::Done(left), Cut::Done(right)) => piece(left, right, tolerance, report, scratch),
                (Cut::Unread, _) | (_, Cut::Unread) => Piece::without(Lack::Text),
                (Cut::Failed, _) | (_, Cut::Failed) => Piece::without(Lack::Success),
            };
        let pieces: Vec<Piece> = batch.par_iter().map_init(Scratch::default, compare).collect();
        for Piece { bytes, account: own } in pieces {
            account.merge(&own);
            if !bytes.is_empty() {
                out.write_all(if any { report.separator() } else { b"" })?;
                out.write_all(&bytes)?;
                any = true;
            }
        }
    }
    bytes.clear();
    report.end(&account, &mut bytes);
    out.write_all(&bytes)?;
    out.flush()?;
    Ok(account)
}

/// A text on its way to be compared.
enum Cut<'t> {
    Done(Box<ComparedText<'t>>),
    /// There is no text.
    Unread,
    /// The program failed on it.
    Failed,
}

impl<'t> Cut<'t> {
    fn of(named: &'t NamedText) -> Self {
        let Some(LaidOut { text, blocks }) = &named.text else { return Self::Unread };
        match catch_unwind(AssertUnwindSafe(|| analyze(text, blocks))) {
            Ok(cut) => {
                let lines = LineIndex::new(text);
                Self::Done(Box::new(ComparedText { name: &named.name, text: cut, lines }))
            }
            Err(_) => Self::Failed,
        }
    }
}

/// What became of one pair.
struct Piece {
    bytes: Vec<u8>,
    account: PairAccount,
}

/// What a pair needed to be compared.
enum Lack {
    Text,
    Success,
}

impl Piece {
    fn without(lack: Lack) -> Self {
        let account = match lack {
            Lack::Text => PairAccount { left_out: 1, ..PairAccount::default() },
            Lack::Success => PairAccount { failed: 1, ..PairAccount::default() },
        };
        Self { bytes: Vec::new(), account }
    }
}

fn piece(
    left: &ComparedText<'_>,
    right: &ComparedText<'_>,
    tolerance: &Tolerance,
    report: &dyn CompareReport,
    scratch: &mut Scratch,
) -> Piece {
    let compared = catch_unwind(AssertUnwindSafe(|| {
        let passages = passages_between(&left.text, &right.text, tolerance, scratch);
        let shared = |passage: Passage| SharedPassage {
            edits: match report.wants() {
                Wanted::Places => Vec::new(),
                Wanted::Edits => edits(&left.text, &right.text, &passage),
            },
            passage,
        };
        let comparison = Comparison { left, right, passages: passages.into_iter().map(shared).collect() };
        let mut bytes = Vec::new();
        report.pair(&comparison, &mut bytes);
        Piece { bytes, account: PairAccount::of(&comparison) }
    }));
    compared.unwrap_or_else(|_| {
        *scratch = Scratch::default();
        Piece::without(Lack::Success)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::compare::CompareJsonLines;

    const COPIED: &str =
        "The harbour office said on Monday that the ferry would stay in port until the strong wind had fallen.";

    fn named(name: &str, text: Option<&str>) -> NamedText {
        let text = text.map(|text| LaidOut { text: text.to_owned(), blocks: Vec::new() });
        NamedText { name: name.to_owned(), text }
    }

    fn run(threads: usize) -> (String, PairAccount) {
        let one = format!("One thing. {COPIED}");
        let other = format!("{COPIED} Another thing.");
        let texts = [
            named("one", Some(&one)),
            named("nothing", Some("Nothing in common.")),
            named("lost", None),
            named("other", Some(&other)),
        ];
        let pairs = [(1, 3), (0, 3), (0, 2), (0, 1)].map(|(left, right)| TextPair { left, right });
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        let mut out = Vec::new();
        let report = CompareJsonLines { with_edits: true };
        let account = pool.install(|| compare_all(&texts, &pairs, &Tolerance::default(), &report, &mut out));
        (String::from_utf8(out).expect("reports are UTF-8"), account.expect("memory takes every byte"))
    }

    #[test]
    fn pairs_are_reported_in_their_order_with_the_same_bytes_at_any_number_of_threads() {
        let (lines, account) = run(1);
        let names: Vec<&str> = lines.lines().map(|line| &line[..35.min(line.len())]).collect();
        assert!(names[0].contains(r#""left":"nothing""#) && names[1].contains(r#""left":"one""#), "{names:?}");
        assert_eq!(lines.lines().count(), 3);
        assert_eq!((account.compared, account.left_out, account.passages()), (3, 1, 1));
        assert!(account.adds_up());
        assert_eq!(lines, run(4).0);
    }
}
