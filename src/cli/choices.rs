//! The choices of `dedup` and `bench`: the configuration, then the flags.

use super::args::ChoiceArgs;
use super::exit::Failure;
use crate::clean::{Policies, Policy};
use crate::finding::RuleId;
use crate::pipeline::check::Checker;
use crate::pipeline::dedup::Stages;
use crate::settings::{DedupChoices, DedupTable, Level, PolicyTable, Settings, SettingsError};

/// Reads the flags over what the configuration says.
pub(super) fn choices(args: &ChoiceArgs, configured: DedupChoices) -> Result<DedupChoices, Failure> {
    let table = DedupTable {
        similarity: args.similarity.clone(),
        threshold: args.threshold,
        keep: args.keep.clone(),
        min_words: args.min_words,
        stock_articles: args.stock_articles,
        memory: args.memory.clone(),
        policy: policies(&args.policy)?,
    };
    let mut choices = configured;
    table.apply(&mut choices, "").map_err(refused)?;
    Ok(choices)
}

/// Reads `KIND=POLICY` pairs.
fn policies(pairs: &[String]) -> Result<PolicyTable, Failure> {
    let mut table = PolicyTable::default();
    for pair in pairs {
        let (kind, policy) = pair.split_once('=').unwrap_or((pair, ""));
        let slot = match kind {
            "near-duplicates" => &mut table.near_duplicates,
            "passages" => &mut table.passages,
            "stock" => &mut table.stock,
            "background" => &mut table.background,
            _ => {
                return Err(Failure::usage(format!("there is no policy for `{kind}`")).hint(
                    "known: near-duplicates, passages, stock, background, each with `=off`, `=mark` or `=remove`",
                ));
            }
        };
        *slot = Some(policy.to_owned());
    }
    Ok(table)
}

/// A choice that cannot be, told of the flag instead of the configuration.
fn refused(error: SettingsError) -> Failure {
    let hint = error.hint();
    let failure = match error {
        SettingsError::Unknown { what, name, .. } => Failure::usage(format!("there is no {what} `{name}`")),
        SettingsError::OutOfRange { key, must, .. } => Failure::usage(format!("`--{key}` {must}")),
        SettingsError::Malformed { reason, .. } => Failure::usage(reason),
    };
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// Reads the names of stages; none named: all.
pub(super) fn stages(names: &[String]) -> Result<Stages, Failure> {
    if names.is_empty() {
        return Ok(Stages::default());
    }
    names.iter().try_fold(Stages::NONE, |stages, name| {
        stages.with(name).ok_or_else(|| {
            Failure::usage(format!("there is no stage `{name}`")).hint(format!("known: {}", Stages::NAMES.join(", ")))
        })
    })
}

/// Makes the checker of single articles; `None`: nothing is looked for in them.
pub(super) fn checker(stages: Stages, policies: Policies, mut settings: Settings) -> Option<Checker> {
    let rules = [
        (RuleId::RepeatedPassage, policies.passages),
        (RuleId::ChangedFigure, policies.passages),
        (RuleId::BackgroundInsert, policies.background),
    ];
    for (rule, _) in rules.iter().filter(|(_, policy)| *policy == Policy::Off) {
        settings.levels.set(*rule, Level::Off);
    }
    let anything = rules.iter().any(|(rule, _)| !settings.levels.is_off(*rule));
    (stages.articles && anything).then(|| Checker::new(settings))
}
