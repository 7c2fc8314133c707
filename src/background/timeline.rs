//! Timelines: texts whose paragraphs are dated entries. Each entry is history on its own, so no block of them is foreign to the others.

use crate::text::{AnalyzedText, Span};

use super::pack::Classes;
use super::table::Word;
use super::unit::Unit;

/// Words within which an entry names its date (`On Oct. 11, 2019:`, `1. März 1994 –`).
const OPENING: usize = 6;
/// Fewest dated entries of a timeline: three may be a box in a report.
const LEAST_ENTRIES: usize = 4;
/// Share of the paragraphs that are dated entries, from which the text is a timeline; headings and an introduction stand beside them.
const SHARE: f32 = 0.5;

/// Tells whether a text is a timeline. Looks at the first words of each unit.
pub(super) fn is_timeline(text: &AnalyzedText<'_>, words: &[Word], units: &[Unit]) -> bool {
    let entries = units.iter().filter(|unit| is_entry(text, words, **unit)).count();
    entries >= LEAST_ENTRIES && entries as f32 >= SHARE * units.len() as f32
}

/// Tells whether a unit opens with a date and a mark that sets it off from what happened then.
fn is_entry(text: &AnalyzedText<'_>, words: &[Word], unit: Unit) -> bool {
    let start = text.sentences[unit.start as usize].span.start;
    let tokens = text.sentences[unit.start as usize..unit.end as usize]
        .iter()
        .flat_map(|sentence| &text.tokens[sentence.tokens.indices()])
        .take(OPENING);
    let mut end = start;
    for token in tokens {
        let word = &words[token.word.0 as usize];
        if word.year == 0 && !word.classes.any(Classes::MONTH) {
            if end > start && is_set_off(text, end, token.span.start) {
                return true;
            }
            continue;
        }
        end = token.span.end;
    }
    false
}

/// Tells whether a colon or a dash stands between a date and the next word.
fn is_set_off(text: &AnalyzedText<'_>, from: u32, to: u32) -> bool {
    let between = Span::new(from, to).of(text.text);
    between.trim_start_matches('.').trim().starts_with([':', '–', '—', '-', '|'])
}

#[cfg(test)]
mod tests {
    use super::super::concept::{Concepts, Register};
    use super::super::pack::Packs;
    use super::super::table::look_up;
    use super::super::unit::units;
    use super::*;
    use crate::text::{Language, analyze};

    fn timeline(text: &str) -> bool {
        let analyzed = analyze(text, &[]);
        let (mut words, mut parts) = (Vec::new(), Vec::new());
        let packs = Packs::shipped();
        look_up(&analyzed, packs.of(Language::English), Register::Concepts(&Concepts::default()), &mut words);
        units(&analyzed, &[], &mut parts);
        is_timeline(&analyzed, &words, &parts)
    }

    #[test]
    fn dated_entries_make_a_timeline() {
        let entries = "How the bridge was mended.\n\
            Oct. 11, 2019: Engineers strip the paint and find cracks.\n\
            Jan. 17, 2020: Lab tests show what the steel is made of.\n\
            March 2021 – The road is closed to lorries.\n\
            2022: The last girder is lowered into place.\n\
            The bridge has been open since.\n";
        assert!(timeline(entries));
    }

    #[test]
    fn sentences_that_begin_with_a_date_do_not() {
        let report = "The bridge was closed on Monday.\n\
            In 2019 engineers found cracks in the paint.\n\
            In January 2020 the steel was tested.\n\
            In 2021 the road was closed to lorries - for good, it was said.\n\
            By 2022 the girders had been replaced.\n";
        assert!(!timeline(report));
    }
}
