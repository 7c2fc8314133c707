//! The layout of a plain text, found by line: which lines make one paragraph, which are headings, list items and quoted mail.

use memchr::{memchr, memchr3, memchr3_iter};

use super::class::Class;
use super::{Block, BlockKind, Span};

/// Finds the blocks of a plain text. Together they hold every character that is not white space.
///
/// Where lines are wrapped by hand (nearly every line is as long as the next word allows), each run of lines between blank ones is a paragraph;
/// elsewhere each line is one, but that a line without a stop goes on in one that starts with a small letter. A line ends at a line feed, a carriage return, a vertical tab, a form feed or a Unicode line separator. Linear.
#[must_use]
pub fn plain_blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let width = wrapping(text, &lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut marks: Vec<ItemMark> = Vec::new();
    let mut last: Option<&Line> = None;
    for line in &lines {
        let mark = ItemMark::of(line.span.of(text));
        let goes_on = last.is_some_and(|last| last.goes_on_in(line, mark, width, text));
        match blocks.last_mut().filter(|_| goes_on) {
            Some(block) => block.span.end = line.span.end,
            None => {
                blocks.push(Block { span: line.span, kind: BlockKind::Paragraph });
                marks.push(mark);
            }
        }
        last = Some(line);
    }
    name_items(&mut blocks, &marks);
    name_headings(text, &mut blocks);
    blocks
}

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// Without the white space around it.
    span: Span,
    /// A blank line, or the start of the text, stands before it.
    apart: bool,
    /// It starts with white space.
    indented: bool,
}

/// Widest column that text is wrapped at by hand: mail and wire copy stop at 65 to 80, few editors at 100.
const WIDEST: u32 = 100;
/// Narrowest column that text is wrapped at by hand; shorter lines are verse, lists and tables.
const NARROWEST: u32 = 40;

/// Shortest line in characters that may be one cut off in a sentence: newspaper columns have 30 to 40, rows of lists fewer than 20.
const SHORTEST_CUT: u32 = 20;

impl Line {
    /// Counts its characters, as far as a line that is wrapped by hand may have them.
    fn columns(&self, text: &str) -> u32 {
        self.span.of(text).chars().take(2 * WIDEST as usize).count() as u32
    }

    /// Counts the characters of its first word, likewise.
    fn first_word(&self, text: &str) -> u32 {
        self.span.of(text).chars().take(WIDEST as usize).take_while(|char| !char.is_whitespace()).count() as u32
    }

    /// Tells whether the next line's first word would have found room in this one.
    fn had_room(&self, next: &Self, width: u32, text: &str) -> bool {
        self.columns(text) + 1 + next.first_word(text) <= width
    }

    /// Tells whether the paragraph that this line stands in goes on in the next.
    fn goes_on_in(&self, next: &Self, mark: ItemMark, width: Option<u32>, text: &str) -> bool {
        if next.apart || !matches!(mark, ItemMark::None | ItemMark::Mail) {
            return false;
        }
        if (ItemMark::of(self.span.of(text)) == ItemMark::Mail) != (mark == ItemMark::Mail) {
            return false;
        }
        let line = self.span.of(text).trim_end_matches(super::stop::is_quotation_mark);
        let ends = line.ends_with(ends_sentence) || line.len() < self.span.len() as usize;
        match width {
            Some(width) => !(ends && (next.indented && !self.indented || self.had_room(next, width, text))),
            // Cut in the middle of a sentence, whatever the width: columns read by machine, lines broken by mistake.
            None => !ends && next.span.of(text).starts_with(char::is_lowercase) && self.columns(text) >= SHORTEST_CUT,
        }
    }
}

fn lines(text: &str) -> Vec<Line> {
    let ends = LineEnds::new(text);
    let mut lines = Vec::new();
    let mut apart = true;
    let mut at = 0;
    while at < text.len() {
        let (end, next) = ends.after(at);
        let line = &text[at..end];
        let trimmed = line.trim_start();
        let start = end - trimmed.len();
        let trimmed = trimmed.trim_end();
        if trimmed.is_empty() {
            apart = true;
        } else {
            let span = Span::new(start as u32, (start + trimmed.len()) as u32);
            lines.push(Line { span, apart, indented: start > at });
            apart = false;
        }
        at = next;
    }
    lines
}

/// The ends of the lines of a text.
struct LineEnds<'t> {
    text: &'t str,
    /// Some line ends with something else than a line feed.
    other: bool,
}

impl<'t> LineEnds<'t> {
    fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let wide = |at: usize| matches!(bytes[..=at], [.., 0xc2, 0x85] | [.., 0xe2, 0x80, 0xa8 | 0xa9]);
        let other = memchr3(b'\r', 0x0b, 0x0c, bytes).is_some() || memchr3_iter(0x85, 0xa8, 0xa9, bytes).any(wide);
        Self { text, other }
    }

    /// Finds where the line that starts here ends, and where the next one starts.
    fn after(&self, from: usize) -> (usize, usize) {
        let rest = &self.text[from..];
        if !self.other {
            return memchr(b'\n', rest.as_bytes())
                .map_or((self.text.len(), self.text.len()), |at| (from + at, from + at + 1));
        }
        let is_end = |char| matches!(char, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let Some((at, end)) = rest.char_indices().find(|&(_, char)| is_end(char)) else {
            return (self.text.len(), self.text.len());
        };
        let len = if rest[at..].starts_with("\r\n") { 2 } else { end.len_utf8() };
        (from + at, from + at + len)
    }
}

/// Returns the column that a text is wrapped at by hand; none if its lines are paragraphs.
fn wrapping(text: &str, lines: &[Line]) -> Option<u32> {
    let neighbours = || lines.windows(2).filter(|pair| !pair[1].apart).map(|pair| (pair[0], pair[1]));
    let mut columns: Vec<u32> = neighbours().map(|(line, _)| line.columns(text)).collect();
    if columns.len() < 2 {
        return None;
    }
    // One line in twenty may run over: an address that cannot be broken.
    let rank = columns.len() - 1 - columns.len() / 20;
    let width = *columns.select_nth_unstable(rank).1;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    // Lines that leave room for the next word end paragraphs, or were never wrapped. Lists and verse leave room on most.
    let (mut full, mut loose) = (0, 0);
    for (line, next) in neighbours() {
        let had_room = line.had_room(&next, width, text);
        let ends = line.span.of(text).ends_with(ends_sentence);
        full += u32::from(!had_room);
        loose += u32::from(had_room && !ends);
    }
    let pairs = columns.len() as u32;
    (full >= 2 && 2 * full >= pairs && full >= 4 * loose).then_some(width)
}

/// What a line starts with that makes it an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemMark {
    None,
    /// A sign that is used for nothing else: `•`.
    Bullet,
    /// A sign that is used for speech and emphasis too: `-`, `*`.
    Dash,
    /// A number or a letter with a point or a bracket.
    Number,
    /// `>` before quoted mail.
    Mail,
}

impl ItemMark {
    fn of(line: &str) -> Self {
        let mut chars = line.chars();
        let spaced = |rest: &str| rest.starts_with([' ', '\t', '\u{a0}']);
        match chars.next() {
            Some('•' | '‣' | '▪' | '●' | '◦' | '■' | '►' | '▸' | '⁃') => Self::Bullet,
            Some('·' | '-' | '*' | '+' | '–') if spaced(chars.as_str()) => Self::Dash,
            Some('>') => Self::Mail,
            Some(char) if char.is_ascii_alphanumeric() || char == '(' => {
                let inner = line.trim_start_matches('(');
                let count = inner.bytes().take(3).take_while(u8::is_ascii_digit).count();
                let count =
                    if count == 0 { inner.bytes().take(1).filter(u8::is_ascii_lowercase).count() } else { count };
                let rest = &inner[count..];
                let closed =
                    if line.len() > inner.len() { rest.strip_prefix(')') } else { rest.strip_prefix(['.', ')']) };
                if count > 0 && closed.is_some_and(spaced) { Self::Number } else { Self::None }
            }
            _ => Self::None,
        }
    }
}

/// Names the items of lists. A dash or a number alone makes none: speech and sentences start with them too.
fn name_items(blocks: &mut [Block], marks: &[ItemMark]) {
    for ix in 0..blocks.len() {
        let mark = marks[ix];
        let has_neighbour = || ix > 0 && marks[ix - 1] == mark || marks.get(ix + 1) == Some(&mark);
        blocks[ix].kind = match mark {
            ItemMark::None => BlockKind::Paragraph,
            ItemMark::Bullet => BlockKind::ListItem,
            ItemMark::Dash | ItemMark::Number if has_neighbour() => BlockKind::ListItem,
            ItemMark::Dash | ItemMark::Number => BlockKind::Paragraph,
            ItemMark::Mail => BlockKind::Quote,
        };
    }
}

/// Longest heading in characters: of the headlines of 20,000 news articles 99 in 100 are shorter.
const LONGEST_HEADING: usize = 110;
/// Most headings in a row: headline, line below it, byline. More are a table or a list of links.
const HEADINGS_IN_A_ROW: usize = 3;

/// Names the headings: short lines without a stop at the end, before a paragraph that has one.
fn name_headings(text: &str, blocks: &mut [Block]) {
    let mut ix = 0;
    while ix < blocks.len() {
        let run = blocks[ix..]
            .iter()
            .take_while(|block| may_head(text, block, block.span.start == blocks[0].span.start))
            .count();
        let body = blocks.get(ix + run).filter(|block| block.kind != BlockKind::Quote);
        if (1..=HEADINGS_IN_A_ROW).contains(&run) && body.is_some() {
            blocks[ix..ix + run].iter_mut().for_each(|block| block.kind = BlockKind::Heading);
        }
        ix += run.max(1);
    }
}

fn may_head(text: &str, block: &Block, first: bool) -> bool {
    let line = block.span.of(text);
    if block.kind != BlockKind::Paragraph || line.len() > 4 * LONGEST_HEADING || line.chars().count() > LONGEST_HEADING
    {
        return false;
    }
    let bare = line.trim_end_matches(|char| super::stop::is_quotation_mark(char) || char == ')' || char == ' ');
    // A headline may ask or call; a line of speech in the text does so too.
    let stops = bare.ends_with(|char| {
        ends_sentence(char) && !(first && matches!(char, '?' | '!'))
            || matches!(char, ',' | ';' | ':' | '-' | '–' | '—')
    });
    let starts = line.chars().find(|&char| Class::of(char).in_word());
    let fits = || line.len() <= LONGEST_HEADING || line.chars().count() <= LONGEST_HEADING;
    !stops && starts.is_some_and(|char| !char.is_lowercase()) && fits()
}

fn ends_sentence(char: char) -> bool {
    matches!(char, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(BlockKind, &str)> {
        plain_blocks(text).into_iter().map(|block| (block.kind, block.span.of(text))).collect()
    }

    fn paragraphs<'t>(texts: &[&'t str]) -> Vec<(BlockKind, &'t str)> {
        texts.iter().map(|text| (BlockKind::Paragraph, *text)).collect()
    }

    #[test]
    fn each_line_of_an_ordinary_article_is_a_paragraph() {
        assert_eq!(
            blocks("The first.\nThe second.\n\n The third.\n"),
            paragraphs(&["The first.", "The second.", "The third."])
        );
    }

    #[test]
    fn lines_wrapped_by_hand_are_one_paragraph_up_to_the_blank_line() {
        let text = "The council agreed late on Monday that the northern bridge should\nstay closed until the spring, because engineers had found rust in\neleven of its cables.\n\nRepairs will take six weeks, the mayor said, and they will cost the\ntown about four million pounds.\n";
        let found = blocks(text);
        assert_eq!(found.len(), 2);
        assert!(found[0].1.ends_with("cables.") && found[1].1.starts_with("Repairs"));
    }

    #[test]
    fn a_wrapped_paragraph_may_end_with_a_short_line_alone() {
        let text = "The council agreed late on Monday that the northern bridge should\nstay closed until the spring.\nRepairs will take six weeks, the mayor said, and they will cost the\ntown about four million pounds, which is more than was planned for.\n";
        assert_eq!(blocks(text).len(), 2);
    }

    #[test]
    fn verse_and_tables_are_not_joined() {
        assert_eq!(
            blocks(
                "Leeds 3 Hull 1 after a goal in the last minute.\nYork 0 Bath 0.\nEly 2 Deal 2.\nRye 1 Poole 4 at home."
            )
            .len(),
            4
        );
    }

    #[test]
    fn a_line_cut_in_a_sentence_goes_on_in_the_next() {
        let text = "Demand was low at both weekly sessions in\nthe capital, traders said.\nPrices fell.";
        assert_eq!(blocks(text).len(), 2);
        assert_eq!(blocks("apples\npears\nplums").len(), 3);
    }

    #[test]
    fn every_kind_of_line_end_is_one() {
        assert_eq!(blocks("One.\r\nTwo.\rThree.\u{2028}Four.\u{b}Five.\u{c}Six.\u{85}Seven.\u{2029}Eight.").len(), 8);
    }

    #[test]
    fn headline_and_subheadings_are_headings_and_the_last_line_is_none() {
        let text = "Bridge shut until spring\n\nThe council closed it.\n\nWhat comes next?\n\nWho pays\nThe town pays.\nRead on";
        let kinds: Vec<BlockKind> = blocks(text).into_iter().map(|(kind, _)| kind).collect();
        use BlockKind::{Heading, Paragraph};
        assert_eq!(kinds, [Heading, Paragraph, Paragraph, Heading, Paragraph, Paragraph]);
    }

    #[test]
    fn many_short_lines_in_a_row_are_no_headings() {
        let text = "Ann Roe\nBo Poe\nCy Doe\nDi Moe\nThey met.";
        assert!(blocks(text).iter().all(|(kind, _)| *kind == BlockKind::Paragraph));
    }

    #[test]
    fn list_items_need_a_bullet_or_company() {
        let items = |text| blocks(text).into_iter().filter(|(kind, _)| *kind == BlockKind::ListItem).count();
        assert_eq!(items("It said:\n• one\n• two\nThat was all."), 2);
        assert_eq!(items("It said:\n- one\n- two\n1. three\n2) four"), 4);
        assert_eq!(items("- Yes, he said.\nThen he left.\n2014. A bad year."), 0);
    }

    #[test]
    fn quoted_mail_is_a_quotation() {
        assert_eq!(blocks("> We agree.\nSo do we.")[0].0, BlockKind::Quote);
    }

    #[test]
    fn blank_text_has_no_blocks() {
        assert!(blocks(" \n\t\r\n").is_empty());
    }
}
