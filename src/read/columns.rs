//! Which columns of a table are used, and for what.

use std::sync::Arc;

use super::role::{Names, ROLES, Role};
use super::{FieldNames, ReadError, SkipReason};

/// The roles that need a column of their own.
const WANTED: [Role; ROLES] =
    [Role::Text, Role::Title, Role::Url, Role::Published, Role::Crawled, Role::Source, Role::Id];

/// The columns of a table that are used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// Role and position of each, by position; the text is among them.
    pub(super) used: Vec<(Role, usize)>,
    /// How many columns there are.
    pub(super) count: usize,
}

impl Columns {
    /// Finds the columns by their names.
    ///
    /// # Errors
    /// When none holds the text, or two of the same name hold something that is used.
    pub(super) fn find(names: &[String], fields: &FieldNames, path: &Arc<str>) -> Result<Self, ReadError> {
        let wanted = Names::new(fields);
        let mut best: [Option<(usize, usize)>; ROLES] = [None; ROLES];
        let mut repeated: [bool; ROLES] = [false; ROLES];
        for (at, name) in names.iter().enumerate() {
            for (role, rank) in wanted.roles(name.trim().as_bytes()) {
                let slot = &mut best[role as usize];
                repeated[role as usize] |= slot.is_some_and(|(there, _)| there == rank);
                if slot.is_none_or(|(there, _)| rank < there) {
                    *slot = Some((rank, at));
                    repeated[role as usize] = false;
                }
            }
        }
        let Some((_, text)) = best[Role::Text as usize] else {
            return Err(ReadError::NoTextColumn {
                path: Arc::clone(path),
                wanted: fields.text.as_deref().map(Box::from),
                columns: names.iter().take(SkipReason::FIELDS).map(|name| shown(name)).collect(),
                more: names.len().saturating_sub(SkipReason::FIELDS),
            });
        };
        if repeated[Role::Text as usize] {
            return Err(ReadError::RepeatedColumn { path: Arc::clone(path), column: shown(&names[text]) });
        }
        let mut used: Vec<(Role, usize)> = WANTED
            .into_iter()
            .filter_map(|role| best[role as usize].map(|(_, at)| (role, at)))
            .filter(|&(role, _)| role == Role::Text || !repeated[role as usize])
            .collect();
        if is_crawl_date(names, &used, &wanted) {
            used.retain(|&(role, _)| role != Role::Crawled);
            for (role, _) in used.iter_mut().filter(|(role, _)| *role == Role::Published) {
                *role = Role::Crawled;
            }
        }
        used.sort_by_key(|&(_, at)| at);
        Ok(Self { used, count: names.len() })
    }
}

/// Finds which of the columns of a table holds the text.
///
/// # Errors
/// When none is known to, or two of the same name do.
pub fn text_column(names: &[String], fields: &FieldNames, path: &Arc<str>) -> Result<usize, ReadError> {
    let columns = Columns::find(names, fields, path)?;
    Ok(columns.used.iter().find(|(role, _)| *role == Role::Text).map_or(0, |&(_, at)| at))
}

/// As for JSON records: dumps of Common Crawl give the date of the crawl.
fn is_crawl_date(names: &[String], used: &[(Role, usize)], wanted: &Names<'_>) -> bool {
    let published = used.iter().find(|(role, _)| *role == Role::Published);
    let bare_timestamp = || {
        published.is_some_and(|&(_, at)| names[at].trim() == "timestamp")
            && used.iter().all(|(role, _)| *role != Role::Title)
    };
    wanted.set(Role::Published).is_none() && (names.iter().any(|name| name == "dump") || bare_timestamp())
}

/// A column name for a message: 40 characters are enough to know it by.
pub(super) fn shown(name: &str) -> String {
    match name.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}
