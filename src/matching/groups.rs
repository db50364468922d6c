//! Pairs made into groups: whoever is one with a member is in, as long as the group holds together.

use std::collections::HashMap;

use super::pairs::Pair;

/// Mean score that all pairs between two groups must reach for the groups to become one; pairs
/// that were not told count as 0.
const COHERENT: f64 = 0.25;

/// Groups of two and more, each in order, from pairs as [`super::pairs::pairs`] gives them. Pairs
/// below `limit` bind nobody, but they count when two groups ask whether they are one.
pub fn groups(pairs: &[Pair], limit: f64) -> Vec<Vec<u32>> {
    let scores: HashMap<(u32, u32), f64> = pairs.iter().map(|pair| ((pair.a, pair.b), pair.score)).collect();
    let mut order: Vec<&Pair> = pairs.iter().filter(|pair| pair.score >= limit).collect();
    order.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut home: HashMap<u32, usize> = HashMap::new();
    let mut members: Vec<Vec<u32>> = Vec::new();
    for pair in order {
        let mut own = |record: u32| {
            *home.entry(record).or_insert_with(|| {
                members.push(vec![record]);
                members.len() - 1
            })
        };
        let (x, y) = (own(pair.a), own(pair.b));
        if x == y || !coherent(&members[x], &members[y], &scores) {
            continue;
        }
        let (keep, go) = if members[x].len() >= members[y].len() { (x, y) } else { (y, x) };
        let moved = std::mem::take(&mut members[go]);
        for record in &moved {
            home.insert(*record, keep);
        }
        members[keep].extend(moved);
    }
    let mut all: Vec<Vec<u32>> = members.into_iter().filter(|group| group.len() > 1).collect();
    for group in &mut all {
        group.sort_unstable();
    }
    all.sort_unstable();
    all
}

fn coherent(x: &[u32], y: &[u32], scores: &HashMap<(u32, u32), f64>) -> bool {
    let mut sum = 0.0;
    for a in x {
        for b in y {
            sum += scores.get(&((*a).min(*b), (*a).max(*b))).copied().unwrap_or(0.0);
        }
    }
    sum >= COHERENT * (x.len() * y.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_of_strangers_is_no_group() {
        let pair = |a, b, score| Pair { a, b, score };
        let all = [pair(0, 1, 0.99), pair(1, 2, 0.98), pair(0, 2, 0.4), pair(3, 4, 0.97), pair(2, 3, 0.6)];
        assert_eq!(groups(&all, 0.5), vec![vec![0, 1, 2], vec![3, 4]]);
    }
}
