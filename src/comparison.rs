//! Two texts, compared: the passages that they share. What `pipeline` hands to `report`.

use crate::passage::{Edit, Passage};
use crate::text::{AnalyzedText, LineIndex, TokenRange};

/// Two texts with every passage that they share.
#[derive(Debug, Clone)]
pub struct Comparison<'t> {
    /// The left text.
    pub left: &'t ComparedText<'t>,
    /// The right text.
    pub right: &'t ComparedText<'t>,
    /// The passages, in the order of their places in the left text.
    pub passages: Vec<SharedPassage>,
}

/// A text that is compared with others.
#[derive(Debug, Clone)]
pub struct ComparedText<'t> {
    /// Its name, as the user gave it.
    pub name: &'t str,
    /// The text with its cuts.
    pub text: AnalyzedText<'t>,
    /// Where its lines start.
    pub lines: LineIndex<'t>,
}

/// A passage that two texts share.
#[derive(Debug, Clone)]
pub struct SharedPassage {
    /// The passage.
    pub passage: Passage,
    /// What happened to its words; empty where nobody asked.
    pub edits: Vec<Edit>,
}

impl Comparison<'_> {
    /// Counts the words of the left text, and those of the right, that stand in at least one passage.
    #[must_use]
    pub fn words_shared(&self) -> (u32, u32) {
        let left = self.passages.iter().map(|shared| shared.passage.left.tokens);
        let right = self.passages.iter().map(|shared| shared.passage.right.tokens);
        (covered(left.collect()), covered(right.collect()))
    }
}

fn covered(mut ranges: Vec<TokenRange>) -> u32 {
    ranges.sort_unstable();
    let (mut count, mut end) = (0, 0);
    for range in ranges {
        count += range.end.saturating_sub(range.start.max(end));
        end = end.max(range.end);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_two_passages_counts_once() {
        assert_eq!(covered(vec![TokenRange::new(5, 9), TokenRange::new(0, 6), TokenRange::new(2, 3)]), 9);
        assert_eq!(covered(Vec::new()), 0);
    }
}
