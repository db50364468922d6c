//! Boosted trees: the learned part of the comparison. Data, read where it lies.
//!
//! Layout, little endian: `depth: u8`, two zero bytes, one unused; `trees: u16`, unused `u16`; `scale: f32`,
//! `bias: f32`, `slope: f32`, `shift: f32`; then tree by tree the inner nodes in breadth-first
//! order (feature `u8`, threshold `u8`, value `i16`) and the leaves (value `i16`). A row goes left
//! when its number is at most the threshold. `slope` and `shift` calibrate the sum.

use std::borrow::Cow;

use super::features::{COUNT, FEATURES, Row, Topic};

const HEAD: usize = 24;

/// The trees.
#[derive(Debug, Clone, PartialEq)]
pub struct Trees {
    bytes: Cow<'static, [u8]>,
    depth: usize,
    count: usize,
    unit: f32,
    bias: f32,
}

impl Trees {
    /// The trees shipped.
    pub fn shipped() -> Self {
        Self::read(Cow::Borrowed(include_bytes!("model.bin"))).unwrap_or_else(Self::none)
    }

    /// No trees: every pair has even odds.
    fn none() -> Self {
        Self { bytes: Cow::Borrowed(&[]), depth: 0, count: 0, unit: 0.0, bias: 0.0 }
    }

    /// Reads trees; `None` when the bytes are none.
    pub fn read(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let word = |at: usize| Some(f32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let depth = usize::from(*bytes.first()?);
        let count = usize::from(u16::from_le_bytes(bytes.get(4..6)?.try_into().ok()?));
        let (scale, bias, slope, shift) = (word(8)?, word(12)?, word(16)?, word(20)?);
        let fits = depth <= 8 && bytes.len() == HEAD + count * tree_len(depth);
        let sound = || {
            bytes[HEAD..]
                .chunks(tree_len(depth))
                .all(|tree| tree[..inner(depth) * 4].chunks(4).all(|node| usize::from(node[0]) < COUNT))
        };
        (fits && sound()).then_some(Self {
            unit: scale * slope,
            bias: bias * slope + shift,
            depth,
            count,
            bytes,
        })
    }

    /// The sum before any evidence.
    pub fn bias(&self) -> f64 {
        f64::from(self.bias)
    }

    fn tree(&self, number: usize) -> (&[u8], &[u8]) {
        let start = HEAD + number * tree_len(self.depth);
        self.bytes[start..start + tree_len(self.depth)].split_at(inner(self.depth) * 4)
    }

    /// Log-odds of a row.
    pub fn sum(&self, row: &Row) -> f64 {
        self.partial(row, 0, self.count) + self.bias()
    }

    /// What some of the trees add.
    fn partial(&self, row: &Row, from: usize, to: usize) -> f64 {
        let mut wide = [0u8; 64];
        wide[..COUNT].copy_from_slice(row);
        let leaves_from = inner(self.depth);
        let mut total = 0i64;
        let trees = &self.bytes[HEAD + from * tree_len(self.depth)..HEAD + to * tree_len(self.depth)];
        for tree in trees.chunks_exact(tree_len(self.depth).max(1)) {
            if let Ok(six) = <&[u8; SIX]>::try_from(tree) {
                total += i64::from(in_six(six, &wide));
                continue;
            }
            let (nodes, leaves) = tree.split_at(leaves_from * 4);
            let mut at = 0;
            for _ in 0..self.depth {
                let node = &nodes[at * 4..at * 4 + 2];
                at = 2 * at + 1 + usize::from(wide[usize::from(node[0] & 63)] > node[1]);
            }
            let leaf = (at - leaves_from) * 2;
            total += i64::from(i16::from_le_bytes([leaves[leaf], leaves[leaf + 1]]));
        }
        total as f64 * f64::from(self.unit)
    }

    /// Log-odds of a row when it may be enough, `None` as soon as the first trees rule it out.
    pub fn sum_above(&self, row: &Row, least: f64, margin: f64) -> Option<f64> {
        let first = self.count / 6;
        let start = self.partial(row, 0, first);
        if start + self.bias() < least - margin {
            return None;
        }
        Some(start + self.partial(row, first, self.count) + self.bias())
    }

    /// What each topic adds, in the order of [`Topic`]; together with the bias it is the sum.
    pub fn shares(&self, row: &Row) -> [f64; Topic::ALL.len()] {
        let mut totals = [0i64; Topic::ALL.len()];
        let leaves_from = inner(self.depth);
        for number in 0..self.count {
            let (nodes, leaves) = self.tree(number);
            let mut at = 0;
            let mut value = 0;
            for _ in 0..self.depth {
                let node = &nodes[at * 4..at * 4 + 4];
                let topic = FEATURES[usize::from(node[0])].1;
                at = 2 * at + 1 + usize::from(row[usize::from(node[0])] > node[1]);
                let bytes = if at < leaves_from {
                    [nodes[at * 4 + 2], nodes[at * 4 + 3]]
                } else {
                    [leaves[(at - leaves_from) * 2], leaves[(at - leaves_from) * 2 + 1]]
                };
                let next = i64::from(i16::from_le_bytes(bytes));
                totals[topic as usize] += next - value;
                value = next;
            }
        }
        totals.map(|total| total as f64 * f64::from(self.unit))
    }
}

/// Bytes of a tree of depth 6.
const SIX: usize = 63 * 4 + 64 * 2;

/// What a tree of depth 6 says; masks keep every place within bounds.
fn in_six(tree: &[u8; SIX], row: &[u8; 64]) -> i16 {
    let mut at = 0usize;
    for _ in 0..6 {
        let node = (at & 63) * 4;
        at = 2 * at + 1 + usize::from(row[usize::from(tree[node] & 63)] > tree[node + 1]);
    }
    let leaf = 63 * 4 + (at.wrapping_sub(63) & 63) * 2;
    i16::from_le_bytes([tree[leaf], tree[leaf + 1]])
}

/// Inner nodes of a tree.
fn inner(depth: usize) -> usize {
    (1 << depth) - 1
}

/// Bytes of a tree.
fn tree_len(depth: usize) -> usize {
    inner(depth) * 4 + (1 << depth) * 2
}
