//! The marks at which a sentence may end: what the run of marks is, what closes behind it, what follows.

use memchr::memchr3;

use super::class::Class;

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
pub(super) enum Mark {
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
pub(super) struct Stop {
    pub(super) start: usize,
    /// Behind what closes.
    pub(super) end: usize,
    pub(super) mark: Mark,
    /// A quotation mark closes behind it.
    pub(super) quoted: bool,
    /// A bracket closes behind it.
    pub(super) bracketed: bool,
}

/// What follows a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Next {
    pub(super) kind: NextKind,
    /// Where its word starts.
    pub(super) word: usize,
    /// White space stands between.
    pub(super) gap: bool,
    /// A dash stands before the word.
    pub(super) dash: bool,
    /// A quotation mark opens before the word.
    pub(super) quote: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NextKind {
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

/// The places of a text where a sentence may end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'t> {
    text: &'t str,
    ascii: bool,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, ascii: text.is_ascii() }
    }

    /// Finds the next mark that may end a sentence.
    pub(super) fn after(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if self.ascii {
            return memchr3(b'.', b'!', b'?', &bytes[from..]).map(|at| from + at);
        }
        let mut at = from;
        loop {
            at += bytes[at..].iter().position(|&byte| MAY_STOP[byte as usize])?;
            if bytes[at] < 0x80 || char_at(self.text, at).and_then(Mark::of).is_some() {
                return Some(at);
            }
            at += 1;
        }
    }
}

impl Stop {
    /// Reads the run of marks that starts here and what closes behind it.
    pub(super) fn read(text: &str, start: usize) -> Self {
        let mut mark = Mark::Point;
        let mut marks = start;
        let mut points = 0;
        while let Some((char, one)) = char_at(text, marks).and_then(|char| Some((char, Mark::of(char)?))) {
            points += usize::from(one == Mark::Point);
            if one != Mark::Point && mark != Mark::Wide {
                mark = if mark == Mark::Call { Mark::Call } else { one };
            }
            marks += char.len_utf8();
        }
        if mark == Mark::Point && points > 1 {
            mark = Mark::Ellipsis;
        }
        let mut stop = Self { start, end: marks, mark, quoted: false, bracketed: false };
        stop.close(text);
        stop
    }

    /// Takes what closes behind the marks: quotation marks, brackets, a note in brackets, emoji.
    fn close(&mut self, text: &str) {
        loop {
            let rest = &text[self.end..];
            // By far most often: a space and a word.
            if let [b' ', b'A'..=b'Z' | b'a'..=b'z', ..] = rest.as_bytes() {
                return;
            }
            let Some(char) = rest.chars().next() else { return };
            let behind = &rest[char.len_utf8()..];
            if is_quotation_mark(char) && closes(char, behind) {
                self.quoted = true;
                self.end += char.len_utf8();
            } else if matches!(char, ')' | ']' | '}' | '）' | '］' | '】' | '*' | '_') {
                self.bracketed |= matches!(char, ')' | ']' | '}' | '）' | '］' | '】');
                self.end += char.len_utf8();
            } else if let Some(len) = note(rest).or_else(|| spaced_quote(rest)) {
                self.quoted |= rest[..len].ends_with(['»', '›', '”']);
                self.end += len;
            } else if let Some(len) = face(rest) {
                self.end += len;
            } else {
                return;
            }
        }
    }
}

impl Next {
    /// Looks at what follows.
    pub(super) fn after(text: &str, stop: &Stop) -> Self {
        let mut next = Self { kind: NextKind::Nothing, word: text.len(), gap: false, dash: false, quote: false };
        for (ix, char) in text[stop.end..].char_indices() {
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
            } else if matches!(char, ',' | ';' | ':' | ')' | ']' | '/' | '%' | '№' | '§' | '、' | '，' | '；' | '：')
            {
                next.kind = NextKind::Continuing;
            } else {
                next.kind = NextKind::Sign;
            }
            return next;
        }
        next
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn is_titlecase(char: char) -> bool {
    matches!(char, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ')
}

/// Tells whether a character opens or closes quotations somewhere.
pub(crate) fn is_quotation_mark(char: char) -> bool {
    matches!(
        char,
        '"' | '\'' | '`' | '«' | '»' | '\u{2018}'
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
