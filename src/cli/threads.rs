//! The thread pool of a run.

use super::exit::Failure;

/// Makes a pool of the asked size; without one, of as many threads as the machine has cores.
pub(super) fn pool(threads: Option<u16>) -> Result<rayon::ThreadPool, Failure> {
    rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0).into()).build().map_err(|error| {
        Failure::not_done(anyhow::Error::new(error).context("cannot start the threads"))
            .hint("`--threads 1` needs the least")
    })
}
