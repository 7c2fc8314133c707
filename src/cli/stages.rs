//! What a user sees of a run of `dedup` while it goes on: a bar a stage, and what goes wrong. Takes the time of each stage.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::RunArgs;
use super::check::total_size;
use super::tell::Trouble;
use super::{World, progress};
use crate::pipeline::corpus::Watch;
use crate::pipeline::dedup::{Stage, WatchDedup, Work};
use crate::read::{Input, ReadError, Skipped};

/// Watches a run.
pub(super) struct StageWatch {
    trouble: Trouble,
    shows_bars: bool,
    /// Bytes of all inputs, where that is known.
    input_bytes: Option<u64>,
    /// Bytes that were taken up in this stage.
    taken_up: u64,
    running: Option<(Stage, Instant)>,
    seconds: Vec<(Stage, f64)>,
}

impl StageWatch {
    pub(super) fn new(args: &RunArgs, world: &World, inputs: &[Input]) -> Self {
        let packed = |input: &Input| [".gz", ".zst"].iter().any(|&ending| input.path.ends_with(ending));
        Self {
            trouble: Trouble::over(ProgressBar::hidden()),
            shows_bars: progress::is_shown(args.no_progress || args.quiet, world),
            // What packed inputs hold is known once they are unpacked.
            input_bytes: if inputs.iter().any(packed) { None } else { total_size(inputs) },
            taken_up: 0,
            running: None,
            seconds: Vec::new(),
        }
    }

    /// Returns how long each stage took, in seconds.
    pub(super) fn seconds(&self) -> &[(Stage, f64)] {
        &self.seconds
    }

    /// Says a line above the bar.
    pub(super) fn say(&self, text: &str) {
        self.trouble.say(text);
    }

    /// Says how many messages were held back.
    pub(super) fn say_the_rest(&self) {
        self.trouble.say_the_rest();
    }

    fn end_stage(&mut self) {
        if let Some((stage, begun)) = self.running.take() {
            self.seconds.push((stage, begun.elapsed().as_secs_f64()));
            if stage == Stage::Read {
                self.input_bytes = Some(self.taken_up);
            }
        }
        self.trouble.bar.finish_and_clear();
    }
}

impl Watch for StageWatch {
    fn advanced(&mut self, amount: u64) {
        self.taken_up += amount;
        self.trouble.bar.inc(amount);
    }

    fn skipped(&mut self, skipped: &Skipped) {
        self.trouble.skipped(skipped);
    }

    fn incomplete(&mut self, problem: &ReadError) {
        self.trouble.incomplete(problem);
    }

    fn failed(&mut self, record: &str) {
        self.say(&format!("bug: copydesk failed on `{record}`; it is kept as it was"));
    }
}

impl WatchDedup for StageWatch {
    fn begin(&mut self, stage: Stage, work: Work) {
        self.end_stage();
        self.taken_up = 0;
        if self.shows_bars {
            self.trouble.bar = bar(stage, work, self.input_bytes);
        }
        self.running = Some((stage, Instant::now()));
    }

    fn end(&mut self) {
        self.end_stage();
    }
}

fn bar(stage: Stage, work: Work, input_bytes: Option<u64>) -> ProgressBar {
    let (total, style) = match work {
        Work::Bytes if input_bytes.is_none() => {
            (None, "{prefix:16} {spinner} {binary_bytes} read, {binary_bytes_per_sec}")
        }
        Work::Bytes => (input_bytes, "{prefix:16} {bar:30} {percent:>3} % {binary_bytes_per_sec}, {eta} left"),
        Work::Articles(count) => (Some(count), "{prefix:16} {bar:30} {percent:>3} % {per_sec:0}, {eta} left"),
    };
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
    bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(stage.name());
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Returns the most memory that the process has held since [`forget_peak_memory`], in bytes, where the system says so.
pub(super) fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib << 10)
}

/// Lets [`peak_memory`] count from now on, where the system can.
pub(super) fn forget_peak_memory() {
    // 5 resets the peak (proc(5), clear_refs). Where it cannot be reset the figure is that of the whole process.
    let _ = fs::write(Path::new("/proc/self/clear_refs"), "5");
}
