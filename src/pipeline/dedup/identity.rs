//! What makes two runs the same run: the program, the options, and the inputs.

use std::fmt;
use std::fs::File;
use std::io;

use xxhash_rust::xxh3::xxh3_128;

use super::settings::DedupSettings;
use super::spill::read_at;
use crate::pipeline::check::Checker;
use crate::read::{Input, InputKind, ReadOptions};

/// Bytes that are looked at at either end of an input. A change between them that keeps the size is seen when the input is read again, record by record.
const END: usize = 64 << 10;

/// The program, the options and the inputs of a run, a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    lines: Vec<String>,
}

impl Identity {
    /// Describes a run; an input that cannot be read is described so.
    pub(super) fn of(
        inputs: &[Input],
        options: &ReadOptions,
        settings: &DedupSettings,
        checker: Option<&Checker>,
    ) -> Self {
        // Memory changes nothing but the speed.
        let mut same = settings.clone();
        same.choices.memory = 0;
        let options = format!("{same:?} {options:?} {:?}", checker.map(Checker::settings));
        let mut lines = vec![
            format!("the program: {}", env!("CARGO_PKG_VERSION")),
            format!("the options: {:032x}", xxh3_128(options.as_bytes())),
        ];
        lines.extend(inputs.iter().map(|input| {
            let seen = ends(input).map_or_else(|_| "unreadable".to_owned(), |digest| format!("{digest:032x}"));
            format!("the input `{}`: {:?} {seen}", input.path, input.size)
        }));
        Self { lines }
    }

    /// Returns what is different in a run that was described before.
    pub(super) fn difference(&self, before: &str) -> Option<String> {
        let mut before = before.lines();
        for line in &self.lines {
            if before.next() != Some(line.as_str()) {
                let what = line.rsplit_once(": ").map_or(line.as_str(), |(what, _)| what);
                return Some(what.to_owned());
            }
        }
        before.next().map(|_| "the number of inputs".to_owned())
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// Hashes both ends of an input.
fn ends(input: &Input) -> io::Result<u128> {
    let InputKind::File(path) = &input.kind else { return Err(io::ErrorKind::Unsupported.into()) };
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut bytes = vec![0; (2 * END as u64).min(size) as usize];
    let (first, last) = bytes.split_at_mut((END as u64).min(size) as usize);
    read_at(&file, first, 0)?;
    read_at(&file, last, size - last.len() as u64)?;
    Ok(xxh3_128(&bytes))
}
