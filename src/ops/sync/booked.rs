//! What both sides of a merge booked, so that two records have one thing at one time.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::bookings::booking;
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::{Kind, Storage};
use crate::model::record::read_card;
use crate::ops::Desk;
use crate::ops::bookings::in_the_way;
use crate::store::tree::Difference;

/// Two records of a kind, with the paths of their files; the smaller id first.
pub struct Pair<'a> {
    /// Their kind.
    pub kind: &'a Kind,
    /// Ids and paths.
    pub two: [(Id, String); 2],
}

/// Pairs that clash in the merged state; `desk` is there, and its index is opened ahead when there is anything to ask.
pub fn pairs<'a>(desk: &'a Desk, changed: &[Vec<Difference>; 2]) -> Result<Vec<Pair<'a>>> {
    let sides = changed.each_ref().map(|side| booked(desk, side));
    // What one side alone did was held against all it had.
    if sides.iter().any(BTreeMap::is_empty) {
        return Ok(Vec::new());
    }
    desk.index_ahead()?;
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let [ours, theirs] = sides;
    for (path, (kind, id)) in ours.into_iter().chain(theirs) {
        let Some(bytes) = desk.book.file(desk.at, &path)? else { continue };
        let Ok(record) = read_card(kind, &id, &bytes) else { continue };
        let Some(wanted) = booking(kind, &record.fields) else { continue };
        let except = [id.to_string()].into_iter().collect();
        for other in in_the_way(desk, kind, &wanted, &except)? {
            let there = desk.kinds.path_of(kind, &other.record)?;
            let mut two = [(id.clone(), path.clone()), (other.record.id, there)];
            two.sort();
            if seen.insert((kind.name.clone(), two[0].0.to_string(), two[1].0.to_string())) {
                found.push(Pair { kind, two });
            }
        }
    }
    Ok(found)
}

/// Cards of kinds that book something which a side made or changed, by path.
fn booked<'a>(desk: &'a Desk, changed: &[Difference]) -> BTreeMap<String, (&'a Kind, Id)> {
    let mut all = BTreeMap::new();
    for difference in changed.iter().filter(|one| one.new.is_some()) {
        if let Some(place) = desk.kinds.of_path(&difference.path)
            && place.kind.exclusive.is_some()
            && place.kind.storage == Storage::Card
        {
            all.insert(difference.path.clone(), (place.kind, place.id));
        }
    }
    all
}
