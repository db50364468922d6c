//! Where records lead that were merged into others, in each version and in the merged book, and where what was with them belongs.

use std::cell::RefCell;
use std::collections::HashMap;

use super::redirects::{Redirects, older_target, targets};
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::ops::Desk;
use crate::ops::resolve::MOST_MERGES;
use crate::store::Snapshot;

/// The records with which an entry or a card is in each version: base, ours, theirs.
pub type Beside<'f> = [Vec<&'f Id>; 3];

/// Where records lead, in each version and in the merged book.
pub struct Ways<'w> {
    desk: &'w Desk,
    versions: [Snapshot; 3],
    kind: &'w Kind,
    redirects: &'w Redirects,
    known: RefCell<HashMap<Id, [Option<Id>; 3]>>,
}

impl<'w> Ways<'w> {
    /// Those of the records of a kind.
    pub fn new(desk: &'w Desk, versions: [Snapshot; 3], kind: &'w Kind, redirects: &'w Redirects) -> Self {
        Self { desk, versions, kind, redirects, known: RefCell::default() }
    }

    /// What a card became part of, as each version says.
    fn targets(&self, id: &Id) -> Result<[Option<Id>; 3]> {
        if let Some(known) = self.known.borrow().get(id) {
            return Ok(known.clone());
        }
        let targets = targets(self.desk, &self.versions, self.kind, id)?;
        self.known.borrow_mut().insert(id.clone(), targets.clone());
        Ok(targets)
    }

    /// The record that one is part of in a version.
    fn end_in(&self, version: usize, id: &Id) -> Result<Id> {
        let mut at = id.clone();
        for _ in 0..MOST_MERGES {
            let Some(next) = self.targets(&at)?[version].take() else { break };
            at = next;
        }
        Ok(at)
    }

    /// The record that one is part of in the merged book.
    pub fn end(&self, id: &Id) -> Result<Id> {
        let mut at = id.clone();
        for _ in 0..MOST_MERGES {
            let name = (self.kind.name.clone(), at.clone());
            let next = match self.redirects.last.get(&name) {
                Some(next) => Some(next.clone()),
                // One of a circle stands for itself.
                None if self.redirects.by.iter().any(|by| by.contains_key(&name)) => None,
                None => older_target(self.targets(&at)?),
            };
            let Some(next) = next else { break };
            at = next;
        }
        Ok(at)
    }

    /// The record with which something belongs that is with `owner` in a version.
    pub fn home(&self, beside: &Beside<'_>, owner: &Id) -> Result<Id> {
        // One id for two things tells nothing of where either went.
        if beside.iter().any(|owners| owners.len() > 1) {
            return self.end(owner);
        }
        let [base, ours, theirs] = [0, 1, 2].map(|version: usize| beside[version].first().copied());
        let Some(base) = base else { return self.end(owner) };
        // Where its card went is where it goes; a side that took it elsewhere knew better, having met more people.
        let mut taken = Vec::new();
        for (version, now) in [(1, ours), (2, theirs)] {
            if let Some(now) = now
                && now != base
                && *now != self.end_in(version, base)?
            {
                taken.push(now);
            }
        }
        self.end(taken.into_iter().min().unwrap_or(base))
    }
}
