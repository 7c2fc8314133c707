//! `background-insert`: a block that does not belong to the core report.

use super::Context;
use crate::finding::Finding;

pub(super) fn find(_context: &Context<'_>, _found: &mut Vec<Finding>) {}
