//! Ctrl-C and the wish of the system to end: what is half written is taken away, and the run ends at once.
//!
//! Nothing else needs an orderly end: results are renamed when they are whole, and an archive is at its last commit at every moment. A second signal ends the run without
//! any clearing up.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag::register_conditional_shutdown;
use signal_hook::iterator::Signals;

/// Files that are not yet in their place.
static HALF_WRITTEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
/// What else is done before the end.
static LAST: Mutex<Option<Box<dyn FnOnce() + Send>>> = Mutex::new(None);

/// Waits for a signal on a thread of its own. Where no thread can be had, a signal ends the run as the system does it.
pub(super) fn watch() {
    let again = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // Before `Signals`: what is registered first is asked first, and the thread below must not make a first signal look like a second.
        // Without it only the second signal is waited for as the first is.
        let _ = register_conditional_shutdown(signal, 128 + signal, Arc::clone(&again));
    }
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return again.store(true, Ordering::Relaxed) };
    let seen = Arc::clone(&again);
    let waiting = thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            seen.store(true, Ordering::Relaxed);
            for path in locked(&HALF_WRITTEN).iter() {
                // It may have been put in its place in this moment.
                let _ = std::fs::remove_file(path);
            }
            if let Some(work) = locked(&LAST).take() {
                work();
            }
            std::process::exit(128 + signal);
        }
    });
    if waiting.is_err() {
        again.store(true, Ordering::Relaxed);
    }
}

/// Has a file taken away if the run is ended.
pub(super) fn half_written(path: &Path) {
    locked(&HALF_WRITTEN).push(path.to_owned());
}

/// Has something done if the run is ended, until [`whole`].
pub(super) fn before_the_end(work: impl FnOnce() + Send + 'static) {
    *locked(&LAST) = Some(Box::new(work));
}

/// Puts results in their places; no signal ends the run in the middle of it, and afterwards there is nothing left to be done.
pub(super) fn whole<T>(publish: impl FnOnce() -> T) -> T {
    let mut last = locked(&LAST);
    let published = publish();
    *last = None;
    published
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
