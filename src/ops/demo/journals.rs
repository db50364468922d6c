//! The journals of a customer, entry by entry: contacts, plans and their end, assessments.

use chrono::{DateTime, FixedOffset};

use super::story::{Story, wrong};
use super::{Files, Moment, moment_in, text, without};
use crate::error::Result;
use crate::model::kind::Kind;
use crate::model::kinds::Kinds;
use crate::model::places::Place;
use crate::model::record::{card_path, journal_path, modeline, ordered, read_card, read_journal};
use crate::model::value::Map;
use crate::model::yaml::write_entry;
use crate::ops::apply::Intent;

/// What the stamps of an entry's end are called: when, by whom, and what else came then.
const ENDS: [(&str, &str, &[&str]); 2] = [
    ("done", "done_by", &["done", "done_by", "done_with"]),
    ("dropped", "dropped_by", &["dropped", "dropped_by", "reason"]),
];

pub(super) fn tell(story: &Story<'_>, moments: &mut Vec<Moment>) -> Result<()> {
    for journal in story.kinds.journals(&story.kind.name) {
        let path = journal_path(journal, story.kind, &story.record.id);
        if let Some(bytes) = story.files.get(&path) {
            let entries = read_journal(journal, bytes).map_err(wrong)?;
            told(story, journal, &path, &entries, moments);
        }
    }
    Ok(())
}

/// The journal of a record that has no story.
pub(super) fn beside(
    kinds: &Kinds,
    kind: &Kind,
    place: &Place<'_>,
    files: &Files,
    moments: &mut Vec<Moment>,
) -> Result<()> {
    let card = files.get(&card_path(kind, &place.id)).map(Vec::as_slice).unwrap_or_default();
    let record = read_card(kind, &place.id, card).map_err(wrong)?;
    let path = journal_path(place.kind, kind, &place.id);
    let entries = read_journal(place.kind, files.get(&path).map(Vec::as_slice).unwrap_or_default());
    let story = Story { kinds, kind, files, record, contacts: Vec::new() };
    told(&story, place.kind, &path, &entries.map_err(wrong)?, moments);
    Ok(())
}

/// One commit for each entry, and one for the end of each that ended.
fn told(story: &Story<'_>, journal: &Kind, path: &str, entries: &[Map], moments: &mut Vec<Moment>) {
    let mut events: Vec<(DateTime<FixedOffset>, String, String)> = Vec::new();
    for entry in entries {
        let Some(at) = moment_in(entry, "at") else { continue };
        let (verb, word) = match journal.name.as_str() {
            "plan" => ("plan", String::new()),
            "assessment" => ("score", String::new()),
            "log" => ("log", format!(" {}", text(entry, "type"))),
            other => (other, String::new()),
        };
        events.push((
            at,
            text(entry, "by"),
            format!("{verb}\n{}:{word} with {}", journal.name, story.title()),
        ));
        for (when, who, _) in ENDS {
            if let Some(at) = moment_in(entry, when) {
                let subject = format!("plan: {when} with {}", story.title());
                events.push((at, text(entry, who), format!("plan\n{subject}")));
            }
        }
    }
    events.sort_by_key(|(at, ..)| *at);
    for (at, by, words) in events {
        let mut content = format!("{}\n", modeline(journal, path));
        for entry in entries.iter().filter(|entry| moment_in(entry, "at").is_some_and(|made| made <= at)) {
            content.push_str(&write_entry(&ordered(journal, as_of(entry, at))));
        }
        let (verb, subject) = words.split_once('\n').unwrap_or_default();
        let mut intent = Intent::new(verb, subject);
        intent.put(&story.kind.name, story.record.id.as_str(), path.to_owned(), content.into_bytes());
        moments.push(Moment { at, by, intent });
    }
}

/// An entry as it stood at a moment: without an end that came later.
fn as_of(entry: &Map, at: DateTime<FixedOffset>) -> Map {
    let mut fields = entry.clone();
    for (when, _, names) in ENDS {
        if moment_in(entry, when).is_some_and(|ended| ended > at) {
            fields = without(&fields, names);
        }
    }
    fields
}
