//! Who said a quotation: the words right behind it, before it, or in the quotation that it goes on from.

use super::name::{Gap, Names};
use super::quotation::Quotation;
use super::saying::{Role, Sayings};
use crate::text::{AnalyzedText, Language, Span, TokenRange};

/// Words of a sentence that are read before a quotation, and behind it: a speaker with a long title stands within.
const BEFORE: u32 = 30;
const BEHIND: u32 = 12;
/// Finds speakers in one text.
pub(super) struct Attributor<'a, 't> {
    text: &'a AnalyzedText<'t>,
    sayings: &'static Sayings,
    names: Names<'a, 't>,
}

/// Who said it, and by which word.
#[derive(Debug, Clone, Copy)]
struct Saying {
    speaker: Span,
    verb: Span,
}

impl<'a, 't> Attributor<'a, 't> {
    /// Looks up the verbs and names that the text may have; none for a language without lists.
    pub(super) fn new(text: &'a AnalyzedText<'t>) -> Option<Self> {
        let sayings = Sayings::of(text.language)?;
        Some(Self { text, sayings, names: Names::new(text, sayings) })
    }

    /// Fills in the speakers of all quotations of the text. Each looks at a bounded number of words.
    pub(super) fn attribute(&self, quotations: &mut [Quotation]) {
        for ix in 0..quotations.len() {
            let paragraph = self.paragraph(quotations[ix].tokens.start);
            let before =
                ix.checked_sub(1).map(|before| quotations[before]).filter(|q| q.tokens.start >= paragraph.start);
            let floor = before.map_or(paragraph.start, |before| before.tokens.end);
            let limit = quotations.get(ix + 1).map_or(paragraph.end, |next| next.tokens.start.min(paragraph.end));
            let here = quotations[ix];
            let found = self.behind(&here, limit).or_else(|| self.before(&here, floor));
            if let Some(Saying { speaker, verb }) = found {
                (quotations[ix].speaker, quotations[ix].verb) = (Some(speaker), Some(verb));
            } else if let Some(before) = before.filter(|before| self.goes_on_from(before, &here)) {
                quotations[ix].speaker = before.speaker;
            }
        }
        share(quotations);
    }

    /// The tokens of the paragraph that a token stands in.
    fn paragraph(&self, token: u32) -> TokenRange {
        let paragraphs = &self.text.paragraphs;
        let ix = paragraphs.partition_point(|paragraph| paragraph.tokens.end <= token);
        paragraphs.get(ix).map_or(TokenRange::default(), |paragraph| paragraph.tokens)
    }

    /// `“…”, said X`, `“…”, X said`, `“…”, according to X`.
    fn behind(&self, quotation: &Quotation, limit: u32) -> Option<Saying> {
        let first = quotation.tokens.end;
        let limit = limit.min(first + BEHIND);
        let inner = quotation.span.of(self.text.text);
        let gap = self.gap_text(quotation.span.end, first)?;
        // A full stop inside or behind the marks ends the sentence; `?` and `!` need not.
        if first >= limit || inner.ends_with(['.', '…']) || gap.contains(['.', ';', ':', '\n']) {
            return None;
        }
        if let Some(found) = self.according(first, limit) {
            return Some(found);
        }
        let mut at = first;
        while at < limit
            && at < first + 3
            && self.names.is(at, Role::BETWEEN)
            && !self.names.is(at, Role::VERB.or(Role::PRONOUN))
        {
            at += 1;
        }
        if at < limit && self.names.says(at) {
            return self.names.from(at + 1, limit).map(|speaker| Saying { speaker, verb: self.names.span(at) });
        }
        let name = self.names.tokens_from(at, limit)?;
        let verb =
            (name.end..limit).take_while(|&at| self.names.gap(at) != Gap::Break).find(|&at| self.names.says(at))?;
        Some(Saying { speaker: self.text.span_of(name), verb: self.names.span(verb) })
    }

    /// `X said: “…”`, `X told reporters on Friday that “…”`, `According to X, “…”`; and `sagte X: „…“`.
    fn before(&self, quotation: &Quotation, floor: u32) -> Option<Saying> {
        let end = quotation.tokens.start;
        let mut start = end;
        while start > floor
            && end - start < BEFORE
            && (start == end && self.leads_in(quotation) || start < end && self.names.gap(start) != Gap::Break)
        {
            start -= 1;
        }
        for at in (start..end).rev() {
            if let Some(found) = self.according(at, end) {
                return Some(found);
            }
            if !self.names.says(at) {
                continue;
            }
            let behind = || self.names.from(at + 1, end);
            let pronoun_behind = self.inverts()
                && at + 1 < end
                && self.names.is(at + 1, Role::PRONOUN)
                && self.names.gap(at + 1) == Gap::Clean;
            let speaker = if pronoun_behind {
                behind()
            } else {
                self.names.before(at, start).or_else(|| behind().filter(|_| self.inverts()))
            };
            if let Some(speaker) = speaker {
                return Some(Saying { speaker, verb: self.names.span(at) });
            }
        }
        None
    }

    /// Tells whether the verb may stand before its subject in the language, apart from quotations.
    const fn inverts(&self) -> bool {
        !matches!(self.text.language, Language::English | Language::French)
    }

    /// Tells whether the words before a quotation lead into it: no sentence ends between.
    fn leads_in(&self, quotation: &Quotation) -> bool {
        let first = quotation.tokens.start as usize;
        let Some(before) = first.checked_sub(1).map(|ix| self.text.tokens[ix].span.end) else { return false };
        before <= quotation.outer.start
            && !Span::new(before, quotation.outer.start).of(self.text.text).contains(['.', '!', '?', ';'])
    }

    fn according(&self, at: u32, limit: u32) -> Option<Saying> {
        let phrases = &self.sayings.according;
        let phrase = phrases.iter().find(|phrase| {
            let fits = |(ix, form): (usize, &String)| {
                let token = at + ix as u32;
                token < limit && self.text.words.form(self.text.tokens[token as usize].word) == form
            };
            phrase.iter().enumerate().all(fits)
        })?;
        let end = at + phrase.len() as u32;
        let speaker = self.names.from(end, limit)?;
        Some(Saying { speaker, verb: self.text.span_of(TokenRange::new(at, end)) })
    }

    /// Tells whether a quotation goes on from the one before in its paragraph: between them stands its attribution and nothing else.
    fn goes_on_from(&self, before: &Quotation, here: &Quotation) -> bool {
        let between = Span::new(before.outer.end, here.outer.start);
        let said =
            before.verb.is_some_and(|verb| between.contains(verb)) && here.tokens.start - before.tokens.end <= BEHIND;
        let lead = between.of(self.text.text).trim_end();
        said && lead.ends_with(['.', ',', ':', ';']) && lead.matches(['.', '!', '?']).count() <= 2
    }

    fn gap_text(&self, from: u32, token: u32) -> Option<&'t str> {
        let end = self.text.tokens.get(token as usize)?.span.start;
        Some(Span::new(from, end).of(self.text.text))
    }
}

/// Gives all parts of a quotation that goes on over paragraphs the speaker that one of them names.
fn share(quotations: &mut [Quotation]) {
    for ix in 1..quotations.len() {
        if quotations[ix - 1].goes_on && quotations[ix].speaker.is_none() {
            quotations[ix].speaker = quotations[ix - 1].speaker;
        }
    }
    for ix in (1..quotations.len()).rev() {
        if quotations[ix - 1].goes_on && quotations[ix - 1].speaker.is_none() {
            quotations[ix - 1].speaker = quotations[ix].speaker;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::quote::quotations;
    use crate::text::analyze;

    /// Speaker and verb of each quotation, `-` for none.
    fn speakers(text: &str) -> Vec<&str> {
        quotations(&analyze(text, &[])).iter().map(|q| q.speaker.map_or("-", |span| span.of(text))).collect()
    }

    #[test]
    fn a_speaker_behind_the_quotation_is_found() {
        assert_eq!(
            speakers("The deal is near. ‘We need to decide within days,’ said Marco Rubio, Secretary of State."),
            ["Marco Rubio"]
        );
        assert_eq!(
            speakers("The talks went on. “We will not go,” the foreign minister said on Monday."),
            ["the foreign minister"]
        );
        assert_eq!(speakers("The talks went on. “Will they go?” she asked the reporters."), ["she"]);
        assert_eq!(
            speakers("Sales fell by “a third”, according to Acme Foods, the maker of the product."),
            ["Acme Foods"]
        );
    }

    #[test]
    fn a_speaker_before_the_quotation_is_found() {
        assert_eq!(speakers("In the evening Rubio told reporters on Friday: “We need to decide.”"), ["Rubio"]);
        assert_eq!(
            speakers(
                "Volodymyr Zelenskyy, Ukrainian President, denounced the attack, calling it a ‘mockery of our people’."
            ),
            ["Volodymyr Zelenskyy"]
        );
        assert_eq!(speakers("However, he added that ‘it’s not our war’ and left the room."), ["he"]);
        assert_eq!(
            speakers("According to the United Nations, “many people” were killed there."),
            ["the United Nations"]
        );
    }

    #[test]
    fn both_halves_of_a_split_quotation_have_the_speaker() {
        assert_eq!(speakers("“We go,” Ann Roe said, “and they stay.” The others left."), ["Ann Roe", "Ann Roe"]);
        assert_eq!(speakers("“We go,” said Ann Roe. “They stay.” The others left the room."), ["Ann Roe", "Ann Roe"]);
    }

    #[test]
    fn all_paragraphs_of_a_long_quotation_have_the_speaker() {
        assert_eq!(
            speakers("Ann Roe said: “We go now.\n“They stay behind.\n“All is well with us.”"),
            ["Ann Roe", "Ann Roe", "Ann Roe"]
        );
    }

    #[test]
    fn other_languages_have_speakers_too() {
        assert_eq!(
            speakers(
                "Die Lage ist ernst. „Wir werden nicht gehen“, sagte Außenministerin Anna Roth am Montag in Berlin."
            ),
            ["Außenministerin Anna Roth"]
        );
        assert_eq!(
            speakers("Am Montag sagte Anna Roth: „Wir werden nicht gehen.“ Das war alles, was sie erklärte."),
            ["Anna Roth"]
        );
        assert_eq!(
            speakers(
                "La situation est grave. « Nous ne partirons pas », a déclaré Anne Roux, ministre des Affaires étrangères."
            ),
            ["Anne Roux"]
        );
        assert_eq!(
            speakers("La situación es grave. «No nos iremos», dijo la ministra Ana Ruiz durante la reunión del lunes."),
            ["la ministra Ana Ruiz"]
        );
        assert_eq!(
            speakers("Положение серьёзное. «Мы не уйдём», — заявил министр обороны Иван Петров в понедельник."),
            ["министр обороны Иван Петров"]
        );
        assert_eq!(
            speakers("Становище серйозне. «Ми не підемо», — сказала Олена Шевченко у понеділок увечері."),
            ["Олена Шевченко"]
        );
    }

    #[test]
    fn a_quotation_without_a_speaker_near_by_has_none() {
        assert_eq!(speakers("The “old bridge” will stay closed until the spring of next year."), ["-"]);
    }
}
