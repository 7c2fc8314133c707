//! The features of a sentence and of a block: what the model sums up, and which kind of reason each belongs to.

macro_rules! features {
    ($(#[$doc:meta])* $enum:ident: $($name:ident $signal:ident;)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub(super) enum $enum { $($name),* }

        impl $enum {
            /// The kind of reason that each feature belongs to, in the order of the stored model.
            pub(super) const SIGNALS: &[Signal] = &[$(Signal::$signal),*];
        }
    };
}

/// How many features a block has.
pub(super) const FEATURES: usize = Feature::SIGNALS.len();
/// The features of one block, by [`Feature`].
pub(super) type Vector = [f32; FEATURES];
/// How many features a sentence has.
pub(super) const SENTENCE_FEATURES: usize = SentenceFeature::SIGNALS.len();
/// The features of one sentence, by [`SentenceFeature`].
pub(super) type SentenceVector = [f32; SENTENCE_FEATURES];

features! {
    /// One feature of a sentence in its text.
    SentenceFeature:
    RegisterMean Register;
    RegisterSum Register;
    RegisterBefore Register;
    RegisterAfter Register;
    RegisterUnit Register;
    RegisterText Register;
    Attributed Attribution;
    AttributedUnit Attribution;
    AttributedText Attribution;
    Quoted Quotation;
    QuotedUnit Quotation;
    QuotedText Quotation;
    Recent Recency;
    RecentUnit Recency;
    Weekdays Recency;
    DayOfMonth Recency;
    SelfWords Voice;
    SelfWordsText Voice;
    Questions Voice;
    Persons People;
    Thirds People;
    Titles People;
    Names People;
    Numbers Figures;
    Years Time;
    OldYears Time;
    Gap Time;
    InYear Time;
    History Time;
    Since Time;
    Connective Exposition;
    Generic Exposition;
    Present Exposition;
    PresentUnit Exposition;
    Past Exposition;
    Modal Exposition;
    Indefinite Exposition;
    Definite Exposition;
    PronounOpening Shape;
    Tokens Shape;
    WordLength Shape;
    UnitSentences Shape;
    SentencesBefore Shape;
    Rest Coherence;
    Lead Coherence;
    Novelty Novelty;
    NameNovelty Novelty;
    SharedNames Novelty;
}

features! {
    /// One feature of a block.
    Feature:
    ReadsMean Sentences;
    ReadsSum Sentences;
    ReadsWorst Sentences;
    ReadsShare Sentences;
    ReadsContrast Sentences;
    ReadsRest Sentences;
    ReadsFirst Sentences;
    ReadsLast Sentences;
    ReadsSentenceBefore Sentences;
    ReadsSentenceAfter Sentences;
    ReadsUnitBefore Sentences;
    ReadsUnitAfter Sentences;
    ReadsBestElsewhere Sentences;
    RegisterSum Register;
    RegisterMean Register;
    RegisterWorst Register;
    RegisterContrast Register;
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
    PronounOpening Shape;
    PronounOpeningAfter Shape;
    SentenceLength Shape;
    SentenceLengthContrast Shape;
    WordLength Shape;
    WordLengthContrast Shape;
    Sentences Shape;
    Tokens Shape;
    Units Shape;
    UnitLengthRatio Shape;
    UnitSentencesContrast Shape;
    UnitSentencesBefore Shape;
    UnitSentencesAfter Shape;
    UnitSentencesMost Shape;
    LineRun Shape;
    SingleSentenceUnits Shape;
    Position Shape;
    SentencesBefore Shape;
    SentencesAfter Shape;
    ArticleSentences Shape;
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
    SharedNames Novelty;
    NamesBefore Coherence;
    NamesAfter Coherence;
}

macro_rules! signals {
    ($($name:ident $label:literal;)*) => {
        /// A kind of reason.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(super) enum Signal { $($name),* }

        impl Signal {
            /// All kinds, in the order they are named when they weigh the same.
            pub(super) const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the name that reports use.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$name => $label),* }
            }
        }
    };
}

signals! {
    Sentences "sentences";
    Register "register";
    Attribution "attribution";
    Quotation "quotation";
    Recency "recency";
    Voice "voice";
    People "people";
    Figures "figures";
    Time "time";
    Exposition "exposition";
    Coherence "coherence";
    Novelty "novelty";
    Shape "shape";
}

/// How many kinds of reasons there are.
pub(super) const SIGNALS: usize = Signal::ALL.len();
