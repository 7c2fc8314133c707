//! `copydesk explain`: what a rule means.

use super::World;
use super::args::ExplainArgs;
use super::exit::{Exit, Failure};
use super::output::print;
use crate::rules::RULES;
use crate::settings::nearest;

const CONFIG: &str = include_str!("config.md");

pub(super) fn run(args: &ExplainArgs, _world: &World) -> Result<Exit, Failure> {
    let Some(name) = &args.rule else {
        let mut list = String::from("The rules; `copydesk explain RULE` says more of one:\n\n");
        for rule in &RULES {
            list.push_str(&format!("  {:<22} {}\n", rule.id.name(), rule.summary));
        }
        list.push_str("\n`copydesk explain config` shows every key of copydesk.toml.\n");
        return print(&list);
    };
    if name == "config" {
        return print(CONFIG);
    }
    if let Some(rule) = RULES.iter().find(|rule| rule.id.name() == name) {
        return print(rule.manual);
    }
    let known: Vec<_> = RULES.iter().map(|rule| rule.id.name()).chain(["config"]).collect();
    let failure = Failure::usage(format!("there is no rule `{name}`"));
    Err(match nearest(name, &known) {
        Some(near) => failure.hint(format!("did you mean `{near}`? known: {}", known.join(", "))),
        None => failure.hint(format!("known: {}", known.join(", "))),
    })
}
