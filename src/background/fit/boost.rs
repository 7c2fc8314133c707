//! Fits the trees: gradient boosting on the logistic loss (Friedman 2001), splits found in histograms, second-order gains (Chen and Guestrin
//! 2016). No sampling, ties go to the first feature and the lowest threshold: equal examples give equal trees.

use std::ops::Range;

use super::super::trees::{DEPTH, Forest, INNER, NODES, Tree, VALUE_STEPS};

/// One sentence or candidate block with its label.
pub(super) struct Example<const N: usize> {
    pub(super) vector: [f32; N],
    pub(super) is_insert: bool,
    pub(super) weight: f32,
    pub(super) fold: usize,
}

/// Part of each tree that is kept.
const RATE: f64 = 0.1;
/// L2 penalty on the value of a leaf, in units of weighted examples.
const PENALTY: f64 = 10.0;
/// Least sum of second derivatives on each side of a split.
const LEAST: f32 = 8.0;
/// Bins of a histogram; 32 keep it in the fastest cache, and 64 gave the same block F1 to .005.
const BINS: usize = 32;

/// Fits a forest on the examples that `keep` takes, with splits on some of the features.
pub(super) fn fit<const N: usize>(
    examples: &[Example<N>],
    features: &[u8],
    trees: usize,
    keep: impl Fn(&Example<N>) -> bool,
) -> Forest {
    let kept: Vec<&Example<N>> = examples.iter().filter(|example| keep(example)).collect();
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
        rows: (0..kept.len() as u32).collect(),
    };
    let trees = (0..trees).map(|_| grower.tree(&kept)).collect();
    Forest { bias: bias as f32, trees }
}

/// Returns the thresholds between the bins of a feature: quantiles of its values, each once.
fn edges<const N: usize>(examples: &[&Example<N>], feature: u8) -> Vec<f32> {
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
    first: f32,
    second: f32,
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
        f64::from(self.first) * f64::from(self.first) / (f64::from(self.second) + PENALTY)
    }

    fn value(self) -> f64 {
        -RATE * f64::from(self.first) / (f64::from(self.second) + PENALTY)
    }
}

#[derive(Debug, Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    bin: usize,
}

struct Grower<'a> {
    features: &'a [u8],
    edges: &'a [Vec<f32>],
    /// Bin of each feature of each example.
    bins: &'a [u8],
    scores: Vec<f64>,
    slopes: Vec<Slope>,
    /// The examples, those of one node next to each other.
    rows: Vec<u32>,
}

/// A node that is being grown: its part of the rows, and its histogram.
struct Growing {
    node: usize,
    rows: Range<usize>,
    sum: Slope,
    histogram: Vec<Slope>,
}

impl Grower<'_> {
    fn tree<const N: usize>(&mut self, examples: &[&Example<N>]) -> Tree {
        for ((slope, &score), example) in self.slopes.iter_mut().zip(&self.scores).zip(examples) {
            let p = 1.0 / (1.0 + (-score).exp());
            let weight = f64::from(example.weight);
            let target = if example.is_insert { 1.0 } else { 0.0 };
            *slope = Slope { first: (weight * (p - target)) as f32, second: (weight * p * (1.0 - p)) as f32 };
        }
        let mut tree = Tree::EMPTY;
        let mut sums = [Slope::default(); NODES];
        let mut growing = vec![self.grow(0, 0..self.rows.len())];
        for _ in 0..DEPTH {
            growing = growing.into_iter().flat_map(|node| self.split(node, &mut tree, &mut sums)).collect();
        }
        settle(&mut tree, &sums);
        for node in growing {
            for &row in &self.rows[node.rows] {
                self.scores[row as usize] += f64::from(tree.values[node.node]);
            }
        }
        tree
    }

    /// Starts a node from the rows it holds.
    fn grow(&self, node: usize, rows: Range<usize>) -> Growing {
        let width = self.features.len();
        let mut histogram = vec![Slope::default(); width * BINS];
        let mut sum = Slope::default();
        for &row in &self.rows[rows.clone()] {
            let slope = self.slopes[row as usize];
            sum.add(slope);
            let bins = &self.bins[row as usize * width..][..width];
            for (cells, &bin) in histogram.chunks_exact_mut(BINS).zip(bins) {
                cells[bin as usize].add(slope);
            }
        }
        Growing { node, rows, sum, histogram }
    }

    /// Splits a node in two; where no split gains anything all rows go right. The histogram of the larger part is what the smaller leaves.
    fn split(&mut self, node: Growing, tree: &mut Tree, sums: &mut [Slope; NODES]) -> [Growing; 2] {
        let (left, right) = (2 * node.node + 1, 2 * node.node + 2);
        let width = self.features.len();
        let best = self.best_split(&node);
        if let Some(split) = best {
            tree.features[node.node] = self.features[split.feature];
            tree.thresholds[node.node] = self.edges[split.feature][split.bin];
        }
        let goes_left = |row: &u32| {
            best.is_some_and(|split| self.bins[*row as usize * width + split.feature] as usize <= split.bin)
        };
        let (mut low, high): (Vec<u32>, Vec<u32>) = self.rows[node.rows.clone()].iter().partition(|row| goes_left(row));
        let middle = node.rows.start + low.len();
        let left_is_smaller = low.len() <= high.len();
        low.extend(high);
        self.rows[node.rows.clone()].copy_from_slice(&low);
        let (left_rows, right_rows) = (node.rows.start..middle, middle..node.rows.end);
        let (small, large) = if left_is_smaller {
            (self.grow(left, left_rows), (right, right_rows))
        } else {
            (self.grow(right, right_rows), (left, left_rows))
        };
        let mut histogram = node.histogram;
        histogram.iter_mut().zip(&small.histogram).for_each(|(cell, &part)| *cell = cell.without(part));
        let large = Growing { node: large.0, rows: large.1, sum: node.sum.without(small.sum), histogram };
        sums[small.node] = small.sum;
        sums[large.node] = large.sum;
        if left_is_smaller { [small, large] } else { [large, small] }
    }

    fn best_split(&self, node: &Growing) -> Option<Split> {
        let mut best: Option<Split> = None;
        for (feature, edges) in self.edges.iter().enumerate() {
            let mut left = Slope::default();
            for bin in 0..edges.len() {
                left.add(node.histogram[feature * BINS + bin]);
                let right = node.sum.without(left);
                if left.second < LEAST || right.second < LEAST {
                    continue;
                }
                let gain = left.gain() + right.gain() - node.sum.gain();
                if gain > best.map_or(1e-6, |best| best.gain) {
                    best = Some(Split { gain, feature, bin });
                }
            }
        }
        best
    }
}

/// Gives every node its value: a leaf what it adds, an inner node the mean of its leaves by their share of the second derivatives. A node
/// that holds nothing adds what its parent adds.
fn settle(tree: &mut Tree, sums: &[Slope; NODES]) {
    let rounded =
        |value: f32| (value * VALUE_STEPS).round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) / VALUE_STEPS;
    for (value, sum) in tree.values[..NODES].iter_mut().zip(sums).skip(INNER) {
        *value = rounded(sum.value() as f32);
    }
    for node in (0..INNER).rev() {
        let (left, right) = (sums[2 * node + 1].second, sums[2 * node + 2].second);
        let (a, b) = (tree.values[2 * node + 1], tree.values[2 * node + 2]);
        tree.values[node] = if left + right > 0.0 { rounded((a * left + b * right) / (left + right)) } else { 0.0 };
    }
}
