//! What must hold of every passage, whatever the texts: made of sentences that are copied, edited, reordered and repeated at random.

use copydesk::matching::{Scratch, Tolerance, changes, edits, passages_between, passages_within};
use copydesk::passage::{Edit, EditKind, Passage, PassageKind, Side};
use copydesk::similarity::Similarity;
use copydesk::text::{AnalyzedText, analyze};
use proptest::prelude::*;

/// A word by its number; the first forty are common.
fn form(word: usize) -> String {
    let word = if word < 200 { word / 5 } else { word };
    let letters = |at: usize| char::from(b'a' + (word / at % 26) as u8);
    [letters(1), letters(26), letters(7), letters(3)].iter().collect()
}

fn sentence() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..400usize, 8..30)
}

/// A text as sentences; some are taken from a pool that both texts draw from, with a word changed here and there.
fn text() -> impl Strategy<Value = Vec<(Option<usize>, Vec<usize>, Option<usize>)>> {
    prop::collection::vec(
        (prop::option::weighted(0.4, 0..4usize), sentence(), prop::option::weighted(0.3, 0..20usize)),
        0..14,
    )
}

fn written(pool: &[Vec<usize>], text: &[(Option<usize>, Vec<usize>, Option<usize>)]) -> String {
    let mut out = String::new();
    for (ix, (from_pool, own, changed)) in text.iter().enumerate() {
        let words = from_pool.map_or(own, |ix| &pool[ix]);
        let mut words: Vec<String> = words.iter().map(|&word| form(word)).collect();
        if let Some(at) = changed.filter(|at| *at < words.len()) {
            words[at] = "otherwise".to_owned();
        }
        out.push_str(&words.join(" "));
        out.push_str(if ix % 4 == 3 { ".\n" } else { ". " });
    }
    out
}

fn slices_its_text(text: &AnalyzedText, side: Side) -> bool {
    text.span_of(side.tokens) == side.span && !side.tokens.is_empty() && !side.span.of(text.text).trim().is_empty()
}

/// The words of a side, read from the text that the span slices.
fn words(text: &str) -> Vec<String> {
    let analyzed = analyze(text, &[]);
    analyzed.tokens.iter().map(|token| analyzed.words.form(token.word).to_owned()).collect()
}

fn reference(passage: &Passage, left: &str, right: &str) -> f64 {
    let (left, right) = (words(passage.left.span.of(left)), words(passage.right.span.of(right)));
    let distance = strsim::generic_levenshtein(&left, &right);
    1.0 - distance as f64 / left.len().max(right.len()) as f64
}

/// The kind by the share of equal words: in one order by the similarity, with the moved ones by the edit list.
fn kind(passage: &Passage, list: &[Edit]) -> PassageKind {
    let words = |kind| list.iter().filter(|edit| edit.kind == kind).map(|edit| u64::from(edit.left.len())).sum::<u64>();
    let longer = u64::from(passage.left.tokens.len().max(passage.right.tokens.len()));
    let in_order = PassageKind::of(passage.similarity);
    match words(EditKind::Moved) {
        0 => in_order,
        moved => in_order.min(PassageKind::of(
            Similarity::containment(longer, words(EditKind::Equal) + moved).expect("a passage has words"),
        )),
    }
}

fn swapped(passages: &[Passage]) -> Vec<(Side, Side)> {
    let mut places: Vec<(Side, Side)> = passages.iter().map(|passage| (passage.right, passage.left)).collect();
    places.sort();
    places
}

#[test]
fn the_texts_of_these_tests_share_passages() {
    let pool: Vec<Vec<usize>> = (0..4).map(|ix| (0..20).map(|at| (ix * 91 + at * 37) % 400).collect()).collect();
    let one = written(&pool, &[(Some(0), vec![], None), (Some(1), vec![], Some(3)), (None, (0..20).collect(), None)]);
    let other = written(&pool, &[(None, (200..220).collect(), None), (Some(1), vec![], None), (Some(0), vec![], None)]);
    let (l, r) = (analyze(&one, &[]), analyze(&other, &[]));
    assert!(!passages_between(&l, &r, &Tolerance::default(), &mut Scratch::default()).is_empty());
    let twice = format!("{one}\n{other}");
    assert!(passages_within(&analyze(&twice, &[]), &Tolerance::default(), &mut Scratch::default()).len() >= 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn both_sides_slice_their_texts_and_the_similarity_is_that_of_strsim(
        pool in prop::collection::vec(sentence(), 4), one in text(), other in text(),
    ) {
        let (left, right) = (written(&pool, &one), written(&pool, &other));
        let (l, r) = (analyze(&left, &[]), analyze(&right, &[]));
        for passage in passages_between(&l, &r, &Tolerance::default(), &mut Scratch::default()) {
            prop_assert!(slices_its_text(&l, passage.left) && slices_its_text(&r, passage.right));
            prop_assert!((reference(&passage, &left, &right) - passage.similarity.get()).abs() < 1e-9);
            prop_assert_eq!(passage.kind, kind(&passage, &edits(&l, &r, &passage)));
        }
    }

    #[test]
    fn a_swap_of_the_texts_swaps_the_sides(
        pool in prop::collection::vec(sentence(), 4), one in text(), other in text(),
    ) {
        let (left, right) = (written(&pool, &one), written(&pool, &other));
        let (l, r) = (analyze(&left, &[]), analyze(&right, &[]));
        let mut scratch = Scratch::default();
        let there = passages_between(&l, &r, &Tolerance::default(), &mut scratch);
        let back = passages_between(&r, &l, &Tolerance::default(), &mut scratch);
        let mut there: Vec<(Side, Side)> = there.iter().map(|passage| (passage.left, passage.right)).collect();
        there.sort();
        prop_assert_eq!(there, swapped(&back));
    }

    #[test]
    fn what_was_found_before_does_not_change_what_is_found(
        pool in prop::collection::vec(sentence(), 4), one in text(), other in text(),
    ) {
        let (left, right) = (written(&pool, &one), written(&pool, &other));
        let (l, r) = (analyze(&left, &[]), analyze(&right, &[]));
        let mut used = Scratch::default();
        let _ = passages_within(&r, &Tolerance::default(), &mut used);
        let _ = passages_between(&r, &l, &Tolerance::default(), &mut used);
        prop_assert_eq!(
            passages_between(&l, &r, &Tolerance::default(), &mut used),
            passages_between(&l, &r, &Tolerance::default(), &mut Scratch::default())
        );
    }

    #[test]
    fn the_earlier_place_ends_before_the_later_one_and_each_later_place_is_told_once(
        pool in prop::collection::vec(sentence(), 4), one in text(),
    ) {
        let text = written(&pool, &one);
        let analyzed = analyze(&text, &[]);
        let found = passages_within(&analyzed, &Tolerance::default(), &mut Scratch::default());
        for passage in &found {
            prop_assert!(slices_its_text(&analyzed, passage.left) && slices_its_text(&analyzed, passage.right));
            prop_assert!(passage.left.tokens.end <= passage.right.tokens.start);
            prop_assert!(passage.kind != PassageKind::Rewritten);
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].right.tokens.end <= pair[1].right.tokens.start);
        }
    }

    #[test]
    fn the_edit_list_accounts_for_every_word_of_both_sides(
        pool in prop::collection::vec(sentence(), 4), one in text(), other in text(),
    ) {
        let (left, right) = (written(&pool, &one), written(&pool, &other));
        let (l, r) = (analyze(&left, &[]), analyze(&right, &[]));
        for passage in passages_between(&l, &r, &Tolerance::default(), &mut Scratch::default()) {
            let list = edits(&l, &r, &passage);
            prop_assert_eq!(list.iter().map(|edit| edit.left.len()).sum::<u32>(), passage.left.tokens.len());
            prop_assert_eq!(list.iter().map(|edit| edit.right.len()).sum::<u32>(), passage.right.tokens.len());
            for edit in list.iter().filter(|edit| matches!(edit.kind, EditKind::Equal | EditKind::Moved)) {
                prop_assert_eq!(words(l.span_of(edit.left).of(&left)), words(r.span_of(edit.right).of(&right)));
            }
        }
    }

    #[test]
    fn a_passage_without_changes_has_the_same_words_twice(
        pool in prop::collection::vec(sentence(), 4), one in text(),
    ) {
        let text = written(&pool, &one);
        let analyzed = analyze(&text, &[]);
        for passage in passages_within(&analyzed, &Tolerance::default(), &mut Scratch::default()) {
            let same = words(passage.left.span.of(&text)) == words(passage.right.span.of(&text));
            prop_assert_eq!(changes(&analyzed, &passage).is_empty(), same);
        }
    }
}
