//! What of a page is no running text: addresses and embed codes, signatures of posts, notes in brackets, counters of galleries. A figure in it is no fact.

use crate::text::{AnalyzedText, TokenRange, TokenTraits};

/// Numbers counted up to one total from which they number a series: two may be results (`3 of 5 seats`, `4 of 5 seats`).
const SERIES: usize = 3;
/// Bytes of the word between a number and the total: `of`, `von`, `sur`, `de`, `из`.
const BETWEEN: u32 = 4;
/// Bytes on either side of a word in which an address or a code shows itself.
const AROUND: usize = 120;

/// Tells whether a word is part of an address, a path or a code: no space parts it from a slash between letters, an underscore, or an equals sign.
pub(super) fn in_code(text: &AnalyzedText<'_>, token: u32) -> bool {
    let span = text.tokens[token as usize].span;
    let (start, end) = (span.start as usize, span.end as usize);
    let before = text.text.as_bytes()[start.saturating_sub(AROUND)..start].iter().rev();
    let behind = text.text.as_bytes()[end..(end + AROUND).min(text.text.len())].iter();
    let lead = before.take_while(|byte| !byte.is_ascii_whitespace()).count();
    let tail = behind.take_while(|byte| !byte.is_ascii_whitespace()).count();
    let chunk = &text.text.as_bytes()[start - lead..end + tail];
    let path = chunk.windows(3).any(|three| three[1] == b'/' && three[0].is_ascii_alphabetic() && three[2] != b'/');
    path || chunk.iter().any(|byte| matches!(byte, b'_' | b'=')) || chunk.windows(3).any(|three| three == b"://")
}

/// Tells whether words sign a post, or are a note between brackets: the date in them is that of the post, or of what is referred to.
pub(super) fn is_signature(text: &AnalyzedText<'_>, words: TokenRange) -> bool {
    let span = text.span_of(words);
    let handle = |(at, _): (usize, &str)| span.of(text.text)[at + 1..].starts_with(|c: char| c.is_alphanumeric());
    let before = text.text[..span.start as usize].ends_with(['(', '[']);
    let behind = text.text[span.end as usize..].trim_start_matches(['.', ' ']).starts_with([')', ']']);
    before && behind || span.of(text.text).match_indices('@').any(handle)
}

/// Tells whether a word is the number of a counter in a series: `3` of `Caption 3 of 45`, where the text counts at least three up to 45.
pub(super) fn counts_a_series(text: &AnalyzedText<'_>, number: u32) -> bool {
    let Some([_, between, total]) = counter(text, number) else { return false };
    let mut numbers: Vec<u32> = Vec::new();
    for at in 0..(text.tokens.len() as u32).saturating_sub(2) {
        let counted = counter(text, at).filter(|other| other[1..] == [between, total]);
        if let Some([number, ..]) = counted.filter(|[number, ..]| !numbers.contains(number)) {
            numbers.push(number);
            if numbers.len() == SERIES {
                return true;
            }
        }
    }
    false
}

/// Reads a number, a short word and a total that is not smaller, as the positions of the three words.
fn counter(text: &AnalyzedText<'_>, number: u32) -> Option<[u32; 3]> {
    let tokens = text.tokens.get(number as usize..number as usize + 3)?;
    let value = |ix: usize| text.words.form(tokens[ix].word).parse::<u32>().ok();
    let short = tokens[1].span.len() <= BETWEEN && !tokens[1].traits.has(TokenTraits::DIGIT);
    (short && value(0)? <= value(2)?).then(|| [0, 1, 2].map(|ix| tokens[ix].word.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn token(text: &AnalyzedText<'_>, word: &str) -> u32 {
        let is = |at: &u32| text.tokens[*at as usize].span.of(text.text) == word;
        (0..text.tokens.len() as u32).find(is).expect("the word is there")
    }

    #[test]
    fn numbers_in_addresses_and_codes_are_code_and_those_of_prose_are_not() {
        let text =
            analyze("poster=\"http://v.example.com/a/77/b_88.jpg\" On 9/11 some 500 men and/or 60 women came.", &[]);
        assert!(in_code(&text, token(&text, "77")));
        assert!(!in_code(&text, token(&text, "500")) && !in_code(&text, token(&text, "60")));
        assert!(!in_code(&text, token(&text, "11")));
    }

    #[test]
    fn the_sign_off_of_a_post_and_a_note_in_brackets_are_signatures() {
        let of = |text: &str| {
            let text = analyze(text, &[]);
            is_signature(&text, TokenRange::new(0, text.tokens.len() as u32))
        };
        assert!(of("A photo by Ann Lee (@annlee) on Feb 6, 2015") && of("(7 January, and once before)"));
        assert!(!of("She came on 6 February (a Friday) at noon, mail at 7 @ home."));
    }

    #[test]
    fn a_counter_needs_three_numbers_up_to_one_total() {
        let text = analyze("Bild 1 von 9 Bild 2 von 9 Bild 7 von 9. They won 3 of 5 seats, then 4 of 5 seats.", &[]);
        assert!(counts_a_series(&text, token(&text, "7")));
        assert!(!counts_a_series(&text, token(&text, "3")) && !counts_a_series(&text, token(&text, "9")));
    }
}
