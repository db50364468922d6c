//! The model fitted to one company's book: a prior, and a factor for what each topic adds.
//!
//! With decisions (merged, distinct) as labels both are learned, held close to what is shipped.
//! Without labels only the prior moves: how many of the candidates are one here.

use super::compare::Prepared;
use super::features::{Topic, features};
use super::weigh::{Model, probability};

/// Topics.
const TOPICS: usize = Topic::ALL.len();
/// How strongly a factor is held to 1; so many decisions weigh as much as what is shipped.
const HOLD: f64 = 30.0;
/// How strongly the prior is held to 0.
const HOLD_PRIOR: f64 = 4.0;
/// Share of the candidates the trees were learned from that are one.
const SHIPPED_SHARE: f64 = 0.0145;

/// A pair as the shipped trees see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// What each topic adds.
    pub shares: [f64; TOPICS],
    /// Log-odds before any evidence.
    pub base: f64,
}

impl Seen {
    /// Looks at a pair.
    pub fn of(a: &Prepared, b: &Prepared, model: &Model) -> Self {
        Self { shares: model.trees.shares(&features(a, b)), base: model.trees.bias() }
    }

    fn sum(&self, tuned: &Tuning) -> f64 {
        let told = self.shares.iter().zip(&tuned.factors).map(|(share, factor)| share * factor);
        self.base + tuned.prior + told.sum::<f64>()
    }
}

/// What is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuning {
    /// Log-odds added before any evidence.
    pub prior: f64,
    /// Factor of what each topic adds.
    pub factors: [f64; TOPICS],
}

impl Default for Tuning {
    fn default() -> Self {
        Self { prior: 0.0, factors: [1.0; TOPICS] }
    }
}

impl Tuning {
    /// What a model has now.
    pub fn of(model: &Model) -> Self {
        Self { prior: model.prior, factors: model.factors }
    }

    /// The model with this in its place.
    pub fn applied(&self, model: &Model) -> Model {
        Model { prior: self.prior, factors: self.factors, ..model.clone() }
    }

    /// The table for `kehu.toml`; factors that stay 1 are left out.
    pub fn toml(&self) -> String {
        let mut text = format!("[matching]\nprior = {:.2}\n\n[matching.weights]\n", self.prior);
        for (topic, word) in Topic::ALL {
            let factor = self.factors[topic as usize];
            if (factor - 1.0).abs() >= 0.005 {
                text.push_str(&format!("{word} = {factor:.2}\n"));
            }
        }
        text
    }
}

/// How many decisions a model would have taken like the people did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hits {
    /// One, and found.
    pub found: usize,
    /// One, and missed.
    pub missed: usize,
    /// Two, and left apart.
    pub apart: usize,
    /// Two, and taken for one.
    pub wrong: usize,
}

/// Counts what a tuning makes of decisions.
pub fn hits(decisions: &[(Seen, bool)], tuning: &Tuning, limit: f64) -> Hits {
    let mut hits = Hits::default();
    for (seen, same) in decisions {
        match (*same, probability(seen.sum(tuning)) >= limit) {
            (true, true) => hits.found += 1,
            (true, false) => hits.missed += 1,
            (false, false) => hits.apart += 1,
            (false, true) => hits.wrong += 1,
        }
    }
    hits
}

/// Learns from decisions: `true` for merged, `false` for distinct.
pub fn from_decisions(decisions: &[(Seen, bool)]) -> Tuning {
    let mut tuning = Tuning::default();
    for _ in 0..200 {
        let mut slope = [0.0; TOPICS];
        let mut bend = [HOLD; TOPICS];
        let (mut prior_slope, mut prior_bend) = (HOLD_PRIOR * tuning.prior, HOLD_PRIOR);
        for (at, factor) in tuning.factors.iter().enumerate() {
            slope[at] = HOLD * (factor - 1.0);
        }
        for (seen, same) in decisions {
            let p = probability(seen.sum(&tuning));
            let (off, steep) = (p - f64::from(u8::from(*same)), (p * (1.0 - p)).max(0.01));
            prior_slope += off;
            prior_bend += steep;
            for (at, share) in seen.shares.iter().enumerate() {
                slope[at] += off * share;
                bend[at] += steep * share * share * TOPICS as f64;
            }
        }
        tuning.prior -= prior_slope / prior_bend;
        for (at, factor) in tuning.factors.iter_mut().enumerate() {
            // A topic that speaks against itself says nothing here.
            *factor = (*factor - slope[at] / bend[at]).clamp(0.0, 4.0);
        }
    }
    tuning.prior = tuning.prior.clamp(-6.0, 6.0);
    tuning
}

/// Learns the prior of a book from its candidates, without labels.
pub fn from_book(candidates: &[Seen]) -> Tuning {
    let mut tuning = Tuning::default();
    if candidates.is_empty() {
        return tuning;
    }
    let odds = |share: f64| (share / (1.0 - share)).ln();
    let mut share = SHIPPED_SHARE;
    for _ in 0..50 {
        tuning.prior = odds(share) - odds(SHIPPED_SHARE);
        let sum: f64 = candidates.iter().map(|seen| probability(seen.sum(&tuning))).sum();
        share = (sum / candidates.len() as f64).clamp(1e-5, 0.5);
    }
    tuning.prior = tuning.prior.clamp(-3.0, 3.0);
    tuning
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(phone: f64, name: f64) -> Seen {
        let mut shares = [0.0; TOPICS];
        shares[Topic::Phone as usize] = phone;
        shares[Topic::Name as usize] = name;
        Seen { shares, base: -3.0 }
    }

    #[test]
    fn a_phone_that_deceives_loses_its_weight() {
        // In this book agents give their own phone: the phone agrees, and they are two.
        let decisions: Vec<(Seen, bool)> = (0..200)
            .map(|n| if n % 2 == 0 { (seen(5.0, -1.0), false) } else { (seen(0.0, 5.0), true) })
            .collect();
        let tuned = from_decisions(&decisions);
        assert!(tuned.factors[Topic::Phone as usize] < 0.8, "{tuned:?}");
        let (before, after) = (hits(&decisions, &Tuning::default(), 0.5), hits(&decisions, &tuned, 0.5));
        assert!(after.wrong < before.wrong && after.missed <= before.missed, "{before:?} {after:?}");
        assert!(tuned.toml().contains("phone = "));
        assert_eq!(from_decisions(&[]), Tuning::default());
    }

    #[test]
    fn a_book_without_labels_moves_the_prior() {
        let clean: Vec<Seen> = (0..2000).map(|_| seen(0.0, -4.0)).collect();
        assert!(from_book(&clean).prior < 0.0);
        assert_eq!(from_book(&[]), Tuning::default());
    }
}
