//! The progress bar: on standard error, only when that is a terminal.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::World;
use super::args::CommonArgs;

/// Tells whether bars are shown at all.
pub(super) fn is_shown(unwanted: bool, world: &World) -> bool {
    !unwanted && !world.dumb_terminal && std::io::stderr().is_terminal()
}

/// Makes a bar over `total` bytes of input, or a spinner where the total is not known.
pub(super) fn bar(args: &CommonArgs, world: &World, total: Option<u64>) -> ProgressBar {
    if !is_shown(args.no_progress || args.quiet, world) {
        return ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
    }
    let style = match total {
        Some(_) => "{bar:30} {percent:>3} % {binary_bytes_per_sec} {eta} left",
        None => "{spinner} {binary_bytes} read, {binary_bytes_per_sec}",
    };
    let bar = match total {
        Some(bytes) => ProgressBar::new(bytes),
        None => ProgressBar::new_spinner(),
    };
    bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
