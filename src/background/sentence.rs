//! The first stage: how much each sentence, seen in its text, reads as background.

use super::cohesion::Bonds;
use super::feature::{SENTENCE_FEATURES, SentenceFeature, SentenceVector};
use super::marks::{Mark, Marks, Row};
use super::trees::Forest;
use super::unit::Unit;

/// The log-odds of the sentences of one text.
#[derive(Debug, Clone, Default)]
pub(super) struct Reads {
    /// By sentence.
    log_odds: Vec<f32>,
    /// Running totals: entry `i` holds the sum of the sentences before `i`.
    totals: Vec<f32>,
    /// Running counts of sentences above even odds of a tenth.
    counts: Vec<u32>,
    /// The two best units, as mean log-odds and position, best first.
    best: [(f32, usize); 2],
}

/// Log-odds from which a sentence counts as read as background: one in ten, where inserts are one sentence in fifteen.
const READS: f32 = -2.2;

impl Reads {
    /// Scores each sentence of a text.
    pub(super) fn score(&mut self, surroundings: &Surroundings<'_>, forest: &Forest) {
        self.log_odds.clear();
        self.totals.clear();
        self.totals.push(0.0);
        self.counts.clear();
        self.counts.push(0);
        self.best = [(f32::MIN, usize::MAX); 2];
        let (mut total, mut count) = (0.0, 0);
        surroundings.each(|at, vector| {
            while self.log_odds.len() <= at as usize {
                let score = if self.log_odds.len() == at as usize { forest.score(vector) } else { OUTSIDE };
                total += score;
                count += u32::from(score >= READS);
                self.log_odds.push(score);
                self.totals.push(total);
                self.counts.push(count);
            }
        });
        for (ix, unit) in surroundings.units.iter().enumerate() {
            let mean = self.mean(unit.start, unit.end);
            if mean > self.best[0].0 {
                self.best = [(mean, ix), self.best[0]];
            } else if mean > self.best[1].0 {
                self.best[1] = (mean, ix);
            }
        }
    }

    /// Returns the log-odds of a sentence, of none past the ends.
    pub(super) fn of(&self, sentence: Option<u32>) -> f32 {
        sentence.and_then(|at| self.log_odds.get(at as usize)).copied().unwrap_or(OUTSIDE)
    }

    /// Sums over a range of sentences.
    pub(super) fn sum(&self, start: u32, end: u32) -> f32 {
        self.totals[end as usize] - self.totals[start as usize]
    }

    /// Returns the mean over a range of sentences, of none for an empty one.
    pub(super) fn mean(&self, start: u32, end: u32) -> f32 {
        if end > start { self.sum(start, end) / (end - start) as f32 } else { OUTSIDE }
    }

    /// Returns the least of a range of sentences.
    pub(super) fn worst(&self, start: u32, end: u32) -> f32 {
        self.log_odds[start as usize..end as usize].iter().copied().fold(f32::MAX, f32::min)
    }

    /// Counts the sentences of a range that read as background.
    pub(super) fn count(&self, start: u32, end: u32) -> u32 {
        self.counts[end as usize] - self.counts[start as usize]
    }

    /// Returns the mean of the best unit outside `start..end`; one of the two best where both stand inside.
    pub(super) fn best_elsewhere(&self, start: usize, end: usize) -> f32 {
        let outside = self.best.iter().find(|(_, ix)| !(start..end).contains(ix));
        outside.map_or(OUTSIDE, |&(mean, _)| mean.max(OUTSIDE))
    }
}

/// Log-odds of the sentence before the first and after the last: that of a common sentence of a report.
const OUTSIDE: f32 = -5.0;

/// What the first stage looks at.
pub(super) struct Surroundings<'a> {
    pub(super) marks: &'a Marks,
    pub(super) units: &'a [Unit],
    /// What each unit shares with its text.
    pub(super) bonds: &'a [Bonds],
}

impl Surroundings<'_> {
    /// Makes the features of each sentence in turn; a sentence without words has none.
    pub(super) fn each(&self, mut take: impl FnMut(u32, &SentenceVector)) {
        let text = self.marks.whole();
        let Some(last) = self.units.last().map(|unit| unit.end) else { return };
        for (unit, bonds) in self.units.iter().zip(self.bonds) {
            let mut vector = [0.0; SENTENCE_FEATURES];
            self.unit_features(&mut vector, *unit, bonds, &text);
            for at in unit.start..unit.end {
                let row = self.marks.sum(at, at + 1);
                sentence_features(&mut vector, &row);
                let mut set = |feature: SentenceFeature, value: f32| vector[feature as usize] = value;
                let register = |at: u32| self.marks.register(at);
                set(SentenceFeature::RegisterBefore, if at > 0 { register(at - 1) } else { 0.0 });
                set(SentenceFeature::RegisterAfter, if at + 1 < last { register(at + 1) } else { 0.0 });
                set(SentenceFeature::SentencesBefore, at.min(20) as f32);
                take(at, &vector);
            }
        }
    }

    fn unit_features(&self, vector: &mut SentenceVector, unit: Unit, bonds: &Bonds, text: &Row) {
        let row = self.marks.sum(unit.start, unit.end);
        let mut set = |feature: SentenceFeature, value: f32| vector[feature as usize] = value;
        set(SentenceFeature::RegisterUnit, mean(&row, Mark::Register));
        set(SentenceFeature::RegisterText, mean(text, Mark::Register));
        set(SentenceFeature::AttributedUnit, per_sentence(&row, Mark::Attributed));
        set(SentenceFeature::AttributedText, per_sentence(text, Mark::Attributed));
        set(SentenceFeature::QuotedUnit, mean(&row, Mark::Quoted));
        set(SentenceFeature::QuotedText, mean(text, Mark::Quoted));
        set(SentenceFeature::RecentUnit, per_sentence(&row, Mark::RecentSentences));
        set(SentenceFeature::SelfWordsText, mean(text, Mark::SelfWords));
        set(SentenceFeature::PresentUnit, mean(&row, Mark::Present));
        set(SentenceFeature::UnitSentences, row[Mark::Sentences as usize]);
        set(SentenceFeature::Rest, bonds.rest);
        set(SentenceFeature::Lead, bonds.lead);
        set(SentenceFeature::Novelty, bonds.novelty);
        set(SentenceFeature::NameNovelty, bonds.name_novelty);
        set(SentenceFeature::SharedNames, (bonds.names - bonds.new_names) / row[Mark::Sentences as usize].max(1.0));
    }
}

fn sentence_features(vector: &mut SentenceVector, row: &Row) {
    for (feature, mark) in [
        (SentenceFeature::RegisterMean, Mark::Register),
        (SentenceFeature::Quoted, Mark::Quoted),
        (SentenceFeature::SelfWords, Mark::SelfWords),
        (SentenceFeature::Persons, Mark::Persons),
        (SentenceFeature::Thirds, Mark::Thirds),
        (SentenceFeature::Titles, Mark::Titles),
        (SentenceFeature::Names, Mark::Names),
        (SentenceFeature::Numbers, Mark::Numbers),
        (SentenceFeature::Generic, Mark::Generic),
        (SentenceFeature::Present, Mark::Present),
        (SentenceFeature::Past, Mark::Past),
        (SentenceFeature::Modal, Mark::Modal),
        (SentenceFeature::Indefinite, Mark::Indefinite),
        (SentenceFeature::Definite, Mark::Definite),
        (SentenceFeature::WordLength, Mark::Letters),
    ] {
        vector[feature as usize] = mean(row, mark);
    }
    for (feature, mark) in [
        (SentenceFeature::RegisterSum, Mark::Register),
        (SentenceFeature::Attributed, Mark::Attributed),
        (SentenceFeature::Recent, Mark::RecentSentences),
        (SentenceFeature::Weekdays, Mark::Weekdays),
        (SentenceFeature::DayOfMonth, Mark::DayOfMonth),
        (SentenceFeature::Questions, Mark::Questions),
        (SentenceFeature::Years, Mark::YearSentences),
        (SentenceFeature::OldYears, Mark::OldYearSentences),
        (SentenceFeature::Gap, Mark::GapLog),
        (SentenceFeature::InYear, Mark::InYear),
        (SentenceFeature::History, Mark::History),
        (SentenceFeature::Since, Mark::Since),
        (SentenceFeature::Connective, Mark::ConnectiveOpening),
        (SentenceFeature::PronounOpening, Mark::PronounOpening),
        (SentenceFeature::Tokens, Mark::Tokens),
    ] {
        vector[feature as usize] = row[mark as usize];
    }
}

fn mean(row: &Row, mark: Mark) -> f32 {
    row[mark as usize] / row[Mark::Tokens as usize].max(1.0)
}

fn per_sentence(row: &Row, mark: Mark) -> f32 {
    row[mark as usize] / row[Mark::Sentences as usize].max(1.0)
}
