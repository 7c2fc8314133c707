//! What is to be done with each article, once all is found.

use super::near::{Reason, Removal};
use super::passages::{CommonPassage, CommonPassages, Place};
use super::settings::DedupSettings;
use super::survey::Survey;
use crate::article::ArticleIx;
use crate::clean::Policy;

/// Places of a passage that are listed; the rest is counted.
pub const LISTED: u32 = 100;

/// Everything that was found, with the policies: what the last pass goes by.
#[derive(Debug)]
pub struct Plan<'p> {
    /// What is known of the articles.
    pub survey: &'p Survey,
    /// What the run was told.
    pub settings: &'p DedupSettings,
    removals: &'p [Option<Removal>],
    common: &'p CommonPassages,
    /// Positions of all places, by article.
    by_article: Vec<u32>,
}

impl<'p> Plan<'p> {
    /// Makes the plan.
    #[must_use]
    pub fn new(
        survey: &'p Survey,
        settings: &'p DedupSettings,
        removals: &'p [Option<Removal>],
        common: &'p CommonPassages,
    ) -> Self {
        let mut by_article: Vec<u32> = (0..common.places.len() as u32).collect();
        by_article.sort_unstable_by_key(|&place| (common.places[place as usize], place));
        Self { survey, settings, removals, common, by_article }
    }

    /// Returns why an article is not kept; `None`: it is.
    #[must_use]
    pub fn removed(&self, article: ArticleIx) -> Option<Removal> {
        match self.settings.choices.policies.near_duplicates {
            Policy::Remove => self.likeness(article),
            Policy::Mark | Policy::Off => None,
        }
    }

    /// Returns the earlier article that one is a near-duplicate of, kept or not.
    #[must_use]
    pub fn likeness(&self, article: ArticleIx) -> Option<Removal> {
        self.removals.get(article.0 as usize).copied().flatten()
    }

    /// Returns the places in an article that have to be found in its text: positions among all places.
    pub fn places_in(&self, article: ArticleIx) -> impl Iterator<Item = u32> + '_ {
        let first = self.by_article.partition_point(|&place| self.place(place).article < article);
        let own = self.by_article[first..].iter().take_while(move |&&place| self.place(place).article == article);
        own.copied().filter(|&place| self.is_listed(place) || self.is_cut(place) || self.settings.attributes)
    }

    /// Returns a place by its position.
    #[must_use]
    pub fn place(&self, place: u32) -> Place {
        self.common.places[place as usize]
    }

    /// Returns all passages.
    #[must_use]
    pub fn passages(&self) -> &'p [CommonPassage] {
        &self.common.passages
    }

    /// Returns the passage that a place belongs to, and its position.
    #[must_use]
    pub fn passage_of(&self, place: u32) -> (usize, &'p CommonPassage) {
        let ix = self.common.passages.partition_point(|passage| passage.places.1 <= place);
        (ix, &self.common.passages[ix])
    }

    /// Tells whether a place is among those that are listed.
    #[must_use]
    pub fn is_listed(&self, place: u32) -> bool {
        place - self.passage_of(place).1.places.0 <= LISTED
    }

    /// Tells whether a place is its passage's origin.
    #[must_use]
    pub fn is_origin(&self, place: u32) -> bool {
        place == self.passage_of(place).1.places.0
    }

    /// Tells whether the words of a place are to be taken out.
    #[must_use]
    pub fn is_cut(&self, place: u32) -> bool {
        let passage = self.passage_of(place).1;
        let policies = self.settings.choices.policies;
        if passage.is_stock {
            policies.stock == Policy::Remove
        } else {
            policies.passages == Policy::Remove && !self.is_origin(place)
        }
    }

    /// Names what was done with a passage.
    #[must_use]
    pub fn done(&self, passage: &CommonPassage) -> &'static str {
        let policies = self.settings.choices.policies;
        let policy = if passage.is_stock { policies.stock } else { policies.passages };
        if policy == Policy::Remove { "removed" } else { "marked" }
    }

    /// Counts the articles with the same words as another, and the other near-duplicates.
    #[must_use]
    pub fn likenesses(&self) -> (u64, u64) {
        let exact = self.removals.iter().flatten().filter(|removal| removal.reason == Reason::Exact).count();
        (exact as u64, (self.removals.iter().flatten().count() - exact) as u64)
    }

    /// Returns all near-duplicates with what they are like, by cluster: (kept, its near-duplicates in input order).
    #[must_use]
    pub fn clusters(&self) -> Vec<(ArticleIx, Vec<(ArticleIx, Removal)>)> {
        let mut links: Vec<(ArticleIx, ArticleIx, Removal)> = (0..)
            .map(ArticleIx)
            .zip(self.removals)
            .filter_map(|(ix, removal)| removal.map(|removal| (removal.witness, ix, removal)))
            .collect();
        links.sort_unstable_by_key(|link| (link.0, link.1));
        links
            .chunk_by(|left, right| left.0 == right.0)
            .map(|cluster| (cluster[0].0, cluster.iter().map(|&(_, ix, removal)| (ix, removal)).collect()))
            .collect()
    }
}
