//! Ranges of words become places in a text: bytes, code points and words, without the words at either end that are common by chance.

use crate::text::fold::fold;
use crate::text::lines::LineIndex;
use crate::text::token::Tokenizer;
use crate::text::{Span, Token, TokenRange, Words};

/// Words of a neighbouring sentence that may be common by chance: `In this`, `The`, `said`; three in a row begin with the same words of a place or a name.
const CHANCE: u32 = 3;

/// Where some words stand in their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located {
    /// Their bytes.
    pub span: Span,
    /// Their code points.
    pub chars: Span,
    /// How many there are.
    pub words: u32,
}

/// Finds ranges of words in their text, in the order of the ranges. Linear in the text.
pub(super) fn locate(text: &str, ranges: &[TokenRange]) -> Vec<Located> {
    let folded = fold(text);
    let (mut words, mut tokens): (Words, Vec<Token>) = (Words::default(), Vec::new());
    Tokenizer::new(text, &folded, &mut words).tokens(Span::new(0, text.len() as u32), &mut tokens);
    let lines = LineIndex::new(text);
    let located = |&range: &TokenRange| {
        let range = without_chance_words(text, &tokens, range);
        let tokens = &tokens[range.indices()];
        let start = tokens.first().map_or(0, |token| token.span.start);
        let span = Span::new(start, tokens.last().map_or(start, |token| token.span.end));
        let chars = Span::new(lines.position(span.start).char, lines.position(span.end).char);
        Located { span, chars, words: range.len() }
    };
    ranges.iter().map(located).collect()
}

/// Leaves out the end of a sentence before a passage, and the beginning of one behind it, where that is a few words.
fn without_chance_words(text: &str, tokens: &[Token], range: TokenRange) -> TokenRange {
    let TokenRange { mut start, mut end } = range;
    // A passage of a few short sentences is not eaten up.
    let most = CHANCE.min(range.len() / 4);
    let ends_behind = |ix: u32| match &tokens[ix as usize..] {
        [this, next, ..] => ends_sentence(text, this.span, next.span),
        _ => false,
    };
    if let Some(last) = (range.start..range.start + most).rev().find(|&ix| ends_behind(ix)) {
        start = last + 1;
    }
    if let Some(last) = (range.end - most..range.end).map(|ix| ix - 1).find(|&ix| ix >= start && ends_behind(ix)) {
        end = last + 1;
    }
    TokenRange::new(start, end)
}

/// Tells whether a sentence or a line ends between two words.
fn ends_sentence(text: &str, this: Span, next: Span) -> bool {
    let between = &text[this.end as usize..next.start as usize];
    let abbreviates = this.of(text).contains('.') || this.len() == 1;
    between.contains('\n')
        || between.contains(['!', '?', '…', '。', '！', '？', '؟', '।'])
        || (between.contains('.') && between.contains(char::is_whitespace) && !abbreviates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(text: &str, start: u32, end: u32) -> &str {
        locate(text, &[TokenRange::new(start, end)])[0].span.of(text)
    }

    const TEXT: &str = "It ended. The U.S. senators from both sides voted for the bill late on Monday. In this case";

    #[test]
    fn a_few_words_of_the_neighbouring_sentences_are_left_out() {
        let sentence = "The U.S. senators from both sides voted for the bill late on Monday";
        assert_eq!(located(TEXT, 0, 18), sentence);
        assert_eq!(located(TEXT, 1, 17), sentence);
        assert_eq!(located(TEXT, 2, 15), sentence);
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        assert_eq!(located(TEXT, 3, 15), "U.S. senators from both sides voted for the bill late on Monday");
    }

    #[test]
    fn short_sentences_are_not_eaten_up() {
        assert_eq!(located("Oh yes. Oh no. Oh my.", 0, 6), "Oh yes. Oh no. Oh my");
    }

    #[test]
    fn every_word_is_counted_in_bytes_and_code_points() {
        let text = "é 東京 Straße";
        let found = locate(text, &[TokenRange::new(1, 4)])[0];
        assert_eq!((found.span.of(text), found.chars, found.words), ("東京 Straße", Span::new(2, 11), 3));
    }
}
