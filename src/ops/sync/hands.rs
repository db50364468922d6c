//! Who wrote what on each side, from the commits that came since the two parted; read only when somebody has to choose.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::error::Result;
use crate::model::conflict::{at, removal};
use crate::model::date::DateTime;
use crate::model::kind::{Kind, Storage};
use crate::model::merge::{Spot, Stamp, Which};
use crate::model::record::{read_fields, read_journal};
use crate::model::value::{Map, Value};
use crate::ops::Desk;
use crate::ops::desk::person_id;
use crate::ops::past::People;
use crate::store::history::{Line, Step};
use crate::store::{BlobId, Snapshot};

/// One side of a merge: its tip, and its commits since the bases.
pub struct Hand {
    /// The side as it is.
    pub tip: Snapshot,
    line: OnceCell<Line>,
    places: OnceCell<HashMap<String, Vec<usize>>>,
}

impl Hand {
    /// A side.
    pub fn of(tip: Snapshot) -> Self {
        Self { tip, line: OnceCell::new(), places: OnceCell::new() }
    }
}

/// The hands at work on both sides.
pub struct Hands<'a> {
    desk: &'a Desk,
    /// Where they parted.
    pub bases: Vec<Snapshot>,
    /// Ours and theirs.
    pub sides: [Hand; 2],
    people: OnceCell<People>,
}

impl<'a> Hands<'a> {
    /// The hands of two sides that parted at `bases`.
    pub fn new(desk: &'a Desk, bases: Vec<Snapshot>, ours: Snapshot, theirs: Snapshot) -> Self {
        Self { desk, bases, sides: [Hand::of(ours), Hand::of(theirs)], people: OnceCell::new() }
    }

    /// Both sides as they are.
    pub fn tips(&self) -> [Snapshot; 2] {
        self.sides.each_ref().map(|side| side.tip)
    }

    /// The commits of a side, newest first.
    pub fn line(&self, which: Which) -> Result<&Line> {
        let hand = self.hand(which);
        if let Some(line) = hand.line.get() {
            return Ok(line);
        }
        let line = self.desk.book.line(hand.tip, &self.bases)?;
        Ok(hand.line.get_or_init(|| line))
    }

    fn hand(&self, which: Which) -> &Hand {
        &self.sides[usize::from(which == Which::Second)]
    }

    /// Who gave a value of a file what a side has there now.
    pub fn stamp(&self, which: Which, kind: &Kind, path: &str, spot: Spot<'_>) -> Option<Stamp> {
        let line = self.line(which).ok()?;
        let places = self.hand(which).places.get_or_init(|| {
            let mut places: HashMap<String, Vec<usize>> = HashMap::new();
            for (number, (_, changed)) in line.iter().enumerate() {
                for difference in changed {
                    places.entry(difference.path.clone()).or_default().push(number);
                }
            }
            places
        });
        for number in places.get(path)? {
            let (step, changed) = &line[*number];
            let change = changed.iter().find(|difference| difference.path == path)?;
            let value = |oid: Option<BlobId>| self.value(kind, oid, spot);
            if value(change.old) != value(change.new) {
                return Some(self.stamp_of(step));
            }
        }
        None
    }

    /// Who made a file on a side.
    pub fn maker(&self, which: Which, path: &str) -> Option<Stamp> {
        let line = self.line(which).ok()?;
        let made = |(_, changed): &&(Step, Vec<_>)| {
            changed.iter().any(|d: &crate::store::tree::Difference| d.path == path && d.old.is_none())
        };
        line.iter().rev().find(made).map(|(step, _)| self.stamp_of(step))
    }

    /// The people whose commits a side has, each once, in the order of their first.
    pub fn people_of(&self, which: Which) -> Vec<String> {
        let mut people = Vec::new();
        for (step, _) in self.line(which).map(|line| line.iter()).into_iter().flatten().rev() {
            let id = self.person(&step.email);
            if !people.contains(&id) {
                people.push(id);
            }
        }
        people
    }

    fn stamp_of(&self, step: &Step) -> Stamp {
        Stamp { by: self.person(&step.email), at: DateTime::from(step.at).to_string() }
    }

    /// The person with an email, on either side.
    fn person(&self, email: &str) -> String {
        let [ours, theirs] = &self.sides;
        let people = self.people.get_or_init(|| People::at(self.desk, &[theirs.tip, ours.tip]));
        people.id(email).unwrap_or_else(|| person_id(email))
    }

    fn value(&self, kind: &Kind, oid: Option<BlobId>, spot: Spot<'_>) -> Option<Value> {
        // Whoever changed anything of a card kept it.
        let whole = removal(spot.path) == Some("");
        if whole && spot.entry.is_none() {
            return Some(Value::text(oid?.to_string()));
        }
        let bytes = self.desk.book.blob(oid?).ok()?;
        let fields = match (kind.storage, spot.entry) {
            (Storage::Journal, Some(id)) => {
                let entries = read_journal(kind, &bytes).ok()?;
                entries.into_iter().find(|entry| entry.get("id").and_then(Value::as_str) == Some(id))?
            }
            (Storage::Journal, None) => Map::default(),
            (Storage::Card, _) => read_fields(kind, &bytes).ok()?,
        };
        match removal(spot.path) {
            Some("") => Some(Value::Map(fields)),
            Some(item) => at(kind, &fields, item).cloned(),
            None => at(kind, &fields, spot.path).cloned(),
        }
    }
}
