//! Markdown: one article a file. The text stays as it is; its blocks say what in it is read as text.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::front_matter::FrontMatter;
use super::whole::whole_article;
use super::{Parsed, RawRecord};
use crate::text::{Block, BlockKind, Span};

/// Makes the one article of a Markdown file (CommonMark, tables, footnotes, front matter between `---` or `+++`).
///
/// Linear. The title is that of the front matter, or else the first heading of level 1.
pub(super) fn parse(raw: RawRecord) -> Parsed {
    whole_article(raw, |text| {
        let mut layout = Layout { text, ..Layout::default() };
        for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
            layout.event(event, range);
        }
        layout.close();
        (layout.blocks, FrontMatter { title: layout.front.title.or(layout.title), ..layout.front })
    })
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS)
    .union(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS);

/// The blocks found so far, and the one that is growing.
///
/// What is not read as text (the target of a link, a comment, a tag) ends a block, and the text behind it begins another: a span cannot have a hole.
#[derive(Default)]
struct Layout<'t> {
    text: &'t str,
    blocks: Vec<Block>,
    open: Option<Range<usize>>,
    /// What a paragraph is here, for each list item and block quotation around.
    around: Vec<BlockKind>,
    heading: Option<HeadingLevel>,
    /// How many elements around hold no text: code, front matter, links that are their own target.
    silent: usize,
    title: Option<String>,
    front: FrontMatter,
    in_front: bool,
}

impl Layout<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if self.in_front => self.front.read(&text),
            Event::Text(_) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.grow(range),
            Event::SoftBreak => {}
            Event::HardBreak | Event::Rule | Event::TaskListMarker(_) => {}
            Event::InlineHtml(_) | Event::FootnoteReference(_) => self.close(),
            // Looked at as a whole when it ends.
            Event::Html(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.close();
                self.heading = Some(*level);
            }
            Tag::BlockQuote(_) => self.enter(BlockKind::Quote),
            Tag::Item | Tag::TableHead | Tag::TableRow => self.enter(BlockKind::ListItem),
            Tag::CodeBlock(_) => {
                self.close();
                self.silent += 1;
            }
            Tag::MetadataBlock(_) => {
                self.in_front = true;
                self.silent += 1;
            }
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                self.close();
                self.silent += 1;
            }
            Tag::Image { .. } => self.close(),
            Tag::Link { .. } | Tag::TableCell | Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            Tag::Subscript | Tag::Superscript => {}
            Tag::Paragraph | Tag::HtmlBlock | Tag::List(_) | Tag::FootnoteDefinition(_) | Tag::Table(_) => self.close(),
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.close(),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => {
                self.close();
                self.heading = None;
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => {
                self.close();
                self.around.pop();
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {
                self.in_front = false;
                self.silent -= 1;
            }
            TagEnd::Link if self.silent > 0 && self.text[range.clone()].starts_with('<') => self.silent -= 1,
            TagEnd::Link if self.text[range.clone()].ends_with([')', ']']) => self.close(),
            TagEnd::Image => self.close(),
            TagEnd::HtmlBlock => self.html(range),
            TagEnd::Link | TagEnd::TableCell | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::Subscript | TagEnd::Superscript => {}
            TagEnd::Paragraph | TagEnd::List(_) | TagEnd::FootnoteDefinition | TagEnd::Table => self.close(),
            TagEnd::DefinitionList | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => self.close(),
        }
    }

    fn enter(&mut self, kind: BlockKind) {
        self.close();
        self.around.push(kind);
    }

    /// Takes a piece of text into the open block, or opens one.
    fn grow(&mut self, range: Range<usize>) {
        if self.silent == 0 {
            let start = self.open.as_ref().map_or(range.start, |open| open.start);
            self.open = Some(start..range.end);
        }
    }

    /// Ends the open block; one without a letter or a digit is dropped.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let slice = &self.text[open.clone()];
        let body = slice.trim();
        if !body.contains(char::is_alphanumeric) {
            return;
        }
        let start = open.start + slice.len() - slice.trim_start().len();
        let kind = match self.heading {
            Some(_) => BlockKind::Heading,
            None => self.around.last().copied().unwrap_or(BlockKind::Paragraph),
        };
        if self.heading == Some(HeadingLevel::H1) {
            self.title.get_or_insert_with(|| body.to_owned());
        }
        self.blocks.push(Block { span: Span::new(start as u32, (start + body.len()) as u32), kind });
    }

    /// Takes the text between the tags of raw HTML.
    fn html(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.text[at..range.end];
            let text = rest.find('<').unwrap_or(rest.len());
            if text > 0 {
                self.grow(at..at + text);
                self.close();
            }
            at += text + markup(&rest[text..]);
        }
    }
}

/// The length of the tag, the comment, or the script or style element that `html` begins with.
fn markup(html: &str) -> usize {
    let ends_with = |end: &str| html.find(end).map_or(html.len(), |at| at + end.len());
    let opens = |name: &str| html.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    if html.starts_with("<!--") {
        ends_with("-->")
    } else if opens("script") {
        ends_with("</script>")
    } else if opens("style") {
        ends_with("</style>")
    } else {
        ends_with(">")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Context, Format, LineEnd};
    use super::*;
    use crate::article::{Article, Origin};

    fn article(text: &str) -> Article {
        let raw = RawRecord {
            origin: Origin { path: Arc::from("a.md"), record: 1, line: 1 },
            offset: 0,
            format: Format::Markdown,
            bytes: text.as_bytes().to_vec(),
            line_end: LineEnd::None,
            repaired: 0,
            fault: None,
            context: Context::None,
        };
        parse(raw).article
    }

    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        article(text).blocks.iter().map(|block| (block.kind, block.span.of(text).to_owned())).collect()
    }

    fn of(kind: BlockKind, texts: &[&str]) -> Vec<(BlockKind, String)> {
        texts.iter().map(|text| (kind, (*text).to_owned())).collect()
    }

    #[test]
    fn each_element_of_the_layout_is_a_block_of_its_kind() {
        let text = "# Bridge closed\n\nThe bridge\nis **closed**.\n\n- one item\n- two items\n\n> She said no.\n> Twice.\n\n| a | b |\n|---|---|\n| c | d |\n";
        let mut expected = of(BlockKind::Heading, &["Bridge closed"]);
        expected.extend(of(BlockKind::Paragraph, &["The bridge\nis **closed**."]));
        expected.extend(of(BlockKind::ListItem, &["one item", "two items"]));
        expected.extend(of(BlockKind::Quote, &["She said no.\n> Twice."]));
        expected.extend(of(BlockKind::ListItem, &["a | b", "c | d"]));
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn code_comments_and_link_targets_are_not_text() {
        let text = "See [the report](https://a.example/2024/report) today.\n\n```\nlet x = 1;\n```\n\n<!-- draft -->\n\n    indented code\n\nMail <a@b.example> us.\n\n[1]: https://c.example/x\n";
        let expected = of(BlockKind::Paragraph, &["See [the report", "today.", "Mail", "us."]);
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn text_between_html_tags_is_kept() {
        let text = "<div class=\"x\">\nThe court ruled.\n<script>var a = 1;</script>\n<p>It rose.</p>\n</div>\n";
        assert_eq!(blocks(text), of(BlockKind::Paragraph, &["The court ruled.", "It rose."]));
    }

    #[test]
    fn the_front_matter_names_title_date_and_address() {
        let text = "---\ntitle: \"Bridge: closed\"\ndate: 2024-05-17 09:30:00 +0200\nurl: https://a.example/b\ntags:\n  - title: no\n---\n\n# Other\n\nText.\n";
        let article = article(text);
        assert_eq!(article.title.as_deref(), Some("Bridge: closed"));
        assert_eq!(article.url.as_deref(), Some("https://a.example/b"));
        assert_eq!(article.published.map(|p| p.at.to_string()).as_deref(), Some("2024-05-17T07:30:00"));
        assert_eq!(article.text, text);
        assert_eq!(article.blocks.len(), 2);
    }

    #[test]
    fn without_front_matter_the_first_heading_is_the_title() {
        assert_eq!(article("Intro.\n\n# The headline\n\nText.\n").title.as_deref(), Some("The headline"));
        assert_eq!(article("Only text.\n").title, None);
    }

    #[test]
    fn a_deep_or_broken_layout_ends() {
        for text in
            ["> ".repeat(20_000), "[".repeat(50_000), "* ".repeat(20_000), "<a ".repeat(20_000), "`".repeat(50_000)]
        {
            article(&text);
        }
    }
}
