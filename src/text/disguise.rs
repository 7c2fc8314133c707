//! Tricks that hide a copy from a comparison, as far as the fold undid them: what and where.
//!
//! Natural uses of the same characters are not listed: joiners in Persian and Hindi, soft hyphens where a word may break, full-width letters in East Asian text.

use super::Span;
use super::class::Class;
use super::letter::is_invisible;
use super::lookalike::Alphabet;

/// A trick and the words it was played on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Disguise {
    /// The words, in the original text; neighbouring words of one trick are one span.
    pub span: Span,
    /// The trick.
    pub kind: DisguiseKind,
}

/// A trick that hides a copy from a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DisguiseKind {
    /// Characters that show nothing, inside words or in place of spaces.
    Invisible,
    /// Letters of another alphabet that look like the right ones.
    Lookalike,
    /// Full-width letters in a text that is not East Asian.
    FullWidth,
    /// Mathematical letters for ordinary ones.
    Mathematical,
    /// Controls of the direction of writing in a text of one direction.
    Bidirectional,
    /// Soft hyphens where no word may break.
    SoftHyphen,
    /// Piles of marks on letters.
    StackedMarks,
}

impl DisguiseKind {
    /// All tricks.
    pub const ALL: [Self; 7] = [
        Self::Invisible,
        Self::Lookalike,
        Self::FullWidth,
        Self::Mathematical,
        Self::Bidirectional,
        Self::SoftHyphen,
        Self::StackedMarks,
    ];

    /// Returns the trick in a few words, fit for `words hidden by ...`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invisible => "invisible characters",
            Self::Lookalike => "look-alike letters of another alphabet",
            Self::FullWidth => "full-width letters",
            Self::Mathematical => "mathematical letters",
            Self::Bidirectional => "controls of the direction of writing",
            Self::SoftHyphen => "soft hyphens",
            Self::StackedMarks => "marks stacked on letters",
        }
    }

    /// Returns from how many characters in one word on the trick counts: one styled letter is a variable or an initial.
    const fn least(self) -> u32 {
        match self {
            Self::FullWidth | Self::Mathematical => 2,
            _ => 1,
        }
    }
}

/// Direction marks that a text without letters of the other direction may have by accident: none of 20,000 scraped articles has more than 4.
const STRAY_MARKS: usize = 4;

/// Longest gap in bytes, without letters, over which the words of one trick are one span: a space, punctuation and the trick's own characters.
const GAP: usize = 24;

/// Names the trick that a character may be part of, from the character alone.
pub(super) fn suspicion(text: &str, at: usize, char: char) -> Option<DisguiseKind> {
    let end = at + char.len_utf8();
    match char {
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => Some(DisguiseKind::FullWidth),
        '\u{1d400}'..='\u{1d7ff}' => Some(DisguiseKind::Mathematical),
        '\u{ad}' => breaks_badly(&text[..at], &text[end..]).then_some(DisguiseKind::SoftHyphen),
        // A mention or a tag is isolated by the sites it is copied from.
        '\u{2066}'..='\u{2069}' => (!text[end..].starts_with(['@', '#'])).then_some(DisguiseKind::Bidirectional),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => Some(DisguiseKind::Bidirectional),
        // Left at the edge of a word by content systems; inside one they do nothing but hide it.
        '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{34f}' => {
            (before(text, at) && after(text, end)).then_some(DisguiseKind::Invisible)
        }
        '\u{3164}' | '\u{ffa0}' | '\u{2800}' => {
            (before(text, at) && after(text, end)).then_some(DisguiseKind::Invisible)
        }
        // Joined to the letter before: emoji, Han and digits have natural uses.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}' => before(text, at).then_some(DisguiseKind::Invisible),
        _ => (is_invisible(char) && (before(text, at) || after(text, end))).then_some(DisguiseKind::Invisible),
    }
}

/// Turns suspicions, in order, into the tricks that the whole text bears out; linear.
pub(super) fn settle(text: &str, mut raw: Vec<Disguise>, certain: Vec<Disguise>) -> Vec<Disguise> {
    if raw.is_empty() && certain.is_empty() {
        return Vec::new();
    }
    if raw.iter().any(|one| one.kind == DisguiseKind::FullWidth) && text.chars().any(is_east_asian) {
        raw.retain(|one| one.kind != DisguiseKind::FullWidth);
    }
    if raw.iter().any(|one| one.kind == DisguiseKind::Bidirectional) {
        drop_stray_marks(text, &mut raw);
    }
    let mut out = Vec::new();
    for kind in DisguiseKind::ALL {
        let words = whole_words(text, raw.iter().filter(|one| one.kind == kind).map(|one| one.span), kind.least());
        let mut spans: Vec<Span> =
            words.into_iter().chain(certain.iter().filter(|one| one.kind == kind).map(|one| one.span)).collect();
        spans.sort_unstable();
        out.extend(join_neighbours(text, &spans).into_iter().map(|span| Disguise { span, kind }));
    }
    out.sort_unstable();
    out
}

fn drop_stray_marks(text: &str, raw: &mut Vec<Disguise>) {
    let mixed = text
        .chars()
        .any(|char| matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'));
    let is_mark = |one: &Disguise| {
        matches!(one.span.of(text), "\u{61c}" | "\u{200e}" | "\u{200f}" | "\u{202a}" | "\u{202c}" | "\u{2069}")
    };
    let kept = |one: &Disguise| one.kind == DisguiseKind::Bidirectional && !is_mark(one);
    let turned = raw.iter().any(kept);
    let marks = raw.iter().filter(|one| one.kind == DisguiseKind::Bidirectional && is_mark(one)).count();
    raw.retain(|one| {
        one.kind != DisguiseKind::Bidirectional
            || is_override(one.span.of(text))
            || (!mixed && (turned || marks > STRAY_MARKS))
    });
}

fn is_override(char: &str) -> bool {
    matches!(char, "\u{202d}" | "\u{202e}")
}

/// Grows each place to the word around it and keeps the words that hold enough of them.
fn whole_words(text: &str, places: impl Iterator<Item = Span>, least: u32) -> Vec<Span> {
    let mut words: Vec<(Span, u32)> = Vec::new();
    for place in places {
        let floor = match words.last_mut() {
            Some((word, count)) if place.start < word.end => {
                *count += 1;
                continue;
            }
            Some((word, _)) => word.end,
            None => 0,
        };
        let lead = &text[floor as usize..place.start as usize];
        let start =
            lead.rfind(char::is_whitespace).map_or(0, |at| at + lead[at..].chars().next().map_or(0, char::len_utf8));
        let rest = &text[place.end as usize..];
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        words.push((Span::new(floor + start as u32, place.end + end as u32), 1));
    }
    words.into_iter().filter(|&(_, count)| count >= least).map(|(word, _)| word).collect()
}

fn join_neighbours(text: &str, words: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for &word in words {
        if let Some(last) = out.last_mut() {
            let near = word.start.saturating_sub(last.end) as usize <= GAP;
            if near
                && (word.start <= last.end
                    || text[last.end as usize..word.start as usize].chars().all(|char| !Class::of(char).in_word()))
            {
                *last = last.hull(word);
                continue;
            }
        }
        out.push(word);
    }
    out
}

/// Tells whether a word broken here would leave a single letter: no rule of hyphenation does.
fn breaks_badly(before: &str, after: &str) -> bool {
    let letters = |count: usize| count == 1;
    let left = before.chars().rev().take(2).take_while(|&char| Class::of(char).in_word()).count();
    let right = after.chars().take(2).take_while(|&char| Class::of(char).in_word()).count();
    left > 0 && right > 0 && (letters(left) || letters(right))
}

/// Tells whether the last visible character before this place is a letter of an alphabet that needs no joiners.
fn before(text: &str, at: usize) -> bool {
    // As many invisible characters as one trick would put in a row; more need not be looked through, and the cost stays bounded.
    let near = text[..at].chars().rev().take(8).find(|&char| !is_invisible(char) && !Class::of(char).is(Class::MARK));
    near.is_some_and(|char| Alphabet::of(char).is_some())
}

fn after(text: &str, at: usize) -> bool {
    let near = text[at..].chars().take(8).find(|&char| !is_invisible(char));
    near.is_some_and(|char| Alphabet::of(char).is_some())
}

fn is_east_asian(char: char) -> bool {
    char >= '\u{1100}'
        && (Class::of(char).is(Class::UNSPACED) || matches!(char, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}'))
}
