//! Clusters of near-duplicates found against gold: the adjusted Rand index, pairs, direct links, and removals.
//!
//! In: gold and found labels, an article each, as `clusters.jsonl` gives them; gold may name pairs instead. Articles that are named nowhere are clusters of one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::background::Counts;

/// A line of labels: a line of `clusters.jsonl`, or a pair of articles that are near-duplicates.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum ClusterLabel {
    /// An article in its cluster.
    Member(Member),
    /// Two articles that are near-duplicates.
    Pair {
        /// One article.
        left: String,
        /// The other.
        right: String,
    },
}

/// An article in its cluster.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Member {
    /// The article's id.
    pub article: String,
    /// The name of its cluster.
    pub cluster: String,
    /// The article that justifies its removal.
    #[serde(default)]
    pub witness: Option<String>,
    /// Whether it stays.
    #[serde(default)]
    pub kept: Option<bool>,
}

/// How well clusters were found.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ClusterScore {
    /// Articles, named or not.
    pub articles: u64,
    /// The adjusted Rand index (Hubert and Arabie 1985): 1 for equal clusters, 0 for what chance gives; none for fewer than two articles.
    pub rand_index: Option<f64>,
    /// Pairs of articles in one cluster.
    pub pairs: Counts,
    /// Links from an article to its witness: right when gold has the two together; missed are the gold pairs that both stay. Only where gold names pairs.
    pub links: Option<Counts>,
    /// Articles that do not stay: right when gold has them together with an article that stays in their place.
    pub removed: Counts,
}

/// Compares clusters; `articles` is how many there are in all, at least those that are named.
///
/// Near-linear in the number of labels: pairs are counted by sizes, never listed.
#[must_use]
pub fn score(gold: &[ClusterLabel], found: &[ClusterLabel], articles: u64) -> ClusterScore {
    let mut names = Names::default();
    let gold_of = partition(gold, &mut names);
    let found_of = partition(found, &mut names);
    let count = names.0.len();
    let (gold_of, found_of) = (filled(gold_of, count), filled(found_of, count));
    let articles = articles.max(count as u64);
    let both = gold_of.iter().copied().zip(found_of.iter().copied());
    let [hit, in_gold, in_found] = [pairs(both), pairs(gold_of.iter().copied()), pairs(found_of.iter().copied())];
    ClusterScore {
        articles,
        rand_index: adjusted(hit as f64, in_gold as f64, in_found as f64, articles as f64),
        pairs: Counts { hit, wrong: in_found - hit, missed: in_gold - hit },
        links: links(gold, found),
        removed: removed(&gold_of, found, &mut names),
    }
}

/// Numbers for the names of articles.
#[derive(Debug, Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.0.get(name) {
            return number;
        }
        let number = self.0.len();
        self.0.insert(name.to_owned(), number);
        number
    }
}

/// Puts articles that are together under one number, that of one of them; an article may be missing at the end.
fn partition(labels: &[ClusterLabel], names: &mut Names) -> Vec<usize> {
    let mut clusters: BTreeMap<&str, usize> = BTreeMap::new();
    let mut parents: Vec<usize> = Vec::new();
    for label in labels {
        let (one, other) = match label {
            ClusterLabel::Member(member) => {
                let article = names.number(&member.article);
                (article, *clusters.entry(&member.cluster).or_insert(article))
            }
            ClusterLabel::Pair { left, right } => (names.number(left), names.number(right)),
        };
        parents.extend(parents.len()..=one.max(other));
        let (one, other) = (root(&mut parents, one), root(&mut parents, other));
        parents[one.max(other)] = one.min(other);
    }
    for article in 0..parents.len() {
        parents[article] = root(&mut parents, article);
    }
    parents
}

fn root(parents: &mut [usize], mut article: usize) -> usize {
    while parents[article] != article {
        parents[article] = parents[parents[article]];
        article = parents[article];
    }
    article
}

/// Gives those that are missing a cluster of their own.
fn filled(mut clusters: Vec<usize>, count: usize) -> Vec<usize> {
    clusters.extend(clusters.len()..count);
    clusters
}

/// Counts the pairs of equal keys.
fn pairs<K: Ord>(keys: impl Iterator<Item = K>) -> u64 {
    let mut sizes: BTreeMap<K, u64> = BTreeMap::new();
    for key in keys {
        *sizes.entry(key).or_default() += 1;
    }
    sizes.values().map(|size| size * (size - 1) / 2).sum()
}

fn adjusted(hit: f64, in_gold: f64, in_found: f64, articles: f64) -> Option<f64> {
    let all = articles * (articles - 1.0) / 2.0;
    if all < 1.0 {
        return None;
    }
    let expected = in_gold * in_found / all;
    let most = f64::midpoint(in_gold, in_found);
    // Both sides have no pair, or all: they are the same.
    Some(if most == expected { 1.0 } else { (hit - expected) / (most - expected) })
}

fn links(gold: &[ClusterLabel], found: &[ClusterLabel]) -> Option<Counts> {
    let in_order = |left, right| if left < right { (left, right) } else { (right, left) };
    let gold: BTreeSet<(&str, &str)> = gold
        .iter()
        .map(|label| match label {
            ClusterLabel::Pair { left, right } => Some(in_order(left.as_str(), right.as_str())),
            ClusterLabel::Member(_) => None,
        })
        .collect::<Option<_>>()?;
    let mut counts = Counts::default();
    let mut linked: BTreeSet<&str> = BTreeSet::new();
    for member in members(found) {
        if let Some(witness) = &member.witness {
            let is_right = gold.contains(&in_order(member.article.as_str(), witness.as_str()));
            *(if is_right { &mut counts.hit } else { &mut counts.wrong }) += 1;
            linked.insert(&member.article);
        }
    }
    let missed = gold.iter().filter(|(left, right)| !linked.contains(left) && !linked.contains(right));
    counts.missed = missed.count() as u64;
    Some(counts)
}

fn removed(gold_of: &[usize], found: &[ClusterLabel], names: &mut Names) -> Counts {
    let together = |one: usize, other: usize| gold_of.get(one) == gold_of.get(other);
    let mut counts = Counts::default();
    for member in members(found).filter(|member| member.kept == Some(false)) {
        let stays = member.witness.as_ref().unwrap_or(&member.cluster);
        let is_right = together(names.number(&member.article), names.number(stays));
        *(if is_right { &mut counts.hit } else { &mut counts.wrong }) += 1;
    }
    let clusters = gold_of.iter().collect::<BTreeSet<_>>().len();
    // Of each gold cluster one article stays.
    counts.missed = ((gold_of.len() - clusters) as u64).saturating_sub(counts.hit);
    counts
}

fn members(labels: &[ClusterLabel]) -> impl Iterator<Item = &Member> {
    labels.iter().filter_map(|label| match label {
        ClusterLabel::Member(member) => Some(member),
        ClusterLabel::Pair { .. } => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::labels::values;

    /// `a:x` puts the article a into the cluster x; a cluster is named after the article that stays.
    fn labels(members: &str) -> Vec<ClusterLabel> {
        let member = |pair: &str| {
            let (article, cluster) = pair.split_once(':').unwrap();
            ClusterLabel::Member(Member {
                article: article.into(),
                cluster: cluster.into(),
                witness: (article != cluster).then(|| cluster.into()),
                kept: Some(article == cluster),
            })
        };
        members.split_whitespace().map(member).collect()
    }

    #[test]
    fn equal_clusters_score_one_whatever_their_names() {
        let score = score(&labels("a:x b:x c:y d:y"), &labels("c:d d:d a:a b:a"), 10);
        assert_eq!(score.rand_index, Some(1.0));
        assert_eq!(score.pairs, Counts { hit: 2, wrong: 0, missed: 0 });
        assert_eq!(score.removed, Counts { hit: 2, wrong: 0, missed: 0 });
    }

    #[test]
    fn the_example_of_hubert_and_arabie_gives_their_index() {
        // The table of their example, (1 1 0 / 1 2 1 / 0 0 4) over 10 objects: 7 pairs are together on both sides, of 13 and 14.
        let gold = labels("a:x b:x c:y d:y e:y f:y g:z h:z i:z j:z");
        let found = labels("a:1 c:1 b:2 d:2 e:2 f:3 g:3 h:3 i:3 j:3");
        let [hit, in_gold, in_found, all] = [7.0, 13.0, 14.0, 45.0];
        let expected = in_gold * in_found / all;
        let score = score(&gold, &found, 10);
        assert_eq!(
            (score.pairs.hit, score.pairs.hit + score.pairs.missed, score.pairs.hit + score.pairs.wrong),
            (7, 13, 14)
        );
        let wanted = (hit - expected) / ((in_gold + in_found) / 2.0 - expected);
        assert!((score.rand_index.unwrap() - wanted).abs() < 1e-12);
    }

    #[test]
    fn pairs_make_clusters_and_hold_links_to_account() {
        let gold =
            values::<ClusterLabel>(r#"{"left":"a","right":"b"}{"left":"c","right":"b"}{"left":"e","right":"f"}"#)
                .unwrap();
        let score = score(&gold, &labels("a:a b:a c:a"), 100);
        assert_eq!(score.pairs, Counts { hit: 3, wrong: 0, missed: 1 });
        // `c` stands by `a`, which gold does not pair it with; `e` and `f` both stay.
        assert_eq!(score.links, Some(Counts { hit: 1, wrong: 1, missed: 1 }));
        assert_eq!(score.removed, Counts { hit: 2, wrong: 0, missed: 1 });
    }

    #[test]
    fn nothing_against_nothing_is_the_same() {
        assert_eq!(score(&[], &[], 5).rand_index, Some(1.0));
        assert_eq!(score(&[], &[], 0).rand_index, None);
    }
}
