//! Records that went through a workflow, step by step as their trails tell: who asked, who approved, who handed out.

use chrono::Duration;

use super::story::wrong;
use super::{Files, MANAGER, Moment, moment_in, text};
use crate::error::Result;
use crate::model::kind::Kind;
use crate::model::kinds::Place;
use crate::model::record::{Record, read_card};
use crate::model::value::{Map, Value};
use crate::model::workflow::{TRAIL, Workflow};
use crate::ops::apply::Intent;
use crate::ops::assemble::new_card;

/// Tells a record from its making to its last step; false when it made none.
pub(super) fn tell(place: &Place<'_>, path: &str, files: &Files, moments: &mut Vec<Moment>) -> Result<bool> {
    let Some(flow) = &place.kind.workflow else { return Ok(false) };
    let card = files.get(path).map(Vec::as_slice).unwrap_or_default();
    let record = read_card(place.kind, &place.id, card).map_err(wrong)?;
    let steps = record.fields.get(TRAIL).and_then(Value::as_list).unwrap_or_default();
    let steps: Vec<&Map> = steps.iter().filter_map(Value::as_map).collect();
    let Some(at) = steps.first().and_then(|step| moment_in(step, "at")) else { return Ok(false) };
    let mut fields = at_first(place.kind, flow, &record);
    let owner = match text(&fields, &flow.owner) {
        owner if owner.is_empty() => MANAGER.to_owned(),
        owner => owner,
    };
    let mut push = |at, by: String, verb: &str, what: &str, fields: Map| {
        let kind = place.kind;
        let subject = format!("{}: {what}{} ({})", kind.name, record.title(kind), record.id);
        let mut intent = Intent::new(verb, subject);
        let content = new_card(kind, path, fields).into_bytes();
        intent.put(&kind.name, record.id.as_str(), path.to_owned(), content);
        moments.push(Moment { at, by, intent });
    };
    push(at - Duration::hours(2), owner, "new", "", fields.clone());
    for (number, step) in steps.iter().enumerate() {
        let Some(at) = moment_in(step, "at") else { continue };
        let (name, by) = (text(step, "move"), text(step, "by"));
        after(&mut fields, flow, step);
        let told: Vec<Value> =
            steps.iter().take(number + 1).map(|step| Value::Map((*step).clone())).collect();
        fields.insert(TRAIL.to_owned(), Value::List(told));
        let last = number + 1 == steps.len();
        let fields = if last { record.fields.clone() } else { fields.clone() };
        let verb = if matches!(&name[..], "submit" | "approve" | "reject") { &name[..] } else { "move" };
        push(at, by, verb, &format!("{name} "), fields);
    }
    Ok(true)
}

/// As it was made: in the first state, without what steps write.
fn at_first(kind: &Kind, flow: &Workflow, record: &Record) -> Map {
    let mut fields = record.fields.clone();
    let written = |name: &String| {
        name == TRAIL
            || kind.field(name).is_some_and(|field| field.stamped)
            || flow.moves.iter().any(|one| one.sets.iter().any(|(known, _)| known == name))
    };
    fields.retain(|name, _| !written(name));
    fields.insert(flow.state.clone(), Value::text(flow.first.clone()));
    fields
}

/// The fields after a step: what its move sets, and the values it wrote down.
fn after(fields: &mut Map, flow: &Workflow, step: &Map) {
    let (by, day) = (text(step, "by"), text(step, "at").get(..10).unwrap_or_default().to_owned());
    for (name, word) in flow.find(&text(step, "move")).map(|one| one.sets.as_slice()).unwrap_or_default() {
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
