//! What people at work apart are given to do, by chance that is the same everywhere.

/// A small generator of numbers that is the same everywhere (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }
}

/// How often each verb is given, of a hundred.
pub struct Mix {
    /// With less customers than this, another one is made.
    pub least: usize,
    verbs: &'static [(&'static str, usize)],
}

/// As people work.
pub const WORK: Mix = Mix {
    least: 3,
    verbs: &[
        ("new", 15),
        ("log", 30),
        ("set", 15),
        ("level", 12),
        ("tag", 4),
        ("merge", 6),
        ("rm", 3),
        ("handover", 2),
        ("plan", 2),
        ("resolve", 2),
        ("sync", 9),
    ],
};

/// A few customers, merged and handed over all the time.
pub const FEW: Mix = Mix {
    least: 6,
    verbs: &[
        ("new", 4),
        ("log", 8),
        ("opportunity", 6),
        ("set", 6),
        ("level", 4),
        ("merge", 22),
        ("rm", 2),
        ("handover", 10),
        ("plan", 14),
        ("resolve", 6),
        ("sync", 18),
    ],
};

impl Mix {
    /// The verb of a number below a hundred.
    pub fn verb(&self, mut roll: usize) -> &'static str {
        for (verb, share) in self.verbs {
            if roll < *share {
                return verb;
            }
            roll -= share;
        }
        "sync"
    }
}
