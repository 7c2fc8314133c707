//! The main text of a page with more care than speed: what stands around an article is taken out before it is looked for, and links, headings without a
//! text and lost paragraphs are seen to after.

use dom_query::{Document, NodeRef};

use super::html_text::{Laid, text};

/// Takes out of a page what is told to be no part of an article by its element or its class.
///
/// An element that holds most of the words of the page stays, whatever it is called.
pub(super) fn prune(document: &Document) {
    let root = document.root();
    let all = letters(&root);
    let named: Vec<NodeRef<'_>> =
        root.descendants_it().filter(|node| node.is_element() && is_beside_the_article(node)).collect();
    for node in named {
        if letters(&node) * MOST.1 <= all * MOST.0 {
            node.remove_from_parent();
        }
    }
}

/// The part of all letters from which an element is the page itself: a third, as classes like `widget` are given to whole pages.
const MOST: (usize, usize) = (1, 3);

/// Takes lists of links out of what was found, and headings that nothing follows.
pub(super) fn tidy(document: &Document) {
    let root = document.root();
    let links: Vec<NodeRef<'_>> =
        root.descendants_it().filter(|node| node.is_element() && is_piece(node) && is_mostly_links(node)).collect();
    for node in links {
        node.remove_from_parent();
    }
    let mut headings: Vec<NodeRef<'_>> = Vec::new();
    for node in root.descendants_it() {
        let Some(name) = node.qual_name_ref() else { continue };
        match &*name.local {
            "h2" | "h3" | "h4" | "h5" | "h6" => headings.push(node),
            "p" | "li" | "blockquote" | "pre" | "td" if letters(&node) > 0 => headings.clear(),
            _ => {}
        }
    }
    for heading in headings {
        heading.remove_from_parent();
    }
}

/// All paragraphs of a page that read as prose, for pages of which the looked-for part loses most.
pub(super) fn prose(document: &Document) -> Laid {
    let all = text(&document.root());
    let mut out = Laid::default();
    for block in all.blocks {
        let words = block.span.of(&all.text);
        if words.len() < PROSE {
            continue;
        }
        if !out.text.is_empty() {
            out.text.push_str("\n\n");
        }
        let start = out.text.len() as u32;
        out.text.push_str(words);
        out.blocks.push(crate::text::Block { span: crate::text::Span::new(start, out.text.len() as u32), ..block });
    }
    out
}

/// Bytes from which a block is prose and no label: a line and a half of print.
const PROSE: usize = 100;

/// Words of classes and ids that stand for what is beside an article.
const BESIDE: [&str; 42] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "anzeige",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "caption",
    "comment",
    "comments",
    "cookie",
    "cookies",
    "consent",
    "copyright",
    "credit",
    "disqus",
    "footer",
    "login",
    "menu",
    "modal",
    "nav",
    "navigation",
    "newsletter",
    "pager",
    "pagination",
    "paywall",
    "popular",
    "popup",
    "promo",
    "rating",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "social",
    "sponsor",
    "subscribe",
    "trending",
];

fn is_beside_the_article(node: &NodeRef<'_>) -> bool {
    let Some(name) = node.qual_name_ref() else { return false };
    match &*name.local {
        "html" | "body" | "main" | "article" | "head" | "meta" | "link" | "script" | "title" => return false,
        "nav" | "aside" | "footer" | "form" | "figcaption" | "button" | "select" | "dialog" => return true,
        _ => {}
    }
    [node.class(), node.id_attr()].into_iter().flatten().any(|said| {
        said.split(|char: char| !char.is_ascii_alphabetic())
            .any(|word| BESIDE.iter().any(|beside| word.eq_ignore_ascii_case(beside)))
    })
}

/// An element that holds one piece of text and no other such.
fn is_piece(node: &NodeRef<'_>) -> bool {
    let Some(name) = node.qual_name_ref() else { return false };
    matches!(&*name.local, "p" | "li" | "ul" | "ol" | "div" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Bytes up to which a piece that is nothing but links is a list of them and not a sentence with a long link.
const LINKS: usize = 300;

fn is_mostly_links(node: &NodeRef<'_>) -> bool {
    let all = letters(node);
    if all == 0 || all > LINKS {
        return false;
    }
    let linked: usize = node
        .descendants_it()
        .filter(|node| node.qual_name_ref().is_some_and(|name| &*name.local == "a"))
        .map(|link| letters(&link))
        .sum();
    linked * 3 > all * 2
}

/// Bytes of the words below a node.
fn letters(node: &NodeRef<'_>) -> usize {
    node.descendants_it()
        .filter(|node| node.is_text())
        .filter(|node| {
            let parent = node.parent();
            !parent.is_some_and(|parent| {
                parent
                    .qual_name_ref()
                    .is_some_and(|name| matches!(&*name.local, "script" | "style" | "noscript" | "template"))
            })
        })
        .map(|node| node.text().split_ascii_whitespace().map(str::len).sum::<usize>())
        .sum()
}
