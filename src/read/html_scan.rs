//! What a page would make of a parser: how deep, how wide and how large, found out in one pass before any tree is built.
//!
//! The parsers at hand take a time that grows with the square of the nesting and of the attributes of one tag, and drop a deep tree on the stack.

use memchr::{memchr, memmem};
use xxhash_rust::xxh3::xxh3_64;

use super::html_tag::{Class, Tag};
use super::{Limit, Limits, SkipReason};

/// Attributes that one tag may have: the parser compares each with all before it, 50 million times here. The widest tag of 990 news pages has 337.
const ATTRIBUTES: usize = 10_000;
/// Nodes that a page may make. A parser takes some 150 bytes for each, 300 MB for these; the largest of 990 news pages has fewer than 40,000.
const NODES: usize = 2_000_000;

/// Looks at a page before it is parsed, and counts the nodes that it will make. One pass; a few bytes of memory for each open element.
///
/// # Errors
/// The limit that the page goes beyond.
pub(super) fn check(html: &str, limits: &Limits) -> Result<usize, SkipReason> {
    let mut scan =
        Scan { open: Vec::new(), formatting: Vec::new(), foreign: 0, nodes: 0, depth: limits.html_depth, count: 0 };
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]).map(|found| at + found) {
        if bytes[at..found].iter().any(|byte| !byte.is_ascii_whitespace()) {
            scan.open_again()?;
        }
        at = scan.markup(bytes, found)?;
    }
    Ok(scan.nodes)
}

/// The elements that are open, as the rules of HTML have it, simplified so that no depth is missed.
struct Scan {
    open: Vec<Open>,
    /// Elements of formatting (`b`, `i`, `a`, `font`), which a parser opens over again in each paragraph until their end tag comes.
    formatting: Vec<Formatting>,
    /// How many SVG and MathML elements are open.
    foreign: usize,
    nodes: usize,
    depth: usize,
    /// Elements of formatting so far.
    count: u32,
}

/// An open element.
struct Open {
    tag: Tag,
    /// Elements of formatting that were active when it was opened.
    formatting: usize,
    /// The number of the element of formatting that it is.
    number: Option<u32>,
}

/// An element of formatting whose end tag has not come.
struct Formatting {
    tag: Tag,
    /// The hash of the tag with its attributes.
    written: u64,
    number: u32,
    /// It is among the open elements; otherwise it is opened again with the next one.
    open: bool,
}

impl Scan {
    /// Takes what begins with `<` at `at`; returns where to go on.
    fn markup(&mut self, html: &[u8], at: usize) -> Result<usize, SkipReason> {
        match html.get(at + 1) {
            Some(b'!') if html[at..].starts_with(b"<!--") => Ok(comment_end(html, at + 4)),
            Some(b'!' | b'?') => Ok(memchr(b'>', &html[at..]).map_or(html.len(), |end| at + end + 1)),
            Some(b'/') if html.get(at + 2).is_some_and(u8::is_ascii_alphabetic) => {
                let (tag, end) = self.tag(html, at + 2)?;
                self.end(tag.0);
                Ok(end)
            }
            Some(letter) if letter.is_ascii_alphabetic() => {
                let ((tag, closed), end) = self.tag(html, at + 1)?;
                self.start(tag, closed, &html[at..end])?;
                Ok(if self.foreign == 0 { text_end(html, end, tag) } else { end })
            }
            Some(_) | None => Ok(at + 1),
        }
    }

    /// Reads a tag from its name on: whether it closes itself, and where it ends.
    fn tag(&self, html: &[u8], at: usize) -> Result<((Tag, bool), usize), SkipReason> {
        let length = html[at..].iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"/>".contains(byte)).count();
        let name = Tag::of(&html[at..at + length]);
        let mut at = at + length;
        let (mut attributes, mut closed) = (0, false);
        loop {
            at += blank(&html[at..]);
            match html.get(at) {
                None => break,
                Some(b'>') => {
                    at += 1;
                    break;
                }
                Some(b'/') => (at, closed) = (at + 1, true),
                Some(_) => {
                    (attributes, closed) = (attributes + 1, false);
                    at = attribute_end(html, at);
                }
            }
        }
        if attributes > ATTRIBUTES {
            return Err(SkipReason::Limit { limit: Limit::HtmlAttributes, value: ATTRIBUTES });
        }
        Ok(((name, closed), at))
    }

    fn start(&mut self, tag: Tag, closed: bool, written: &[u8]) -> Result<(), SkipReason> {
        self.nodes += 2;
        if closed && (self.foreign > 0 || tag.is(Class::Foreign)) || tag.is(Class::Void) {
            return self.within();
        }
        if tag.is(Class::Foreign) {
            self.foreign += 1;
        }
        if tag.is(Class::Formatting) {
            self.formatting(tag, written);
        } else {
            self.close_before(tag);
        }
        if !tag.is(Class::Block) && !tag.is(Class::ListScope) {
            self.open_again()?;
        }
        if !tag.is(Class::Formatting) {
            self.open.push(Open { tag, formatting: self.formatting.len(), number: None });
        }
        self.within()
    }

    /// Opens the elements of formatting again that were closed with what stood around them: text begins, or what stands in a line of it.
    fn open_again(&mut self) -> Result<(), SkipReason> {
        for (ix, Formatting { tag, number, open, .. }) in self.formatting.iter_mut().enumerate() {
            if !std::mem::replace(open, true) {
                self.nodes += 1;
                self.open.push(Open { tag: *tag, formatting: ix, number: Some(*number) });
            }
        }
        self.within()
    }

    fn within(&self) -> Result<(), SkipReason> {
        if self.open.len() > self.depth {
            return Err(SkipReason::Limit { limit: Limit::HtmlDepth, value: self.depth });
        }
        if self.nodes > NODES {
            return Err(SkipReason::Limit { limit: Limit::HtmlNodes, value: NODES });
        }
        Ok(())
    }

    /// Adds an element of formatting. At most three alike are opened again (the "Noah's Ark clause").
    fn formatting(&mut self, tag: Tag, written: &[u8]) {
        if tag.closes_its_kind() {
            self.end(tag);
        }
        let written = xxh3_64(written);
        let mut alike =
            self.formatting.iter().enumerate().filter(|(_, there)| there.tag == tag && there.written == written);
        if let (Some((first, _)), 2..) = (alike.next(), alike.count()) {
            self.formatting.remove(first);
        }
        self.count += 1;
        self.formatting.push(Formatting { tag, written, number: self.count, open: false });
    }

    /// Closes what the start of an element closes by itself.
    fn close_before(&mut self, tag: Tag) {
        if tag.is(Class::Block) {
            self.close_within(Tag::P, Class::ButtonScope);
        }
        if let Some(closes) = tag.closes() {
            for &kind in closes.kinds {
                self.close_within(kind, closes.scope);
            }
        }
    }

    /// Closes the innermost element of a kind unless one of a class stands around it first.
    fn close_within(&mut self, kind: Tag, scope: Class) {
        for ix in (0..self.open.len()).rev() {
            if self.open[ix].tag == kind {
                self.truncate(ix);
                return;
            }
            if self.open[ix].tag.is(scope) {
                return;
            }
        }
    }

    fn end(&mut self, tag: Tag) {
        if tag.is(Class::Formatting) {
            // What was opened within stays open.
            let Some(last) = self.formatting.iter().rposition(|there| there.tag == tag) else { return };
            let number = self.formatting.remove(last).number;
            self.open.retain(|there| there.number != Some(number));
        } else if let Some(ix) = self.open.iter().rposition(|there| there.tag == tag) {
            self.truncate(ix);
        }
    }

    fn truncate(&mut self, length: usize) {
        for closed in self.open.drain(length..).rev() {
            if closed.tag.is(Class::Foreign) {
                self.foreign -= 1;
            }
            // Formatting that was opened in a cell, a template or an object ends with it.
            if closed.tag.is(Class::Marker) {
                self.formatting.truncate(closed.formatting);
            }
            if let Some(there) = self.formatting.iter_mut().find(|there| closed.number == Some(there.number)) {
                there.open = false;
            }
        }
    }
}

fn blank(html: &[u8]) -> usize {
    html.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Goes behind an attribute and its value.
fn attribute_end(html: &[u8], at: usize) -> usize {
    let name = html[at + 1..].iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"/>=".contains(byte)).count();
    let end = at + 1 + name;
    let equals = end + blank(&html[end..]);
    if html.get(equals) != Some(&b'=') {
        return end;
    }
    let value = equals + 1 + blank(&html[equals + 1..]);
    match html.get(value) {
        Some(&mark @ (b'"' | b'\'')) => memchr(mark, &html[value + 1..]).map_or(html.len(), |end| value + end + 2),
        _ => value + html[value..].iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>').count(),
    }
}

fn comment_end(html: &[u8], at: usize) -> usize {
    // `<!-->` and `<!--->` are whole comments.
    if html[at..].starts_with(b">") || html[at..].starts_with(b"->") {
        return at;
    }
    memmem::find(&html[at..], b"-->").map_or(html.len(), |end| at + end + 3)
}

/// Goes to the end tag of an element whose content is no markup.
fn text_end(html: &[u8], at: usize, tag: Tag) -> usize {
    let Some(name) = tag.raw_text() else { return at };
    let mut from = at;
    while let Some(found) = memchr(b'<', &html[from..]).map(|found| from + found) {
        let rest = &html[found + 1..];
        let ends = rest.first() == Some(&b'/')
            && rest.get(1..=name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
            && rest.get(1 + name.len()).is_none_or(|next| next.is_ascii_whitespace() || b"/>".contains(next));
        if ends {
            return found;
        }
        from = found + 1;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(html: &str) -> Option<Limit> {
        match check(html, &Limits::default()) {
            Ok(_) => None,
            Err(SkipReason::Limit { limit, .. }) => Some(limit),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn elements_that_close_by_themselves_do_not_nest() {
        for row in [
            "<p>one",
            "<ul><li>one<li>two</ul>",
            "<li>one <div>x</div>",
            "<dt>a<dd>b",
            "<tr><td>a<th>b",
            "<option>a",
            "<br><img src='a>b'><hr/>",
            "<b>x</b><a href=x>y</a>",
            "<a href=x>",
            "<!-- <div> --><!--> <!---> <!DOCTYPE x>",
            "<script>'<div>'</script>",
            "<title><div></title>",
            "<svg><path d='x'/><g></g></svg>",
            "<span>x</span></div></p>",
            "a < b <3 </ >",
        ] {
            let page = format!("<body><table><tbody>{}", row.repeat(2000));
            assert_eq!(limit(&page), None, "{row}");
        }
    }

    #[test]
    fn depth_width_and_size_have_limits() {
        for row in
            ["<div>", "<span>", "<table><tr><td>", "<template>", "<ul><li>", "<svg>", "<x-y>", "<DIV\n>", "<div/>"]
        {
            assert_eq!(limit(&row.repeat(600)), Some(Limit::HtmlDepth), "{row}");
        }
        let fonts: String = (0..600).map(|n| format!("<font color={n}>")).collect();
        assert_eq!(limit(&fonts), Some(Limit::HtmlDepth));
        let some: String = (0..500).map(|n| format!("<b id={n}>")).collect();
        assert_eq!(limit(&format!("<p>{some}{}", "<p>x".repeat(5000))), Some(Limit::HtmlNodes));
        for attribute in [" a", " a=1", " a='>'", " a = \">\"", "/a", " =x=y"] {
            assert_eq!(limit(&format!("<p{}>", attribute.repeat(10_001))), Some(Limit::HtmlAttributes), "{attribute}");
            assert_eq!(limit(&format!("<p{}>", attribute.repeat(10_000))), None, "{attribute}");
        }
    }

    #[test]
    fn formatting_is_opened_again_where_its_end_is_missing() {
        for row in ["<i>x</b>", "<b>x", "<a href=x><div>"] {
            assert_eq!(limit(&row.repeat(600)), Some(Limit::HtmlDepth), "{row}");
        }
        for row in ["<b><p>x</b>", "<p><b>x<p>y</b>", "<td><b>x<td>y", "<li><i>x</i><li>", "<a>x<a>"] {
            assert_eq!(limit(&format!("<table><tr>{}", row.repeat(2000))), None, "{row}");
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
}
