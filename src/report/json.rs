//! Findings as JSON: one object a line, or one document. The field names are the interface contract.

use serde::Serialize;

use super::{Account, Report};
use crate::article::Article;
use crate::checked::Checked;
use crate::finding::{Elsewhere, Finding, OtherPlace, SourceGroup};
use crate::text::Span;
use crate::text::lines::LineIndex;

/// One finding a line.
#[derive(Debug, Clone, Copy, Default)]
pub struct JsonLines {
    /// Give the article's text with each finding.
    pub with_text: bool,
}

/// One document: `{"v":1,"findings":[...],"summary":{...}}`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json {
    /// Give the article's text with each finding.
    pub with_text: bool,
}

impl Report for JsonLines {
    fn article(&self, checked: &Checked, out: &mut Vec<u8>) {
        findings(checked, self.with_text, b"\n", out);
        if !checked.findings.is_empty() {
            out.push(b'\n');
        }
    }

    fn end(&self, _account: &Account, _out: &mut Vec<u8>) {}
}

impl Report for Json {
    fn begin(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"v\":1,\"findings\":[\n");
    }

    fn article(&self, checked: &Checked, out: &mut Vec<u8>) {
        findings(checked, self.with_text, self.separator(), out);
    }

    fn separator(&self) -> &'static [u8] {
        b",\n"
    }

    fn end(&self, account: &Account, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\n],\"summary\":");
        write_json(account, out);
        out.extend_from_slice(b"}\n");
    }
}

fn findings(checked: &Checked, with_text: bool, between: &[u8], out: &mut Vec<u8>) {
    if checked.findings.is_empty() {
        return;
    }
    let lines = LineIndex::new(&checked.article.text);
    for (ix, finding) in checked.findings.iter().enumerate() {
        if ix > 0 {
            out.extend_from_slice(between);
        }
        write_json(&FindingJson::new(checked, finding, &lines, with_text), out);
    }
}

pub(super) fn write_json(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("writing plain structs to memory cannot fail");
}

#[derive(Serialize)]
struct FindingJson<'f> {
    v: u32,
    id: String,
    rule: &'static str,
    severity: &'static str,
    article: &'f str,
    place: PlaceJson,
    text: &'f str,
    words: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    similarity: Option<f64>,
    score: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'static str>,
    others: Vec<OtherJson<'f>>,
    evidence: Vec<EvidenceJson<'f>>,
    message: &'f str,
    help: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_text: Option<&'f str>,
}

#[derive(Serialize)]
struct PlaceJson {
    start: u32,
    end: u32,
    start_char: u32,
    end_char: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct OtherJson<'f> {
    article: &'f str,
    #[serde(flatten)]
    place: PlaceJson,
    title: Option<&'f str>,
    url: Option<&'f str>,
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_quality: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<&'f str>,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prov: Option<&'static str>,
    similarity: f64,
}

#[derive(Serialize)]
struct EvidenceJson<'f> {
    signal: &'static str,
    value: f64,
    says: &'f str,
}

impl<'f> FindingJson<'f> {
    fn new(checked: &'f Checked, finding: &'f Finding, lines: &LineIndex<'_>, with_text: bool) -> Self {
        let article = &checked.article;
        let others = finding.others.iter().map(|other| match &other.elsewhere {
            Some(elsewhere) => OtherJson::elsewhere(other, elsewhere),
            None => OtherJson::here(other, article, lines),
        });
        let evidence =
            finding.evidence.iter().map(|e| EvidenceJson { signal: e.signal, value: rounded(e.value), says: &e.says });
        Self {
            v: 1,
            id: finding.id.to_string(),
            rule: finding.rule.name(),
            severity: finding.severity.name(),
            article: &article.id,
            place: place(finding.place, lines),
            text: finding.place.of(&article.text),
            words: finding.words,
            kind: finding.kind.map(crate::passage::PassageKind::name),
            similarity: finding.similarity.map(|similarity| rounded(similarity.get())),
            score: rounded(finding.score),
            group: finding.group.map(SourceGroup::name),
            others: others.collect(),
            evidence: evidence.collect(),
            message: &finding.message,
            help: &finding.help,
            article_text: with_text.then_some(&article.text),
        }
    }
}

impl<'f> OtherJson<'f> {
    fn here(other: &OtherPlace, article: &'f Article, lines: &LineIndex<'_>) -> Self {
        Self {
            article: &article.id,
            place: place(other.span, lines),
            title: article.title.as_deref(),
            url: article.url.as_deref(),
            published: article.published.map(|published| published.at.to_string()),
            date_quality: None,
            outlet: None,
            role: other.role.name(),
            prov: None,
            similarity: rounded(other.similarity.get()),
        }
    }

    fn elsewhere(other: &OtherPlace, elsewhere: &'f Elsewhere) -> Self {
        Self {
            article: &elsewhere.id,
            place: place(other.span, &LineIndex::new(&elsewhere.text)),
            title: elsewhere.title.as_deref(),
            url: elsewhere.url.as_deref(),
            published: elsewhere.published.map(|published| published.at.to_string()),
            date_quality: Some(elsewhere.published.map_or("unknown", |published| published.quality.name())),
            outlet: elsewhere.outlet.as_deref(),
            role: other.role.name(),
            prov: Some(elsewhere.relation.term()),
            similarity: rounded(other.similarity.get()),
        }
    }
}

fn place(span: Span, lines: &LineIndex<'_>) -> PlaceJson {
    let (start, end) = (lines.position(span.start), lines.position(span.end));
    PlaceJson {
        start: span.start,
        end: span.end,
        start_char: start.char,
        end_char: end.char,
        line: start.line,
        column: start.column,
    }
}

/// Four decimals: more would be noise, and shorter numbers read better.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
