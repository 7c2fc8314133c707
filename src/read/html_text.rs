//! The text of a parsed page, block by block.

use dom_query::NodeRef;

use crate::text::{Block, BlockKind, Span};

/// A text and its layout.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
}

/// What stands between two blocks: a blank line, as in plain text.
const GAP: &str = "\n\n";

/// Takes the text below a node. White space is joined as a browser does; blocks are apart by a blank line, and a `br` ends a line.
///
/// Linear, and without recursion: a page may be as deep as it likes.
pub(super) fn text(root: &NodeRef<'_>) -> Laid {
    let mut writer = Writer::default();
    let mut next = root.first_child();
    while let Some(node) = next {
        let below = writer.enter(&node);
        next = below.then(|| node.first_child()).flatten();
        let mut left = node;
        while next.is_none() {
            writer.leave(&left);
            if let Some(sibling) = left.next_sibling() {
                next = Some(sibling);
            } else {
                match left.parent().filter(|parent| parent.id != root.id) {
                    Some(parent) => left = parent,
                    None => break,
                }
            }
        }
    }
    writer.close();
    writer.laid
}

/// Elements whose content is no text of the article.
const SILENT: [&str; 22] = [
    "script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object", "embed", "audio",
    "video", "canvas", "select", "textarea", "button", "map", "datalist", "noembed", "noframes", "dialog",
];

#[derive(Default)]
struct Writer {
    laid: Laid,
    /// The block that is growing: where it starts.
    open: Option<usize>,
    /// A blank or a line end that is written before the next word.
    pending: Option<char>,
    /// What a paragraph is here, for each element around that says so.
    around: Vec<BlockKind>,
}

impl Writer {
    /// Takes a node up; `false`: what is below it is no text.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            self.words(&node.text());
            return false;
        }
        let Some(name) = node.qual_name_ref() else { return true };
        let name: &str = &name.local;
        if SILENT.contains(&name) {
            return false;
        }
        match name {
            "br" => self.line_end(),
            "td" | "th" => self.blank(),
            name if is_block(name) => self.close(),
            _ => {}
        }
        self.around.extend(kind(name));
        true
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(name) = node.qual_name_ref() else { return };
        let name: &str = &name.local;
        if SILENT.contains(&name) {
            return;
        }
        if is_block(name) {
            self.close();
        }
        if kind(name).is_some() {
            self.around.pop();
        }
    }

    fn words(&mut self, text: &str) {
        for (ix, word) in text.split([' ', '\t', '\n', '\r', '\u{c}']).enumerate() {
            if ix > 0 {
                self.blank();
            }
            if word.is_empty() {
                continue;
            }
            if self.open.is_none() {
                if !self.laid.text.is_empty() {
                    self.laid.text.push_str(GAP);
                }
                self.open = Some(self.laid.text.len());
            } else {
                self.laid.text.extend(self.pending);
            }
            self.pending = None;
            self.laid.text.push_str(word);
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
        let Some(start) = self.open.take() else { return };
        let kind = self.around.last().copied().unwrap_or(BlockKind::Paragraph);
        let span = Span::new(start as u32, self.laid.text.len() as u32);
        if span.of(&self.laid.text).contains(char::is_alphanumeric) {
            self.laid.blocks.push(Block { span, kind });
        }
    }
}

fn kind(name: &str) -> Option<BlockKind> {
    Some(match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading,
        "li" | "tr" | "dd" | "dt" => BlockKind::ListItem,
        "blockquote" => BlockKind::Quote,
        _ => return None,
    })
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "article"
            | "section"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "blockquote"
            | "pre"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "figure"
            | "figcaption"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "form"
            | "fieldset"
            | "legend"
            | "address"
            | "details"
            | "summary"
            | "body"
            | "html"
            | "center"
            | "hgroup"
            | "menu"
            | "dir"
            | "listing"
            | "xmp"
            | "plaintext"
            | "search"
    )
}
