//! Findings to bytes: one [`Checked`] article, one file a renderer. Pure, so that worker threads can render.

mod account;
pub mod compare;
pub mod dump;
pub mod escape;
mod excerpt;
mod human;
mod json;
pub mod lineage;
mod wrap;

pub use account::{Account, Searched};
pub use human::{Human, Style};
pub use json::{Json, JsonLines};

use crate::checked::Checked;

/// A way to show what was found.
///
/// A run writes [`Report::begin`], then one piece for each article in input order with [`Report::separator`] between the pieces that are not empty, then
/// [`Report::end`].
pub trait Report: Sync {
    /// Appends what stands before the first article.
    fn begin(&self, _out: &mut Vec<u8>) {}

    /// Appends one article's piece; nothing where there is nothing to show.
    fn article(&self, checked: &Checked, out: &mut Vec<u8>);

    /// Returns what stands between two pieces that are not empty.
    fn separator(&self) -> &'static [u8] {
        b""
    }

    /// Appends what stands after the last article.
    fn end(&self, account: &Account, out: &mut Vec<u8>);
}
