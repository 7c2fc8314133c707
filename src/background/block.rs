//! What the detector says of a text: a reading, its blocks, and why.

use std::ops::Range;

use crate::text::Span;

/// What is known of the report from outside its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReportContext<'a> {
    /// The year it was published; without it the latest year in the text stands in.
    pub published_year: Option<i16>,
    /// Its headline, where it is not part of the text.
    pub title: Option<&'a str>,
}

/// What the detector says of one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What kind of text it is.
    pub verdict: Verdict,
    /// The blocks found, in text order; they do not overlap. Empty unless the text reads as a report.
    pub blocks: Vec<ScoredBlock>,
    /// The best block that stayed under the threshold of notes, without its reasons; none when no block came near.
    pub nearest: Option<ScoredBlock>,
    /// Whether the scores were calibrated on labelled articles of this language.
    pub calibrated: bool,
}

/// What kind of text the detector took it for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// A report: blocks in it are judged one by one.
    Report,
    /// An explainer, an obituary, a timeline: the text as a whole reads as background, so no block in it is foreign to it.
    BackgroundThroughout {
        /// Share of its sentences that read as background, in [0, 1].
        share: f32,
    },
    /// A list of dated entries, each history on its own.
    Timeline,
    /// Too short to tell a block from its surroundings.
    TooShort,
}

/// Neighbouring sentences that stand together, with what speaks for and against their being foreign to the report.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredBlock {
    /// From the first character of its first sentence to the last of its last.
    pub span: Span,
    /// Its sentences, as positions in the analysed text.
    pub sentences: Range<u32>,
    /// Calibrated probability that it is a background insert, in [0, 1].
    pub score: f64,
    /// The score before calibration, in log-odds: the sum of a bias and of all evidence.
    pub log_odds: f64,
    /// The score that would have been enough for a note.
    pub threshold: f64,
    /// How firmly it is said.
    pub label: Label,
    /// What speaks for it, strongest first.
    pub evidence: Vec<Evidence>,
    /// What speaks against it, strongest first.
    pub counter_evidence: Vec<Evidence>,
}

/// How firmly a block is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// On the score alone.
    Note,
    /// The score is high and something else bears it out.
    Warning,
}

/// One reason, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Stable name of the kind of reason.
    pub signal: &'static str,
    /// What it adds to the score before calibration, in log-odds; negative where it speaks against.
    pub value: f64,
    /// The reason in plain words, with its counts.
    pub says: String,
}
