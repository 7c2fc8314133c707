//! Half-open ranges: [`Span`] counts bytes of an original text, [`TokenRange`] counts tokens of an analysed one.

use std::ops::Range;

/// A half-open byte range `[start, end)` in the original text of an article.
///
/// Texts are limited to 4 GiB, so 32 bits are enough; both ends stand at character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A half-open range `[start, end)` of token positions in an analysed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct TokenRange {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

macro_rules! half_open {
    ($name:ident, $unit:literal) => {
        impl $name {
            #[doc = concat!("Makes the range `[start, end)` of ", $unit, "; `end` below `start` gives an empty range at `start`.")]
            #[must_use]
            pub const fn new(start: u32, end: u32) -> Self {
                Self { start, end: if end < start { start } else { end } }
            }

            #[doc = concat!("Counts the ", $unit, " in the range.")]
            #[must_use]
            pub const fn len(self) -> u32 {
                self.end - self.start
            }

            /// Tells whether the range holds nothing.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.end == self.start
            }

            #[doc = concat!("Tells whether `other` lies wholly inside.")]
            #[must_use]
            pub const fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            #[doc = concat!("Counts the ", $unit, " that both ranges hold.")]
            #[must_use]
            pub fn overlap(self, other: Self) -> u32 {
                self.end.min(other.end).saturating_sub(self.start.max(other.start))
            }

            /// Returns the smallest range that holds both.
            #[must_use]
            pub fn hull(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// Returns the range as slice indices.
            #[must_use]
            pub const fn indices(self) -> Range<usize> {
                self.start as usize..self.end as usize
            }
        }
    };
}

half_open!(Span, "bytes");
half_open!(TokenRange, "tokens");

impl Span {
    /// Slices the text that the span was made for.
    ///
    /// # Panics
    /// When the span was made for another text and does not fit this one.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.indices()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_of_ranges_apart_is_zero() {
        assert_eq!(Span::new(0, 3).overlap(Span::new(5, 9)), 0);
        assert_eq!(Span::new(0, 6).overlap(Span::new(5, 9)), 1);
    }

    #[test]
    fn a_reversed_range_is_empty() {
        assert!(TokenRange::new(4, 2).is_empty());
    }
}
