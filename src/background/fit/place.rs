//! Blocks that were written for articles kept elsewhere, put in their places.

use std::io::BufRead;

use hashbrown::HashMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::text::Span;

use super::labels::{LabelError, Labelled, year_of};

#[derive(Deserialize)]
struct Block {
    host: String,
    after: usize,
    layout: String,
    sentences: Vec<String>,
    split: Option<usize>,
    #[serde(default)]
    kind: String,
}

#[derive(Deserialize)]
struct Host {
    id: String,
    title: Option<String>,
    published: Option<String>,
    text: String,
}

/// Reads blocks and the articles they were written for, and returns each article with its block, then each article untouched.
///
/// A block names its `host`, the paragraph (from 0; lines that are not blank) that it follows as `after`, its `sentences`, and its `layout`:
/// `paragraph`, `lines` or `two`, the first of the two with `split` sentences. A host is a line with `id`, `text`, `title`, `published`; the
/// article keeps its lines. Memory: the hosts that are named.
///
/// # Errors
/// At the first line that cannot be read or is of another form, and for a block whose host is missing.
pub fn place_blocks(blocks: impl BufRead, hosts: impl BufRead) -> Result<Vec<Labelled>, LabelError> {
    let mut wanted: Vec<(u64, Block)> = Vec::new();
    read_lines(blocks, |line, block| wanted.push((line, block)))?;
    let mut by_id: HashMap<String, Option<Host>, foldhash::fast::FixedState> = HashMap::default();
    by_id.extend(wanted.iter().map(|(_, block)| (block.host.clone(), None)));
    read_lines(hosts, |_, host: Host| {
        if let Some(place) = by_id.get_mut(&host.id) {
            *place = Some(host);
        }
    })?;
    let mut placed = Vec::with_capacity(2 * wanted.len());
    let mut untouched: Vec<Labelled> = Vec::new();
    for (line, block) in &wanted {
        let host = by_id.get(&block.host).and_then(Option::as_ref);
        let host = host.ok_or_else(|| LabelError::Host { line: *line, host: block.host.clone() })?;
        placed.push(with_block(host, Some(block)));
        if untouched.iter().all(|article| article.group != host.id) {
            untouched.push(with_block(host, None));
        }
    }
    placed.append(&mut untouched);
    Ok(placed)
}

fn read_lines<T: DeserializeOwned>(input: impl BufRead, mut take: impl FnMut(u64, T)) -> Result<(), LabelError> {
    for (ix, line) in input.lines().enumerate() {
        let number = ix as u64 + 1;
        let line = line.map_err(|source| LabelError::Read { line: number, source })?;
        if !line.trim().is_empty() {
            take(number, serde_json::from_str(&line).map_err(|source| LabelError::Line { line: number, source })?);
        }
    }
    Ok(())
}

fn with_block(host: &Host, block: Option<&Block>) -> Labelled {
    let separator = if host.text.contains("\n\n") { "\n\n" } else { "\n" };
    let mut labelled = Labelled {
        title: host.title.clone(),
        published_year: host.published.as_deref().and_then(year_of),
        group: host.id.clone(),
        source: block.map_or_else(|| "clean".to_owned(), |block| block.kind.clone()),
        ..Labelled::default()
    };
    for (ix, paragraph) in host.text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        labelled.text.push_str(paragraph);
        labelled.text.push_str(separator);
        let Some(block) = block.filter(|block| block.after == ix) else { continue };
        let start = labelled.text.len() as u32;
        labelled.text.push_str(&laid_out(block, separator));
        labelled.gold.push(Span::new(start, labelled.text.len() as u32));
        labelled.text.push_str(separator);
    }
    labelled
}

fn laid_out(block: &Block, separator: &str) -> String {
    match (block.layout.as_str(), block.split) {
        ("lines", _) => block.sentences.join(separator),
        ("two", Some(split)) if split < block.sentences.len() => {
            let (first, second) = block.sentences.split_at(split);
            [first.join(" "), second.join(" ")].join(separator)
        }
        _ => block.sentences.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = r#"{"id":"h","text":"One.\n\nTwo.\n\nThree.","published":"2014-02-01"}"#;

    #[test]
    fn a_block_stands_behind_its_paragraph_in_the_layout_of_its_host() {
        let block = r#"{"host":"h","after":1,"layout":"two","split":1,"sentences":["A.","B.","C."],"kind":"law"}"#;
        let placed = place_blocks(block.as_bytes(), HOST.as_bytes()).expect("both are well formed");
        assert_eq!(placed[0].text, "One.\n\nTwo.\n\nA.\n\nB. C.\n\nThree.\n\n");
        assert_eq!(placed[0].gold[0].of(&placed[0].text), "A.\n\nB. C.");
        assert_eq!((placed[1].source.as_str(), placed[1].gold.len(), placed.len()), ("clean", 0, 2));
    }

    #[test]
    fn a_block_without_its_host_is_named() {
        let block = r#"{"host":"x","after":1,"layout":"lines","sentences":["A."]}"#;
        let error = place_blocks(block.as_bytes(), HOST.as_bytes()).expect_err("there is no such host");
        assert_eq!(error.to_string(), "the host `x` of the block in line 1 is not among the hosts");
    }
}
