//! A whole book at once: which records are one?

use rayon::prelude::*;

use super::blocks::{Blocks, MOST_RECORDS};
use super::compare;
use super::features::features;
use super::prepared::Prepared;
use super::weigh::{Model, probability};

/// What shared keys must weigh for a pair to be compared, for each e-fold of records.
const LEAST: f64 = 0.95;
/// How far below the limit the first trees may leave a pair that the others lift.
const MARGIN: f64 = 3.0;

/// Two records and how likely they are one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Number of the first record.
    pub a: u32,
    /// Number of the second, larger than the first.
    pub b: u32,
    /// Probability.
    pub score: f64,
}

/// What shared keys must weigh in a book of so many records.
pub fn least(records: usize) -> f32 {
    (LEAST * (records.max(100) as f64).ln()) as f32
}

/// All pairs of records at or above a score, best first. `progress` is told how many records
/// were worked through since it was last told.
pub fn pairs(
    records: &mut [Prepared],
    model: &Model,
    min: f64,
    progress: impl Fn(usize) + Sync,
) -> Vec<Pair> {
    let most = records.len().min(MOST_RECORDS);
    let records = &mut records[..most];
    let blocks = Blocks::new(records);
    let records = &*records;
    let plain = model.is_plain();
    let limit = (min / (1.0 - min).max(1e-9)).max(1e-9).ln();
    let mut found = blocks.each(
        self::least(records.len()),
        |a, b, _| {
            let (x, y) = (&records[a], &records[b]);
            if x.person.is_some() && y.person.is_some() {
                let score = compare::score(x, y, model);
                return (score >= min).then_some(Pair { a: a as u32, b: b as u32, score });
            }
            let row = features(x, y);
            let added = compare::added(x, y, model);
            let sum = if plain {
                model.trees.sum_above(&row, limit - added, MARGIN)? + added
            } else {
                compare::row_sum(&row, model) + added
            };
            let score = if sum < compare::SAME && compare::same(x, y) {
                probability(compare::SAME)
            } else {
                probability(sum)
            };
            (score >= min).then_some(Pair { a: a as u32, b: b as u32, score })
        },
        progress,
    );
    found.par_sort_unstable_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    found
}
