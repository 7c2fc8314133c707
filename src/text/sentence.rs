//! Sentences of one block of layout.
//!
//! Every `.`, `!`, `?`, `…` and `。` is looked at with the word before it and the word after it; lists of abbreviations and of words that start sentences decide where case does not.

use super::class::Class;
use super::habits::{Habit, Habits};
use super::{Language, Span};

/// Finds the sentences of a block and appends their spans, without the white space around them.
///
/// Linear in the length of the block. Together the spans hold every character of the block that is not white space.
pub fn sentences(text: &str, block: Span, language: Language, out: &mut Vec<Span>) {
    let mut splitter = Splitter { text: block.of(text), habits: Habits::of(language), word: String::new() };
    let mut start = 0;
    let mut at = 0;
    while let Some(found) = splitter.next_stop(at) {
        let stop = splitter.stop(found);
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

/// The bytes that a mark at the end of a sentence may start with.
const MAY_STOP: [bool; 256] = {
    let mut table = [false; 256];
    // After `.!?`: Armenian and Arabic full stops and question marks, Indic danda, Ethiopic and Burmese full stops, `…‼⁇`, `。`, `！？．｡`.
    let bytes = [b'.', b'!', b'?', 0xd6, 0xd8, 0xdb, 0xe0, 0xe1, 0xe2, 0xe3, 0xef];
    let mut ix = 0;
    while ix < bytes.len() {
        table[bytes[ix] as usize] = true;
        ix += 1;
    }
    table
};

/// How a run of marks that may end a sentence reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A full stop.
    Point,
    /// Three points or their character.
    Ellipsis,
    /// A question or an exclamation mark somewhere in the run.
    Call,
    /// A mark that needs no space after it: `。`, `！`, `？`.
    Wide,
}

impl Mark {
    fn of(char: char) -> Option<Self> {
        Some(match char {
            '.' => Self::Point,
            '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' | '‽' | '؟' => Self::Call,
            '…' => Self::Ellipsis,
            '。' | '｡' | '！' | '？' | '．' => Self::Wide,
            '։' | '۔' | '।' | '॥' | '።' | '፧' | '။' | '។' => Self::Call,
            _ => return None,
        })
    }
}

/// A run of marks that may end a sentence, with the quotation marks and brackets that close behind it.
#[derive(Debug, Clone, Copy)]
struct Stop {
    start: usize,
    /// Behind the marks.
    marks: usize,
    /// Behind what closes.
    end: usize,
    mark: Mark,
    /// A quotation mark closes behind it.
    quoted: bool,
    /// A bracket closes behind it.
    bracketed: bool,
}

/// What follows a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Next {
    kind: NextKind,
    /// Where its word starts.
    word: usize,
    /// White space stands between.
    gap: bool,
    /// A dash stands before the word.
    dash: bool,
    /// A quotation mark opens before the word.
    quote: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NextKind {
    Nothing,
    Small,
    Capital,
    Digit,
    /// A letter of a script without capitals.
    Caseless,
    /// Punctuation that goes on: `,`, `;`, `:`, `)`.
    Continuing,
    /// Any other sign.
    Sign,
}

/// The walk over one block.
struct Splitter<'t> {
    text: &'t str,
    habits: &'static Habits,
    /// Scratch memory for a word in small letters.
    word: String,
}

impl Splitter<'_> {
    /// Finds the next mark that may end a sentence.
    fn next_stop(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            at += bytes[at..].iter().position(|&byte| MAY_STOP[byte as usize])?;
            if bytes[at] < 0x80 || self.char_at(at).and_then(Mark::of).is_some() {
                return Some(at);
            }
            at += 1;
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// Reads the run of marks that starts here and what closes behind it.
    fn stop(&self, start: usize) -> Stop {
        let mut mark = Mark::Point;
        let mut marks = start;
        let mut points = 0;
        while let Some((char, one)) = self.char_at(marks).and_then(|char| Some((char, Mark::of(char)?))) {
            points += usize::from(one == Mark::Point);
            if one != Mark::Point && mark != Mark::Wide {
                mark = if mark == Mark::Call { Mark::Call } else { one };
            }
            marks += char.len_utf8();
        }
        if mark == Mark::Point && points > 1 {
            mark = Mark::Ellipsis;
        }
        let mut stop = Stop { start, marks, end: marks, mark, quoted: false, bracketed: false };
        self.close(&mut stop);
        stop
    }

    /// Takes what closes behind the marks: quotation marks, brackets, a note in brackets, emoji.
    fn close(&self, stop: &mut Stop) {
        loop {
            let rest = &self.text[stop.end..];
            let Some(char) = rest.chars().next() else { return };
            let behind = &rest[char.len_utf8()..];
            if is_quotation_mark(char) && closes(char, behind) {
                stop.quoted = true;
                stop.end += char.len_utf8();
            } else if matches!(char, ')' | ']' | '}' | '）' | '］' | '】' | '*' | '_') {
                stop.bracketed |= matches!(char, ')' | ']' | '}' | '）' | '］' | '】');
                stop.end += char.len_utf8();
            } else if let Some(len) = note(rest).or_else(|| spaced_quote(rest)) {
                stop.quoted |= rest[..len].ends_with(['»', '›', '”']);
                stop.end += len;
            } else if let Some(len) = face(rest) {
                stop.end += len;
            } else {
                return;
            }
        }
    }

    /// Looks at what follows.
    fn next(&self, stop: &Stop) -> Next {
        let mut next = Next { kind: NextKind::Nothing, word: self.text.len(), gap: false, dash: false, quote: false };
        for (ix, char) in self.text[stop.end..].char_indices() {
            next.word = stop.end + ix;
            let class = Class::of(char);
            if char.is_whitespace() {
                next.gap = true;
                continue;
            } else if class.is(Class::DIGIT) {
                next.kind = NextKind::Digit;
            } else if class.is(Class::LETTER) {
                next.kind = if char.is_uppercase() || is_titlecase(char) {
                    NextKind::Capital
                } else if char.is_lowercase() {
                    NextKind::Small
                } else {
                    NextKind::Caseless
                };
            } else if matches!(char, '-' | '–' | '—' | '―' | '−') {
                next.dash = true;
                continue;
            } else if is_quotation_mark(char) || matches!(char, '¿' | '¡' | '(' | '[' | '（' | '「' | '『') {
                next.quote |= is_quotation_mark(char) || matches!(char, '¿' | '¡');
                continue;
            } else if matches!(char, ',' | ';' | ':' | ')' | ']' | '/' | '%' | '、' | '，' | '；' | '：') {
                next.kind = NextKind::Continuing;
            } else {
                next.kind = NextKind::Sign;
            }
            return next;
        }
        next
    }

    /// Decides whether the sentence that began at `start` ends with this stop.
    fn ends(&mut self, start: usize, stop: &Stop) -> bool {
        let next = self.next(stop);
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
            NextKind::Small => return false,
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

    /// A mark without a space after it, in Han and kana: a particle goes on with the sentence (「行く。」と言った).
    fn ends_wide(&self, stop: &Stop) -> bool {
        let next = self.char_at(stop.end);
        let particle = next.is_some_and(|char| "とっなにはをのがもでへや".contains(char));
        let number =
            self.text[stop.start..].starts_with('．') && next.is_some_and(|char| Class::of(char).is(Class::DIGIT));
        !number && !(stop.quoted && particle)
    }

    /// Tells whether a space was forgotten: `said.The`.
    fn lacks_space(&self, stop: &Stop, next: &Next) -> bool {
        if next.kind != NextKind::Capital || next.dash || stop.mark == Mark::Ellipsis {
            return false;
        }
        let small = |char: char| char.is_lowercase();
        let before: Vec<char> =
            self.text[..stop.start].chars().rev().take_while(|char| char.is_alphanumeric()).take(3).collect();
        let outside = self.text[..stop.start].chars().rev().find(|char| !char.is_alphanumeric());
        let after: Vec<char> = self.text[next.word..].chars().take_while(|char| char.is_alphabetic()).collect();
        let behind = self.text[next.word..].chars().find(|char| !char.is_alphabetic());
        let sentence = before.len() == 3
            && before.iter().all(|&char| small(char))
            && outside.is_none_or(|char| !matches!(char, '.' | '/' | '@' | '_'));
        sentence
            && after.len() > 1
            && small(after[1])
            && behind.is_none_or(|char| !matches!(char, '.' | '/' | '@' | '_' | '('))
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
            self.lower(&self.text[next.word..][..word_len(&self.text[next.word..])].to_owned());
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

/// Measures the word at the start of a text, apostrophes inside.
fn word_len(text: &str) -> usize {
    text.find(|char: char| !char.is_alphanumeric() && !matches!(char, '\'' | '’')).unwrap_or(text.len())
}

fn is_titlecase(char: char) -> bool {
    matches!(char, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ')
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

/// Tells whether a character opens or closes quotations somewhere.
pub(crate) fn is_quotation_mark(char: char) -> bool {
    matches!(
        char,
        '"' | '\'' | '«' | '»' | '\u{2018}'
            ..='\u{201f}' | '‹' | '›' | '「' | '」' | '『' | '』' | '〝' | '〞' | '＂' | '《' | '》'
    )
}

/// Tells whether a quotation mark right behind a stop closes: nothing that it could open stands behind it.
fn closes(mark: char, behind: &str) -> bool {
    if matches!(mark, '」' | '』' | '》') {
        return true;
    }
    !matches!(mark, '「' | '『' | '《') && !behind.starts_with(|char: char| char.is_alphanumeric())
        || matches!(mark, '”' | '’') && behind.starts_with(|char: char| char.is_uppercase() || char as u32 >= 0x3000)
}

/// Measures the number of a note in brackets behind a stop: ` [21]`.
fn note(rest: &str) -> Option<usize> {
    let inner = rest.trim_start_matches(' ').strip_prefix('[')?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let lead = rest.len() - inner.len();
    ((1..=3).contains(&digits) && lead <= 2 && inner[digits..].starts_with(']')).then(|| lead + digits + 1)
}

/// Measures a closing mark that French sets off by a space.
fn spaced_quote(rest: &str) -> Option<usize> {
    let mark = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    let lead = rest.len() - mark.len();
    let behind = mark.strip_prefix(['»', '›'])?;
    (lead > 0 && lead <= 3 && !behind.starts_with(|char: char| char.is_alphanumeric()))
        .then(|| lead + 2 + usize::from(mark.starts_with('›')))
}

/// Measures a smiley or an emoji behind a stop.
fn face(rest: &str) -> Option<usize> {
    let mark = rest.trim_start_matches(' ');
    let lead = rest.len() - mark.len();
    if lead > 1 {
        return None;
    }
    if let Some(face) = FACES.iter().find(|face| mark.starts_with(**face)) {
        let ends = mark[face.len()..].chars().next().is_none_or(|char| !char.is_alphanumeric());
        return ends.then(|| lead + face.len());
    }
    let char = mark.chars().next()?;
    matches!(char, '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{200d}')
        .then(|| lead + char.len_utf8())
}

/// Smileys that are written behind a sentence.
const FACES: [&str; 12] = [":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":-P", ":p", "<3"];
