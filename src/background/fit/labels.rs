//! Labelled articles for the fit, one JSON object a line.

use std::io::BufRead;

use serde::Deserialize;
use thiserror::Error;

use crate::text::Span;

/// An article whose background inserts are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labelled {
    /// The text.
    pub text: String,
    /// Its headline.
    pub title: Option<String>,
    /// The year it was published.
    pub published_year: Option<i16>,
    /// Articles of one group stay together when articles are dealt to folds: one topic, one host, one insert.
    pub group: String,
    /// Where its inserts come from, or what kind they are, for tables; empty where that is not said.
    pub source: String,
    /// The inserts, in text order; empty for an article without any.
    pub gold: Vec<Span>,
}

/// A line that holds no labelled article.
#[derive(Debug, Error)]
pub enum LabelError {
    /// The input could not be read.
    #[error("cannot read line {line}")]
    Read {
        /// The line, from 1.
        line: u64,
        /// What went wrong.
        source: std::io::Error,
    },
    /// The line is no JSON, or lacks the text: see the format in the documentation of [`read_labels`].
    #[error("line {line} is no labelled article")]
    Line {
        /// The line, from 1.
        line: u64,
        /// What went wrong.
        source: serde_json::Error,
    },
    /// The article that a block was written for is not among the hosts.
    #[error("the host `{host}` of the block in line {line} is not among the hosts")]
    Host {
        /// The line of the block, from 1.
        line: u64,
        /// Its host.
        host: String,
    },
}

#[derive(Deserialize)]
struct Record {
    text: Option<String>,
    title: Option<String>,
    published: Option<String>,
    group: Option<String>,
    id: Option<String>,
    source: Option<String>,
    insert_source: Option<String>,
    background_inserts: Option<Vec<Place>>,
    paragraphs: Option<Vec<Vec<String>>>,
    gold: Option<Vec<Vec<u32>>>,
}

#[derive(Deserialize)]
struct Place {
    start: u32,
    end: u32,
}

/// Reads labelled articles. Two forms of line are known: `text` with `background_inserts` (`start` and `end` in bytes), and `paragraphs` (lists
/// of sentences) with `gold` (for each sentence 0, or the number of its insert). `title`, `published`, `group`, `id` are read where present.
///
/// # Errors
/// At the first line that cannot be read or is no labelled article.
pub fn read_labels(input: impl BufRead) -> Result<Vec<Labelled>, LabelError> {
    let mut out = Vec::new();
    for (ix, line) in input.lines().enumerate() {
        let number = ix as u64 + 1;
        let line = line.map_err(|source| LabelError::Read { line: number, source })?;
        if line.trim().is_empty() {
            continue;
        }
        let record: Record = serde_json::from_str(&line).map_err(|source| LabelError::Line { line: number, source })?;
        out.push(record.into_labelled(number));
    }
    Ok(out)
}

/// Returns the year of a date that starts with it.
pub(super) fn year_of(date: &str) -> Option<i16> {
    date.get(..4)?.parse().ok()
}

impl Record {
    fn into_labelled(self, line: u64) -> Labelled {
        let group = self.group.or(self.id).unwrap_or_else(|| format!("line {line}"));
        let published_year = self.published.as_deref().and_then(year_of);
        let source = self.insert_source.or(self.source).unwrap_or_default();
        let mut labelled = Labelled { title: self.title, published_year, group, source, ..Labelled::default() };
        if let (Some(paragraphs), Some(gold)) = (self.paragraphs, self.gold) {
            lay_out(&paragraphs, &gold, &mut labelled);
        } else {
            labelled.text = self.text.unwrap_or_default();
            let places = self.background_inserts.unwrap_or_default();
            labelled.gold = places.iter().map(|place| Span::new(place.start, place.end)).collect();
        }
        labelled
    }
}

/// Writes paragraphs a line each and finds the spans of the inserts in them.
fn lay_out(paragraphs: &[Vec<String>], gold: &[Vec<u32>], out: &mut Labelled) {
    let mut of_last = 0;
    for (sentences, numbers) in paragraphs.iter().zip(gold) {
        for (sentence, &number) in sentences.iter().zip(numbers) {
            let start = out.text.len() as u32;
            out.text.push_str(sentence);
            let span = Span::new(start, out.text.len() as u32);
            match out.gold.last_mut() {
                Some(last) if number > 0 && number == of_last => *last = last.hull(span),
                _ if number > 0 => out.gold.push(span),
                _ => {}
            }
            of_last = number;
            out.text.push(' ');
        }
        out.text.pop();
        out.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_line_give_the_same_spans() {
        let lines = concat!(
            r#"{"paragraphs":[["A b."],["C d.","E f."],["G."]],"gold":[[0],[1,1],[0]],"published":"2014-02-01","group":"g"}"#,
            "\n",
            r#"{"text":"A b.\nC d. E f.\nG.\n","background_inserts":[{"start":5,"end":14}],"published":"2014-02-01","group":"g"}"#,
        );
        let read = read_labels(lines.as_bytes()).expect("both lines are well formed");
        assert_eq!(read[0], read[1]);
        assert_eq!(read[0].gold[0].of(&read[0].text), "C d. E f.");
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = read_labels("{\"text\":\"a\"}\nnot json".as_bytes()).expect_err("the second line is no JSON");
        assert_eq!(error.to_string(), "line 2 is no labelled article");
    }
}
