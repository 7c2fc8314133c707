//! The program `copydesk`: hands the world (arguments, environment, working folder) to the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    let world = copydesk::cli::World {
        no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        dumb_terminal: std::env::var_os("TERM").is_some_and(|value| value == "dumb"),
        columns: std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()),
        folder: std::env::current_dir().unwrap_or_default(),
    };
    copydesk::cli::run(std::env::args_os(), &world)
}
