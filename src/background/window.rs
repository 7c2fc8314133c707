//! Candidate blocks of a text and their features.

use std::ops::Range;

use crate::text::AnalyzedText;

use super::block::ReportContext;
use super::cohesion::{Bonds, Cohesion, MAX_UNITS};
use super::concept::Register;
use super::feature::{FEATURES, Feature, Vector};
use super::marks::{Mark, Marks, Row};
use super::pack::Pack;
use super::sentence::{Reads, Surroundings};
use super::table::{Word, look_up};
use super::trees::Forest;
use super::unit::{Unit, units};

/// Fewest sentences of a block; one sentence of background is how every report is written.
pub(super) const MIN_SENTENCES: u32 = 2;
/// Most sentences of a block.
pub(super) const MAX_SENTENCES: u32 = 10;

/// Units `start..end` of a text, as a candidate block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// First unit.
    pub(super) start: usize,
    /// One past the last unit.
    pub(super) end: usize,
}

/// A text as the model sees it; kept between texts for its memory.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    pub(super) words: Vec<Word>,
    pub(super) units: Vec<Unit>,
    pub(super) marks: Marks,
    pub(super) cohesion: Cohesion,
    pub(super) reads: Reads,
    bonds: Vec<Bonds>,
    /// Memory for the candidates.
    pub(super) windows: Vec<Window>,
    /// The year the report was published, where that is known.
    pub(super) published: Option<i16>,
    median_tokens: f32,
    /// Units of one sentence.
    single: f32,
    novelty: f32,
}

impl View {
    /// Reads a text, but for what its sentences read as: see [`Self::score_sentences`]. Linear in its length.
    pub(super) fn read(
        &mut self,
        text: &AnalyzedText<'_>,
        context: &ReportContext<'_>,
        pack: &Pack,
        register: Register<'_>,
    ) {
        look_up(text, pack, register, &mut self.words);
        self.published = context.published_year;
        let year = self.published.or_else(|| latest_year(&self.words));
        self.marks.count(text, &self.words, register, year);
        self.read_without(text, &[]);
    }

    /// Reads the text that was read last once more, as if the sentences of `taken` (in text order) were not in it.
    pub(super) fn read_without(&mut self, text: &AnalyzedText<'_>, taken: &[Range<u32>]) {
        units(text, taken, &mut self.units);
        self.marks.total(&self.units);
        self.cohesion.read(text, &self.words, &self.units);
        self.median_tokens = self.median_unit();
        self.single = self.units.iter().filter(|unit| unit.sentences() == 1).count() as f32;
        self.bonds.clear();
        self.bonds.extend((0..self.units.len()).map(|ix| self.cohesion.unit_bonds(ix)));
        let novelties: f32 = self.bonds.iter().map(|bonds| bonds.novelty).sum();
        self.novelty = novelties / self.units.len().max(1) as f32;
    }

    /// Runs the first stage over the text that was read last.
    pub(super) fn score_sentences(&mut self, forest: &Forest) {
        let surroundings = Surroundings { marks: &self.marks, units: &self.units, bonds: &self.bonds };
        self.reads.score(&surroundings, forest);
    }

    /// What the first stage looks at in the text that was read last.
    pub(super) fn surroundings(&self) -> Surroundings<'_> {
        Surroundings { marks: &self.marks, units: &self.units, bonds: &self.bonds }
    }

    /// Names the candidate blocks whose sentences read as background to at least `floor`, as mean log-odds, in text order, and makes ready what
    /// their features need.
    pub(super) fn candidates(&mut self, floor: f32, out: &mut Vec<Window>) {
        out.clear();
        out.extend(self.all_windows().filter(|window| {
            let (start, end) = self.range(*window);
            self.reads.mean(start, end) >= floor
        }));
        if !out.is_empty() {
            self.cohesion.prepare();
        }
    }

    /// Returns the sentences of a window, as first and one past the last.
    pub(super) fn range(&self, window: Window) -> (u32, u32) {
        (self.units[window.start].start, self.units[window.end - 1].end)
    }

    fn median_unit(&self) -> f32 {
        let mut lengths: Vec<u32> =
            self.units.iter().map(|unit| self.marks.one(Mark::Tokens, unit.start, unit.end) as u32).collect();
        lengths.sort_unstable();
        lengths.get(lengths.len() / 2).map_or(0.0, |&length| length as f32)
    }

    /// Names what could be a block, in text order: whole units, from the second unit on, never the whole text.
    fn all_windows(&self) -> impl Iterator<Item = Window> + '_ {
        (1..self.units.len()).flat_map(move |start| {
            (start + 1..=(start + MAX_UNITS).min(self.units.len()))
                .map(move |end| Window { start, end })
                .take_while(|window| window.end == window.start + 1 || self.goes_on(*window))
                .filter(|window| self.sentences(*window) >= MIN_SENTENCES)
        })
    }

    /// Tells whether a window is a run of at least three one-sentence units between longer ones.
    pub(super) fn is_lines(&self, window: Window) -> bool {
        let is_line = |ix: usize| self.units.get(ix).is_some_and(|unit| unit.sentences() == 1);
        let outside = window.start.checked_sub(1).is_some_and(is_line) || is_line(window.end);
        window.end - window.start >= 3 && (window.start..window.end).all(is_line) && !outside
    }

    /// Returns the mean log-odds of the sentences of all units that were read.
    pub(super) fn mean_reads(&self) -> f32 {
        let sum: f32 = self.units.iter().map(|unit| self.reads.sum(unit.start, unit.end)).sum();
        let count: u32 = self.units.iter().map(|unit| unit.sentences()).sum();
        sum / count.max(1) as f32
    }

    /// Returns the share of the sentences of the units that were read which read as background, in [0, 1].
    pub(super) fn share_that_reads(&self) -> f32 {
        let reads: u32 = self.units.iter().map(|unit| self.reads.count(unit.start, unit.end)).sum();
        let count: u32 = self.units.iter().map(|unit| unit.sentences()).sum();
        reads as f32 / count.max(1) as f32
    }

    /// Returns the run of one-sentence units that a window is a part of, where that run stands between longer units and could be a block.
    pub(super) fn line_run(&self, window: Window) -> Option<Window> {
        let is_line = |ix: usize| self.units.get(ix).is_some_and(|unit| unit.sentences() == 1);
        if !(window.start..window.end).all(is_line) {
            return None;
        }
        let Window { mut start, mut end } = window;
        // A block that was taken out between two lines ends a run.
        let adjoin = |left: usize| self.units.get(left + 1).is_some_and(|unit| self.units[left].end == unit.start);
        while start > 0 && is_line(start - 1) && adjoin(start - 1) {
            start -= 1;
        }
        while is_line(end) && adjoin(end - 1) {
            end += 1;
        }
        let run = Window { start, end };
        (start > 0 && end - start <= MAX_UNITS && run != window).then_some(run)
    }

    /// Tells whether the last unit of a window of two or more follows the one before without a gap, and the window is not too long with it.
    fn goes_on(&self, window: Window) -> bool {
        self.units[window.end - 1].start == self.units[window.end - 2].end && self.sentences(window) <= MAX_SENTENCES
    }

    /// Counts the sentences of a window.
    pub(super) fn sentences(&self, window: Window) -> u32 {
        self.units[window.end - 1].end - self.units[window.start].start
    }

    /// Returns the sums of a window.
    pub(super) fn row(&self, window: Window) -> Row {
        self.marks.sum(self.units[window.start].start, self.units[window.end - 1].end)
    }

    /// Returns the features of a window.
    pub(super) fn features(&self, window: Window) -> Vector {
        let mut vector = [0.0; FEATURES];
        let row = self.row(window);
        let total = self.marks.whole();
        let rest: Row = std::array::from_fn(|mark| total[mark] - row[mark]);
        self.count_features(&mut vector, &row, &rest);
        self.register_features(&mut vector, window, &row, &rest);
        self.reads_features(&mut vector, window);
        self.layout_features(&mut vector, window, &row);
        self.bond_features(&mut vector, window);
        vector
    }

    fn count_features(&self, vector: &mut Vector, row: &Row, rest: &Row) {
        let (per_sentence, per_token) = (Per::sentence(row), Per::token(row));
        let (rest_sentence, rest_token) = (Per::sentence(rest), Per::token(rest));
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        set(Feature::Attributed, per_sentence.of(Mark::Attributed));
        set(Feature::AttributedRest, rest_sentence.of(Mark::Attributed));
        set(Feature::Quoted, per_token.of(Mark::Quoted));
        set(Feature::QuotedRest, rest_token.of(Mark::Quoted));
        set(Feature::Recent, per_sentence.of(Mark::RecentSentences));
        set(Feature::RecentRest, rest_sentence.of(Mark::RecentSentences));
        set(Feature::Weekdays, per_sentence.of(Mark::Weekdays));
        set(Feature::DayOfMonth, per_sentence.of(Mark::DayOfMonth));
        set(Feature::SelfWords, per_token.of(Mark::SelfWords));
        set(Feature::SelfWordsRest, rest_token.of(Mark::SelfWords));
        set(Feature::Questions, per_sentence.of(Mark::Questions));
        set(Feature::Persons, per_token.of(Mark::Persons));
        set(Feature::Thirds, per_token.of(Mark::Thirds));
        set(Feature::Titles, per_token.of(Mark::Titles));
        set(Feature::TitlesRest, rest_token.of(Mark::Titles));
        set(Feature::Names, per_token.of(Mark::Names));
        set(Feature::NamesContrast, per_token.of(Mark::Names) - rest_token.of(Mark::Names));
        set(Feature::Numbers, per_token.of(Mark::Numbers));
        set(Feature::Years, per_sentence.of(Mark::YearSentences));
        set(Feature::OldYears, per_sentence.of(Mark::OldYearSentences));
        set(Feature::GapMean, per_sentence.of(Mark::GapLog));
        set(Feature::InYear, per_sentence.of(Mark::InYear));
        set(Feature::History, per_sentence.of(Mark::History));
        set(Feature::Since, per_sentence.of(Mark::Since));
        set(Feature::Connectives, per_sentence.of(Mark::ConnectiveOpening));
        set(Feature::Generic, per_token.of(Mark::Generic));
        set(Feature::Present, per_token.of(Mark::Present));
        set(Feature::PresentContrast, per_token.of(Mark::Present) - rest_token.of(Mark::Present));
        set(Feature::Past, per_token.of(Mark::Past));
        set(Feature::Modal, per_token.of(Mark::Modal));
        set(Feature::Indefinite, per_token.of(Mark::Indefinite));
        set(Feature::Definite, per_token.of(Mark::Definite));
        set(Feature::SentenceLength, per_sentence.of(Mark::Tokens));
        set(Feature::SentenceLengthContrast, per_sentence.of(Mark::Tokens) - rest_sentence.of(Mark::Tokens));
        set(Feature::WordLength, per_token.of(Mark::Letters));
        set(Feature::WordLengthContrast, per_token.of(Mark::Letters) - rest_token.of(Mark::Letters));
        set(Feature::Sentences, row[Mark::Sentences as usize]);
        set(Feature::Tokens, row[Mark::Tokens as usize]);
    }

    fn register_features(&self, vector: &mut Vector, window: Window, row: &Row, rest: &Row) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let (start, end) = self.range(window);
        let of_sentence = |at: u32| self.marks.register(at);
        let mean = Per::token(row).of(Mark::Register);
        set(Feature::RegisterSum, row[Mark::Register as usize]);
        set(Feature::RegisterMean, mean);
        set(Feature::RegisterWorst, (start..end).map(of_sentence).fold(f32::MAX, f32::min));
        set(Feature::RegisterRest, Per::token(rest).of(Mark::Register));
        set(Feature::RegisterContrast, mean - Per::token(rest).of(Mark::Register));
    }

    fn reads_features(&self, vector: &mut Vector, window: Window) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let reads = &self.reads;
        let (start, end) = self.range(window);
        let all = self.units.last().map_or(end, |unit| unit.end);
        let rest = (reads.sum(0, all) - reads.sum(start, end)) / (all - (end - start)).max(1) as f32;
        let mean = reads.mean(start, end);
        let of_unit = |ix: Option<usize>| {
            ix.and_then(|ix| self.units.get(ix)).map_or(reads.of(None), |unit| reads.mean(unit.start, unit.end))
        };
        set(Feature::ReadsMean, mean);
        set(Feature::ReadsSum, reads.sum(start, end));
        set(Feature::ReadsWorst, reads.worst(start, end));
        set(Feature::ReadsShare, reads.count(start, end) as f32 / (end - start) as f32);
        set(Feature::ReadsRest, rest);
        set(Feature::ReadsContrast, mean - rest);
        set(Feature::ReadsFirst, reads.of(Some(start)));
        set(Feature::ReadsLast, reads.of(Some(end - 1)));
        set(Feature::ReadsSentenceBefore, reads.of(start.checked_sub(1)));
        set(Feature::ReadsSentenceAfter, reads.of(Some(end)));
        set(Feature::ReadsUnitBefore, of_unit(window.start.checked_sub(1)));
        set(Feature::ReadsUnitAfter, of_unit(Some(window.end)));
        set(Feature::ReadsBestElsewhere, reads.best_elsewhere(window.start, window.end));
    }

    fn layout_features(&self, vector: &mut Vector, window: Window, row: &Row) {
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        let units = (window.end - window.start) as f32;
        let sentences = row[Mark::Sentences as usize];
        let all = self.marks.whole()[Mark::Sentences as usize];
        let (first, end) = (self.units[window.start].start, self.units[window.end - 1].end);
        let before = self.marks.one(Mark::Sentences, 0, first);
        set(Feature::Units, units);
        set(
            Feature::UnitLengthRatio,
            (row[Mark::Tokens as usize] / units + 1.0).ln() - (self.median_tokens + 1.0).ln(),
        );
        set(Feature::UnitSentencesContrast, sentences / units - all / self.units.len() as f32);
        let unit_sentences = |ix: usize| self.units.get(ix).map_or(0.0, |unit| unit.sentences() as f32);
        let most = (window.start..window.end).map(unit_sentences).fold(0.0, f32::max);
        let (unit_before, unit_after) = (unit_sentences(window.start - 1), unit_sentences(window.end));
        set(Feature::UnitSentencesBefore, unit_before);
        set(Feature::UnitSentencesAfter, unit_after);
        set(Feature::UnitSentencesMost, most);
        set(Feature::LineRun, if is_line_run(units, most, unit_before, unit_after) { 1.0 } else { 0.0 });
        let inside = (window.start..window.end).filter(|&ix| unit_sentences(ix) == 1.0).count() as f32;
        set(Feature::SingleSentenceUnits, (self.single - inside) / (self.units.len() as f32 - units).max(1.0));
        set(Feature::Position, before / all.max(1.0));
        set(Feature::SentencesBefore, before.min(20.0));
        set(Feature::SentencesAfter, (all - before - sentences).min(20.0));
        set(Feature::ArticleSentences, all.min(100.0));
        set(Feature::PronounOpening, self.marks.one(Mark::PronounOpening, first, first + 1));
        if let Some(next) = self.units.get(window.end) {
            debug_assert!(next.start >= end, "units are in order");
            set(Feature::PronounOpeningAfter, self.marks.one(Mark::PronounOpening, next.start, next.start + 1));
        }
    }

    fn bond_features(&self, vector: &mut Vector, window: Window) {
        let bonds = self.cohesion.bonds(window.start, window.end);
        let mut set = |feature: Feature, value: f32| vector[feature as usize] = value;
        set(Feature::Before, bonds.before);
        set(Feature::After, bonds.after);
        set(Feature::Across, bonds.across);
        set(Feature::Bridge, bonds.across - (bonds.before + bonds.after) / 2.0);
        set(Feature::Rest, bonds.rest);
        set(Feature::Lead, bonds.lead);
        set(Feature::Novelty, bonds.novelty);
        set(Feature::NoveltyContrast, bonds.novelty - self.novelty);
        set(Feature::NameNovelty, bonds.name_novelty);
        set(Feature::NewNames, bonds.new_names);
        let sentences = self.sentences(window).max(1) as f32;
        set(Feature::SharedNames, (bonds.names - bonds.new_names) / sentences);
        set(Feature::NamesBefore, bonds.names_before / sentences);
        set(Feature::NamesAfter, bonds.names_after / sentences);
    }
}

/// Tells whether a block is a run of two or more one-sentence units that stands between longer ones (or ends the text).
fn is_line_run(units: f32, most: f32, before: f32, after: f32) -> bool {
    units > 1.0 && most == 1.0 && before != 1.0 && after != 1.0
}

/// Sums over a number of things, as means.
struct Per<'a> {
    row: &'a Row,
    count: f32,
}

impl<'a> Per<'a> {
    fn sentence(row: &'a Row) -> Self {
        Self { row, count: row[Mark::Sentences as usize].max(1.0) }
    }

    fn token(row: &'a Row) -> Self {
        Self { row, count: row[Mark::Tokens as usize].max(1.0) }
    }

    fn of(&self, mark: Mark) -> f32 {
        self.row[mark as usize] / self.count
    }
}

/// The latest year that a text names, up to the last year that any article of today can be of.
fn latest_year(words: &[Word]) -> Option<i16> {
    words.iter().map(|word| word.year).filter(|&year| year > 0).max()
}
