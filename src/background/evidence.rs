//! Evidence in words: the largest parts of a score, each with its counts.

use crate::text::{AnalyzedText, Sentence, Span, TokenTraits};

use super::block::Evidence;
use super::feature::{Feature, SIGNALS, SentenceFeature, Signal, Vector};
use super::lexicon::{Lexicon, pair_key};
use super::marks::{Mark, Row, is_name};
use super::model::Scorer;
use super::pack::Classes;
use super::table::{Word, code};
use super::window::{View, Window};

/// Log-odds below which a reason is left out: it moves a probability by less than .05.
const WORTH_SAYING: f64 = 0.2;
/// Log-odds from which a word is worth naming as a mark of reference prose.
const TELLING: f32 = 0.3;
/// Difference of two cosines that a reader can see: of 277 warnings 65 told of less.
const VISIBLE: f32 = 0.03;
/// Most reasons on each side.
const MOST: usize = 5;

/// What is explained: a block of a text, and what scored it.
pub(super) struct Subject<'a, 't> {
    pub(super) text: &'a AnalyzedText<'t>,
    pub(super) view: &'a View,
    pub(super) lexicon: Option<&'a Lexicon>,
    pub(super) scorer: &'a Scorer,
    pub(super) window: Window,
}

/// Returns what speaks for a block and what against it, strongest first, its shape last.
pub(super) fn explain(subject: &Subject<'_, '_>) -> (Vec<Evidence>, Vec<Evidence>) {
    let &Subject { text, view, scorer, window, .. } = subject;
    let vector = view.features(window);
    let parts = parts(view, scorer, window, &vector);
    let block = Described { text, view, lexicon: subject.lexicon, window, vector: &vector, row: view.row(window) };
    let mut all: Vec<Evidence> = Signal::ALL
        .iter()
        .filter(|&&signal| !block.speaks_the_other_way(signal, parts[signal as usize] > 0.0))
        .map(|&signal| Evidence {
            signal: signal.name(),
            value: f64::from(parts[signal as usize]),
            says: block.says(signal, parts[signal as usize]),
        })
        .filter(|evidence| evidence.value.abs() >= WORTH_SAYING)
        .collect();
    let is_shape = |evidence: &Evidence| evidence.signal == Signal::Shape.name();
    all.sort_by(|a, b| is_shape(a).cmp(&is_shape(b)).then(b.value.abs().total_cmp(&a.value.abs())));
    let (mut evidence, mut counter): (Vec<_>, Vec<_>) = all.into_iter().partition(|evidence| evidence.value > 0.0);
    evidence.truncate(MOST);
    counter.truncate(MOST);
    (evidence, counter)
}

/// Returns what each kind of reason adds to the score of a block.
///
/// What the sentences add as they read one by one is shared out among the kinds that made them read so, by their parts on that side.
fn parts(view: &View, scorer: &Scorer, window: Window, vector: &Vector) -> [f32; SIGNALS] {
    let mut parts = [0.0; SIGNALS];
    for (signal, part) in Feature::SIGNALS.iter().zip(scorer.blocks.contributions(vector)) {
        parts[*signal as usize] += part;
    }
    let shared = std::mem::take(&mut parts[Signal::Sentences as usize]);
    let mut of_sentences = [0.0; SIGNALS];
    let (start, end) = view.range(window);
    view.surroundings().each(|at, sentence| {
        if (start..end).contains(&at) {
            for (signal, part) in SentenceFeature::SIGNALS.iter().zip(scorer.sentences.contributions(sentence)) {
                of_sentences[*signal as usize] += part;
            }
        }
    });
    let on_that_side = of_sentences.map(|part: f32| if part * shared > 0.0 { part.abs() } else { 0.0 });
    let whole: f32 = on_that_side.iter().sum();
    if whole > 0.0 {
        parts.iter_mut().zip(on_that_side).for_each(|(part, share)| *part += shared * share / whole);
    } else {
        parts[Signal::Sentences as usize] = shared;
    }
    parts
}

struct Described<'a, 't> {
    text: &'a AnalyzedText<'t>,
    view: &'a View,
    lexicon: Option<&'a Lexicon>,
    window: Window,
    vector: &'a Vector,
    row: Row,
}

impl Described<'_, '_> {
    fn of(&self, feature: Feature) -> f32 {
        self.vector[feature as usize]
    }

    fn count(&self, mark: Mark) -> u32 {
        self.row[mark as usize] as u32
    }

    fn percent(&self, feature: Feature) -> u32 {
        (self.of(feature) * 100.0).round() as u32
    }

    /// Tells whether what a kind of reason has to say would read as the opposite of what it adds to the score: that a source is given, as a reason
    /// for background. The trees weigh such counts together with others; to a reader each stands alone.
    fn speaks_the_other_way(&self, signal: Signal, speaks_for: bool) -> bool {
        let reads_as_background = match signal {
            Signal::Attribution => self.count(Mark::Attributed) == 0,
            Signal::Quotation => self.count(Mark::Quoted) == 0,
            Signal::Recency => self.count(Mark::RecentSentences) == 0,
            Signal::Voice => self.count(Mark::SelfWords) == 0,
            Signal::People => self.count(Mark::Persons) + self.count(Mark::Titles) == 0,
            Signal::Time => self.count(Mark::Years) > 0,
            Signal::Register => self.count(Mark::RegisterSentences) > 0,
            Signal::Coherence => return self.is_loose() && speaks_for,
            Signal::Sentences | Signal::Figures | Signal::Exposition | Signal::Novelty | Signal::Shape => return false,
        };
        reads_as_background != speaks_for
    }

    /// Tells whether the paragraphs around the block share too little, with it or with each other, for a reader to see a difference.
    fn is_loose(&self) -> bool {
        let to_block = f32::midpoint(self.of(Feature::Before), self.of(Feature::After));
        self.of(Feature::Across) - to_block < VISIBLE
    }

    /// Says what a kind of reason found; `value` is what it adds to the score.
    fn says(&self, signal: Signal, value: f32) -> String {
        let sentences = self.count(Mark::Sentences);
        let of = |some: u32, one: &str, many: &str| of_sentences(some, sentences, one, many);
        match signal {
            Signal::Sentences => {
                let (start, end) = self.view.range(self.window);
                of(
                    self.view.reads.count(start, end),
                    "reads as background on its own",
                    "read as background on their own",
                )
            }
            Signal::Register => self.says_register(sentences),
            Signal::Attribution => match self.count(Mark::Attributed) {
                0 => format!("nothing is attributed in its {sentences} sentences"),
                some => of(some, "gives a source", "give a source"),
            },
            Signal::Quotation => match self.count(Mark::Quoted) {
                0 => format!("no one is quoted in its {sentences} sentences"),
                some => {
                    let stand = if some == 1 { "stands" } else { "stand" };
                    format!("{some} of {} words {stand} in quotation marks", self.count(Mark::Tokens))
                }
            },
            Signal::Recency => match self.count(Mark::RecentSentences) {
                0 => "nothing in it points at the days of the report".to_owned(),
                some => of(some, "points at the days of the report", "point at the days of the report"),
            },
            Signal::Voice => match self.count(Mark::SelfWords) {
                0 => "no one in it speaks as I, we or you".to_owned(),
                some => format!("{} as I, we or you", counted(some, "word speaks", "words speak")),
            },
            Signal::People => match self.count(Mark::Persons) + self.count(Mark::Titles) {
                0 => "no person acts in it: no he or she, no title".to_owned(),
                1 => "a person acts in it (1 pronoun or title)".to_owned(),
                some => format!("persons act in it ({some} pronouns or titles)"),
            },
            Signal::Figures => match self.count(Mark::Numbers) {
                0 => "no figure in it".to_owned(),
                some => counted(some, "figure", "figures") + " in it",
            },
            Signal::Time => self.says_time(sentences),
            Signal::Exposition => self.says_exposition(),
            Signal::Coherence => self.says_coherence(value > 0.0),
            Signal::Novelty => self.says_novelty(),
            Signal::Shape => self.says_shape(sentences),
        }
    }

    fn says_shape(&self, sentences: u32) -> String {
        let units = self.of(Feature::Units) as u32;
        let laid_out = if units == 1 {
            format!("one paragraph of {}", counted(sentences, "sentence", "sentences"))
        } else if units == sentences {
            format!("{units} paragraphs of one sentence each")
        } else {
            format!("{sentences} sentences in {units} paragraphs")
        };
        format!("{laid_out}, after {} % of the article", self.percent(Feature::Position))
    }

    /// Names the wording that weighs most: words, or two words where they weigh more together.
    fn says_register(&self, sentences: u32) -> String {
        let share = self.count(Mark::RegisterSentences);
        let plain = match share {
            0 => format!("none of its {sentences} sentences is worded like a reference work"),
            some => {
                of_sentences(some, sentences, "is worded like a reference work", "are worded like a reference work")
            }
        };
        let mut best: Vec<(f32, Span)> = Vec::new();
        for sentence in self.sentences() {
            let mut before: Option<(u32, bool, Span)> = None;
            for (at, token) in self.text.tokens[sentence.tokens.indices()].iter().enumerate() {
                let word = &self.view.words[token.word.0 as usize];
                let name = is_name(at, token.traits, word.classes);
                let code = if name { code::NAME } else { word.code };
                let tells = is_of_reference_prose(word);
                let beside = before.filter(|(_, _, span)| span.end + 1 == token.span.start);
                if let (Some((left, left_tells, span)), Some(lexicon)) = (beside, self.lexicon) {
                    let weight = if tells || left_tells { lexicon.weight(pair_key(left, code)) } else { 0.0 };
                    best.push((weight, span.hull(token.span)));
                }
                if tells && !name {
                    best.push((word.weight, token.span));
                }
                before = Some((code, tells, token.span));
            }
        }
        best.retain(|&(weight, span)| weight >= TELLING && !span.of(self.text.text).contains('\n'));
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut shown: Vec<(Span, &str)> = Vec::new();
        for (_, span) in best {
            let words = span.of(self.text.text);
            let new = shown.iter().all(|(other, said)| other.overlap(span) == 0 && !said.eq_ignore_ascii_case(words));
            if new && shown.len() < 3 {
                shown.push((span, words));
            }
        }
        if shown.is_empty() {
            return plain;
        }
        let list: Vec<&str> = shown.iter().map(|(_, words)| *words).collect();
        format!("{plain} ({})", list.join(", "))
    }

    fn says_exposition(&self) -> String {
        let (present, generic) = (self.count(Mark::Present), self.count(Mark::Generic));
        let past = self.count(Mark::Past);
        let habits = counted(generic, "word of habit or quantity", "words of habit or quantity");
        match (present > past, generic) {
            (true, 0) => "states what generally holds, in the present tense".to_owned(),
            (true, _) => format!("states what generally holds, in the present tense, with {habits}"),
            (false, 0) => "tells in the past tense".to_owned(),
            (false, _) => format!("tells in the past tense, with {habits}"),
        }
    }

    fn says_time(&self, sentences: u32) -> String {
        let years = self.tokens().map(|(word, _)| self.view.words[word as usize].year);
        let mut years: Vec<i16> = years.filter(|&year| year > 0).collect();
        years.sort_unstable();
        years.dedup();
        if years.is_empty() {
            return format!("no year in its {sentences} sentences");
        }
        let list: Vec<String> = years.iter().take(6).map(i16::to_string).collect();
        let named = format!("{} {}", if years.len() == 1 { "year" } else { "years" }, list.join(", "));
        match self.view.published {
            Some(year) => format!("{named}; the article is of {year}"),
            None => named,
        }
    }

    /// Says how the block and its neighbours hang together, from the side that the score counts it on.
    fn says_coherence(&self, speaks_for: bool) -> String {
        let across = self.of(Feature::Across);
        let to_block = f32::midpoint(self.of(Feature::Before), self.of(Feature::After));
        match speaks_for {
            true => format!(
                "the paragraphs around it share more with each other ({across:.2}) than with it ({to_block:.2})"
            ),
            false if to_block > 0.0 => format!("it shares words with the paragraphs around it ({to_block:.2})"),
            false => format!("the paragraphs around it share little with each other either ({across:.2})"),
        }
    }

    fn says_novelty(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for span in self.new_names() {
            let name = span.of(self.text.text).trim_end_matches("'s").trim_end_matches("’s");
            if !names.iter().any(|other| other.contains(name)) {
                names.push(name);
            }
        }
        let percent = self.percent(Feature::Novelty);
        if names.is_empty() {
            return format!("{percent} % of its content words stand only here");
        }
        names.truncate(4);
        format!("names only here: {}; {percent} % of its content words stand only here", names.join(", "))
    }

    /// Returns the names with a word that stands nowhere else, each as far as its capitals reach.
    fn new_names(&self) -> Vec<Span> {
        let mut names: Vec<Span> = Vec::new();
        for sentence in self.sentences() {
            let mut name: Option<(Span, bool)> = None;
            for (at, token) in self.text.tokens[sentence.tokens.indices()].iter().enumerate() {
                let word = &self.view.words[token.word.0 as usize];
                if !is_name(at, token.traits, word.classes) {
                    names.extend(name.take().filter(|(_, new)| *new).map(|(span, _)| span));
                    continue;
                }
                let new = self.view.cohesion.is_new_name(token.word.0, self.window.start, self.window.end);
                let joined = name.filter(|&(span, _)| self.is_one_name(span, token.span));
                names.extend(name.filter(|(_, new)| *new && joined.is_none()).map(|(span, _)| span));
                name = Some(joined.map_or((token.span, new), |(span, old)| (span.hull(token.span), old || new)));
            }
            names.extend(name.filter(|(_, new)| *new).map(|(span, _)| span));
        }
        names
    }

    /// Tells whether a capital word goes on with a name: next to it, or behind the point of an initial (`Russell C. Davis`).
    fn is_one_name(&self, name: Span, word: Span) -> bool {
        let between = &self.text.text[name.end as usize..word.start as usize];
        let last = name.of(self.text.text).rsplit(' ').next().unwrap_or_default();
        between == " " || (between == ". " && last.chars().count() == 1)
    }

    fn sentences(&self) -> &[Sentence] {
        let (start, end) = self.view.range(self.window);
        &self.text.sentences[start as usize..end as usize]
    }

    /// Returns the distinct word of each token with its spelling, the spelling empty where it is no capital.
    fn tokens(&self) -> impl Iterator<Item = (u32, &str)> {
        self.sentences().iter().flat_map(|sentence| {
            self.text.tokens[sentence.tokens.indices()].iter().map(|token| {
                let capital = token.traits.has(TokenTraits::CAPITAL);
                (token.word.0, if capital { token.span.of(self.text.text) } else { "" })
            })
        })
    }
}

/// Tells whether a word shows the register to a reader: a year, a word of history, of habit or of exposition. What else the lexicon weighs (`troops`,
/// `four`) is a topic or a habit of writing that looks like chance when it is named.
fn is_of_reference_prose(word: &Word) -> bool {
    const TELLING: Classes = Classes::HISTORY.or(Classes::GENERIC).or(Classes::CONNECTIVE);
    word.year > 0 || word.classes.any(TELLING)
}

/// Says how many of some sentences do something.
fn of_sentences(some: u32, sentences: u32, one: &str, many: &str) -> String {
    let noun = if sentences == 1 { "sentence" } else { "sentences" };
    match some {
        0 => format!("none of {sentences} {noun} {one}"),
        1 => format!("1 of {sentences} {noun} {one}"),
        _ => format!("{some} of {sentences} {noun} {many}"),
    }
}

/// Returns a number with its noun.
fn counted(count: u32, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_sentence_does_is_said_in_the_singular() {
        let says = |some, sentences| of_sentences(some, sentences, "gives a source", "give a source");
        assert_eq!(says(1, 4), "1 of 4 sentences gives a source");
        assert_eq!(says(3, 4), "3 of 4 sentences give a source");
        assert_eq!(says(0, 1), "none of 1 sentence gives a source");
    }
}
