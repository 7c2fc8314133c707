//! Reads bytes as an input of some name, for the tests of reading.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::io::Cursor;
use std::sync::Arc;

use copydesk::article::Article;
use copydesk::read::{self, ReadError, ReadOptions, Skipped};

/// What became of one input.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) articles: Vec<Article>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) repaired: u32,
    pub(crate) problem: Option<ReadError>,
}

impl Outcome {
    /// Articles and rejects, when nothing was wrong with the input as a whole.
    pub(crate) fn counts(&self) -> (usize, usize) {
        assert!(self.problem.is_none(), "{:?}", self.problem);
        (self.articles.len(), self.skipped.len())
    }

    pub(crate) fn texts(&self) -> Vec<&str> {
        self.articles.iter().map(|article| article.text.as_str()).collect()
    }

    pub(crate) fn reasons(&self) -> Vec<String> {
        self.skipped.iter().map(ToString::to_string).collect()
    }
}

pub(crate) fn read_with(name: &str, bytes: impl Into<Vec<u8>>, options: &ReadOptions) -> Outcome {
    let mut out = Outcome { articles: Vec::new(), skipped: Vec::new(), repaired: 0, problem: None };
    let mut source = match read::open_reader(Arc::from(name), Box::new(Cursor::new(bytes.into())), options) {
        Ok(source) => source,
        Err(problem) => return Outcome { problem: Some(problem), ..out },
    };
    loop {
        match source.next() {
            Ok(None) => return out,
            Err(problem) => {
                assert!(matches!(source.next(), Ok(None)), "after a problem nothing follows");
                return Outcome { problem: Some(problem), ..out };
            }
            Ok(Some(record)) => match read::parse(record, options) {
                Ok(parsed) => {
                    out.repaired += parsed.repaired;
                    out.articles.push(parsed.article);
                }
                Err(skipped) => out.skipped.push(skipped),
            },
        }
    }
}

pub(crate) fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Outcome {
    read_with(name, bytes, &ReadOptions::default())
}
