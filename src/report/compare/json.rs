//! Comparisons as JSON: one object a pair and line, or one document. The field names are the interface contract.

use serde::Serialize;

use super::{CompareReport, PairAccount, Wanted};
use crate::comparison::{ComparedText, Comparison, SharedPassage};
use crate::passage::Edit;
use crate::report::json::{rounded, write_json};
use crate::text::{Span, TokenRange};

/// One pair a line.
#[derive(Debug, Clone, Copy, Default)]
pub struct CompareJsonLines {
    /// Give what happened to the words of each passage.
    pub with_edits: bool,
}

/// One document: `{"v":1,"pairs":[...],"summary":{...}}`.
#[derive(Debug, Clone, Copy, Default)]
pub struct CompareJson {
    /// Give what happened to the words of each passage.
    pub with_edits: bool,
}

const fn wanted(with_edits: bool) -> Wanted {
    if with_edits { Wanted::Edits } else { Wanted::Places }
}

impl CompareReport for CompareJsonLines {
    fn wants(&self) -> Wanted {
        wanted(self.with_edits)
    }

    fn pair(&self, comparison: &Comparison<'_>, out: &mut Vec<u8>) {
        write_json(&PairJson::new(comparison, self.wants()), out);
        out.push(b'\n');
    }

    fn end(&self, _account: &PairAccount, _out: &mut Vec<u8>) {}
}

impl CompareReport for CompareJson {
    fn wants(&self) -> Wanted {
        wanted(self.with_edits)
    }

    fn begin(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"v\":1,\"pairs\":[\n");
    }

    fn pair(&self, comparison: &Comparison<'_>, out: &mut Vec<u8>) {
        write_json(&PairJson::new(comparison, self.wants()), out);
    }

    fn separator(&self) -> &'static [u8] {
        b",\n"
    }

    fn end(&self, account: &PairAccount, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\n],\"summary\":");
        write_json(account, out);
        out.extend_from_slice(b"}\n");
    }
}

#[derive(Serialize)]
struct PairJson<'c> {
    v: u32,
    left: &'c str,
    right: &'c str,
    passages: Vec<PassageJson>,
}

#[derive(Serialize)]
struct PassageJson {
    left: SideJson,
    right: SideJson,
    kind: &'static str,
    similarity: f64,
    words: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    edits: Option<Vec<EditJson>>,
}

#[derive(Serialize)]
struct EditJson {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<SideJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    right: Option<SideJson>,
}

#[derive(Serialize)]
struct SideJson {
    start: u32,
    end: u32,
    start_char: u32,
    end_char: u32,
}

impl<'c> PairJson<'c> {
    fn new(comparison: &'c Comparison<'_>, wanted: Wanted) -> Self {
        let Comparison { left, right, passages } = comparison;
        let passages = passages.iter().map(|shared| PassageJson::new(shared, left, right, wanted)).collect();
        Self { v: 1, left: left.name, right: right.name, passages }
    }
}

impl PassageJson {
    fn new(shared: &SharedPassage, left: &ComparedText<'_>, right: &ComparedText<'_>, wanted: Wanted) -> Self {
        let passage = &shared.passage;
        let edit = |edit: &Edit| {
            let side = |text: &ComparedText<'_>, range: TokenRange| {
                (!range.is_empty()).then(|| SideJson::new(text.text.span_of(range), text))
            };
            EditJson { kind: edit.kind.name(), left: side(left, edit.left), right: side(right, edit.right) }
        };
        Self {
            left: SideJson::new(passage.left.span, left),
            right: SideJson::new(passage.right.span, right),
            kind: passage.kind.name(),
            similarity: rounded(passage.similarity.get()),
            words: passage.words,
            edits: match wanted {
                Wanted::Places => None,
                Wanted::Edits => Some(shared.edits.iter().map(edit).collect()),
            },
        }
    }
}

impl SideJson {
    fn new(span: Span, text: &ComparedText<'_>) -> Self {
        let char = |byte: u32| text.lines.position(byte).char;
        Self { start: span.start, end: span.end, start_char: char(span.start), end_char: char(span.end) }
    }
}
