//! Learning without labels: which findings go with being one, told from the pairs alone
//! (expectation and maximisation over the model of Fellegi and Sunter).

/// A finding that is missing.
const MISSING: u8 = u8::MAX;
/// Added to each count, so that nothing is impossible.
const SMOOTH: f64 = 0.5;

/// What was learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned<const F: usize, const L: usize> {
    /// Share of the pairs that are one.
    pub share: f64,
    /// Log-odds of each finding of each field.
    pub weights: [[f64; L]; F],
}

/// Shares of each finding among pairs, those where a side is empty left out.
pub fn shares<const F: usize, const L: usize>(pairs: impl Iterator<Item = ([u8; F], f64)>) -> [[f64; L]; F] {
    let mut counts = [[SMOOTH; L]; F];
    for (pair, weight) in pairs {
        for (field, level) in pair.iter().enumerate().filter(|(_, level)| **level != MISSING) {
            counts[field][usize::from(*level).min(L - 1)] += weight;
        }
    }
    for field in &mut counts {
        let all: f64 = field.iter().sum();
        field.iter_mut().for_each(|count| *count /= all);
    }
    counts
}

/// Learns from the findings of pairs. `start` tells where to begin; `chance` are the shares of
/// findings among any two records, when known: else they are learned, too.
pub fn learn<const F: usize, const L: usize>(
    pairs: &[[u8; F]],
    start: &Learned<F, L>,
    chance: Option<&[[f64; L]; F]>,
    rounds: usize,
) -> Learned<F, L> {
    let mut learned = start.clone();
    for _ in 0..rounds {
        let prior = (learned.share / (1.0 - learned.share)).ln();
        let sum = |pair: &[u8; F]| {
            let told = pair.iter().enumerate().filter(|(_, level)| **level != MISSING);
            prior + told.map(|(f, level)| learned.weights[f][usize::from(*level).min(L - 1)]).sum::<f64>()
        };
        let odds: Vec<f64> = pairs.iter().map(|pair| 1.0 / (1.0 + (-sum(pair)).exp())).collect();
        let one: [[f64; L]; F] = shares(pairs.iter().copied().zip(odds.iter().copied()));
        let two: [[f64; L]; F] = chance
            .copied()
            .unwrap_or_else(|| shares(pairs.iter().copied().zip(odds.iter().map(|p| 1.0 - p))));
        if chance.is_none() {
            let all = pairs.len().max(1) as f64;
            learned.share = (odds.iter().sum::<f64>() / all).clamp(1e-6, 1.0 - 1e-6);
        }
        for (weights, (one, two)) in learned.weights.iter_mut().zip(one.iter().zip(&two)) {
            for (weight, (one, two)) in weights.iter_mut().zip(one.iter().zip(two)) {
                *weight = (one / two).ln().clamp(-9.0, 9.0);
            }
        }
    }
    learned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_goes_with_being_one() {
        let mut pairs = Vec::new();
        let mut state = 1u64;
        let mut chance = |percent: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % 100 < percent
        };
        for _ in 0..2000 {
            let likely = if chance(10) { 90 } else { 8 };
            pairs.push([(); 3].map(|()| u8::from(chance(likely))));
        }
        let start = Learned { share: 0.1, weights: [[-1.0, 1.0]; 3] };
        let learned = learn(&pairs, &start, None, 20);
        assert!((0.05..0.25).contains(&learned.share), "{learned:?}");
        assert!(learned.weights.iter().all(|w| w[1] > 1.0 && w[0] < 0.0), "{learned:?}");
    }
}
