//! One item of a feed to one article.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::date;
use super::html::{self, Laid};
use super::role::Role;
use super::told::Told;
use super::{Context, Limits, Parsed, RawRecord, ReadOptions, SkipReason, Skipped};

/// Makes an article of an item: its text is the longest that it gives, the full text where there is one and not its summary.
pub(super) fn parse(mut raw: RawRecord, options: &ReadOptions) -> Result<Parsed, Skipped> {
    let channel = match std::mem::replace(&mut raw.context, Context::None) {
        Context::Told(told) => *told,
        Context::None | Context::Row(_) | Context::Capture(_) => Told::default(),
    };
    // The item was cut out of a text.
    let read = elements(&String::from_utf8_lossy(&raw.bytes)).map_err(|message| SkipReason::NotXml { message });
    match read.and_then(|elements| Ok((laid(&elements, options)?, told(&elements, channel)))) {
        Ok((laid, told)) => {
            let article = told.article(laid.text, laid.blocks, raw.origin);
            Ok(Parsed { article, repaired: raw.repaired, written: None })
        }
        Err(reason) => Err(raw.skipped(reason)),
    }
}

/// The title of a feed, from what stands before its first item: the outlet.
pub(super) fn channel_title(head: &str) -> Option<String> {
    let start = head.find("<title")?;
    let end = start + head[start..].find("</title>")?;
    let open = format!("<item>{}</title></item>", &head[start..end]);
    let title = elements(&open).ok()?.into_iter().next()?;
    Some(plain(&title.value)).filter(|title| !title.is_empty())
}

/// An element of an item.
#[derive(Debug)]
struct Element {
    name: String,
    value: String,
    /// The address that it names (`link` of Atom).
    href: Option<String>,
    /// Its text is no HTML.
    is_plain: bool,
}

/// Names of elements that hold text, the fullest first: `content:encoded` of RSS, `content` of Atom, then summaries.
const TEXTS: [&str; 5] = ["content:encoded", "content", "fulltext", "description", "summary"];

fn laid(elements: &[Element], options: &ReadOptions) -> Result<Laid, SkipReason> {
    let texts = TEXTS.iter().flat_map(|name| elements.iter().filter(move |element| element.name == *name));
    for element in texts {
        let laid = if element.is_plain {
            Laid { text: element.value.trim().to_owned(), blocks: Vec::new() }
        } else {
            html::text(&element.value, &options.limits)?
        };
        if !laid.text.trim().is_empty() {
            return Ok(laid);
        }
    }
    let fields: Vec<String> = elements.iter().take(SkipReason::FIELDS).map(|element| element.name.clone()).collect();
    Err(SkipReason::NoText { wanted: None, more: elements.len() - fields.len(), fields })
}

fn told(elements: &[Element], channel: Told) -> Told {
    let mut told = channel;
    for (role, names) in [
        (Role::Id, &["guid", "id"][..]),
        (Role::Title, &["title"]),
        (Role::Url, &["link", "feedburner:origLink"]),
        (Role::Source, &["source", "dc:publisher"]),
        (Role::Published, &["updated", "dc:date", "dcterms:created", "published", "pubDate"]),
    ] {
        // The last name that is there is the best.
        for name in names {
            let Some(element) = elements.iter().find(|element| element.name == *name) else { continue };
            let value = match (&element.href, role) {
                (Some(href), Role::Url) => href.trim().to_owned(),
                _ => plain(&element.value),
            };
            let is_date = role != Role::Published || date::parse(&value).is_some();
            if is_date && !value.is_empty() {
                told.take(role, value);
            }
        }
    }
    told
}

/// A short text of a feed, in which markup is often escaped twice, on one line.
fn plain(value: &str) -> String {
    let laid = if value.contains(['<', '&']) { html::text(value, &Limits::default()).ok() } else { None };
    let laid = laid.map_or_else(|| value.to_owned(), |laid| laid.text);
    laid.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads the elements right below an item. What lies deeper is kept as it is written: it is the XHTML of an element.
fn elements(item: &str) -> Result<Vec<Element>, String> {
    let mut reader = Reader::from_str(item);
    reader.config_mut().check_end_names = false;
    // `AT&T` and `?a=1&b=2` stand in many feeds.
    reader.config_mut().allow_dangling_amp = true;
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut open: Option<(Element, usize, bool)> = None;
    loop {
        let before = reader.buffer_position() as usize;
        match reader.read_event().map_err(|error| format!("{error}, byte {}", reader.error_position()))? {
            Event::Start(tag) => {
                depth += 1;
                match &mut open {
                    Some((_, _, has_markup)) => *has_markup = true,
                    None if depth == 2 => open = Some((element(&tag), reader.buffer_position() as usize, false)),
                    None => {}
                }
            }
            Event::Empty(tag) => match &mut open {
                Some((_, _, has_markup)) => *has_markup = true,
                None => out.push(element(&tag)),
            },
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth == 1
                    && let Some((mut element, start, has_markup)) = open.take()
                {
                    if has_markup {
                        element.value = item.get(start..before).unwrap_or_default().to_owned();
                        element.is_plain = false;
                    }
                    out.push(element);
                }
            }
            Event::Text(words) => append(&mut open, &words.into_inner()),
            Event::CData(words) => append(&mut open, &words.into_inner()),
            Event::GeneralRef(name) => append(&mut open, &resolved(&name)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => {
                // Markup in it that is not closed: what is there is kept.
                if let Some((element, start, _)) = open.take() {
                    let value = item.get(start..).unwrap_or_default().to_owned();
                    out.push(Element { value, is_plain: false, ..element });
                }
                return Ok(out);
            }
        }
    }
}

fn append(open: &mut Option<(Element, usize, bool)>, words: &str) {
    if let Some((element, ..)) = open {
        element.value.push_str(words);
    }
}

fn element(tag: &BytesStart<'_>) -> Element {
    let attribute = |wanted: &str| {
        let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == wanted)?;
        quick_xml::escape::unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
    };
    // Links to comments, media and the feed itself are no address of the article.
    let elsewhere = attribute("rel").is_some_and(|rel| rel != "alternate");
    let name: &str = tag.name().into_inner();
    Element {
        name: if elsewhere { format!("{name} rel") } else { name.to_owned() },
        value: String::new(),
        href: attribute("href"),
        is_plain: attribute("type").is_some_and(|kind| kind == "text" || kind == "text/plain"),
    }
}

/// A reference to a character. One that XML does not know is left to HTML.
fn resolved(name: &quick_xml::events::BytesRef<'_>) -> String {
    match name.resolve_char_ref() {
        Ok(Some(char)) => char.to_string(),
        _ => {
            let name: &str = name;
            quick_xml::escape::resolve_xml_entity(name).map_or_else(|| format!("&{name};"), ToOwned::to_owned)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(item: &str) -> Vec<(String, String)> {
        elements(item).expect("it is XML").into_iter().map(|element| (element.name, element.value)).collect()
    }

    #[test]
    fn text_is_read_however_it_is_packed() {
        for packed in ["&lt;p&gt;a &amp;amp; b&lt;/p&gt;", "<![CDATA[<p>a &amp; b</p>]]>", "<p>a &amp; b</p>"] {
            let item = format!("<item><description>{packed}</description></item>");
            assert_eq!(values(&item), [("description".to_owned(), "<p>a &amp; b</p>".to_owned())], "{packed}");
        }
    }

    #[test]
    fn a_bare_ampersand_costs_no_item() {
        let found = values("<item><title>AT&T</title><link>https://x.example/?a=1&b=2</link></item>");
        assert_eq!(found[0].1, "AT&T");
        assert_eq!(found[1].1, "https://x.example/?a=1&b=2");
    }

    #[test]
    fn an_entity_of_html_is_left_to_html() {
        assert_eq!(values("<item><title>a&nbsp;b&#x2014;c</title></item>")[0].1, "a&nbsp;b—c");
        assert_eq!(plain("a&nbsp;b &lt;i&gt;"), "a b <i>");
    }
}
