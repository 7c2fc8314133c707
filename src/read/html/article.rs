//! The article of a page: which of its pieces are of it, each weighed by what speaks for and against it.

use super::Laid;
use super::counted::Counted;
use super::signs::{Signs, is_beside, tell, tell_words};
use super::text::Pieces;
use super::tree::Tree;
use super::weights::{BIAS, FROM, WEIGHTS};

/// How a piece is weighed: which column of the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// By where it stands and how it is built.
    Fast = 0,
    /// By what it says as well.
    Precise = 1,
}

/// Bytes of a paragraph half of which may be links: a piece with more is a list of them, whatever stands around it.
const LINKED: (u32, u32) = (1, 2);

/// Finds the article of a page; where no piece stands out as one, its whole text. Linear.
pub(super) fn article(tree: &Tree<'_>, pieces: Pieces, title: Option<&str>, care: Care) -> Laid {
    let page = Counted::of(tree, &pieces);
    let of_it = of_it(&page, title.unwrap_or_default(), care);
    let laid = pieces.chosen(pieces.all.iter().zip(&of_it).filter(|(_, of_it)| **of_it).map(|(piece, _)| piece));
    if laid.blocks.is_empty() { pieces.into_laid() } else { laid }
}

/// Tells of each piece whether it is of the article. A piece between two that are, in the same element, is of it too: no paragraph is lost for being short.
fn of_it(page: &Counted<'_>, title: &str, care: Care) -> Vec<bool> {
    let title = title.to_lowercase();
    let all = &page.pieces.all;
    let mut before = 0;
    let mut of_it = Vec::with_capacity(all.len());
    for (ix, piece) in all.iter().enumerate() {
        let mut scale = Scale { care, next: 0, sum: BIAS[care as usize] };
        tell(page, ix, before, &mut scale);
        if care == Care::Precise {
            tell_words(page.pieces.words(piece), &title, &mut scale);
        }
        of_it.push(scale.sum > FROM[care as usize]);
        before += piece.block.span.len();
    }
    let between = |ix: &usize| {
        let piece = &all[*ix];
        !of_it[*ix]
            && of_it[ix - 1]
            && of_it[ix + 1]
            && piece.linked * LINKED.1 <= piece.block.span.len() * LINKED.0
            && is_beside(page, piece, &all[ix - 1])
            && is_beside(page, piece, &all[ix + 1])
    };
    let lost: Vec<usize> = (1..all.len().saturating_sub(1)).filter(between).collect();
    for ix in lost {
        of_it[ix] = true;
    }
    of_it
}

/// Adds up signs by their weights.
struct Scale {
    care: Care,
    /// The place of the next sign among the weights.
    next: usize,
    sum: f32,
}

impl Signs for Scale {
    #[inline]
    fn sign(&mut self, _: &str, value: f32) {
        if let Some((_, weights)) = WEIGHTS.get(self.next) {
            self.sum += weights[self.care as usize] * value;
        }
        self.next += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;
    use std::path::Path;

    use super::*;
    use crate::read::{Limits, html};

    /// Keeps signs as they are told.
    #[derive(Default)]
    struct Heard(Vec<String>, Vec<f32>);

    impl Signs for Heard {
        fn sign(&mut self, name: &str, value: f32) {
            self.0.push(name.to_owned());
            self.1.push(value);
        }
    }

    fn hear(html: &str, mut each: impl FnMut(&str, Heard)) {
        let tree = Tree::of(html, &Limits::default()).expect("within the limits");
        let pieces = Pieces::of(&tree);
        let page = Counted::of(&tree, &pieces);
        let title = super::super::meta::told(&tree).title.unwrap_or_default().to_lowercase();
        let mut before = 0;
        for (ix, piece) in pieces.all.iter().enumerate() {
            let mut heard = Heard::default();
            tell(&page, ix, before, &mut heard);
            tell_words(pieces.words(piece), &title, &mut heard);
            before += piece.block.span.len();
            each(pieces.words(piece), heard);
        }
    }

    #[test]
    fn each_sign_has_its_weight() {
        let names: Vec<&str> = WEIGHTS.iter().map(|(name, _)| *name).collect();
        let mut pieces = 0;
        hear("<title>t</title><p>One, two.</p><div><a href=x>three</a></div>", |_, heard| {
            assert_eq!(heard.0, names);
            assert!(heard.1.iter().all(|value| value.is_finite()));
            pieces += 1;
        });
        assert_eq!(pieces, 2);
    }

    /// What `tests/html_pages.py fit` learns the weights from: the signs of all pieces of the pages in `target/html-pages`.
    #[test]
    #[ignore = "reads pages that are not here"]
    fn write_the_signs_of_pages() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/html-pages");
        let mut out = std::io::BufWriter::new(fs::File::create(folder.join("signs.jsonl")).expect("a file"));
        let mut pages: Vec<_> =
            fs::read_dir(&folder).expect("pages").map(|page| page.expect("a page").path()).collect();
        pages.sort();
        for path in pages.iter().filter(|path| path.extension().is_some_and(|kind| kind == "html")) {
            let name = path.file_name().expect("a name").to_string_lossy();
            let (html, _) = html::decode(&fs::read(path).expect("a page"), None);
            hear(&html, |words, heard| {
                let row = serde_json::json!({"page": name, "text": words, "names": heard.0, "signs": heard.1});
                writeln!(out, "{row}").expect("written");
            });
        }
    }
}
