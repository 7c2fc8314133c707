//! Scratch buffers, one a thread.

use std::sync::Mutex;

/// Buffers that are used again from article to article; one that a panic may have left in disorder is thrown away.
pub(super) struct Scratches<S>(Vec<Mutex<S>>);

impl<S: Default> Scratches<S> {
    /// Makes a buffer for each thread of the current pool.
    pub(super) fn new() -> Self {
        Self((0..=rayon::current_num_threads()).map(|_| Mutex::default()).collect())
    }

    /// Lends the buffer of this thread.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut S) -> T) -> T {
        // Threads outside the pool share the last buffer.
        let ix = rayon::current_thread_index().unwrap_or(self.0.len() - 1);
        let slot = &self.0[ix.min(self.0.len() - 1)];
        let mut scratch = slot.lock().map(|mut held| std::mem::take(&mut *held)).unwrap_or_default();
        let result = work(&mut scratch);
        if let Ok(mut held) = slot.lock() {
            *held = scratch;
        }
        result
    }
}
