//! The stable name of a finding: from the rule, the folded words of its place and the words next to it, never from offsets.

use xxhash_rust::xxh3::Xxh3;

use super::Context;
use crate::finding::{FindingId, RuleId};
use crate::text::{Span, TokenRange};

/// Words on either side that tell two equal passages apart.
const NEIGHBOURS: u32 = 3;

/// Names a finding about `place`.
pub(super) fn identity(context: &Context<'_>, rule: RuleId, place: Span) -> FindingId {
    let tokens = &context.text.tokens;
    let start = tokens.partition_point(|token| token.span.end <= place.start) as u32;
    let end = tokens.partition_point(|token| token.span.start < place.end) as u32;
    let mut hash = Xxh3::new();
    hash.update(rule.name().as_bytes());
    let before = TokenRange::new(start.saturating_sub(NEIGHBOURS), start);
    let after = TokenRange::new(end, (end + NEIGHBOURS).min(tokens.len() as u32));
    for range in [before, TokenRange::new(start, end), after] {
        hash.update(b"|");
        for token in &tokens[range.indices()] {
            hash.update(&context.text.words.hash(token.word).to_le_bytes());
        }
    }
    FindingId(hash.digest())
}
