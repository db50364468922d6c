//! Where a person has something to do: asked of the index, customer by customer.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::Desk;
use crate::domain::handing::asked;
use crate::error::{Error, Result};
use crate::index::{Ask, Hit, Scalar, Sort, Test};
use crate::model::ids::Id;
use crate::model::kind::{DefaultValue, FieldType, Kind, Storage};
use crate::model::record::{RETIRED, card_path};
use crate::ops::ask;

/// A customer in which somebody has something.
pub(super) struct Found<'a> {
    pub kind: &'a Kind,
    pub id: Id,
    /// It is theirs.
    pub own: bool,
}

pub(super) fn is(path: &str, person: &str) -> Ask {
    Ask::Field(path.to_owned(), Test::Is(Scalar::Text(person.to_owned())))
}

pub(super) fn living(ask: Ask) -> Ask {
    ask.and_not(Ask::Field(RETIRED.to_owned(), Test::Exists))
}

/// The customers of a person that answer a query; without one also those in which the person has work.
pub(super) fn found<'a>(desk: &'a Desk, journal: &Kind, person: &str, query: &str) -> Result<Vec<Found<'a>>> {
    let mut found = BTreeMap::new();
    for host in hosts(desk, journal) {
        let Some(access) = &host.access else { continue };
        let own = is(&access.owner, person);
        if !query.trim().is_empty() {
            let hits = ask::hits(desk, host, query.trim(), own)?;
            found.extend(hits.into_iter().map(|hit| ((host.name.clone(), hit.id), true)));
            continue;
        }
        let mut asks = vec![living(Ask::Kind(host.name.clone()).and(own))];
        asks.extend(work(desk, host, person));
        let index = desk.index()?;
        let hits: Vec<Result<_>> =
            asks.par_iter().map(|ask| index.search(ask, &Sort::Any, usize::MAX)).collect();
        for (number, hits) in hits.into_iter().enumerate() {
            for hit in hits?.0 {
                let id = if hit.parent.is_empty() { hit.host } else { hit.parent };
                let id = if id.is_empty() { hit.id } else { id };
                // The first question was for what is theirs.
                found.entry((host.name.clone(), id)).or_insert(number == 0);
            }
        }
    }
    let place = |((kind, id), own): ((String, String), bool)| {
        Some(Found { kind: desk.kinds.get(&kind)?, id: Id::parse(&id)?, own })
    };
    Ok(found.into_iter().filter_map(place).collect())
}

/// The questions for open work of a person in records of a kind, whoever they belong to, and for what is shared with the
/// person.
fn work(desk: &Desk, host: &Kind, person: &str) -> Vec<Ask> {
    let mut asks = Vec::new();
    let inside = desk.kinds.children(&host.name).chain(desk.kinds.journals(&host.name));
    for kind in [host].into_iter().chain(inside) {
        let owner = host.access.as_ref().map(|access| access.owner.as_str());
        for path in asked(kind) {
            let whole = Ask::Kind(kind.name.clone()).and(is(&path, person));
            let ask = match kind.name == host.name {
                true if Some(path.as_str()) == owner => continue,
                true => whole,
                false if kind.can_close() => {
                    whole.and(Ask::Field("open".to_owned(), Test::Is(Scalar::Bool(true))))
                }
                false => continue,
            };
            asks.push(living(ask));
        }
    }
    asks
}

/// True when a record that is handed over names a person.
pub(super) fn is_named(desk: &Desk, journal: &Kind, person: &str) -> Result<bool> {
    Ok(!found(desk, journal, person, "")?.is_empty() || super::records::any(desk, journal, person)?)
}

/// Records that still name the person after a handover, such as the department a person heads: kind, id, name, field.
pub(super) fn stays(desk: &Desk, journal: &Kind, person: &str) -> Result<Vec<[String; 4]>> {
    let mut found = Vec::new();
    for kind in desk.kinds.cards().filter(|kind| !kind.is_child() && kind.access.is_none()) {
        if journal.parents.contains(&kind.name) {
            continue;
        }
        for field in kind.fields.iter().filter(|field| !field.stamped && !field.hands_over) {
            // Who wrote something wrote it, whoever does the work now.
            let names = matches!(&field.ty, FieldType::Link(target) if target == crate::ops::sight::PERSON)
                && field.default != Some(DefaultValue::Me);
            if names {
                let ask = living(Ask::Kind(kind.name.clone()).and(is(&field.name, person)));
                let hits = search(desk, ask, &Sort::Id)?;
                found.extend(hits.into_iter().map(|hit| [hit.kind, hit.id, hit.title, field.name.clone()]));
            }
        }
    }
    Ok(found)
}

fn hosts<'a>(desk: &'a Desk, journal: &'a Kind) -> impl Iterator<Item = &'a Kind> {
    desk.kinds.cards().filter(|kind| kind.storage == Storage::Card && journal.parents.contains(&kind.name))
}

pub(super) fn search(desk: &Desk, ask: Ask, sort: &Sort) -> Result<Vec<Hit>> {
    desk.index()?.search(&ask, sort, usize::MAX).map(|(hits, _)| hits)
}

/// The pending handovers, all or those to a person.
pub(super) fn pending(desk: &Desk, journal: &Kind, to: Option<&str>) -> Result<Vec<Hit>> {
    let open = Ask::Field("open".to_owned(), Test::Is(Scalar::Bool(true)));
    let ask = Ask::Kind(journal.name.clone()).and(open);
    search(desk, to.map_or(ask.clone(), |to| ask.and(is("to", to))), &Sort::Id)
}

/// The kind of the card with an id beside which a journal stands.
pub(super) fn host_of<'a>(desk: &'a Desk, journal: &'a Kind, id: &Id) -> Result<&'a Kind> {
    for kind in hosts(desk, journal) {
        if desk.book.blob_id(desk.at, &card_path(kind, id))?.is_some() {
            return Ok(kind);
        }
    }
    Err(Error::not_found(id.as_str()))
}
