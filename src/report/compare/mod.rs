//! Passages that two texts share, to bytes: one [`Comparison`], one file a renderer. Pure, so that worker threads can render.

mod account;
mod cell;
mod human;
mod json;
mod rows;

pub use account::PairAccount;
pub use human::CompareHuman;
pub use json::{CompareJson, CompareJsonLines};

use crate::comparison::Comparison;

/// A way to show what texts share.
///
/// A run writes [`CompareReport::begin`], then one piece for each pair in order with [`CompareReport::separator`] between the pieces that are not empty, then
/// [`CompareReport::end`].
pub trait CompareReport: Sync {
    /// Says what the report needs of each passage.
    fn wants(&self) -> Wanted;

    /// Appends what stands before the first pair.
    fn begin(&self, _out: &mut Vec<u8>) {}

    /// Appends one pair's piece; nothing where there is nothing to show.
    fn pair(&self, comparison: &Comparison<'_>, out: &mut Vec<u8>);

    /// Returns what stands between two pieces that are not empty.
    fn separator(&self) -> &'static [u8] {
        b""
    }

    /// Appends what stands after the last pair.
    fn end(&self, account: &PairAccount, out: &mut Vec<u8>);
}

/// What a report needs of each passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Its two places.
    Places,
    /// What happened to its words, too.
    Edits,
}
