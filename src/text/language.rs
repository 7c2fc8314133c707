//! The language of a text, as far as the rest of the program cares.

/// A language with rules of its own here; all others share [`Language::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Russian.
    Russian,
    /// Ukrainian.
    Ukrainian,
    /// Chinese.
    Chinese,
    /// Japanese.
    Japanese,
    /// Any other language.
    Other,
}

impl Language {
    /// All languages, in order.
    pub const ALL: [Self; 9] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Russian,
        Self::Ukrainian,
        Self::Chinese,
        Self::Japanese,
        Self::Other,
    ];

    /// Guesses the language of a text from its first 2,000 bytes.
    #[must_use]
    pub fn detect(text: &str) -> Self {
        let mut end = text.len().min(2_000);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        match whichlang::detect_language(&text[..end]) {
            whichlang::Lang::Eng => Self::English,
            whichlang::Lang::Deu => Self::German,
            whichlang::Lang::Fra => Self::French,
            whichlang::Lang::Spa => Self::Spanish,
            whichlang::Lang::Rus => Self::Russian,
            whichlang::Lang::Cmn => Self::Chinese,
            whichlang::Lang::Jpn => Self::Japanese,
            _ => Self::Other,
        }
    }

    /// Returns the English name, `another language` for any other.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "German",
            Self::French => "French",
            Self::Spanish => "Spanish",
            Self::Russian => "Russian",
            Self::Ukrainian => "Ukrainian",
            Self::Chinese => "Chinese",
            Self::Japanese => "Japanese",
            Self::Other => "another language",
        }
    }

    /// Returns the two-letter code of ISO 639-1, `und` for any other language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Russian => "ru",
            Self::Ukrainian => "uk",
            Self::Chinese => "zh",
            Self::Japanese => "ja",
            Self::Other => "und",
        }
    }
}
