//! Gradient boosted trees with monotone constraints on small whole numbers. No more than the
//! matcher needs: log-loss, level by level, Newton steps.

use kehu::matching::features::{COUNT, FEATURES, Row};
use rayon::prelude::*;

/// Numbers a feature may have.
const BINS: usize = 32;
/// Rows a thread adds up at a time.
const CHUNK: usize = 16_384;

/// A training pair.
#[derive(Clone, Copy)]
pub struct Example {
    /// Its features.
    pub row: Row,
    /// 1 when both are one.
    pub label: f32,
    /// How much it counts.
    pub weight: f32,
}

/// How to grow.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Trees.
    pub trees: usize,
    /// Depth of each.
    pub depth: usize,
    /// Share of a step that is taken.
    pub rate: f32,
    /// Regularisation of leaf values.
    pub lambda: f32,
    /// Least second derivative in a leaf.
    pub least: f32,
}

/// A tree, nodes breadth first, the leaves last.
pub struct Tree {
    /// Feature and threshold of inner nodes.
    pub splits: Vec<(u8, u8)>,
    /// Values of all nodes.
    pub values: Vec<f32>,
}

/// Trees and where they start from.
pub struct Forest {
    /// Depth of every tree.
    pub depth: usize,
    /// Log-odds before any tree.
    pub bias: f32,
    /// The trees.
    pub trees: Vec<Tree>,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    g: f32,
    h: f32,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    bin: usize,
    left: f64,
    right: f64,
}

/// Grows trees; `tell` sees each with its number.
pub fn grow(examples: &[Example], plan: Plan, mut tell: impl FnMut(usize, &Forest)) -> Forest {
    let total: f64 = examples.iter().map(|e| f64::from(e.weight)).sum();
    let good: f64 = examples.iter().map(|e| f64::from(e.weight * e.label)).sum();
    let bias = (good / (total - good)).ln() as f32;
    let mut forest = Forest { depth: plan.depth, bias, trees: Vec::new() };
    let mut scores = vec![bias; examples.len()];
    let mut slopes = vec![Sum::default(); examples.len()];
    let mut nodes = vec![0u8; examples.len()];
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    for number in 0..plan.trees {
        slopes.par_iter_mut().zip(examples).zip(&scores).for_each(|((slope, example), score)| {
            let p = 1.0 / (1.0 + (-score).exp());
            slope.g = (p - example.label) * example.weight;
            slope.h = (p * (1.0 - p)).max(1e-6) * example.weight;
        });
        let mut used = [true; COUNT];
        for flag in &mut used {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *flag = (dice >> 33) % 10 < 7;
        }
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let tree = one(examples, &slopes, &mut nodes, plan, &used, (dice >> 33) as u32 | 1);
        scores
            .par_iter_mut()
            .zip(examples)
            .for_each(|(score, example)| *score += value(&tree, plan.depth, &example.row));
        forest.trees.push(tree);
        tell(number, &forest);
    }
    forest
}

/// What a tree says of a row.
pub fn value(tree: &Tree, depth: usize, row: &Row) -> f32 {
    let mut at = 0;
    for _ in 0..depth {
        let (feature, bin) = tree.splits[at];
        at = 2 * at + 1 + usize::from(row[usize::from(feature)] > bin);
    }
    tree.values[at]
}

fn one(
    examples: &[Example],
    slopes: &[Sum],
    nodes: &mut [u8],
    plan: Plan,
    used: &[bool; COUNT],
    salt: u32,
) -> Tree {
    let inner = (1 << plan.depth) - 1;
    let mut tree = Tree { splits: vec![(0, 255); inner], values: vec![0.0; 2 * inner + 1] };
    let mut bounds = vec![(f64::NEG_INFINITY, f64::INFINITY); 2 * inner + 1];
    let mut open = vec![true; 2 * inner + 1];
    nodes.par_iter_mut().enumerate().for_each(|(at, node)| {
        // Half of the rows grow a tree.
        let x = (at as u32).wrapping_mul(0x9e37_79b1) ^ salt.wrapping_mul(0x85eb_ca6b);
        *node = if (x ^ x >> 15).wrapping_mul(0x2c1b_3c6d) >> 31 == 0 { 0 } else { 255 };
    });
    for depth in 0..plan.depth {
        let (first, width) = ((1 << depth) - 1, 1 << depth);
        let sums = histograms(examples, slopes, nodes, width);
        let mut splits = Vec::with_capacity(width);
        for at in 0..width {
            let node = first + at;
            let histogram = &sums[at * COUNT * BINS..(at + 1) * COUNT * BINS];
            if depth == 0 {
                let (g, h) = whole(histogram);
                tree.values[0] = (-g / (h + f64::from(plan.lambda))) as f32;
            }
            let split = if open[node] { best(histogram, bounds[node], plan, used) } else { None };
            let (left, right) = (2 * node + 1, 2 * node + 2);
            match split {
                Some(split) => {
                    tree.splits[node] = (split.feature as u8, split.bin as u8);
                    tree.values[left] = split.left as f32;
                    tree.values[right] = split.right as f32;
                    let (low, high) = bounds[node];
                    let middle = f64::midpoint(split.left, split.right);
                    (bounds[left], bounds[right]) = match FEATURES[split.feature].2 {
                        1 => ((low, middle), (middle, high)),
                        -1 => ((middle, high), (low, middle)),
                        _ => ((low, high), (low, high)),
                    };
                }
                None => {
                    open[left] = false;
                    open[right] = false;
                    bounds[left] = bounds[node];
                    tree.values[left] = tree.values[node];
                    tree.values[right] = tree.values[node];
                }
            }
            splits.push(tree.splits[node]);
        }
        nodes.par_iter_mut().zip(examples).for_each(|(node, example)| {
            if *node != 255 {
                let (feature, bin) = splits[usize::from(*node)];
                *node = *node * 2 + u8::from(example.row[usize::from(feature)] > bin);
            }
        });
    }
    for value in &mut tree.values {
        *value *= plan.rate;
    }
    tree
}

fn histograms(examples: &[Example], slopes: &[Sum], nodes: &[u8], width: usize) -> Vec<Sum> {
    let size = width * COUNT * BINS;
    examples
        .par_chunks(CHUNK)
        .zip(slopes.par_chunks(CHUNK))
        .zip(nodes.par_chunks(CHUNK))
        .with_min_len(16)
        .fold(
            || vec![Sum::default(); size],
            |mut sums, ((examples, slopes), nodes)| {
                for ((example, slope), node) in examples.iter().zip(slopes).zip(nodes) {
                    if *node == 255 {
                        continue;
                    }
                    let own =
                        &mut sums[usize::from(*node) * COUNT * BINS..(usize::from(*node) + 1) * COUNT * BINS];
                    for (feature, bin) in example.row.iter().enumerate() {
                        let sum = &mut own[feature * BINS + usize::from(bin & 31)];
                        sum.g += slope.g;
                        sum.h += slope.h;
                    }
                }
                sums
            },
        )
        .reduce(
            || vec![Sum::default(); size],
            |mut a, b| {
                for (x, y) in a.iter_mut().zip(&b) {
                    x.g += y.g;
                    x.h += y.h;
                }
                a
            },
        )
}

fn whole(histogram: &[Sum]) -> (f64, f64) {
    histogram[..BINS].iter().fold((0.0, 0.0), |(g, h), s| (g + f64::from(s.g), h + f64::from(s.h)))
}

fn best(histogram: &[Sum], (low, high): (f64, f64), plan: Plan, used: &[bool; COUNT]) -> Option<Split> {
    let lambda = f64::from(plan.lambda);
    let (g, h) = whole(histogram);
    let step = |g: f64, h: f64| (-g / (h + lambda)).clamp(low, high);
    let worth = |g: f64, h: f64, w: f64| -(g * w + 0.5 * (h + lambda) * w * w);
    let base = worth(g, h, step(g, h));
    let mut found: Option<Split> = None;
    for feature in (0..COUNT).filter(|feature| used[*feature]) {
        let (mut gl, mut hl) = (0.0, 0.0);
        for bin in 0..BINS - 1 {
            let sum = histogram[feature * BINS + bin];
            gl += f64::from(sum.g);
            hl += f64::from(sum.h);
            let (gr, hr) = (g - gl, h - hl);
            if hl < f64::from(plan.least) {
                continue;
            }
            if hr < f64::from(plan.least) {
                break;
            }
            let (left, right) = (step(gl, hl), step(gr, hr));
            let fits = match FEATURES[feature].2 {
                1 => left <= right,
                -1 => left >= right,
                _ => true,
            };
            let gain = worth(gl, hl, left) + worth(gr, hr, right) - base;
            if fits && gain > 1e-3 && found.is_none_or(|f| gain > f.gain) {
                found = Some(Split { gain, feature, bin, left, right });
            }
        }
    }
    found
}

impl Forest {
    /// Log-odds of a row.
    pub fn sum(&self, row: &Row) -> f32 {
        self.bias + self.trees.iter().map(|tree| value(tree, self.depth, row)).sum::<f32>()
    }

    /// The bytes `src/matching/trees.rs` reads.
    pub fn bytes(&self, slope: f32, shift: f32) -> Vec<u8> {
        let largest = self.trees.iter().flat_map(|t| &t.values).fold(1e-6f32, |m, v| m.max(v.abs()));
        let scale = largest / 32_000.0;
        let mut out = vec![self.depth as u8, 0, 0, 0];
        out.extend((self.trees.len() as u16).to_le_bytes());
        out.extend([0, 0]);
        for word in [scale, self.bias, slope, shift] {
            out.extend(word.to_le_bytes());
        }
        let short = |value: f32| ((value / scale).round() as i16).to_le_bytes();
        for tree in &self.trees {
            for (node, (feature, bin)) in tree.splits.iter().enumerate() {
                out.extend([*feature, *bin]);
                // The root counts as nothing, so that shares add up to the whole.
                out.extend(if node == 0 { [0, 0] } else { short(tree.values[node]) });
            }
            for value in &tree.values[tree.splits.len()..] {
                out.extend(short(*value));
            }
        }
        out
    }
}
