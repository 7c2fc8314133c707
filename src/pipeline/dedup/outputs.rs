//! What was found, as `clusters.jsonl` and `passages.jsonl`, and the most of it for the page.

use super::error::DedupError;
use super::near::Reason;
use super::plan::{LISTED, Plan};
use super::workshop::Workshop;
use super::write::Spot;
use crate::article::ArticleIx;
use crate::report::dump::{ClusterLine, ClusterRow, PassageLine, PassageRow, PlaceLine, line};

/// Clusters and passages on the page for a person.
const SHOWN: usize = 100;
/// Characters of a passage on the page.
const SHOWN_CHARS: usize = 400;

/// Writes the clusters, each behind the article it is named after.
pub(super) fn write_clusters(plan: &Plan<'_>, workshop: &mut Workshop) -> Result<Clusters, DedupError> {
    let mut part = workshop.begin("clusters.jsonl")?;
    let mut found = Clusters::default();
    let mut bytes = Vec::new();
    let name = |ix: ArticleIx| plan.survey.name(ix);
    for (kept, others) in plan.clusters() {
        bytes.clear();
        let cluster = name(kept);
        line(
            &ClusterLine { v: 1, article: cluster, cluster, kept: true, reason: None, witness: None, similarity: None },
            &mut bytes,
        );
        for (ix, removal) in &others {
            let clustered = ClusterLine {
                v: 1,
                article: name(*ix),
                cluster,
                kept: plan.removed(*ix).is_none(),
                reason: Some(removal.reason.name()),
                witness: Some(name(removal.witness)),
                similarity: Some(removal.similarity.get()),
            };
            line(&clustered, &mut bytes);
        }
        part.write(&bytes)?;
        found.take_up(ClusterRow {
            kept: cluster.to_owned(),
            articles: 1 + others.len() as u64,
            exact: others.iter().filter(|(_, removal)| removal.reason == Reason::Exact).count() as u64,
            least: others.iter().map(|(_, removal)| removal.similarity.get()).fold(1.0, f64::min),
            examples: others.iter().take(3).map(|(ix, _)| name(*ix).to_owned()).collect(),
        });
    }
    workshop.finish(part)?;
    found.only_largest();
    Ok(found)
}

/// The clusters that were written.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    /// How many there are.
    pub(super) count: u64,
    /// The largest, the largest first.
    pub(super) largest: Vec<ClusterRow>,
}

impl Clusters {
    fn take_up(&mut self, row: ClusterRow) {
        self.count += 1;
        self.largest.push(row);
        if self.largest.len() >= 64 * SHOWN {
            self.only_largest();
        }
    }

    fn only_largest(&mut self) {
        self.largest.sort_by_key(|row| std::cmp::Reverse(row.articles));
        self.largest.truncate(SHOWN);
    }
}

/// Writes the passages with the places that were found in their texts; returns those of most articles.
pub(super) fn write_passages(
    plan: &Plan<'_>,
    spots: &[Spot],
    workshop: &mut Workshop,
) -> Result<Vec<PassageRow>, DedupError> {
    let mut part = workshop.begin("passages.jsonl")?;
    let mut shown: Vec<usize> = (0..plan.passages().len()).collect();
    shown.sort_by_key(|&ix| (std::cmp::Reverse(plan.passages()[ix].articles), ix));
    shown.truncate(SHOWN);
    shown.sort_unstable();
    let mut rows: Vec<(usize, PassageRow)> = Vec::new();
    let mut bytes = Vec::new();
    for (ix, passage) in plan.passages().iter().enumerate() {
        let (from, to) = passage.places;
        let first = spots.partition_point(|spot| spot.place < from);
        let own: Vec<&Spot> =
            spots[first..].iter().take_while(|spot| spot.place < to && spot.place - from <= LISTED).collect();
        let Some((origin, copies)) = own.split_first().filter(|(origin, _)| origin.place == from) else { continue };
        let text = origin.text.as_deref().unwrap_or_default();
        let id = format!("{:016x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()));
        let at = |spot: &Spot| {
            let article = plan.place(spot.place).article;
            PlaceLine {
                article: plan.survey.name(article),
                start: spot.located.span.start,
                end: spot.located.span.end,
                start_char: spot.located.chars.start,
                end_char: spot.located.chars.end,
                published: PlaceLine::date(plan.survey.published[article.0 as usize]),
                role: if plan.is_origin(spot.place) { "origin" } else { "copy" },
                removed: plan.is_cut(spot.place),
            }
        };
        let done = plan.done(passage);
        let described = PassageLine {
            v: 1,
            id: &id,
            kind: passage.kind().name(),
            similarity: passage.similarity.get(),
            words: origin.located.words,
            articles: passage.articles,
            places_total: to - from,
            stock: passage.is_stock,
            done,
            text,
            origin: at(origin),
            places: copies.iter().map(|spot| at(spot)).collect(),
        };
        bytes.clear();
        line(&described, &mut bytes);
        part.write(&bytes)?;
        if shown.binary_search(&ix).is_ok() {
            let row = PassageRow {
                articles: passage.articles,
                words: origin.located.words,
                is_stock: passage.is_stock,
                done,
                origin: described.origin.article.to_owned(),
                text: text.chars().take(SHOWN_CHARS).collect(),
            };
            rows.push((ix, row));
        }
    }
    workshop.finish(part)?;
    rows.sort_by_key(|(ix, row)| (std::cmp::Reverse(row.articles), *ix));
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}
