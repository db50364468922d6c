//! Records with a beginning and an end as events of a calendar.

use chrono::DateTime;

use crate::error::article::begin_a;
use crate::error::{Code, Error, Result};
use crate::model::ids::Id;
use crate::model::kind::{FieldType, Kind};
use crate::model::record::Record;
use crate::ops::Desk;
use crate::output::calendar::{Attendee, Event};

/// The records that have both ends, as events. Errors: the kind has none.
pub fn events(desk: &Desk, kind: &Kind, records: &[Record]) -> Result<Vec<Event>> {
    let Some(word) = &kind.event else { return Err(no_event(desk, kind)) };
    let mut events = Vec::with_capacity(records.len());
    for record in records {
        let moment = |name: &str| DateTime::parse_from_rfc3339(record.text(name)).ok();
        let (Some(from), Some(until)) = (moment(&word.from), moment(&word.until)) else { continue };
        let room =
            word.at.as_deref().map(|name| (record.text(name), kind.field(name).map(|field| &field.ty)));
        let room = match room {
            Some((id, Some(FieldType::Link(target)))) if !id.is_empty() => desk.title_of(target, id)?,
            _ => String::new(),
        };
        let text = |name: &Option<String>| name.as_deref().map_or("", |name| record.text(name)).to_owned();
        let source = kind.source_field().map_or("", |name| record.text(name));
        events.push(Event {
            uid: if source.is_empty() { record.id.to_string() } else { source.to_owned() },
            span: Some((from, until)),
            summary: record.title(kind).to_owned(),
            description: text(&word.text),
            location: if room.is_empty() { text(&word.place) } else { room },
            people: people(desk, kind, record)?,
            ..Event::default()
        });
    }
    Ok(events)
}

/// Everybody asked, with address and answer.
fn people(desk: &Desk, kind: &Kind, record: &Record) -> Result<Vec<Attendee>> {
    let Some(person) = desk.kinds.get("person") else { return Ok(Vec::new()) };
    let mut people = Vec::new();
    for asked in kind.answers(&record.fields) {
        let Some(id) = Id::parse(asked.person) else { continue };
        if let Some(card) = desk.card(person, &id)? {
            let (name, email) = (card.title(person).to_owned(), card.text("email").to_owned());
            people.push(Attendee { name, email, answer: asked.answer.to_owned() });
        }
    }
    Ok(people)
}

fn no_event(desk: &Desk, kind: &Kind) -> Error {
    let with: Vec<&str> =
        desk.kinds.cards().filter(|kind| kind.event.is_some()).map(|kind| kind.name.as_str()).collect();
    let with = with.join(", ");
    Error::new(
        Code::Usage,
        format!("{} has no beginning and end, so it is no event of a calendar.", begin_a(&kind.name)),
        format!("{}没有起止时间, 不能写成日历。", kind.label.zh),
    )
    .hint(format!("Kinds that are events: {with}."), format!("可作为日程的类型: {with}。"))
}
