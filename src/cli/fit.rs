//! `copydesk fit`: labelled articles become a model.

use std::fs::File;
use std::io::{BufReader, Write as _};
use std::path::Path;

use anyhow::Context as _;

use super::args::{FitArgs, Fitted};
use super::exit::{Exit, Failure};
use super::output::Output;
use super::tell;
use crate::background::fit::{Labelled, fit, read_labels};

/// Fewest articles that a model is fitted on: with fewer the parts of the cross-fitting hold next to nothing.
const LEAST_ARTICLES: usize = 100;

pub(super) fn run(args: &FitArgs) -> Result<Exit, Failure> {
    match args.what {
        Fitted::Background => background(args),
    }
}

fn background(args: &FitArgs) -> Result<Exit, Failure> {
    let mut output = Output::open(Some(&args.output))?;
    let mut articles = Vec::new();
    for path in &args.labels {
        articles.extend(labels(path).map_err(Failure::not_done)?);
    }
    let with_inserts = articles.iter().filter(|article| !article.gold.is_empty()).count();
    if articles.len() < LEAST_ARTICLES || with_inserts == 0 || with_inserts == articles.len() {
        let found = format!("{} labelled articles, {with_inserts} of them with an insert", articles.len());
        return Err(Failure::usage(format!("cannot fit a model on {found}"))
            .hint(format!("give at least {LEAST_ARTICLES} articles, some with inserts and some without")));
    }
    let model = fit(&articles).to_bytes();
    output.write_all(&model).context("cannot write the model").map_err(Failure::not_done)?;
    output.publish()?;
    tell::line(&format!(
        "fitted on {} articles, {with_inserts} of them with an insert: {} bytes in `{}`",
        articles.len(),
        model.len(),
        args.output.display()
    ));
    Ok(Exit::Clean)
}

fn labels(path: &Path) -> anyhow::Result<Vec<Labelled>> {
    let named = || format!("cannot read the labelled articles `{}`", path.display());
    let file = File::open(path).with_context(named)?;
    read_labels(BufReader::new(file)).with_context(named)
}
