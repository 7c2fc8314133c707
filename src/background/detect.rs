//! The detector: from a text to its reading.

use std::ops::Range;

use crate::text::AnalyzedText;

use super::block::{Label, Reading, ReportContext, ScoredBlock, Verdict};
use super::concept::Register;
use super::evidence::{Subject, explain};
use super::feature::{Feature, Vector};
use super::model::{Model, Preset, Scorer, Thresholds};
use super::timeline::is_timeline;
use super::trees::Forest;
use super::window::{View, Window};

/// Fewest sentences of a text whose blocks can be judged: below it nothing is left to compare a block with.
const MIN_SENTENCES: usize = 6;

/// Share of the probability of a block that the run of lines around it must keep for the block to be widened to it.
const SNAP: f64 = 0.6;

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
        let (register, pack, scorer) = self.model.of(text.language);
        let mut reading = Reading {
            verdict: Verdict::TooShort,
            blocks: Vec::new(),
            nearest: None,
            calibrated: self.model.is_calibrated(text.language),
        };
        if text.sentences.len() < MIN_SENTENCES {
            return reading;
        }
        scratch.view.read(text, context, pack, register);
        if is_timeline(text, &scratch.view.words, &scratch.view.units) {
            reading.verdict = Verdict::Timeline;
            return reading;
        }
        let mut pass = Pass { text, register, scorer, thresholds: scorer.thresholds(self.preset), scratch };
        let taken = match pass.take_out(&mut reading.nearest) {
            Ok(taken) => taken,
            Err(verdict) => {
                reading.verdict = verdict;
                return reading;
            }
        };
        reading.verdict = Verdict::Report;
        reading.blocks.extend((0..taken.len()).filter_map(|ix| pass.put_back(&taken, ix)));
        reading
    }
}

/// A block that was taken out.
#[derive(Debug, Clone)]
struct Taken {
    sentences: Range<u32>,
    /// Whether it is a run of lines between longer paragraphs.
    is_lines: bool,
}

fn sentences_of(taken: &[Taken]) -> Vec<Range<u32>> {
    taken.iter().map(|block| block.sentences.clone()).collect()
}

/// One reading of one text.
struct Pass<'a, 't> {
    text: &'a AnalyzedText<'t>,
    register: Register<'a>,
    scorer: &'a Scorer,
    thresholds: Thresholds,
    scratch: &'a mut Scratch,
}

impl Pass<'_, '_> {
    /// Takes the best block out as long as there is one, and reads the rest anew each time, so that each block is held against the report and
    /// not against the other blocks. Returns the blocks as ranges of sentences in text order, or what the text is where no
    /// block of it can be told from a report.
    fn take_out(&mut self, nearest: &mut Option<ScoredBlock>) -> Result<Vec<Taken>, Verdict> {
        let mut taken: Vec<Taken> = Vec::new();
        let all: u32 = self.scratch.view.units.iter().map(|unit| unit.sentences()).sum();
        let mut share = 0.0;
        loop {
            self.score();
            let Some(snapped) = self.next(&taken) else {
                let best = best(&mut self.scratch.scored).first().copied();
                *nearest = best.map(|best| self.unexplained(best, self.in_company(best.window, &taken)));
                break;
            };
            let (start, end) = self.scratch.view.range(snapped.window);
            let at = taken.partition_point(|other| other.sentences.end <= start);
            taken.insert(at, Taken { sentences: start..end, is_lines: self.scratch.view.is_lines(snapped.window) });
            let inside = taken.iter().map(|other| other.sentences.len() as u32).sum::<u32>();
            share = inside as f32 / all.max(1) as f32;
            if all.saturating_sub(inside) < MIN_SENTENCES as u32 {
                // What is left is too short to be told from, unless it is the lesser part.
                let throughout = Verdict::BackgroundThroughout { share };
                return Err(if share > 0.5 { throughout } else { Verdict::TooShort });
            }
            self.scratch.view.read_without(self.text, &sentences_of(&taken));
        }
        let rest = self.scratch.view.mean_reads();
        if !taken.is_empty() && rest >= self.scorer.rest {
            let share = share.max(self.scratch.view.share_that_reads());
            return Err(Verdict::BackgroundThroughout { share });
        }
        Ok(taken)
    }

    /// Returns the best candidate that is told at all, widened; the best few are tried, as a run of lines beside
    /// another is told from a lower score than a paragraph.
    fn next(&mut self, taken: &[Taken]) -> Option<Candidate> {
        if taken.len() == MOST_BLOCKS {
            return None;
        }
        best(&mut self.scratch.scored).into_iter().find_map(|candidate| {
            let snapped = self.snap(candidate);
            let told = candidate.score >= self.in_company(snapped.window, taken).note;
            told.then_some(snapped)
        })
    }

    /// Reads the text with one of the blocks in its place and the others out, and finds the block again, at its best boundaries.
    fn put_back(&mut self, taken: &[Taken], ix: usize) -> Option<ScoredBlock> {
        let mut others = taken.to_vec();
        let this = others.remove(ix).sentences;
        self.scratch.view.read_without(self.text, &sentences_of(&others));
        self.score();
        let view = &self.scratch.view;
        self.scratch.scored.retain(|candidate| {
            let (start, end) = view.range(candidate.window);
            start < this.end && this.start < end
        });
        let candidate = *best(&mut self.scratch.scored).first()?;
        let candidate = self.snap(candidate);
        Some(self.block(candidate, self.in_company(candidate.window, &others)))
    }

    /// Returns the thresholds for a block beside those found. Where it and another are both a sentence a line between longer paragraphs, the same
    /// hand is likely to have pasted both, so it is a warning from where the default preset would give a note, and a note from where the most
    /// sensitive one would. The first block decides whether an article is flagged at all.
    fn in_company(&self, window: Window, others: &[Taken]) -> Thresholds {
        if !others.iter().any(|other| other.is_lines) || !self.scratch.view.is_lines(window) {
            return self.thresholds;
        }
        let note = |preset| self.scorer.thresholds(preset).note.min(self.thresholds.note);
        Thresholds { note: note(Preset::Sensitive), warning: note(Preset::Default) }
    }

    /// Widens a block of one-sentence paragraphs to the whole run of them between longer paragraphs, where the run is nearly as likely: the
    /// first and the last sentence of a block are the least marked, and a change of layout is a boundary.
    fn snap(&mut self, candidate: Candidate) -> Candidate {
        let view = &mut self.scratch.view;
        let Some(window) = view.line_run(candidate.window) else { return candidate };
        view.cohesion.prepare();
        let score = self.scorer.blocks.score(&view.features(window));
        let enough = SNAP * self.scorer.probability(candidate.score);
        if self.scorer.probability(score) >= enough { Candidate { window, score } } else { candidate }
    }

    fn score(&mut self) {
        let Scratch { view, scored } = &mut *self.scratch;
        view.score_sentences(&self.scorer.sentences);
        let gates = Gates { floor: self.scorer.floor, first: self.scorer.gate };
        candidates(view, &gates, &self.scorer.blocks, scored);
    }

    fn block(&self, candidate: Candidate, thresholds: Thresholds) -> ScoredBlock {
        let view = &self.scratch.view;
        let window = candidate.window;
        let subject = Subject { text: self.text, view, lexicon: self.register.lexicon(), scorer: self.scorer, window };
        let (evidence, counter_evidence) = explain(&subject);
        ScoredBlock { evidence, counter_evidence, ..self.unexplained(candidate, thresholds) }
    }

    /// Returns a block without its reasons, which cost more than its score.
    fn unexplained(&self, candidate: Candidate, thresholds: Thresholds) -> ScoredBlock {
        let Candidate { window, score } = candidate;
        let view = &self.scratch.view;
        let (start, end) = view.range(window);
        let first = self.text.sentences[start as usize].span;
        let last = self.text.sentences[end as usize - 1].span;
        let vector = view.features(window);
        let warning = as_warning(score, &vector) >= thresholds.warning;
        ScoredBlock {
            span: first.hull(last),
            sentences: start..end,
            score: self.scorer.probability(score),
            log_odds: f64::from(score),
            threshold: self.scorer.probability(thresholds.note),
            label: if warning { Label::Warning } else { Label::Note },
            evidence: Vec::new(),
            counter_evidence: Vec::new(),
        }
    }
}

/// What a block must reach to be scored to the end.
pub(super) struct Gates {
    /// As the mean log-odds of its sentences.
    pub(super) floor: f32,
    /// By the first trees.
    pub(super) first: f32,
}

/// Scores every block of a text that passes the gates.
pub(super) fn candidates(view: &mut View, gates: &Gates, forest: &Forest, out: &mut Vec<Candidate>) {
    let mut windows = std::mem::take(&mut view.windows);
    view.candidates(gates.floor, &mut windows);
    out.clear();
    out.extend(windows.iter().filter_map(|&window| {
        let score = forest.score_above(&view.features(window), gates.first)?;
        Some(Candidate { window, score })
    }));
    view.windows = windows;
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

/// Log-odds by which a block that names no year must score higher to be a warning. Cross-fitted on the training articles (in a trial with more
/// features) .6 finds as many inserts at 2 in 100 untouched articles flagged as 0 does, and leaves 48 undated blocks among the flagged where 0 leaves
/// 71: of those a reader called one in 21 background, of the dated ones every second.
const UNDATED: f32 = 0.6;

/// Returns what a block has to set against the threshold of a warning, least where nothing but the score bears it out.
pub(super) fn as_warning(score: f32, vector: &Vector) -> f32 {
    let dated = vector[Feature::Years as usize] > 0.0;
    match (is_borne_out(vector), dated) {
        (false, _) => f32::MIN,
        (true, false) => score - UNDATED,
        (true, true) => score,
    }
}

/// Tells whether something other than the score bears a block out: its neighbours fit better without it, nothing in it is attributed, quoted
/// or of the day, or it is laid out a sentence a line between longer paragraphs.
fn is_borne_out(vector: &Vector) -> bool {
    let of = |feature: Feature| vector[feature as usize];
    let detached = of(Feature::Attributed) + of(Feature::Recent) == 0.0 && of(Feature::Quoted) < 0.1;
    let lines = of(Feature::LineRun) > 0.0 && of(Feature::Units) >= 3.0; // as in `View::is_lines`
    detached || lines || of(Feature::Bridge) > 0.0
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
