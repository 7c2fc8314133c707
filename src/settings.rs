//! What a user may set, checked: `copydesk.toml` becomes [`Settings`]; bad names and numbers are refused here and nowhere later.

mod dedup;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use dedup::{DedupChoices, DedupTable, PolicyTable, bytes};

use crate::background::{Model, Preset};
use crate::finding::{RuleId, Severity};
use crate::rules::{RepeatThresholds, Suppression};

/// Everything that the configuration can say.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The level from which findings make the exit code 1; `None`: never.
    pub fail_on: Option<Severity>,
    /// What each rule's findings are raised or lowered to.
    pub levels: Levels,
    /// From how many words repeats are told.
    pub repeats: RepeatThresholds,
    /// How readily blocks are called background.
    pub preset: Preset,
    /// What scores blocks; `None`: the model that the program ships.
    pub model: Option<Model>,
    /// Findings that somebody decided to keep, each with the reason.
    pub suppressions: Vec<Suppression>,
    /// What counts as found in a dump, and what is done about it.
    pub dedup: DedupChoices,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            fail_on: Some(Severity::Warning),
            levels: Levels::default(),
            repeats: RepeatThresholds::default(),
            preset: Preset::default(),
            model: None,
            suppressions: Vec::new(),
            dedup: DedupChoices::default(),
        }
    }
}

/// The level that each rule reports at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels(BTreeMap<RuleId, Level>);

/// What a rule's findings are raised or lowered to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The rule says nothing.
    Off,
    /// The rule's warnings become this; its notes stay notes.
    Is(Severity),
}

impl Levels {
    /// Returns the severity to report a finding at; `None`: not at all.
    #[must_use]
    pub fn apply(&self, rule: RuleId, found: Severity) -> Option<Severity> {
        match self.0.get(&rule) {
            None => Some(found),
            Some(Level::Off) => None,
            Some(Level::Is(level)) if found == Severity::Note => Some(found.min(*level)),
            Some(Level::Is(level)) => Some(*level),
        }
    }

    /// Tells whether a rule is switched off.
    #[must_use]
    pub fn is_off(&self, rule: RuleId) -> bool {
        self.0.get(&rule) == Some(&Level::Off)
    }

    /// Sets one rule.
    pub fn set(&mut self, rule: RuleId, level: Level) {
        self.0.insert(rule, level);
    }
}

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file is not TOML, or a key or the type of a value is wrong: mend the line that the message names.
    #[error("cannot read the configuration `{path}`: {reason}")]
    Malformed {
        /// The file as the user named it.
        path: String,
        /// What the parser says, in one line.
        reason: String,
    },
    /// A name is not known: use one of those that the hint lists.
    #[error("cannot use the configuration `{path}`: there is no {what} `{name}`")]
    Unknown {
        /// The file as the user named it.
        path: String,
        /// What kind of name it is: `rule`, `level`, `preset`.
        what: &'static str,
        /// The name as the user wrote it.
        name: String,
        /// The names there are.
        known: Vec<&'static str>,
    },
    /// A number is outside its range, or a text is empty that must not be.
    #[error("cannot use the configuration `{path}`: `{key}` {must}")]
    OutOfRange {
        /// The file as the user named it.
        path: String,
        /// The key.
        key: &'static str,
        /// What must hold: `must be at least 4`.
        must: &'static str,
    },
}

impl SettingsError {
    /// Returns what to do next.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Malformed { .. } => Some("`copydesk explain config` shows every key with its default".into()),
            Self::Unknown { name, known, .. } => Some(match nearest(name, known) {
                Some(near) => format!("did you mean `{near}`? known: {}", known.join(", ")),
                None => format!("known: {}", known.join(", ")),
            }),
            Self::OutOfRange { .. } => None,
        }
    }
}

/// Returns the known name that is nearest to a mistyped one, if any is near (Jaro-Winkler at least 0.7).
#[must_use]
pub fn nearest<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    known
        .iter()
        .map(|&candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|&(likeness, _)| likeness >= 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    fail_on: Option<String>,
    #[serde(default)]
    rules: BTreeMap<String, RuleTable>,
    #[serde(default)]
    suppress: Vec<SuppressTable>,
    #[serde(default)]
    dedup: DedupTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RuleTable {
    level: Option<String>,
    min_words: Option<u32>,
    note_words: Option<u32>,
    preset: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SuppressTable {
    id: Option<String>,
    rule: Option<String>,
    article: Option<String>,
    reason: String,
}

/// Reads a configuration file's text; `path` is only for messages.
///
/// # Errors
/// When the text is not TOML, a key, rule, level or preset is not known, or a number is out of range.
pub fn parse(text: &str, path: &str) -> Result<Settings, SettingsError> {
    let file: File = toml::from_str(text).map_err(|error| malformed(text, path, &error))?;
    let mut settings = Settings::default();
    if let Some(level) = &file.fail_on {
        settings.fail_on = fail_on(level).ok_or_else(|| unknown(path, "level", level, &FAIL_ON))?;
    }
    for (name, table) in &file.rules {
        rule_table(name, table, path, &mut settings)?;
    }
    for table in file.suppress {
        settings.suppressions.push(suppression(table, path)?);
    }
    file.dedup.apply(&mut settings.dedup, path)?;
    Ok(settings)
}

const FAIL_ON: [&str; 4] = ["note", "warning", "error", "never"];
const LEVELS: [&str; 4] = ["note", "warning", "error", "off"];

/// Reads the argument of `--fail-on`: a severity, or `never`.
#[must_use]
pub fn fail_on(name: &str) -> Option<Option<Severity>> {
    if name == "never" {
        return Some(None);
    }
    severity(name).map(Some)
}

fn severity(name: &str) -> Option<Severity> {
    Severity::ALL.into_iter().find(|severity| severity.name() == name)
}

fn rule_table(name: &str, table: &RuleTable, path: &str, settings: &mut Settings) -> Result<(), SettingsError> {
    let rule = rule_named(name, path)?;
    if let Some(level) = &table.level {
        let level = match (level.as_str(), severity(level)) {
            ("off", _) => Level::Off,
            (_, Some(severity)) => Level::Is(severity),
            (_, None) => return Err(unknown(path, "level", level, &LEVELS)),
        };
        settings.levels.set(rule, level);
    }
    if let Some(words) = table.min_words {
        let words = at_least_four(words, "min-words", path)?;
        match rule {
            RuleId::ReusedPassage => settings.repeats.reuse_words = words,
            _ => settings.repeats.warning_words = words,
        }
    }
    if let Some(words) = table.note_words {
        settings.repeats.note_words = at_least_four(words, "note-words", path)?;
    }
    if let Some(preset) = &table.preset {
        let names = Preset::ALL.map(Preset::name);
        settings.preset = Preset::ALL
            .into_iter()
            .find(|known| known.name() == preset)
            .ok_or_else(|| unknown(path, "preset", preset, &names))?;
    }
    Ok(())
}

fn rule_named(name: &str, path: &str) -> Result<RuleId, SettingsError> {
    RuleId::named(name).ok_or_else(|| unknown(path, "rule", name, &RuleId::ALL.map(RuleId::name)))
}

fn at_least_four(words: u32, key: &'static str, path: &str) -> Result<u32, SettingsError> {
    // The matcher's seeds are 4 words long: shorter repeats are not seen at all.
    if words >= 4 {
        return Ok(words);
    }
    Err(SettingsError::OutOfRange { path: path.into(), key, must: "must be at least 4" })
}

fn suppression(table: SuppressTable, path: &str) -> Result<Suppression, SettingsError> {
    let refuse = |key, must| SettingsError::OutOfRange { path: path.into(), key, must };
    if table.reason.trim().is_empty() {
        return Err(refuse("suppress.reason", "must say why"));
    }
    if table.id.is_none() && table.rule.is_none() {
        return Err(refuse("suppress", "must name an `id` or a `rule`"));
    }
    let article = match &table.article {
        None => None,
        Some(glob) => Some(globset::Glob::new(glob).map_err(|_| refuse("suppress.article", "must be a glob"))?),
    };
    let rule = table.rule.map(|name| rule_named(&name, path)).transpose()?;
    Ok(Suppression { id: table.id, rule, article: article.map(|glob| glob.compile_matcher()), reason: table.reason })
}

fn unknown(path: &str, what: &'static str, name: &str, known: &[&'static str]) -> SettingsError {
    SettingsError::Unknown { path: path.into(), what, name: name.into(), known: known.to_vec() }
}

fn malformed(text: &str, path: &str, error: &toml::de::Error) -> SettingsError {
    let line = error.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
    let reason = format!("line {line}: {}", error.message().replace('\n', ", "));
    SettingsError::Malformed { path: path.into(), reason }
}
