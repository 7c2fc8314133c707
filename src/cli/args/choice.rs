//! What `dedup` and `bench` find in a dump and do about it, as the user types it.

use clap::Args as ClapArgs;

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "What is found, and what is done")]
pub(crate) struct ChoiceArgs {
    /// Do only these: near-duplicates, passages, articles (what `check` finds in each by itself)
    #[arg(long, value_name = "STAGE", value_delimiter = ',')]
    pub(crate) stages: Vec<String>,
    /// Compare articles by their sets of 5-word shingles: jaccard, or containment (a part of an article is a near-duplicate of it)
    #[arg(long, value_name = "MEASURE")]
    pub(crate) similarity: Option<String>,
    /// Least similarity of near-duplicates, 0.3 to 1 [default: 0.8]
    #[arg(long, value_name = "SIMILARITY")]
    pub(crate) threshold: Option<f64>,
    /// Which of near-duplicates stays: earliest, longest or first [default: earliest]
    #[arg(long, value_name = "WHICH")]
    pub(crate) keep: Option<String>,
    /// Least words of a passage that articles share [default: 12]
    #[arg(long, value_name = "WORDS")]
    pub(crate) min_words: Option<u32>,
    /// Articles that make a passage stock [default: 20]
    #[arg(long, value_name = "ARTICLES")]
    pub(crate) stock_articles: Option<u32>,
    /// What is done: near-duplicates, passages, stock or background = off, mark or remove
    #[arg(long, value_name = "KIND=POLICY", value_delimiter = ',')]
    pub(crate) policy: Vec<String>,
    /// Memory for what grows with the dump; the rest goes to disk beside the results [default: 1GiB]
    #[arg(long, value_name = "SIZE")]
    pub(crate) memory: Option<String>,
}
