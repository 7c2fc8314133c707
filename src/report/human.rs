//! Findings for an editor: a verdict first, each finding with its words, its places, its reason and what to do.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Ansi};

use super::escape::terminal;
use super::excerpt::{Excerpt, excerpt};
use super::wrap::{width, wrap};
use super::{Account, Report, Searched};
use crate::checked::{Checked, NearMiss};
use crate::finding::{Finding, RuleId, Severity};
use crate::text::Span;
use crate::text::lines::{LineIndex, Position};

/// Findings of one article that are shown: an article with more is broken as a whole, and nobody reads on.
const SHOWN_FINDINGS: usize = 50;
/// Places of one finding that are quoted; the others are only counted, for they hold the same words.
const QUOTED_PLACES: usize = 3;
/// Places that are named after those.
const LISTED_PLACES: usize = 12;

/// Characters of an archived article's id in a label; the end of a long one tells more than its start.
const LABEL_CHARS: usize = 24;

/// The report for a person.
#[derive(Debug, Clone, Copy)]
pub struct Human {
    /// How it may look.
    pub style: Style,
    /// Say what was compared even when an article has no finding; for a few articles, not for a dump.
    pub say_when_clean: bool,
}

/// How a report for a person may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal.
    pub columns: usize,
    /// Whether colour may be used; without it, a passage is marked by brackets.
    pub color: bool,
}

impl Style {
    /// Returns a text in a style; as it is where colour may not be used or nothing is there.
    pub(super) fn paint(self, text: &str, style: Ansi) -> String {
        if self.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

impl Report for Human {
    fn article(&self, checked: &Checked, out: &mut Vec<u8>) {
        let page = Page { human: *self, text: &checked.article.text, lines: LineIndex::new(&checked.article.text) };
        let mut shown = String::new();
        if checked.findings.is_empty() {
            if self.say_when_clean {
                page.clean(checked, &mut shown);
            }
        } else {
            page.findings(checked, &mut shown);
        }
        out.extend_from_slice(shown.as_bytes());
    }

    fn end(&self, account: &Account, out: &mut Vec<u8>) {
        if let Some(searched) = &account.searched {
            out.extend_from_slice(searched_in_words(searched).as_bytes());
        }
        if let Some(articles) = account.among {
            let said = format!("held against each other: {}\n", count(articles, "article"));
            out.extend_from_slice(said.as_bytes());
        }
        if account.read == 0 || account.read == 1 && self.say_when_clean {
            return;
        }
        out.extend_from_slice(total(account).as_bytes());
    }
}

struct Page<'t> {
    human: Human,
    text: &'t str,
    lines: LineIndex<'t>,
}

impl Page<'_> {
    fn findings(&self, checked: &Checked, out: &mut String) {
        let title =
            checked.article.title.as_deref().map_or_else(String::new, |title| format!(" “{}”", terminal(title)));
        let name = self.bold(&format!("{}{title}", terminal(&checked.article.id)));
        let _ = writeln!(out, "{name}: {}", verdict(checked));
        for remark in &checked.remarks {
            self.paragraph("      ", "      ", remark, out);
        }
        for (ix, finding) in checked.findings.iter().enumerate().take(SHOWN_FINDINGS) {
            out.push('\n');
            self.finding(ix + 1, finding, out);
        }
        if let Some(more) = checked.findings.len().checked_sub(SHOWN_FINDINGS + 1) {
            let _ = writeln!(out, "\n     and {} more; `--format json` lists all", count(more as u64 + 1, "finding"));
        }
        out.push('\n');
    }

    fn finding(&self, number: usize, finding: &Finding, out: &mut String) {
        let at = self.lines.position(finding.place.start);
        let severity = self.colored(finding.severity.name(), color_of(finding.severity));
        let head = format!("line {}: {}", at.line, finding.message);
        let _ = writeln!(out, "{number:>3}. {} [{severity}, {}]", self.bold(&head), finding.rule.name());
        let places = self.places(finding);
        let labels: Vec<&str> = places.iter().map(|place| place.label.as_str()).collect();
        let wide = labels.iter().take(QUOTED_PLACES).map(|label| width(label)).max().unwrap_or(0);
        for place in places.iter().take(QUOTED_PLACES) {
            let blank = " ".repeat(wide - width(&place.label));
            self.quote(place.text, place.span, &format!("{}{blank}", place.label), out);
        }
        if labels.len() > QUOTED_PLACES {
            let more = &labels[QUOTED_PLACES..];
            let shown = more.iter().take(LISTED_PLACES).copied().collect::<Vec<_>>().join(", ");
            let rest = if more.len() > LISTED_PLACES { ", …" } else { "" };
            self.paragraph("      ", "      ", &format!("and at {shown}{rest}"), out);
        }
        for (ix, evidence) in finding.evidence.iter().enumerate() {
            self.paragraph(if ix == 0 { "      why: " } else { "           " }, "           ", &evidence.says, out);
        }
        self.paragraph("      do:  ", "           ", &finding.help, out);
        let _ = writeln!(out, "{}", self.dim(&format!("      id:  {}", finding.id)));
    }

    /// Lists the places of a finding: those in the article by where they stand, then those in archived articles, the origin first.
    fn places<'p>(&'p self, finding: &'p Finding) -> Vec<Place<'p>> {
        let here = finding.others.iter().filter(|other| other.elsewhere.is_none()).map(|other| other.span);
        let mut here: Vec<Span> = here.chain([finding.place]).collect();
        here.sort_unstable();
        let labels = self.labels(&here);
        let mut places: Vec<Place<'p>> =
            here.into_iter().zip(labels).map(|(span, label)| Place { text: self.text, span, label }).collect();
        for other in &finding.others {
            let Some(elsewhere) = &other.elsewhere else { continue };
            let date = elsewhere.published.map_or_else(String::new, |published| format!(" {}", published.at.date()));
            let line = LineIndex::new(&elsewhere.text).position(other.span.start).line;
            let label = format!("{}{date} line {line}", terminal(&shortened(&elsewhere.id)));
            places.push(Place { text: &elsewhere.text, span: other.span, label });
        }
        places
    }

    /// Names places by line, and by column where two of them share a line.
    fn labels(&self, places: &[Span]) -> Vec<String> {
        let at: Vec<_> = places.iter().map(|place| self.lines.position(place.start)).collect();
        let columns = at.windows(2).any(|pair| pair[0].line == pair[1].line);
        let label = |at: &Position| {
            if columns { format!("line {}:{}", at.line, at.column) } else { format!("line {}", at.line) }
        };
        at.iter().map(label).collect()
    }

    fn quote(&self, text: &str, place: Span, label: &str, out: &mut String) {
        let Excerpt { mut text, mut marked } = excerpt(text, place);
        if !self.human.style.color {
            text.insert(marked.end, '⟧');
            text.insert(marked.start, '⟦');
            marked.end += '⟦'.len_utf8() + '⟧'.len_utf8();
        }
        let blank = " ".repeat(width(label));
        let columns = self.human.style.columns.saturating_sub(9 + width(label));
        for (ix, range) in wrap(&text, columns).into_iter().enumerate() {
            let label = if ix == 0 { label } else { &blank };
            let shown = self.marked(&text, &range, &marked);
            let _ = writeln!(out, "      {label} │ {}", shown.trim_end());
        }
    }

    fn marked(&self, text: &str, line: &std::ops::Range<usize>, marked: &std::ops::Range<usize>) -> String {
        let line = line.start..line.start + text[line.clone()].trim_end().len();
        if !self.human.style.color {
            return text[line].to_owned();
        }
        let start = marked.start.clamp(line.start, line.end);
        let end = marked.end.clamp(start, line.end);
        let middle = &text[start..end];
        let middle = if middle.is_empty() { String::new() } else { self.colored(middle, AnsiColor::Yellow) };
        format!("{}{middle}{}", self.dim(&text[line.start..start]), self.dim(&text[end..line.end]))
    }

    fn clean(&self, checked: &Checked, out: &mut String) {
        let compared = &checked.compared;
        let name = self.bold(&terminal(&checked.article.id));
        let _ = writeln!(out, "{name}: nothing found");
        let said = format!(
            "compared {} ({}, {}) with each other, and read each paragraph for background",
            count(compared.sentences.into(), "sentence"),
            count(compared.words.into(), "word"),
            compared.language.name()
        );
        self.paragraph("      ", "      ", &said, out);
        for remark in &checked.remarks {
            self.paragraph("      ", "      ", remark, out);
        }
        if let Some(miss) = compared.nearest_repeat {
            let words = count(miss.value as u64, "word");
            let said = format!("nearest repeat: {words} (told from {})", miss.needed as u64);
            self.near_miss(&said, miss, out);
        }
        if let Some(miss) = compared.nearest_background {
            let said = format!("nearest to background: probability {:.2} (told from {:.2})", miss.value, miss.needed);
            self.near_miss(&said, miss, out);
        }
    }

    fn near_miss(&self, said: &str, miss: NearMiss, out: &mut String) {
        let line = self.lines.position(miss.place.start).line;
        let words = excerpt(self.text, miss.place);
        let quoted = opening(&words.text[words.marked]);
        self.paragraph("      ", "      ", &format!("{said}, line {line}: “{quoted}”"), out);
    }

    fn paragraph(&self, first: &str, next: &str, text: &str, out: &mut String) {
        let text = terminal(text);
        for (ix, range) in wrap(&text, self.human.style.columns.saturating_sub(width(next))).into_iter().enumerate() {
            let _ = writeln!(out, "{}{}", if ix == 0 { first } else { next }, text[range].trim_end());
        }
    }

    fn bold(&self, text: &str) -> String {
        self.styled(text, Ansi::new().bold())
    }

    fn dim(&self, text: &str) -> String {
        if text.is_empty() { String::new() } else { self.styled(text, Ansi::new().dimmed()) }
    }

    fn colored(&self, text: &str, color: AnsiColor) -> String {
        self.styled(text, color.on_default())
    }

    fn styled(&self, text: &str, style: Ansi) -> String {
        self.human.style.paint(text, style)
    }
}

/// A place as it is quoted.
struct Place<'p> {
    text: &'p str,
    span: Span,
    label: String,
}

/// Shortens an id to what a label has room for.
fn shortened(id: &str) -> String {
    let count = id.chars().count();
    if count <= LABEL_CHARS {
        id.to_owned()
    } else {
        format!("…{}", id.chars().skip(count - LABEL_CHARS + 1).collect::<String>())
    }
}

const fn color_of(severity: Severity) -> AnsiColor {
    match severity {
        Severity::Note => AnsiColor::Cyan,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Error => AnsiColor::Red,
    }
}

/// Says how much there is to look at; what is only a note is counted by itself.
fn verdict(checked: &Checked) -> String {
    let by_rule = |is_wanted: fn(Severity) -> bool| -> Vec<String> {
        let of = |rule| {
            let found = checked.findings.iter().filter(|finding| finding.rule == rule && is_wanted(finding.severity));
            found.count() as u64
        };
        RuleId::ALL
            .into_iter()
            .map(|rule| (rule, of(rule)))
            .filter(|&(_, n)| n > 0)
            .map(|(rule, n)| count(n, noun(rule)))
            .collect()
    };
    let warnings = by_rule(|severity| severity >= Severity::Warning);
    let notes = by_rule(|severity| severity < Severity::Warning);
    if warnings.is_empty() {
        return format!("nothing to mend, {} to note", join(&notes));
    }
    let look = count_look(checked.at_least(Severity::Warning));
    let beside = if notes.is_empty() { String::new() } else { format!("; beside them {} to note", join(&notes)) };
    format!("{look} before publication: {}{beside}", join(&warnings))
}

fn count_look(n: usize) -> String {
    if n == 1 { "1 thing to look at".to_owned() } else { format!("{n} things to look at") }
}

/// Says what an empty result of the archive rests on.
fn searched_in_words(searched: &Searched) -> String {
    let day = |date: &Option<String>| date.as_deref().and_then(|date| date.get(..10)).unwrap_or("?").to_owned();
    let dates = match searched.articles - searched.undated.min(searched.articles) {
        0 => String::new(),
        _ => format!(" from {} to {}", day(&searched.from), day(&searched.newest)),
    };
    let mut said = format!("archive searched: {}{dates}", count(searched.articles, "article"));
    for (n, what) in [
        (searched.undated, "without a date"),
        (searched.removed, "removed"),
        (searched.skipped, "passed over as versions of the same"),
    ] {
        if n > 0 {
            let _ = write!(said, ", {n} {what}");
        }
    }
    said + "\n"
}

fn total(account: &Account) -> String {
    let rules = RuleId::ALL.map(|rule| (rule, account.by(rule)));
    let rules: Vec<_> = rules.into_iter().filter(|&(_, n)| n > 0).map(|(rule, n)| count(n, noun(rule))).collect();
    let found = if rules.is_empty() {
        "nothing found".to_owned()
    } else {
        format!(
            "{} in {} ({}, {})",
            join(&rules),
            count(account.articles_with_findings, "article"),
            count(account.of(Severity::Warning) + account.of(Severity::Error), "warning"),
            count(account.of(Severity::Note), "note")
        )
    };
    let compared = format!("{} and {}", count(account.sentences, "sentence"), count(account.words, "word"));
    format!("{} checked, {compared} compared: {found}\n", count(account.checked, "article"))
}

const fn noun(rule: RuleId) -> &'static str {
    match rule {
        RuleId::RepeatedPassage => "repeated passage",
        RuleId::ChangedFigure => "changed figure",
        RuleId::BackgroundInsert => "background insert",
        RuleId::ReusedPassage => "reused passage",
        RuleId::StockPassage => "stock passage",
        RuleId::NearDuplicateArticle => "near-duplicate article",
        RuleId::AlteredQuote => "altered quotation",
    }
}

pub(super) fn count(n: u64, noun: &str) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (ix, digit) in digits.char_indices() {
        if ix > 0 && (digits.len() - ix).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if n == 1 { format!("1 {noun}") } else { format!("{grouped} {noun}s") }
}

pub(super) fn join(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Characters of a near miss that are quoted: a line of a terminal.
const OPENING: usize = 80;

/// Returns how a passage begins, cut between words.
fn opening(passage: &str) -> String {
    let Some((cut, _)) = passage.char_indices().nth(OPENING) else { return passage.to_owned() };
    let cut = passage[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{} …", passage[..cut].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_is_cut_between_words() {
        assert_eq!(opening("short"), "short");
        let long = "word ".repeat(40);
        let shown = opening(&long);
        assert!(shown.ends_with("word …") && shown.chars().count() <= OPENING + 2, "{shown}");
        assert_eq!(opening(&"字".repeat(100)).chars().count(), OPENING + 2);
    }
}
