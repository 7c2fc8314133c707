//! Gold against found: how good the checks are, in the measures that the literature uses.

pub mod background;
