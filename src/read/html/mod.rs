//! HTML: the main text of a page with its paragraphs, and what the page says of itself.

mod article;
mod class;
mod counted;
mod meta;
mod reference;
mod signs;
mod tag;
mod text;
mod tree;
mod weights;

use self::article::{Care, article};
use self::text::Pieces;
use self::tree::Tree;
use super::json_string::repair;
use super::told::Told;
use super::{Extract, Limits, Parsed, RawRecord, ReadOptions, SkipReason, Skipped, charset};
use crate::text::Block;

/// A text and its layout.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
}

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

/// Reads a page. Linear.
///
/// # Errors
/// When the page goes beyond a limit on depth, attributes or nodes.
pub(super) fn read(html: &str, options: &ReadOptions) -> Result<Page, SkipReason> {
    let tree = Tree::of(html, &options.limits)?;
    let told = meta::told(&tree);
    let pieces = Pieces::of(&tree);
    let laid = match options.extract {
        Extract::All => pieces.into_laid(),
        Extract::Fast => article(&tree, pieces, told.title.as_deref(), Care::Fast),
        Extract::Precise => article(&tree, pieces, told.title.as_deref(), Care::Precise),
    };
    Ok(Page { laid, told })
}

/// Takes all text of a piece of HTML that is no page: the text of an item of a feed.
///
/// # Errors
/// As [`read`].
pub(super) fn text(html: &str, limits: &Limits) -> Result<Laid, SkipReason> {
    Ok(Pieces::of(&Tree::of(html, limits)?).into_laid())
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
