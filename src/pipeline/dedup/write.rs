//! The last pass: the input is read again, and every record goes where the plan says.
//!
//! In: the inputs as they were, and the [`Plan`]. Out: articles, removed articles, rejected records, findings and attributes, in input order; and for the places of passages
//! where they stand in their texts.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::error::DedupError;
use super::part::Part;
use super::plan::Plan;
use super::run::Job;
use crate::article::{Article, ArticleIx};
use crate::checked::Checked;
use crate::clean::{Policy, without};
use crate::finding::{RuleId, Severity};
use crate::pipeline::check::{self, Checker};
use crate::pipeline::corpus::{Incoming, Stream, Watch};
use crate::pipeline::scratch::Scratches;
use crate::read::{self, Format, LineEnd, Parsed, RawRecord, ReadOptions};
use crate::report::dump::{AttributeLine, RejectedLine, article_record, line, one_line, with_mark, with_text};
use crate::report::{JsonLines, Report as _};
use crate::text::fold::fold;
use crate::text::lines::LineIndex;
use crate::text::token::Tokenizer;
use crate::text::{Span, Token, Words};

/// Records that one thread takes at a time.
const TAKEN: usize = 32;

/// The files that the last pass writes; those that are not asked for are none.
#[derive(Debug)]
pub struct Parts {
    /// The kept articles.
    pub articles: Option<Part>,
    /// The removed articles.
    pub removed: Option<Part>,
    /// The records that are no articles.
    pub rejected: Part,
    /// What was found inside single articles.
    pub findings: Option<Part>,
    /// The attributes of the kept articles.
    pub attributes: Option<Part>,
}

/// Where a place stands in its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Position of the place among all places.
    pub place: u32,
    /// Its bytes.
    pub span: Span,
    /// Its code points.
    pub chars: Span,
    /// The words, for the origin of a passage.
    pub text: Option<String>,
}

/// What the last pass did.
#[derive(Debug, Default)]
pub struct Written {
    /// Articles kept.
    pub kept: u64,
    /// Articles removed.
    pub removed: u64,
    /// Records that are no articles.
    pub rejected: u64,
    /// Articles whose text lost something.
    pub edited: u64,
    /// Articles in which the program itself failed.
    pub failed: u64,
    /// Findings inside single articles, by rule.
    pub findings: BTreeMap<&'static str, u64>,
    /// The spots of the places that were looked for, by place.
    pub spots: Vec<Spot>,
}

/// Reads the inputs again and writes. Runs on the current rayon pool.
///
/// # Errors
/// When an input changed since it was read first, or a file cannot be written.
pub fn write(job: Job<'_>, plan: &Plan<'_>, parts: &mut Parts, watch: &mut dyn Watch) -> Result<Written, DedupError> {
    let Job { inputs, options, checker, .. } = job;
    let desk = Desk { plan, options, checker, scratch: Scratches::new(), with_attributes: parts.attributes.is_some() };
    let mut written = Written::default();
    let mut next = Next { record: 0, article: 0 };
    let mut stream = Stream::new(inputs, options);
    let mut batch = next.number(stream.batch(), plan)?;
    while !batch.is_empty() {
        let (sheets, following) = rayon::join(|| desk.write(batch), || stream.batch());
        for sheet in sheets {
            written.add(sheet, parts, watch)?;
        }
        batch = next.number(following, plan)?;
    }
    if next.record != plan.survey.records.len() {
        return Err(changed(inputs.last().map_or("", |input| &input.path), next.record + 1));
    }
    written.spots.sort_unstable_by_key(|spot| spot.place);
    Ok(written)
}

fn changed(input: &str, record: usize) -> DedupError {
    DedupError::InputChanged { input: input.to_owned(), record: record as u64 }
}

/// Which record and which article come next.
struct Next {
    record: usize,
    article: u32,
}

impl Next {
    /// Numbers the records of a batch as they were numbered when they were read first.
    fn number(
        &mut self,
        batch: Vec<Incoming>,
        plan: &Plan<'_>,
    ) -> Result<Vec<(RawRecord, Option<ArticleIx>)>, DedupError> {
        let mut numbered = Vec::with_capacity(batch.len());
        for incoming in batch {
            // Damage was told of when it was met first.
            let Incoming::Record(record) = incoming else { continue };
            let known = plan.survey.records.get(self.record).filter(|known| known.is(&record.bytes));
            self.record += 1;
            let Some(known) = known else { return Err(changed(&record.origin.path, self.record)) };
            let article = known.is_article().then_some(ArticleIx(self.article));
            self.article += u32::from(known.is_article());
            numbered.push((record, article));
        }
        Ok(numbered)
    }
}

impl Written {
    /// The account of a run that writes no article.
    pub(super) fn of_plan(plan: &Plan<'_>) -> Self {
        let articles = plan.survey.articles() as u64;
        let removed = (0..articles as u32).filter(|&ix| plan.removed(ArticleIx(ix)).is_some()).count() as u64;
        Self { kept: articles - removed, removed, rejected: plan.survey.rejected(), ..Self::default() }
    }

    fn add(&mut self, sheet: Sheet, parts: &mut Parts, watch: &mut dyn Watch) -> Result<(), DedupError> {
        let optional = [
            (&mut parts.articles, &sheet.articles),
            (&mut parts.removed, &sheet.removed_articles),
            (&mut parts.findings, &sheet.found),
            (&mut parts.attributes, &sheet.attributes),
        ];
        for (part, bytes) in optional {
            if let Some(part) = part {
                part.write(bytes)?;
            }
        }
        parts.rejected.write(&sheet.rejected_records)?;
        self.kept += sheet.kept;
        self.removed += sheet.removed;
        self.rejected += sheet.rejected;
        self.edited += sheet.edited;
        self.failed += sheet.failed.len() as u64;
        for (rule, count) in sheet.findings {
            *self.findings.entry(rule).or_default() += count;
        }
        self.spots.extend(sheet.spots);
        for record in &sheet.failed {
            watch.failed(record);
        }
        watch.advanced(sheet.bytes);
        Ok(())
    }
}

/// What became of the records that one thread took.
#[derive(Debug, Default)]
struct Sheet {
    articles: Vec<u8>,
    removed_articles: Vec<u8>,
    rejected_records: Vec<u8>,
    found: Vec<u8>,
    attributes: Vec<u8>,
    kept: u64,
    removed: u64,
    rejected: u64,
    edited: u64,
    failed: Vec<String>,
    findings: BTreeMap<&'static str, u64>,
    spots: Vec<Spot>,
    bytes: u64,
}

struct Desk<'d> {
    plan: &'d Plan<'d>,
    options: &'d ReadOptions,
    checker: Option<&'d Checker>,
    scratch: Scratches<check::Scratch>,
    with_attributes: bool,
}

impl Desk<'_> {
    fn write(&self, batch: Vec<(RawRecord, Option<ArticleIx>)>) -> Vec<Sheet> {
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
        if !read_closely && matches!(record.format, Format::JsonLines | Format::Json) {
            untouched(&record.bytes, record.line_end, &mut sheet.articles);
            return;
        }
        let name = format!("{}:{}", record.origin.path, record.origin.line);
        // A copy to fall back on: whatever fails, the article is kept as it was.
        let spare = record.clone();
        match catch_unwind(AssertUnwindSafe(|| self.closely(record, article, &places))) {
            Ok(Some(work)) => work.put(sheet),
            Ok(None) | Err(_) => {
                sheet.failed.push(name);
                let whole = self.as_json(spare);
                untouched(&whole, LineEnd::Lf, &mut sheet.articles);
            }
        }
    }

    /// The record as JSON: as it is, or made of an article of another format.
    fn as_json(&self, record: RawRecord) -> Vec<u8> {
        match record.format {
            Format::JsonLines | Format::Json => record.bytes,
            Format::Plain | Format::Markdown => {
                let mut out = Vec::new();
                if let Ok(parsed) = read::parse(record, self.options) {
                    article_record(&parsed.article, &mut out);
                }
                out
            }
        }
    }

    /// Reads an article, finds its places, checks it, and cuts out what is to go.
    fn closely(&self, record: RawRecord, article: ArticleIx, places: &[u32]) -> Option<Work> {
        let Parsed { article: read, written, .. } = read::parse(record, self.options).ok()?;
        let mut work = Work::default();
        let mut cuts = Vec::new();
        if !places.is_empty() {
            self.find_places(&read, places, &mut work, &mut cuts);
        }
        let mut kept = read;
        if let Some(checker) = self.checker {
            // Only an archive can fail, and there is none here.
            let checked = self.scratch.with(|scratch| checker.check(kept, scratch)).ok()?;
            self.take_findings(&checked, &mut work, &mut cuts);
            kept = checked.article;
        }
        if !cuts.is_empty() {
            let text = without(&kept.text, &cuts);
            work.edited = text != kept.text;
            kept.text = text;
        }
        match written {
            Some(written) if work.edited => {
                with_text(&written.bytes, written.text, &kept.text, &mut work.articles);
                work.articles.push(b'\n');
            }
            Some(written) => untouched(&written.bytes, written.line_end, &mut work.articles),
            None => {
                article_record(&kept, &mut work.articles);
                work.articles.push(b'\n');
            }
        }
        if self.with_attributes {
            if let Some(removal) = self.plan.likeness(article) {
                let all = Span::new(0, kept.text.chars().count() as u32);
                work.spans.push(("near_duplicate", all, removal.similarity.get()));
            }
            line(&AttributeLine { id: self.plan.survey.name(article), spans: &work.spans }, &mut work.attributes);
        }
        Some(work)
    }

    /// Finds where places stand in the text.
    fn find_places(&self, article: &Article, places: &[u32], work: &mut Work, cuts: &mut Vec<Span>) {
        let text = &article.text;
        let folded = fold(text);
        let (mut words, mut tokens): (Words, Vec<Token>) = (Words::default(), Vec::new());
        Tokenizer::new(text, &folded, &mut words).tokens(Span::new(0, text.len() as u32), &mut tokens);
        let lines = LineIndex::new(text);
        for &place in places {
            let range = self.plan.place(place).words;
            let [first, .., last] = &tokens[range.indices()] else { continue };
            let span = Span::new(first.span.start, last.span.end);
            let chars = Span::new(lines.position(span.start).char, lines.position(span.end).char);
            let (_, passage) = self.plan.passage_of(place);
            let is_cut = self.plan.is_cut(place);
            if is_cut {
                cuts.push(span);
            } else {
                work.spans.push((if passage.is_stock { "stock" } else { "passage" }, chars, passage.similarity.get()));
            }
            if self.plan.is_listed(place) {
                let words = self.plan.is_origin(place).then(|| span.of(text).to_owned());
                work.spots.push(Spot { place, span, chars, text: words });
            }
        }
    }

    fn take_findings(&self, checked: &Checked, work: &mut Work, cuts: &mut Vec<Span>) {
        JsonLines { with_text: false }.article(checked, &mut work.found);
        let lines = LineIndex::new(&checked.article.text);
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
                cuts.push(finding.place);
            } else {
                let chars = Span::new(lines.position(finding.place.start).char, lines.position(finding.place.end).char);
                work.spans.push((attribute(finding.rule), chars, finding.score));
            }
        }
    }
}

/// What was made of one article.
#[derive(Debug, Default)]
struct Work {
    articles: Vec<u8>,
    found: Vec<u8>,
    attributes: Vec<u8>,
    spans: Vec<(&'static str, Span, f64)>,
    spots: Vec<Spot>,
    findings: BTreeMap<&'static str, u64>,
    edited: bool,
}

impl Work {
    fn put(self, sheet: &mut Sheet) {
        sheet.articles.extend_from_slice(&self.articles);
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

/// Writes a record back as it was read.
fn untouched(record: &[u8], line_end: LineEnd, out: &mut Vec<u8>) {
    one_line(record, out);
    out.extend_from_slice(match line_end {
        LineEnd::CrLf => b"\r\n",
        LineEnd::Lf | LineEnd::Cr | LineEnd::None => b"\n",
    });
}
