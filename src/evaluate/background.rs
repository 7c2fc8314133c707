//! Background inserts found against gold: sentence and block measures, the share of clean articles flagged, and calibration.
//!
//! In: for each article its sentences, its gold blocks and the blocks found. Out: a [`BackgroundScore`]. Readers for labels are in
//! [`crate::background::fit`].

use crate::text::Span;

/// One article as it is judged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JudgedArticle {
    /// Its sentences in order.
    pub sentences: Vec<Span>,
    /// Its inserts; empty for a clean article.
    pub gold: Vec<Span>,
    /// The blocks that were found in it.
    pub found: Vec<FoundBlock>,
}

/// A block that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoundBlock {
    /// Where it stands.
    pub span: Span,
    /// Its calibrated probability, in [0, 1].
    pub score: f64,
    /// Whether it was named at `warning`; `false` for a note.
    pub warning: bool,
}

/// Which of the found blocks are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Warnings only.
    Warnings,
    /// Warnings and notes.
    All,
}

/// True positives, false positives, false negatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Found and true.
    pub hit: u64,
    /// Found and not true.
    pub wrong: u64,
    /// True and not found.
    pub missed: u64,
}

impl Counts {
    /// Share of the found that is true; none when nothing was found.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        share(self.hit, self.hit + self.wrong)
    }

    /// Share of the true that was found; none when there is nothing to find.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        share(self.hit, self.hit + self.missed)
    }

    /// Harmonic mean of precision and recall, 0 when nothing true was found; none when there is nothing to find and nothing was found.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        share(2 * self.hit, 2 * self.hit + self.wrong + self.missed)
    }
}

/// One bin of the calibration table.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bin {
    /// Blocks with a score in the bin.
    pub blocks: u64,
    /// Mean of their scores.
    pub mean_score: f64,
    /// Share of them that are inserts.
    pub true_share: f64,
}

/// How well background inserts were found.
#[derive(Debug, Clone, PartialEq)]
pub struct BackgroundScore {
    /// Articles judged.
    pub articles: u64,
    /// Articles without inserts among them.
    pub clean_articles: u64,
    /// Clean articles with a counted block.
    pub clean_flagged: u64,
    /// By sentence.
    pub sentences: Counts,
    /// By block: intersection over union of the sentences at least one half; each gold block is hit once.
    pub blocks: Counts,
    /// By block: exactly the same sentences.
    pub exact: Counts,
    /// Ten bins of scores, [0, .1) to [.9, 1]; counts every found block, warnings and notes.
    pub calibration: [Bin; 10],
}

impl BackgroundScore {
    /// Share of the clean articles that were flagged; none when there is no clean article.
    #[must_use]
    pub fn clean_flagged_share(&self) -> Option<f64> {
        share(self.clean_flagged, self.clean_articles)
    }
}

/// Judges articles. Linear in the sentences, times the blocks of an article.
#[must_use]
pub fn judge<'a>(articles: impl IntoIterator<Item = &'a JudgedArticle>, counted: Counted) -> BackgroundScore {
    let mut score = BackgroundScore {
        articles: 0,
        clean_articles: 0,
        clean_flagged: 0,
        sentences: Counts::default(),
        blocks: Counts::default(),
        exact: Counts::default(),
        calibration: [Bin::default(); 10],
    };
    for article in articles {
        judge_one(article, counted, &mut score);
    }
    for bin in &mut score.calibration {
        let blocks = bin.blocks.max(1) as f64;
        bin.mean_score /= blocks;
        bin.true_share /= blocks;
    }
    score
}

fn judge_one(article: &JudgedArticle, counted: Counted, score: &mut BackgroundScore) {
    let is_counted = |block: &&FoundBlock| block.warning || counted == Counted::All;
    let gold: Vec<Vec<bool>> = article.gold.iter().map(|&gold| inside(&article.sentences, gold)).collect();
    let found: Vec<Vec<bool>> =
        article.found.iter().filter(is_counted).map(|block| inside(&article.sentences, block.span)).collect();
    score.articles += 1;
    if gold.is_empty() {
        score.clean_articles += 1;
        score.clean_flagged += u64::from(!found.is_empty());
    }
    for at in 0..article.sentences.len() {
        match (gold.iter().any(|set| set[at]), found.iter().any(|set| set[at])) {
            (true, true) => score.sentences.hit += 1,
            (false, true) => score.sentences.wrong += 1,
            (true, false) => score.sentences.missed += 1,
            (false, false) => {}
        }
    }
    add(&mut score.blocks, matches(&gold, &found, |gold, found| overlap(gold, found) >= 0.5));
    add(&mut score.exact, matches(&gold, &found, |gold, found| gold == found));
    for block in &article.found {
        let set = inside(&article.sentences, block.span);
        let bin = &mut score.calibration[((block.score * 10.0) as usize).min(9)];
        bin.blocks += 1;
        bin.mean_score += block.score;
        bin.true_share += if gold.iter().any(|gold| overlap(gold, &set) >= 0.5) { 1.0 } else { 0.0 };
    }
}

fn add(counts: &mut Counts, more: Counts) {
    counts.hit += more.hit;
    counts.wrong += more.wrong;
    counts.missed += more.missed;
}

/// Pairs each found block with the first gold block it matches that no other has taken.
fn matches(gold: &[Vec<bool>], found: &[Vec<bool>], same: impl Fn(&[bool], &[bool]) -> bool) -> Counts {
    let mut taken = vec![false; gold.len()];
    let mut counts = Counts::default();
    for block in found {
        match (0..gold.len()).find(|&ix| !taken[ix] && same(&gold[ix], block)) {
            Some(ix) => {
                taken[ix] = true;
                counts.hit += 1;
            }
            None => counts.wrong += 1,
        }
    }
    counts.missed = taken.iter().filter(|taken| !**taken).count() as u64;
    counts
}

/// Tells for each sentence whether more than half of it lies in a span.
fn inside(sentences: &[Span], span: Span) -> Vec<bool> {
    sentences.iter().map(|sentence| 2 * sentence.overlap(span) > sentence.len()).collect()
}

/// Intersection over union of two sets of sentences; 0 when both are empty.
fn overlap(left: &[bool], right: &[bool]) -> f64 {
    let both = left.iter().zip(right).filter(|(l, r)| **l && **r).count() as u64;
    let either = left.iter().zip(right).filter(|(l, r)| **l || **r).count() as u64;
    share(both, either).unwrap_or(0.0)
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(gold: &[(u32, u32)], found: &[(u32, u32, f64)]) -> JudgedArticle {
        JudgedArticle {
            sentences: (0..20).map(|at| Span::new(at * 10, at * 10 + 9)).collect(),
            gold: gold.iter().map(|&(a, b)| Span::new(a * 10, b * 10 - 1)).collect(),
            found: found
                .iter()
                .map(|&(a, b, score)| FoundBlock { span: Span::new(a * 10, b * 10 - 1), score, warning: score >= 0.5 })
                .collect(),
        }
    }

    #[test]
    fn a_block_with_a_lost_first_sentence_is_a_hit_but_not_exact() {
        let score = judge(&[article(&[(4, 8)], &[(5, 8, 0.9)])], Counted::Warnings);
        assert_eq!(score.blocks, Counts { hit: 1, wrong: 0, missed: 0 });
        assert_eq!(score.exact, Counts { hit: 0, wrong: 1, missed: 1 });
        assert_eq!(score.sentences, Counts { hit: 3, wrong: 0, missed: 1 });
    }

    #[test]
    fn two_findings_in_one_gold_block_hit_it_once() {
        let score = judge(&[article(&[(4, 8)], &[(4, 6, 0.9), (6, 8, 0.9)])], Counted::Warnings);
        assert_eq!(score.blocks, Counts { hit: 1, wrong: 1, missed: 0 });
    }

    #[test]
    fn a_note_flags_a_clean_article_only_when_notes_count() {
        let clean = [article(&[], &[(2, 4, 0.3)]), article(&[], &[])];
        assert_eq!(judge(&clean, Counted::Warnings).clean_flagged_share(), Some(0.0));
        assert_eq!(judge(&clean, Counted::All).clean_flagged_share(), Some(0.5));
    }

    #[test]
    fn calibration_sets_the_mean_score_against_the_true_share() {
        let score = judge(&[article(&[(4, 8)], &[(4, 8, 0.92), (12, 14, 0.98)])], Counted::All);
        assert_eq!(score.calibration[9].blocks, 2);
        assert!((score.calibration[9].mean_score - 0.95).abs() < 1e-9);
        assert!((score.calibration[9].true_share - 0.5).abs() < 1e-9);
    }

    #[test]
    fn nothing_to_find_and_nothing_found_has_no_measure() {
        let score = judge(&[article(&[], &[])], Counted::All);
        assert_eq!((score.blocks.f1(), score.blocks.precision(), score.blocks.recall()), (None, None, None));
    }
}
