//! Evidence in words: the largest parts of a score, each with its counts.

use crate::text::{AnalyzedText, TokenTraits};

use super::block::Evidence;
use super::feature::{Feature, SentenceFeature, Signal, Vector};
use super::marks::{Mark, Row};
use super::model::Scorer;
use super::window::{View, Window};

/// Log-odds below which a reason is left out: it moves a probability by less than .05.
const WORTH_SAYING: f64 = 0.2;
/// Most reasons on each side.
const MOST: usize = 5;

/// Returns what speaks for a block and what against it, strongest first.
pub(super) fn explain(
    text: &AnalyzedText<'_>,
    view: &View,
    scorer: &Scorer,
    window: Window,
    vector: &Vector,
) -> (Vec<Evidence>, Vec<Evidence>) {
    let parts = parts(view, scorer, window, vector);
    let block = Described { text, view, window, vector, row: view.row(window) };
    let mut all: Vec<Evidence> = Signal::ALL
        .iter()
        .map(|&signal| Evidence {
            signal: signal.name(),
            value: f64::from(parts[signal as usize]),
            says: block.says(signal),
        })
        .filter(|evidence| evidence.value.abs() >= WORTH_SAYING)
        .collect();
    all.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    let (mut evidence, mut counter): (Vec<_>, Vec<_>) = all.into_iter().partition(|evidence| evidence.value > 0.0);
    evidence.truncate(MOST);
    counter.truncate(MOST);
    (evidence, counter)
}

/// Returns what each kind of reason adds to the score of a block.
///
/// What the sentences add as they read one by one is shared out among the kinds that made them read so, by their parts on that side.
fn parts(view: &View, scorer: &Scorer, window: Window, vector: &Vector) -> [f32; Signal::ALL.len()] {
    let mut parts = [0.0; Signal::ALL.len()];
    for (signal, part) in Feature::SIGNALS.iter().zip(scorer.blocks.contributions(vector)) {
        parts[*signal as usize] += part;
    }
    let shared = std::mem::take(&mut parts[Signal::Sentences as usize]);
    let mut of_sentences = [0.0; Signal::ALL.len()];
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

    fn says(&self, signal: Signal) -> String {
        let sentences = self.count(Mark::Sentences);
        match signal {
            Signal::Sentences => {
                let (start, end) = self.view.range(self.window);
                format!(
                    "{} of {sentences} sentences read as background on their own",
                    self.view.reads.count(start, end)
                )
            }
            Signal::Register => {
                let share = self.count(Mark::RegisterSentences);
                format!("{share} of {sentences} sentences are worded like a reference work")
            }
            Signal::Attribution => {
                let without = sentences - self.count(Mark::Attributed);
                format!("{without} of {sentences} sentences without attribution")
            }
            Signal::Quotation => {
                format!("{} of {} words are quoted", self.count(Mark::Quoted), self.count(Mark::Tokens))
            }
            Signal::Recency => format!(
                "{} of {sentences} sentences point at the days of the report",
                self.count(Mark::RecentSentences)
            ),
            Signal::Voice => format!("{} words of the first or second person", self.count(Mark::SelfWords)),
            Signal::People => format!(
                "{} pronouns for a person, {} titles, {} words of names",
                self.count(Mark::Persons),
                self.count(Mark::Titles),
                self.count(Mark::Names)
            ),
            Signal::Figures => format!("{} numbers in {sentences} sentences", self.count(Mark::Numbers)),
            Signal::Time => self.says_time(sentences),
            Signal::Exposition => format!(
                "{} words of habit or quantity, {} timeless verbs, {} auxiliaries of the past",
                self.count(Mark::Generic),
                self.count(Mark::Present),
                self.count(Mark::Past)
            ),
            Signal::Opening => {
                let opens = if self.of(Feature::PronounOpening) > 0.0 { "opens" } else { "does not open" };
                format!("the block {opens} with a pronoun that points back")
            }
            Signal::Length => {
                format!("{sentences} sentences of {:.0} words on average", self.of(Feature::SentenceLength))
            }
            Signal::Layout => format!("{sentences} sentences in {} paragraphs", self.of(Feature::Units)),
            Signal::Position => format!("stands after {} % of the article", self.percent(Feature::Position)),
            Signal::Coherence => self.says_coherence(),
            Signal::Novelty => self.says_novelty(),
        }
    }

    fn says_time(&self, sentences: u32) -> String {
        let mut years: Vec<i16> =
            self.tokens().map(|(word, _)| self.view.words[word as usize].year).filter(|&y| y > 0).collect();
        years.sort_unstable();
        years.dedup();
        if years.is_empty() {
            return format!("no year in {sentences} sentences");
        }
        let list: Vec<String> = years.iter().take(6).map(i16::to_string).collect();
        let named = format!("{} {}", if years.len() == 1 { "year" } else { "years" }, list.join(", "));
        match self.view.year {
            Some(year) => format!("{named}; the article is of {year}"),
            None => named,
        }
    }

    fn says_coherence(&self) -> String {
        let across = self.of(Feature::Across);
        let to_block = f32::midpoint(self.of(Feature::Before), self.of(Feature::After));
        if across > to_block {
            format!("the paragraphs around it share more with each other ({across:.2}) than with it ({to_block:.2})")
        } else {
            format!("the paragraphs around it share as much with it ({to_block:.2}) as with each other ({across:.2})")
        }
    }

    fn says_novelty(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for (word, form) in self.tokens() {
            let new = !form.is_empty() && self.view.cohesion.is_new_name(word, self.window.start, self.window.end);
            if new && !names.contains(&form) {
                names.push(form);
            }
        }
        let percent = self.percent(Feature::Novelty);
        if names.is_empty() {
            return format!("{percent} % of its content words stand only here");
        }
        names.truncate(4);
        format!("names only here: {}; {percent} % of its content words stand only here", names.join(", "))
    }

    /// Returns the distinct word of each token with its spelling, the spelling empty where it is no capital.
    fn tokens(&self) -> impl Iterator<Item = (u32, &str)> {
        let (first, last) = (self.view.units[self.window.start], self.view.units[self.window.end - 1]);
        self.text.sentences[first.start as usize..last.end as usize].iter().flat_map(|sentence| {
            self.text.tokens[sentence.tokens.indices()].iter().map(|token| {
                let capital = token.traits.has(TokenTraits::CAPITAL);
                (token.word.0, if capital { token.span.of(self.text.text) } else { "" })
            })
        })
    }
}
