//! The fast search for near-duplicates held against an exact join that is slow and plain.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, HashMap};

use copydesk::article::ArticleIx;
use copydesk::fingerprint::Banding;
use copydesk::matching::Measure;
use copydesk::pipeline::corpus::Watch;
use copydesk::pipeline::dedup::WatchDedup;
use copydesk::pipeline::dedup::near::{Dump, Nearness, Reason, Removal, WordSource, removals};
use copydesk::pipeline::dedup::prepared::{Preparer, Print};
use copydesk::pipeline::dedup::spill::Spill;
use copydesk::similarity::Similarity;
use copydesk::text::fold::fold;
use copydesk::text::token::Tokenizer;
use copydesk::text::{Span, WordId, Words};

const THRESHOLD: f64 = 0.8;

/// All pairs of articles that are at least this alike: for each article the earlier ones.
///
/// Shingles are five folded forms as strings, made one number by a dictionary, so that nothing is left to hashes; every shared shingle of every pair is counted.
fn exact_join(texts: &[String], nearness: Nearness) -> Vec<Vec<(usize, f64)>> {
    let mut words: HashMap<String, u32> = HashMap::new();
    let mut shingles: HashMap<Vec<u32>, u32> = HashMap::new();
    let mut postings: Vec<Vec<u32>> = Vec::new();
    let mut sizes: Vec<u32> = Vec::new();
    let mut join = Vec::new();
    for (ix, text) in texts.iter().enumerate() {
        let (folded, mut forms, mut tokens) = (fold(text), Words::default(), Vec::new());
        Tokenizer::new(text, &folded, &mut forms).tokens(Span::new(0, text.len() as u32), &mut tokens);
        let ids: Vec<u32> = tokens
            .iter()
            .map(|token| {
                let next = words.len() as u32;
                *words.entry(forms.form(token.word).to_owned()).or_insert(next)
            })
            .collect();
        let width = ids.len().min(5);
        let mut set: Vec<u32> = Vec::new();
        if width > 0 {
            for shingle in ids.windows(width) {
                let next = shingles.len() as u32;
                set.push(*shingles.entry(shingle.to_vec()).or_insert(next));
            }
        }
        set.sort_unstable();
        set.dedup();
        postings.resize(shingles.len(), Vec::new());
        let mut shared: BTreeMap<usize, u32> = BTreeMap::new();
        for &shingle in &set {
            for &other in &postings[shingle as usize] {
                *shared.entry(other as usize).or_default() += 1;
            }
            postings[shingle as usize].push(ix as u32);
        }
        let size = set.len() as u32;
        let alike = |(other, shared): (usize, u32)| {
            let whole = match nearness.measure {
                Measure::Jaccard => size + sizes[other] - shared,
                Measure::Containment => size,
            };
            let similarity = f64::from(shared) / f64::from(whole);
            (similarity >= nearness.threshold.get()).then_some((other, similarity))
        };
        join.push(shared.into_iter().filter_map(alike).collect());
        sizes.push(size);
    }
    join
}

struct Ids(Vec<Vec<WordId>>);

impl WordSource for Ids {
    fn words(&self, article: ArticleIx, words: &mut Vec<WordId>) -> std::io::Result<()> {
        words.clone_from(&self.0[article.0 as usize]);
        Ok(())
    }
}

struct Nobody;

impl Watch for Nobody {}
impl WatchDedup for Nobody {}

const JACCARD: Nearness = Nearness { measure: Measure::Jaccard, threshold: Similarity::new(THRESHOLD) };

fn fast(texts: &[String], nearness: Nearness) -> Vec<Option<Removal>> {
    with_keys(texts, nearness, |_, _| {})
}

/// `spoil` is given each text and its print.
fn with_keys(texts: &[String], nearness: Nearness, spoil: impl Fn(&str, &mut Print)) -> Vec<Option<Removal>> {
    let mut preparer = Preparer::default();
    let banding = Banding::for_similarity(nearness.threshold.get());
    let mut words = Vec::new();
    let prints: Vec<Option<Print>> = texts
        .iter()
        .map(|text| {
            let mut own = Vec::new();
            let mut print = preparer.prepare(text, banding, &mut own);
            if let Some(print) = &mut print {
                spoil(text, print);
            }
            words.push(own);
            print
        })
        .collect();
    let order: Vec<ArticleIx> = (0..texts.len() as u32).map(ArticleIx).collect();
    let folder = tempfile::tempdir().unwrap();
    let spill = Spill::new(1 << 30, folder.path(), "fingerprints");
    let dump = Dump { prints: &prints, order: &order, words: &Ids(words), spill: &spill };
    removals(dump, nearness, &mut Nobody).unwrap()
}

/// What the fast search did, against the join.
#[derive(Debug, Default)]
struct Account {
    pairs: usize,
    links: usize,
    wrong_links: usize,
    unkept_witnesses: usize,
    missed: usize,
}

fn account(join: &[Vec<(usize, f64)>], removals: &[Option<Removal>]) -> Account {
    let mut account = Account { pairs: join.iter().map(Vec::len).sum(), ..Account::default() };
    for (alike, removal) in join.iter().zip(removals) {
        let Some(removal) = removal else {
            // A kept article that is alike to an earlier kept one was missed.
            account.missed += alike.iter().filter(|(other, _)| removals[*other].is_none()).count();
            continue;
        };
        let witness = removal.witness.0 as usize;
        account.links += 1;
        account.unkept_witnesses += usize::from(removals[witness].is_some());
        let right = alike
            .iter()
            .any(|&(other, jaccard)| other == witness && (jaccard - removal.similarity.get()).abs() < 1e-12);
        account.wrong_links += usize::from(!right);
    }
    account
}

/// A dump with copies of every degree: words replaced, the end cut, halves of two, the same template with other figures.
fn dump(articles: usize, mut seed: u64) -> Vec<String> {
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut texts: Vec<String> = Vec::new();
    for _ in 0..articles {
        let text = match (next(8), texts.len()) {
            (kind @ 0..=4, 1..) => {
                let source = texts[next(texts.len())].clone();
                let mut words: Vec<&str> = source.split(' ').collect();
                match kind {
                    0 => words.truncate(words.len() * (45 + next(53)) / 100),
                    1 => {
                        let by = next(20).min(words.len());
                        words.rotate_left(by);
                    }
                    2 => words.insert(0, "UPDATED"),
                    _ => {}
                }
                let replaced = [0, 2, 5, 10, 20, 50][next(6)];
                let words: Vec<String> = words
                    .iter()
                    .map(|word| if next(1000) < replaced { format!("new{}", next(5000)) } else { (*word).to_owned() })
                    .collect();
                words.join(" ")
            }
            (5, _) => format!(
                "{} said net income for the quarter was {} million dollars or {} cents a share against {} million dollars a year before",
                next(900),
                next(900),
                next(300),
                next(900)
            ),
            _ => (0..5 + next(400)).map(|_| format!("w{}", next(5000))).collect::<Vec<_>>().join(" "),
        };
        texts.push(text);
    }
    texts
}

#[test]
fn every_removal_is_one_the_exact_join_confirms_and_none_is_missed() {
    for seed in 1..=3 {
        let texts = dump(3000, seed);
        let account = account(&exact_join(&texts, JACCARD), &fast(&texts, JACCARD));
        assert!(account.pairs > 1000, "{account:?}");
        assert_eq!((account.wrong_links, account.unkept_witnesses), (0, 0), "{account:?}");
        assert!(account.missed * 1000 <= account.pairs, "{account:?}");
    }
}

#[test]
fn a_lower_threshold_finds_what_the_exact_join_finds_there() {
    for threshold in [0.7, 0.5, 0.35] {
        let nearness = Nearness { threshold: Similarity::new(threshold), ..JACCARD };
        let texts = dump(2000, 5);
        let account = account(&exact_join(&texts, nearness), &fast(&texts, nearness));
        assert_eq!((account.wrong_links, account.unkept_witnesses), (0, 0), "{threshold}: {account:?}");
        assert!(account.missed * 200 <= account.pairs, "{threshold}: {account:?}");
    }
}

#[test]
fn a_part_of_a_kept_article_is_found_by_containment() {
    let nearness = Nearness { measure: Measure::Containment, ..JACCARD };
    let mut texts = dump(2000, 6);
    // The whole comes before its parts, as `keep_order` puts it.
    texts.sort_by_key(|text| std::cmp::Reverse(text.split(' ').count()));
    let account = account(&exact_join(&texts, nearness), &fast(&texts, nearness));
    assert!(account.pairs > 1000, "{account:?}");
    assert_eq!((account.wrong_links, account.unkept_witnesses), (0, 0), "{account:?}");
    assert!(account.missed * 100 <= account.pairs, "{account:?}");
}

#[test]
fn keys_of_a_terrible_hash_change_nothing() {
    let texts = dump(1000, 5);
    // Every fourth article meets every other in a fifth of all bands.
    let spoiled = with_keys(&texts, JACCARD, |text, print| print.bands[..5].fill(text.len() as u32 % 4));
    assert!(spoiled == fast(&texts, JACCARD));
}

#[test]
fn blank_texts_are_nobodys_duplicates() {
    let texts: Vec<String> = ["", " \n", "...", ""].map(str::to_owned).into();
    assert!(fast(&texts, JACCARD).iter().all(Option::is_none));
}

#[test]
fn the_same_words_are_exact_whatever_their_layout() {
    let texts: Vec<String> =
        ["The council met on Monday, it said.", "THE  council\n\nmet on Monday — it said"].map(str::to_owned).into();
    let removals = fast(&texts, JACCARD);
    assert_eq!(removals[0], None);
    let removal = removals[1].unwrap();
    assert_eq!((removal.witness, removal.reason), (ArticleIx(0), Reason::Exact));
}

#[test]
fn what_was_kept_is_kept_again() {
    let texts = dump(3000, 4);
    let removals = fast(&texts, JACCARD);
    let kept: Vec<String> =
        texts.into_iter().zip(removals).filter(|(_, removal)| removal.is_none()).map(|(text, _)| text).collect();
    assert!(fast(&kept, JACCARD).iter().all(Option::is_none));
}

#[test]
#[ignore = "needs a dump: COPYDESK_DUMP=plant.jsonl cargo test --release --test near_duplicates -- --ignored --nocapture"]
fn a_planted_dump_is_found_as_the_exact_join_finds_it() {
    let path = std::env::var("COPYDESK_DUMP").expect("COPYDESK_DUMP names a JSONL file with `text` in each record");
    let dump = std::fs::read_to_string(path).unwrap();
    let text =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned();
    let texts: Vec<String> = dump.lines().map(text).collect();
    let account = account(&exact_join(&texts, JACCARD), &fast(&texts, JACCARD));
    assert_eq!((account.wrong_links, account.unkept_witnesses), (0, 0), "{account:?}");
    assert!(account.missed * 1000 <= account.pairs, "{account:?}");
}
