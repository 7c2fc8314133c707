//! The features of a block: what the model sums up, and which kind of reason each belongs to.

macro_rules! features {
    ($($name:ident $signal:ident;)*) => {
        /// One feature of a block.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub(super) enum Feature { $($name),* }

        impl Feature {
            /// All features, in the order of the stored model.
            pub(super) const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the kind of reason that the feature belongs to.
            pub(super) const fn signal(self) -> Signal {
                match self { $(Self::$name => Signal::$signal),* }
            }
        }

        /// How many features there are.
        pub(super) const FEATURES: usize = Feature::ALL.len();
    };
}

/// The features of one block, by [`Feature`].
pub(super) type Vector = [f32; FEATURES];

features! {
    RegisterSum Register;
    RegisterMean Register;
    RegisterWorst Register;
    RegisterShare Register;
    RegisterContrast Register;
    RegisterBefore Register;
    RegisterAfter Register;
    RegisterFirst Register;
    RegisterLast Register;
    RegisterRest Register;
    Attributed Attribution;
    AttributedRest Attribution;
    Quoted Quotation;
    QuotedRest Quotation;
    Recent Recency;
    RecentRest Recency;
    Weekdays Recency;
    DayOfMonth Recency;
    SelfWords Voice;
    SelfWordsRest Voice;
    Questions Voice;
    Persons People;
    Thirds People;
    Titles People;
    TitlesRest People;
    Names People;
    NamesContrast People;
    Numbers Figures;
    Years Time;
    OldYears Time;
    GapMean Time;
    InYear Time;
    History Time;
    Since Time;
    Connectives Exposition;
    Generic Exposition;
    Present Exposition;
    PresentContrast Exposition;
    Past Exposition;
    Modal Exposition;
    Indefinite Exposition;
    Definite Exposition;
    PronounOpening Opening;
    PronounOpeningAfter Opening;
    SentenceLength Length;
    SentenceLengthContrast Length;
    WordLength Length;
    WordLengthContrast Length;
    Sentences Length;
    Tokens Length;
    Units Layout;
    UnitLengthRatio Layout;
    UnitSentencesContrast Layout;
    Position Position;
    SentencesBefore Position;
    SentencesAfter Position;
    ArticleSentences Position;
    Before Coherence;
    After Coherence;
    Across Coherence;
    Bridge Coherence;
    Rest Coherence;
    Lead Coherence;
    Novelty Novelty;
    NoveltyContrast Novelty;
    NameNovelty Novelty;
    NewNames Novelty;
}

/// A kind of reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Signal {
    Register,
    Attribution,
    Quotation,
    Recency,
    Voice,
    People,
    Figures,
    Time,
    Exposition,
    Opening,
    Length,
    Layout,
    Position,
    Coherence,
    Novelty,
}

impl Signal {
    /// All kinds, in the order they are named when they weigh the same.
    pub(super) const ALL: [Self; 15] = [
        Self::Register,
        Self::Attribution,
        Self::Quotation,
        Self::Recency,
        Self::Voice,
        Self::People,
        Self::Figures,
        Self::Time,
        Self::Exposition,
        Self::Opening,
        Self::Length,
        Self::Layout,
        Self::Position,
        Self::Coherence,
        Self::Novelty,
    ];

    /// Returns the name that reports use.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Attribution => "attribution",
            Self::Quotation => "quotation",
            Self::Recency => "recency",
            Self::Voice => "voice",
            Self::People => "people",
            Self::Figures => "figures",
            Self::Time => "time",
            Self::Exposition => "exposition",
            Self::Opening => "opening",
            Self::Length => "length",
            Self::Layout => "layout",
            Self::Position => "position",
            Self::Coherence => "coherence",
            Self::Novelty => "novelty",
        }
    }
}
