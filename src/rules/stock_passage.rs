//! `stock-passage`: words that stand in many archived articles: boilerplate, or a house's own background.

use super::Context;
use super::credit::group;
use super::elsewhere::{origin_in_words, places};
use super::identity::identity;
use super::reused_passage::told;
use crate::finding::{Evidence, Finding, RuleId, Severity};
use crate::provenance::Reuse;

/// Different items that hold a passage of stock. Two are a report and its follow-up, three a running story; what stands in a fourth stands
/// in many.
const STOCK_STORIES: u32 = 4;
/// Different days on which they were published, where days are known: forty papers run one agency report on one day.
const STOCK_DAYS: u32 = 3;

pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    let stock = context.reuses.iter().filter(|reuse| told(context, reuse) && is_stock(context, reuse));
    found.extend(stock.map(|reuse| finding(context, reuse)));
}

/// Tells whether a reuse stands in several items of several days.
pub(super) fn is_stock(context: &Context<'_>, reuse: &Reuse) -> bool {
    let dated = reuse.from.iter().any(|from| context.sources[from.source].known_date().is_some());
    reuse.spread.stories >= STOCK_STORIES && (reuse.spread.days >= STOCK_DAYS || !dated)
}

fn finding(context: &Context<'_>, reuse: &Reuse) -> Finding {
    let nearest = &reuse.from[reuse.nearest].passage;
    let group = group(context, reuse);
    let spread = reuse.spread;
    let days = if spread.days > 1 { format!(" of {} days or more", spread.days) } else { String::new() };
    let says = format!(
        "{} articles{days} hold the passage besides this one; of those that were read, {} are different items",
        spread.articles, spread.stories
    );
    Finding {
        id: identity(context, RuleId::StockPassage, reuse.place.span),
        rule: RuleId::StockPassage,
        severity: Severity::Note,
        place: reuse.place.span,
        words: nearest.words,
        kind: Some(nearest.kind),
        similarity: Some(nearest.similarity),
        score: nearest.similarity.get(),
        group: Some(group),
        others: places(context, reuse, group),
        evidence: vec![
            Evidence { signal: "articles", value: f64::from(spread.articles), says },
            origin_in_words(context, reuse),
        ],
        message: format!("{} words stand in {} other articles", nearest.words, spread.articles),
        help: "boilerplate: cut it, or keep it as house background and suppress the finding".into(),
    }
}
