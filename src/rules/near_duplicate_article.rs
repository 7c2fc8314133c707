//! `near-duplicate-article`: the whole text is nearly that of an archived article.

use std::sync::Arc;

use super::Context;
use super::elsewhere::{elsewhere, named};
use super::identity::identity;
use crate::finding::{Evidence, Finding, OtherPlace, Role, RuleId, Severity};
use crate::provenance::{Relation, Source};
use crate::text::{Span, TokenRange};

/// Shared word 5-shingles from which two articles are nearly the same, of either (resemblance) or of the checked one (containment). The
/// same level at which `dedup` joins articles.
const NEARLY_SAME: f64 = 0.8;
/// Places that are listed.
const LISTED_PLACES: usize = 100;

/// Tells whether the checked article is nearly the same as a source, or wholly inside it.
pub(super) fn is_near_duplicate(source: &Source) -> bool {
    source.resemblance.get() >= NEARLY_SAME || source.containment.get() >= NEARLY_SAME
}

pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut near: Vec<&Source> = context.sources.iter().filter(|source| is_near_duplicate(source)).collect();
    near.sort_by_key(|source| source.rank());
    let best = |a: &&&Source, b: &&&Source| likeness(a).total_cmp(&likeness(b)).then(b.rank().cmp(&a.rank()));
    if let Some(nearest) = near.iter().max_by(best) {
        found.push(finding(context, &near, nearest));
    }
}

fn likeness(source: &Source) -> f64 {
    source.resemblance.get().max(source.containment.get())
}

fn finding(context: &Context<'_>, near: &[&Source], nearest: &Source) -> Finding {
    let all = TokenRange::new(0, context.text.tokens.len() as u32);
    let place = context.text.span_of(all);
    let resemblance = nearest.resemblance;
    let whole = |source: &Source| Span::new(0, source.text.len() as u32);
    let relation = |source: &Source| match (source.known_date(), &source.outlet, &context.article.outlet) {
        (None, _, _) => Relation::AlternateOf,
        (Some(_), Some(theirs), Some(ours)) if theirs == ours => Relation::RevisionOf,
        (Some(_), _, _) => Relation::DerivedFrom,
    };
    let others = near.iter().enumerate().take(LISTED_PLACES).map(|(ix, source)| {
        let role = match ix {
            0 => Role::Origin,
            _ if std::ptr::eq(*source, nearest) => Role::Nearest,
            _ => Role::Copy,
        };
        let elsewhere = Some(Arc::new(elsewhere(source, relation(source))));
        OtherPlace { elsewhere, span: whole(source), role, similarity: source.resemblance }
    });
    let says = format!(
        "{:.0} % of this article's rows of five words stand in {}; {:.0} % of those of either stand in both",
        nearest.containment.get() * 100.0,
        named(nearest),
        resemblance.get() * 100.0
    );
    let mut evidence = vec![Evidence { signal: "containment", value: nearest.containment.get(), says }];
    if near.len() > 1 {
        let says = format!("{} other articles are nearly the same; the earliest is {}", near.len(), named(near[0]));
        evidence.push(Evidence { signal: "articles", value: near.len() as f64, says });
    }
    Finding {
        id: identity(context, RuleId::NearDuplicateArticle, place),
        rule: RuleId::NearDuplicateArticle,
        severity: Severity::Warning,
        place,
        words: context.text.count_words(all),
        kind: None,
        similarity: Some(resemblance),
        score: likeness(nearest),
        group: None,
        others: others.collect(),
        evidence,
        message: format!("the whole article is nearly the same as {}", named(nearest)),
        help: "if it is a new version of that article, name it with `--same-as`; if not, credit it or do without"
            .into(),
    }
}
