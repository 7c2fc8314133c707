//! Text made safe for a terminal: control, bidirectional and invisible characters are shown by their number.

use std::borrow::Cow;

/// Replaces characters that could act on a terminal or reorder a line by `<U+XXXX>`; line ends and tabs become spaces.
///
/// Borrows when there is nothing to replace. Linear in the length.
#[must_use]
pub fn terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match char {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            _ if acts(char) => {
                use std::fmt::Write as _;
                let _ = write!(out, "<U+{:04X}>", char as u32);
            }
            _ => out.push(char),
        }
    }
    Cow::Owned(out)
}

fn acts(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_does_not_reach_the_terminal() {
        assert_eq!(terminal("a\u{1b}[31mb\u{202e}c"), "a<U+001B>[31mb<U+202E>c");
    }

    #[test]
    fn ordinary_text_in_any_script_is_left_alone() {
        assert!(matches!(terminal("Київ, “Ωμέγα” 東京 é"), Cow::Borrowed(_)));
    }
}
