//! Marks of each sentence: counts that a block adds up, kept as running totals so that any block's totals are one subtraction.

use crate::text::{AnalyzedText, Span, TokenTraits};

use super::concept::Register;
use super::lexicon::{Lexicon, pair_key};
use super::pack::Classes;
use super::quoted::quoted;
use super::table::{Word, code};
use super::unit::Unit;

/// Counts of one sentence or block, by [`Mark`].
pub(super) type Row = [f32; MARKS];

macro_rules! marks {
    ($($name:ident),* $(,)?) => {
        /// What is counted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub(super) enum Mark { $($name),* }

        /// How many marks there are.
        pub(super) const MARKS: usize = [$(Mark::$name),*].len();
    };
}

marks! {
    Tokens, Letters, Sentences, Quoted, QuotedSentences, Attributed, RecentSentences, SelfWords, Persons, Thirds, Titles, Names,
    Numbers, YearSentences, OldYearSentences, Years, GapLog, InYear, DayOfMonth, History, Since, ConnectiveOpening, Generic, Present, Past,
    Modal, Indefinite, Definite, Register, RegisterSentences, Questions, PronounOpening, Weekdays,
}

/// The marks of one text.
#[derive(Debug, Clone)]
pub(super) struct Marks {
    /// Running totals: entry `i` holds the sums of the sentences before `i`.
    totals: Vec<Row>,
    whole: Row,
    quotes: Vec<Span>,
}

impl Default for Marks {
    fn default() -> Self {
        Self { totals: Vec::new(), whole: [0.0; MARKS], quotes: Vec::new() }
    }
}

/// Share of a sentence inside quotation marks from which it counts as quoted.
const QUOTED_SHARE: f32 = 0.3;
/// Years before the report from which a year counts as old: this and the last year are the report's own time.
const OLD: i16 = 2;

impl Marks {
    /// Counts the marks of a text; `year` is the year of the report.
    pub(super) fn count(&mut self, text: &AnalyzedText<'_>, words: &[Word], register: Register<'_>, year: Option<i16>) {
        let lexicon = register.lexicon();
        self.totals.clear();
        self.totals.push([0.0; MARKS]);
        self.quotes.clear();
        for paragraph in &text.paragraphs {
            quoted(text.text, paragraph.span, &mut self.quotes);
        }
        let mut counter = Counter { text, words, lexicon, year, quotes: &self.quotes };
        let mut total = [0.0; MARKS];
        for sentence in 0..text.sentences.len() {
            let row = counter.sentence(sentence);
            for (sum, value) in total.iter_mut().zip(row) {
                *sum += value;
            }
            self.totals.push(total);
        }
    }

    /// Returns the sums over a range of sentences.
    pub(super) fn sum(&self, start: u32, end: u32) -> Row {
        let (from, to) = (&self.totals[start as usize], &self.totals[end as usize]);
        std::array::from_fn(|mark| to[mark] - from[mark])
    }

    /// Sums up the units that make the text.
    pub(super) fn total(&mut self, units: &[Unit]) {
        self.whole = [0.0; MARKS];
        for unit in units {
            let row = self.sum(unit.start, unit.end);
            self.whole.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
    }

    /// Returns the sums over the units that make the text.
    pub(super) fn whole(&self) -> Row {
        self.whole
    }

    /// Returns the mean register of the words of a sentence.
    pub(super) fn register(&self, sentence: u32) -> f32 {
        let one = |mark| self.one(mark, sentence, sentence + 1);
        one(Mark::Register) / one(Mark::Tokens).max(1.0)
    }

    /// Returns one sum over a range of sentences.
    pub(super) fn one(&self, mark: Mark, start: u32, end: u32) -> f32 {
        self.totals[end as usize][mark as usize] - self.totals[start as usize][mark as usize]
    }
}

struct Counter<'a, 't> {
    text: &'a AnalyzedText<'t>,
    words: &'a [Word],
    lexicon: Option<&'a Lexicon>,
    year: Option<i16>,
    quotes: &'a [Span],
}

impl Counter<'_, '_> {
    fn sentence(&mut self, ix: usize) -> Row {
        let sentence = self.text.sentences[ix];
        let tokens = &self.text.tokens[sentence.tokens.indices()];
        let mut row = [0.0; MARKS];
        let mut sums = Sums::default();
        let mut before = Before { code: code::START, classes: Classes::default() };
        while self.quotes.first().is_some_and(|quote| quote.end <= sentence.span.start) {
            self.quotes = &self.quotes[1..];
        }
        let mut quotes = self.quotes.iter().copied();
        let mut quote = quotes.next().unwrap_or(NO_QUOTE);
        let mut at = 0;
        // As many words as their counts can be added up in bytes.
        for part in tokens.chunks(u8::MAX as usize) {
            let mut counts = 0;
            for token in part {
                let word = &self.words[token.word.0 as usize];
                while quote.end <= token.span.start {
                    quote = quotes.next().unwrap_or(NO_QUOTE);
                }
                sums.quoted += u32::from(quote.start <= token.span.start);
                sums.letters += token.span.len();
                let this = if is_name(at, token.traits, word.classes) {
                    sums.names += 1;
                    code::NAME
                } else {
                    sums.register += word.weight;
                    counts += word.counts;
                    word.code
                };
                if matches!(word.code, code::YEAR | code::NUMBER) {
                    self.count_time(&mut row, word, &before, at);
                }
                sums.seen.0 |= word.classes.0;
                sums.deictic |= is_deictic(before.classes, word.classes);
                if let Some(lexicon) = self.lexicon {
                    sums.register += lexicon.weight(pair_key(before.code, this));
                }
                before = Before { code: this, classes: word.classes };
                at += 1;
            }
            for (&(_, mark), count) in COUNTED.iter().zip(counts.to_le_bytes()) {
                add(&mut row, mark, f32::from(count));
            }
        }
        self.finish(&mut row, tokens.len(), &sums, sentence.span);
        if let Some(first) = tokens.first() {
            let classes = self.words[first.word.0 as usize].classes;
            flag(&mut row, Mark::ConnectiveOpening, classes.any(Classes::CONNECTIVE));
            flag(
                &mut row,
                Mark::PronounOpening,
                classes.any(Classes(Classes::PERSON.0 | Classes::THIRD.0 | Classes::SELF.0)),
            );
        }
        row
    }

    /// Counts a number or a year.
    fn count_time(&self, row: &mut Row, word: &Word, before: &Before, at: usize) {
        if word.year > 0 {
            add(row, Mark::Years, 1.0);
            flag(row, Mark::YearSentences, true);
            let gap = self.year.map_or(0, |year| year - word.year);
            if gap >= OLD {
                flag(row, Mark::OldYearSentences, true);
            }
            row[Mark::GapLog as usize] = row[Mark::GapLog as usize].max((f32::from(gap.max(0)) + 1.0).ln());
            flag(row, Mark::InYear, at == 1);
        } else if before.classes.any(Classes::MONTH) {
            add(row, Mark::DayOfMonth, 1.0);
        }
        if word.code == code::NUMBER {
            add(row, Mark::Numbers, 1.0);
        }
    }

    fn finish(&self, row: &mut Row, tokens: usize, sums: &Sums, span: Span) {
        let tokens = tokens as f32;
        row[Mark::Tokens as usize] = tokens;
        row[Mark::Letters as usize] = sums.letters as f32;
        row[Mark::Quoted as usize] = sums.quoted as f32;
        row[Mark::Names as usize] = sums.names as f32;
        row[Mark::Register as usize] = sums.register;
        flag(row, Mark::Sentences, tokens > 0.0);
        flag(row, Mark::QuotedSentences, tokens > 0.0 && row[Mark::Quoted as usize] >= QUOTED_SHARE * tokens);
        flag(row, Mark::Attributed, sums.seen.any(Classes::SAID));
        flag(row, Mark::RecentSentences, sums.deictic || sums.seen.any(Classes::RECENT.or(Classes::WEEKDAY)));
        flag(row, Mark::RegisterSentences, sums.register > 0.0);
        flag(row, Mark::Questions, span.of(self.text.text).ends_with(['?', '!']));
    }
}

/// Sums over the words of one sentence.
#[derive(Default)]
struct Sums {
    letters: u32,
    quoted: u32,
    names: u32,
    register: f32,
    /// The classes of all words.
    seen: Classes,
    deictic: bool,
}

/// Stands behind every word.
const NO_QUOTE: Span = Span { start: u32::MAX, end: u32::MAX };

struct Before {
    code: u32,
    classes: Classes,
}

/// Tells whether a token is read as part of a name: a capital inside a sentence that no class explains.
pub(super) fn is_name(at: usize, traits: TokenTraits, classes: Classes) -> bool {
    at > 0 && traits.has(TokenTraits::CAPITAL) && !classes.any(Classes::NEVER_NAME)
}

fn is_deictic(left: Classes, right: Classes) -> bool {
    (left.any(Classes::DEICTIC) && right.any(Classes::PERIOD))
        || (left.any(Classes::PERIOD) && right.any(Classes::DEICTIC))
}

/// Which mark each class adds to, by the bit of the class.
const COUNTED: [(Classes, Mark); 13] = [
    (Classes::WEEKDAY, Mark::Weekdays),
    (Classes::HISTORY, Mark::History),
    (Classes::SINCE, Mark::Since),
    (Classes::GENERIC, Mark::Generic),
    (Classes::PRESENT, Mark::Present),
    (Classes::PAST, Mark::Past),
    (Classes::MODAL, Mark::Modal),
    (Classes::INDEFINITE, Mark::Indefinite),
    (Classes::DEFINITE, Mark::Definite),
    (Classes::SELF, Mark::SelfWords),
    (Classes::PERSON, Mark::Persons),
    (Classes::THIRD, Mark::Thirds),
    (Classes::TITLE, Mark::Titles),
];

/// For each of [`COUNTED`] a byte, 1 or 0: what a word adds to its mark.
pub(super) type ClassCounts = u128;

/// Returns what a word of these classes adds.
pub(super) fn class_counts(classes: Classes) -> ClassCounts {
    if classes == Classes::default() {
        return 0;
    }
    let bytes = COUNTED.iter().zip((0..).step_by(8));
    bytes.map(|((class, _), shift)| ClassCounts::from(classes.any(*class)) << shift).sum()
}

const _: () = assert!(COUNTED.len() <= size_of::<ClassCounts>(), "a byte for each");

fn add(row: &mut Row, mark: Mark, value: f32) {
    row[mark as usize] += value;
}

fn flag(row: &mut Row, mark: Mark, holds: bool) {
    if holds {
        row[mark as usize] = 1.0;
    }
}
