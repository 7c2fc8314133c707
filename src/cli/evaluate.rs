//! `copydesk evaluate`: findings against gold labels.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::World;
use super::args::{EvaluateArgs, Measured};
use super::exit::{Exit, Failure};
use super::output::print;
use super::{evaluate_inserts, evaluate_pairs};
use crate::evaluate::background::{BackgroundScore, Counted, Counts, FoundBlock, JudgedArticle, judge};
use crate::evaluate::clusters::{ClusterLabel, ClusterScore, score};
use crate::evaluate::labels::{FoundFinding, GoldArticle, GoldPair, GoldPlace, values};
use crate::evaluate::repeats::RepeatScore;
use crate::finding::RuleId;
use crate::text::{Span, analyze};

pub(super) fn run(args: &EvaluateArgs, _world: &World) -> Result<Exit, Failure> {
    let Some(found) = &args.found else {
        return match args.measured {
            Measured::Background => print(&evaluate_inserts::tables(args)?),
            Measured::Passages | Measured::Clusters => {
                Err(Failure::usage("only background is measured on labelled articles alone").hint("give --found"))
            }
        };
    };
    if args.measured == Measured::Passages && evaluate_pairs::are_pairs(&args.gold)? {
        return print(&evaluate_pairs::table(&args.gold, found)?);
    }
    match args.measured {
        Measured::Passages => {
            let (gold, found) = (read::<GoldArticle>(&args.gold)?, read::<FoundFinding>(found)?);
            let told: Vec<&FoundFinding> = found.iter().filter(|f| args.notes || f.severity != "note").collect();
            print(&passages(&gold, &told))
        }
        Measured::Background => {
            let (gold, found) = (read::<GoldArticle>(&args.gold)?, read::<FoundFinding>(found)?);
            let folder = args.gold.parent().unwrap_or(Path::new("."));
            let judged: Vec<JudgedArticle> =
                gold.iter().map(|gold| judged(gold, &found, folder)).collect::<Result<_, _>>()?;
            let counted = if args.notes { Counted::All } else { Counted::Warnings };
            print(&background(&judge(&judged, counted)))
        }
        Measured::Clusters => {
            let (gold, found): (Vec<ClusterLabel>, Vec<ClusterLabel>) = (read(&args.gold)?, read(found)?);
            print(&clusters(&score(&gold, &found, args.articles)))
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()));
    let read = text.and_then(|text| values(&text).with_context(|| format!("cannot use `{}`", path.display())));
    read.map_err(Failure::not_done)
}

fn passages(gold: &[GoldArticle], found: &[&FoundFinding]) -> String {
    let mut out = String::from("pairs of places; a pair is found when both places overlap by half or more\n\n");
    let _ = writeln!(
        out,
        "{:<18} {:>6} {:>6} {:>6} {:>10} {:>7} {:>7} {:>8}",
        "rule", "right", "wrong", "missed", "precision", "recall", "F1", "overlap"
    );
    let rules = [RuleId::RepeatedPassage, RuleId::ChangedFigure];
    for rule in rules {
        let mut score = RepeatScore::default();
        for article in gold {
            let pairs = match rule {
                RuleId::RepeatedPassage => &article.repeated_passages,
                RuleId::ChangedFigure
                | RuleId::BackgroundInsert
                | RuleId::ReusedPassage
                | RuleId::StockPassage
                | RuleId::NearDuplicateArticle
                | RuleId::AlteredQuote => &article.changed_figures,
            };
            let pairs: Vec<(Span, Span)> = pairs.iter().copied().map(GoldPair::spans).collect();
            let found: Vec<(Span, Span)> = found
                .iter()
                .filter(|finding| finding.rule == rule.name() && finding.is_about(article))
                .flat_map(|finding| finding.pairs())
                .collect();
            score.add(&pairs, &found);
        }
        let _ = writeln!(out, "{:<18} {} {:>8}", rule.name(), row(score.pairs), share(score.mean_overlap()));
    }
    out
}

fn judged(gold: &GoldArticle, found: &[FoundFinding], folder: &Path) -> Result<JudgedArticle, Failure> {
    let path = folder.join(&gold.article);
    let text = fs::read_to_string(&path)
        .with_context(|| format!("cannot read the labelled article `{}`", path.display()))
        .map_err(Failure::not_done)?;
    let about = found.iter().filter(|f| f.rule == RuleId::BackgroundInsert.name() && f.is_about(gold));
    Ok(JudgedArticle {
        sentences: analyze(&text, &[]).sentences.iter().map(|sentence| sentence.span).collect(),
        gold: gold.background_inserts.iter().copied().map(GoldPlace::span).collect(),
        found: about.map(|f| FoundBlock { span: f.span(), score: f.score, warning: f.severity != "note" }).collect(),
    })
}

pub(super) fn background(score: &BackgroundScore) -> String {
    let mut out = format!("{} articles, {} of them without an insert\n\n", score.articles, score.clean_articles);
    let _ = writeln!(
        out,
        "{:<18} {:>6} {:>6} {:>6} {:>10} {:>7} {:>7}",
        "by", "right", "wrong", "missed", "precision", "recall", "F1"
    );
    for (name, counts) in [("sentence", score.sentences), ("block", score.blocks), ("exact block", score.exact)] {
        let _ = writeln!(out, "{name:<18} {}", row(counts));
    }
    let flagged = share(score.clean_flagged_share());
    let _ = writeln!(out, "\nclean articles flagged: {} of {} ({flagged})", score.clean_flagged, score.clean_articles);
    out.push_str("\ncalibration (all blocks found, notes included)\n\n");
    let _ = writeln!(out, "{:<10} {:>7} {:>11} {:>11}", "score", "blocks", "mean score", "true share");
    for (ix, bin) in score.calibration.iter().enumerate().filter(|(_, bin)| bin.blocks > 0) {
        let range = format!(".{ix}–{}", if ix == 9 { "1".into() } else { format!(".{}", ix + 1) });
        let _ = writeln!(out, "{range:<10} {:>7} {:>11.3} {:>11.3}", bin.blocks, bin.mean_score, bin.true_share);
    }
    out
}

fn clusters(score: &ClusterScore) -> String {
    let mut out = format!("{} articles, adjusted Rand index {}\n\n", score.articles, share(score.rand_index));
    let _ = writeln!(
        out,
        "{:<18} {:>6} {:>6} {:>6} {:>10} {:>7} {:>7}",
        "by", "right", "wrong", "missed", "precision", "recall", "F1"
    );
    let rows = [("pair", Some(score.pairs)), ("direct link", score.links), ("removed", Some(score.removed))];
    for (name, counts) in rows {
        if let Some(counts) = counts {
            let _ = writeln!(out, "{name:<18} {}", row(counts));
        }
    }
    out
}

pub(super) fn row(counts: Counts) -> String {
    let Counts { hit, wrong, missed } = counts;
    let (precision, recall, f1) = (share(counts.precision()), share(counts.recall()), share(counts.f1()));
    format!("{hit:>6} {wrong:>6} {missed:>6} {precision:>10} {recall:>7} {f1:>7}")
}

pub(super) fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "–".into(), |value| format!("{value:.3}"))
}
