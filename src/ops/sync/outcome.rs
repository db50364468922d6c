//! What came of a sync, and how scripts read it.

use serde_json::{Value as Json, json};

use super::{Clash, Note};
use crate::error::Lang;
use crate::ops::gate::Refusal;

/// How much went one way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amount {
    /// Commits.
    pub commits: usize,
    /// Records they touched.
    pub records: usize,
    /// Whose they are.
    pub people: Vec<String>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synced {
    /// With whom.
    pub remote: String,
    /// What came.
    pub fetched: Amount,
    /// What went.
    pub pushed: Amount,
    /// The merge commits made; several when others were faster.
    pub merged: Vec<String>,
    /// What is in conflict through the merge.
    pub conflicts: Vec<Clash>,
    /// What two people made apart.
    pub held: Held,
    /// What is not as it should be.
    pub problems: Vec<Note>,
    /// What the makers of commits that came were not allowed.
    pub amiss: Vec<Refusal>,
    /// What else is worth telling.
    pub notes: Vec<Note>,
}

/// Pairs of records that two people made apart, as far as who looks may know of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Those that look like one.
    pub collisions: Vec<(String, String)>,
    /// Those that have one thing at one time.
    pub bookings: Vec<(String, String)>,
}

impl Held {
    pub(super) fn extend(&mut self, more: Self) {
        self.collisions.extend(more.collisions);
        self.bookings.extend(more.bookings);
    }
}

impl Amount {
    pub(super) fn add(&mut self, more: Self) {
        self.commits += more.commits;
        self.records += more.records;
        for person in more.people {
            if !self.people.contains(&person) {
                self.people.push(person);
            }
        }
    }

    fn json(&self) -> Json {
        json!({"commits": self.commits, "records": self.records, "people": self.people})
    }
}

impl Synced {
    /// What scripts read.
    pub fn json(&self, lang: Lang) -> Json {
        let note = |note: &Note| json!({"path": note.path, "message": lang.pick(&note.en, &note.zh)});
        let amiss = |refusal: &Refusal| json!({"commit": refusal.commit, "message": lang.pick(&refusal.error.en, &refusal.error.zh)});
        let clash = |clash: &Clash| json!({"kind": clash.kind, "id": clash.id, "field": clash.field, "path": clash.path});
        json!({
            "remote": self.remote,
            "fetched": self.fetched.json(),
            "pushed": self.pushed.json(),
            "merged": self.merged.last(),
            "conflicts": self.conflicts.iter().map(clash).collect::<Json>(),
            "collisions": self.held.collisions.iter().map(|(a, b)| json!([a, b])).collect::<Json>(),
            "bookings": self.held.bookings.iter().map(|(a, b)| json!([a, b])).collect::<Json>(),
            "problems": self.problems.iter().map(note).collect::<Json>(),
            "amiss": self.amiss.iter().map(amiss).collect::<Json>(),
            "notes": self.notes.iter().map(note).collect::<Json>(),
        })
    }
}
