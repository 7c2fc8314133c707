//! Orders of articles: which is kept before which, and which had its words first.

use rayon::prelude::*;

use super::survey::Survey;
use crate::article::{ArticleIx, DateQuality, Published};
use crate::clean::Keep;
use crate::matching::Measure;

/// Orders the articles of a dump by what is to be kept, the first before all others.
#[must_use]
pub fn keep_order(survey: &Survey, keep: Keep, measure: Measure) -> Vec<ArticleIx> {
    let mut order = all(survey);
    match keep {
        Keep::First => {}
        Keep::Earliest => sort_by_date(&mut order, &survey.published),
        Keep::Longest => sort_by_length(&mut order, survey),
    }
    match measure {
        Measure::Jaccard => {}
        // A part stands in its whole and never the other way round: only a whole that is kept first can stand for its parts.
        Measure::Containment => sort_by_length(&mut order, survey),
    }
    order
}

/// The longest first; articles of one length stay in the order in which they are.
fn sort_by_length(order: &mut [ArticleIx], survey: &Survey) {
    order.par_sort_by_key(|&ix| std::cmp::Reverse(survey.words.words_of(ix)));
}

/// Orders the articles of a dump by publication.
#[must_use]
pub fn by_publication(survey: &Survey) -> Vec<ArticleIx> {
    let mut order = all(survey);
    sort_by_date(&mut order, &survey.published);
    order
}

fn all(survey: &Survey) -> Vec<ArticleIx> {
    (0..survey.articles() as u32).map(ArticleIx).collect()
}

/// The time of a crawl says nothing of who was first: such articles come after those whose date is known, in input order like those without any.
fn sort_by_date(order: &mut [ArticleIx], published: &[Option<Published>]) {
    order.par_sort_by_key(|&ix| {
        let known = is_known(published[ix.0 as usize]);
        (known.is_none(), known)
    });
}

/// Returns the date of publication if more than the time of the crawl is known.
#[must_use]
pub fn is_known(published: Option<Published>) -> Option<jiff::civil::DateTime> {
    published.filter(|published| published.quality != DateQuality::Crawled).map(|published| published.at)
}
