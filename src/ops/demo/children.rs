//! The cards in a customer's folder, from their beginning to what they are: stages, payments, answers.

use chrono::{DateTime, Duration, FixedOffset};

use super::story::{Story, wrong};
use super::{Moment, choose, day_in, moment_in, text, without};
use crate::error::Result;
use crate::model::kind::{FieldType, Kind};
use crate::model::places::folder_of;
use crate::model::record::{Record, read_card};
use crate::model::value::{Map, Value};
use crate::ops::apply::Intent;
use crate::ops::assemble::new_card;

/// What an opportunity is between one stage and the next, when nobody spoke meanwhile.
const PAUSE: i64 = 16;

/// A card at a moment: when, by whom, the verb, what happened, the fields.
struct Step {
    at: DateTime<FixedOffset>,
    by: String,
    verb: &'static str,
    what: String,
    fields: Map,
}

pub(super) fn tell(story: &Story<'_>, moments: &mut Vec<Moment>) -> Result<()> {
    let folder = folder_of(story.kind, &story.record.id);
    for (path, bytes) in story.files.iter().filter(|(path, _)| path.starts_with(&format!("{folder}/"))) {
        let Some(place) = story.kinds.of_path(path).filter(|place| place.kind.is_child()) else { continue };
        let record = read_card(place.kind, &place.id, bytes).map_err(wrong)?;
        for step in steps(story, place.kind, &record) {
            let title = format!("{} ({})", record.title(place.kind), record.id);
            let mut intent = Intent::new(step.verb, format!("{}: {}{title}", place.kind.name, step.what));
            let card = new_card(place.kind, path, step.fields).into_bytes();
            intent.put(&place.kind.name, record.id.as_str(), path.clone(), card);
            let file = format!("{folder}/{}", record.text("file"));
            if let Some(content) = story.files.get(&file) {
                intent.file(file, Some(content.clone()));
            }
            moments.push(Moment { at: step.at, by: step.by, intent });
        }
    }
    Ok(())
}

fn steps(story: &Story<'_>, kind: &Kind, record: &Record) -> Vec<Step> {
    match kind.name.as_str() {
        "opportunity" => stages(story, kind, record),
        "contract" => payments(record),
        "request" => answers(record),
        "deal" => orders(record),
        _ => made(record, "date", 11, "attach").into_iter().collect(),
    }
}

/// The card as it is, on the day a field says.
fn made(record: &Record, day: &str, hour: u32, verb: &'static str) -> Option<Step> {
    let at = day_in(&record.fields, day, hour)?;
    Some(Step {
        at,
        by: record.text("owner").to_owned(),
        verb,
        what: String::new(),
        fields: record.fields.clone(),
    })
}

/// An opportunity comes one stage further with each contact; an ended one ends on the day it was expected.
fn stages(story: &Story<'_>, kind: &Kind, record: &Record) -> Vec<Step> {
    let Some(FieldType::Choice(words)) = kind.field("stage").map(|field| &field.ty) else {
        return Vec::new();
    };
    let stage = record.text("stage");
    let ended = kind.is_closed(&record.fields);
    let mut open = record.fields.clone();
    let going: Vec<&str> = words
        .iter()
        .map(|(word, _)| word.as_str())
        .filter(|word| {
            choose(kind, &mut open, "stage", word);
            !kind.is_closed(&open)
        })
        .collect();
    // Most of those that are lost are lost with the quote.
    let reached = match stage {
        "lost" => going.len().saturating_sub(1),
        _ => going.iter().position(|word| *word == stage).unwrap_or(going.len()),
    };
    let mut path: Vec<&str> = going.into_iter().take(reached).collect();
    path.push(stage);

    let talk = Duration::minutes(20);
    let last = story.contacts.last().copied();
    let end = if ended { day_in(&record.fields, "expected", 18) } else { last.map(|at| at + talk) };
    let Some(mut at) = end else { return Vec::new() };
    let mut steps = Vec::new();
    for (index, word) in path.iter().enumerate().rev() {
        let mut fields = record.fields.clone();
        if *word != stage {
            fields.shift_remove("lost_reason");
            choose(kind, &mut fields, "stage", word);
        }
        let verb = if index == 0 { "new" } else { "set" };
        let what = if index == 0 { String::new() } else { format!("{word}: ") };
        steps.push(Step { at, by: record.text("owner").to_owned(), verb, what, fields });
        let earlier = at - Duration::days(1);
        let before = story.contacts.iter().rev().map(|contact| *contact + talk).find(|at| *at < earlier);
        at = before.unwrap_or(at - Duration::days(PAUSE));
    }
    steps.reverse();
    steps
}

/// A contract is signed, then paid, one commit for each payment.
fn payments(record: &Record) -> Vec<Step> {
    let Some(mut signed) = made(record, "sign_date", 15, "new") else { return Vec::new() };
    let paid = record.fields.get("payments").and_then(Value::as_list).unwrap_or_default();
    let fields = without(&record.fields, &["payments"]);
    if !paid.is_empty() {
        signed.fields = fields.clone();
        signed.fields.insert("state".to_owned(), Value::text("signed"));
    }
    let mut steps = vec![signed];
    for (index, payment) in paid.iter().filter_map(Value::as_map).enumerate() {
        let mut now = fields.clone();
        now.insert("payments".to_owned(), Value::List(paid.iter().take(index + 1).cloned().collect()));
        if index + 1 < paid.len() {
            now.insert("state".to_owned(), Value::text("signed"));
        }
        let what = format!("{} paid on ", text(payment, "amount"));
        if let Some(at) = moment_in(payment, "at") {
            steps.push(Step { at, by: text(payment, "by"), verb: "pay", what, fields: now });
        }
    }
    steps
}

/// A request is opened, given to somebody, and solved.
fn answers(record: &Record) -> Vec<Step> {
    let Some(mut opened) = made(record, "opened", 10, "new") else { return Vec::new() };
    let state = |fields: &Map, word: &str| {
        let mut fields = fields.clone();
        fields.insert("state".to_owned(), Value::text(word));
        fields
    };
    let (at, by) = (opened.at, opened.by.clone());
    let unsolved = without(&record.fields, &["solved", "solution"]);
    opened.fields = state(&without(&unsolved, &["assigned"]), "open");
    let mut steps = vec![opened];
    if record.fields.contains_key("assigned") {
        let fields = state(&unsolved, "assigned");
        let what = format!("assigned to {}: ", record.text("assigned"));
        steps.push(Step { at: at + Duration::hours(1), by, verb: "set", what, fields });
    }
    if let Some(at) = day_in(&record.fields, "solved", 16) {
        let by = match record.text("assigned") {
            "" => record.text("owner"),
            solver => solver,
        };
        let what = "solved: ".to_owned();
        steps.push(Step { at, by: by.to_owned(), verb: "set", what, fields: record.fields.clone() });
    }
    steps
}

/// A deal is ordered, and delivered a fortnight later.
fn orders(record: &Record) -> Vec<Step> {
    let Some(mut ordered) = made(record, "date", 14, "new") else { return Vec::new() };
    if record.text("state") == "ordered" {
        return vec![ordered];
    }
    let at = ordered.at + Duration::days(14);
    ordered.fields.insert("state".to_owned(), Value::text("ordered"));
    let what = format!("{}: ", record.text("state"));
    let ended = Step { at, by: ordered.by.clone(), verb: "set", what, fields: record.fields.clone() };
    vec![ordered, ended]
}
