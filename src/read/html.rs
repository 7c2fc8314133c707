//! HTML: the main text of a page with its paragraphs, and what the page says of itself.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::html_text::{Laid, text};
use super::json_string::repair;
use super::told::Told;
use super::{
    Extract, Parsed, RawRecord, ReadOptions, SkipReason, Skipped, charset, html_meta, html_precise, html_scan,
};

/// Makes the one article of a page; its id is the path.
pub(super) fn parse(raw: RawRecord, options: &ReadOptions) -> Result<Parsed, Skipped> {
    let (html, repaired) = decode(&raw.bytes, None);
    match read(&html, options) {
        Ok(Page { laid, mut told }) => {
            told.id = Some(raw.origin.path.to_string());
            let article = told.article(laid.text, laid.blocks, raw.origin);
            Ok(Parsed { article, repaired: raw.repaired + repaired, written: None })
        }
        Err(reason) => Err(raw.skipped(reason)),
    }
}

/// A page that was read.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) laid: Laid,
    pub(super) told: Told,
}

impl Page {
    /// A text that says nothing of itself.
    pub(super) fn plain(text: String) -> Self {
        Self { laid: Laid { text, blocks: Vec::new() }, told: Told::default() }
    }
}

/// Turns the bytes of a page into text. The encoding: a byte order mark, being UTF-8 beyond ASCII, the HTTP head, the page's own `meta`, a guess.
pub(super) fn decode(html: &[u8], media: Option<&str>) -> (String, u32) {
    let declared = media.and_then(charset_of).or_else(|| declared_within(html));
    if declared.is_none() && html.is_ascii() {
        return repair(html.to_vec());
    }
    charset::decode(html, declared.as_deref())
}

/// Reads a page.
///
/// Costs some 4 ms for a page of 100 KB (990 news pages), a fifth more with [`Extract::Precise`]; linear once the page has passed the look at its depth and width.
///
/// # Errors
/// When the page goes beyond a limit on depth, attributes or nodes.
pub(super) fn read(html: &str, options: &ReadOptions) -> Result<Page, SkipReason> {
    let nodes = html_scan::check(html, &options.limits)?;
    let document = Document::from(html);
    let told = html_meta::told(&document);
    let laid = match options.extract {
        Extract::All => text(&document.root()),
        Extract::Fast | Extract::Precise if nodes > NODES => text(&document.root()),
        Extract::Precise => precise_text(html, document),
        Extract::Fast => main_text(document).unwrap_or_else(|| text(&Document::from(html).root())),
    };
    Ok(Page { laid, told })
}

/// Nodes of a page up to which its article is looked for. Weighing them costs some 40 µs each where most are empty; the largest of 990 news pages has 40,000.
const NODES: usize = 200_000;

/// Finds the part of the page that is the article (Readability, after Mozilla); `None`: no part stands out.
fn main_text(document: Document) -> Option<Laid> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(document, None, Some(config)).ok()?.parse().ok()?;
    let laid = text(&Document::from(article.content).root());
    Some(laid).filter(|laid| !laid.blocks.is_empty())
}

/// The part of the prose of a page that its article must have; with less, the page is made in a way that the search does not know.
const LEAST: (usize, usize) = (1, 2);

fn precise_text(html: &str, document: Document) -> Laid {
    html_precise::prune(&document);
    let prose = html_precise::prose(&document);
    let config = Config { disable_json_ld: true, ..Config::default() };
    let found = Readability::with_document(document, None, Some(config)).ok().and_then(|mut page| page.parse().ok());
    let found = found.map(|article| {
        let content = Document::from(article.content);
        html_precise::tidy(&content);
        text(&content.root())
    });
    match found {
        Some(laid) if laid.text.len() * LEAST.1 >= prose.text.len() * LEAST.0 && !laid.blocks.is_empty() => laid,
        _ if !prose.blocks.is_empty() => prose,
        _ => text(&Document::from(html).root()),
    }
}

/// The parameter `charset` of a media type.
pub(super) fn charset_of(media: &str) -> Option<String> {
    let media = media.to_ascii_lowercase();
    let (_, value) = media.split_once("charset")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let label = value.split(['"', '\'', ';', ' ', '\t', '>', '/', ',']).next()?;
    Some(label.to_owned()).filter(|label| !label.is_empty())
}

/// Bytes of a page in which its encoding is looked for. The standard says 1024; some pages say it behind a long script.
const PRESCAN: usize = 4096;

/// The encoding that a page names in a `meta` element or in its XML declaration.
fn declared_within(html: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&html[..html.len().min(PRESCAN)]).to_ascii_lowercase();
    if let Some(declaration) = head.strip_prefix("<?xml") {
        let declaration = declaration.split("?>").next()?;
        return charset_of(&declaration.replace("encoding", "charset"));
    }
    head.match_indices("<meta").find_map(|(at, _)| charset_of(head[at..].split('>').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_declared_in_many_ways() {
        for html in [
            "<meta charset=\"windows-1251\">",
            "<META CHARSET='windows-1251' />",
            "<meta charset=windows-1251>",
            "<meta http-equiv=content-type content=\"text/html; charset = windows-1251\">",
            "<meta name=x content=y><meta charset=windows-1251>",
            "<?xml version='1.0' encoding='windows-1251'?>",
        ] {
            assert_eq!(declared_within(html.as_bytes()).as_deref(), Some("windows-1251"), "{html}");
        }
        assert_eq!(declared_within(b"<p>charset=windows-1251"), None);
        assert_eq!(charset_of("text/html; charset=\"KOI8-R\"").as_deref(), Some("koi8-r"));
    }
}
