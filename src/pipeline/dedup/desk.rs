//! The work of the last pass on one record: where it goes, and as what.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::part::OutputFormat;
use super::place::locate;
use super::plan::Plan;
use super::put_back::{as_record, is_json, is_own, put_back, untouched};
use super::run::Job;
use super::write::Spot;
use crate::article::{ArticleIx, Origin};
use crate::checked::Checked;
use crate::clean::{Policy, after, cuts, without};
use crate::finding::{RuleId, Severity};
use crate::pipeline::check::{self, Checker};
use crate::pipeline::scratch::Scratches;
use crate::read::{self, LineEnd, Parsed, RawRecord, ReadOptions, Written};
use crate::report::dump::{AttributeLine, KeptRow, RejectedLine, line, with_mark};
use crate::report::{JsonLines, Report as _};
use crate::text::lines::LineIndex;
use crate::text::{Span, TokenRange};

/// Records that one thread takes at a time.
const TAKEN: usize = 32;

/// What became of the records that one thread took.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) articles: Vec<u8>,
    /// The kept articles, where they are rows of a table.
    pub(super) rows: Vec<KeptRow>,
    pub(super) removed_articles: Vec<u8>,
    pub(super) rejected_records: Vec<u8>,
    pub(super) found: Vec<u8>,
    pub(super) attributes: Vec<u8>,
    pub(super) kept: u64,
    pub(super) removed: u64,
    pub(super) rejected: u64,
    pub(super) edited: u64,
    pub(super) failed: Vec<String>,
    pub(super) findings: BTreeMap<&'static str, u64>,
    pub(super) spots: Vec<Spot>,
    pub(super) bytes: u64,
}

pub(super) struct Desk<'d> {
    plan: &'d Plan<'d>,
    options: &'d ReadOptions,
    checker: Option<&'d Checker>,
    scratch: Scratches<check::Scratch>,
    with_attributes: bool,
    output: OutputFormat,
    /// Cells that a spreadsheet would run are guarded.
    csv_safe: bool,
    /// The inputs by their names.
    inputs: BTreeMap<&'d str, usize>,
}

impl<'d> Desk<'d> {
    /// Makes ready for a run; `with_attributes`: they are asked for.
    pub(super) fn new(job: Job<'d>, plan: &'d Plan<'d>, with_attributes: bool) -> Self {
        let inputs = job.inputs.iter().zip(0..).map(|(input, ix)| (&*input.path, ix)).collect();
        Self {
            plan,
            options: job.options,
            checker: job.checker,
            scratch: Scratches::new(),
            with_attributes,
            output: job.settings.output_format,
            csv_safe: job.settings.csv_safe,
            inputs,
        }
    }
}

impl Desk<'_> {
    pub(super) fn write(&self, batch: Vec<(RawRecord, Option<ArticleIx>)>) -> Vec<Sheet> {
        batch
            .into_par_iter()
            .chunks(TAKEN)
            .map(|taken| {
                let mut sheet = Sheet::default();
                for (record, article) in taken {
                    sheet.bytes += (record.bytes.len() + record.line_end.as_bytes().len()) as u64;
                    match article {
                        Some(article) => self.article(record, article, &mut sheet),
                        None => self.reject(record, &mut sheet),
                    }
                }
                sheet
            })
            .collect()
    }

    fn reject(&self, record: RawRecord, sheet: &mut Sheet) {
        sheet.rejected += 1;
        if let Err(skipped) = read::parse(record, self.options) {
            line(
                &RejectedLine::new(&skipped.origin, skipped.offset, skipped.reason.to_string(), &skipped.raw),
                &mut sheet.rejected_records,
            );
        }
    }

    fn article(&self, record: RawRecord, article: ArticleIx, sheet: &mut Sheet) {
        if let Some(removal) = self.plan.removed(article) {
            sheet.removed += 1;
            let witness = self.plan.survey.name(removal.witness);
            let whole = self.as_json(record);
            with_mark(&whole, removal.reason.name(), witness, removal.similarity.get(), &mut sheet.removed_articles);
            sheet.removed_articles.push(b'\n');
            return;
        }
        sheet.kept += 1;
        let places: Vec<u32> = self.plan.places_in(article).collect();
        let read_closely = !places.is_empty() || self.checker.is_some() || self.with_attributes;
        if !read_closely && is_own(self.output, record.format) {
            self.put_back(record, sheet);
            return;
        }
        let name = format!("{}:{}", record.origin.path, record.origin.line);
        // A copy to fall back on: whatever fails, the article is kept as it was.
        let spare = record.clone();
        match catch_unwind(AssertUnwindSafe(|| self.closely(record, &spare, article, &places))) {
            Ok(Some(work)) => work.put(sheet),
            Ok(None) | Err(_) => {
                sheet.failed.push(name);
                self.put_back(spare, sheet);
            }
        }
    }

    /// Writes an article as it was read: in its own form where that is what is written, as JSON otherwise.
    fn put_back(&self, record: RawRecord, sheet: &mut Sheet) {
        if !is_own(self.output, record.format) {
            untouched(&self.as_json(record), LineEnd::Lf, &mut sheet.articles);
        } else if self.output == OutputFormat::Parquet {
            sheet.rows.push(self.row(&record.origin, None));
        } else {
            let delimiter = self.guard(&record);
            let RawRecord { format, bytes, line_end, .. } = record;
            put_back(Written { format, bytes, text: 0..0, line_end }, None, delimiter, &mut sheet.articles);
        }
    }

    /// The delimiter of a row whose cells are to be guarded.
    fn guard(&self, record: &RawRecord) -> Option<u8> {
        record.delimiter().filter(|_| self.csv_safe)
    }

    /// Names a row of a table that stays.
    fn row(&self, origin: &Origin, text: Option<String>) -> KeptRow {
        let file = self.inputs.get(&*origin.path).copied().unwrap_or_default();
        KeptRow { file, row: origin.record.saturating_sub(1), text }
    }

    /// The record as JSON: as it is, or made of an article of another format.
    fn as_json(&self, record: RawRecord) -> Vec<u8> {
        if is_json(record.format) {
            return record.bytes;
        }
        let mut out = Vec::new();
        let cells = record.cells();
        if let Ok(parsed) = read::parse(record, self.options) {
            as_record(&parsed.article, cells, &mut out);
        }
        out
    }

    /// Reads an article, finds its places, checks it, and cuts out what is to go; `spare` is the record once more.
    fn closely(&self, record: RawRecord, spare: &RawRecord, article: ArticleIx, places: &[u32]) -> Option<Work> {
        let origin = record.origin.clone();
        let own = is_own(self.output, record.format);
        let cells = if own { None } else { record.cells() };
        let delimiter = self.guard(&record);
        let Parsed { article: mut kept, written, .. } = read::parse(record, self.options).ok()?;
        let mut work = Work::default();
        if !places.is_empty() {
            self.take_places(&kept.text, places, &mut work);
        }
        if let Some(checker) = self.checker {
            // Only an archive can fail, and there is none here.
            let checked = self.scratch.with(|scratch| checker.check(kept, scratch)).ok()?;
            self.take_findings(&checked, &mut work);
            kept = checked.article;
        }
        let cuts = cuts(&kept.text, &work.cuts);
        if !cuts.is_empty() {
            kept.text = without(&kept.text, &work.cuts);
            work.edited = true;
        }
        match written.filter(|written| is_own(self.output, written.format)) {
            _ if self.output == OutputFormat::Parquet => {
                work.rows.push(self.row(&origin, work.edited.then(|| kept.text.clone())));
            }
            Some(written) => put_back(written, work.edited.then_some(&kept.text), delimiter, &mut work.articles),
            None if !work.edited && own => {
                // A record whose text cannot be written into it, as a page in a field, and need not be.
                let RawRecord { format, line_end, .. } = *spare;
                let bytes = spare.bytes.clone();
                put_back(Written { format, bytes, text: 0..0, line_end }, None, delimiter, &mut work.articles);
            }
            None => {
                as_record(&kept, cells, &mut work.articles);
                work.articles.push(b'\n');
            }
        }
        if self.with_attributes {
            self.attributes(article, &kept.text, &cuts, &mut work);
        }
        Some(work)
    }

    /// Describes what was found in a kept article, at its place in the text as it is written.
    fn attributes(&self, article: ArticleIx, text: &str, cuts: &[Span], work: &mut Work) {
        let lines = LineIndex::new(text);
        let chars = |span: Span| Span::new(lines.position(span.start).char, lines.position(span.end).char);
        let marks = work.marks.iter();
        let mut spans: Vec<(&str, Span, f64)> =
            marks.filter_map(|&(name, span, score)| Some((name, chars(after(cuts, span)?), score))).collect();
        if let Some(removal) = self.plan.likeness(article) {
            spans.push(("near_duplicate", chars(Span::new(0, text.len() as u32)), removal.similarity.get()));
        }
        line(&AttributeLine { id: self.plan.survey.name(article), spans: &spans }, &mut work.attributes);
    }

    /// Finds the places of passages in the text.
    fn take_places(&self, text: &str, places: &[u32], work: &mut Work) {
        let ranges: Vec<TokenRange> = places.iter().map(|&place| self.plan.place(place).words).collect();
        for (&place, located) in places.iter().zip(locate(text, &ranges)) {
            let (_, passage) = self.plan.passage_of(place);
            let span = located.span;
            if self.plan.is_cut(place) {
                work.cuts.push(span);
            } else {
                let name = if passage.is_stock { "stock" } else { "passage" };
                work.marks.push((name, span, passage.similarity.get()));
            }
            if self.plan.is_listed(place) {
                let words = self.plan.is_origin(place).then(|| span.of(text).to_owned());
                work.spots.push(Spot { place, located, text: words });
            }
        }
    }

    fn take_findings(&self, checked: &Checked, work: &mut Work) {
        JsonLines { with_text: false }.article(checked, &mut work.found);
        let policies = self.plan.settings.choices.policies;
        for finding in &checked.findings {
            *work.findings.entry(finding.rule.name()).or_default() += 1;
            let policy = match finding.rule {
                RuleId::RepeatedPassage => policies.passages,
                RuleId::BackgroundInsert => policies.background,
                // Which of two figures is right is for a person to say; the others need an archive.
                RuleId::ChangedFigure
                | RuleId::ReusedPassage
                | RuleId::StockPassage
                | RuleId::NearDuplicateArticle
                | RuleId::AlteredQuote => Policy::Mark,
            };
            if policy == Policy::Remove && finding.severity >= Severity::Warning {
                work.cuts.push(finding.place);
            } else {
                work.marks.push((attribute(finding.rule), finding.place, finding.score));
            }
        }
    }
}

/// What was made of one article.
#[derive(Debug, Default)]
struct Work {
    articles: Vec<u8>,
    rows: Vec<KeptRow>,
    found: Vec<u8>,
    attributes: Vec<u8>,
    /// What is to go, and what is only marked: name, place in the text as it was read, score.
    cuts: Vec<Span>,
    marks: Vec<(&'static str, Span, f64)>,
    spots: Vec<Spot>,
    findings: BTreeMap<&'static str, u64>,
    edited: bool,
}

impl Work {
    fn put(self, sheet: &mut Sheet) {
        sheet.articles.extend_from_slice(&self.articles);
        sheet.rows.extend(self.rows);
        sheet.found.extend_from_slice(&self.found);
        sheet.attributes.extend_from_slice(&self.attributes);
        sheet.spots.extend(self.spots);
        sheet.edited += u64::from(self.edited);
        for (rule, count) in self.findings {
            *sheet.findings.entry(rule).or_default() += count;
        }
    }
}

/// Names a rule's findings as attributes are named.
const fn attribute(rule: RuleId) -> &'static str {
    match rule {
        RuleId::RepeatedPassage => "repeated_passage",
        RuleId::ChangedFigure => "changed_figure",
        RuleId::BackgroundInsert => "background_insert",
        RuleId::ReusedPassage => "reused_passage",
        RuleId::StockPassage => "stock_passage",
        RuleId::NearDuplicateArticle => "near_duplicate_article",
        RuleId::AlteredQuote => "altered_quote",
    }
}
