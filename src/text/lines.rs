//! Byte offsets to lines, columns and code points: for the edge of the program only.

use memchr::memchr_iter;

/// The line starts of a text, to turn byte offsets into places that a person finds.
#[derive(Debug, Clone)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<u32>,
    /// Code points that begin before each multiple of [`STEP`] bytes.
    chars: Vec<u32>,
}

/// Bytes between two counts of code points: what one look-up counts at most, so that a line of 50 MB costs no more than a short one.
const STEP: usize = 1024;

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
        let starts = std::iter::once(0).chain(memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1)).collect();
        let mut total = 0;
        let mut chars = vec![0];
        chars.extend(text.as_bytes().chunks_exact(STEP).map(|chunk| {
            total += begun(chunk);
            total
        }));
        Self { text, starts, chars }
    }

    /// Returns the position of a byte offset that stands at a character boundary of the text.
    ///
    /// Costs a search among the lines and a count over at most 1,024 bytes, twice.
    #[must_use]
    pub fn position(&self, byte: u32) -> Position {
        let line = self.starts.partition_point(|&start| start <= byte) - 1;
        let (char, first) = (self.chars_before(byte), self.chars_before(self.starts[line]));
        Position { line: line as u32 + 1, column: char - first + 1, char }
    }

    fn chars_before(&self, byte: u32) -> u32 {
        let step = byte as usize / STEP;
        self.chars[step] + begun(&self.text.as_bytes()[step * STEP..byte as usize])
    }
}

/// Counts the characters that begin in a piece of UTF-8, wherever it was cut.
fn begun(bytes: &[u8]) -> u32 {
    // 255 bytes at a time count in a byte each, which the compiler makes vectors of: a fifth of the instructions.
    let pieces = bytes.chunks(u8::MAX.into());
    pieces.map(|piece| u32::from(piece.iter().map(|&byte| u8::from(byte & 0xc0 != 0x80)).sum::<u8>())).sum()
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

    #[test]
    fn a_place_far_into_a_long_line_is_counted_like_one_at_its_start() {
        let text = format!("{}\n{}", "дає ".repeat(1_000), "東 å".repeat(3_000));
        let index = LineIndex::new(&text);
        let mut expected = Position { line: 1, column: 1, char: 0 };
        for (at, char) in text.char_indices() {
            assert_eq!(index.position(at as u32), expected);
            expected.char += 1;
            expected.column += 1;
            if char == '\n' {
                (expected.line, expected.column) = (2, 1);
            }
        }
        assert_eq!(index.position(text.len() as u32), expected);
    }
}
