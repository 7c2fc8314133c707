//! A page as the search for its article sees it: its pieces of text, how much of them lies below each element, and where the article seems to be.

use super::class::Calling;
use super::tag::{Class, Tag};
use super::text::{Piece, Pieces};
use super::tree::Tree;
use crate::text::BlockKind;

/// A page, counted.
#[derive(Debug)]
pub(super) struct Counted<'p> {
    pub(super) tree: &'p Tree<'p>,
    pub(super) pieces: &'p Pieces,
    /// What stands around each element, itself included.
    around: Vec<Calling>,
    /// Sums over the nodes before each: what lies below a node is the difference of two.
    sums: Vec<Sum>,
    /// The element that holds most prose closely, and the two around it.
    pub(super) best: [u32; 3],
    /// Which pieces read as prose.
    pub(super) prosaic: Vec<bool>,
    /// The pieces of the best element that are prose: the first and the last.
    pub(super) prose: (usize, usize),
    /// The first piece in an `h1`.
    pub(super) heading: Option<usize>,
}

/// How much text there is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) letters: u32,
    pub(super) linked: u32,
    /// Letters of pieces that read as prose.
    pub(super) prose: u32,
    pub(super) pieces: u32,
}

/// Bytes from which a piece is prose and no label, if it has a punctuation mark and few links: a line of print.
const PROSE: u32 = 80;
/// Bytes of one piece beyond which it speaks no louder for the element around it.
const LOUDEST: u32 = 1000;

/// Punctuation marks of a text.
pub(super) fn marks(words: &str) -> usize {
    words.chars().filter(|char| matches!(char, '.' | '!' | '?' | '…' | ',' | ';' | ':')).count()
}

impl<'p> Counted<'p> {
    /// Counts a page. Linear.
    pub(super) fn of(tree: &'p Tree<'p>, pieces: &'p Pieces) -> Self {
        let nodes = tree.nodes();
        let mut sums = vec![Sum::default(); nodes.len() + 1];
        let prosaic: Vec<bool> = pieces.all.iter().map(|piece| is_prose(pieces, piece)).collect();
        for (piece, is_prose) in pieces.all.iter().zip(&prosaic) {
            let sum = &mut sums[piece.node as usize + 1];
            sum.letters += piece.block.span.len();
            sum.linked += piece.linked;
            sum.prose += if *is_prose { piece.block.span.len() } else { 0 };
            sum.pieces += 1;
        }
        for ix in 1..sums.len() {
            sums[ix] = sums[ix].plus(sums[ix - 1]);
        }
        let mut page =
            Self { tree, pieces, around: Vec::new(), sums, best: [0; 3], prosaic, prose: (0, 0), heading: None };
        page.around = page.callings();
        let best = page.best();
        page.best[0] = best;
        page.best[1] = page.parent(best);
        page.best[2] = page.parent(page.best[1]);
        let is_of_it = |ix: &usize| page.prosaic[*ix] && page.is_within(pieces.all[*ix].node, best);
        let mut of_it = (0..pieces.all.len()).filter(is_of_it);
        let first = of_it.next();
        page.prose = (first.unwrap_or(0), of_it.next_back().or(first).unwrap_or(pieces.all.len()));
        page.heading = pieces.all.iter().position(|piece| nodes[page.block(piece.node) as usize].tag == Tag::H1);
        page
    }

    /// What is called around an element, itself included.
    pub(super) fn around(&self, node: u32) -> Calling {
        self.around[node as usize]
    }

    /// The text below an element.
    pub(super) fn below(&self, node: u32) -> Sum {
        let end = self.tree.nodes()[node as usize].end;
        self.sums[end as usize].minus(self.sums[node as usize])
    }

    /// The text of the page.
    pub(super) fn all(&self) -> Sum {
        self.sums.last().copied().unwrap_or_default()
    }

    /// Tells whether a node lies below another or is it.
    pub(super) fn is_within(&self, node: u32, around: u32) -> bool {
        (around..self.tree.nodes()[around as usize].end).contains(&node)
    }

    /// The element that lays out a block, from a node upwards.
    pub(super) fn block(&self, mut node: u32) -> u32 {
        let nodes = self.tree.nodes();
        while node != 0 && !nodes[node as usize].tag.is(Class::Laid) && !nodes[node as usize].tag.is(Class::Cell) {
            node = nodes[node as usize].parent;
        }
        node
    }

    /// The next such element around one.
    pub(super) fn parent(&self, block: u32) -> u32 {
        self.block(self.tree.nodes()[block as usize].parent)
    }

    fn callings(&self) -> Vec<Calling> {
        let all = self.all();
        let mut around: Vec<Calling> = Vec::with_capacity(self.tree.nodes().len());
        for (ix, node) in self.tree.nodes().iter().enumerate() {
            let outer = around.get(node.parent as usize).copied().unwrap_or_default();
            if node.tag == Tag::TEXT {
                around.push(outer);
                continue;
            }
            let own = Calling::of(self.tree, node);
            let below = self.below(ix as u32);
            let is_page = below.letters > all.letters / 3 && below.prose > all.prose.max(1) / 3;
            around.push(outer.and(if is_page { own.believed() } else { own }));
        }
        around
    }

    /// The element that holds most prose closely: each piece of prose speaks for the block around its paragraph, and with half the voice for the next one.
    fn best(&self) -> u32 {
        let nodes = self.tree.nodes();
        let mut voices = vec![0f32; nodes.len()];
        for (piece, _) in self.pieces.all.iter().zip(&self.prosaic).filter(|(_, is_prose)| **is_prose) {
            if self.around(piece.node).is_beside() {
                continue;
            }
            let block = self.block(piece.node);
            let tag = nodes[block as usize].tag;
            let is_paragraph = tag == Tag::P || tag.is(Class::Item) || tag.is(Class::Quote);
            let mut holder = if is_paragraph { self.parent(block) } else { block };
            let mut voice = piece.block.span.len().min(LOUDEST) as f32;
            for _ in 0..4 {
                voices[holder as usize] += voice;
                voice /= 2.0;
                if holder == 0 {
                    break;
                }
                holder = self.parent(holder);
            }
        }
        let mut best = (0.0, 0);
        for (node, voice) in voices.iter().enumerate() {
            let voice = if self.around[node].is_body() { voice * 1.3 } else { *voice };
            if voice > best.0 {
                best = (voice, node as u32);
            }
        }
        best.1
    }
}

impl Sum {
    fn plus(self, other: Self) -> Self {
        Self {
            letters: self.letters + other.letters,
            linked: self.linked + other.linked,
            prose: self.prose + other.prose,
            pieces: self.pieces + other.pieces,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            letters: self.letters - other.letters,
            linked: self.linked - other.linked,
            prose: self.prose - other.prose,
            pieces: self.pieces - other.pieces,
        }
    }
}

/// Tells whether a piece reads as prose.
fn is_prose(pieces: &Pieces, piece: &Piece) -> bool {
    let length = piece.block.span.len();
    length >= PROSE && piece.linked * 3 < length && marks(pieces.words(piece)) > 0
}

/// Tells whether a piece stands in a quotation.
pub(super) fn is_quote(piece: &Piece) -> bool {
    piece.block.kind == BlockKind::Quote
}
