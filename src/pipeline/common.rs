//! What one checked article and an archived one have in common, word for word: read on demand, the checked one made ready once.

use crate::fingerprint::{Scheme, Shingler, winnow};
use crate::matching::{CopyFinder, Tolerance, edits};
use crate::passage::{EditKind, Passage};
use crate::provenance::{Kept, Shared};
use crate::similarity::Similarity;
use crate::text::{AnalyzedText, Language, Sentence, Span, cut_words};

/// Words of the shortest passage that is looked for: `reused-passage` is told from 12 words on.
pub(super) const LEAST_WORDS: u32 = 12;
/// Words of the shortest whole sentence that is looked for: part of a longer passage here, it may have stood alone where it stood first.
const LEAST_SENTENCE: u32 = 6;
/// One word in so many of the checked article must stand in another one for how much of both is the same to be measured.
const MUCH: u32 = 4;

/// The checked article on its way through the archived ones.
#[derive(Debug)]
pub(super) struct Ours<'s> {
    pub(super) text: &'s AnalyzedText<'s>,
    /// Its distinct shingles, rising.
    shingles: Vec<u64>,
    /// Made with the first article that is read.
    copies: Option<CopyFinder<'s>>,
    tolerance: &'s Tolerance,
    shingler: Shingler,
}

/// What an archived article has in common with the checked one.
#[derive(Debug, Clone)]
pub(super) struct Common {
    /// The passages that both have: left there, right here.
    pub(super) shared: Vec<Shared>,
    /// Where each token of the archived text stands.
    pub(super) tokens: Vec<Span>,
    /// Fingerprints of the archived text, rising.
    pub(super) fingerprints: Vec<u64>,
    /// Shingles that both have, of those of either; measured where it may be much.
    pub(super) resemblance: Similarity,
    /// Shingles of the checked article that stand in the other, of its own; measured where it may be much.
    pub(super) containment: Similarity,
}

impl<'s> Ours<'s> {
    /// Takes up an article with its shingles.
    pub(super) fn new(text: &'s AnalyzedText<'s>, mut shingles: Vec<u64>, tolerance: &'s Tolerance) -> Self {
        shingles.sort_unstable();
        shingles.dedup();
        Self { text, shingles, copies: None, tolerance, shingler: Shingler::default() }
    }

    /// Holds an archived text against the article; `None` where they share no passage. Costs the length of the archived text, and m log m in what
    /// both share.
    pub(super) fn with(&mut self, theirs: &str) -> Option<Common> {
        let Self { text, copies, tolerance, .. } = self;
        let theirs = words_of(theirs);
        let copies = copies.get_or_insert_with(|| CopyFinder::new(text, tolerance));
        let mut passages = copies.copies(&theirs, LEAST_SENTENCE);
        passages.retain(|passage| is_dense(passage) || is_a_sentence(passage, text));
        if passages.is_empty() {
            return None;
        }
        let shared: Vec<Shared> = passages.into_iter().map(|passage| shared(&theirs, text, passage)).collect();
        let mut shingles = Vec::new();
        self.shingler.shingle(
            theirs.tokens.iter().map(|t| theirs.words.hash(t.word)),
            Scheme::CURRENT.width,
            &mut shingles,
        );
        let tokens = theirs.tokens.iter().map(|token| token.span).collect();
        let fingerprints = fingerprints(&shingles);
        let (resemblance, containment) = self.likeness(&shared, shingles);
        Some(Common { shared, tokens, fingerprints, resemblance, containment })
    }

    /// Measures how much of the two articles is the same, where it may be much: exactly, on sets of word shingles.
    fn likeness(&self, shared: &[Shared], mut theirs: Vec<u64>) -> (Similarity, Similarity) {
        let words: u32 = shared.iter().map(|shared| shared.passage.right.tokens.len()).sum();
        if words * MUCH < self.text.tokens.len() as u32 {
            return Default::default();
        }
        theirs.sort_unstable();
        theirs.dedup();
        let both = theirs.iter().filter(|shingle| self.shingles.binary_search(shingle).is_ok()).count() as u64;
        let (ours, theirs) = (self.shingles.len() as u64, theirs.len() as u64);
        let resemblance = Similarity::jaccard(ours, theirs, both).unwrap_or_default();
        (resemblance, Similarity::containment(ours, both).unwrap_or_default())
    }
}

/// Cuts a text into words: of an archived article no more is asked.
fn words_of(text: &str) -> AnalyzedText<'_> {
    let (tokens, words) = cut_words(text, &[]);
    let (sentences, paragraphs, disguises) = (Vec::new(), Vec::new(), Vec::new());
    AnalyzedText { text, language: Language::Other, tokens, words, sentences, paragraphs, disguises }
}

fn fingerprints(shingles: &[u64]) -> Vec<u64> {
    let mut kept = Vec::new();
    winnow(shingles, Scheme::CURRENT.window, &mut kept);
    let mut fingerprints: Vec<u64> = kept.iter().map(|fingerprint| fingerprint.shingle).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    fingerprints
}

/// Tells whether a passage has enough words for the gaps between them: as [`CopyFinder`] asks of the words that are looked for, a word in a gap
/// takes half of what a shared word gives.
fn is_dense(passage: &Passage) -> bool {
    let longer = passage.left.tokens.len().max(passage.right.tokens.len());
    let gaps = longer.saturating_sub(passage.words);
    passage.words >= LEAST_WORDS && 2 * passage.words >= 2 * LEAST_WORDS + gaps
}

/// Tells whether a passage holds a whole sentence of the checked article, word for word.
fn is_a_sentence(passage: &Passage, text: &AnalyzedText<'_>) -> bool {
    let place = passage.right.tokens;
    let first = text.sentences.partition_point(|sentence| sentence.tokens.start < place.start);
    let within = |sentence: &&Sentence| sentence.tokens.end <= place.end;
    let mut whole = text.sentences[first..].iter().take_while(within);
    passage.similarity == Similarity::FULL && whole.any(|sentence| sentence.tokens.len() >= LEAST_SENTENCE)
}

/// Notes which words of a passage are equal on both sides.
fn shared(left: &AnalyzedText<'_>, right: &AnalyzedText<'_>, passage: Passage) -> Shared {
    let edits = edits(left, right, &passage).into_iter().filter(|edit| edit.kind == EditKind::Equal);
    Shared { passage, kept: edits.map(|edit| Kept { left: edit.left, right: edit.right }).collect() }
}
