//! How inputs are read, as the user types it; shared by all verbs that read.

use clap::{Args as ClapArgs, ValueEnum};

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Read every input as this format, whatever its name and content
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<String>,
    /// Field of a record that holds the text
    #[arg(long, value_name = "NAME")]
    pub(crate) text_field: Option<String>,
    /// Field of a record that holds the id
    #[arg(long, value_name = "NAME")]
    pub(crate) id_field: Option<String>,
    /// Field of a record that holds the headline
    #[arg(long, value_name = "NAME")]
    pub(crate) title_field: Option<String>,
    /// Field of a record that holds the address
    #[arg(long, value_name = "NAME")]
    pub(crate) url_field: Option<String>,
    /// Field of a record that holds the date of publication
    #[arg(long, value_name = "NAME")]
    pub(crate) published_field: Option<String>,
    /// Field of a record that holds the outlet
    #[arg(long, value_name = "NAME")]
    pub(crate) source_field: Option<String>,
    /// The encoding of every text, by its name on the web (windows-1251, shift_jis, ...), if it is not to be found out
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// How much of a page of HTML is its article
    #[arg(long, value_name = "HOW", default_value = "fast")]
    pub(crate) extract: ExtractHow,
    /// What stands between the fields of a CSV row, if it is not to be found out; tab for a tab
    #[arg(long, value_name = "CHAR", value_parser = delimiter)]
    pub(crate) delimiter: Option<u8>,
    /// Largest record, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=4095))]
    pub(crate) max_record: u32,
    /// Most that one compressed input may unpack to, in GiB
    #[arg(long, value_name = "GIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    pub(crate) max_decompressed: u64,
    /// Unpacked bytes per packed byte that are allowed beyond the first GiB
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_ratio: u64,
    /// Levels of arrays and objects in one JSON record
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u16).range(1..=128))]
    pub(crate) max_json_depth: u16,
    /// Elements of HTML within each other
    #[arg(long, value_name = "N", default_value_t = 512, value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub(crate) max_html_depth: u16,
    /// Largest zstd window, as a power of two
    #[arg(long, value_name = "LOG", default_value_t = 27, value_parser = clap::value_parser!(u32).range(10..=31))]
    pub(crate) zstd_window: u32,
    /// Stop with exit code 4 and no output at the first damaged record or input
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractHow {
    /// The part that stands out as the article
    Fast,
    /// The same with more care
    Precise,
    /// All text that a reader sees
    All,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        &[byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(byte),
        _ => Err("one ASCII character, or `tab`".to_owned()),
    }
}
