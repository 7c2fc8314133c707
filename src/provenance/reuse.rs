//! Reuses: each passage of the checked article that stood elsewhere, once, with all its sources.
//!
//! Where A was copied to B and B to the checked article, both share the passage with it; they become one reuse with A as origin and B as
//! nearest, not two findings.

use std::collections::BTreeSet;

use super::source::Source;
use super::story::stories;
use crate::article::Published;
use crate::passage::{Repeat, Side};
use crate::text::TokenRange;

/// Share of a passage's words that must lie in a longer one to be part of it.
const PART: f64 = 0.8;

/// A passage of the checked article that stood elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Reuse {
    /// Its place in the checked article.
    pub place: Side,
    /// Where it stood, by rank: the first is the origin as far as dates tell.
    pub from: Vec<ReusedFrom>,
    /// Position in `from` of the best match; of equal ones the earliest.
    pub nearest: usize,
    /// Whether the origin's date of publication is known and not after that of the checked article.
    pub origin_is_dated: bool,
    /// How widely it stands.
    pub spread: Spread,
}

/// One source of a reuse.
#[derive(Debug, Clone, PartialEq)]
pub struct ReusedFrom {
    /// Position of the source.
    pub source: usize,
    /// The two places: left in the source, right in the checked article.
    pub repeat: Repeat,
}

/// How widely a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spread {
    /// Articles of the archive that hold it, counted by fingerprints where they are too many to read.
    pub articles: u32,
    /// Of those that were read: different items, copies of one counted once.
    pub stories: u32,
    /// Of those that were read: different known days of publication.
    pub days: u32,
}

/// Gathers the passages of all sources into reuses, sorted by their place in the checked article.
///
/// `published` is the checked article's date: a source that is known to be later is no origin. Costs s^2 for s sources, some dozens.
#[must_use]
pub fn reuses(sources: &[Source], published: Option<Published>) -> Vec<Reuse> {
    let story = stories(sources);
    let mut all: Vec<ReusedFrom> = Vec::new();
    for (ix, source) in sources.iter().enumerate() {
        all.extend(source.shared.iter().map(|repeat| ReusedFrom { source: ix, repeat: repeat.clone() }));
    }
    // The longest first: shorter ones become part of it.
    all.sort_by_key(|from| {
        let side = from.repeat.passage.right;
        (std::cmp::Reverse(from.repeat.passage.words), side, sources[from.source].rank())
    });
    let mut found: Vec<Reuse> = Vec::new();
    for from in all {
        let place = from.repeat.passage.right;
        match found.iter_mut().find(|reuse| is_part(place.tokens, reuse.place.tokens)) {
            Some(reuse) => reuse.from.push(from),
            None => found.push(Reuse {
                place,
                from: vec![from],
                nearest: 0,
                origin_is_dated: false,
                spread: Spread::default(),
            }),
        }
    }
    for reuse in &mut found {
        settle(reuse, sources, published, &story);
    }
    found.sort_by_key(|reuse| reuse.place);
    found
}

fn is_part(part: TokenRange, whole: TokenRange) -> bool {
    f64::from(part.overlap(whole)) >= PART * f64::from(part.len())
}

/// Puts the sources in order, names the nearest, and counts.
fn settle(reuse: &mut Reuse, sources: &[Source], published: Option<Published>, story: &[usize]) {
    let is_later = |source: &Source| match (source.known_date(), published) {
        (Some(theirs), Some(ours)) => theirs.at > ours.at,
        _ => false,
    };
    // Of a source that holds the passage in several places or pieces, the longest piece speaks; a full account of the origin comes before a fragment.
    reuse.from.sort_by_key(|from| (from.source, std::cmp::Reverse(from.repeat.passage.words)));
    reuse.from.dedup_by_key(|from| from.source);
    let whole = reuse.place.tokens.len();
    let is_fragment = |from: &ReusedFrom| from.repeat.passage.right.tokens.len() * 2 < whole;
    reuse.from.sort_by_key(|from| {
        let source = &sources[from.source];
        (is_later(source), is_fragment(from), source.rank())
    });
    let closeness = |from: &ReusedFrom| from.repeat.passage.similarity.get() * f64::from(from.repeat.passage.words);
    let best = reuse.from.iter().map(closeness).fold(0.0, f64::max);
    reuse.nearest = reuse.from.iter().position(|from| closeness(from) >= best).unwrap_or(0);
    let first = &sources[reuse.from[0].source];
    reuse.origin_is_dated = first.known_date().is_some() && !is_later(first);
    let read = || reuse.from.iter().map(|from| from.source);
    reuse.spread = Spread {
        articles: reuse.from.len() as u32,
        stories: read().map(|source| story[source]).collect::<BTreeSet<_>>().len() as u32,
        days: read().filter_map(|ix| sources[ix].known_date()).map(|p| p.at.date()).collect::<BTreeSet<_>>().len()
            as u32,
    };
}
