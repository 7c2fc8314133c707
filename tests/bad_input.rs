//! Input that misbehaves: each gets a clear message and its exit code, and everything else is still checked.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const REPEAT: &str = "The harbour board voted on Monday to close the old swing bridge for two years.";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn copydesk(folder: &Path, args: &[&str]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_copydesk"));
    Command::new(program).args(args).current_dir(folder).stdin(Stdio::null()).output().expect("the program runs")
}

fn shown(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_broken_line_is_named_and_its_neighbours_are_checked() {
    let folder = folder();
    let good = format!("{{\"id\":\"good\",\"text\":\"{REPEAT} {REPEAT}\"}}");
    fs::write(folder.path().join("a.jsonl"), format!("{good}\n{{\"id\":\"b\",\"text\":oops}}\n{good}\n")).unwrap();
    let args = ["check", "a.jsonl", "--format", "jsonl", "--among", "never"];
    let (code, out, err) = shown(&copydesk(folder.path(), &args));
    assert_eq!(code, Some(3));
    assert_eq!(out.lines().count(), 2);
    assert!(err.contains("`a.jsonl`, line 2 is not JSON"), "{err}");
    assert!(err.contains("read 3 = checked 2 + rejected 1"), "{err}");
}

#[test]
fn invalid_utf8_is_repaired_and_checked() {
    let folder = folder();
    let mut text = format!("{REPEAT} {REPEAT}").into_bytes();
    text.extend_from_slice(b" Gr\xfcn und \xff.");
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let (code, out, _) = shown(&copydesk(folder.path(), &["check", "a.txt"]));
    assert_eq!(code, Some(1));
    assert!(out.contains("stand twice"), "{out}");
}

#[test]
fn a_missing_file_does_not_stop_the_others() {
    let folder = folder();
    fs::write(folder.path().join("a.txt"), format!("{REPEAT} {REPEAT}")).unwrap();
    let (code, out, err) = shown(&copydesk(folder.path(), &["check", "missing.txt", "a.txt"]));
    assert_eq!(code, Some(3));
    assert!(out.contains("stand twice") && err.contains("cannot find `missing.txt`"), "{out}{err}");
}

#[test]
fn binary_is_refused_by_name() {
    let folder = folder();
    fs::write(folder.path().join("a.txt"), b"\x7fELF\x00\x01\x02\x00\x00words").unwrap();
    let (code, _, err) = shown(&copydesk(folder.path(), &["check", "a.txt"]));
    assert_eq!(code, Some(4));
    assert!(err.contains("`a.txt`"), "{err}");
}

#[test]
fn a_folder_without_articles_and_an_empty_file_are_said_to_hold_none() {
    let folder = folder();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    for (name, expected) in [("empty", 4), ("empty.txt", 0)] {
        let (code, out, err) = shown(&copydesk(folder.path(), &["check", name]));
        assert_eq!((code, out.as_str()), (Some(expected), ""));
        assert!(err.contains(&format!("no article found in `{name}`")), "{err}");
    }
}

#[test]
fn an_unknown_rule_in_the_configuration_gets_the_nearest_name() {
    let folder = folder();
    fs::write(folder.path().join("copydesk.toml"), "[rules.repeated-pasage]\nlevel = \"off\"\n").unwrap();
    fs::write(folder.path().join("a.txt"), REPEAT).unwrap();
    let (code, _, err) = shown(&copydesk(folder.path(), &["check", "a.txt"]));
    assert_eq!(code, Some(2));
    assert!(err.contains("no rule `repeated-pasage`") && err.contains("did you mean `repeated-passage`?"), "{err}");
}

#[test]
fn a_suppression_silences_its_finding_and_one_that_silences_nothing_is_reported() {
    let folder = folder();
    fs::write(folder.path().join("a.txt"), format!("{REPEAT}\n{REPEAT}\n")).unwrap();
    let (_, out, _) = shown(&copydesk(folder.path(), &["check", "a.txt", "--format", "jsonl"]));
    let finding: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    let id = finding["id"].as_str().unwrap();
    let suppress = |id: &str, reason: &str| format!("[[suppress]]\nid = \"{id}\"\nreason = \"{reason}\"\n");
    let config = suppress(id, "a refrain") + &suppress("0123456789abcdef", "long gone");
    fs::write(folder.path().join("copydesk.toml"), config).unwrap();
    let (code, out, err) = shown(&copydesk(folder.path(), &["check", "a.txt", "--format", "jsonl"]));
    assert_eq!((code, out.as_str()), (Some(0), ""));
    assert!(err.contains("`long gone` silences nothing") && !err.contains("a refrain"), "{err}");
}

#[test]
fn the_id_of_a_finding_outlives_an_edit_elsewhere() {
    let folder = folder();
    let id = |text: String| {
        fs::write(folder.path().join("a.txt"), text).unwrap();
        let (_, out, _) = shown(&copydesk(folder.path(), &["check", "a.txt", "--format", "jsonl"]));
        let finding: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
        finding["id"].as_str().unwrap().to_owned()
    };
    let end = "Ships will use the north channel until then, the board said.";
    let before = id(format!("{REPEAT}\nA new paragraph follows here at once.\n{REPEAT} {end}\n"));
    let after =
        id(format!("Somebody wrote a new opening.\n{REPEAT}\nA new paragraph follows here at once.\n{REPEAT} {end}\n"));
    assert_eq!(before, after);
}

#[test]
fn control_characters_of_a_text_do_not_reach_the_terminal() {
    let folder = folder();
    let text = REPEAT.replace("bridge", "bri\u{1b}[31mdge\u{202e}");
    fs::write(folder.path().join("a.txt"), format!("{text}\n{text}\n")).unwrap();
    let (_, out, err) = shown(&copydesk(folder.path(), &["check", "a.txt"]));
    assert!(out.contains("<U+001B>[31m") && out.contains("<U+202E>"), "{out}");
    assert!(!(out + &err).contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let folder = folder();
    let line = format!("{{\"text\":\"{REPEAT} {REPEAT}\"}}\n");
    fs::write(folder.path().join("a.jsonl"), line.repeat(20_000)).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "a.jsonl", "--format", "jsonl"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_result_file_appears_whole_or_not_at_all() {
    let folder = folder();
    fs::write(folder.path().join("a.jsonl"), "{\"text\":oops}\n").unwrap();
    let (code, ..) = shown(&copydesk(folder.path(), &["check", "a.jsonl", "--strict", "-o", "out.json"]));
    assert_eq!(code, Some(4));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["a.jsonl"]);
}

#[test]
fn a_full_disk_is_said_and_gives_exit_code_4() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let folder = folder();
    fs::write(folder.path().join("a.txt"), format!("{REPEAT}\n{REPEAT}\n")).unwrap();
    let (code, _, err) = shown(&copydesk(folder.path(), &["check", "a.txt", "-o", "/dev/full"]));
    assert_eq!(code, Some(4));
    assert!(err.contains("No space left"), "{err}");
}

#[test]
fn standard_input_is_read_when_nothing_is_named() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(format!("{REPEAT}\n{REPEAT}\n").as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout.iter().filter(|&&byte| byte == b'\n').count(), 1);
}
