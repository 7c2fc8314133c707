//! One article: text → repeats, quotations, background → findings. A pure function of the article and the settings.

use super::among::Among;
use super::sources::{Provenance, SourceFinder, SourceScratch};
use crate::archive::{Archive, ArchiveError, StoredIx};
use crate::article::Article;
use crate::background::{self, Detector, Model, Reading, ReportContext, Verdict};
use crate::checked::{Checked, Compared, NearMiss};
use crate::finding::{Finding, RuleId};
use crate::matching::{self, Tolerance};
use crate::passage::Repeat;
use crate::quote::quotations;
use crate::rules::{self, Context};
use crate::settings::Settings;
use crate::text::lines::LineIndex;
use crate::text::{AnalyzedText, analyze};

/// Everything that stays the same from article to article.
#[derive(Debug)]
pub struct Checker {
    settings: Settings,
    tolerance: Tolerance,
    model: Model,
    archive: Option<Earlier>,
    among: Among,
}

/// The archive that articles are held against.
#[derive(Debug)]
struct Earlier {
    archive: Archive,
    /// Ids of articles that are earlier versions of every checked one.
    same_as: Vec<String>,
}

/// What an article is held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The snapshot.
    pub archive: &'a Archive,
    /// The checked article itself, where the snapshot holds it as one of the run.
    pub itself: Option<StoredIx>,
}

/// Buffers that are used again from article to article; one a thread.
#[derive(Debug, Default)]
pub struct Scratch {
    matching: matching::Scratch,
    background: background::Scratch,
    sources: SourceScratch,
}

impl Checker {
    /// Makes a checker for these settings.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let model = settings.model.clone().unwrap_or_else(Model::shipped);
        Self { settings, tolerance: Tolerance::default(), model, archive: None, among: Among::Auto }
    }

    /// Holds each article against a snapshot of an archive too; `same_as` names archived articles that are earlier versions of every one.
    #[must_use]
    pub fn with_archive(self, archive: Archive, same_as: Vec<String>) -> Self {
        Self { archive: Some(Earlier { archive, same_as }), ..self }
    }

    /// Returns the archive that articles are held against.
    #[must_use]
    pub fn archive(&self) -> Option<&Archive> {
        self.archive.as_ref().map(|earlier| &earlier.archive)
    }

    /// Checks each article of a run by itself, or not.
    #[must_use]
    pub fn with_among(self, among: Among) -> Self {
        Self { among, ..self }
    }

    /// Tells whether the articles of a run are held against each other.
    #[must_use]
    pub const fn among(&self) -> Among {
        self.among
    }

    /// Returns the settings it was made for.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Checks one article. Costs about linear time in its length, and with an archive some milliseconds.
    ///
    /// # Errors
    /// Only with an archive: when it cannot be read or is damaged.
    pub fn check(&self, article: Article, scratch: &mut Scratch) -> Result<Checked, ArchiveError> {
        self.check_against(self.archive().map(|archive| Against { archive, itself: None }), article, scratch)
    }

    /// Checks one article against another snapshot than the checker's own: one that holds more articles.
    ///
    /// # Errors
    /// When the snapshot cannot be read or is damaged.
    pub fn check_against(
        &self,
        against: Option<Against<'_>>,
        article: Article,
        scratch: &mut Scratch,
    ) -> Result<Checked, ArchiveError> {
        let text = analyze(&article.text, &article.blocks);
        let lines = LineIndex::new(&article.text);
        let quotations = quotations(&text);
        let repeats = self.repeats(&text, scratch);
        let background = self.background(&article, &text, scratch);
        let Provenance { sources, reuses, own_versions } = self.sources(against, &article, &text, scratch)?;
        let context = Context {
            article: &article,
            text: &text,
            lines: &lines,
            repeats: &repeats,
            quotations: &quotations,
            background: background.as_ref(),
            sources: &sources,
            reuses: &reuses,
            thresholds: self.settings.repeats,
        };
        let (findings, suppressed) = self.decide(rules::findings(&context), &article.id);
        let compared = self.compared(&context, own_versions);
        let remarks = background.as_ref().and_then(remark).into_iter().collect();
        Ok(Checked { findings, compared, remarks, suppressed, article })
    }

    fn sources(
        &self,
        against: Option<Against<'_>>,
        article: &Article,
        text: &AnalyzedText<'_>,
        scratch: &mut Scratch,
    ) -> Result<Provenance, ArchiveError> {
        let Some(Against { archive, itself }) = against else { return Ok(Provenance::default()) };
        let same_as = self.archive.as_ref().map(|earlier| earlier.same_as.as_slice()).unwrap_or_default();
        SourceFinder::new(archive, same_as).with_itself(itself).find(article, text, &mut scratch.sources)
    }

    fn repeats(&self, text: &AnalyzedText<'_>, scratch: &mut Scratch) -> Vec<Repeat> {
        let off = |rule| self.settings.levels.is_off(rule);
        if off(RuleId::RepeatedPassage) && off(RuleId::ChangedFigure) {
            return Vec::new();
        }
        let passages = matching::passages_within(text, &self.tolerance, &mut scratch.matching);
        passages.into_iter().map(|passage| Repeat { changes: matching::changes(text, &passage), passage }).collect()
    }

    fn background(&self, article: &Article, text: &AnalyzedText<'_>, scratch: &mut Scratch) -> Option<Reading> {
        if self.settings.levels.is_off(RuleId::BackgroundInsert) {
            return None;
        }
        let context = ReportContext {
            published_year: article.published.map(|published| published.at.year()),
            title: article.title.as_deref(),
        };
        Some(Detector::new(&self.model, self.settings.preset).read(text, &context, &mut scratch.background))
    }

    /// Applies the levels and the suppressions of the configuration.
    fn decide(&self, found: Vec<Finding>, article: &str) -> (Vec<Finding>, Vec<usize>) {
        let mut suppressed = Vec::new();
        let mut told = Vec::with_capacity(found.len());
        for mut finding in found {
            let Some(severity) = self.settings.levels.apply(finding.rule, finding.severity) else { continue };
            finding.severity = severity;
            match self.settings.suppressions.iter().position(|decision| decision.covers(&finding, article)) {
                Some(ix) => suppressed.push(ix),
                None => told.push(finding),
            }
        }
        (told, suppressed)
    }

    fn compared(&self, context: &Context<'_>, own_versions: u32) -> Compared {
        let needed = self.settings.repeats.note_words;
        let text = context.text;
        Compared {
            language: text.language,
            paragraphs: text.paragraphs.len() as u32,
            sentences: text.sentences.len() as u32,
            words: text.count_words(crate::text::TokenRange::new(0, text.tokens.len() as u32)),
            own_versions,
            nearest_repeat: rules::longest_untold(context.repeats, needed).map(|passage| NearMiss {
                place: passage.right.span,
                value: f64::from(passage.words),
                needed: f64::from(needed),
            }),
            nearest_background: context.background.and_then(|reading| reading.nearest.as_ref()).map(|block| NearMiss {
                place: block.span,
                value: block.score,
                needed: block.threshold,
            }),
        }
    }
}

/// Says what stands about the article as a whole.
fn remark(reading: &Reading) -> Option<String> {
    match reading.verdict {
        Verdict::Report => None,
        Verdict::BackgroundThroughout { share } => Some(format!(
            "{:.0} % of the sentences read as background, as in an explainer, an obituary or a timeline: no block is flagged",
            share * 100.0
        )),
        Verdict::Timeline => Some("the paragraphs are dated entries, as in a timeline: no block is flagged".to_owned()),
        Verdict::TooShort => Some("too short to tell background from the report".to_owned()),
    }
}
