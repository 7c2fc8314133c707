//! Sentences of one block of layout.
//!
//! Every `.`, `!`, `?`, `…` and `。` is looked at with the word before it and the word after it; lists of abbreviations and of words that start sentences decide where case does not.

use super::class::Class;
use super::habits::{Habit, Habits};
use super::stop::{Mark, Next, NextKind, Places, Stop, is_quotation_mark};
use super::{Language, Span};

/// Finds the sentences of a block and appends their spans, without the white space around them.
///
/// Linear in the length of the block. Together the spans hold every character of the block that is not white space.
pub fn sentences(text: &str, block: Span, language: Language, out: &mut Vec<Span>) {
    let mut splitter = Splitter { text: block.of(text), habits: Habits::of(language), word: String::new() };
    let places = Places::new(block.of(text));
    let mut start = 0;
    let mut at = 0;
    while let Some(found) = places.after(at) {
        let stop = Stop::read(splitter.text, found);
        if splitter.ends(start, &stop) {
            push(text, block, start, stop.end, out);
            start = stop.end;
        }
        at = stop.end;
    }
    push(text, block, start, block.len() as usize, out);
}

fn push(text: &str, block: Span, start: usize, end: usize, out: &mut Vec<Span>) {
    let whole = &block.of(text)[start..end];
    let trimmed = whole.trim_start();
    let lead = whole.len() - trimmed.len();
    let len = trimmed.trim_end().len();
    if len > 0 {
        let first = block.start + (start + lead) as u32;
        out.push(Span::new(first, first + len as u32));
    }
}

/// The walk over one block.
struct Splitter<'t> {
    text: &'t str,
    habits: &'static Habits,
    /// Scratch memory for a word in small letters.
    word: String,
}

impl Splitter<'_> {
    /// Decides whether the sentence that began at `start` ends with this stop.
    fn ends(&mut self, start: usize, stop: &Stop) -> bool {
        let next = Next::after(self.text, stop);
        if next.kind == NextKind::Nothing {
            return false;
        }
        if stop.mark == Mark::Wide {
            return self.ends_wide(stop);
        }
        if !next.gap && !self.lacks_space(stop, &next) {
            return false;
        }
        match next.kind {
            NextKind::Continuing | NextKind::Nothing => return false,
            NextKind::Small => return self.ends_before_small(start, stop, &next),
            NextKind::Capital | NextKind::Digit | NextKind::Caseless | NextKind::Sign => {}
        }
        // «Да!» — Иван: what follows the dash says who spoke.
        if next.dash && stop.quoted {
            return false;
        }
        match stop.mark {
            Mark::Call | Mark::Wide => !self.is_bracketed_alone(stop),
            Mark::Ellipsis => !self.is_bracketed_alone(stop),
            Mark::Point => self.ends_at_point(start, stop, &next),
        }
    }

    /// A small letter follows: writers without capitals, links, interviews. Nothing else puts a stop behind an ordinary word.
    fn ends_before_small(&mut self, start: usize, stop: &Stop, next: &Next) -> bool {
        if stop.quoted || stop.bracketed || next.dash || next.quote || stop.mark == Mark::Ellipsis {
            return false;
        }
        let before = &self.text[start..stop.start];
        let word = last_letters(before);
        // Words with a capital are names (`Yahoo! shares`), words of a few letters may be abbreviations that are on no list.
        let least = if stop.mark == Mark::Call { 1 } else { 4 };
        if word.chars().count() < least && !self.is_common(word) || !word.chars().all(char::is_lowercase) {
            return false;
        }
        self.lower(word);
        !word.is_empty()
            && self.habits.after(&self.word).is_none()
            && !before[..before.len() - word.len()].ends_with('.')
    }

    /// Tells whether a word is one of the commonest, and so no abbreviation.
    fn is_common(&mut self, word: &str) -> bool {
        self.lower(word);
        self.habits.is_common(&self.word)
    }

    /// A mark without a space after it, in Han and kana: a particle goes on with the sentence (「行く。」と言った).
    fn ends_wide(&self, stop: &Stop) -> bool {
        let next = self.text[stop.end..].chars().next();
        let particle = next.is_some_and(|char| "とっなにはをのがもでへや".contains(char));
        let number =
            self.text[stop.start..].starts_with('．') && next.is_some_and(|char| Class::of(char).is(Class::DIGIT));
        !(number || stop.quoted && particle)
    }

    /// Tells whether a space was forgotten: `said.The`, but not `example.Com` or `a.b/C.html`.
    fn lacks_space(&mut self, stop: &Stop, next: &Next) -> bool {
        if next.kind != NextKind::Capital || next.dash || stop.mark == Mark::Ellipsis {
            return false;
        }
        let is_joint = |char: char| matches!(char, '.' | '/' | '@' | '_' | '(' | '-');
        let word = last_letters(&self.text[..stop.start]);
        let after = &self.text[next.word..];
        let after = &after[..after.find(|char: char| !char.is_alphabetic()).unwrap_or(after.len())];
        let joined = self.text[..stop.start - word.len()].ends_with(is_joint)
            || self.text[next.word + after.len()..].starts_with(is_joint);
        // A word, not initials or an abbreviation, before; a word in its usual case behind.
        let small = word.chars().rev().take(3).filter(|char| char.is_lowercase()).count() == 3;
        let named = after.chars().nth(1).is_some_and(char::is_lowercase);
        self.lower(after);
        small && named && !joined && !DOMAINS.contains(&self.word.as_str())
    }

    /// `(...)`, `[!]`: the mark is all that the brackets hold.
    fn is_bracketed_alone(&self, stop: &Stop) -> bool {
        stop.bracketed && self.text[..stop.start].ends_with(['(', '['])
    }

    fn ends_at_point(&mut self, start: usize, stop: &Stop, next: &Next) -> bool {
        let text = self.text;
        let before = &text[start..stop.start];
        let word = before
            .rsplit(|char: char| {
                char.is_whitespace() || is_quotation_mark(char) || matches!(char, '(' | '[' | '–' | '—' | '/')
            })
            .next()
            .unwrap_or("");
        if word.is_empty() {
            return true;
        }
        // A number or a letter that is all of the sentence so far counts an item of a list.
        if before.trim_start().len() == word.len() && !stop.quoted && is_item_number(word) {
            return false;
        }
        // What closes behind the point shows that the sentence is complete: `(Reuters Inc.)` and `the U.S.”` do not, as the words may go on.
        match self.habit(before, word) {
            None => self.ends_after_word(word, next),
            Some(Habit::Never) => stop.quoted && self.clearly_starts(next),
            Some(Habit::BeforeNumber) => next.kind != NextKind::Digit,
            Some(Habit::Unless | Habit::AfterNumber) => {
                self.clearly_starts(next) || (stop.quoted && next.kind == NextKind::Capital)
            }
        }
    }

    fn habit(&mut self, before: &str, word: &str) -> Option<Habit> {
        self.lower(word);
        let found = self.habits.after(&self.word);
        match found {
            Some(Habit::AfterNumber) => {
                let lead = before[..before.len() - word.len()].trim_end();
                let numbered = lead.ends_with(|char: char| char.is_numeric() || matches!(char, 'I' | 'V' | 'X' | 'L'));
                if numbered { None } else { Some(Habit::Never) }
            }
            _ => found,
        }
    }

    /// A word that is on no list: initials, letters with points between them, ordinals.
    fn ends_after_word(&mut self, word: &str, next: &Next) -> bool {
        let mut chars = word.chars();
        let (first, second) = (chars.next(), chars.next());
        let single = second.is_none() && first.is_some_and(char::is_alphabetic);
        let pointed = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 1);
        if (single && first.is_some_and(|char| char.is_uppercase() || self.habits.ordinals)) || pointed {
            return self.clearly_starts(next);
        }
        if self.habits.ordinals && is_ordinal(word) {
            let rest = &self.text[next.word..];
            self.lower(&rest[..word_len(rest)]);
            return !self.habits.is_counted(&self.word) && self.clearly_starts(next);
        }
        true
    }

    /// Tells whether what follows is a word that sentences start with, or a quotation that opens.
    fn clearly_starts(&mut self, next: &Next) -> bool {
        match next.kind {
            NextKind::Capital => {
                let rest = &self.text[next.word..];
                self.lower(&rest[..word_len(rest)]);
                self.habits.starts(&self.word) || next.quote
            }
            NextKind::Caseless | NextKind::Sign => true,
            _ => false,
        }
    }

    fn lower(&mut self, word: &str) {
        self.word.clear();
        // Longer words are on no list.
        if word.len() <= 32 {
            self.word
                .extend(word.chars().flat_map(char::to_lowercase).map(|char| if char == '’' { '\'' } else { char }));
        }
    }
}

/// Returns the letters that a text ends with.
fn last_letters(text: &str) -> &str {
    let start =
        text.char_indices().rev().take_while(|&(_, char)| char.is_alphabetic()).last().map_or(text.len(), |(at, _)| at);
    &text[start..]
}

/// Measures the word at the start of a text, apostrophes inside.
fn word_len(text: &str) -> usize {
    text.find(|char: char| !char.is_alphanumeric() && !matches!(char, '\'' | '’')).unwrap_or(text.len())
}

/// Tells whether a word is a number of one or two digits or a Roman numeral: longer ones are years and amounts.
fn is_ordinal(word: &str) -> bool {
    let digits = word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    digits || (word.len() <= 5 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X')))
}

/// Tells whether a word may count an item of a list: `1`, `12`, `a`, `iv`.
fn is_item_number(word: &str) -> bool {
    let digits = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    digits
        || word.chars().count() == 1
        || (word.len() <= 4 && word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x' | b'I' | b'V' | b'X')))
}

/// Ends of addresses and file names that are written with a capital at times.
const DOMAINS: [&str; 12] = ["com", "org", "net", "gov", "edu", "info", "html", "js", "tv", "uk", "de", "ru"];

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(language: Language, text: &str) -> Vec<&str> {
        let mut spans = Vec::new();
        sentences(text, Span::new(0, text.len() as u32), language, &mut spans);
        spans.into_iter().map(|span| span.of(text)).collect()
    }

    /// Sentences are written with `|` between them.
    fn holds(language: Language, marked: &str) {
        let text = marked.replace('|', "");
        let wanted: Vec<&str> = marked.split('|').map(str::trim).collect();
        assert_eq!(cut(language, &text), wanted);
    }

    #[test]
    fn abbreviations_of_titles_and_days_end_no_sentence() {
        holds(Language::English, "Lt. Gen. Amy Roe met Dr. Poe on Tues. Sept. 9 at 5 p.m. EST.| She left.");
        holds(Language::French, "M. Martin a vu Mme Petit et MM. Roux et Blanc.| Il est parti.");
        holds(Language::Spanish, "El Sr. Ruiz y la Dra. Gil viven en EE. UU. desde enero.| Volverán pronto.");
        holds(Language::Russian, "В 1941 г. завод переехал в г. Омск, т. е. на восток.| Там он и остался.");
        holds(Language::Ukrainian, "У 2014 р. він переїхав у м. Київ, вул. Лесі Українки.| Там і живе.");
    }

    #[test]
    fn an_abbreviation_before_a_clear_start_ends_one() {
        holds(
            Language::English,
            "She works for Acme Inc.| The firm is in Washington D.C.| But he left at 6 p.m.| They met.",
        );
        holds(Language::German, "Sie kaufte Äpfel, Birnen usw.| Das war teuer.");
    }

    #[test]
    fn initials_and_pointed_letters_end_no_sentence() {
        holds(Language::English, "J. K. Rowling and George W. Bush met U.S. officials.| Vitamin C.| The end.");
    }

    #[test]
    fn german_ordinals_end_no_sentence_and_years_do() {
        holds(
            Language::German,
            "Am 3. Mai und am 21. Juni kam Ludwig XIV. nach Bonn.| Das war 2014.| Mai war er fort.| Der 2. Weltkrieg begann.",
        );
    }

    #[test]
    fn quoted_speech_is_cut_into_its_sentences_and_the_closing_mark_stays() {
        holds(
            Language::English,
            "“We will go. |They will stay.” |He left. |‘Is it?’ she asked. |\"No.\" |Nobody spoke.",
        );
        holds(Language::French, "« Il part. |Elle reste. » |Il est parti.");
        holds(Language::German, "„Wir gehen. |Sie bleiben.“ |Er ging.");
        holds(Language::Russian, "«Мы уходим!» — сказал он. |«Да».");
    }

    #[test]
    fn marks_of_eastern_scripts_need_no_space() {
        holds(Language::Chinese, "他走了。|她问：“你呢？”|没有人回答！");
        holds(Language::Japanese, "「行く。」と彼は言った。|彼女は残った。");
        holds(Language::Other, "वह चला गया। |वह रुकी।");
    }

    #[test]
    fn an_ellipsis_goes_on_before_a_small_letter_only() {
        holds(Language::English, "Well ... maybe not… |Nobody knows. |He said […] it was late.");
    }

    #[test]
    fn a_missing_space_and_a_missing_capital_are_seen_through() {
        holds(
            Language::English,
            "The talks failed.|Nobody was surprised. |Visit Example.Com or example.org/a.Html today.",
        );
        holds(Language::English, "it was cold here. |we went home. |Yahoo! shares fell.");
    }

    #[test]
    fn item_numbers_notes_and_faces_stay_with_their_sentence() {
        holds(Language::English, "1. First we met.[12] |Then we left. :-) |Nobody saw 😀 us.");
    }

    #[test]
    fn text_without_a_stop_is_one_sentence_and_blank_text_none() {
        holds(Language::English, "No stop here");
        assert!(cut(Language::English, " \n ").is_empty());
    }

    #[test]
    fn a_million_stops_are_cut_in_linear_time() {
        let text = ". ".repeat(500_000);
        assert!(!cut(Language::English, &text).is_empty());
        let text = "a.".repeat(500_000);
        assert!(!cut(Language::English, &text).is_empty());
    }
}
