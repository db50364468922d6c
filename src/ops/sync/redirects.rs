//! Records that either side merged into others while they were apart, and where all of them lead in the end.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::record::read_card;
use crate::ops::Desk;
use crate::store::Snapshot;
use crate::store::tree::Difference;

/// A record: kind and id.
pub type Name = (String, Id);

/// What both sides merged.
#[derive(Debug, Default)]
pub struct Redirects {
    /// By ours and by theirs: record, and what it became part of.
    pub by: [BTreeMap<Name, Id>; 2],
    /// What counts: one target each, no circles. What their targets had become part of before is among it.
    pub last: BTreeMap<Name, Id>,
}

impl Redirects {
    /// Reads them from what each side changed since the base; the versions are base, ours, theirs.
    pub fn read(desk: &Desk, versions: &[Snapshot; 3], changed: &[Vec<Difference>; 2]) -> Result<Self> {
        let [ours, theirs] = changed;
        let by = [parted(desk, ours)?, parted(desk, theirs)?];
        let mut last: BTreeMap<Name, Id> = BTreeMap::new();
        for (name, target) in by.iter().flatten() {
            let slot = last.entry(name.clone()).or_insert_with(|| target.clone());
            if target < slot {
                *slot = target.clone();
            }
        }
        let mut new: BTreeMap<Name, Option<Id>> = BTreeMap::new();
        for name in last.keys() {
            let Some(kind) = desk.kinds.get(&name.0) else { continue };
            let [before, ..] = targets(desk, versions, kind, &name.1)?;
            new.insert(name.clone(), before);
        }
        for name in new.keys() {
            older(desk, versions, name, &mut last)?;
        }
        while let Some(opened) = open_circle(&mut last, &mut new) {
            older(desk, versions, &opened, &mut last)?;
        }
        Ok(Self { by, last })
    }

    /// True when nothing was merged.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty()
    }

    /// The record that one is part of in the end; itself when it was not merged.
    pub fn home(&self, name: &Name) -> Id {
        home(&self.last, name)
    }

    /// Each survivor with all that became part of it.
    pub fn families(&self) -> BTreeMap<Name, BTreeSet<Id>> {
        let mut families: BTreeMap<Name, BTreeSet<Id>> = BTreeMap::new();
        for name in self.last.keys() {
            families.entry((name.0.clone(), self.home(name))).or_default().insert(name.1.clone());
        }
        families
    }

    /// Records whose things a side put into another place than the one that counts, and where it put them.
    pub fn astray(&self, side: usize) -> Vec<(Name, Id)> {
        let other = |name: &Name| {
            let there = (name.0.clone(), home(&self.by[side], name));
            (self.home(&there) != self.home(name)).then(|| (name.clone(), there.1))
        };
        self.by[side].keys().filter_map(other).collect()
    }
}

fn home(leads: &BTreeMap<Name, Id>, name: &Name) -> Id {
    let mut at = name.clone();
    // What one side wrote by hand may go in a circle.
    for _ in 0..=leads.len() {
        let Some(next) = leads.get(&at) else { break };
        at.1 = next.clone();
    }
    at.1
}

/// Adds where the target of a record leads that had been merged before both went apart, and so on to the end.
fn older(desk: &Desk, versions: &[Snapshot; 3], name: &Name, last: &mut BTreeMap<Name, Id>) -> Result<()> {
    let Some(kind) = desk.kinds.get(&name.0) else { return Ok(()) };
    let mut at = name.clone();
    while let Some(next) = last.get(&at).cloned() {
        at.1 = next;
        if last.contains_key(&at) {
            break;
        }
        if let Some(next) = older_target(targets(desk, versions, kind, &at.1)?) {
            last.insert(at.clone(), next);
        }
    }
    Ok(())
}

/// What a card became part of, as each version says.
pub fn targets(desk: &Desk, versions: &[Snapshot; 3], kind: &Kind, id: &Id) -> Result<[Option<Id>; 3]> {
    let mut targets = [None, None, None];
    for (target, version) in targets.iter_mut().zip(versions) {
        let card = desk.book.card(*version, kind, id)?;
        *target = card.and_then(|card| card.merged_into().and_then(Id::parse));
    }
    Ok(targets)
}

/// What counts of the three, for a card that neither side merged meanwhile.
pub fn older_target([base, ours, theirs]: [Option<Id>; 3]) -> Option<Id> {
    if ours == base { theirs } else { ours }
}

/// Opens one circle at a record that somebody merged meanwhile, which then leads where it led before: of those that stood for
/// themselves the one with the smallest id survives. `new` has what each led to in the base; the opened one is taken out of it.
fn open_circle(last: &mut BTreeMap<Name, Id>, new: &mut BTreeMap<Name, Option<Id>>) -> Option<Name> {
    let merged = |name: &Name| -> Option<Name> {
        let merged = circle_from(last, name)?.into_iter().filter(|name| new.contains_key(name));
        merged.min_by_key(|name| (new[name].is_some(), name.clone()))
    };
    let opened = last.keys().find_map(merged)?;
    match new.remove(&opened).flatten() {
        Some(before) => last.insert(opened.clone(), before),
        None => last.remove(&opened),
    };
    Some(opened)
}

/// The circle that the way from a record ends in.
fn circle_from(last: &BTreeMap<Name, Id>, name: &Name) -> Option<Vec<Name>> {
    let mut way: Vec<Name> = Vec::new();
    let mut at = name.clone();
    while let Some(next) = last.get(&at) {
        if let Some(start) = way.iter().position(|seen| *seen == at) {
            return Some(way.split_off(start));
        }
        let next = (at.0.clone(), next.clone());
        way.push(std::mem::replace(&mut at, next));
    }
    None
}

/// Records that lead elsewhere now and did not before.
fn parted(desk: &Desk, changed: &[Difference]) -> Result<BTreeMap<Name, Id>> {
    let mut found = BTreeMap::new();
    for difference in changed {
        let Some(new) = difference.new else { continue };
        let Some(place) = desk.kinds.of_path(&difference.path) else { continue };
        if !place.kind.unique || place.parent.is_some() || place.host.is_some() {
            continue;
        }
        let target = |oid| -> Result<Option<Id>> { leads_to(place.kind, &place.id, &desk.book.blob(oid)?) };
        let Some(now) = target(new)? else { continue };
        let before = difference.old.map(target).transpose()?.flatten();
        if before.as_ref() != Some(&now) && now != place.id {
            found.insert((place.kind.name.clone(), place.id.clone()), now);
        }
    }
    Ok(found)
}

fn leads_to(kind: &Kind, id: &Id, bytes: &[u8]) -> Result<Option<Id>> {
    // Most cards do not mention the word at all.
    if memchr::memmem::find(bytes, b"merged_into").is_none() {
        return Ok(None);
    }
    Ok(read_card(kind, id, bytes).ok().and_then(|record| record.merged_into().and_then(Id::parse)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(last: &mut BTreeMap<Name, Id>, new: &mut BTreeMap<Name, Option<Id>>) {
        while open_circle(last, new).is_some() {}
    }

    fn names(pairs: &[(&str, &str)]) -> BTreeMap<Name, Id> {
        let name = |id: &str| ("customer".to_owned(), Id::parse(id).unwrap());
        pairs.iter().map(|(from, to)| (name(from), Id::parse(to).unwrap())).collect()
    }

    #[test]
    fn chains_lead_to_their_end_and_circles_to_the_smallest() {
        let mut last = names(&[("a", "b"), ("b", "c"), ("x", "y"), ("y", "z"), ("z", "x"), ("w", "z")]);
        let alone = |last: &BTreeMap<Name, Id>| last.keys().map(|name| (name.clone(), None)).collect();
        let mut new = alone(&last);
        open(&mut last, &mut new);
        let end = |id: &str| home(&last, &("customer".to_owned(), Id::parse(id).unwrap())).to_string();
        assert_eq!([end("a"), end("b"), end("c")], ["c", "c", "c"]);
        assert_eq!([end("x"), end("y"), end("z"), end("w")], ["x", "x", "x", "x"]);

        // What had been merged before stays merged.
        let mut last = names(&[("x", "y"), ("y", "z"), ("z", "x")]);
        open(&mut last, &mut alone(&names(&[("y", "z"), ("z", "x")])));
        assert_eq!(last, names(&[("x", "y"), ("z", "x")]));
    }

    #[test]
    fn who_survives_a_circle_stood_for_itself_before() {
        let turned = |pairs: &[(&str, &str)]| -> BTreeMap<Name, Option<Id>> {
            names(pairs).into_iter().map(|(name, before)| (name, Some(before))).collect()
        };
        // a was part of y before, and is part of b now; b stays part of z, which somebody merged into y, and y into a.
        let mut last = names(&[("a", "b"), ("b", "z"), ("y", "a"), ("z", "y")]);
        let mut new = turned(&[("a", "y")]);
        new.extend(names(&[("y", "a"), ("z", "y")]).into_keys().map(|name| (name, None)));
        open(&mut last, &mut new);
        assert_eq!(last, names(&[("a", "b"), ("b", "z"), ("z", "y")]));

        // Both were part of others before: one turned into the other here, and the other into the one there.
        let mut last = names(&[("a", "b"), ("b", "a")]);
        open(&mut last, &mut turned(&[("a", "x"), ("b", "y")]));
        assert_eq!(last, names(&[("a", "x"), ("b", "a")]));

        // Where one led before closes another circle.
        let mut last = names(&[("a", "b"), ("b", "a")]);
        open(&mut last, &mut turned(&[("a", "b"), ("b", "y")]));
        assert_eq!(last, names(&[("a", "b"), ("b", "y")]));
    }

    #[test]
    fn things_went_astray_where_a_side_took_them_on_by_a_way_that_does_not_count() {
        // Ours merged a into m and m into z; theirs m into c: all belong to c, and what a had lies in z.
        let by = [names(&[("a", "m"), ("m", "z")]), names(&[("m", "c")])];
        let redirects = Redirects { by, last: names(&[("a", "m"), ("m", "c")]) };
        let told = |side| -> Vec<(String, String)> {
            redirects.astray(side).iter().map(|(name, left)| (name.1.to_string(), left.to_string())).collect()
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(told(0), [pair("a", "z"), pair("m", "z")]);
        assert_eq!(told(1), []);
    }
}
