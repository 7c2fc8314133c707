//! Files, folders, patterns and what else a path may lead to.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use copydesk::read::{self, Found, Input, Inputs, ReadError, ReadOptions};

fn find(names: &[&Path]) -> Inputs {
    let names: Vec<String> =
        names.iter().map(|name| name.to_str().expect("the paths of these tests are UTF-8").to_owned()).collect();
    read::inputs(&names, &ReadOptions::default()).expect("no pattern is broken")
}

fn below(folder: &Path, inputs: &Inputs) -> Vec<String> {
    let prefix = format!("{}/", folder.display());
    inputs.inputs.iter().map(|input| input.path.strip_prefix(&prefix).unwrap_or(&input.path).to_owned()).collect()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn a_folder_gives_the_files_of_known_formats_in_the_order_of_their_bytes() {
    let folder = folder(&[
        ("b/x.txt", "x"),
        ("b.txt", "x"),
        ("a.jsonl.gz", ""),
        ("B.md", "x"),
        ("picture.png", "x"),
        ("LICENSE", "some words"),
        ("-rf", "{\"text\":\"x\"}\n"),
        (".hidden.txt", "x"),
    ]);
    let found = find(&[folder.path()]);
    assert_eq!(below(folder.path(), &found), ["-rf", "B.md", "a.jsonl.gz", "b.txt", "b/x.txt"]);
    assert_eq!(found.passed_over.other_formats, 2);
    assert!(found.problems.is_empty());
    assert!(found.inputs.iter().all(|input| input.found == Found::Walked && input.size.is_some()));
}

#[test]
fn what_git_ignores_is_not_read() {
    let folder =
        folder(&[(".gitignore", "drafts/\n*.tmp.txt\n"), ("a.txt", ""), ("a.tmp.txt", ""), ("drafts/b.txt", "")]);
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    assert_eq!(below(folder.path(), &find(&[folder.path()])), ["a.txt"]);
    let named = folder.path().join("drafts/b.txt");
    assert_eq!(below(folder.path(), &find(&[&named])), ["drafts/b.txt"]);
}

#[test]
fn a_pattern_gives_what_it_matches_and_a_path_that_is_there_is_no_pattern() {
    let folder = folder(&[("a.txt", ""), ("b.log", ""), ("c/a.txt", ""), ("c/d/a.txt", ""), ("star*[a]?.txt", "")]);
    let at = |pattern: &str| below(folder.path(), &find(&[&folder.path().join(pattern)]));
    assert_eq!(at("a*"), ["a.txt"]);
    assert_eq!(at("*.log"), ["b.log"]);
    assert_eq!(at("*/a.txt"), ["c/a.txt"]);
    assert_eq!(at("**/a.txt"), ["a.txt", "c/a.txt", "c/d/a.txt"]);
    assert_eq!(at("star*[a]?.txt"), ["star*[a]?.txt"]);
    assert!(matches!(find(&[&folder.path().join("*.nothing")]).problems[..], [ReadError::NoMatch { .. }]));
    let broken = read::inputs(&["[a".to_owned()], &ReadOptions::default());
    assert!(matches!(broken, Err(ReadError::BadPattern { .. })), "{broken:?}");
}

#[test]
fn a_missing_file_is_a_problem_and_the_rest_is_found() {
    let folder = folder(&[("a.txt", "x")]);
    let found = find(&[&folder.path().join("missing.txt"), &folder.path().join("a.txt")]);
    assert_eq!(found.inputs.len(), 1);
    assert!(matches!(&found.problems[..], [ReadError::NotFound { path }] if path.ends_with("missing.txt")));
    assert_eq!(find(&[&folder.path().join("a.txt/b")]).problems.len(), 1);
}

#[test]
fn an_empty_folder_gives_nothing_and_no_problem() {
    let folder = folder(&[]);
    let found = find(&[folder.path()]);
    assert!(found.inputs.is_empty() && found.problems.is_empty());
}

#[test]
fn no_file_is_read_twice() {
    let folder = folder(&[("a.txt", "x"), ("b.txt", "x")]);
    let a = folder.path().join("a.txt");
    let found = find(&[&a, folder.path(), &a, Path::new("-"), Path::new("-")]);
    assert_eq!(below(folder.path(), &found), ["a.txt", "b.txt", "-"]);
    assert_eq!(found.passed_over.repeated, 3);
}

#[test]
fn a_file_that_is_gone_when_it_is_opened_is_a_problem() {
    let problem = read::open(&Input::file("/nonexistent/a.txt"), &ReadOptions::default()).err();
    assert!(matches!(problem, Some(ReadError::NotFound { .. })), "{problem:?}");
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_in_a_folder_are_passed_over_so_that_no_walk_goes_round() {
        let folder = folder(&[("loop/in.jsonl", "")]);
        symlink("..", folder.path().join("loop/up")).expect("a link");
        symlink(".", folder.path().join("loop/self")).expect("a link");
        symlink("in.jsonl", folder.path().join("loop/again.jsonl")).expect("a link");
        let found = find(&[folder.path()]);
        assert_eq!(below(folder.path(), &found), ["loop/in.jsonl"]);
        assert_eq!(found.passed_over.links, 3);
        assert_eq!(find(&[&folder.path().join("loop/again.jsonl")]).inputs.len(), 1);
    }

    #[test]
    fn links_that_lead_nowhere_are_problems() {
        let folder = folder(&[]);
        symlink("b", folder.path().join("a")).expect("a link");
        symlink("a", folder.path().join("b")).expect("a link");
        symlink("/nonexistent", folder.path().join("dangling.txt")).expect("a link");
        assert!(matches!(find(&[&folder.path().join("a")]).problems[..], [ReadError::Open { .. }]));
        assert!(matches!(find(&[&folder.path().join("dangling.txt")]).problems[..], [ReadError::NotFound { .. }]));
    }

    #[test]
    fn a_walk_opens_neither_fifo_nor_socket() {
        let folder = folder(&[("a.txt", "x")]);
        let made =
            Command::new("mkfifo").arg(folder.path().join("fifo.jsonl")).arg(folder.path().join("fifo")).status();
        assert!(made.expect("mkfifo is there").success());
        let socket = folder.path().join("sock.jsonl");
        let _listener = UnixListener::bind(&socket).expect("a socket");
        let found = find(&[folder.path()]);
        assert_eq!(below(folder.path(), &found), ["a.txt"]);
        assert_eq!(found.passed_over.special, 3);
        assert!(matches!(find(&[&socket]).problems[..], [ReadError::Special { what: "a socket", .. }]));
        assert_eq!(find(&[&folder.path().join("fifo.jsonl")]).inputs.len(), 1);
    }

    #[test]
    fn a_fifo_that_is_named_streams() {
        let folder = folder(&[("a.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n")]);
        let fifo = folder.path().join("fifo.jsonl");
        assert!(Command::new("mkfifo").arg(&fifo).status().expect("mkfifo is there").success());
        let feed = format!("cat '{}' > '{}'", folder.path().join("a.jsonl").display(), fifo.display());
        let mut feeder = Command::new("sh").args(["-c", &feed]).spawn().expect("a shell");
        let mut source = read::open(&Input::file(fifo), &ReadOptions::default()).expect("opens");
        let mut count = 0;
        while source.next().expect("no problem").is_some() {
            count += 1;
        }
        assert_eq!(count, 2);
        feeder.wait().expect("the feeder ends");
    }

    #[test]
    fn what_may_not_be_read_is_a_problem_and_the_rest_is_found() {
        let folder = folder(&[("a.txt", "x"), ("locked.txt", "x"), ("locked/b.txt", "x")]);
        let lock = |name: &str, mode: u32| {
            let path = folder.path().join(name);
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("the mode can be set");
            path
        };
        let (file, locked) = (lock("locked.txt", 0), lock("locked", 0));
        // The superuser may read everything.
        let may_read = fs::read(&file).is_ok();
        let found = find(&[folder.path()]);
        let opened = read::open(&Input::file(file), &ReadOptions::default()).err();
        lock("locked", 0o755);
        if !may_read {
            assert!(
                matches!(&found.problems[..], [ReadError::Permission { path }] if path.ends_with("locked")),
                "{:?}",
                found.problems
            );
            assert_eq!(below(folder.path(), &found), ["a.txt", "locked.txt"]);
            assert!(matches!(opened, Some(ReadError::Permission { .. })), "{opened:?}");
        }
        assert!(locked.exists());
    }

    #[test]
    fn names_that_are_no_utf8_are_shown_and_told_apart() {
        let folder = folder(&[]);
        for name in [&b"bad\xff.txt"[..], b"bad\xfe.txt", b"new\nline.txt"] {
            // Some file systems take UTF-8 names only.
            if fs::write(folder.path().join(OsStr::from_bytes(name)), "x").is_err() {
                return;
            }
        }
        let found = find(&[folder.path()]);
        assert_eq!(below(folder.path(), &found), ["bad\\xFE.txt", "bad\\xFF.txt", "new\nline.txt"]);
        for input in &found.inputs {
            let path: &Arc<str> = &input.path;
            assert!(read::open(input, &ReadOptions::default()).is_ok(), "{path}");
        }
    }
}
