//! Fits the trees: gradient boosting on the logistic loss (Friedman 2001), splits found in histograms, second-order gains (Chen and Guestrin
//! 2016). No sampling, ties go to the first feature and the lowest threshold: equal examples give equal trees.

use super::super::feature::{Feature, Vector};
use super::super::trees::{DEPTH, Forest, INNER, NODES, Tree};

/// One candidate block with its label.
pub(super) struct Example {
    pub(super) vector: Vector,
    pub(super) is_insert: bool,
    pub(super) weight: f32,
    pub(super) fold: usize,
}

/// Trees of a forest.
const TREES: usize = 160;
/// Part of each tree that is kept.
const RATE: f64 = 0.1;
/// L2 penalty on the value of a leaf, in units of weighted examples.
const PENALTY: f64 = 10.0;
/// Least sum of second derivatives on each side of a split.
const LEAST: f64 = 8.0;
/// Bins of a histogram.
const BINS: usize = 64;

/// Fits a forest on the examples that `keep` takes, with splits on some of the features.
pub(super) fn fit(examples: &[Example], features: &[Feature], keep: impl Fn(&Example) -> bool) -> Forest {
    let kept: Vec<&Example> = examples.iter().filter(|example| keep(example)).collect();
    let edges: Vec<Vec<f32>> = features.iter().map(|&feature| edges(&kept, feature)).collect();
    let bins: Vec<u8> =
        kept.iter()
            .flat_map(|example| {
                features.iter().zip(&edges).map(|(&feature, edges)| {
                    edges.partition_point(|&edge| edge <= example.vector[feature as usize]) as u8
                })
            })
            .collect();
    let (mut positive, mut total) = (1.0, 2.0);
    for example in &kept {
        positive += if example.is_insert { f64::from(example.weight) } else { 0.0 };
        total += f64::from(example.weight);
    }
    let bias = (positive / (total - positive)).ln();
    let mut grower = Grower {
        features,
        edges: &edges,
        bins: &bins,
        scores: vec![bias; kept.len()],
        slopes: vec![Slope::default(); kept.len()],
        nodes: vec![0; kept.len()],
    };
    let trees = (0..TREES).map(|_| grower.tree(&kept)).collect();
    Forest { bias: bias as f32, trees }
}

/// Returns the thresholds between the bins of a feature: quantiles of its values, each once.
fn edges(examples: &[&Example], feature: Feature) -> Vec<f32> {
    let mut values: Vec<f32> = examples.iter().map(|example| example.vector[feature as usize]).collect();
    values.sort_unstable_by(f32::total_cmp);
    let mut edges: Vec<f32> = (1..BINS).filter_map(|bin| values.get(bin * values.len() / BINS).copied()).collect();
    edges.dedup();
    edges.retain(|&edge| values.first().is_some_and(|&least| edge > least));
    edges
}

/// First and second derivative of the loss.
#[derive(Debug, Clone, Copy, Default)]
struct Slope {
    first: f64,
    second: f64,
}

impl Slope {
    fn add(&mut self, other: Self) {
        self.first += other.first;
        self.second += other.second;
    }

    fn without(self, other: Self) -> Self {
        Self { first: self.first - other.first, second: self.second - other.second }
    }

    fn gain(self) -> f64 {
        self.first * self.first / (self.second + PENALTY)
    }

    fn value(self) -> f64 {
        -RATE * self.first / (self.second + PENALTY)
    }
}

struct Split {
    gain: f64,
    feature: usize,
    bin: usize,
}

struct Grower<'a> {
    features: &'a [Feature],
    edges: &'a [Vec<f32>],
    /// Bin of each feature of each example.
    bins: &'a [u8],
    scores: Vec<f64>,
    slopes: Vec<Slope>,
    /// Node that each example stands in.
    nodes: Vec<u8>,
}

impl Grower<'_> {
    fn tree(&mut self, examples: &[&Example]) -> Tree {
        for ((slope, &score), example) in self.slopes.iter_mut().zip(&self.scores).zip(examples) {
            let p = 1.0 / (1.0 + (-score).exp());
            let weight = f64::from(example.weight);
            let target = if example.is_insert { 1.0 } else { 0.0 };
            *slope = Slope { first: weight * (p - target), second: weight * p * (1.0 - p) };
        }
        self.nodes.fill(0);
        let mut tree = Tree { features: [0; INNER], thresholds: [f32::NEG_INFINITY; INNER], values: [0.0; NODES] };
        let mut sums = [Slope::default(); NODES];
        for &slope in &self.slopes {
            sums[0].add(slope);
        }
        for depth in 0..DEPTH {
            self.level(depth, &mut tree, &mut sums);
        }
        settle(&mut tree, &sums);
        for (score, &node) in self.scores.iter_mut().zip(&self.nodes) {
            *score += f64::from(tree.values[node as usize]);
        }
        tree
    }

    /// Splits every node of one level.
    fn level(&mut self, depth: usize, tree: &mut Tree, sums: &mut [Slope; NODES]) {
        let first = (1 << depth) - 1;
        let width = self.features.len();
        let mut histograms = vec![Slope::default(); (first + 1) * width * BINS];
        for ((row, &slope), &node) in self.bins.chunks_exact(width).zip(&self.slopes).zip(&self.nodes) {
            let base = (node as usize - first) * width;
            for (feature, &bin) in row.iter().enumerate() {
                histograms[(base + feature) * BINS + bin as usize].add(slope);
            }
        }
        for node in first..2 * first + 1 {
            let histogram = &histograms[(node - first) * width * BINS..][..width * BINS];
            let split = self.best_split(histogram, sums[node]);
            let (left, right) = (2 * node + 1, 2 * node + 2);
            sums[right] = sums[node];
            if let Some(split) = split {
                tree.features[node] = self.features[split.feature] as u8;
                tree.thresholds[node] = self.edges[split.feature][split.bin];
                let bins = &histogram[split.feature * BINS..][..=split.bin];
                bins.iter().for_each(|&slope| sums[left].add(slope));
                sums[right] = sums[node].without(sums[left]);
            }
            let split = split_at(tree, node, self.features, self.edges);
            for (row, at) in self.bins.chunks_exact(width).zip(&mut self.nodes) {
                if *at as usize == node {
                    let goes_left = split.is_some_and(|(feature, bin)| row[feature] as usize <= bin);
                    *at = if goes_left { left as u8 } else { right as u8 };
                }
            }
        }
    }

    fn best_split(&self, histogram: &[Slope], sum: Slope) -> Option<Split> {
        let mut best: Option<Split> = None;
        for (feature, edges) in self.edges.iter().enumerate() {
            let mut left = Slope::default();
            for bin in 0..edges.len() {
                left.add(histogram[feature * BINS + bin]);
                let right = sum.without(left);
                if left.second < LEAST || right.second < LEAST {
                    continue;
                }
                let gain = left.gain() + right.gain() - sum.gain();
                if gain > best.as_ref().map_or(1e-6, |best| best.gain) {
                    best = Some(Split { gain, feature, bin });
                }
            }
        }
        best
    }
}

/// Returns the split that a node was given, as feature position and bin; none where it was given none.
fn split_at(tree: &Tree, node: usize, features: &[Feature], edges: &[Vec<f32>]) -> Option<(usize, usize)> {
    let threshold = tree.thresholds[node];
    if threshold == f32::NEG_INFINITY {
        return None;
    }
    let feature = features.iter().position(|&feature| feature as u8 == tree.features[node])?;
    let bin = edges[feature].iter().position(|&edge| edge == threshold)?;
    Some((feature, bin))
}

/// Gives every node its value: a leaf what it adds, an inner node the mean of its leaves by their share of the second derivatives. A node
/// that holds nothing adds what its parent adds.
fn settle(tree: &mut Tree, sums: &[Slope; NODES]) {
    for (value, sum) in tree.values.iter_mut().zip(sums).skip(INNER) {
        *value = sum.value() as f32;
    }
    for node in (0..INNER).rev() {
        let (left, right) = (sums[2 * node + 1].second, sums[2 * node + 2].second);
        let (a, b) = (f64::from(tree.values[2 * node + 1]), f64::from(tree.values[2 * node + 2]));
        tree.values[node] = if left + right > 0.0 { ((a * left + b * right) / (left + right)) as f32 } else { 0.0 };
    }
}
