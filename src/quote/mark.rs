//! Quotation marks where they stand: which family they are of, and whether they can open, close, or are an apostrophe.

use crate::text::Span;

/// Marks that close each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// `"…"`, `“…”`, `„…“`, `”…”`, ``` ``…'' ```.
    Double,
    /// `'…'`, `‘…’`, `‚…‘`.
    Single,
    /// `«…»`, `»…«`.
    Angle,
    /// `‹…›`, `›…‹`.
    SingleAngle,
    /// `「…」`.
    Corner,
    /// `『…』`.
    DoubleCorner,
}

/// A quotation mark with what its neighbours say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Where it stands.
    pub(super) span: Span,
    pub(super) family: Family,
    /// It may start a quotation.
    pub(super) opens: bool,
    /// It may end one.
    pub(super) closes: bool,
    /// What its shape says of its side.
    pub(super) shape: Shape,
    /// How sure it is that it is no apostrophe, where it closes.
    pub(super) close: Close,
}

/// What the shape of a mark says of its side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `„`, `‚`: opens only.
    Low,
    /// `“`, `‘`, `«`: opens, or closes what a low mark or a turned one opened.
    Opening,
    /// `”`, `’`, `»`: closes, or opens where both sides have one shape (Swedish, German books).
    Closing,
    /// `"`, `'`.
    Straight,
}

/// How sure it is that a mark that may close is no apostrophe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    /// A stop stands before it or behind it.
    Sure,
    /// Nothing speaks against it.
    Likely,
    /// It stands between an `s` and another word: `the ministers' talks`.
    Possessive,
}

/// Finds the marks between two offsets of a text, in order, and appends them. Apostrophes are left out. Linear.
pub(super) fn marks(text: &str, within: Span, out: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let mut at = within.start as usize;
    let end = within.end as usize;
    while let Some(found) = next(&bytes[at..end]) {
        at += found;
        let Some(char) = text.get(at..end).and_then(|rest| rest.chars().next()) else {
            at += 1;
            continue;
        };
        let double = matches!(char, '\'' | '`') && text[at + 1..end].starts_with(char);
        let len = if double { 2 } else { char.len_utf8() };
        let shape = if double {
            Some((Family::Double, if char == '`' { Shape::Opening } else { Shape::Closing }))
        } else {
            shape(char)
        };
        if let Some((family, shape)) = shape {
            let before = text[within.start as usize..at].chars().next_back();
            let behind = text[at + len..end].chars().next();
            let span = Span::new(at as u32, (at + len) as u32);
            out.extend(read(span, char, family, shape, Neighbours { before, behind, rest: &text[at + len..end] }));
        }
        at += len;
    }
}

/// Bytes looked at together: a vector of the smallest machine.
const CHUNK: usize = 16;

/// Returns where the first byte stands that a mark can begin with: `"`, `'`, `` ` ``, and the lead bytes of `«`, of the general punctuation, of the
/// corner brackets and of the wide forms.
fn next(bytes: &[u8]) -> Option<usize> {
    const BEGIN: [u8; 7] = [b'"', b'\'', b'`', 0xc2, 0xe2, 0xe3, 0xef];
    // Without branches, so that a chunk is compared at once.
    let begins = |byte: u8| BEGIN.iter().fold(false, |any, &begin| any | (byte == begin));
    let (chunks, rest) = bytes.as_chunks::<CHUNK>();
    let chunk = chunks.iter().position(|chunk| chunk.iter().fold(false, |any, &byte| any | begins(byte)));
    let (skipped, bytes) = match chunk {
        Some(ix) => (ix * CHUNK, &chunks[ix][..]),
        None => (chunks.len() * CHUNK, rest),
    };
    bytes.iter().position(|&byte| begins(byte)).map(|at| skipped + at)
}

fn shape(char: char) -> Option<(Family, Shape)> {
    Some(match char {
        '"' | '＂' => (Family::Double, Shape::Straight),
        '“' | '‟' => (Family::Double, Shape::Opening),
        '„' | '〝' => (Family::Double, Shape::Low),
        '”' | '〞' => (Family::Double, Shape::Closing),
        '\'' | '＇' => (Family::Single, Shape::Straight),
        '‘' | '‛' => (Family::Single, Shape::Opening),
        '‚' => (Family::Single, Shape::Low),
        '’' => (Family::Single, Shape::Closing),
        '`' => (Family::Single, Shape::Opening),
        '«' => (Family::Angle, Shape::Opening),
        '»' => (Family::Angle, Shape::Closing),
        '‹' => (Family::SingleAngle, Shape::Opening),
        '›' => (Family::SingleAngle, Shape::Closing),
        '「' => (Family::Corner, Shape::Opening),
        '」' => (Family::Corner, Shape::Closing),
        '『' => (Family::DoubleCorner, Shape::Opening),
        '』' => (Family::DoubleCorner, Shape::Closing),
        _ => return None,
    })
}

#[derive(Debug, Clone, Copy)]
struct Neighbours<'t> {
    before: Option<char>,
    behind: Option<char>,
    rest: &'t str,
}

fn read(span: Span, char: char, family: Family, shape: Shape, near: Neighbours<'_>) -> Option<Mark> {
    let is_stop = |char: char| matches!(char, '.' | ',' | '!' | '?' | '…' | ';' | ':' | '—' | '–');
    let space_before = near.before.is_none_or(char::is_whitespace);
    let space_behind = near.behind.is_none_or(char::is_whitespace);
    let word_before = near.before.is_some_and(char::is_alphanumeric);
    let word_behind = near.behind.is_some_and(char::is_alphanumeric);
    let stop_before = near.before.is_some_and(is_stop);
    let may_open = !space_behind && !word_before && (space_before || !stop_before || word_behind);
    let may_close = !space_before && !word_behind;
    let (opens, closes) = match family {
        Family::Corner | Family::DoubleCorner => (shape == Shape::Opening, shape == Shape::Closing),
        // French sets them off by spaces on the inside.
        Family::Angle | Family::SingleAngle => {
            (may_open || shape == Shape::Opening, may_close || shape == Shape::Closing)
        }
        Family::Single if is_apostrophe(char, near) => return None,
        Family::Single => (may_open && shape != Shape::Closing, may_close && shape != Shape::Low),
        // Set off by spaces on both sides, as machines do: whichever is due.
        Family::Double => {
            let apart = space_before && space_behind;
            ((may_open || apart), (may_close || apart) && shape != Shape::Low)
        }
    };
    let stop_behind = near.behind.is_none_or(|char| is_stop(char) || char == ')');
    let small_behind = near.rest.trim_start().starts_with(char::is_lowercase);
    let close = if stop_before || stop_behind {
        Close::Sure
    } else if matches!(near.before, Some('s' | 'S' | 'z' | 'x')) && space_behind && small_behind {
        Close::Possessive
    } else {
        Close::Likely
    };
    (opens || closes).then_some(Mark { span, family, opens, closes, shape, close })
}

/// Tells whether a single mark stands for letters left out: between letters, or before a word or a decade that is cut short.
fn is_apostrophe(char: char, near: Neighbours<'_>) -> bool {
    let word = |char: char| char.is_alphanumeric();
    let between = near.before.is_some_and(word) && near.behind.is_some_and(word);
    // The shape of the opening mark leaves no doubt, but for OCR and machines that turn every leading mark.
    if between && char != '‚' {
        return true;
    }
    let leads = !near.before.is_some_and(word) && near.behind.is_some_and(word);
    if !leads || char == '‚' {
        return false;
    }
    let word = &near.rest[..near.rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(near.rest.len())];
    let decade = word.len() >= 2 && word.bytes().take(2).all(|byte| byte.is_ascii_digit()) && word.len() <= 3;
    let cut = CUT_SHORT.iter().any(|cut| word.eq_ignore_ascii_case(cut));
    decade || cut || char == '’'
}

/// Words that start with an apostrophe.
const CUT_SHORT: [&str; 12] = ["tis", "twas", "em", "cause", "til", "till", "n", "bout", "round", "cos", "nother", "s"];
