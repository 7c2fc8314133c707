//! Byte offsets to lines, columns and code points: for the edge of the program only.

use memchr::memchr_iter;

/// The line starts of a text, to turn byte offsets into places that a person finds.
#[derive(Debug, Clone)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<u32>,
    /// Code points before each line start.
    chars: Vec<u32>,
}

/// A place as a person finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
    /// Code points before this place in the whole text.
    pub char: u32,
}

impl<'t> LineIndex<'t> {
    /// Indexes a text; linear in its length.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut starts = vec![0];
        let mut chars = vec![0];
        let mut counted = 0usize;
        let mut total = 0u32;
        for newline in memchr_iter(b'\n', text.as_bytes()) {
            total += code_points(&text[counted..=newline]);
            counted = newline + 1;
            starts.push(counted as u32);
            chars.push(total);
        }
        Self { text, starts, chars }
    }

    /// Returns the position of a byte offset that stands at a character boundary of the text.
    #[must_use]
    pub fn position(&self, byte: u32) -> Position {
        let line = self.starts.partition_point(|&start| start <= byte) - 1;
        let inside = code_points(&self.text[self.starts[line] as usize..byte as usize]);
        Position { line: line as u32 + 1, column: inside + 1, char: self.chars[line] + inside }
    }
}

fn code_points(text: &str) -> u32 {
    text.chars().count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points_not_bytes() {
        let index = LineIndex::new("Ünü\nдва три");
        assert_eq!(index.position(6 + 7), Position { line: 2, column: 5, char: 8 });
    }

    #[test]
    fn an_empty_text_has_one_position() {
        assert_eq!(LineIndex::new("").position(0), Position { line: 1, column: 1, char: 0 });
    }
}
