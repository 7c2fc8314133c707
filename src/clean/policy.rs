//! What is done with each kind of finding in a dump, and which copy stays.

/// What is done with one kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Policy {
    /// It is not looked for.
    Off,
    /// It is found and reported; the articles stay as they are.
    Mark,
    /// It is found, reported and taken out.
    Remove,
}

impl Policy {
    /// All policies, the mildest first.
    pub const ALL: [Self; 3] = [Self::Off, Self::Mark, Self::Remove];

    /// Returns the name that flags, the configuration and reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Mark => "mark",
            Self::Remove => "remove",
        }
    }

    /// Finds a policy by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// What is done with all kinds of findings in a dump.
///
/// Only whole near-duplicates are removed unless told otherwise: their witness stays, so nothing that was said is lost. Taking passages out of texts that stay is a decision
/// about meaning, which is the user's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policies {
    /// Articles that are near-duplicates of a kept one.
    pub near_duplicates: Policy,
    /// Passages that stand in two articles or more, but for their earliest place; and, inside an article, their later place.
    pub passages: Policy,
    /// Passages that stand in very many articles, at every place.
    pub stock: Policy,
    /// Background inserts.
    pub background: Policy,
}

impl Default for Policies {
    fn default() -> Self {
        Self { near_duplicates: Policy::Remove, passages: Policy::Mark, stock: Policy::Mark, background: Policy::Mark }
    }
}

/// Which article of a cluster is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Keep {
    /// The one that was published first; articles whose date of publication is not known come after all others, in input order.
    #[default]
    Earliest,
    /// The one with most words; of equals the first.
    Longest,
    /// The first in the input.
    First,
}

impl Keep {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Earliest, Self::Longest, Self::First];

    /// Returns the name that the flag, the configuration and the reports use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Earliest => "earliest",
            Self::Longest => "longest",
            Self::First => "first",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_is_found_by_its_name() {
        for policy in Policy::ALL {
            assert_eq!(Policy::named(policy.name()), Some(policy));
        }
        assert_eq!(Policy::named("delete"), None);
    }
}
