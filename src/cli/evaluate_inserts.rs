//! `copydesk evaluate background --labelled`: the detector over labelled articles, at every preset, and by source at fixed shares of clean
//! articles flagged.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::Context as _;
use rayon::prelude::*;

use super::args::EvaluateArgs;
use super::config;
use super::evaluate::{background, row, share};
use super::exit::Failure;
use crate::background::fit::{Labelled, place_blocks, read_labels};
use crate::background::{Detector, Label, Model, Preset, ReportContext, Scratch};
use crate::evaluate::background::{Counted, FoundBlock, JudgedArticle, judge};
use crate::report::escape::terminal;
use crate::text::analyze;

/// Shares of clean articles flagged at which sources are told apart.
const SHARES: [f64; 3] = [0.01, 0.02, 0.05];

/// An article as it was read: what is judged, and the scores of the blocks before calibration.
struct Read {
    judged: JudgedArticle,
    log_odds: Vec<f64>,
}

pub(super) fn tables(args: &EvaluateArgs) -> Result<String, Failure> {
    let articles = labelled(args).map_err(Failure::not_done)?;
    let model = match &args.background_model {
        None => Model::shipped(),
        Some(path) => config::model(path)?,
    };
    let mut out = String::new();
    for preset in Preset::ALL {
        let judged: Vec<JudgedArticle> = read(&articles, &model, preset).into_iter().map(|read| read.judged).collect();
        let (told, noted) = (judge(&judged, Counted::Warnings), judge(&judged, Counted::All));
        if preset == Preset::Default {
            let _ = writeln!(out, "warnings at the preset default: {}", background(&told));
        }
        for (name, score) in [("warnings", told), ("with notes", noted)] {
            let flagged = share(score.clean_flagged_share());
            let _ = writeln!(out, "{:<10} {name:<11} block {}  flagged {flagged}", preset.name(), row(score.blocks));
            let _ = writeln!(out, "{:<22} exact {}", "", row(score.exact));
        }
    }
    out.push_str(&by_source(&articles, &read(&articles, &model, Preset::Sensitive)));
    Ok(out)
}

fn labelled(args: &EvaluateArgs) -> anyhow::Result<Vec<Labelled>> {
    let open =
        |path: &Path| File::open(path).map(BufReader::new).with_context(|| format!("cannot read `{}`", path.display()));
    let gold = open(&args.gold)?;
    let read = match &args.hosts {
        None => read_labels(gold),
        Some(hosts) => place_blocks(gold, open(hosts)?),
    };
    read.with_context(|| format!("cannot use `{}`", args.gold.display()))
}

fn read(articles: &[Labelled], model: &Model, preset: Preset) -> Vec<Read> {
    let detector = Detector::new(model, preset);
    articles.par_iter().map_init(Scratch::default, |scratch, article| one(article, &detector, scratch)).collect()
}

fn one(article: &Labelled, detector: &Detector<'_>, scratch: &mut Scratch) -> Read {
    let text = analyze(&article.text, &[]);
    let context = ReportContext { published_year: article.published_year, title: article.title.as_deref() };
    let blocks = detector.read(&text, &context, scratch).blocks;
    let found = |block: &crate::background::ScoredBlock| FoundBlock {
        span: block.span,
        score: block.score,
        warning: block.label == Label::Warning,
    };
    Read {
        judged: JudgedArticle {
            sentences: text.sentences.iter().map(|sentence| sentence.span).collect(),
            gold: article.gold.clone(),
            found: blocks.iter().map(found).collect(),
        },
        log_odds: blocks.iter().map(|block| block.log_odds).collect(),
    }
}

/// Tells sources apart at fixed shares of clean articles flagged. The thresholds are set on every other clean article; the share flagged is
/// that of the others.
fn by_source(articles: &[Labelled], read: &[Read]) -> String {
    let clean: Vec<&Read> = read.iter().filter(|read| read.judged.gold.is_empty()).collect();
    let (set_on, told_of): (Vec<_>, Vec<_>) = clean.iter().enumerate().partition(|(ix, _)| ix % 2 == 0);
    let mut out =
        String::from("\nby source, from the score at which a share of one half of the clean articles is flagged\n\n");
    let sources: BTreeSet<&str> = articles.iter().filter(|a| !a.gold.is_empty()).map(|a| a.source.as_str()).collect();
    for wanted in SHARES {
        let mut best: Vec<f64> = set_on.iter().map(|(_, read)| highest(read)).collect();
        best.sort_unstable_by(|a, b| b.total_cmp(a));
        let threshold = best.get((wanted * best.len() as f64) as usize).copied().unwrap_or(f64::MIN);
        let flagged = told_of.iter().filter(|(_, read)| highest(read) > threshold).count();
        let _ = writeln!(out, "{} % wanted, {flagged} of the {} others flagged", wanted * 100.0, told_of.len());
        for source in sources.iter().copied().chain(["all"]) {
            let of = |(article, _): &(&Labelled, &Read)| source == "all" || article.source == source;
            let with = articles.iter().zip(read).filter(|(article, _)| !article.gold.is_empty()).filter(of);
            let judged: Vec<JudgedArticle> = with.map(|(_, read)| above(read, threshold)).collect();
            let score = judge(&judged, Counted::All);
            let exact = share(score.exact.f1());
            let _ = writeln!(out, "  {:<20} block {}  exact F1 {exact}", terminal(source), row(score.blocks));
        }
    }
    out
}

fn highest(read: &Read) -> f64 {
    read.log_odds.iter().copied().fold(f64::MIN, f64::max)
}

fn above(read: &Read, threshold: f64) -> JudgedArticle {
    let scored = read.judged.found.iter().zip(&read.log_odds);
    let found = scored.filter(|&(_, &score)| score > threshold).map(|(block, _)| *block).collect();
    JudgedArticle { found, ..read.judged.clone() }
}
