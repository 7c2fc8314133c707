//! The text of a page, piece by piece.

use super::Laid;
use super::reference::decoded;
use super::tag::{Class, Tag};
use super::tree::Tree;
use crate::text::{Block, BlockKind, Span};

/// All text of a page that a reader sees, and where each piece of it stands.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub(super) text: String,
    pub(super) all: Vec<Piece>,
}

/// A block of the text of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) block: Block,
    /// The element around its first word.
    pub(super) node: u32,
    /// Bytes of its words that stand in links.
    pub(super) linked: u32,
}

/// What stands between two blocks: a blank line, as in plain text.
const GAP: &str = "\n\n";

impl Pieces {
    /// Takes the text of a page. White space is joined as a browser does; blocks are apart by a blank line, and a `br` ends a line.
    ///
    /// Linear, and without recursion: a page may be as deep as it likes.
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let mut writer = Writer::default();
        let nodes = tree.nodes();
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            while let Some(last) = open.pop_if(|last| nodes[*last].end as usize <= at) {
                writer.leave(nodes[last].tag);
            }
            if node.tag.is(Class::Silent) {
                at = node.end as usize;
                continue;
            }
            if node.tag == Tag::TEXT {
                writer.words(&decoded(tree.written(node)), node.linked, node.parent);
            } else {
                writer.enter(node.tag);
                open.push(at);
            }
            at += 1;
        }
        writer.close();
        writer.pieces
    }

    /// The words of a piece.
    pub(super) fn words(&self, piece: &Piece) -> &str {
        piece.block.span.of(&self.text)
    }

    /// The whole text.
    pub(super) fn into_laid(self) -> Laid {
        Laid { text: self.text, blocks: self.all.iter().map(|piece| piece.block).collect() }
    }

    /// The text of some pieces.
    pub(super) fn chosen<'p>(&'p self, pieces: impl Iterator<Item = &'p Piece>) -> Laid {
        let mut out = Laid::default();
        for piece in pieces {
            if !out.text.is_empty() {
                out.text.push_str(GAP);
            }
            let start = out.text.len() as u32;
            out.text.push_str(self.words(piece));
            out.blocks.push(Block { span: Span::new(start, out.text.len() as u32), ..piece.block });
        }
        out
    }
}

#[derive(Default)]
struct Writer {
    pieces: Pieces,
    /// The piece that is growing: where it starts, and the element around its first word.
    open: Option<(u32, u32)>,
    linked: u32,
    /// A blank or a line end that is written before the next word.
    pending: Option<char>,
    /// What a paragraph is here, for each element around that says so.
    around: Vec<BlockKind>,
}

impl Writer {
    fn enter(&mut self, tag: Tag) {
        if tag == Tag::BR {
            self.line_end();
        } else if tag.is(Class::Cell) {
            self.blank();
        } else if tag.is(Class::Laid) {
            self.close();
        }
        self.around.extend(kind(tag));
    }

    fn leave(&mut self, tag: Tag) {
        if tag.is(Class::Laid) {
            self.close();
        }
        if kind(tag).is_some() {
            self.around.pop();
        }
    }

    fn words(&mut self, text: &str, linked: bool, node: u32) {
        for (ix, word) in text.split([' ', '\t', '\n', '\r', '\u{c}']).enumerate() {
            if ix > 0 {
                self.blank();
            }
            if word.is_empty() {
                continue;
            }
            let all = &mut self.pieces.text;
            if self.open.is_none() {
                if !all.is_empty() {
                    all.push_str(GAP);
                }
                self.open = Some((all.len() as u32, node));
            } else {
                all.extend(self.pending);
            }
            self.pending = None;
            all.push_str(word);
            if linked {
                self.linked += word.len() as u32;
            }
        }
    }

    fn blank(&mut self) {
        if self.open.is_some() {
            self.pending = self.pending.or(Some(' '));
        }
    }

    /// One `br` ends a line, two end a paragraph.
    fn line_end(&mut self) {
        if self.pending == Some('\n') {
            self.close();
        } else if self.open.is_some() {
            self.pending = Some('\n');
        }
    }

    fn close(&mut self) {
        self.pending = None;
        let linked = std::mem::take(&mut self.linked);
        let Some((start, node)) = self.open.take() else { return };
        let kind = self.around.last().copied().unwrap_or(BlockKind::Paragraph);
        let span = Span::new(start, self.pieces.text.len() as u32);
        if span.of(&self.pieces.text).contains(char::is_alphanumeric) {
            self.pieces.all.push(Piece { block: Block { span, kind }, node, linked });
        }
    }
}

fn kind(tag: Tag) -> Option<BlockKind> {
    if tag.is(Class::Heading) {
        Some(BlockKind::Heading)
    } else if tag.is(Class::Item) {
        Some(BlockKind::ListItem)
    } else if tag.is(Class::Quote) {
        Some(BlockKind::Quote)
    } else {
        None
    }
}
