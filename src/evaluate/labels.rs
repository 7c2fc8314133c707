//! Gold labels and findings as JSON: the lines of `corpus/labels.jsonl`, a document of the same form, and what `check --format jsonl` prints.

use serde::Deserialize;

use crate::text::Span;

/// The gold labels of one article.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GoldArticle {
    /// Its path, relative to the folder of the labels.
    pub article: String,
    /// Its language by ISO 639-1 code, `und` where none is given.
    #[serde(default = "undetermined")]
    pub language: String,
    /// Blocks of background that do not belong to it.
    #[serde(default)]
    pub background_inserts: Vec<GoldPlace>,
    /// Passages that stand twice in it.
    #[serde(default)]
    pub repeated_passages: Vec<GoldPair>,
    /// Passages that stand twice but for a number, a date or a name.
    #[serde(default)]
    pub changed_figures: Vec<GoldPair>,
}

/// A labelled place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct GoldPlace {
    start: u32,
    end: u32,
}

/// Two labelled places of the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct GoldPair {
    first: GoldPlace,
    again: GoldPlace,
}

/// A finding as it was printed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct FoundFinding {
    /// The article's id.
    pub article: String,
    /// The rule's name.
    pub rule: String,
    /// The severity's name.
    pub severity: String,
    /// Its score, in [0, 1].
    pub score: f64,
    place: GoldPlace,
    #[serde(default)]
    others: Vec<GoldPlace>,
}

impl GoldPlace {
    /// Returns its bytes.
    #[must_use]
    pub const fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

impl GoldPair {
    /// Returns both places.
    #[must_use]
    pub const fn spans(self) -> (Span, Span) {
        (self.first.span(), self.again.span())
    }
}

impl FoundFinding {
    /// Returns the place it is about.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.place.span()
    }

    /// Returns its pairs of places: the origin with every later place of the same words.
    pub fn pairs(&self) -> impl Iterator<Item = (Span, Span)> {
        let origin = self.others.first().map(|place| place.span());
        let later = std::iter::once(self.place).chain(self.others.iter().skip(1).copied());
        origin.into_iter().flat_map(move |origin| later.clone().map(move |place| (origin, place.span())))
    }

    /// Tells whether it is about the article of some gold labels: the same path, or a path that ends with it.
    #[must_use]
    pub fn is_about(&self, gold: &GoldArticle) -> bool {
        let rest = self.article.strip_suffix(gold.article.as_str());
        rest.is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
    }
}

fn undetermined() -> String {
    "und".into()
}

/// Reads JSON values that stand one after the other, whatever white space is between them.
///
/// # Errors
/// When a value is not JSON or not of this form; the values before it are lost.
pub fn values<'de, T: Deserialize<'de>>(text: &'de str) -> Result<Vec<T>, serde_json::Error> {
    serde_json::Deserializer::from_str(text).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_of_three_places_makes_two_pairs_from_its_origin() {
        let line = r#"{"article":"a/b.txt","rule":"repeated-passage","severity":"warning","score":1,"place":{"start":10,"end":15},
            "others":[{"start":0,"end":5},{"start":20,"end":25}]}"#;
        let found: Vec<FoundFinding> = values(line).unwrap();
        let pairs: Vec<_> = found[0].pairs().collect();
        assert_eq!(pairs, [(Span::new(0, 5), Span::new(10, 15)), (Span::new(0, 5), Span::new(20, 25))]);
    }

    #[test]
    fn a_path_is_matched_from_its_end_by_whole_names() {
        let gold: Vec<GoldArticle> = values(r#"{"article":"b.txt"}{"article":"xb.txt"}"#).unwrap();
        let found: Vec<FoundFinding> =
            values(r#"{"article":"a/b.txt","rule":"r","severity":"note","score":0,"place":{"start":0,"end":1}}"#)
                .unwrap();
        assert!(found[0].is_about(&gold[0]) && !found[0].is_about(&gold[1]));
    }
}
