//! Precision, recall and what else tells a good matcher from a bad one.

use super::{Query, Set, groups};
use kehu::matching::pairs::Pair;

/// Precision, recall, F1.
#[derive(Clone, Copy, Default)]
pub struct Quality {
    /// Share of the told that is true.
    pub precision: f64,
    /// Share of the true that is told.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Quality {
    /// From hits, told and true ones.
    pub fn of(hits: usize, told: usize, truth: usize) -> Self {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let (precision, recall) = (share(hits, told), share(hits, truth));
        let f1 = if hits == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        Self { precision, recall, f1 }
    }
}

/// Quality at a limit, and the best there is with its limit. Pairs come best first.
pub fn pairs(set: &Set, found: &[Pair], limit: f64) -> (Quality, Quality, f64) {
    let (mut hits, mut at, mut best, mut best_at) = (0, Quality::default(), Quality::default(), 1.0);
    for (told, pair) in found.iter().enumerate() {
        hits += usize::from(set.truth.contains(&(pair.a, pair.b)));
        let quality = Quality::of(hits, told + 1, set.truth.len());
        if quality.f1 > best.f1 {
            (best, best_at) = (quality, pair.score);
        }
        if pair.score >= limit {
            at = quality;
        }
    }
    (at, best, best_at)
}

/// Quality of the groups that pairs at or above a limit make.
pub fn closed(set: &Set, found: &[Pair], limit: f64) -> Quality {
    let told = found.iter().filter(|pair| pair.score >= limit).map(|pair| (pair.a, pair.b));
    grouped(set, &groups(set.ids.len(), told))
}

/// Quality of groups, given by the root of each record.
pub fn grouped(set: &Set, roots: &[u32]) -> Quality {
    let mut sizes = vec![0usize; roots.len()];
    for root in roots {
        sizes[*root as usize] += 1;
    }
    let told: usize = sizes.iter().map(|n| n * n.saturating_sub(1) / 2).sum();
    let hits = set.truth.iter().filter(|(a, b)| roots[*a as usize] == roots[*b as usize]).count();
    Quality::of(hits, told, set.truth.len())
}

/// What a look-up found: records with scores, best first.
pub type Found = Vec<(usize, f64)>;

/// Figures of look-ups.
#[derive(Default)]
pub struct Looks {
    /// The right one first.
    pub first: f64,
    /// The right one among the first five.
    pub five: f64,
    /// Right one first and above the limit that 1 % and 5 % of the new ones reach.
    pub found: [f64; 2],
    /// Share of plainly new ones at or above `duplicate` and `possible`.
    pub fresh: [f64; 2],
    /// Share of all new ones at or above `duplicate`.
    pub alarms: f64,
    /// Right one first and at or above `duplicate`.
    pub hits: f64,
}

/// Scores look-ups.
pub fn looks(queries: &[Query], found: &[Found], duplicate: f64, possible: f64) -> Looks {
    let mut looks = Looks::default();
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for (query, found) in queries.iter().zip(found) {
        let top = found.first().map_or(0.0, |f| f.1);
        if query.answers.is_empty() {
            new.push((top, query.tags.ends_with("fresh")));
        } else {
            let rank = found.iter().position(|(record, _)| query.answers.contains(record));
            old.push((top, rank));
        }
    }
    let share = |count: usize, all: usize| count as f64 / all.max(1) as f64;
    looks.first = share(old.iter().filter(|o| o.1 == Some(0)).count(), old.len());
    looks.five = share(old.iter().filter(|o| o.1.is_some_and(|r| r < 5)).count(), old.len());
    let mut tops: Vec<f64> = new.iter().map(|n| n.0).collect();
    tops.sort_by(|a, b| b.total_cmp(a));
    for (slot, rate) in [0.01, 0.05].into_iter().enumerate() {
        let allowed = (tops.len() as f64 * rate).floor() as usize;
        let limit = tops.get(allowed).copied().unwrap_or(0.0);
        looks.found[slot] = share(old.iter().filter(|o| o.1 == Some(0) && o.0 > limit).count(), old.len());
    }
    let fresh: Vec<f64> = new.iter().filter(|n| n.1).map(|n| n.0).collect();
    for (slot, limit) in [duplicate, possible].into_iter().enumerate() {
        looks.fresh[slot] = share(fresh.iter().filter(|top| **top >= limit).count(), fresh.len());
    }
    looks.alarms = share(new.iter().filter(|n| n.0 >= duplicate).count(), new.len());
    looks.hits = share(old.iter().filter(|o| o.1 == Some(0) && o.0 >= duplicate).count(), old.len());
    looks
}
