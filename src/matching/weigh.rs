//! The weights of the evidence, in log-odds, and the two limits.
//!
//! Set by hand on the public 10k set and checked on the 100k set; `docs/decisions.md` has the
//! figures.

/// Weights and limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// From this probability on it is a duplicate.
    pub duplicate: f64,
    /// From this probability on it is shown.
    pub possible: f64,
    /// Before any evidence: most pairs that share a key are two.
    pub prior: f64,
    /// The whole name is the same.
    pub same_name: f64,
    /// The core is the same.
    pub same_core: f64,
    /// The brand is the same.
    pub same_brand: f64,
    /// Pinyin of the other.
    pub pinyin: f64,
    /// Initials of the other.
    pub initials: f64,
    /// A name that sounds the same.
    pub sounds: f64,
    /// A name that differs in everything.
    pub other_name: f64,
    /// Another branch.
    pub other_branch: f64,
    /// Same phone.
    pub same_phone: f64,
    /// Both have phones of the same sort, none the same.
    pub other_phone: f64,
    /// Same address of a mailbox.
    pub same_email: f64,
    /// Same domain of their own.
    pub same_domain: f64,
    /// Both have domains of their own, none the same.
    pub other_domain: f64,
    /// Same street address.
    pub same_address: f64,
    /// Another city.
    pub other_city: f64,
    /// The same city.
    pub same_city: f64,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            duplicate: 0.8,
            possible: 0.3,
            prior: -3.5,
            same_name: 6.0,
            same_core: 4.2,
            same_brand: 1.6,
            pinyin: 3.4,
            initials: 1.8,
            sounds: 2.6,
            other_name: -4.5,
            other_branch: -5.0,
            same_phone: 5.2,
            other_phone: -0.6,
            same_email: 5.2,
            same_domain: 4.6,
            other_domain: -1.2,
            same_address: 2.4,
            other_city: -2.4,
            same_city: 0.4,
        }
    }
}
