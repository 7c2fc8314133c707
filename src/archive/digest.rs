//! The receipt of a batch: what proves later that all of it is in the archive.

use xxhash_rust::xxh3::xxh3_128;

use super::entry::Identity;

/// The receipt of a batch that is on disk.
///
/// Written as one line of JSON: `{"batch":3,"first":2048,"articles":1024,"digest":"…"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acknowledged {
    /// The commit that took it up.
    pub batch: u64,
    /// Sequence number of its first article.
    pub first: u64,
    /// Its articles.
    pub articles: u32,
    /// Sum (modulo 2^128) of a hash of each of its articles.
    pub digest: u128,
}

/// Adds up the hashes of articles, each with its sequence number, in any order.
pub(super) fn digest(articles: impl Iterator<Item = (u64, Identity)>) -> u128 {
    articles.fold(0u128, |sum, (sequence, Identity { id, text, details })| {
        let mut bytes = [0; 40];
        bytes[..8].copy_from_slice(&sequence.to_le_bytes());
        bytes[8..16].copy_from_slice(&id.to_le_bytes());
        bytes[16..32].copy_from_slice(&text.to_le_bytes());
        bytes[32..].copy_from_slice(&details.to_le_bytes());
        sum.wrapping_add(xxh3_128(&bytes))
    })
}

impl std::fmt::Display for Acknowledged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { batch, first, articles, digest } = self;
        write!(f, r#"{{"batch":{batch},"first":{first},"articles":{articles},"digest":"{digest:032x}"}}"#)
    }
}

impl Acknowledged {
    /// Reads a receipt as it was written; `None` for any other line.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let inside = line.trim().strip_prefix(r#"{"batch":"#)?.strip_suffix("\"}")?;
        let (batch, rest) = inside.split_once(r#","first":"#)?;
        let (first, rest) = rest.split_once(r#","articles":"#)?;
        let (articles, digest) = rest.split_once(r#","digest":""#)?;
        Some(Self {
            batch: batch.parse().ok()?,
            first: first.parse().ok()?,
            articles: articles.parse().ok()?,
            digest: u128::from_str_radix(digest, 16).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_survives_its_line() {
        let receipt = Acknowledged { batch: 3, first: 2048, articles: 17, digest: u128::MAX - 5 };
        assert_eq!(Acknowledged::parse(&receipt.to_string()), Some(receipt));
        assert_eq!(Acknowledged::parse("{}"), None);
    }
}
