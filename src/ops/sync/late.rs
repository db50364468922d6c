//! Records made on both sides of a merge that look like one, as records of their own to be put into it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;

use super::booked;
use super::hands::Hands;
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::{Kind, Storage};
use crate::model::merge::{Stamp, Which};
use crate::model::record::card_path;
use crate::model::value::{Map, Value};
use crate::ops::Desk;
use crate::ops::assemble::new_card;
use crate::ops::bookings::owner_of;
use crate::ops::collisions::{self, KIND, Pair};
use crate::store::tree::Difference;

/// A pair to be held.
pub struct Late {
    /// The record claimed first.
    pub first: String,
    /// The other.
    pub second: String,
    /// Where the record that holds them lies.
    pub path: String,
    /// Its text.
    pub text: Vec<u8>,
    /// True when who syncs may know of it.
    pub told: bool,
    /// True when the two have one thing at one time; else they look like one.
    pub booked: bool,
}

/// One of a pair: its id, and who made it when.
type Claim = (Id, Option<Stamp>);

/// What both sides made and looks alike; `desk` is at a commit that has both and is about to become HEAD.
pub fn collisions(desk: &Desk, hands: &Hands<'_>, changed: &[Vec<Difference>; 2]) -> Result<Vec<Late>> {
    let Some(own) = desk.kinds.get(KIND) else { return Ok(Vec::new()) };
    let [mut ours, theirs] = [made(desk, &changed[0]), made(desk, &changed[1])];
    ours.retain(|kind, _| theirs.contains_key(kind));
    if !ours.is_empty() {
        desk.index_ahead()?;
    }
    let mut found = Vec::new();
    for (name, ours) in &ours {
        let (Some(kind), Some(theirs)) = (desk.kinds.get(name), theirs.get(name)) else { continue };
        for pair in collisions::find(desk, kind, ours, theirs)? {
            let path = card_path(own, &collisions::id_of(&pair.ours, &pair.theirs)?);
            if desk.book.blob_id(desk.at, &path)?.is_none() {
                found.push(held(desk, hands, own, kind, pair, path)?);
            }
        }
    }
    for pair in booked::pairs(desk, changed)? {
        let [(a, _), (b, _)] = &pair.two;
        let path = card_path(own, &collisions::id_of(a, b)?);
        if desk.book.blob_id(desk.at, &path)?.is_none() && !found.iter().any(|one| one.path == path) {
            found.push(booked_twice(desk, hands, own, pair, path)?);
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Cards of kinds that are looked up before they are made, by kind.
fn made(desk: &Desk, changed: &[Difference]) -> BTreeMap<String, BTreeSet<Id>> {
    let mut made: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
    for difference in changed.iter().filter(|one| one.old.is_none() && one.new.is_some()) {
        if let Some(place) = desk.kinds.of_path(&difference.path)
            && place.kind.unique
            && place.kind.storage == Storage::Card
            && !place.kind.is_child()
        {
            made.entry(place.kind.name.clone()).or_default().insert(place.id);
        }
    }
    made
}

fn held(desk: &Desk, hands: &Hands<'_>, own: &Kind, kind: &Kind, pair: Pair, path: String) -> Result<Late> {
    let told = collisions::may_know(desk, &pair.ours, &pair.theirs)?;
    let claim = |which, id: Id| -> Claim {
        let stamp = hands.maker(which, &card_path(kind, &id));
        (id, stamp)
    };
    let claims = (claim(Which::First, pair.ours), claim(Which::Second, pair.theirs));
    let more = ("probability", Value::Int(hundredths(pair.score)));
    written(desk, own, kind, claims, more, path, told)
}

/// A pair that has one thing at one time, as the record that holds it.
fn booked_twice(
    desk: &Desk,
    hands: &Hands<'_>,
    own: &Kind,
    pair: booked::Pair<'_>,
    path: String,
) -> Result<Late> {
    let [a, b] = pair.two;
    let told = collisions::may_know(desk, &a.0, &b.0)?;
    let claim = |(id, path): (Id, String)| -> Claim {
        let stamp = hands.maker(Which::First, &path).or_else(|| hands.maker(Which::Second, &path));
        (id, stamp)
    };
    let more = (collisions::REASON, Value::text(collisions::BOOKED));
    let late = written(desk, own, pair.kind, (claim(a), claim(b)), more, path, told)?;
    Ok(Late { booked: true, ..late })
}

fn written(
    desk: &Desk,
    own: &Kind,
    kind: &Kind,
    claims: (Claim, Claim),
    more: (&str, Value),
    path: String,
    told: bool,
) -> Result<Late> {
    let (mut first, mut second) = claims;
    if earlier(&second, &first) == Ordering::Less {
        std::mem::swap(&mut first, &mut second);
    }
    let mut fields = Map::default();
    let mut put = |name: &str, text: &str| {
        if !text.is_empty() {
            fields.insert(name.to_owned(), Value::text(text));
        }
    };
    for (name, (id, stamp)) in [("first", &first), ("second", &second)] {
        put(name, id.as_str());
        if let Some(stamp) = stamp {
            // Somebody without a person record is nobody a link could lead to.
            if is_person(desk, &stamp.by)? {
                put(&format!("{name}_by"), &stamp.by);
            }
            put(&format!("{name}_at"), &stamp.at);
        }
    }
    let owner = match desk.card(kind, &first.0)? {
        Some(record) => owner_of(desk, kind, &record)?,
        None => String::new(),
    };
    put("owner", &owner);
    fields.insert(more.0.to_owned(), more.1);
    let text = new_card(own, &path, fields).into_bytes();
    Ok(Late { first: first.0.to_string(), second: second.0.to_string(), path, text, told, booked: false })
}

fn is_person(desk: &Desk, id: &str) -> Result<bool> {
    let (Some(kind), Some(id)) = (desk.kinds.get("person"), Id::parse(id)) else { return Ok(false) };
    Ok(desk.book.blob_id(desk.at, &card_path(kind, &id))?.is_some())
}

/// By the time of the commit, then by id.
fn earlier(a: &Claim, b: &Claim) -> Ordering {
    let moment =
        |claim: &Claim| claim.1.as_ref().and_then(|stamp| DateTime::parse_from_rfc3339(&stamp.at).ok());
    let (one, other) = (moment(a), moment(b));
    let known = one.is_none().cmp(&other.is_none());
    known.then(one.cmp(&other)).then_with(|| a.0.cmp(&b.0))
}

fn hundredths(score: f64) -> i64 {
    (score * 100.0).round().clamp(0.0, 100.0) as i64
}
