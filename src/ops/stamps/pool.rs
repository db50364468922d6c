//! What the files of a commit had and have no more: it may stand elsewhere now.

use std::collections::HashMap;

use super::stood::{Key, grouped, key, stood};
use super::{Sealed, Sheet, Stamp, fields_of, says_same, sealed_of, sheet_of};
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::{ANY, Field, Kind, Storage};
use crate::model::kinds::Kinds;
use crate::model::places::Place;
use crate::model::record::{card_path, read_card};
use crate::model::value::Map;
use crate::ops::resolve::MOST_MERGES;
use crate::store::arrivals::Deed;
use crate::store::{Book, Snapshot};

/// What became of something that did not stand where it stands now.
pub enum Claim {
    /// It came from elsewhere as it is: the record it belonged to, and its file.
    Same(Id, String),
    /// It came from elsewhere, with another stamp than it had.
    Other(Stamp),
    /// It is new.
    Nothing,
}

/// What one file has no more.
struct Left {
    /// The record it belonged to.
    id: Id,
    path: String,
    /// How many of it are gone.
    most: usize,
    versions: Vec<Sealed>,
    /// The record that this one became part of: it may have what this one keeps.
    heir: Option<Id>,
}

/// What all files of a commit have no more.
pub struct Pool<'a> {
    book: &'a Book,
    kinds: &'a Kinds,
    after: Snapshot,
    left: HashMap<(String, Key), Vec<Left>>,
}

impl<'a> Pool<'a> {
    /// Of merges also from files that one side alone took away or changed, as far as they are of the kinds that are `wanted`.
    pub fn of<'k>(
        book: &'a Book,
        kinds: &'a Kinds,
        deed: &Deed,
        sheets: &[Sheet<'_>],
        wanted: impl Iterator<Item = &'k Kind>,
    ) -> Result<Self> {
        let mut pool = Self { book, kinds, after: deed.arrival.after, left: HashMap::new() };
        sheets.iter().for_each(|sheet| pool.add(sheet, sheets));
        let wanted: Vec<&str> = wanted.map(|kind| kind.name.as_str()).collect();
        for file in &deed.left {
            if let Some(place) = kinds.of_path(&file.path)
                && wanted.contains(&place.kind.name.as_str())
            {
                pool.add(&sheet_of(book, place, file, &[])?, sheets);
            }
        }
        Ok(pool)
    }

    fn add(&mut self, sheet: &Sheet<'_>, sheets: &[Sheet<'_>]) {
        let Sheet { place, old, new, .. } = sheet;
        // A card that moved was held against itself.
        let is_elsewhere = |other: &Sheet<'_>| {
            other.place.kind.name == place.kind.name
                && (&other.place.id, other.path != sheet.path) == (&place.id, true)
                && other.new.is_some()
                && other.old.iter().any(Option::is_some)
        };
        if new.is_none() && old.len() > 1 && sheets.iter().any(is_elsewhere) {
            return;
        }
        let read = |bytes: &Option<Vec<u8>>| bytes.as_deref().map_or_else(Vec::new, |b| sealed_of(place, b));
        let had: Vec<Sealed> = old.iter().flat_map(read).collect();
        if had.is_empty() {
            return;
        }
        let now = grouped(read(new));
        // What both sides of a merge began with is where the side that moved it has put it.
        let began: Vec<Sealed> = sheet.bases.iter().flat_map(read).collect();
        let is_begun = |one: &Sealed| match one.stamp.entry.is_empty() {
            true => began.contains(one),
            false => began.iter().any(|known| key(&known.stamp) == key(&one.stamp)),
        };
        let heir = heir(sheet);
        for (key, slot) in stood(sheet) {
            let stays = now.get(&key).map_or(&[][..], Vec::as_slice);
            let mut versions = slot.versions;
            versions.retain(|one| {
                had.contains(one) && !is_begun(one) && (heir.is_some() || !stays.contains(one))
            });
            let most = if heir.is_some() { slot.most } else { slot.most.saturating_sub(stays.len()) };
            if most > 0 && !versions.is_empty() {
                let (id, path) = (place.id.clone(), sheet.path.to_owned());
                let left = Left { id, path, most, versions, heir: heir.clone() };
                self.left.entry((place.kind.name.clone(), key)).or_default().push(left);
            }
        }
    }

    /// Accounts for something that stands in a place and did not before.
    pub fn claim(&mut self, place: &Place<'_>, sealed: &Sealed) -> Claim {
        let Some(mut all) = self.left.remove(&(place.kind.name.clone(), key(&sealed.stamp))) else {
            return Claim::Nothing;
        };
        let claim = self.among(&mut all, place, sealed);
        self.left.insert((place.kind.name.clone(), key(&sealed.stamp)), all);
        claim
    }

    fn among(&self, all: &mut [Left], place: &Place<'_>, sealed: &Sealed) -> Claim {
        let fields = fields_of(place.kind, &sealed.stamp);
        let card = sealed.stamp.on.is_empty();
        let mut was = None;
        for left in all.iter_mut().filter(|left| left.most > 0) {
            let inherits = |heir: &Id| {
                *heir == place.id || self.leads(&place.kind.name, heir.as_str(), place.id.as_str())
            };
            if left.heir.as_ref().is_some_and(|heir| !inherits(heir)) {
                continue;
            }
            // A card goes on being changed; all else came as it was.
            let is_same = |known: &Sealed| {
                known.stamp == sealed.stamp
                    && (card && left.id == place.id || self.says_same(fields, &known.fields, &sealed.fields))
            };
            if let Some(at) = left.versions.iter().position(is_same) {
                left.most -= 1;
                left.versions.remove(at);
                return Claim::Same(left.id.clone(), left.path.clone());
            }
            was = was.or_else(|| left.versions.first().map(|known| known.stamp.clone()));
        }
        match was {
            Some(was) if was != sealed.stamp => Claim::Other(was),
            _ => Claim::Nothing,
        }
    }

    /// True when two versions say the same but for links that lead to what their old target became part of.
    pub fn says_same(&self, fields: &[Field], old: &Map, new: &Map) -> bool {
        says_same(fields, old, new, &|kind, old, new| self.leads(kind, old, new))
    }

    fn leads(&self, kind: &str, from: &str, to: &str) -> bool {
        leads(self.book, self.kinds, self.after, kind, from, to)
    }
}

/// True when a record became part of another, as the book is at `state`.
pub fn leads(book: &Book, kinds: &Kinds, state: Snapshot, kind: &str, from: &str, to: &str) -> bool {
    let next = |id: &str| -> Option<String> {
        let id = Id::parse(id)?;
        let mut kinds = kinds.cards().filter(|known| !known.is_child() && [ANY, &known.name].contains(&kind));
        kinds.find_map(|kind| {
            let bytes = book.file(state, &card_path(kind, &id)).ok()??;
            read_card(kind, &id, &bytes).ok()?.merged_into().map(str::to_owned)
        })
    };
    let chain = std::iter::successors(next(from), |id| next(id));
    chain.take(MOST_MERGES).any(|id| id == to)
}

/// The record that a card became part of with this commit.
fn heir(sheet: &Sheet<'_>) -> Option<Id> {
    let Sheet { place, old, new, .. } = sheet;
    if place.kind.storage == Storage::Journal {
        return None;
    }
    let target =
        |bytes: &Vec<u8>| read_card(place.kind, &place.id, bytes).ok()?.merged_into().and_then(Id::parse);
    let now = target(new.as_ref()?)?;
    old.iter().flatten().any(|old| target(old).is_none()).then_some(now)
}
