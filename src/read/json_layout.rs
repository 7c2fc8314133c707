//! How JSON records are laid out in an input, and where a JSON value ends.

use std::ops::ControlFlow::{self, Break, Continue};

use memchr::{memchr, memchr3};

/// How records are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// One record a line, with this byte at the end of each.
    Lines(u8),
    /// Records in an array, or one after the other, over as many lines as they like.
    Values,
}

impl Layout {
    /// Finds the layout by the first bytes.
    ///
    /// Lines unless the first value shows otherwise, because only lines let the reader go on behind a broken record.
    pub(super) fn sniff(head: &[u8]) -> Self {
        let line_end = line_end(head);
        let start = blank(head);
        let body = &head[start..];
        let first_line = &body[..memchr(line_end, body).unwrap_or(body.len())];
        let array_of_objects = |rest: &[u8]| rest.get(blank(rest)) == Some(&b'{');
        match body.split_first() {
            Some((b'[', rest)) if array_of_objects(rest) => Self::Values,
            Some((b'{' | b'[', _)) => match ValueEnd::default().find(body) {
                Some(end) if end < first_line.len() && array_of_objects(&first_line[end..]) => Self::Values,
                Some(end) if end <= first_line.len() => Self::Lines(line_end),
                Some(_) | None if goes_on(&body[first_line.len()..]) => Self::Values,
                Some(_) | None => Self::Lines(line_end),
            },
            Some(_) | None => Self::Lines(line_end),
        }
    }

    /// Lines, with the line end that the first bytes use.
    pub(super) fn lines(head: &[u8]) -> Self {
        Self::Lines(line_end(head))
    }

    /// Tells whether an input that does not say so is JSON: its first value is an object on one line, or an array of objects.
    pub(super) fn is_json(head: &[u8]) -> bool {
        let body = &head[blank(head)..];
        match body {
            [b'{', rest @ ..] => {
                matches!(rest.get(blank(rest)), Some(b'"' | b'}'))
                    && (ValueEnd::default().find(body).is_some() || memchr(b'\n', body).is_none())
            }
            [b'[', rest @ ..] => {
                let rest = &rest[blank(rest)..];
                rest.first() == Some(&b'{') && matches!(rest.get(1 + blank(&rest[1..])), Some(b'"' | b'}'))
            }
            _ => false,
        }
    }
}

/// `\r` where lines end as on the Macintosh of old, which no `\n` shows.
fn line_end(head: &[u8]) -> u8 {
    if memchr(b'\n', head).is_none() && memchr(b'\r', head).is_some() { b'\r' } else { b'\n' }
}

/// Tells whether the lines after an unfinished one are its continuation: indented, a name, or a closing bracket. Otherwise it is broken.
fn goes_on(after: &[u8]) -> bool {
    let mut lines = after.split(|&byte| byte == b'\n' || byte == b'\r').filter(|line| !line.is_empty());
    lines.next().is_some_and(|next| matches!(next[0], b' ' | b'\t' | b'"' | b'}' | b']'))
}

/// Counts the white space of JSON at the start.
pub(super) fn blank(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Looks for the end of one JSON value without checking its grammar; goes on where it stopped when more bytes are there.
#[derive(Debug, Default)]
pub(super) struct ValueEnd {
    at: usize,
    depth: usize,
    deepest: usize,
    within: Within,
}

/// What the next byte is a part of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Within {
    #[default]
    Structure,
    String,
    /// A line of a broken value, its start or its rest.
    LineStart,
    Line,
}

impl ValueEnd {
    /// Returns the length of the value that `bytes` begin with; `None`: it goes on. `bytes` must begin as they did in the call before.
    ///
    /// A value that is no string, array or object ends before the next sign of JSON or white space, and has at least one byte. A value with a line end in
    /// a string is broken: a quotation mark is missing. It ends before the next line that begins with `{` or `]`, so that it costs no more than itself.
    pub(super) fn find(&mut self, bytes: &[u8]) -> Option<usize> {
        while self.at < bytes.len() {
            let step = match self.within {
                Within::Structure => self.structure(bytes),
                Within::String => self.string(bytes),
                Within::LineStart => self.line_start(bytes),
                Within::Line => self.line(bytes),
            };
            if let Break(end) = step {
                return end;
            }
        }
        None
    }

    fn structure(&mut self, bytes: &[u8]) -> ControlFlow<Option<usize>> {
        let outside = self.depth == 0;
        match bytes[self.at] {
            b'"' | b'{' | b'[' if outside && self.at > 0 => return Break(Some(self.at)),
            b'}' | b']' | b',' if outside => return Break(Some(self.at.max(1))),
            byte if outside && byte.is_ascii_whitespace() => return Break(Some(self.at.max(1))),
            b'"' => self.within = Within::String,
            b'{' | b'[' => {
                self.depth += 1;
                self.deepest = self.deepest.max(self.depth);
            }
            b'}' | b']' => self.depth -= 1,
            _ => {
                self.at += 1;
                return Continue(());
            }
        }
        self.at += 1;
        if self.depth == 0 && self.within == Within::Structure { Break(Some(self.at)) } else { Continue(()) }
    }

    /// Counts the levels of arrays and objects of a whole value; 0 for any other.
    pub(super) fn levels(value: &str) -> usize {
        if !value.starts_with(['{', '[']) {
            return 0;
        }
        let mut end = Self::default();
        end.find(value.as_bytes());
        end.deepest
    }

    /// Bytes that need not be seen again.
    pub(super) fn scanned(&self) -> usize {
        self.at
    }

    /// Forgets the first `passed` bytes, which are gone.
    pub(super) fn rebase(&mut self, passed: usize) {
        self.at -= passed.min(self.at);
    }

    /// Goes to the end of the string that it stands in, or behind the line end that shows it to be broken.
    fn string(&mut self, bytes: &[u8]) -> ControlFlow<Option<usize>> {
        while let Some(next) = memchr3(b'"', b'\\', b'\n', &bytes[self.at..]).map(|next| self.at + next) {
            match bytes[next] {
                b'\\' if next + 1 == bytes.len() => {
                    // The escaped byte is not here yet.
                    self.at = next;
                    return Break(None);
                }
                b'\\' => self.at = next + 2,
                b'\n' => {
                    (self.at, self.within) = (next + 1, Within::LineStart);
                    return Continue(());
                }
                _ => {
                    (self.at, self.within) = (next + 1, Within::Structure);
                    return if self.depth == 0 { Break(Some(self.at)) } else { Continue(()) };
                }
            }
        }
        self.at = bytes.len();
        Break(None)
    }

    fn line_start(&mut self, bytes: &[u8]) -> ControlFlow<Option<usize>> {
        self.at += blank(&bytes[self.at..]);
        match bytes.get(self.at) {
            Some(b'{' | b']') => Break(Some(self.at)),
            Some(_) => {
                self.within = Within::Line;
                Continue(())
            }
            None => Break(None),
        }
    }

    fn line(&mut self, bytes: &[u8]) -> ControlFlow<Option<usize>> {
        match memchr(b'\n', &bytes[self.at..]) {
            Some(end) => {
                (self.at, self.within) = (self.at + end + 1, Within::LineStart);
                Continue(())
            }
            None => {
                self.at = bytes.len();
                Break(None)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_seen_in_the_first_record() {
        let lines = Layout::Lines(b'\n');
        assert_eq!(Layout::sniff(b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n"), lines);
        assert_eq!(Layout::sniff(b"{\"text\":\"a\"}\r{\"text\":\"b\"}\r"), Layout::Lines(b'\r'));
        assert_eq!(Layout::sniff(b"[\"p1\",\"positional\"]\n[]\n"), lines);
        assert_eq!(Layout::sniff(b"{\"id\":\"broken\",\"a\":{\n{\"text\":\"b\"}\n"), lines);
        assert_eq!(Layout::sniff(b"[{\"text\":\"a\"},{\"text\":\"b\"}]\n"), Layout::Values);
        assert_eq!(Layout::sniff(b"[\n  {\n    \"text\": \"a\"\n  }\n]"), Layout::Values);
        assert_eq!(Layout::sniff(b"{\"id\": 1,\n \"text\": \"a\"}\n"), Layout::Values);
        assert_eq!(Layout::sniff(b"{\n  \"text\": \"a\"\n}\n"), Layout::Values);
        assert_eq!(Layout::sniff(b"{\"text\":\"a\"}{\"text\":\"b\"}"), Layout::Values);
        assert_eq!(Layout::sniff(b"{\"text\":\"a\"} x\n"), lines);
    }

    #[test]
    fn a_value_ends_where_its_brackets_close_however_it_is_cut() {
        let text = br#"{"a":"}\"]","b":[1,{"c":"\\"}]} {"x":1}"#;
        let whole = ValueEnd::default().find(text);
        assert_eq!(whole, Some(31));
        let mut bit_by_bit = ValueEnd::default();
        let found = (1..text.len()).find_map(|end| bit_by_bit.find(&text[..end]));
        assert_eq!(found, whole);
    }

    #[test]
    fn levels_are_counted_outside_strings() {
        assert_eq!(ValueEnd::levels(r#"{"a":["[[[{{{",{"b":1}],"c":[]}"#), 3);
        assert_eq!(ValueEnd::levels(r#""[[[""#), 0);
    }

    #[test]
    fn a_text_in_brackets_is_not_json() {
        assert!(Layout::is_json(b" {\"id\": 1}\n"));
        assert!(Layout::is_json(b"[ {\"id\": 1} ]"));
        assert!(!Layout::is_json(b"[1] The first note.\n"));
        assert!(!Layout::is_json(b"{Photo: agency}\n"));
    }
}
