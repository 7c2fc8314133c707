//! What a repeat is made of: what tells a slip from the ordinary repetitions of news (names, headlines, lists, refrains).

use super::Context;
use super::furniture::counts_a_series;
use super::row::is_row;
use crate::passage::{Repeat, Side};
use crate::quote::Quotation;
use crate::text::{AnalyzedText, BlockKind, Language, Token, TokenTraits};

/// Why a repeat is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ordinary {
    /// It is, or echoes, a headline.
    Heading,
    /// It is made of names, titles and figures.
    Names,
    /// It is a row of a list whose rows share one form.
    List,
    /// It is a quotation that the article marks as said again.
    Refrain,
}

/// Words from which a repeat with changes is no figure of speech: a sentence of that length is not said twice for its rhythm.
const PARALLEL: u32 = 20;
/// Words from which a repeat is told even if it is made of names: no list of officials of that length stands twice by chance.
const MORE_THAN_NAMES: u32 = 24;
/// Share of lower-case words from which a passage is more than names and titles.
///
/// German writes every noun with a capital: its running text has about .55, other languages' .80 (on the texts of `corpus/`).
fn least_lower_case(language: Language) -> f64 {
    match language {
        Language::German => 0.35,
        Language::English
        | Language::French
        | Language::Spanish
        | Language::Russian
        | Language::Ukrainian
        | Language::Chinese
        | Language::Japanese
        | Language::Other => 0.5,
    }
}

/// Tells what makes a repeat ordinary; `None` for one that is worth telling.
pub(super) fn ordinary(context: &Context<'_>, repeat: &Repeat) -> Option<Ordinary> {
    let sides = [repeat.passage.left, repeat.passage.right];
    if sides.iter().any(|&side| kind_of(context, side) == BlockKind::Heading) {
        return Some(Ordinary::Heading);
    }
    if repeat.passage.words < MORE_THAN_NAMES
        && lower_case_share(context, repeat.passage.right) < least_lower_case(context.text.language)
    {
        return Some(Ordinary::Names);
    }
    if sides.iter().all(|&side| is_row(context, paragraph_at(context, side))) {
        return Some(Ordinary::List);
    }
    // `3 of 45 Photos: The storm`: the rows of a gallery, each with its title behind a counter.
    let numbered = |side: &Side| side.tokens.start.checked_sub(1).is_some_and(|at| counts_a_series(context.text, at));
    if repeat.passage.words < MORE_THAN_NAMES && sides.iter().all(numbered) {
        return Some(Ordinary::List);
    }
    if sides.iter().all(|&side| quoted(context, side)) && marked_as_said_again(context, repeat.passage.right) {
        return Some(Ordinary::Refrain);
    }
    None
}

/// Tells whether a repeat is a figure of speech: neighbouring sentences of one paragraph, or two parts of one sentence, in the same words but for some that
/// others stand in the place of (`To my friends on the right ... To my friends on the left ...`).
///
/// Of 30 drawn from those that this leaves out of 20,000 news articles, 26 were no slip.
pub(super) fn is_parallel(context: &Context<'_>, repeat: &Repeat) -> bool {
    let Repeat { passage, changes } = repeat;
    let (left, right) = (passage.left, passage.right);
    passage.words < PARALLEL
        && changes.iter().any(|change| !change.left.is_empty() && !change.right.is_empty())
        && paragraph_at(context, left) == paragraph_at(context, right)
        && sentence_at(context, right.tokens.start) <= sentence_at(context, left.tokens.end.saturating_sub(1)) + 1
}

/// Tells whether one side by itself is hardly more than a list of names and titles.
///
/// A third less lower case than between two places of one article: what stood elsewhere word for word was seldom written twice by chance.
/// Words all in capitals (a line that calls out to readers, a headline) say nothing of whether the rest are names.
pub(super) fn names_only(context: &Context<'_>, side: Side, words: u32) -> bool {
    let tokens = &context.text.tokens[side.tokens.indices()];
    let (mut names, mut others) = (0u32, 0u32);
    for token in tokens.iter().filter(|token| !is_shouted(context.text, token)) {
        let is_name = token.traits.has(TokenTraits::CAPITAL) || token.traits.has(TokenTraits::DIGIT);
        if is_name { names += 1 } else { others += 1 }
    }
    let lower = f64::from(others) / f64::from((names + others).max(1));
    words < MORE_THAN_NAMES && names > 0 && lower * 1.5 < least_lower_case(context.text.language)
}

/// Tells whether a word of two letters or more is all in capitals.
fn is_shouted(text: &AnalyzedText<'_>, token: &Token) -> bool {
    let word = token.span.of(text.text);
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    token.traits.has(TokenTraits::CAPITAL) && letters.clone().count() > 1 && letters.all(char::is_uppercase)
}

/// Tells whether a side is one whole sentence or more, to within two words.
pub(super) fn whole_sentence(context: &Context<'_>, side: Side) -> bool {
    let first = sentence_at(context, side.tokens.start);
    let sentences = &context.text.sentences[first..];
    sentences
        .iter()
        .take_while(|sentence| sentence.tokens.start < side.tokens.end)
        .any(|sentence| sentence.tokens.len() >= 4 && sentence.tokens.overlap(side.tokens) + 2 >= sentence.tokens.len())
}

/// Returns the position of the paragraph that a side starts in.
pub(super) fn paragraph_at(context: &Context<'_>, side: Side) -> usize {
    context
        .text
        .sentences
        .get(sentence_at(context, side.tokens.start))
        .map_or(0, |sentence| sentence.paragraph as usize)
}

/// Tells whether at least 80 % of a side's words stand between quotation marks.
pub(super) fn quoted(context: &Context<'_>, side: Side) -> bool {
    let covered: u32 = quotations_near(context, side).map(|quotation| quotation.span.overlap(side.span)).sum();
    f64::from(covered) >= 0.8 * f64::from(side.span.len())
}

/// Returns the quotation that both places give, if there is one of at least three words.
pub(super) fn shared_quotation<'a>(context: &Context<'a>, repeat: &Repeat) -> Option<&'a Quotation> {
    let given = |quotation: &&Quotation, side: Side| {
        context.text.count_words(quotation.tokens) >= 3
            && f64::from(quotation.span.overlap(side.span)) >= 0.8 * f64::from(quotation.span.len())
    };
    let Repeat { passage, .. } = repeat;
    quotations_near(context, passage.left).find(|quotation| given(quotation, passage.left))?;
    quotations_near(context, passage.right).find(|quotation| given(quotation, passage.right))
}

fn quotations_near<'a>(context: &Context<'a>, side: Side) -> impl Iterator<Item = &'a Quotation> {
    let first = context.quotations.partition_point(|quotation| quotation.span.end <= side.span.start);
    context.quotations[first..].iter().take_while(move |quotation| quotation.span.start < side.span.end)
}

pub(super) fn sentence_at(context: &Context<'_>, token: u32) -> usize {
    context.text.sentences.partition_point(|sentence| sentence.tokens.end <= token)
}

fn kind_of(context: &Context<'_>, side: Side) -> BlockKind {
    context.text.paragraphs.get(paragraph_at(context, side)).map_or(BlockKind::Paragraph, |paragraph| paragraph.kind)
}

fn lower_case_share(context: &Context<'_>, side: Side) -> f64 {
    let tokens = &context.text.tokens[side.tokens.indices()];
    let lower = tokens
        .iter()
        .filter(|token| !token.traits.has(TokenTraits::CAPITAL) && !token.traits.has(TokenTraits::DIGIT))
        .count();
    lower as f64 / tokens.len().max(1) as f64
}

/// Words of an attribution that say that a quotation was said before.
const SAID_AGAIN: &str = include_str!("said_again.txt");

fn marked_as_said_again(context: &Context<'_>, side: Side) -> bool {
    let Some(sentence) = context.text.sentences.get(sentence_at(context, side.tokens.start)) else { return false };
    let before = context.text.sentences[..sentence_at(context, side.tokens.start)].last();
    [Some(sentence), before].into_iter().flatten().any(|sentence| {
        let mut around = context.text.tokens[sentence.tokens.indices()]
            .iter()
            .filter(|token| side.span.overlap(token.span) == 0)
            .map(|token| context.text.words.form(token.word));
        around.any(|word| SAID_AGAIN.lines().any(|again| again == word))
    })
}
