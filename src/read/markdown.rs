//! Markdown: one article a file. The text stays as it is; the blocks say what in it is read as text.

use super::whole::whole_article;
use super::{Parsed, RawRecord};

/// Makes the one article of a Markdown file.
pub(super) fn parse(raw: RawRecord) -> Parsed {
    whole_article(raw, |_| (Vec::new(), None))
}
