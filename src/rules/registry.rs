//! The rules by name, with what `explain` says of each, and the one place that runs them all.

use super::disguised::name_tricks;
use super::{
    Context, altered_quote, background_insert, changed_figure, near_duplicate_article, repeated_passage,
    reused_passage, stock_passage,
};
use crate::finding::{Finding, RuleId};

/// A rule and its manual page.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name.
    pub id: RuleId,
    /// What it says, in one line.
    pub summary: &'static str,
    /// What it means, why it matters, how to tune or silence it.
    pub manual: &'static str,
    find: fn(&Context<'_>, &mut Vec<Finding>),
}

/// All rules.
pub const RULES: [Rule; 7] = [
    Rule {
        id: RuleId::RepeatedPassage,
        summary: "the same words stand twice in this article",
        manual: include_str!("manual/repeated-passage.md"),
        find: repeated_passage::find,
    },
    Rule {
        id: RuleId::ChangedFigure,
        summary: "two near-identical passages differ in a number, a date or a name",
        manual: include_str!("manual/changed-figure.md"),
        find: changed_figure::find,
    },
    Rule {
        id: RuleId::BackgroundInsert,
        summary: "a block of background does not belong to the core report",
        manual: include_str!("manual/background-insert.md"),
        find: background_insert::find,
    },
    Rule {
        id: RuleId::ReusedPassage,
        summary: "a passage stood in an archived article",
        manual: include_str!("manual/reused-passage.md"),
        find: reused_passage::find,
    },
    Rule {
        id: RuleId::StockPassage,
        summary: "a passage stands in many archived articles",
        manual: include_str!("manual/stock-passage.md"),
        find: stock_passage::find,
    },
    Rule {
        id: RuleId::NearDuplicateArticle,
        summary: "the whole text is nearly that of an archived article",
        manual: include_str!("manual/near-duplicate-article.md"),
        find: near_duplicate_article::find,
    },
    Rule {
        id: RuleId::AlteredQuote,
        summary: "a quotation is given in other words than in an archived article",
        manual: include_str!("manual/altered-quote.md"),
        find: altered_quote::find,
    },
];

/// Runs every rule; the findings come in the order of their places.
#[must_use]
pub fn findings(context: &Context<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in &RULES {
        (rule.find)(context, &mut found);
    }
    found.sort_by_key(|finding| (finding.place, finding.rule));
    for finding in &mut found {
        name_tricks(context, finding);
    }
    found
}
