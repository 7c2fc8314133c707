//! Lines to standard error: escaped, one message a line, and silent when nobody listens.

use std::io::Write as _;

use indicatif::ProgressBar;

use crate::read::{ReadError, Skipped};
use crate::report::escape::terminal;

/// Messages about single records before the rest is only counted.
const MOST_MESSAGES: u64 = 20;

/// Writes one line.
pub(super) fn line(text: &str) {
    // Standard error may be closed; there is no other place to say so.
    let _ = writeln!(std::io::stderr().lock(), "{}", terminal(text));
}

/// What goes wrong with records and inputs while a run goes on, told above its bar.
pub(super) struct Trouble {
    /// The bar that stands on the terminal.
    pub(super) bar: ProgressBar,
    rejected: u64,
}

impl Trouble {
    pub(super) const fn over(bar: ProgressBar) -> Self {
        Self { bar, rejected: 0 }
    }

    /// Says a line above the bar.
    pub(super) fn say(&self, text: &str) {
        self.bar.suspend(|| line(text));
    }

    /// Tells of a record that was rejected, as long as there are not too many.
    pub(super) fn skipped(&mut self, skipped: &Skipped) {
        self.rejected += 1;
        if self.rejected <= MOST_MESSAGES {
            self.say(&format!("warning: in `{}`, {skipped}", skipped.origin.path));
        }
    }

    /// Tells of an input that could not be opened, or ended in damage.
    pub(super) fn incomplete(&self, problem: &ReadError) {
        self.say(&format!("error: {problem}"));
        if let Some(hint) = problem.hint() {
            self.say(&format!("hint: {hint}"));
        }
    }

    /// Says how many messages were held back.
    pub(super) fn say_the_rest(&self) {
        if self.rejected > MOST_MESSAGES {
            self.say(&format!("warning: {} more records were rejected", self.rejected - MOST_MESSAGES));
        }
    }
}
