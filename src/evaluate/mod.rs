//! Gold against found: how good the checks are, in the measures that the literature uses.

pub mod background;
pub mod clusters;
pub mod labels;
pub mod pairs;
pub mod pan;
pub mod passages;
pub mod repeats;
