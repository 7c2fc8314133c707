//! Blocks of layout: the paragraphs, headings and list items that a text is laid out in.
//!
//! Formats that mark their layout (Markdown, HTML) name the blocks when they are read; for plain text [`plain_blocks`](super::plain_blocks) finds them by line.

use super::Span;

/// What a block of layout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A headline or a subheading.
    Heading,
    /// One item of a list, one row of a table.
    ListItem,
    /// A paragraph inside a block quotation.
    Quote,
}

/// A block of layout and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it stands in the original text, without the white space around it.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}
