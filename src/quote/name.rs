//! Names, pronouns and roles of speakers, read from a token on or up to one.

use super::saying::{Role, Sayings};
use crate::text::{AnalyzedText, Span, TokenRange, TokenTraits};

/// Words of the longest name: `US Secretary of State Marco Antonio Rubio`.
const LONGEST_NAME: usize = 8;
/// Words of a role without capitals: `a senior official of the ministry`.
const LONGEST_ROLE: usize = 5;

/// Words that may stand between a name and its verb.
const BETWEEN: u32 = 3;
/// Words of the longest apposition between a name and its verb.
const APPOSITION: u32 = 12;

/// What stands between two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Spaces, a hyphen, the point of an abbreviation.
    Clean,
    /// A comma, a bracket, a dash: the sentence goes on.
    Comma,
    /// A colon.
    Colon,
    /// The end of a sentence, or a quotation mark.
    Break,
}

/// Reads names in one text.
pub(super) struct Names<'a, 't> {
    text: &'a AnalyzedText<'t>,
    /// By distinct word.
    roles: Vec<Role>,
}

impl<'a, 't> Names<'a, 't> {
    /// Looks up the roles of the words of a text.
    pub(super) fn new(text: &'a AnalyzedText<'t>, sayings: &Sayings) -> Self {
        Self { text, roles: sayings.roles(&text.words) }
    }

    /// Reads the pronoun, the name or the role that starts at a token.
    pub(super) fn from(&self, at: u32, limit: u32) -> Option<Span> {
        self.tokens_from(at, limit).map(|name| self.text.span_of(name))
    }

    /// Reads the pronoun, the name or the role that starts at a token.
    pub(super) fn tokens_from(&self, first: u32, limit: u32) -> Option<TokenRange> {
        if first >= limit {
            return None;
        }
        if self.is(first, Role::PRONOUN) {
            return Some(TokenRange::new(first, first + 1));
        }
        let (mut end, mut small, mut named) = (first, 0, false);
        for at in first..limit.min(first + LONGEST_NAME as u32) {
            if at > first && self.gap(at) != Gap::Clean {
                break;
            }
            if self.is_capital(at) && !(at == first && self.is(at, Role::STOP)) {
                named = true;
            } else if self.is(at, Role::INSIDE) && at > first {
                // Part of the name only if the name goes on behind it.
                continue;
            } else {
                small += 1;
                let role_word = !self.is(at, Role::STOP.or(Role::VERB).or(Role::BETWEEN).or(Role::PRONOUN));
                let article = at == first && self.is(at, Role::DETERMINER);
                if !(role_word || article) || small > LONGEST_ROLE {
                    break;
                }
                if named {
                    // `White House press secretary Ann Roe`: as above.
                    continue;
                }
            }
            end = at + 1;
        }
        let bare = end == first + 1 && self.is(first, Role::DETERMINER) && !named;
        (end > first && !bare).then(|| TokenRange::new(first, end))
    }

    /// Reads the name or role that ends before a verb, past the words that may stand between; an apposition between commas is left out.
    pub(super) fn before(&self, verb: u32, floor: u32) -> Option<Span> {
        let mut end = verb;
        while end > floor
            && verb - end < BETWEEN
            && self.gap(end) == Gap::Clean
            && self.is(end - 1, Role::BETWEEN)
            && !self.is(end - 1, Role::PRONOUN)
        {
            end -= 1;
        }
        if end == floor {
            return None;
        }
        match self.gap(end) {
            Gap::Clean => self.ending(end, floor),
            Gap::Comma => {
                let from = end.saturating_sub(APPOSITION).max(floor + 1);
                let comma = (from..end).rev().find(|&at| self.gap(at) != Gap::Clean)?;
                let apposition = (comma..end).all(|at| !self.says(at));
                self.ending(comma, floor)
                    .filter(|_| apposition)
                    .filter(|_| self.gap(comma) == Gap::Comma && self.is_capital(comma - 1))
            }
            Gap::Colon | Gap::Break => None,
        }
    }

    /// Reads the pronoun, the name or the role that ends right before a token.
    fn ending(&self, end: u32, floor: u32) -> Option<Span> {
        if end > floor && self.is(end - 1, Role::PRONOUN) {
            return Some(self.span(end - 1));
        }
        let (mut start, mut small, mut whole) = (end, 0, false);
        for at in (floor..end).rev().take(LONGEST_NAME) {
            let capital = self.is_capital(at);
            if at + 1 < end && self.gap(at + 1) != Gap::Clean
                || self.is(at, Role::STOP.or(Role::PRONOUN))
                || self.says(at)
            {
                break;
            }
            if self.is(at, Role::DETERMINER) {
                (start, whole) = (at, true);
                // `a spokesman for the ministry`: the role goes on before.
                if at == floor || !self.is(at - 1, Role::INSIDE) {
                    break;
                }
            } else if capital {
                (start, whole) = (at, true);
            } else if !self.is(at, Role::INSIDE) {
                small += 1;
                if small > LONGEST_ROLE || whole && start < end && self.is_capital(start) {
                    break;
                }
                if !whole {
                    start = at;
                }
            }
        }
        // Small words alone are a role in languages without articles, and a plural (`officials`) elsewhere.
        (start < end && (whole || end - start <= 2)).then(|| self.text.span_of(TokenRange::new(start, end)))
    }

    /// Tells whether a token has any of these roles.
    pub(super) fn is(&self, token: u32, role: Role) -> bool {
        self.text.tokens.get(token as usize).is_some_and(|token| self.roles[token.word.0 as usize].is(role))
    }

    /// Tells whether a token is a verb of saying; with a capital it is part of a name (`United States`).
    pub(super) fn says(&self, token: u32) -> bool {
        self.is(token, Role::VERB) && !self.is_capital(token)
    }

    pub(super) fn is_capital(&self, token: u32) -> bool {
        self.text.tokens.get(token as usize).is_some_and(|token| token.traits.has(TokenTraits::CAPITAL))
    }

    pub(super) fn span(&self, token: u32) -> Span {
        self.text.tokens[token as usize].span
    }

    /// What stands before a token.
    pub(super) fn gap(&self, token: u32) -> Gap {
        let Some(before) = (token as usize).checked_sub(1).map(|ix| self.text.tokens[ix].span) else {
            return Gap::Break;
        };
        let gap = Span::new(before.end, self.span(token).start).of(self.text.text);
        if matches!(gap, " " | "-" | "") {
            return Gap::Clean;
        }
        let short = before.of(self.text.text).chars().count() <= 4;
        let mut found = Gap::Clean;
        for char in gap.chars() {
            match char {
                '.' if short => {}
                ',' | '(' | ')' | '–' | '—' | '/' => found = Gap::Comma,
                ':' => found = Gap::Colon,
                '\'' | '’' | '-' | '‑' => {}
                _ if char.is_whitespace() => {}
                _ => return Gap::Break,
            }
        }
        found
    }
}
