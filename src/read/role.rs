//! What a field of a record is used for: by its usual name, or by the name the user set.

use std::borrow::Cow;

use super::FieldNames;

/// What a field is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Text,
    Title,
    Url,
    Published,
    Crawled,
    Source,
    Id,
}

/// How many roles there are.
pub(super) const ROLES: usize = 7;

/// The role that a field of a usual name has, and the rank of the name in it, the best first.
pub(super) fn usual(name: &[u8]) -> Option<(Role, usize)> {
    Some(match name {
        b"text" => (Role::Text, 0),
        b"content" => (Role::Text, 1),
        b"body" => (Role::Text, 2),
        b"body_text" => (Role::Text, 3),
        b"maintext" => (Role::Text, 4),
        // ninjs 3: a list of bodies, and one of headlines.
        b"bodies" => (Role::Text, 5),
        b"title" => (Role::Title, 0),
        b"headline" => (Role::Title, 1),
        b"headlines" => (Role::Title, 2),
        b"url" => (Role::Url, 0),
        b"canonical_link" => (Role::Url, 1),
        b"published" => (Role::Published, 0),
        b"date" => (Role::Published, 1),
        b"date_publish" => (Role::Published, 2),
        b"timestamp" => (Role::Published, 3),
        b"versioncreated" => (Role::Published, 4),
        // Dolma: `created` is when the text came to be, `added` when it was taken into the dump.
        b"created" => (Role::Published, 5),
        b"versionCreated" => (Role::Published, 6),
        b"publish_date" => (Role::Published, 7),
        b"date_crawl" => (Role::Crawled, 0),
        b"crawl_date" => (Role::Crawled, 1),
        b"crawled" => (Role::Crawled, 2),
        b"date_download" => (Role::Crawled, 3),
        b"fetched" => (Role::Crawled, 4),
        b"added" => (Role::Crawled, 5),
        b"source" => (Role::Source, 0),
        b"domain" => (Role::Source, 1),
        b"outlet" => (Role::Source, 2),
        b"source_domain" => (Role::Source, 3),
        b"source-hostname" => (Role::Source, 4),
        b"meta_site_name" => (Role::Source, 5),
        b"hostname" => (Role::Source, 6),
        b"id" => (Role::Id, 0),
        _ => return None,
    })
}

/// The names of the fields that are looked for.
#[derive(Debug)]
pub(super) struct Names<'o> {
    set: [Option<(Role, &'o str)>; ROLES],
}

impl<'o> Names<'o> {
    pub(super) fn new(fields: &'o FieldNames) -> Self {
        let mut set = [None; ROLES];
        for (role, name) in [
            (Role::Text, &fields.text),
            (Role::Title, &fields.title),
            (Role::Url, &fields.url),
            (Role::Published, &fields.published),
            (Role::Source, &fields.source),
            (Role::Id, &fields.id),
        ] {
            set[role as usize] = name.as_deref().map(|name| (role, name));
        }
        Self { set }
    }

    /// The name that the user set for a role.
    pub(super) fn set(&self, role: Role) -> Option<&'o str> {
        self.set[role as usize].map(|(_, name)| name)
    }

    /// Finds the roles of a field, each with the rank of the name in it.
    pub(super) fn roles(&self, name: &[u8]) -> impl Iterator<Item = (Role, usize)> {
        let usual = usual(name).filter(|&(role, _)| self.set[role as usize].is_none());
        let set = self.set.iter().flatten().filter(move |(_, set)| top_level(set).as_bytes() == name);
        usual.into_iter().chain(set.map(|&(role, _)| (role, 0)))
    }
}

/// The field of the record in which a name or a pointer begins.
fn top_level(name: &str) -> Cow<'_, str> {
    match name.strip_prefix('/') {
        Some(pointer) => token(pointer.split('/').next().unwrap_or_default()),
        None => Cow::Borrowed(name),
    }
}

/// Undoes the escapes of one token of a JSON pointer (RFC 6901, section 4).
pub(super) fn token(token: &str) -> Cow<'_, str> {
    if token.contains('~') { token.replace("~1", "/").replace("~0", "~").into() } else { token.into() }
}
