//! A list of pairs: one `left right` pair of names a line.

use std::collections::HashMap;

use super::compare::TextPair;

/// The pairs of a list, with each name once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PairList<'l> {
    /// The distinct left names, in the order of their first appearance.
    pub lefts: Vec<&'l str>,
    /// The distinct right names.
    pub rights: Vec<&'l str>,
    /// The pairs, in order; the right texts are counted behind the left ones.
    pub pairs: Vec<TextPair>,
    /// The rows that are no pair.
    pub wrong: Vec<WrongRow<'l>>,
}

/// A row that is not two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongRow<'l> {
    /// Its line, from 1.
    pub line: u64,
    /// The row as it stands.
    pub row: &'l str,
}

/// Reads a list: two names a line with a tab between them, or white space where there is no tab. Blank lines stand for nothing. Linear in the length.
#[must_use]
pub fn pair_list(list: &str) -> PairList<'_> {
    let (mut lefts, mut rights) = (Numbered::default(), Numbered::default());
    let (mut pairs, mut wrong) = (Vec::new(), Vec::new());
    for (line, row) in (1..).zip(list.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        match names(row) {
            Some((left, right)) => pairs.push((lefts.number(left), rights.number(right))),
            None => wrong.push(WrongRow { line, row }),
        }
    }
    let first_right = lefts.names.len() as u32;
    let pairs = pairs.into_iter().map(|(left, right)| TextPair { left, right: first_right + right }).collect();
    PairList { lefts: lefts.names, rights: rights.names, pairs, wrong }
}

fn names(row: &str) -> Option<(&str, &str)> {
    let (left, right) = match row.split_once('\t') {
        Some(names) => names,
        None => row.trim().split_once(char::is_whitespace)?,
    };
    let (left, right) = (left.trim(), right.trim());
    let more = if row.contains('\t') { right.contains('\t') } else { right.contains(char::is_whitespace) };
    (!left.is_empty() && !right.is_empty() && !more).then_some((left, right))
}

/// Names by number.
#[derive(Debug, Default)]
struct Numbered<'n> {
    names: Vec<&'n str>,
    numbers: HashMap<&'n str, u32, foldhash::fast::FixedState>,
}

impl<'n> Numbered<'n> {
    fn number(&mut self, name: &'n str) -> u32 {
        *self.numbers.entry(name).or_insert_with(|| {
            self.names.push(name);
            self.names.len() as u32 - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_many_pairs_is_named_once() {
        let list = pair_list("a x\nb x\r\n\na  y\n");
        assert_eq!((list.lefts, list.rights), (vec!["a", "b"], vec!["x", "y"]));
        assert_eq!(list.pairs[1], TextPair { left: 1, right: 2 });
        assert_eq!(list.pairs[2], TextPair { left: 0, right: 3 });
        assert_eq!(list.wrong, []);
    }

    #[test]
    fn names_with_spaces_are_told_apart_by_a_tab() {
        let list = pair_list("first draft.txt\tprinted page.txt\n");
        assert_eq!((list.lefts, list.rights), (vec!["first draft.txt"], vec!["printed page.txt"]));
    }

    #[test]
    fn a_row_of_one_name_or_three_is_wrong_and_the_others_stand() {
        let list = pair_list("a\nb c\nd e f\ng\th\ti\n");
        assert_eq!(list.pairs.len(), 1);
        assert_eq!(list.wrong.iter().map(|wrong| wrong.line).collect::<Vec<_>>(), [1, 3, 4]);
    }
}
