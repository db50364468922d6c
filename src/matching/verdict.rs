//! What a score means.

use super::weigh::Model;

/// Duplicate, possible or new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The customer exists.
    Duplicate,
    /// It may exist.
    Possible,
    /// Nobody has it.
    New,
}

impl Verdict {
    /// The verdict for the best score.
    pub fn of(score: f64, model: &Model) -> Self {
        if score >= model.duplicate {
            Self::Duplicate
        } else if score >= model.possible {
            Self::Possible
        } else {
            Self::New
        }
    }

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Possible => "possible",
            Self::New => "new",
        }
    }
}
