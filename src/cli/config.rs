//! Finds `copydesk.toml` and reads it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::World;
use super::exit::Failure;
use crate::settings::{self, Settings};

const NAME: &str = "copydesk.toml";

/// Reads the named configuration, or the nearest `copydesk.toml` upwards; without one, the defaults.
pub(super) fn load(named: Option<&Path>, world: &World) -> Result<Settings, Failure> {
    let found = match named {
        Some(path) => Some(path.to_owned()),
        None => world.folder.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file()),
    };
    found.map_or_else(|| Ok(Settings::default()), |path: PathBuf| read(&path))
}

fn read(path: &Path) -> Result<Settings, Failure> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the configuration `{}`", path.display()))
        .map_err(|error| Failure::usage(format!("{error:#}")))?;
    Ok(settings::parse(&text, &path.display().to_string())?)
}
