//! Lines to standard error: escaped, one message a line, and silent when nobody listens.

use std::io::Write as _;

use crate::report::escape::terminal;

/// Writes one line.
pub(super) fn line(text: &str) {
    // Standard error may be closed; there is no other place to say so.
    let _ = writeln!(std::io::stderr().lock(), "{}", terminal(text));
}
