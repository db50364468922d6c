//! Records that went through a workflow, step by step as their trails tell: who asked, who approved, who handed out,
//! who answered and who gave back in between.

use chrono::{DateTime, Duration, FixedOffset};

use super::story::wrong;
use super::{Files, MANAGER, Moment, day_in, moment_in, text};
use crate::error::Result;
use crate::model::answers::{ANSWER, AT, BY, NOTE};
use crate::model::kind::{FieldType, Kind};
use crate::model::places::Place;
use crate::model::record::{Record, card_path, read_card};
use crate::model::value::{Map, Value};
use crate::model::workflow::{TRAIL, Workflow};
use crate::ops::apply::Intent;
use crate::ops::assemble::new_card;

/// The Monday on which the example was written down: all of it had happened before.
type Until = DateTime<FixedOffset>;

/// What happened to a record after it was made.
struct Event<'a> {
    at: DateTime<FixedOffset>,
    by: String,
    verb: String,
    what: String,
    /// The step of the trail, when it was one.
    step: Option<&'a Map>,
}

/// Tells a record from its making to its last step; false when nothing says when it was made.
pub(super) fn tell(
    place: &Place<'_>,
    path: &str,
    files: &Files,
    until: Until,
    moments: &mut Vec<Moment>,
) -> Result<bool> {
    let kind = place.kind;
    let Some(flow) = &kind.workflow else { return Ok(false) };
    let card = files.get(path).map(Vec::as_slice).unwrap_or_default();
    let record = read_card(kind, &place.id, card).map_err(wrong)?;
    let events = events(kind, &record);
    let host = host(place, files)?;
    let first = events.first().map(|event| event.at);
    if first.is_none() && record.text(&flow.state) != flow.first {
        return Ok(false);
    }
    let mut fields = at_first(kind, flow, &record);
    let Some((at, by)) = made(place, flow, &fields, &events, host.as_ref(), until) else { return Ok(false) };
    let mut push = |at, by: String, verb: &str, what: &str, fields: Map| {
        let subject = format!("{}: {what}{} ({})", kind.name, record.title(kind), record.id);
        let mut intent = Intent::new(verb, subject);
        let content = new_card(kind, path, fields).into_bytes();
        intent.put(&kind.name, record.id.as_str(), path.to_owned(), content);
        moments.push(Moment { at, by, intent });
    };
    let new = if events.is_empty() { record.fields.clone() } else { fields.clone() };
    push(at, by, "new", "", new);
    let mut trail: Vec<Value> = Vec::new();
    for (number, event) in events.iter().enumerate() {
        if let Some(step) = event.step {
            after(&mut fields, flow, &record, step);
            trail.push(Value::Map(step.clone()));
            fields.insert(TRAIL.to_owned(), Value::List(trail.clone()));
        }
        let last = number + 1 == events.len();
        let now = if last { record.fields.clone() } else { with_stamps(kind, &record, &fields, event.at) };
        push(event.at, event.by.clone(), &event.verb, &event.what, now);
    }
    Ok(true)
}

/// Steps, answers and what was paid back, in the order of their time.
fn events<'a>(kind: &Kind, record: &'a Record) -> Vec<Event<'a>> {
    let list = |name: &str| record.fields.get(name).and_then(Value::as_list).unwrap_or_default().iter();
    let mut events = Vec::new();
    for step in list(TRAIL).filter_map(Value::as_map) {
        let Some(at) = moment_in(step, AT) else { continue };
        let name = text(step, "move");
        let known = matches!(&name[..], "submit" | "approve" | "reject");
        let verb = if known { name.clone() } else { "move".to_owned() };
        events.push(Event { at, by: text(step, BY), verb, what: format!("{name} "), step: Some(step) });
    }
    let stamped = [
        (kind.answers.as_deref(), "rsvp", ANSWER),
        (kind.payments.as_ref().map(|paid| paid.list.as_str()), "pay", "amount"),
    ];
    for (name, verb, told) in stamped {
        for item in name.into_iter().flat_map(list).filter_map(Value::as_map) {
            let Some(at) = moment_in(item, AT) else { continue };
            let what = format!("{} to ", text(item, told));
            events.push(Event { at, by: text(item, BY), verb: verb.to_owned(), what, step: None });
        }
    }
    events.sort_by_key(|event| event.at);
    events
}

/// When it was made and by whom: two hours before it went on, after what its host had come to, or on the day it names.
fn made(
    place: &Place<'_>,
    flow: &Workflow,
    fields: &Map,
    events: &[Event<'_>],
    host: Option<&Record>,
    until: Until,
) -> Option<(DateTime<FixedOffset>, String)> {
    let first = events.first();
    let before = first.map_or(until, |event| event.at);
    if let (Some(host), Some((kind, _))) = (host, &place.host) {
        let steps = host.fields.get(TRAIL).and_then(Value::as_list).unwrap_or_default();
        let times = steps.iter().filter_map(|step| moment_in(step.as_map()?, AT));
        let at = times.filter(|at| *at + Duration::minutes(20) < before).max()?;
        let by = kind.workflow.as_ref().map(|flow| host.text(&flow.owner).to_owned()).unwrap_or_default();
        return Some((at + Duration::minutes(20), by));
    }
    let kept = place.kind.access.as_ref().is_some_and(|access| access.kept);
    let by = match (kept, text(fields, &flow.owner)) {
        // Who may not make one of their own had it made by who moved it first.
        (true, _) => first.map(|event| event.by.clone()).unwrap_or_default(),
        (false, owner) if owner.is_empty() => MANAGER.to_owned(),
        (false, owner) => owner,
    };
    if first.is_some() {
        return Some((before - Duration::hours(2), by));
    }
    let days = place.kind.fields.iter().filter(|field| field.ty == FieldType::Date);
    let day = days.filter_map(|field| day_in(fields, &field.name, 10)).next()?;
    Some((day.min(until - Duration::hours(62)), by))
}

/// The card in whose folder a record lies.
fn host(place: &Place<'_>, files: &Files) -> Result<Option<Record>> {
    let Some((kind, id)) = &place.host else { return Ok(None) };
    let card = files.get(&card_path(kind, id)).map(Vec::as_slice).unwrap_or_default();
    read_card(kind, id, card).map(Some).map_err(wrong)
}

/// As it was made: in the first state, without what steps and stamps write, and without what later moves wait for.
fn at_first(kind: &Kind, flow: &Workflow, record: &Record) -> Map {
    let mut fields = record.fields.clone();
    let written = |name: &String| {
        let field = kind.field(name);
        name == TRAIL
            || field.is_some_and(|field| field.stamped)
            || flow.moves.iter().any(|one| one.sets.iter().any(|(known, _)| known == name))
            || (flow.moves.iter().any(|one| !one.from.contains(&flow.first) && one.needs.contains(name))
                && field.is_some_and(|field| !field.required)
                && !flow.tracks.contains(name))
    };
    fields.retain(|name, _| !written(name));
    fields.insert(flow.state.clone(), Value::text(flow.first.clone()));
    with_stamps(kind, record, &fields, DateTime::default())
}

/// The fields with those answers and payments that were there at a moment.
fn with_stamps(kind: &Kind, record: &Record, fields: &Map, at: DateTime<FixedOffset>) -> Map {
    let mut fields = fields.clone();
    let there =
        |item: &&Value| item.as_map().and_then(|item| moment_in(item, AT)).is_some_and(|when| when <= at);
    let list = |name: &str| record.fields.get(name).and_then(Value::as_list).unwrap_or_default().iter();
    if let Some(paid) = &kind.payments {
        let items: Vec<Value> = list(&paid.list).filter(there).cloned().collect();
        if !items.is_empty() {
            fields.insert(paid.list.clone(), Value::List(items));
        }
    }
    if let Some(name) = &kind.answers {
        let unanswered = |item: &Value| {
            let mut item = item.as_map().cloned().unwrap_or_default();
            item.retain(|known, _| ![ANSWER, AT, BY, NOTE].contains(&known.as_str()));
            Value::Map(item)
        };
        let asked = list(name).map(|item| if there(&item) { item.clone() } else { unanswered(item) });
        let asked: Vec<Value> = asked.collect();
        if !asked.is_empty() {
            fields.insert(name.clone(), Value::List(asked));
        }
    }
    fields
}

/// The fields after a step: what its move waited for and sets, and the values it wrote down.
fn after(fields: &mut Map, flow: &Workflow, record: &Record, step: &Map) {
    let (by, day) = (text(step, BY), text(step, AT).get(..10).unwrap_or_default().to_owned());
    let one = flow.find(&text(step, "move"));
    for name in one.map(|one| one.needs.as_slice()).unwrap_or_default() {
        if let Some(value) = record.fields.get(name).filter(|_| !flow.tracks.contains(name)) {
            fields.insert(name.clone(), value.clone());
        }
    }
    for (name, word) in one.map(|one| one.sets.as_slice()).unwrap_or_default() {
        let value = match word.as_str() {
            "me" => by.clone(),
            "owner" => text(fields, &flow.owner),
            "today" => day.clone(),
            word => word.to_owned(),
        };
        put(fields, name, value);
    }
    for name in &flow.tracks {
        put(
            fields,
            name,
            step.get("values").and_then(|values| values.at(name)).map(Value::flat_text).unwrap_or_default(),
        );
    }
    put(fields, &flow.state, text(step, "to"));
}

fn put(fields: &mut Map, name: &str, value: String) {
    match value.is_empty() {
        true => fields.shift_remove(name),
        false => fields.insert(name.to_owned(), Value::Text(value)),
    };
}
