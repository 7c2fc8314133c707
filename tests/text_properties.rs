//! What must hold of every cut, whatever the text: of letters of many scripts, marks, quotes, spaces, invisible signs and look-alikes at random.

use copydesk::text::fold::fold;
use copydesk::text::{LineIndex, Span, analyze};
use proptest::prelude::*;

/// Pieces that fold, join, split or deceive.
const PIECES: [&str; 44] = [
    "The",
    "ferry",
    "STRASSE",
    "ß",
    "İstanbul",
    "e\u{301}",
    "\u{301}",
    "ﬁ",
    "Ａ１",
    "½",
    "①",
    "ǆ",
    "Ωμέγα",
    "ς",
    "Київ",
    "кot",
    "pаypal",
    "ё",
    "ﷺ",
    "한국",
    "\u{1100}\u{1161}",
    "東京都",
    "ひらがな",
    "ｶﾞ",
    "ที่นี่",
    "עברית",
    "हिन्दी",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{202e}",
    "\u{feff}",
    "’",
    "‘",
    "“",
    "«",
    "—",
    "…",
    "。",
    ". ",
    "! ",
    "\n",
    "\u{a0}",
    " ",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9 .,'\"`-]{1,8}",
        1 => "\\PC{1,3}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Tells whether a character is, or folds to, a letter of an alphabet that shares look-alikes with the Latin one.
fn may_be_read_otherwise(char: char) -> bool {
    let foreign = |char| matches!(char, '\u{370}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{1f00}'..='\u{1fff}');
    foreign(char) || fold(char.encode_utf8(&mut [0; 4])).text.chars().any(foreign)
}

fn slices(text: &str, span: Span) -> bool {
    span.start <= span.end && text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn folding_what_is_folded_changes_nothing_where_alphabets_do_not_mix(text in text()) {
        let text: String = text.chars().filter(|&char| !may_be_read_otherwise(char)).collect();
        let once = fold(&text).text;
        prop_assert_eq!(&fold(&once).text, &once);
    }

    #[test]
    fn the_way_back_from_a_folded_text_rises_and_meets_characters(text in text()) {
        let folded = fold(&text);
        let mut last = 0;
        for (at, char) in folded.text.char_indices() {
            let start = folded.offsets.original_start(at as u32);
            let end = folded.offsets.original_end((at + char.len_utf8()) as u32);
            prop_assert!(last <= start && start <= end, "{} {} {}", last, start, end);
            prop_assert!(slices(&text, Span::new(start, end)));
            last = start;
        }
    }

    #[test]
    fn every_token_sentence_and_paragraph_slices_the_text_in_order(text in text()) {
        let analyzed = analyze(&text, &[]);
        let tokens = analyzed.tokens.iter().map(|token| token.span);
        let sentences = analyzed.sentences.iter().map(|sentence| sentence.span);
        let paragraphs = analyzed.paragraphs.iter().map(|paragraph| paragraph.span);
        for spans in [tokens.collect::<Vec<_>>(), sentences.collect(), paragraphs.collect()] {
            prop_assert!(spans.iter().all(|&span| slices(&text, span) && !span.is_empty()));
            prop_assert!(spans.windows(2).all(|two| two[0].end <= two[1].start));
        }
    }

    #[test]
    fn bytes_code_points_lines_and_columns_agree(text in text()) {
        let lines = LineIndex::new(&text);
        let (mut line, mut column) = (1, 1);
        for (ix, (at, char)) in text.char_indices().enumerate() {
            let place = lines.position(at as u32);
            prop_assert_eq!((place.line, place.column, place.char), (line, column, ix as u32));
            (line, column) = if char == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
    }
}
