//! Comparisons for a person: each passage side by side, with the differences marked.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Ansi};

use super::cell::{Cell, shortened};
use super::rows::{Mark, Row, Stretch, rows};
use super::{CompareReport, PairAccount, Wanted};
use crate::comparison::{ComparedText, Comparison, SharedPassage};
use crate::passage::{EditKind, PassageKind};
use crate::report::Style;
use crate::report::escape::terminal;
use crate::report::human::{count, join};
use crate::report::wrap::{width, wrap};

/// Passages of one pair that are shown: two texts with more share most of their matter.
const SHOWN_PASSAGES: usize = 50;
/// Rows without a difference that are shown at either end of a stretch of them.
const SAME_ROWS: usize = 1;
/// Columns before a row.
const INDENT: usize = 6;

/// Comparisons for a person.
#[derive(Debug, Clone, Copy)]
pub struct CompareHuman {
    /// How it may look.
    pub style: Style,
    /// Say what was compared even of a pair that shares nothing; for a few pairs, not for a list.
    pub say_when_nothing: bool,
}

impl CompareReport for CompareHuman {
    fn wants(&self) -> Wanted {
        Wanted::Edits
    }

    fn pair(&self, comparison: &Comparison<'_>, out: &mut Vec<u8>) {
        let mut shown = String::new();
        if !comparison.passages.is_empty() {
            self.passages(comparison, &mut shown);
        } else if self.say_when_nothing {
            let (left, right) = (comparison.left, comparison.right);
            let _ = writeln!(shown, "{}: no passage shared", self.names(comparison));
            let _ = writeln!(shown, "      compared {} with {}", size(left), size(right));
        }
        out.extend_from_slice(shown.as_bytes());
    }

    fn end(&self, account: &PairAccount, out: &mut Vec<u8>) {
        let mut shown = String::new();
        if account.marked > 0 && !self.style.color {
            shown.push_str("[-only left-] {+only right+} ⟦1 moved, the same number on both sides⟧\n");
        }
        if account.pairs > 1 {
            let kinds = kinds(account.verbatim, account.edited, account.rewritten);
            let kinds = if kinds.is_empty() { String::new() } else { format!(" ({kinds})") };
            let (pairs, passages) = (count(account.compared, "pair"), count(account.passages(), "passage"));
            let with = count(account.pairs_with_passages, "pair");
            let _ = writeln!(shown, "{pairs} compared: {passages} in {with}{kinds}");
        }
        out.extend_from_slice(shown.as_bytes());
    }
}

impl CompareHuman {
    fn passages(&self, comparison: &Comparison<'_>, out: &mut String) {
        let of = |kind| comparison.passages.iter().filter(|shared| shared.passage.kind == kind).count() as u64;
        let kinds = kinds(of(PassageKind::Verbatim), of(PassageKind::Edited), of(PassageKind::Rewritten));
        let _ = writeln!(out, "{}: {kinds}", self.names(comparison));
        let (left, right) = comparison.words_shared();
        let share = |words: u32, text: &ComparedText<'_>| {
            let all = text.text.tokens.len() as u64;
            format!("{words} of {} ({:.0} %)", count(all, "word"), 100.0 * f64::from(words) / all.max(1) as f64)
        };
        let (left, right) = (share(left, comparison.left), share(right, comparison.right));
        let _ = writeln!(out, "      shared: {left} of the left text, {right} of the right");
        for (ix, shared) in comparison.passages.iter().enumerate().take(SHOWN_PASSAGES) {
            out.push('\n');
            self.passage(ix + 1, shared, comparison, out);
        }
        if let Some(more) = comparison.passages.len().checked_sub(SHOWN_PASSAGES + 1) {
            let _ = writeln!(out, "\n     and {} more; `--format json` lists all", count(more as u64 + 1, "passage"));
        }
        out.push('\n');
    }

    fn passage(&self, number: usize, shared: &SharedPassage, comparison: &Comparison<'_>, out: &mut String) {
        let passage = &shared.passage;
        let (left, right) = (comparison.left, comparison.right);
        let moved = shared.edits.iter().filter(|edit| edit.kind == EditKind::Moved).map(|edit| edit.left.len());
        let (reordered, scored, moved) = match moved.sum::<u32>() {
            0 => ("", "", String::new()),
            words => (" in another order", " in one order", format!(", {words} moved")),
        };
        let common = count(passage.words.into(), "word");
        let head = format!("{}{reordered}: {common} in common{moved}", passage.kind.name());
        let similarity = format!("[similarity {:.2}{scored}]", passage.similarity.get());
        let _ = writeln!(out, "{number:>3}. {} {similarity}", self.style.paint(&head, Ansi::new().bold()));
        let place = |text: &ComparedText<'_>, byte: u32| {
            let place = format!(", line {}", text.lines.position(byte).line);
            let name = shortened(&terminal(text.name), self.columns().saturating_sub(width(&place)));
            Cell { text: format!("{name}{place}"), marks: Vec::new() }
        };
        let heads = (place(left, passage.left.span.start), place(right, passage.right.span.start));
        self.lines(&heads.0, &heads.1, Some(Ansi::new().dimmed()), out);
        let rows = rows(shared, &left.text, &right.text);
        let mut at = 0;
        while at < rows.len() {
            let same = rows[at..].iter().take_while(|row| row.is_same()).count();
            if same > 2 * SAME_ROWS + 1 {
                self.rows(&rows[at..at + SAME_ROWS], comparison, out);
                let left_out = count((same - 2 * SAME_ROWS) as u64, "sentence");
                let said = format!("      … {left_out}, the same on both sides …");
                let _ = writeln!(out, "{}", self.style.paint(&said, Ansi::new().dimmed()));
                self.rows(&rows[at + same - SAME_ROWS..at + same], comparison, out);
                at += same;
            } else {
                let shown = same.max(1);
                self.rows(&rows[at..at + shown], comparison, out);
                at += shown;
            }
        }
    }

    fn rows(&self, rows: &[Row], comparison: &Comparison<'_>, out: &mut String) {
        for row in rows {
            let left = self.cell(&row.left, comparison.left, ("[-", "-]"));
            let right = self.cell(&row.right, comparison.right, ("{+", "+}"));
            self.lines(&left, &right, None, out);
        }
    }

    /// Writes some words of one side, safe for a terminal, with signs or colour where they differ.
    fn cell(&self, stretches: &[Stretch], text: &ComparedText<'_>, changed: (&str, &str)) -> Cell {
        let mut cell = Cell::default();
        for stretch in stretches {
            let start = cell.text.len();
            let (open, close) = match stretch.mark {
                Mark::Same => (String::new(), ""),
                Mark::Changed if self.style.color => (String::new(), ""),
                Mark::Changed => (changed.0.to_owned(), changed.1),
                Mark::Moved(number) => (format!("⟦{number} "), "⟧"),
            };
            cell.text.push_str(&open);
            cell.words(stretch.words, text);
            cell.text.push_str(close);
            if stretch.mark != Mark::Same {
                cell.marks.push((start..cell.text.len(), stretch.mark));
            }
            cell.between(stretch.words.end, text);
        }
        cell.text.truncate(cell.text.trim_end().len());
        cell
    }

    /// Writes two cells side by side, wrapped to their columns.
    fn lines(&self, left: &Cell, right: &Cell, style: Option<Ansi>, out: &mut String) {
        let columns = self.columns();
        let (lefts, rights) = (wrap(&left.text, columns), wrap(&right.text, columns));
        for ix in 0..lefts.len().max(rights.len()) {
            let of = |cell: &Cell, lines: &[std::ops::Range<usize>], color| {
                let Some(line) = lines.get(ix).cloned() else { return (String::new(), 0) };
                let line = line.start..line.start + cell.text[line].trim_end().len();
                let shown = match style {
                    Some(style) => self.style.paint(&cell.text[line.clone()], style),
                    None => self.painted(cell, line.clone(), color),
                };
                (shown, width(&cell.text[line]))
            };
            let (shown_left, wide) = of(left, &lefts, AnsiColor::Red);
            let (shown_right, _) = of(right, &rights, AnsiColor::Green);
            let blank = " ".repeat(columns.saturating_sub(wide));
            let line = format!("{}{shown_left}{blank} │ {shown_right}", " ".repeat(INDENT));
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }

    fn painted(&self, cell: &Cell, line: std::ops::Range<usize>, changed: AnsiColor) -> String {
        let (mut shown, mut at) = (String::new(), line.start);
        for (marked, mark) in cell.marks.iter().filter(|(marked, _)| marked.end > line.start && marked.start < line.end)
        {
            let (start, end) = (marked.start.max(line.start), marked.end.min(line.end));
            shown.push_str(&cell.text[at..start]);
            let color = match mark {
                Mark::Moved(_) => AnsiColor::Cyan,
                Mark::Same | Mark::Changed => changed,
            };
            shown.push_str(&self.style.paint(&cell.text[start..end], color.on_default()));
            at = end;
        }
        shown.push_str(&cell.text[at..line.end]);
        shown
    }

    /// Returns the columns of one side.
    fn columns(&self) -> usize {
        self.style.columns.saturating_sub(INDENT + " │ ".chars().count()) / 2
    }

    fn names(&self, comparison: &Comparison<'_>) -> String {
        let names = format!("{} and {}", terminal(comparison.left.name), terminal(comparison.right.name));
        self.style.paint(&names, Ansi::new().bold())
    }
}

fn kinds(verbatim: u64, edited: u64, rewritten: u64) -> String {
    let kinds = [(verbatim, "verbatim passage"), (edited, "edited passage"), (rewritten, "rewritten passage")];
    let kinds: Vec<String> = kinds.into_iter().filter(|&(n, _)| n > 0).map(|(n, kind)| count(n, kind)).collect();
    join(&kinds)
}

fn size(text: &ComparedText<'_>) -> String {
    let (sentences, words) = (text.text.sentences.len() as u64, text.text.tokens.len() as u64);
    format!("{} ({}, {})", count(sentences, "sentence"), count(words, "word"), text.text.language.name())
}
