//! The last pass: the input is read again, and every record goes where the plan says.
//!
//! In: the inputs as they were, and the [`Plan`]. Out: articles, removed articles, rejected records, findings and attributes, in input order; and for the places of passages
//! where they stand in their texts.

use std::collections::BTreeMap;

use super::desk::{Desk, Sheet};
use super::error::DedupError;
use super::own_form::OwnForm;
use super::part::{Part, TablePart};
use super::place::Located;
use super::plan::Plan;
use super::run::Job;
use super::workshop::Workshop;
use crate::article::ArticleIx;
use crate::pipeline::corpus::{Incoming, Stream, Watch};
use crate::read::RawRecord;

/// The files that the last pass writes; those that are not asked for are none.
#[derive(Debug)]
pub struct Parts {
    /// The kept articles.
    pub articles: Option<Part>,
    /// The same, where they are the rows of a table.
    pub table: Option<TablePart>,
    /// The removed articles.
    pub removed: Option<Part>,
    /// The records that are no articles.
    pub rejected: Part,
    /// What was found inside single articles.
    pub findings: Option<Part>,
    /// The attributes of the kept articles.
    pub attributes: Option<Part>,
}

impl Parts {
    /// Begins the files that are asked for.
    pub(super) fn begin(job: Job<'_>, own: OwnForm, workshop: &Workshop) -> Result<Self, DedupError> {
        let settings = job.settings;
        let (mut articles, mut table) = (None, None);
        if !settings.dry_run {
            match own {
                OwnForm::Json => articles = Some(workshop.begin_articles(settings.output_format)?),
                OwnForm::Rows(names) => {
                    let mut rows = workshop.begin_articles(settings.output_format)?;
                    rows.write(&names)?;
                    articles = Some(rows);
                }
                OwnForm::Columns(like, files) => {
                    table = Some(workshop.begin_table(&like, files, job.options.limits.ratio)?);
                }
            }
        }
        let begin = |name: &str, wanted: bool| wanted.then(|| workshop.begin(name)).transpose();
        Ok(Self {
            articles,
            table,
            removed: begin("removed.jsonl", !settings.dry_run)?,
            rejected: workshop.begin("rejected.jsonl")?,
            findings: begin("findings.jsonl", job.checker.is_some())?,
            attributes: begin("attributes.jsonl", settings.attributes)?,
        })
    }

    /// Ends them.
    pub(super) fn finish(self, workshop: &mut Workshop) -> Result<(), DedupError> {
        let Self { articles, table, removed, rejected, findings, attributes } = self;
        table.into_iter().try_for_each(|table| workshop.finish_table(table))?;
        let begun = [articles, removed, Some(rejected), findings, attributes];
        begun.into_iter().flatten().try_for_each(|part| workshop.finish(part))
    }
}

/// Where a place stands in its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Position of the place among all places.
    pub place: u32,
    /// Where the words are.
    pub located: Located,
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
    let Job { inputs, options, .. } = job;
    let desk = Desk::new(job, plan, parts.attributes.is_some());
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
        if let Some(table) = &mut parts.table {
            table.keep(sheet.rows)?;
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
