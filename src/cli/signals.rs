//! Ctrl-C and the wish of the system to end: what is half written is taken away, and the run ends at once.
//!
//! Nothing else needs an orderly end: results are renamed when they are whole, and an archive is at its last commit at every moment.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// Files that are not yet in their place.
static HALF_WRITTEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Waits for a signal on a thread of its own. Where no thread can be had, a signal ends the run as the system does it.
pub(super) fn watch() {
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
    // Without it the run goes on; only a half-written file would stay.
    let _ = thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            for path in HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                // It may have been put in its place in this moment.
                let _ = std::fs::remove_file(path);
            }
            std::process::exit(128 + signal);
        }
    });
}

/// Has a file taken away if the run is ended.
pub(super) fn half_written(path: &Path) {
    HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
}
