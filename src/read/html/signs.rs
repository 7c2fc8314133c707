//! What speaks for and against a piece of a page being of its article, as numbers with names.

use super::class::Calling;
use super::counted::{Counted, is_quote, marks};
use super::tag::Tag;
use super::text::Piece;

/// Takes the signs of a piece, by name and always in the same order.
pub(super) trait Signs {
    /// Takes the next.
    fn sign(&mut self, name: &str, value: f32);
}

/// Tells the signs of the piece at `ix` of a page. `before`: bytes of the pieces before it.
pub(super) fn tell(page: &Counted<'_>, ix: usize, before: u32, signs: &mut impl Signs) {
    let piece = &page.pieces.all[ix];
    let words = page.pieces.words(piece);
    length(words, signs);
    links(piece, signs);
    letters(words, signs);
    element(page, piece, signs);
    holders(page, piece, signs);
    position(page, ix, before, signs);
    for (names, step) in NEIGHBOURS {
        neighbour(page, piece, ix.checked_add_signed(step), names, signs);
    }
    let all = page.all().prose as f32;
    signs.sign("prose of the page", log(page.all().prose));
    signs.sign("is prose", flag(page.prosaic[ix]));
    signs.sign("prose of the best", page.below(page.best[0]).prose as f32 / all.max(1.0));
}

/// Tells what the words of a piece say, and whether they are the title of the page.
pub(super) fn tell_words(words: &str, title: &str, signs: &mut impl Signs) {
    let low = words.to_lowercase();
    signs.sign("in the title", flag(low.len() > 10 && title.contains(&low)));
    let start = low.char_indices().nth(START).map_or(low.as_str(), |(end, _)| &low[..end]);
    for (name, said) in SAID {
        signs.sign(name, flag(said.iter().any(|said| start.contains(said))));
    }
}

/// Letters of a piece in which words that tell of what stands beside an article are looked for.
const START: usize = 120;

/// What is said beside articles: rights, pointers, requests. Words of English and German, and some of their neighbours.
const SAID: [(&str, &[&str]); 8] = [
    (
        "says rights",
        &["copyright", "©", "rights reserved", "rechte vorbehalten", "droits réservés", "derechos reservados"],
    ),
    (
        "says more",
        &[
            "read more",
            "read also",
            "mehr zum thema",
            "mehr zu",
            "weiterlesen",
            "lesen sie",
            "lire aussi",
            "leer más",
            "see also",
            "more from",
            "weitere",
            "siehe auch",
            "related",
            "czytaj",
        ],
    ),
    (
        "says share",
        &[
            "share",
            "teilen",
            "facebook",
            "twitter",
            "whatsapp",
            "pinterest",
            "partager",
            "compartir",
            "instagram",
            "folge",
        ],
    ),
    ("says comment", &["comment", "kommentar", "antwort", "repl"]),
    (
        "says subscribe",
        &["newsletter", "abonn", "subscribe", "anmelde", "login", "log in", "sign up", "registrier", "password"],
    ),
    ("says legal", &["cookie", "datenschutz", "privacy", "impressum", "agb", "terms of", "disclaimer"]),
    ("says credit", &["foto:", "bild:", "quelle:", "photo:", "image:", "source:", "credit", "getty", "fotos:", "(c)"]),
    (
        "says filed",
        &[
            "tags:",
            "kategorie",
            "schlagw",
            "category",
            "filed under",
            "posted",
            "veröffentlicht",
            "geschrieben",
            "published",
            "updated",
            "aktualisiert",
            "stand:",
        ],
    ),
];

const NEIGHBOURS: [([&str; 4], isize); 4] = [
    (["length of the one before", "links of the one before", "prose before", "beside the one before"], -1),
    (["length of the next", "links of the next", "prose next", "beside the next"], 1),
    (["length of two before", "links of two before", "prose two before", "beside two before"], -2),
    (["length of two on", "links of two on", "prose two on", "beside two on"], 2),
];

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

fn log(count: u32) -> f32 {
    (count as f32 + 1.0).ln()
}

fn length(words: &str, signs: &mut impl Signs) {
    let chars = words.chars().count() as u32;
    signs.sign("length", log(chars));
    for (name, below) in [("below 20", 20), ("below 50", 50), ("below 100", 100), ("below 200", 200)] {
        signs.sign(name, flag(chars < below));
    }
    signs.sign("above 400", flag(chars > 400));
}

fn links(piece: &Piece, signs: &mut impl Signs) {
    let share = piece.linked as f32 / piece.block.span.len() as f32;
    signs.sign("links", share);
    signs.sign("no links", flag(piece.linked == 0));
    signs.sign("half links", flag(share > 0.5));
    signs.sign("all links", flag(share > 0.9));
}

fn letters(words: &str, signs: &mut impl Signs) {
    let chars = words.chars().count() as f32;
    let share = |of: fn(char) -> bool| words.chars().filter(|char| of(*char)).count() as f32 / chars;
    let end = words.trim_end_matches(['"', '”', '“', '«', '»', '\'', '’', ')']);
    signs.sign("marks", log(marks(words) as u32));
    signs.sign("ends a sentence", flag(end.ends_with(['.', '!', '?', '…', ':'])));
    signs.sign("ends in a colon", flag(words.ends_with(':')));
    signs.sign("capitals", share(char::is_uppercase));
    signs.sign("digits", share(char::is_numeric));
    signs.sign("bars", flag(words.contains(['|', '»', '›', '•', '·', '→', '▶'])));
}

fn element(page: &Counted<'_>, piece: &Piece, signs: &mut impl Signs) {
    let tag = page.tree.nodes()[page.block(piece.node) as usize].tag;
    for (name, of) in [
        ("p", Tag::P),
        ("div", Tag::DIV),
        ("li", Tag::LI),
        ("h1", Tag::H1),
        ("h2", Tag::H2),
        ("h3", Tag::H3),
        ("h4", Tag::H4),
        ("td", Tag::TD),
        ("dd", Tag::DD),
    ] {
        signs.sign(name, flag(tag == of));
    }
    signs.sign("quotation", flag(is_quote(piece)));
    let around = page.around(piece.node);
    for (bit, name) in Calling::NAMES.into_iter().enumerate() {
        signs.sign(name, flag(around.has(bit)));
    }
}

fn holders(page: &Counted<'_>, piece: &Piece, signs: &mut impl Signs) {
    for (name, best) in ["in the best", "in the best but one", "in the best but two"].into_iter().zip(page.best) {
        signs.sign(name, flag(page.is_within(piece.node, best)));
    }
    let block = page.block(piece.node);
    let parent = page.parent(block);
    signs.sign("right in the best", flag(block == page.best[0] || parent == page.best[0]));
    let all = page.all().prose.max(1) as f32;
    for (names, holder) in [
        (["prose of the block", "links of the block", "share of the block", "pieces of the block"], block),
        (["prose around", "links around", "share around", "pieces around"], parent),
        (["prose two around", "links two around", "share two around", "pieces two around"], page.parent(parent)),
    ] {
        let sum = page.below(holder);
        let letters = sum.letters.max(1) as f32;
        signs.sign(names[0], sum.prose as f32 / letters);
        signs.sign(names[1], sum.linked as f32 / letters);
        signs.sign(names[2], sum.prose as f32 / all);
        signs.sign(names[3], log(sum.pieces));
    }
}

fn position(page: &Counted<'_>, ix: usize, before: u32, signs: &mut impl Signs) {
    let (first, last) = page.prose;
    signs.sign("position", ix as f32 / page.pieces.all.len() as f32);
    signs.sign("text before", before as f32 / page.all().letters.max(1) as f32);
    signs.sign("before all prose", flag(ix < first));
    signs.sign("behind all prose", flag(ix > last));
    signs.sign("steps before", log(first.saturating_sub(ix) as u32));
    signs.sign("steps behind", log(ix.saturating_sub(last) as u32));
    signs.sign("before the heading", flag(page.heading.is_some_and(|heading| ix < heading)));
}

fn neighbour(page: &Counted<'_>, piece: &Piece, ix: Option<usize>, names: [&str; 4], signs: &mut impl Signs) {
    let other = ix.and_then(|ix| Some((page.pieces.all.get(ix)?, *page.prosaic.get(ix)?)));
    let values = other.map_or([0.0, 1.0, 0.0, 0.0], |(other, is_prose)| {
        let length = other.block.span.len();
        [log(length), other.linked as f32 / length as f32, flag(is_prose), flag(is_beside(page, piece, other))]
    });
    for (name, value) in names.into_iter().zip(values) {
        signs.sign(name, value);
    }
}

/// Tells whether two pieces stand in one element.
pub(super) fn is_beside(page: &Counted<'_>, left: &Piece, right: &Piece) -> bool {
    page.parent(page.block(left.node)) == page.parent(page.block(right.node))
}
