//! A survey on disk and back.

use std::io;

use super::{Names, Record, Survey};
use crate::article::{DateQuality, Published};
use crate::fingerprint::Sketch;
use crate::pipeline::dedup::checkpoint::{Ink, Page};
use crate::pipeline::dedup::prepared::Print;
use crate::pipeline::dedup::spill::Spill;
use crate::pipeline::dedup::words::WordStore;
use crate::text::WordsDigest;

impl Survey {
    /// Writes all that is known; the words stay in their own file.
    pub(in crate::pipeline::dedup) fn save(&mut self, ink: &mut Ink) -> io::Result<()> {
        ink.bytes(self.names.text.as_bytes())?;
        ink.number(self.names.len() as u64)?;
        for end in &self.names.ends {
            ink.number(*end)?;
        }
        for published in &self.published {
            ink.bytes(&date(*published).into_bytes())?;
        }
        for print in &self.prints {
            match print {
                None => ink.number(0)?,
                Some(print) => put_print(print, ink)?,
            }
        }
        ink.number(self.records.len() as u64)?;
        for record in &self.records {
            ink.put(&record.bits.to_le_bytes())?;
        }
        for number in [self.incomplete, self.repaired, self.bytes] {
            ink.number(number)?;
        }
        self.words.save(ink)
    }

    /// Reads a survey back.
    pub(in crate::pipeline::dedup) fn load(page: &mut Page, spill: Spill) -> io::Result<Self> {
        let text = page.text()?;
        let count = page.number()?;
        let ends = (0..count).map(|_| page.number()).collect::<io::Result<Vec<u64>>>()?;
        let published = (0..count).map(|_| page.text().and_then(|text| undate(&text))).collect::<io::Result<_>>()?;
        let prints = (0..count).map(|_| take_print(page)).collect::<io::Result<_>>()?;
        let records = page.number()?;
        let records = (0..records).map(|_| Ok(Record { bits: page.small()? })).collect::<io::Result<_>>()?;
        let [incomplete, repaired, bytes] = [page.number()?, page.number()?, page.number()?];
        let words = WordStore::load(page, spill)?;
        let names = Names { text, ends };
        let renamed = std::collections::BTreeMap::new();
        let mut survey = Self { names, renamed, published, prints, words, records, incomplete, repaired, bytes };
        survey.tell_apart();
        Ok(survey)
    }
}

fn put_print(print: &Print, ink: &mut Ink) -> io::Result<()> {
    ink.number(print.bands.len() as u64)?;
    for key in &print.bands {
        ink.put(&key.to_le_bytes())?;
    }
    ink.put(&print.digest.0.to_le_bytes())?;
    ink.put(print.sketch.as_bytes())
}

fn take_print(page: &mut Page) -> io::Result<Option<Print>> {
    let bands = page.number()?;
    if bands == 0 {
        return Ok(None);
    }
    let bands = (0..bands).map(|_| page.small()).collect::<io::Result<_>>()?;
    let digest = WordsDigest(u128::from_le_bytes(page.take()?));
    Ok(Some(Print { bands, digest, sketch: Sketch::from_bytes(page.take()?) }))
}

/// A date with its quality; empty for none.
fn date(published: Option<Published>) -> String {
    published.map_or_else(String::new, |Published { at, quality }| format!("{} {at}", quality.name()))
}

fn undate(text: &str) -> io::Result<Option<Published>> {
    if text.is_empty() {
        return Ok(None);
    }
    let known = [DateQuality::Given, DateQuality::FromUrl, DateQuality::Crawled];
    let parsed = text.split_once(' ').and_then(|(quality, at)| {
        let quality = known.into_iter().find(|known| known.name() == quality)?;
        Some(Published { at: at.parse().ok()?, quality })
    });
    parsed.map(Some).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_comes_back_with_its_quality_and_parts_of_a_second() {
        for at in ["2014-02-28T09:30:00.125", "0001-01-01T00:00:00"] {
            let published = Some(Published { at: at.parse().unwrap(), quality: DateQuality::Crawled });
            assert_eq!(undate(&date(published)).unwrap(), published);
        }
        assert_eq!(undate(&date(None)).unwrap(), None);
        assert!(undate("given yesterday").is_err());
    }
}
