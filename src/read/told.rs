//! What stands beside the text of a record, in the columns of its row or in what it is packed in.

use jiff::civil::DateTime;

use super::date;
use super::json_string::repair;
use super::role::Role;
use super::{Context, Parsed, RawRecord};
use crate::article::{Article, Origin};
use crate::text::Block;

/// What is told of an article besides its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) outlet: Option<String>,
    /// When the input says it was published.
    pub(super) published: Option<DateTime>,
    /// When it was fetched.
    pub(super) crawled: Option<DateTime>,
}

impl Told {
    /// Takes the value of a field; one that is empty tells nothing.
    pub(super) fn take(&mut self, role: Role, value: String) {
        let given = || Some(&value).filter(|value| !value.trim().is_empty()).cloned();
        match role {
            Role::Text => {}
            Role::Id => self.id = Some(value).filter(|id| !id.is_empty()),
            Role::Title => self.title = given(),
            Role::Url => self.url = given(),
            Role::Source => self.outlet = given(),
            Role::Published => self.published = date::parse(&value),
            Role::Crawled => self.crawled = date::parse(&value),
        }
    }

    /// Makes the article. One without an id is named by its place.
    pub(super) fn article(self, text: String, blocks: Vec<Block>, origin: Origin) -> Article {
        Article {
            id: self.id.unwrap_or_else(|| place(&origin)),
            text,
            blocks,
            title: self.title,
            published: date::best(self.published, self.crawled, self.url.as_deref()),
            url: self.url,
            outlet: self.outlet,
            origin,
        }
    }
}

/// Makes the article of a record whose bytes are its text.
pub(super) fn parse(raw: RawRecord) -> Parsed {
    let RawRecord { origin, bytes, repaired, context, .. } = raw;
    let (text, broken) = repair(bytes);
    let told = if let Context::Told(told) = context { *told } else { Told::default() };
    Parsed { article: told.article(text, Vec::new(), origin), repaired: repaired + broken, written: None }
}

/// The name of a record that has none: `<path>#<number>`.
pub(super) fn place(origin: &Origin) -> String {
    format!("{}#{}", origin.path, origin.record)
}
