//! Late collisions: two people made one customer, or took one room, while apart. Found when their work comes together, held as records, and
//! waiting until somebody merges the two or says that they are two, or moves one of the bookings.

use std::collections::BTreeSet;

use super::Desk;
use super::bookings;
use super::distinct::{self, Apart};
use super::lookalike;
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::value::Value;

/// Kind of the records that hold them.
pub const KIND: &str = "collision";
/// Why the two are held.
pub const REASON: &str = "reason";
/// They have one thing at one time.
pub const BOOKED: &str = "booked";

/// Two records made apart that look like one.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// One made on our side.
    pub ours: Id,
    /// One made on theirs.
    pub theirs: Id,
    /// That they are one, 0 to 1.
    pub score: f64,
}

/// The records of one kind made on one side and those made on the other that look alike, as `kehu new` would have said.
/// The desk is at a state that has both; the answer does not depend on which side is called ours.
pub fn find(desk: &Desk, kind: &Kind, ours: &BTreeSet<Id>, theirs: &BTreeSet<Id>) -> Result<Vec<Pair>> {
    let apart = Apart::of(desk)?;
    // Each of the fewer is looked up; of as many, those with the smaller ids.
    let swapped = (theirs.len(), theirs) < (ours.len(), ours);
    let (few, many) = if swapped { (theirs, ours) } else { (ours, theirs) };
    let mut found = Vec::new();
    for id in few.iter().filter(|id| !many.contains(id)) {
        let Some(record) = desk.book.card(desk.at, kind, id)?.filter(|record| !record.is_retired()) else {
            continue;
        };
        let wanted = |other: &Record| {
            many.contains(&other.id)
                && !few.contains(&other.id)
                && !other.is_retired()
                && !apart.has(id.as_str(), other.id.as_str())
        };
        for (other, score) in lookalike::stoppers(desk, kind, &record, &wanted)? {
            let (ours, theirs) = if swapped { (other.id, id.clone()) } else { (id.clone(), other.id) };
            found.push(Pair { ours, theirs, score });
        }
    }
    Ok(found)
}

/// The id of the record that holds a pair, the same in every clone.
pub fn id_of(a: &Id, b: &Id) -> Result<Id> {
    distinct::pair_id(a, b)
}

/// One of a pair, as far as who is looking may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    /// Id.
    pub id: String,
    /// What it is called; none when it may not be seen.
    pub name: Option<String>,
    /// Who looks after it.
    pub owner: String,
}

/// A collision that nobody has settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// Id of the record that holds it.
    pub id: String,
    /// The one made first.
    pub first: Half,
    /// The one made later.
    pub second: Half,
    /// Day the later one was made; empty when not known.
    pub since: String,
    /// That they are one, in hundredths.
    pub probability: i64,
    /// True when the two have one thing at one time; else they look like one.
    pub booked: bool,
    /// What settles it: the command lines.
    pub settled_by: [String; 2],
}

impl Collision {
    /// True when both may be seen, so that they can be merged or told apart.
    pub fn is_open(&self) -> bool {
        self.first.name.is_some() && self.second.name.is_some()
    }

    /// The two, one that may be seen and that is somebody's before the other.
    pub fn from(&self, person: Option<&str>) -> (&Half, &Half) {
        let fits = |half: &Half| half.name.is_some() && person.is_none_or(|person| half.owner == person);
        match !fits(&self.first) && (fits(&self.second) || self.first.name.is_none()) {
            true => (&self.second, &self.first),
            false => (&self.first, &self.second),
        }
    }
}

/// The collisions that wait, of one person or of everybody. Told are those of whose records who is looking sees both, and
/// to an owner their own: of a record they may not see its id and its owner, as `kehu check` would have.
pub fn waiting(desk: &Desk, who: Option<&str>) -> Result<Vec<Collision>> {
    let Some(kind) = desk.kinds.get(KIND) else { return Ok(Vec::new()) };
    let cards = desk.book.cards(desk.at, kind)?;
    if cards.is_empty() {
        return Ok(Vec::new());
    }
    let apart = Apart::of(desk)?;
    let mut found = Vec::new();
    for card in cards.iter().filter(|card| !card.is_retired()) {
        let (a, b) = (card.text("first"), card.text("second"));
        if a == b || apart.has(a, b) {
            continue;
        }
        let (Some(first), Some(second)) = (half(desk, a)?, half(desk, b)?) else { continue };
        if who.is_some_and(|who| first.owner != who && second.owner != who) || !told(desk, &first, &second) {
            continue;
        }
        let booked = card.text(REASON) == BOOKED;
        let settled_by = match booked {
            false => [format!("kehu merge {a} {b}"), format!("kehu distinct {a} {b}")],
            // Once one is moved or closed there is nothing to settle.
            true => match clashing(desk, a, b)? {
                Some(commands) => commands,
                None => continue,
            },
        };
        let at = [card.text("first_at"), card.text("second_at")].into_iter().max().unwrap_or_default();
        found.push(Collision {
            id: card.id.to_string(),
            first,
            second,
            since: at.get(..10).unwrap_or_default().to_owned(),
            probability: card.fields.get("probability").and_then(Value::as_int).unwrap_or_default(),
            booked,
            settled_by,
        });
    }
    Ok(found)
}

/// The command lines that settle a double booking; none when it is none any more.
fn clashing(desk: &Desk, a: &str, b: &str) -> Result<Option<[String; 2]>> {
    let (Some(a), Some(b)) = (Id::parse(a), Id::parse(b)) else { return Ok(None) };
    for kind in desk.kinds.cards().filter(|kind| kind.exclusive.is_some()) {
        if let (Some(first), Some(second)) = (desk.card(kind, &a)?, desk.card(kind, &b)?) {
            let clash = bookings::clash(kind, &first, &second);
            return clash.then(|| bookings::settling(desk, kind, &second)).transpose();
        }
    }
    Ok(None)
}

/// True when who is looking may know of a pair.
fn told(desk: &Desk, first: &Half, second: &Half) -> bool {
    let me = desk.context.me.as_str();
    let own = |half: &Half| half.name.is_some() && !me.is_empty() && half.owner == me;
    (first.name.is_some() && second.name.is_some()) || own(first) || own(second)
}

/// True when who is looking may know that two new records look alike.
pub fn may_know(desk: &Desk, a: &Id, b: &Id) -> Result<bool> {
    Ok(match (half(desk, a.as_str())?, half(desk, b.as_str())?) {
        (Some(a), Some(b)) => told(desk, &a, &b),
        _ => false,
    })
}

/// A record that lives; none when it is gone, retired or part of another.
fn half(desk: &Desk, id: &str) -> Result<Option<Half>> {
    let Some(id) = Id::parse(id) else { return Ok(None) };
    let alike = |kind: &Kind| kind.unique && !kind.is_child();
    for kind in desk.kinds.cards().filter(|kind| alike(kind) || kind.exclusive.is_some()) {
        let Some(record) = desk.card(kind, &id)? else { continue };
        if record.is_retired() {
            return Ok(None);
        }
        let name = desk.sees(kind, &record)?.then(|| record.title(kind).to_owned());
        let owner = bookings::owner_of(desk, kind, &record)?;
        return Ok(Some(Half { id: id.to_string(), name, owner }));
    }
    Ok(None)
}
