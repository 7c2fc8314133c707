//! The detector: from a text to its reading.

use crate::text::AnalyzedText;

use super::block::{Label, Reading, ReportContext, ScoredBlock, Verdict};
use super::evidence::explain;
use super::feature::{Feature, Vector};
use super::model::{Model, Preset, Scorer};
use super::trees::Forest;
use super::window::{View, Window};

/// Fewest sentences of a text whose blocks can be judged: below it nothing is left to compare a block with.
const MIN_SENTENCES: usize = 6;
/// Share of the sentences that read as background from which the text as a whole does. Of the articles with planted blocks 3 in 100 reach it,
/// of explainers and obituaries half.
const THROUGHOUT: f32 = 0.5;
/// Sentences that must read as background before a whole text does: a short report with one block of eight is no explainer.
const THROUGHOUT_SENTENCES: u32 = 12;

/// Finds background inserts in one text after another.
#[derive(Debug, Clone, Copy)]
pub struct Detector<'m> {
    model: &'m Model,
    preset: Preset,
}

/// Memory that is kept between texts.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    view: View,
    scored: Vec<Candidate>,
}

/// A candidate block with its score.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) window: Window,
    pub(super) score: f32,
}

impl<'m> Detector<'m> {
    /// Makes a detector; it holds no state between texts.
    #[must_use]
    pub const fn new(model: &'m Model, preset: Preset) -> Self {
        Self { model, preset }
    }

    /// Reads a text. Linear in its length.
    #[must_use]
    pub fn read(&self, text: &AnalyzedText<'_>, context: &ReportContext<'_>, scratch: &mut Scratch) -> Reading {
        let (lexicon, pack, scorer) = self.model.of(text.language);
        let mut reading =
            Reading { verdict: Verdict::TooShort, blocks: Vec::new(), nearest: None, calibrated: lexicon.is_some() };
        if text.sentences.len() < MIN_SENTENCES {
            return reading;
        }
        let Scratch { view, scored } = scratch;
        view.read(text, context, pack, lexicon);
        view.score_sentences(&scorer.sentences);
        candidates(view, scorer.floor, &scorer.blocks, scored);
        let share = background_share(view, scorer, scored);
        if share >= THROUGHOUT {
            reading.verdict = Verdict::BackgroundThroughout { share };
            return reading;
        }
        reading.verdict = Verdict::Report;
        let thresholds = scorer.thresholds(self.preset);
        for candidate in best(scored) {
            let found = candidate.score >= thresholds.note;
            if !found && reading.nearest.is_some() {
                break;
            }
            let block = self.block(text, view, scorer, candidate);
            if found {
                reading.blocks.push(block);
            } else {
                reading.nearest = Some(block);
            }
        }
        reading.blocks.sort_by_key(|block| block.span);
        reading
    }

    fn block(&self, text: &AnalyzedText<'_>, view: &View, scorer: &Scorer, candidate: Candidate) -> ScoredBlock {
        let Candidate { window, score } = candidate;
        let sentences = view.units[window.start].to(view.units[window.end - 1]);
        let first = text.sentences[sentences.start as usize].span;
        let last = text.sentences[sentences.end as usize - 1].span;
        let vector = view.features(window);
        let thresholds = scorer.thresholds(self.preset);
        let warning = score >= thresholds.warning && is_borne_out(&vector);
        let (evidence, counter_evidence) = explain(text, view, scorer, window, &vector);
        ScoredBlock {
            span: first.hull(last),
            sentences,
            score: scorer.probability(score),
            log_odds: f64::from(score),
            threshold: scorer.probability(thresholds.note),
            label: if warning { Label::Warning } else { Label::Note },
            evidence,
            counter_evidence,
        }
    }
}

/// Scores every candidate block of a text.
pub(super) fn candidates(view: &View, floor: f32, forest: &Forest, out: &mut Vec<Candidate>) {
    out.clear();
    out.extend(view.candidates(floor).map(|window| Candidate { window, score: forest.score(&view.features(window)) }));
}

/// Takes the best candidate, then the best that does not overlap it, and so on; the earlier and shorter wins a tie.
pub(super) fn best(scored: &mut [Candidate]) -> Vec<Candidate> {
    scored.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| (a.window.start, a.window.end).cmp(&(b.window.start, b.window.end)))
    });
    let mut taken: Vec<Candidate> = Vec::new();
    for &candidate in scored.iter() {
        let free = taken
            .iter()
            .all(|other| candidate.window.end <= other.window.start || other.window.end <= candidate.window.start);
        if free {
            taken.push(candidate);
        }
        if taken.len() == MOST_BLOCKS {
            break;
        }
    }
    taken
}

/// Most blocks named in one text: keeps the choice linear; no article at hand has more than three inserts.
const MOST_BLOCKS: usize = 16;

/// Returns the share of the sentences that stand in windows which read as background.
fn background_share(view: &View, scorer: &Scorer, scored: &[Candidate]) -> f32 {
    let mut is_background = vec![false; view.units.len()];
    for candidate in scored.iter().filter(|candidate| candidate.score >= scorer.throughout) {
        is_background[candidate.window.start..candidate.window.end].fill(true);
    }
    let count = |only: bool| -> u32 {
        view.units.iter().zip(&is_background).filter(|(_, is)| **is || !only).map(|(unit, _)| unit.sentences()).sum()
    };
    let (background, all) = (count(true), count(false));
    if background < THROUGHOUT_SENTENCES { 0.0 } else { background as f32 / all.max(1) as f32 }
}

/// Tells whether something other than the score bears a block out: its neighbours fit better without it, or nothing in it is attributed,
/// quoted or of the day.
fn is_borne_out(vector: &Vector) -> bool {
    let of = |feature: Feature| vector[feature as usize];
    let detached = of(Feature::Attributed) + of(Feature::Recent) == 0.0 && of(Feature::Quoted) < 0.1;
    detached || of(Feature::Bridge) > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    const REPORT: &str = "The county council voted on Tuesday night to close the Harlow Street library after a meeting that lasted four hours.\n\
        \"We simply do not have the money,\" council leader Anne Perrin told residents who had filled the public gallery.\n\
        About 200 people marched through the town on Saturday to protest against the plan, police said.\n\
        Perrin said the building would be sold by March and the staff offered posts elsewhere in the county.\n\
        \"My kids go there every day after school,\" said Dana Whitlock, who has lived on Harlow Street since last year.\n\
        The opposition called on Perrin to resign and said it would ask the minister to stop the sale this week.\n";
    const INSERT: &str = "Public libraries developed in the nineteenth century, when reformers argued that free access to books would \
        improve the education of the working class. The first law of 1850 allowed boroughs to establish libraries and to fund them \
        through local taxes. Over the following decades the system was extended to most towns and became a model for other countries. \
        Libraries are usually governed by local authorities and typically provide books, newspapers and internet access.\n";

    fn read(text: &str, preset: Preset) -> Reading {
        let model = Model::shipped();
        let context = ReportContext { published_year: Some(2024), title: None };
        Detector::new(&model, preset).read(&analyze(text, &[]), &context, &mut Scratch::default())
    }

    fn with_insert() -> String {
        let at = REPORT.match_indices('\n').nth(2).map_or(0, |(at, _)| at + 1);
        format!("{}{INSERT}{}", &REPORT[..at], &REPORT[at..])
    }

    #[test]
    fn a_paragraph_of_history_between_those_of_a_report_is_found_whole() {
        let text = with_insert();
        for preset in [Preset::Strict, Preset::Default, Preset::Sensitive] {
            let reading = read(&text, preset);
            assert_eq!(reading.verdict, Verdict::Report);
            let found: Vec<&str> = reading.blocks.iter().map(|block| block.span.of(&text)).collect();
            assert_eq!(found, [INSERT.trim()]);
        }
    }

    #[test]
    fn a_plain_report_holds_no_block_but_names_its_nearest_miss() {
        let reading = read(REPORT, Preset::Default);
        assert!(reading.blocks.is_empty());
    }

    #[test]
    fn five_sentences_are_too_few_to_judge() {
        assert_eq!(read(INSERT, Preset::Default).verdict, Verdict::TooShort);
        assert_eq!(read("", Preset::Default).verdict, Verdict::TooShort);
    }

    #[test]
    fn a_score_is_the_sum_of_its_parts_and_rises_with_the_log_odds() {
        let reading = read(&with_insert(), Preset::Default);
        let block = &reading.blocks[0];
        assert!(block.score >= block.threshold && block.score <= 1.0);
        assert!(block.evidence.iter().all(|evidence| evidence.value > 0.0));
        assert!(block.counter_evidence.iter().all(|evidence| evidence.value < 0.0));
    }

    #[test]
    fn kept_memory_changes_no_reading() {
        let model = Model::shipped();
        let detector = Detector::new(&model, Preset::Sensitive);
        let mut scratch = Scratch::default();
        let (first, second) = (with_insert(), REPORT.to_owned());
        let context = ReportContext::default();
        for text in [&first, &second, &first] {
            let kept = detector.read(&analyze(text, &[]), &context, &mut scratch);
            let fresh = detector.read(&analyze(text, &[]), &context, &mut Scratch::default());
            assert_eq!(kept, fresh);
        }
    }
}
