//! One text through all the cuts: blocks, sentences, tokens.

use super::fold::fold;
use super::layout::plain_blocks;
use super::sentence::sentences;
use super::token::Tokenizer;
use super::{Block, BlockKind, Disguise, Language, Span, Token, TokenRange, TokenTraits, Words};

/// Tokens from which a text gives back the room that it did not need: a list that outgrew its first guess holds up to twice what is in it.
const LARGE: usize = 1 << 20;

/// A text with all its cuts; borrows the text.
#[derive(Debug, Clone)]
pub struct AnalyzedText<'t> {
    /// The original text.
    pub text: &'t str,
    /// Its language.
    pub language: Language,
    /// Its words in order.
    pub tokens: Vec<Token>,
    /// Its distinct words.
    pub words: Words,
    /// Its sentences in order; they do not overlap.
    pub sentences: Vec<Sentence>,
    /// Its blocks of layout in order; each holds one sentence or more.
    pub paragraphs: Vec<Paragraph>,
    /// The tricks that its fold undid, in order.
    pub disguises: Vec<Disguise>,
}

/// A sentence where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes, without the white space around them.
    pub span: Span,
    /// Its tokens; may be empty (`***`).
    pub tokens: TokenRange,
    /// Position of its paragraph.
    pub paragraph: u32,
}

/// A block of layout with its sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// Its bytes, without the white space around them.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Position of its first sentence.
    pub first_sentence: u32,
    /// One past its last sentence.
    pub end_sentence: u32,
    /// Its tokens.
    pub tokens: TokenRange,
}

/// Cuts a text. `blocks` names its layout where the format did; empty: found by line.
///
/// Linear in the length of the text.
#[must_use]
pub fn analyze<'t>(text: &'t str, blocks: &[Block]) -> AnalyzedText<'t> {
    let language = Language::detect(text);
    let folded = fold(text);
    let found;
    let blocks = if blocks.is_empty() {
        found = plain_blocks(text);
        &found
    } else {
        blocks
    };
    let mut out = AnalyzedText {
        text,
        language,
        // A word and the space behind it take 6 bytes of English, fewer only in scripts without spaces.
        tokens: Vec::with_capacity(text.len() / 6),
        words: Words::default(),
        sentences: Vec::new(),
        paragraphs: Vec::new(),
        disguises: Vec::new(),
    };
    let mut words = Words::for_bytes(text.len());
    let mut tokenizer = Tokenizer::new(text, &folded, &mut words);
    let mut spans = Vec::new();
    for block in blocks {
        spans.clear();
        sentences(text, block.span, language, &mut spans);
        let first_sentence = out.sentences.len() as u32;
        let first_token = out.tokens.len() as u32;
        for &span in &spans {
            let start = out.tokens.len() as u32;
            tokenizer.tokens(span, &mut out.tokens);
            let tokens = TokenRange::new(start, out.tokens.len() as u32);
            out.sentences.push(Sentence { span, tokens, paragraph: out.paragraphs.len() as u32 });
        }
        out.paragraphs.push(Paragraph {
            span: block.span,
            kind: block.kind,
            first_sentence,
            end_sentence: out.sentences.len() as u32,
            tokens: TokenRange::new(first_token, out.tokens.len() as u32),
        });
    }
    if out.tokens.len() > LARGE {
        out.tokens.shrink_to_fit();
    }
    out.words = words;
    out.disguises = folded.disguises;
    out
}

/// Cuts a text into words only: the tokens and distinct words that [`analyze`] finds, without language and sentences. Costs two thirds of it.
#[must_use]
pub fn cut_words(text: &str, blocks: &[Block]) -> (Vec<Token>, Words) {
    let folded = fold(text);
    let whole = [Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len() as u32) }];
    let blocks = if blocks.is_empty() { &whole } else { blocks };
    let mut tokens = Vec::with_capacity(text.len() / 6);
    let mut words = Words::for_bytes(text.len());
    let mut tokenizer = Tokenizer::new(text, &folded, &mut words);
    for block in blocks {
        tokenizer.tokens(block.span, &mut tokens);
    }
    (tokens, words)
}

impl AnalyzedText<'_> {
    /// Counts words as a reader does.
    #[must_use]
    pub fn count_words(&self, range: TokenRange) -> u32 {
        range.len()
    }

    /// Returns the bytes from the first to the last token of a range; an empty range gives an empty span.
    #[must_use]
    pub fn span_of(&self, range: TokenRange) -> Span {
        match &self.tokens[range.indices()] {
            [] => Span::default(),
            [first, .., last] => Span::new(first.span.start, last.span.end),
            [only] => only.span,
        }
    }

    /// Counts the words of a range: two characters of a script without spaces count as one word, rounded up.
    #[must_use]
    pub fn words_in(&self, range: TokenRange) -> u32 {
        let unspaced =
            self.tokens[range.indices()].iter().filter(|token| token.traits.has(TokenTraits::UNSPACED)).count() as u32;
        range.len() - unspaced + unspaced.div_ceil(2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same_words(text: &str, blocks: &[Block]) -> Result<(), TestCaseError> {
        let (analyzed, (tokens, words)) = (analyze(text, blocks), cut_words(text, blocks));
        prop_assert_eq!(&analyzed.tokens, &tokens);
        prop_assert!(analyzed.words.forms().eq(words.forms()));
        Ok(())
    }

    proptest! {
        #[test]
        fn a_text_has_the_same_words_with_sentences_and_without(
            text in "([A-Za-z]{1,9}|[0-9]{1,3}|U\\.S\\.|Mr\\.|’|“|”|[.,:!?…]|[ \n\r\t]|。|日本|é|[٣ж]|\u{ad}|-){0,80}",
        ) {
            same_words(&text, &[])?;
            let middle = (text.len() / 2..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0) as u32;
            let block = |start, end| Block { kind: BlockKind::Paragraph, span: Span::new(start, end) };
            if middle > 0 && middle < text.len() as u32 {
                same_words(&text, &[block(0, middle), block(middle, text.len() as u32)])?;
            }
        }
    }
}
