//! Dates of publication in the forms that dumps hold them in.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::article::{DateQuality, Published};

/// Reads a date, or a date and time, as UTC; without an offset it is taken as UTC.
///
/// RFC 3339 and its kin (`2019-05-30 14:00:12+00:00`, a date alone), RFC 2822, `May 30, 2019`, `30 May 2019`, `2019/05/30`, `20190530`,
/// `20190530140012`, and seconds or milliseconds since 1970. Not `05/06/19`, whose order nobody knows.
pub(super) fn parse(text: &str) -> Option<DateTime> {
    let text = text.trim();
    // The longest form, an RFC 2822 date with a comment, has some 50 characters; a longer text is no date.
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    // The first newspaper is of 1605; a year before it is a slip, or two digits of a year.
    forms(text).filter(|at| (1605..2100).contains(&at.year()))
}

fn forms(text: &str) -> Option<DateTime> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits(text);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(utc(at));
    }
    if let Ok(at) = text.parse::<DateTime>() {
        return Some(at);
    }
    // `2019-05-30 14:00:12 UTC` of SQL engines, `2019-05-30 14:00:12 +0000` of static site generators.
    if let Some(at) = text.strip_suffix(" UTC").and_then(|text| text.parse().ok()) {
        return Some(at);
    }
    if let Ok(at) = Timestamp::strptime("%Y-%m-%d %H:%M:%S %z", text) {
        return Some(utc(at));
    }
    if let Ok(at) = jiff::fmt::rfc2822::parse(text) {
        return Some(utc(at.timestamp()));
    }
    in_words(text)
}

/// Reads a number of seconds or milliseconds since 1970.
pub(super) fn epoch(number: &str) -> Option<DateTime> {
    let whole = number.split(['.', 'e', 'E']).next()?;
    // 10^8 seconds are March 1973: a smaller number is a year, a count or an id. 10^11 seconds are the year 5138, 10^11 milliseconds March 1973 again.
    match whole.parse::<i64>().ok()? {
        seconds @ 100_000_000..100_000_000_000 => Timestamp::from_second(seconds).ok().map(utc),
        milliseconds @ 100_000_000_000..100_000_000_000_000 => Timestamp::from_millisecond(milliseconds).ok().map(utc),
        _ => None,
    }
}

fn utc(at: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(at)
}

/// `20190530`, `20190530140012` as crawlers and GDELT write them, or a number since 1970.
fn digits(text: &str) -> Option<DateTime> {
    match text.len() {
        8 => DateTime::strptime("%Y%m%d%H%M%S", format!("{text}000000")).ok(),
        14 => DateTime::strptime("%Y%m%d%H%M%S", text).ok(),
        _ => epoch(text),
    }
}

fn in_words(text: &str) -> Option<DateTime> {
    const FORMS: [&str; 6] = ["%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%Y/%m/%d", "%A, %B %d, %Y"];
    let date = FORMS.iter().find_map(|form| Date::strptime(form, text).ok());
    date.map(DateTime::from).or_else(|| DateTime::strptime("%Y/%m/%d %H:%M:%S", text).ok())
}

/// The best known date: what the input says, then what the address says, then the time of the crawl.
pub(super) fn best(stated: Option<DateTime>, crawled: Option<DateTime>, url: Option<&str>) -> Option<Published> {
    let known = |quality: DateQuality| move |at: DateTime| Published { at, quality };
    stated
        .map(known(DateQuality::Given))
        .or_else(|| url.and_then(in_url).map(known(DateQuality::FromUrl)))
        .or(crawled.map(known(DateQuality::Crawled)))
}

/// Finds the day of publication in an address: `/2024/05/17/`, `/2024/may/17/`, `/2024-05-17/`, `/20240517/`.
pub(super) fn in_url(url: &str) -> Option<DateTime> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').skip(3).collect();
    let three = parts.windows(3).find_map(|part| day(part[0], part[1], part[2]));
    three.or_else(|| parts.iter().find_map(|part| in_one(part))).map(DateTime::from)
}

/// `2024-05-17...` or `20240517...` at the start of a part, followed by nothing that would make it another number.
fn in_one(part: &str) -> Option<Date> {
    let (year, rest) = part.split_at_checked(4)?;
    if let Some(rest) = rest.strip_prefix('-') {
        let (month, rest) = rest.split_at_checked(2)?;
        let (date, after) = rest.strip_prefix('-')?.split_at_checked(2)?;
        return ends_number(after).then(|| day(year, month, date)).flatten();
    }
    let (month, rest) = rest.split_at_checked(2)?;
    let (date, after) = rest.split_at_checked(2)?;
    ends_number(after).then(|| day(year, month, date)).flatten()
}

fn ends_number(after: &str) -> bool {
    !after.starts_with(|next: char| next.is_ascii_digit())
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let digits = |text: &str, most: usize| {
        let plain = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse::<i8>().ok() } else { None }
    };
    let named = || MONTHS.iter().position(|name| month.eq_ignore_ascii_case(name)).map(|ix| ix as i8 + 1);
    let year: i16 = if year.len() == 4 { year.parse().ok()? } else { return None };
    // The first news pages went on the web in 1993; 2100 leaves room and keeps numbers of articles out.
    if !(1993..2100).contains(&year) {
        return None;
    }
    Date::new(year, digits(month, 2).or_else(named)?, digits(day, 2)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        parse(text).map_or_else(|| "-".into(), |at| at.to_string())
    }

    #[test]
    fn the_usual_forms_of_a_date_are_read_as_utc() {
        for text in [
            "2019-05-30T14:00:12Z",
            "2019-05-30 14:00:12+00:00",
            "2019-05-30T16:00:12+0200",
            "2019-05-30T10:00:12-04:00",
            "2019-05-30 14:00:12",
            "2019-05-30 14:00:12 UTC",
            "2019-05-30 16:00:12 +0200",
            "Thu, 30 May 2019 14:00:12 GMT",
            "Thu, 30 May 2019 10:00:12 EDT",
            "20190530140012",
            "1559224812",
            "1559224812000",
            "2019/05/30 14:00:12",
        ] {
            assert_eq!(read(text), "2019-05-30T14:00:12", "{text}");
        }
        for text in ["2019-05-30", "20190530", "May 30, 2019", "30 May 2019", "30 Jun 2019", "2019/05/30"] {
            assert!(read(text).ends_with("30T00:00:00"), "{text}: {}", read(text));
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "yesterday", "05/06/19", "2019-13-01", "2019", "None", "12", &"9".repeat(70)] {
            assert_eq!(read(text), "-", "{text}");
        }
        assert_eq!(epoch("1e9"), None);
        assert_eq!(epoch("1559224812.25").map(|at| at.to_string()), Some("2019-05-30T14:00:12".into()));
    }

    #[test]
    fn the_day_stands_in_the_address() {
        let found = |url: &str| in_url(url).map_or_else(|| "-".into(), |at| at.date().to_string());
        assert_eq!(found("https://a.example/world/2024/05/17/talks.html"), "2024-05-17");
        assert_eq!(found("https://a.example/world/2019/may/30/talks"), "2019-05-30");
        assert_eq!(found("https://a.example/2024-05-17/talks"), "2024-05-17");
        assert_eq!(found("https://a.example/news/20240517-talks"), "2024-05-17");
        assert_eq!(found("https://a.example/2024/05/talks"), "-");
        assert_eq!(found("https://a.example/news/2024051712345"), "-");
        assert_eq!(found("https://a.example/1024/05/17/"), "-");
        assert_eq!(found("https://a.example/talks?d=2024/05/17/"), "-");
    }
}
