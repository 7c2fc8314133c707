//! What articles are packed in: known by the first bytes, never by the name.

/// A packing around a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Container {
    /// Gzip, of one member or many.
    Gzip,
    /// Zstandard, of one frame or many.
    Zstd,
}

impl Container {
    /// Finds the container by its magic number (RFC 1952, RFC 8878; skippable frames count as Zstandard).
    #[must_use]
    pub fn sniff(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// Takes `.gz` or `.zst` off a file name.
    #[must_use]
    pub fn strip_extension(name: &str) -> &str {
        match name.rsplit_once('.') {
            Some((stem, "gz" | "GZ" | "zst" | "ZST" | "gzip" | "zstd")) => stem,
            _ => name,
        }
    }

    /// The name for messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "Zstandard",
        }
    }
}
