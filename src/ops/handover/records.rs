//! What somebody has to do that lies with no customer: projects and tasks, goals, meetings and resolutions, whatever kind
//! says by `hands_over` whose it is. It moves at once; nobody accepts it piece by piece.

use std::collections::BTreeMap;

use super::find::{is, living, search};
use super::give::Write;
use crate::domain::handing::{asked, give, held, once};
use crate::error::Result;
use crate::index::{Ask, Hit, Sort};
use crate::model::date::Date;
use crate::model::kind::Kind;
use crate::model::kinds::target_of;
use crate::model::trail::state;
use crate::model::value::Map;
use crate::ops::Desk;
use crate::ops::apply::obey;
use crate::ops::assemble::changed_card;
use crate::ops::edit::card_bytes;

/// A record that moved by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Kind.
    pub kind: String,
    /// Id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The fields that got another person.
    pub fields: Vec<String>,
}

/// All of these records of a person.
#[derive(Default)]
pub(super) struct Records {
    pub moved: Vec<Moved>,
    pub writes: Vec<Write>,
    /// How many stay because who gives the command does not see them.
    pub unseen: usize,
    /// Kind, id, name and field of those that a decision holds where they are.
    pub stays: Vec<[String; 4]>,
}

/// The kinds whose records are handed over by themselves: not those of customers, nor what always lies in a customer's folder.
fn kinds<'a>(desk: &'a Desk, journal: &'a Kind) -> impl Iterator<Item = &'a Kind> {
    let is_host = |name: &str| journal.parents.iter().any(|parent| parent == name);
    let beside = move |kind: &&Kind| {
        let within = |field: &String| target_of(kind, field).is_some_and(is_host);
        is_host(&kind.name) || (kind.is_child() && kind.within.iter().all(within))
    };
    desk.kinds.cards().filter(move |kind| !beside(kind) && !asked(kind).is_empty())
}

/// The ids of a person's records of a kind, by the index.
fn ids(desk: &Desk, kind: &Kind, person: &str) -> Result<BTreeMap<String, Hit>> {
    let mut found = BTreeMap::new();
    for path in asked(kind) {
        let hits = search(desk, living(Ask::Kind(kind.name.clone()).and(is(&path, person))), &Sort::Id)?;
        found.extend(hits.into_iter().map(|hit| (hit.id.clone(), hit)));
    }
    Ok(found)
}

/// True when a person has any of these.
pub(super) fn any(desk: &Desk, journal: &Kind, person: &str) -> Result<bool> {
    for kind in kinds(desk, journal) {
        if !ids(desk, kind, person)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The open records of a person, given to another.
pub(super) fn records(desk: &Desk, journal: &Kind, from: &str, to: &str) -> Result<Records> {
    let today = Date(desk.context.now.date_naive());
    let mut all = Records::default();
    for kind in kinds(desk, journal) {
        let hits: Vec<Hit> = ids(desk, kind, from)?.into_values().collect();
        for record in desk.book.cards_of(kind, &hits)? {
            let host = desk.kinds.host(kind, &record.fields);
            let beside = host.is_some_and(|(host, _)| journal.parents.contains(&host.name));
            if beside || record.is_retired() || kind.is_closed(&record.fields) {
                continue;
            }
            let (fixed, goes): (Vec<String>, Vec<String>) = held(kind, &record.fields, from, today)
                .into_iter()
                .partition(|path| is_fixed(kind, &record.fields, path));
            if goes.is_empty() && fixed.is_empty() {
                continue;
            }
            if !desk.sees(kind, &record)? {
                all.unseen += 1;
                continue;
            }
            let (id, name) = (record.id.to_string(), record.title(kind).to_owned());
            all.stays
                .extend(fixed.into_iter().map(|field| [kind.name.clone(), id.clone(), name.clone(), field]));
            if goes.is_empty() {
                continue;
            }
            let mut fields = record.fields.clone();
            for path in &goes {
                give(&mut fields, path, from, to);
            }
            once(kind, &mut fields, to);
            obey(kind, &id, &fields)?;
            let (path, old) = card_bytes(desk, kind, &record)?;
            let bytes = changed_card(kind, &path, &old, fields)?.into_bytes();
            all.writes.push(Write { kind: kind.name.clone(), id: id.clone(), path, bytes });
            all.moved.push(Moved { kind: kind.name.clone(), id, name, fields: goes });
        }
    }
    Ok(all)
}

/// True for a field on which a decision rests that was carried out.
fn is_fixed(kind: &Kind, fields: &Map, path: &str) -> bool {
    let top = path.split('.').next().unwrap_or_default();
    kind.workflow.as_ref().is_some_and(|flow| {
        let at = state(flow, fields);
        let fixed = |binds: &crate::model::workflow::Binds| {
            binds.fields.iter().any(|name| name == top) && binds.fixed.iter().any(|state| state == at)
        };
        flow.binds.as_ref().is_some_and(fixed)
    })
}
