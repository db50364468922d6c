//! The weights of the evidence and the two limits.
//!
//! The trees are learned (`benches/train.rs`, `docs/matching.md`); what a book may change is the
//! limits, the prior and a factor for each topic.

use super::features::Topic;
use super::trees::Trees;

/// Weights and limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// From this probability on it is a duplicate.
    pub duplicate: f64,
    /// From this probability on it is shown.
    pub possible: f64,
    /// Log-odds added before any evidence.
    pub prior: f64,
    /// Log-odds added when a scrap is asked for: it is thought to be here.
    pub scrap: f64,
    /// Factor of what each topic adds.
    pub factors: [f64; Topic::ALL.len()],
    /// The learned trees.
    pub trees: Trees,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            duplicate: 0.5,
            possible: 0.15,
            prior: 0.0,
            scrap: 2.0,
            factors: [1.0; Topic::ALL.len()],
            trees: Trees::shipped(),
        }
    }
}

impl Model {
    /// True when the trees' own sum is what counts.
    pub fn is_plain(&self) -> bool {
        self.factors.iter().all(|factor| *factor == 1.0)
    }
}

/// The probability that log-odds stand for.
pub fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
