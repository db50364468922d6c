//! What of an event needs the book: its place is a room of ours or words, its people are colleagues or guests.

use super::read::icalendar::{ATTENDEE, LOCATION};
use super::read::{Cell, Row};
use crate::error::Result;
use crate::model::answers::PERSON;
use crate::model::date::DateTime;
use crate::model::ids::Id;
use crate::model::kind::{FieldType, Kind};
use crate::model::value::{Map, Value};
use crate::ops::Desk;
use crate::ops::sight::PERSON as PERSON_KIND;

/// How the identity of an event ends that a book gave out.
const OURS: &str = "@kehu";

/// The field of a column of a calendar; none for what [`settle`] takes.
pub fn target(kind: &Kind, column: &str) -> Option<String> {
    let event = kind.event.as_ref()?;
    match column {
        "SUMMARY" => Some(kind.naming.clone()),
        "DTSTART" => Some(event.from.clone()),
        "DTEND" => Some(event.until.clone()),
        "DESCRIPTION" => event.text.clone(),
        "UID" => kind.source_field().map(str::to_owned),
        _ => None,
    }
}

/// True for the columns that [`settle`] takes.
pub fn is_settled(kind: &Kind, column: &str) -> bool {
    kind.event.is_some() && matches!(column, LOCATION | ATTENDEE)
}

/// Puts place and people of an event into the fields of its record. Answers in the file are nobody's here: each gives their
/// own.
pub fn settle(desk: &Desk, kind: &Kind, columns: &[String], row: &Row, fields: &mut Map) -> Result<()> {
    let Some(event) = &kind.event else { return Ok(()) };
    let cell = |name: &str| {
        let at = columns.iter().position(|column| column == name)?;
        row.cells.iter().find(|(column, _)| *column == at).map(|(_, cell)| cell)
    };
    // People read times in their own zone, whatever the calendar was written in.
    for name in [&event.from, &event.until] {
        if let Some(Value::Text(text)) = fields.get_mut(name)
            && let Ok(at) = DateTime::from_rfc3339(text)
        {
            *text = DateTime::from(at.0.with_timezone(desk.context.now.offset())).to_string();
        }
    }
    if let Some(Cell::Text(place)) = cell(LOCATION) {
        let room = event.at.as_ref().and_then(|field| match &kind.field(field)?.ty {
            FieldType::Link(target) => Some((field, desk.link_target(target, place).ok()?)),
            _ => None,
        });
        match (room, &event.place) {
            (Some((field, id)), _) => drop(fields.insert(field.clone(), Value::text(id))),
            (None, Some(field)) => drop(fields.insert(field.clone(), Value::text(place.as_str()))),
            (None, None) => {}
        }
    }
    let Some(Cell::Structured(people)) = cell(ATTENDEE) else { return Ok(()) };
    let (mut asked, mut guests): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    for one in people.as_array().into_iter().flatten() {
        let text = |name: &str| one.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        let (email, name) = (text("email"), text("name"));
        match desk.link_target(PERSON_KIND, email) {
            Ok(id) if !email.is_empty() => {
                let item: Map = [(PERSON.to_owned(), Value::text(id))].into_iter().collect();
                asked.push(Value::Map(item));
            }
            _ => guests.push(Value::text(format!("{name} {email}").trim())),
        }
    }
    dedup(&mut asked);
    dedup(&mut guests);
    for (field, items) in [(&kind.answers, asked), (&event.guests, guests)] {
        if let (Some(field), false) = (field, items.is_empty()) {
            fields.insert(field.clone(), Value::List(items));
        }
    }
    Ok(())
}

fn dedup(items: &mut Vec<Value>) {
    let mut seen: Vec<Value> = Vec::with_capacity(items.len());
    items.retain(|item| {
        let fresh = !seen.contains(item);
        if fresh {
            seen.push(item.clone());
        }
        fresh
    });
}

/// True when an event came from a record of this book.
pub fn is_ours(desk: &Desk, kind: &Kind, source: &str) -> Result<bool> {
    let id = source.strip_suffix(OURS).filter(|_| kind.event.is_some()).and_then(Id::parse);
    match id {
        Some(id) => Ok(desk.card(kind, &id)?.is_some()),
        None => Ok(false),
    }
}
