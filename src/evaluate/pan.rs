//! The XML of the PAN competitions on text alignment: one file a pair of texts, one `feature` a passage, offsets in characters.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::passages::{Case, PairNames};
use crate::text::Span;

/// What a list of passages says they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanList {
    /// Gold: features named `plagiarism`.
    Gold,
    /// Found: features named `detected-plagiarism`.
    Found,
}

impl PanList {
    const fn name(self) -> &'static str {
        match self {
            Self::Gold => "plagiarism",
            Self::Found => "detected-plagiarism",
        }
    }
}

/// Appends the passages of one XML file; features of other names and features without a source are left out.
///
/// # Errors
/// When the file is not XML, or a passage has an offset that is not a number; the text says where.
pub fn read(xml: &str, list: PanList, names: &mut PairNames, out: &mut Vec<Case>) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    let mut document = String::new();
    loop {
        let event = reader.read_event().map_err(|error| format!("byte {}: {error}", reader.error_position()))?;
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "document" => document = value(&tag, "reference").unwrap_or_default(),
                "feature" => out.extend(feature(&tag, list, &document, names)?),
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn feature(tag: &BytesStart, list: PanList, document: &str, names: &mut PairNames) -> Result<Option<Case>, String> {
    if value(tag, "name").is_none_or(|name| name != list.name()) {
        return Ok(None);
    }
    let Some(source) = value(tag, "source_reference") else { return Ok(None) };
    let number = |name: &str| {
        let value = value(tag, name).ok_or_else(|| format!("a feature has no `{name}`"))?;
        value.parse::<u32>().map_err(|_| format!("`{name}` is `{value}`, not a number"))
    };
    let span = |offset: &str, length: &str| {
        let start = number(offset)?;
        Ok::<Span, String>(Span::new(start, start.saturating_add(number(length)?)))
    };
    let left = span("this_offset", "this_length")?;
    let right = span("source_offset", "source_length")?;
    Ok(Some(Case { pair: names.number(document, &source), left, right }))
}

fn value(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    let value = quick_xml::escape::unescape(&attribute.value).ok()?;
    Some(value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<?xml version="1.0"?><document reference="susp.txt">
<feature name="about" authors="nobody" />
<feature name="plagiarism" source_length="344" source_offset="0" source_reference="src.txt" this_length="300" this_offset="475" />
<feature name="detected-plagiarism" source_length="1" source_offset="0" source_reference="src.txt" this_length="1" this_offset="0" />
</document>"#;

    #[test]
    fn gold_and_found_passages_are_told_apart_by_name() {
        let (mut names, mut cases) = (PairNames::default(), Vec::new());
        read(XML, PanList::Gold, &mut names, &mut cases).unwrap();
        assert_eq!(cases, [Case { pair: 0, left: Span::new(475, 775), right: Span::new(0, 344) }]);
    }

    #[test]
    fn an_offset_that_is_no_number_is_named() {
        let xml = XML.replace("\"475\"", "\"many\"");
        let error = read(&xml, PanList::Gold, &mut PairNames::default(), &mut Vec::new()).unwrap_err();
        assert_eq!(error, "`this_offset` is `many`, not a number");
    }
}
