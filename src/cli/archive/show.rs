//! `copydesk archive list` and `stats`.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::json;

use super::super::args::{ArchiveListArgs, ArchiveShowArgs, ArchiveTraceArgs, LineageFormat, ReportFormat};
use super::super::exit::{Exit, Failure};
use super::super::output::{Output, print, written};
use super::{folder, folder_first};
use crate::archive::{Archive, ArticleReader, Stats, Stored};
use crate::article::Published;
use crate::pipeline;
use crate::report::escape::terminal;
use crate::report::lineage;

pub(super) fn list(args: &ArchiveListArgs) -> Result<Exit, Failure> {
    let archive = Archive::open(&folder(&args.folder))?;
    let mut reader = ArticleReader::new()?;
    let mut output = Output::open(args.output.as_deref())?;
    let mut between = if args.format == ReportFormat::Json { "[" } else { "" };
    for stored in archive.all() {
        let stored = stored?;
        let text = if args.with_text { Some(archive.text(stored.at, &mut reader)?) } else { None };
        let line = match args.format {
            ReportFormat::Human => line(&stored),
            ReportFormat::Json | ReportFormat::Jsonl => format!("{between}{}", article_json(&stored, text)),
        };
        between = if args.format == ReportFormat::Json { "," } else { "" };
        if let Err(error) = writeln!(output, "{line}") {
            return written(Err(error)).map(|()| Exit::Clean);
        }
    }
    if args.format == ReportFormat::Json {
        let end = if between == "[" { "[]" } else { "]" };
        written(writeln!(output, "{end}"))?;
    }
    output.publish()?;
    Ok(Exit::Clean)
}

fn line(stored: &Stored) -> String {
    let date = stored.published.map_or_else(|| "          ".into(), |published| published.at.date().to_string());
    let title = stored.title.as_deref().or(stored.url.as_deref()).unwrap_or_default();
    format!("{date}  {:>6} words  {}  {}", stored.words, terminal(&stored.id), terminal(title))
}

fn article_json(stored: &Stored, text: Option<&str>) -> serde_json::Value {
    let mut article = json!({
        "id": stored.id, "title": stored.title, "url": stored.url, "source": stored.outlet,
        "published": stored.published.map(|published| published.at.to_string()),
        "date_quality": stored.published.map(|published| published.quality.name()),
        "words": stored.words, "bytes": stored.text_bytes,
    });
    if let Some(text) = text {
        article["text"] = text.into();
    }
    article
}

pub(super) fn stats(args: &ArchiveShowArgs) -> Result<Exit, Failure> {
    let stats = Archive::open(&folder(&args.folder))?.stats();
    match args.format {
        ReportFormat::Human => print(&human(&stats)),
        ReportFormat::Json | ReportFormat::Jsonl => print(&format!("{}\n", stats_json(&stats))),
    }
}

fn human(stats: &Stats) -> String {
    let day = |published: Option<Published>| published.map_or_else(|| "?".into(), |p| p.at.date().to_string());
    let share = |bytes: u64| bytes as f64 / stats.text_bytes.max(1) as f64;
    let mut out = String::new();
    let _ = writeln!(out, "articles      {} ({} without a date of publication)", stats.articles, stats.undated);
    let _ = writeln!(out, "published     {} to {}", day(stats.from), day(stats.to));
    let _ = writeln!(out, "text          {} bytes, {} words", stats.text_bytes, stats.words);
    let _ = writeln!(out, "on disk       {} bytes, {:.3} of the text", stats.file_bytes, share(stats.file_bytes));
    let _ = writeln!(out, "  texts       {} bytes, {:.3}", stats.record_bytes, share(stats.record_bytes));
    let index = stats.file_bytes - stats.record_bytes;
    let _ = writeln!(out, "  the rest    {index} bytes, {:.3}", share(index));
    let _ = writeln!(out, "fingerprints  {} in {} postings", stats.fingerprints, stats.postings);
    let _ = writeln!(out, "segments      {} after {} commits", stats.segments, stats.generation);
    if stats.removed > 0 {
        let _ = writeln!(out, "removed       {}, until the next merge", stats.removed);
    }
    out
}

fn stats_json(stats: &Stats) -> serde_json::Value {
    let date = |published: Option<Published>| published.map(|published| published.at.to_string());
    json!({
        "v": 1, "articles": stats.articles, "removed": stats.removed, "undated": stats.undated,
        "from": date(stats.from), "to": date(stats.to), "text_bytes": stats.text_bytes, "words": stats.words,
        "file_bytes": stats.file_bytes, "record_bytes": stats.record_bytes, "fingerprints": stats.fingerprints,
        "postings": stats.postings, "segments": stats.segments, "generation": stats.generation,
    })
}

pub(super) fn trace(args: &ArchiveTraceArgs) -> Result<Exit, Failure> {
    let (folder, ids) = folder_first(args.archive.as_ref(), &args.id, "ID")?;
    let [id] = ids.as_slice() else {
        return Err(Failure::usage("no article was named").hint("`copydesk archive list` shows the ids"));
    };
    let archive = Archive::open(&folder)?;
    let Some(lineage) = pipeline::trace::trace(&archive, id)? else {
        return Err(Failure::not_done(anyhow::anyhow!("the archive has no article `{id}`"))
            .hint("`copydesk archive list` shows the ids"));
    };
    print(&match args.format {
        LineageFormat::Text => lineage::text(&lineage),
        LineageFormat::Json => lineage::json(&lineage),
        LineageFormat::Dot => lineage::dot(&lineage),
    })
}
