//! Dates of publication as one number each, in the order in which sources are ranked.

use jiff::civil::DateTime;

use crate::article::{DateQuality, Published};

/// The number of an article without a date: after every date.
const UNKNOWN: u64 = u64::MAX;

/// Packs a date so that numbers rise as a source's claim to be first falls: known dates before times of a crawl before no date.
///
/// From the highest bit: 8 bits that are 1 for the time of a crawl, 6 of room, year + 32768 (16), month (4), day (5), hour (5), minute (6),
/// second (6), quality (8). Parts of a second are dropped.
pub(super) fn pack(published: Option<Published>) -> u64 {
    let Some(Published { at, quality }) = published else { return UNKNOWN };
    let crawled = u64::from(quality == DateQuality::Crawled);
    let quality = match quality {
        DateQuality::Given => 0,
        DateQuality::FromUrl => 1,
        DateQuality::Crawled => 2,
    };
    let mut packed = crawled << 22 | (i32::from(at.year()) + 32768) as u64;
    for (part, bits) in [(at.month(), 4), (at.day(), 5), (at.hour(), 5), (at.minute(), 6), (at.second(), 6)] {
        packed = packed << bits | part as u64;
    }
    packed << 8 | quality
}

/// Tells whether a packed date is one of publication, not the time of a crawl and not missing.
pub(super) const fn is_known(packed: u64) -> bool {
    packed >> 56 == 0
}

/// Unpacks a date; the outer `None` is a number that [`pack`] never makes.
pub(super) fn unpack(packed: u64) -> Option<Option<Published>> {
    if packed == UNKNOWN {
        return Some(None);
    }
    let quality = match packed & 0xff {
        0 => DateQuality::Given,
        1 => DateQuality::FromUrl,
        2 => DateQuality::Crawled,
        _ => return None,
    };
    let mut rest = packed >> 8;
    let mut part = |bits: u32| {
        let value = (rest & ((1 << bits) - 1)) as i8;
        rest >>= bits;
        value
    };
    let (second, minute, hour, day, month) = (part(6), part(6), part(5), part(5), part(4));
    let year = i16::try_from((rest & 0xffff) as i32 - 32768).ok()?;
    let at = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    let published = Some(Published { at, quality });
    (pack(published) == packed).then_some(published)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i16, second: i8, quality: DateQuality) -> Option<Published> {
        Some(Published { at: DateTime::new(year, 5, 17, 23, 59, second, 0).unwrap(), quality })
    }

    #[test]
    fn a_date_comes_back() {
        for quality in [DateQuality::Given, DateQuality::FromUrl, DateQuality::Crawled] {
            for year in [-44, 1916, 2026] {
                let date = at(year, 7, quality);
                assert_eq!(unpack(pack(date)), Some(date));
            }
        }
        assert_eq!(unpack(pack(None)), Some(None));
    }

    #[test]
    fn a_known_date_ranks_before_an_earlier_crawl_and_both_before_none() {
        let known = pack(at(2024, 0, DateQuality::FromUrl));
        assert!(pack(at(2023, 59, DateQuality::Given)) < known);
        assert!(known < pack(at(1999, 0, DateQuality::Crawled)));
        assert!(pack(at(9999, 0, DateQuality::Crawled)) < pack(None));
    }

    #[test]
    fn a_number_that_is_no_date_is_refused() {
        assert_eq!(unpack(0), None);
        assert_eq!(unpack(3), None);
        assert_eq!(unpack(u64::MAX - 1), None);
    }
}
