//! The command line: arguments to settings, the pipeline, exit codes. One file a verb.

mod archive;
mod args;
mod bench;
mod check;
mod choices;
mod compare;
mod config;
mod dedup;
mod evaluate;
mod evaluate_inserts;
mod evaluate_pairs;
mod exit;
mod explain;
mod fit;
mod output;
mod progress;
mod signals;
mod stages;
mod tell;
mod threads;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Verb};
use exit::Exit;

/// What the program is told by its surroundings.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// `NO_COLOR` is set.
    pub no_color: bool,
    /// `TERM` is `dumb`.
    pub dumb_terminal: bool,
    /// `COLUMNS`.
    pub columns: Option<usize>,
    /// The working folder.
    pub folder: PathBuf,
}

/// Runs the program on its arguments, the first of which is its own name.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>, world: &World) -> ExitCode {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(refused) => {
            // A closed pipe is the only way this fails, and then nobody is there to be told.
            let _ = refused.print();
            return if refused.use_stderr() { Exit::Usage.into() } else { Exit::Clean.into() };
        }
    };
    quiet_panics();
    signals::watch();
    let done = match args.verb {
        Verb::Check(args) => check::run(&args, world),
        Verb::Dedup(args) => dedup::run(&args, world),
        Verb::Bench(args) => bench::run(&args, world),
        Verb::Compare(args) => compare::run(&args, world),
        Verb::Archive(args) => archive::run(&args, world),
        Verb::Evaluate(args) => evaluate::run(&args, world),
        Verb::Fit(args) => fit::run(&args),
        Verb::Explain(args) => explain::run(&args, world),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => failure.tell().into(),
    }
}

/// Panics are caught where an article is worked on; here only the message is made short, without a backtrace.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        tell::line(&format!("bug: copydesk {} failed{place}", env!("CARGO_PKG_VERSION")));
    }));
}
