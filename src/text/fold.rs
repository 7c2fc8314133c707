//! Folds a text to the form that two editions of it share, with a monotone map back to the original offsets.
//!
//! Case, width, style, quotes, dashes and spaces are made one; what shows nothing is removed; tricks are undone and listed.

use std::sync::LazyLock;

use super::Span;
use super::disguise::{Disguise, DisguiseKind, settle, suspicion};
use super::letter::{LetterFold, Outcome, continues, continues_behind};
use super::lookalike::{Alphabet, Substitution, has_latin_twin, substitutions};
use super::offsets::Offsets;

/// A folded text and the way back to the original.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// Which offset of the folded text stands for which of the original.
    pub offsets: Offsets,
    /// The tricks that were undone, in order; natural uses of the same characters are not among them.
    pub disguises: Vec<Disguise>,
}

/// Folds a text; folding the result again changes nothing, unless alphabets mix: a letter that folds to two, or to one with a look-alike (`ς`), may tip which
/// letters are read as look-alikes.
///
/// Linear; ASCII costs about as much as a copy. The result is at most twice as long as the text (`ΐ` grows from 2 to 3 bytes in the worst alphabet, most shrink).
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut folder = Folder::new(text, Vec::new());
    folder.run();
    let mut certain = Vec::new();
    if folder.alphabets.may_deceive() {
        let found = substitutions(text, &mut certain);
        if !found.is_empty() {
            folder = Folder::new(text, found);
            folder.run();
        }
    }
    let disguises = settle(text, folder.suspicions, certain);
    Folded { text: folder.out, offsets: folder.offsets, disguises }
}

/// How a character of at most two bytes is folded when nothing that belongs to it follows.
#[derive(Debug, Clone, Copy, Default)]
struct Low {
    /// The folded character, or 0 where [`LetterFold`] has to see to it.
    folded: u16,
    /// Which alphabets it speaks for, as bits of [`Alphabets`].
    alphabets: u8,
    /// It belongs to the character before.
    continues: bool,
}

static LOW: LazyLock<Vec<Low>> =
    LazyLock::new(|| (0..0x800).map(|code| char::from_u32(code).map_or(Low::default(), Low::of)).collect());

impl Low {
    fn of(char: char) -> Self {
        let mut out = String::new();
        let mut letters = LetterFold::default();
        letters.fold(char, std::iter::empty(), &mut out);
        let mut chars = out.chars();
        let folded = match (chars.next(), chars.next()) {
            (Some(one), None) if (one as u32) < 0x800 => one as u16,
            _ => 0,
        };
        let alphabets = match Alphabet::of(char) {
            None => 0,
            Some(Alphabet::Latin) => Alphabets::LATIN,
            Some(_) if has_latin_twin(char) => Alphabets::FOREIGN,
            Some(_) => Alphabets::FOREIGN | Alphabets::TELLING,
        };
        Self { folded, alphabets, continues: continues(char) }
    }
}

/// Folds a character of at most two bytes that nothing belongs to; `None`: its neighbours or a table of more than one character have a say.
#[inline]
pub(super) fn fold_low(char: char) -> Option<char> {
    let low = LOW.get(char as usize)?;
    if low.continues || low.folded == 0 { None } else { char::from_u32(u32::from(low.folded)) }
}

/// Which alphabets a text was seen to have, in bits.
#[derive(Debug, Clone, Copy, Default)]
struct Alphabets {
    seen: u8,
    last: u8,
}

impl Alphabets {
    const LATIN: u8 = 1;
    /// A Greek or Cyrillic letter.
    const FOREIGN: u8 = 2;
    /// A Greek or Cyrillic letter that looks like no Latin one.
    const TELLING: u8 = 4;
    /// Letters of two alphabets stand side by side.
    const MIXED: u8 = 8;

    #[inline]
    fn see(&mut self, letter: u8) {
        let beside = (self.last | letter) & (Self::LATIN | Self::FOREIGN);
        self.seen |= letter | if beside == Self::LATIN | Self::FOREIGN { Self::MIXED } else { 0 };
        self.last = letter;
    }

    /// Tells whether letters may stand in for their look-alikes: alphabets meet in a word, or no foreign letter tells itself apart.
    fn may_deceive(self) -> bool {
        self.seen & Self::MIXED != 0 || self.seen & (Self::FOREIGN | Self::TELLING) == Self::FOREIGN
    }
}

/// One walk over a text.
struct Folder<'t> {
    text: &'t str,
    substitutions: std::iter::Peekable<std::vec::IntoIter<Substitution>>,
    out: String,
    offsets: Offsets,
    letters: LetterFold,
    suspicions: Vec<Disguise>,
    alphabets: Alphabets,
    low: &'static [Low],
    /// Where the last character starts, in the original and in the folded text.
    last: (usize, usize),
}

impl<'t> Folder<'t> {
    fn new(text: &'t str, substitutions: Vec<Substitution>) -> Self {
        Self {
            text,
            substitutions: substitutions.into_iter().peekable(),
            out: String::with_capacity(text.len()),
            offsets: Offsets::default(),
            letters: LetterFold::default(),
            suspicions: Vec::new(),
            alphabets: Alphabets::default(),
            low: &LOW,
            last: (0, 0),
        }
    }

    fn run(&mut self) {
        let mut at = 0;
        while at < self.text.len() {
            at = match self.substitutions.peek() {
                Some(next) if next.at as usize == at => self.letter(at),
                _ => self.ascii(at),
            };
            if self.substitutions.peek().is_some_and(|next| next.at as usize == at) {
                continue;
            }
            // Most text that is not ASCII stays so for a while.
            while let Some(char) = self.text[at..].chars().next().filter(|char| !char.is_ascii()) {
                at = self.other(at, char);
                if self.substitutions.peek().is_some_and(|next| next.at as usize == at) {
                    break;
                }
            }
        }
    }

    /// Folds the ASCII that starts here and returns where it ends.
    fn ascii(&mut self, at: usize) -> usize {
        let limit = self.substitutions.peek().map_or(self.text.len(), |next| next.at as usize);
        let len = ascii_len(&self.text.as_bytes()[at..limit]);
        if len == 0 {
            return at;
        }
        let run = &self.text[at..at + len];
        let begun = self.out.len();
        self.out.push_str(run);
        self.out[begun..].make_ascii_lowercase();
        if memchr::memchr(b'`', run.as_bytes()).is_some() {
            let plain = self.out[begun..].replace('`', "'");
            self.out.replace_range(begun.., &plain);
        }
        let bytes = run.as_bytes();
        let letter = |byte: u8| if byte.is_ascii_alphabetic() { Alphabets::LATIN } else { 0 };
        self.alphabets.see(letter(bytes[0]));
        self.alphabets.last = letter(bytes[len - 1]);
        self.last = (at + len - 1, self.out.len() - 1);
        at + len
    }

    /// Folds one character that is not ASCII and returns where it ends, or where what belongs to it ends.
    #[inline]
    fn other(&mut self, at: usize, char: char) -> usize {
        let end = at + char.len_utf8();
        if let Some(&low) = self.low.get(char as usize) {
            if low.continues {
                return self.again(at);
            }
            self.alphabets.see(low.alphabets);
            return match char::from_u32(u32::from(low.folded)) {
                Some(folded) if low.folded != 0 => {
                    self.put(at, end, folded);
                    end
                }
                _ => self.letter(at),
            };
        }
        match char {
            '\u{2018}' | '\u{2019}' => self.put(at, end, '\''),
            '\u{201c}'..='\u{201e}' => self.put(at, end, '"'),
            '\u{2010}'..='\u{2015}' => self.put(at, end, '-'),
            '\u{3000}' => self.put(at, end, ' '),
            // Han, Hangul syllables, kana, their punctuation, emoji: folded already.
            '\u{3001}'..='\u{301c}'
            | '\u{3041}'..='\u{3094}'
            | '\u{30a1}'..='\u{30fe}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{2026}'
            | '\u{2022}'
            | '\u{20ac}'
            | '\u{1f300}'..='\u{1f3fa}'
            | '\u{1f400}'..='\u{1faff}' => self.put(at, end, char),
            _ if continues(char) => return self.again(at),
            _ => return self.letter(at),
        }
        self.alphabets.last = 0;
        end
    }

    /// Appends a character that a character was folded to.
    #[inline]
    fn put(&mut self, at: usize, end: usize, folded: char) {
        let begun = self.out.len();
        self.out.push(folded);
        if self.out.len() - begun != end - at {
            self.offsets.push(span(begun, self.out.len()), span(at, end));
        }
        self.last = (at, begun);
    }

    /// Folds the last character again, with what turned out to belong to it.
    fn again(&mut self, at: usize) -> usize {
        let (original, folded) = self.last;
        let mut pair = [original, at].into_iter().filter_map(|at| self.text[at..].chars().next());
        let belongs = pair.next().zip(pair.next()).is_some_and(|(before, char)| continues_behind(before, char));
        if original == at || !belongs {
            return self.letter(at);
        }
        self.out.truncate(folded);
        self.offsets.pop_after(original as u32);
        let end = self.group(original);
        end.max(at)
    }

    /// Folds a character by the rules in full.
    fn letter(&mut self, at: usize) -> usize {
        self.group(at)
    }

    /// Folds a character and all that belongs to it.
    fn group(&mut self, at: usize) -> usize {
        let mut chars = self.text[at..].char_indices();
        let Some((_, first)) = chars.next() else {
            return self.text.len();
        };
        let read = self.substitutions.next_if(|next| next.at as usize == at).map_or(first, |next| next.read);
        let end = chars.find(|&(_, char)| !continues_behind(first, char)).map_or(self.text.len(), |(ix, _)| at + ix);
        let begun = self.out.len();
        let followers = &self.text[at + first.len_utf8()..end];
        let outcome = self.letters.fold(read, followers.chars(), &mut self.out);
        if outcome == Outcome::Unpiled {
            self.suspicions.push(Disguise { span: span(at, end), kind: DisguiseKind::StackedMarks });
        }
        for (ix, char) in self.text[at..end].char_indices() {
            let here = at + ix;
            if let Some(kind) = suspicion(self.text, here, char) {
                self.suspicions.push(Disguise { span: span(here, here + char.len_utf8()), kind });
            }
        }
        if self.out[begun..] != self.text[at..end] {
            self.offsets.push(span(begun, self.out.len()), span(at, end));
        }
        self.alphabets.last = Alphabet::of(read)
            .map_or(0, |alphabet| if alphabet == Alphabet::Latin { Alphabets::LATIN } else { Alphabets::FOREIGN });
        self.last = (at, begun);
        end
    }
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

/// Counts the ASCII bytes at the start.
fn ascii_len(bytes: &[u8]) -> usize {
    // 32 bytes are one or two vector registers; the loop over each block has no branch.
    const BLOCK: usize = 32;
    let blocks = bytes.chunks_exact(BLOCK).take_while(|block| block.iter().fold(0, |all, &byte| all | byte) < 0x80);
    let sure = blocks.count() * BLOCK;
    sure + bytes[sure..].iter().take_while(|&&byte| byte < 0x80).count()
}
