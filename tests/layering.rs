//! The layering of `src`: which room may use which. Reads the `use crate::` lines (and paths with `crate::`) of every file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may use. A new row or word here is a decision: say why in the commit.
const MAY_USE: &[(&str, &str)] = &[
    ("similarity", ""),
    ("text", ""),
    ("article", "text"),
    ("quote", "text"),
    ("passage", "article similarity text"),
    ("finding", "article passage provenance similarity text"),
    ("checked", "article finding text"),
    ("comparison", "passage text"),
    ("fingerprint", "similarity text"),
    ("candidate", "fingerprint text"),
    ("clean", "finding text"),
    ("read", "article text"),
    ("matching", "article fingerprint passage similarity text"),
    ("archive", "article fingerprint text"),
    ("provenance", "article passage similarity text"),
    ("background", "quote text"),
    ("rules", "article background finding passage provenance quote similarity text"),
    ("report", "article checked comparison finding passage provenance text"),
    ("evaluate", "article finding text"),
    ("settings", "background clean finding fingerprint matching rules similarity"),
    (
        "pipeline",
        "archive article background candidate checked clean comparison evaluate finding fingerprint matching passage provenance quote read report rules settings similarity text",
    ),
    (
        "cli",
        "archive article background candidate checked clean comparison evaluate finding fingerprint matching passage pipeline provenance quote read report rules settings similarity text",
    ),
    ("lib", ""),
    ("main", ""),
];

/// Words that have one home, and the rooms where they may stand.
const ONE_HOME: &[(&str, &str)] = &[
    ("rayon", "pipeline cli"),
    ("anyhow", "cli"),
    ("std::env", "main"),
    ("SystemTime", "cli"),
    ("Instant::now", "cli"),
    ("println!", ""),
    ("RandomState", ""),
    ("DefaultHasher", ""),
];

#[test]
fn no_room_uses_a_room_above_it() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        MAY_USE.iter().map(|(room, uses)| (*room, uses.split_whitespace().collect())).collect();
    let mut wrong = Vec::new();
    for (room, path, code) in sources() {
        let Some(may) = allowed.get(room.as_str()) else {
            wrong.push(format!("`{room}` has no row in the layering table ({})", path.display()));
            continue;
        };
        for used in uses(&code) {
            if used != room && !may.contains(used.as_str()) {
                wrong.push(format!("`{room}` may not use `{used}` ({})", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_with_one_home_stand_only_there() {
    let mut wrong = Vec::new();
    for (room, path, code) in sources() {
        for (word, homes) in ONE_HOME {
            if code.contains(word) && !homes.split_whitespace().any(|home| home == room) {
                wrong.push(format!("`{word}` stands in `{room}` ({})", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_of_the_table_is_a_room() {
    let rooms: BTreeSet<String> = sources().into_iter().map(|(room, _, _)| room).collect();
    for (room, _) in MAY_USE {
        assert!(rooms.contains(*room), "`{room}` is in the table but not in src");
    }
}

/// Every source file: its room, its path, its code without comments and tests.
fn sources() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&src, &mut files);
    files
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&src).expect("walked below src");
            let first = inside.components().next().expect("a file has a name");
            let room = Path::new(&first).file_stem().expect("a file has a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a source file is UTF-8");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            (room, path, code)
        })
        .collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The rooms named after `crate::` in some code, in a path or in a braced list.
fn uses(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let list = list.split('}').next().unwrap_or_default();
            found.extend(list.split(',').filter_map(first_word));
        } else {
            found.extend(first_word(rest));
        }
    }
    found
}

fn first_word(path: &str) -> Option<String> {
    let word: String = path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}
