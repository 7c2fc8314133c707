//! Places in archived articles, as findings point to them.

use std::sync::Arc;

use super::Context;
use crate::finding::{Elsewhere, Evidence, OtherPlace, Role, SourceGroup};
use crate::provenance::{Relation, Reuse, ReusedFrom, Source};

/// Places that are listed for one finding; the count in the message stays exact.
const LISTED_PLACES: usize = 100;

/// Lists the places of a reuse: the origin, then the nearest, then the copies by rank.
pub(super) fn places(context: &Context<'_>, reuse: &Reuse, group: SourceGroup) -> Vec<OtherPlace> {
    let mut places: Vec<OtherPlace> = Vec::new();
    for (ix, from) in reuse.from.iter().enumerate() {
        let role = match ix {
            0 => Role::Origin,
            _ if ix == reuse.nearest => Role::Nearest,
            _ => Role::Copy,
        };
        places.push(place(context, reuse, from, role, group));
    }
    places.sort_by_key(|place| place.role);
    places.truncate(LISTED_PLACES);
    places
}

fn place(context: &Context<'_>, reuse: &Reuse, from: &ReusedFrom, role: Role, group: SourceGroup) -> OtherPlace {
    let source = &context.sources[from.source];
    let quoted = matches!(group, SourceGroup::Quoted | SourceGroup::QuotedAndCredited);
    let relation = match role {
        _ if !reuse.origin_is_dated || source.known_date().is_none() => Relation::AlternateOf,
        _ if quoted => Relation::QuotedFrom,
        Role::Origin => Relation::PrimarySource,
        Role::Nearest | Role::Copy => Relation::DerivedFrom,
    };
    let passage = &from.passage;
    let elsewhere = Some(Arc::new(elsewhere(source, relation)));
    OtherPlace { elsewhere, span: passage.left.span, role, similarity: passage.similarity }
}

/// Names a source.
pub(super) fn elsewhere(source: &Source, relation: Relation) -> Elsewhere {
    Elsewhere {
        id: source.id.clone(),
        title: source.title.clone(),
        url: source.url.clone(),
        outlet: source.outlet.clone(),
        published: source.published,
        text: Arc::clone(&source.text),
        relation,
    }
}

/// Says which article a source is: outlet, date and id as far as they are known.
pub(super) fn named(source: &Source) -> String {
    let title = source.title.as_deref().map(|title| format!(" “{title}”")).unwrap_or_default();
    let outlet = source.outlet.as_deref().map(|outlet| format!(", {outlet}")).unwrap_or_default();
    let date = source.known_date().map(|published| format!(", {}", published.at.date())).unwrap_or_default();
    format!("`{}`{title}{outlet}{date}", source.id)
}

/// Says who was first, as far as dates tell.
pub(super) fn origin_in_words(context: &Context<'_>, reuse: &Reuse) -> Evidence {
    let first = &context.sources[reuse.from[0].source];
    let says = match (reuse.origin_is_dated, first.known_date()) {
        (true, _) => format!("the earliest of them known is {}", named(first)),
        (false, Some(_)) => format!("{} was published later than this article", named(first)),
        (false, None) => {
            format!("{} has no known date of publication: who was first cannot be told", named(first))
        }
    };
    Evidence { signal: "origin", value: f64::from(u8::from(reuse.origin_is_dated)), says }
}
