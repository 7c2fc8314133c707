//! The account of a run.

use super::plan::Plan;
use super::run::Findings;
use super::settings::DedupSettings;
use super::write::Written;
use crate::read::Input;
use crate::report::dump::{Counts, SettingsNote, Summary};

pub(super) fn summary(
    inputs: &[Input],
    plan: &Plan<'_>,
    found: &Findings,
    written: &Written,
    clusters: u64,
) -> Summary {
    let (exact, near_duplicates) = plan.likenesses();
    let stock_passages = plan.passages().iter().filter(|passage| passage.is_stock).count() as u64;
    Summary {
        v: 1,
        version: env!("CARGO_PKG_VERSION"),
        read: found.survey.records.len() as u64,
        kept: written.kept,
        removed: written.removed,
        rejected: written.rejected,
        incomplete: found.survey.incomplete,
        found: Counts {
            exact,
            near_duplicates,
            clusters,
            passages: plan.passages().len() as u64 - stock_passages,
            stock_passages,
            places: found.common.places.len() as u64,
            findings: written.findings.clone(),
            edited_articles: written.edited,
            repaired_articles: found.survey.repaired,
            failed_articles: written.failed,
        },
        settings: note(plan.settings),
        inputs: inputs.iter().map(|input| input.path.to_string()).collect(),
        bytes: found.survey.bytes,
        words: found.survey.words.len(),
        spilled_bytes: found.survey.words.spilled_bytes() + found.common.spilled,
        ..Summary::default()
    }
}

/// Describes the settings for the reports.
fn note(settings: &DedupSettings) -> SettingsNote {
    let choices = settings.choices;
    let policies = choices.policies;
    SettingsNote {
        similarity: choices.measure.name(),
        threshold: choices.threshold.get(),
        shingle_words: super::prepared::WIDTH.words() as u32,
        keep: choices.keep.name(),
        min_words: choices.min_words,
        stock_articles: choices.stock_articles,
        stages: settings.stages.names(),
        policies: [
            ("near-duplicates", policies.near_duplicates),
            ("passages", policies.passages),
            ("stock", policies.stock),
            ("background", policies.background),
        ]
        .into_iter()
        .map(|(kind, policy)| (kind, policy.name()))
        .collect(),
        dry_run: settings.dry_run,
    }
}
