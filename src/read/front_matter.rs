//! The front matter of a Markdown file: the few plain keys that say what an article is.

use super::date;
use crate::article::{DateQuality, Published};

/// What the front matter says; YAML between `---` or TOML between `+++`, read line by line.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) published: Option<Published>,
    pub(super) outlet: Option<String>,
}

impl FrontMatter {
    /// Takes the keys of the top level that hold one value on their line; the first of a kind counts.
    pub(super) fn read(&mut self, text: &str) {
        for line in text.lines() {
            // What is indented belongs to another key.
            let Some((key, value)) = line.split_once([':', '=']).filter(|_| !line.starts_with([' ', '\t', '-'])) else {
                continue;
            };
            let Some(value) = scalar(value) else { continue };
            match key.trim() {
                "title" | "headline" => keep(&mut self.title, value),
                "url" | "link" | "canonical_url" => keep(&mut self.url, value),
                "source" | "outlet" => keep(&mut self.outlet, value),
                "date" | "published" | "publishDate" | "pubDate" => {
                    let at = date::parse(value);
                    let published = at.map(|at| Published { at, quality: DateQuality::Given });
                    self.published = self.published.or(published);
                }
                _ => {}
            }
        }
    }
}

fn keep(slot: &mut Option<String>, value: &str) {
    slot.get_or_insert_with(|| value.to_owned());
}

/// A value without its quotation marks; `None`: it is empty, a list, or a text of several lines.
fn scalar(value: &str) -> Option<&str> {
    let value = value.trim();
    let inner = ['"', '\''].iter().find_map(|mark| value.strip_prefix(*mark)?.strip_suffix(*mark));
    match inner {
        Some(inner) => Some(inner).filter(|inner| !inner.is_empty()),
        None => Some(value).filter(|value| !value.is_empty() && !value.starts_with(['[', '{', '|', '>', '&', '*'])),
    }
}
