//! A page as a tree of elements and texts, made in one pass over its markup and in one vector.
//!
//! Elements of formatting are left out; of a link only remains which words stand in it. The rules of HTML on what closes what are followed as far as they
//! say where a text stands; nothing is moved to where it was not written.

use memchr::{memchr, memmem};

use super::tag::{Class, Tag};
use crate::read::{Limit, Limits, SkipReason};

/// Attributes that one tag may have. The widest tag of 990 news pages has 337.
const ATTRIBUTES: usize = 10_000;
/// Nodes that a page may make, 32 bytes each. The largest of 990 news pages has fewer than 40,000.
const NODES: usize = 2_000_000;

/// A page. Its nodes stand in the order of the page, so that what is below a node is the run of nodes behind it.
#[derive(Debug)]
pub(super) struct Tree<'h> {
    html: &'h str,
    nodes: Vec<Node>,
}

/// An element, or a run of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// The element; of a text, [`Tag::TEXT`].
    pub(super) tag: Tag,
    /// The element around it; the first node is its own.
    pub(super) parent: u32,
    /// The first node behind all that is below it.
    pub(super) end: u32,
    /// What is written: the attributes of an element, the text of a text.
    written: (u32, u32),
    /// It stands in a link.
    pub(super) linked: bool,
}

impl<'h> Tree<'h> {
    /// Reads a page. One pass, linear but for the depth.
    ///
    /// # Errors
    /// The limit on depth, nodes or attributes that the page goes beyond.
    pub(super) fn of(html: &'h str, limits: &Limits) -> Result<Self, SkipReason> {
        let mut builder = Builder {
            html: html.as_bytes(),
            nodes: Vec::with_capacity(html.len() / 32 + 1),
            open: Vec::new(),
            foreign: 0,
            link: None,
            depth: limits.html_depth,
        };
        builder.nodes.push(Node { tag: Tag::ROOT, parent: 0, end: 0, written: (0, 0), linked: false });
        builder.open.push(0);
        let mut at = 0;
        while at < html.len() {
            let found = memchr(b'<', &builder.html[at..]).map_or(html.len(), |found| at + found);
            builder.text(at, found)?;
            if found == html.len() {
                break;
            }
            at = builder.markup(found)?;
        }
        builder.truncate(0);
        Ok(Self { html, nodes: builder.nodes })
    }

    /// All nodes, in the order of the page; the first stands around all others.
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What is written of a node: the attributes of an element, or a text with its character references.
    pub(super) fn written(&self, node: &Node) -> &'h str {
        // Both ends stand beside ASCII.
        self.html.get(node.written.0 as usize..node.written.1 as usize).unwrap_or_default()
    }

    /// The value of an attribute, by its name in small letters.
    pub(super) fn attribute(&self, node: &Node, name: &str) -> Option<&'h str> {
        let written = self.written(node);
        if node.tag == Tag::TEXT || written.is_empty() {
            return None;
        }
        Attributes { written, at: 0 }.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The attributes of an element as they are written.
    pub(super) fn attributes(&self, node: &Node) -> Attributes<'h> {
        Attributes { written: if node.tag == Tag::TEXT { "" } else { self.written(node) }, at: 0 }
    }
}

/// Walks over the attributes of a tag: name and value, both as they are written.
#[derive(Debug)]
pub(super) struct Attributes<'h> {
    written: &'h str,
    at: usize,
}

impl<'h> Iterator for Attributes<'h> {
    type Item = (&'h str, &'h str);

    fn next(&mut self) -> Option<Self::Item> {
        let html = self.written.as_bytes();
        while html.get(self.at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/') {
            self.at += 1;
        }
        if self.at >= html.len() {
            return None;
        }
        let (name, value, end) = attribute(html, self.at);
        let start = self.at;
        self.at = end;
        Some((&self.written[start..name], &self.written[value.0..value.1]))
    }
}

struct Builder<'h> {
    html: &'h [u8],
    nodes: Vec<Node>,
    /// The elements that are open.
    open: Vec<u32>,
    /// How many SVG and MathML elements are open.
    foreign: usize,
    /// A link is open: the number of elements around it.
    link: Option<usize>,
    depth: usize,
}

impl Builder<'_> {
    fn text(&mut self, from: usize, to: usize) -> Result<(), SkipReason> {
        if from == to {
            return Ok(());
        }
        // What was not markup after all goes on with the text before it.
        if let Some(last) = self.nodes.last_mut()
            && last.tag == Tag::TEXT
            && last.written.1 as usize == from
        {
            last.written.1 = to as u32;
            return Ok(());
        }
        self.push(Tag::TEXT, (from, to)).map(|_| ())
    }

    fn push(&mut self, tag: Tag, written: (usize, usize)) -> Result<u32, SkipReason> {
        if self.nodes.len() >= NODES {
            return Err(SkipReason::Limit { limit: Limit::HtmlNodes, value: NODES });
        }
        let ix = self.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(0);
        let written = (written.0 as u32, written.1 as u32);
        self.nodes.push(Node { tag, parent, end: ix + 1, written, linked: self.link.is_some() });
        Ok(ix)
    }

    /// Takes what begins with `<` at `at`; returns where to go on.
    fn markup(&mut self, at: usize) -> Result<usize, SkipReason> {
        let html = self.html;
        match html.get(at + 1) {
            Some(b'!') if html[at..].starts_with(b"<!--") => Ok(comment_end(html, at + 4)),
            Some(b'!' | b'?') => Ok(memchr(b'>', &html[at..]).map_or(html.len(), |end| at + end + 1)),
            Some(b'/') if html.get(at + 2).is_some_and(u8::is_ascii_alphabetic) => {
                let (tag, _, _, end) = tag(html, at + 2)?;
                self.end(tag);
                Ok(end)
            }
            Some(b'/') => Ok(memchr(b'>', &html[at..]).map_or(html.len(), |end| at + end + 1)),
            Some(letter) if letter.is_ascii_alphabetic() => {
                let (tag, closed, written, end) = tag(html, at + 1)?;
                self.start(tag, closed, written)?;
                if self.foreign > 0 {
                    return Ok(end);
                }
                let Some(name) = tag.raw_text() else { return Ok(end) };
                let close = text_end(html, end, name);
                self.text(end, close)?;
                Ok(close)
            }
            Some(_) | None => {
                self.text(at, at + 1)?;
                Ok(at + 1)
            }
        }
    }

    fn start(&mut self, tag: Tag, closed: bool, written: (usize, usize)) -> Result<(), SkipReason> {
        if tag.is(Class::Formatting) {
            if tag == Tag::A {
                self.link = Some(self.open.len());
            }
            return Ok(());
        }
        self.close_before(tag);
        let ix = self.push(tag, written)?;
        if closed && (self.foreign > 0 || tag.is(Class::Foreign)) || tag.is(Class::Void) {
            return Ok(());
        }
        self.foreign += usize::from(tag.is(Class::Foreign));
        self.open.push(ix);
        if self.open.len() > self.depth {
            return Err(SkipReason::Limit { limit: Limit::HtmlDepth, value: self.depth });
        }
        Ok(())
    }

    /// Closes what the start of an element closes by itself.
    fn close_before(&mut self, tag: Tag) {
        // What belongs to no head begins the body.
        if !tag.is_of_head() && self.open.last().is_some_and(|ix| self.nodes[*ix as usize].tag == Tag::HEAD) {
            self.truncate(self.open.len() - 1);
        }
        if tag.is(Class::Block) {
            self.close_within(Tag::P, &[Class::ButtonScope]);
        }
        if let Some(closes) = tag.closes() {
            for &kind in closes.kinds {
                self.close_within(kind, &[closes.scope]);
            }
        }
    }

    fn end(&mut self, tag: Tag) {
        if tag.is(Class::Formatting) {
            if tag == Tag::A {
                self.link = None;
            }
        } else if tag.is(Class::TableScope) || tag.is_of_table() {
            self.close_within(tag, &[Class::TableScope]);
        } else if tag.is(Class::Block) || tag.is(Class::ListScope) {
            self.close_within(tag, &[Class::Marker, Class::TableScope]);
        } else {
            self.close_within(tag, &[Class::Block, Class::ListScope]);
        }
    }

    /// Closes the innermost element of a kind unless one of a class stands around it first.
    fn close_within(&mut self, kind: Tag, scope: &[Class]) {
        for ix in (1..self.open.len()).rev() {
            let tag = self.nodes[self.open[ix] as usize].tag;
            if tag == kind {
                self.truncate(ix);
                return;
            }
            if scope.iter().any(|scope| tag.is(*scope)) {
                return;
            }
        }
    }

    fn truncate(&mut self, length: usize) {
        let end = self.nodes.len() as u32;
        for ix in self.open.drain(length..) {
            let node = &mut self.nodes[ix as usize];
            node.end = end;
            self.foreign -= usize::from(node.tag.is(Class::Foreign));
        }
        // A link that was opened in what is closed ends with it, as authors mean it.
        self.link = self.link.filter(|around| *around <= length);
    }
}

/// Reads a tag from its name on: the element, whether it closes itself, where its attributes are, and where it ends.
fn tag(html: &[u8], at: usize) -> Result<(Tag, bool, (usize, usize), usize), SkipReason> {
    let length = html[at..].iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"/>".contains(byte)).count();
    let name = Tag::of(&html[at..at + length]);
    let start = at + length;
    let (mut at, mut closed, mut attributes) = (start, false, 0usize);
    loop {
        match html.get(at) {
            None => return Ok((name, closed, (start, at), at)),
            Some(b'>') => return Ok((name, closed, (start, at), at + 1)),
            Some(b'/') => (at, closed) = (at + 1, true),
            Some(byte) if byte.is_ascii_whitespace() => at += 1,
            Some(_) => {
                (attributes, closed) = (attributes + 1, false);
                if attributes > ATTRIBUTES {
                    return Err(SkipReason::Limit { limit: Limit::HtmlAttributes, value: ATTRIBUTES });
                }
                at = attribute(html, at).2;
            }
        }
    }
}

fn blank(html: &[u8]) -> usize {
    html.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Reads an attribute: where its name ends, where its value stands, and where to go on.
fn attribute(html: &[u8], at: usize) -> (usize, (usize, usize), usize) {
    let name = html[at + 1..].iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"/>=".contains(byte)).count();
    let end = at + 1 + name;
    let equals = end + blank(&html[end..]);
    if html.get(equals) != Some(&b'=') {
        return (end, (end, end), end);
    }
    let value = equals + 1 + blank(&html[equals + 1..]);
    match html.get(value) {
        Some(&mark @ (b'"' | b'\'')) => {
            let close = memchr(mark, &html[value + 1..]).map_or(html.len(), |end| value + 1 + end);
            (end, (value + 1, close), (close + 1).min(html.len()))
        }
        _ => {
            let length = html[value..].iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>').count();
            (end, (value, value + length), value + length)
        }
    }
}

fn comment_end(html: &[u8], at: usize) -> usize {
    // `<!-->` and `<!--->` are whole comments.
    if html[at..].starts_with(b">") {
        return at + 1;
    }
    if html[at..].starts_with(b"->") {
        return at + 2;
    }
    memmem::find(&html[at..], b"-->").map_or(html.len(), |end| at + end + 3)
}

/// Finds the end tag of an element whose content is no markup.
fn text_end(html: &[u8], at: usize, name: &str) -> usize {
    let mut from = at;
    while let Some(found) = memmem::find(&html[from..], b"</").map(|found| from + found) {
        let rest = &html[found + 2..];
        let ends = rest.get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
            && rest.get(name.len()).is_none_or(|next| next.is_ascii_whitespace() || b"/>".contains(next));
        if ends {
            return found;
        }
        from = found + 2;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each text of a page with the attribute `id` of the element around it; a text in a link is marked.
    fn texts(html: &str) -> Vec<String> {
        let tree = Tree::of(html, &Limits::default()).expect("within the limits");
        let nodes = tree.nodes();
        let texts = nodes.iter().filter(|node| node.tag == Tag::TEXT && !tree.written(node).trim().is_empty());
        let told = texts.map(|text| {
            let around = tree.attribute(&nodes[text.parent as usize], "id").unwrap_or("-");
            format!("{around}{}{}", if text.linked { "@" } else { ":" }, tree.written(text).trim())
        });
        told.collect()
    }

    fn limit(html: &str) -> Option<Limit> {
        match Tree::of(html, &Limits::default()) {
            Ok(_) => None,
            Err(SkipReason::Limit { limit, .. }) => Some(limit),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_text_stands_where_a_browser_puts_it() {
        for (html, expected) in [
            ("<p id=a>one<p id=b>two", &["a:one", "b:two"][..]),
            ("<ul id=u><li id=a>one<li id=b>two</ul>three", &["a:one", "b:two", "-:three"]),
            ("<div id=d><p id=a>one</div>two", &["a:one", "-:two"]),
            ("<div id=d><table id=t><tr><td id=c>one</div>two</table>three</div>", &["c:one", "c:two", "d:three"]),
            ("<div id=d><span id=s>one</div>two</span>", &["s:one", "-:two"]),
            ("<p id=a><b>one</p>two", &["a:one", "-:two"]),
            ("<p id=a>a < b <3 </ >c", &["a:a < b <3", "a:c"]),
            ("<p id='a>b' class = x>one<!-- <p id=no>no --><!-->two", &["a>b:one", "a>b:two"]),
            ("<script id=s>'<p>'</script><p id=a>one", &["s:'<p>'", "a:one"]),
            ("<head id=h><title id=t>x</title><p id=a>one", &["t:x", "a:one"]),
            ("<p id=a><a href=x>one</a>two<a>three<p id=b>four", &["a@one", "a:two", "a@three", "b:four"]),
            ("<svg><path id=p /><g id=g>one</g></svg><p id=a />two", &["g:one", "a:two"]),
        ] {
            assert_eq!(texts(html), expected, "{html}");
        }
    }

    #[test]
    fn what_is_never_closed_ends_with_the_page() {
        for page in
            ["<", "<!--", "<!-", "<p a='", "<script>", "</", "</p", "<title>x</titl", "<p a=", "<p a", "<p/", "<!"]
        {
            assert_eq!(limit(page), None, "{page}");
        }
    }

    #[test]
    fn depth_and_width_have_limits() {
        for row in ["<div>", "<span>", "<table><tr><td>", "<template>", "<ul><li>", "<svg>", "<x-y>", "<DIV\n>"] {
            assert_eq!(limit(&row.repeat(600)), Some(Limit::HtmlDepth), "{row}");
        }
        for row in ["<p>one", "<li>one <div>x</div>", "<dt>a<dd>b", "<tr><td>a<th>b", "<br><hr/>", "<b>", "<a href=x>"]
        {
            assert_eq!(limit(&row.repeat(2000)), None, "{row}");
        }
        for attribute in [" a", " a=1", " a='>'", " a = \">\"", "/a", " =x=y"] {
            assert_eq!(limit(&format!("<p{}>", attribute.repeat(10_001))), Some(Limit::HtmlAttributes), "{attribute}");
            assert_eq!(limit(&format!("<p{}>", attribute.repeat(10_000))), None, "{attribute}");
        }
    }
}
