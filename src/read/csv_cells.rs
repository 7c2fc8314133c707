//! A row of CSV by its cells: with their names, for a record of another format, or made safe for a spreadsheet.

use std::borrow::Cow;

use super::csv_row::{Fields, Header, value};
use super::json_string::repair_slice;
use super::role::Role;

/// The cells of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// Name and value of each, in order.
    pub all: Vec<(String, String)>,
    /// Which holds the text.
    pub text: usize,
    /// Which holds the id.
    pub id: Option<usize>,
}

impl Cells {
    pub(super) fn of(row: &[u8], header: &Header) -> Self {
        let texts = |row: &[u8]| -> Vec<String> {
            Fields::new(row, header.delimiter).map(|field| repair_slice(&value(&row[field])).0).collect()
        };
        let all = texts(&header.row).into_iter().map(|name| name.trim().to_owned()).zip(texts(row)).collect();
        let holding = |role| header.columns.used.iter().find(|(there, _)| *there == role).map(|&(_, column)| column);
        Self { all, text: holding(Role::Text).unwrap_or_default(), id: holding(Role::Id) }
    }
}

/// Puts an apostrophe before each cell that a spreadsheet would run as a formula: one that begins with `=`, `+`, `-`, `@`, a tab or a carriage return.
///
/// Linear; no copy where there is none.
#[must_use]
pub fn guarded(row: &[u8], delimiter: u8) -> Cow<'_, [u8]> {
    let mut out: Vec<u8> = Vec::new();
    let mut taken = 0;
    for field in Fields::new(row, delimiter) {
        let start = field.start + usize::from(row.get(field.start) == Some(&b'"'));
        if start < field.end && matches!(row[start], b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') {
            out.extend_from_slice(&row[taken..start]);
            out.push(b'\'');
            taken = start;
        }
    }
    if taken == 0 && out.is_empty() {
        return Cow::Borrowed(row);
    }
    out.extend_from_slice(&row[taken..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_begin_a_formula_get_an_apostrophe() {
        let row = b"=1+1,\"=cmd|' /C calc'!A0\",+7,-3,@SUM(A1),\"\tx\",\"\rx\",plain,\"a \"\"=\"\" b\",1-2,\"\",";
        let safe =
            b"'=1+1,\"'=cmd|' /C calc'!A0\",'+7,'-3,'@SUM(A1),\"'\tx\",\"'\rx\",plain,\"a \"\"=\"\" b\",1-2,\"\",";
        assert_eq!(String::from_utf8_lossy(&guarded(row, b',')), String::from_utf8_lossy(safe));
        assert_eq!(&*guarded(b"a;=b", b';'), b"a;'=b");
        assert!(matches!(guarded(b"a;=b", b','), Cow::Borrowed(_)));
        assert!(matches!(guarded(b"", b','), Cow::Borrowed(_)));
    }
}
