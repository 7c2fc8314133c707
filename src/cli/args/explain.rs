//! The arguments of `explain`.

use clap::Args as ClapArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// A rule, or `config` for every key of copydesk.toml; without it, the rules are listed
    pub(crate) rule: Option<String>,
}
