//! The settings of a run: `copydesk.toml`, found and read, and the background model that was named.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::World;
use super::args::SettingsArgs;
use super::exit::Failure;
use crate::background::Model;
use crate::settings::{self, Settings};

const NAME: &str = "copydesk.toml";

/// Reads the named configuration, or the nearest `copydesk.toml` upwards; without one, the defaults. Then the named background model.
pub(super) fn load(args: &SettingsArgs, world: &World) -> Result<Settings, Failure> {
    let found = match &args.config {
        Some(path) => Some(path.clone()),
        None => world.folder.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file()),
    };
    let mut settings = found.map_or_else(|| Ok(Settings::default()), |path: PathBuf| read(&path))?;
    if let Some(path) = &args.background_model {
        settings.model = Some(model(path)?);
    }
    Ok(settings)
}

/// Reads a background model.
pub(super) fn model(path: &Path) -> Result<Model, Failure> {
    let model = || -> anyhow::Result<Model> { Ok(Model::from_bytes(&fs::read(path)?)?) };
    let named = || format!("cannot use the background model `{}`", path.display());
    model().with_context(named).map_err(|error| {
        Failure::usage(format!("{error:#}")).hint("`copydesk fit background --labels FILE -o MODEL` makes one")
    })
}

fn read(path: &Path) -> Result<Settings, Failure> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the configuration `{}`", path.display()))
        .map_err(|error| Failure::usage(format!("{error:#}")))?;
    Ok(settings::parse(&text, &path.display().to_string())?)
}
