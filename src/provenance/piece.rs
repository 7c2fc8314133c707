//! Pieces of passages: where some words of the checked article stand in one source.

use super::source::{Kept, Source};
use crate::passage::{Passage, PassageKind, Side};
use crate::similarity::Similarity;
use crate::text::{AnalyzedText, Span, TokenRange};

/// Tells whether a source holds at least a share of a piece's words, in one passage.
pub(super) fn holds(source: &Source, piece: TokenRange, share: f64) -> bool {
    let held = source.held(piece);
    held > 0 && f64::from(held) >= share * f64::from(piece.len())
}

/// Returns the place of a piece in a source: from the first to the last of the words that both have.
pub(super) fn piece_of(source: &Source, text: &AnalyzedText<'_>, piece: TokenRange) -> Option<Passage> {
    let shared = source.shared.iter().max_by_key(|shared| shared.held(piece))?;
    let mut words = 0;
    let mut sides: Option<(TokenRange, TokenRange)> = None;
    for &Kept { left, right } in &shared.kept {
        let (start, end) = (right.start.max(piece.start), right.end.min(piece.end));
        if start >= end {
            continue;
        }
        let shifted = left.start + (start - right.start);
        let (left, right) = (TokenRange::new(shifted, shifted + (end - start)), TokenRange::new(start, end));
        words += right.len();
        sides = Some(sides.map_or((left, right), |(l, r)| (l.hull(left), r.hull(right))));
    }
    let (left, right) = sides?;
    let longer = left.len().max(right.len());
    let similarity = Similarity::new(f64::from(words) / f64::from(longer));
    let left = Side { span: span_of(&source.tokens, left), tokens: left };
    let right = Side { span: text.span_of(right), tokens: right };
    Some(Passage { left, right, kind: PassageKind::of(similarity), similarity, words })
}

fn span_of(tokens: &[Span], range: TokenRange) -> Span {
    tokens[range.indices()].iter().copied().reduce(Span::hull).unwrap_or_default()
}
