//! What a run may say about reading: the format, the names of the fields, and the limits with the flag that changes each.

use std::fmt;

use super::{Charset, Format};

/// How inputs are read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The format of every input; `None`: found by content and extension.
    pub input_format: Option<Format>,
    /// The byte between two fields of a CSV row; `None`: found in the row of names.
    pub delimiter: Option<u8>,
    /// The encoding of every text; `None`: found in it.
    pub encoding: Option<Charset>,
    /// How much of a page of HTML is its article.
    pub extract: Extract,
    /// Names of the record fields where they are not the usual ones.
    pub fields: FieldNames,
    /// Where reading stops.
    pub limits: Limits,
}

/// How the article is found in a page of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extract {
    /// The pieces that are of the article by where they stand, how long they are, what links they have and what is called around them. For dumps and for an
    /// editor's saved page.
    #[default]
    Fast,
    /// As [`Fast`](Self::Fast), but what a piece says counts as well, and more has to speak for it.
    Precise,
    /// All text that a reader sees. For pages that are nothing but the article.
    All,
}

/// Names of record fields set by the user; `None`: the usual names, the first that is there and not null.
///
/// A name that starts with `/` is a JSON pointer (RFC 6901) into the record: `/article/body`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldNames {
    /// The text; usually `text`, `content`, `body`, `body_text`, `maintext`.
    pub text: Option<String>,
    /// The headline; usually `title`, `headline`.
    pub title: Option<String>,
    /// The address; usually `url`.
    pub url: Option<String>,
    /// The date of publication; usually `published`, `date`, `date_publish`, `timestamp`, `versioncreated`, `created`.
    pub published: Option<String>,
    /// The outlet; usually `source`, `domain`, `outlet`.
    pub source: Option<String>,
    /// The id; usually `id`.
    pub id: Option<String>,
}

/// Where reading stops. A limit that is reached is an error with its name, its value and its flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one record. 64 MiB: the longest article of the dumps at hand has 1.3 MB, and a record is held twice while it is read.
    pub record: usize,
    /// Bytes that one compressed input may unpack to. 1 TiB: the largest single dump in use (Reddit comments) has 0.4 TiB.
    pub decompressed: u64,
    /// Unpacked bytes per packed byte, looked at once [`Limits::RATIO_FROM`] bytes are unpacked. Text packs 3:1 to 30:1; deflate ends at 1032:1, zeros in
    /// Zstandard reach 31,600:1.
    pub ratio: u64,
    /// Binary logarithm of the largest Zstandard window, which is the memory its decoder takes. 27 (128 MiB) is what `zstd` itself allows.
    pub zstd_window: u32,
    /// Levels of arrays and objects in a JSON record. 128 is the limit of serde_json and of most readers downstream.
    pub json_depth: usize,
    /// Elements of a page of HTML within each other. 512 is where Blink and Gecko stop nesting.
    pub html_depth: usize,
}

impl Limits {
    /// Unpacked bytes below which any ratio is allowed: 1 GiB is read in seconds and never held.
    pub const RATIO_FROM: u64 = 1 << 30;
}

impl Default for Limits {
    fn default() -> Self {
        Self { record: 64 << 20, decompressed: 1 << 40, ratio: 1000, zstd_window: 27, json_depth: 128, html_depth: 512 }
    }
}

/// A limit by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::record`].
    Record,
    /// [`Limits::decompressed`].
    Decompressed,
    /// [`Limits::ratio`].
    Ratio,
    /// [`Limits::zstd_window`].
    ZstdWindow,
    /// [`Limits::json_depth`].
    JsonDepth,
    /// [`Limits::html_depth`].
    HtmlDepth,
    /// Attributes of one tag of HTML.
    HtmlAttributes,
    /// Nodes of a page of HTML.
    HtmlNodes,
    /// Bytes of the header of a WARC record.
    WarcHeader,
    /// Bytes of one page of a Parquet file.
    ParquetPage,
}

impl Limit {
    /// The command-line flag that changes it; `None`: it is fixed.
    #[must_use]
    pub const fn flag(self) -> Option<&'static str> {
        match self {
            Self::Record => Some("--max-record"),
            Self::Decompressed => Some("--max-decompressed"),
            Self::Ratio => Some("--max-ratio"),
            Self::ZstdWindow => Some("--zstd-window"),
            Self::JsonDepth => Some("--max-json-depth"),
            Self::HtmlDepth => Some("--max-html-depth"),
            Self::HtmlAttributes | Self::HtmlNodes | Self::WarcHeader | Self::ParquetPage => None,
        }
    }

    /// A value of it, with what is counted: `64 MiB in a record`.
    #[must_use]
    pub fn says(self, value: u64) -> String {
        match self {
            Self::Record => format!("{} in a record", Bytes(value)),
            Self::Decompressed => format!("{} unpacked from one input", Bytes(value)),
            Self::Ratio => format!("{value} unpacked bytes for each packed byte"),
            Self::ZstdWindow => format!("a Zstandard window of 2^{value} bytes"),
            Self::JsonDepth => format!("{value} levels in a JSON record"),
            Self::HtmlDepth => format!("{value} elements within each other"),
            Self::HtmlAttributes => format!("{value} attributes of one tag"),
            Self::HtmlNodes => format!("{value} nodes in a page"),
            Self::ParquetPage => format!("{} in a page of a Parquet file", Bytes(value)),
            Self::WarcHeader => format!("{} in the header of a WARC record", Bytes(value)),
        }
    }
}

/// A count of bytes, in the largest unit that leaves it whole.
struct Bytes(u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        let steps = (self.0.trailing_zeros() as usize / 10).min(units.len() - 1);
        if self.0 == 0 { f.write_str("0 bytes") } else { write!(f, "{} {}", self.0 >> (10 * steps), units[steps]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_told_in_the_unit_that_suits_it() {
        assert_eq!(Limit::Record.says(64 << 20), "64 MiB in a record");
        assert_eq!(Limit::Record.says(100_000), "100000 bytes in a record");
        assert_eq!(Limit::Decompressed.says(1 << 40), "1 TiB unpacked from one input");
        assert_eq!(Limit::Record.says(0), "0 bytes in a record");
    }
}
