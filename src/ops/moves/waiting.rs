//! What waits for somebody's move, and since when.

use std::collections::BTreeSet;

use super::powers::Powers;
use crate::error::Result;
use crate::index::{Ask, Part as Clause, SINCE, Scalar, Sort, Test, WAITS};
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::trail::{since, state, steps};
use crate::model::value::Map;
use crate::model::workflow::{Who, Workflow};
use crate::ops::Desk;
use crate::ops::today::Part;

/// Beyond what is shown, so many records are asked whether they wait.
const READ: usize = 200;

/// A record that waits for somebody to move it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// Id.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub owner: String,
    /// Its state.
    pub state: String,
    /// The moves that may be made.
    pub moves: Vec<String>,
    /// Since when it stands there, as RFC 3339; empty when it never moved.
    pub since: String,
    /// For whom it waits.
    pub who: Vec<String>,
}

/// For whom a record waits.
pub(super) fn for_whom(desk: &Desk, kind: &Kind, fields: &Map) -> Result<Vec<String>> {
    let Some(flow) = &kind.workflow else { return Ok(Vec::new()) };
    let trail = steps(fields);
    let powers = Powers::new(desk, kind, flow, fields, &trail)?;
    Ok(those(&powers, flow, state(flow, fields)))
}

/// Those who may move a record on from a state where it waits.
fn those(powers: &Powers<'_>, flow: &Workflow, at: &str) -> Vec<String> {
    let mut who: Vec<String> = Vec::new();
    for one in flow.out_of(at).filter(|one| one.waits) {
        let entitled = powers.entitled(one);
        // Among superiors it waits for the nearest.
        let superiors = one.who.iter().all(|who| *who == Who::Superior);
        let first = if superiors { 1 } else { entitled.len() };
        who.extend(entitled.into_iter().take(first));
    }
    let mut once = BTreeSet::new();
    who.retain(|person| once.insert(person.clone()));
    who
}

/// What waits for a person, or for anybody; the longest waiting first.
pub fn awaited(desk: &Desk, who: Option<&str>, limit: usize) -> Result<Part<Awaited>> {
    if !desk.kinds.cards().any(|kind| kind.workflow.is_some()) {
        return Ok(Part::default());
    }
    let ask = match who {
        None => Ask::Field(WAITS.to_owned(), Test::Exists),
        Some(person) => {
            let any = marks(desk, person, true)?
                .into_iter()
                .map(|mark| (Clause::Should, Ask::Field(WAITS.to_owned(), Test::Is(Scalar::Text(mark)))));
            Ask::Parts(any.collect())
        }
    };
    let sort = Sort::Field { path: SINCE.to_owned(), numeric: false, descending: false };
    let most = limit.saturating_mul(2).saturating_add(READ);
    let (hits, found) = desk.index()?.search(&ask, &sort, most)?;
    let read = hits.len();
    let mut rows = Vec::new();
    for hit in hits {
        let (Some(kind), Some(id)) = (desk.kinds.get(&hit.kind), Id::parse(&hit.id)) else { continue };
        let Some(flow) = &kind.workflow else { continue };
        let Some(record) = desk.book.card_of(kind, &hit)?.filter(|record| !record.is_retired()) else {
            continue;
        };
        let trail = steps(&record.fields);
        let powers = Powers::new(desk, kind, flow, &record.fields, &trail)?;
        let at = state(flow, &record.fields).to_owned();
        let waiting = flow.out_of(&at).filter(|one| one.waits);
        let mine = |one: &&crate::model::workflow::Move| who.is_none_or(|who| powers.may(one, who).is_some());
        let moves: Vec<String> = waiting.filter(mine).map(|one| one.name.clone()).collect();
        if moves.is_empty() || !desk.sees(kind, &record)? {
            continue;
        }
        rows.push(Awaited {
            id: id.to_string(),
            kind: kind.name.clone(),
            name: record.title(kind).to_owned(),
            owner: record.text(&flow.owner).to_owned(),
            who: those(&powers, flow, &at),
            state: at,
            moves,
            since: since(&record.fields).unwrap_or_default(),
        });
    }
    rows.sort_by(|a, b| (&a.since, &a.id).cmp(&(&b.since, &b.id)));
    // What was not read is taken to wait, as most of what was read does.
    let total = rows.len() + found.saturating_sub(read);
    rows.truncate(limit);
    Ok(Part { rows, total, query: "kehu today --limit 1000".to_owned() })
}

/// The marks under which the index keeps what may wait for a person; who may in the end is asked of each record.
///
/// `deputy`: with what waits for those whose place the person takes today.
pub(in crate::ops) fn marks(desk: &Desk, person: &str, deputy: bool) -> Result<BTreeSet<String>> {
    let people = desk.people()?;
    let away: Vec<&str> =
        people.stands_in_for(person).filter(|_| deputy).map(|away| away.id.as_str()).collect();
    let mut marks = BTreeSet::new();
    for one in [person].into_iter().chain(away) {
        marks.insert(format!("p:{one}"));
        marks.extend(people.get(one).iter().flat_map(|one| &one.roles).map(|role| format!("r:{role}")));
        let keeps = |role: &String| desk.config.roles.edit_all.contains(role);
        let keeps = people.get(one).is_some_and(|one| one.roles.iter().any(keeps));
        marks.extend(people.headed_by(one).map(|department| format!("d:{department}")));
        for other in people.all() {
            let above = people.get(&other.superior).map(|above| above.id.as_str());
            if above == Some(one) || (keeps && above.is_none()) {
                marks.insert(format!("s:{}", other.id));
            }
            let head = people.head_of(&other.id);
            if head.as_deref() == Some(one) || (keeps && head.is_none()) {
                marks.insert(format!("h:{}", other.id));
            }
        }
    }
    Ok(marks)
}
