//! Journals, by the ids of their entries.

use std::collections::HashMap;

use super::card::entry_text;
use super::fields::merge_fields;
use super::{Merged, Spot, Stamps, Which, note_removal};
use crate::model::conflict::{Conflict, REMOVED};
use crate::model::journal::{add_entry, moment, pieces_at};
use crate::model::kind::Kind;
use crate::model::record::{modeline, read_entries, written_journal};
use crate::model::value::{Map, Value};
use crate::model::yaml::{Position, YamlError, parse_documents};

/// One entry with its lines.
struct Entry {
    id: String,
    fields: Map,
    text: String,
}

/// A journal taken apart.
#[derive(Default)]
struct Journal {
    head: String,
    entries: Vec<Entry>,
    places: HashMap<String, usize>,
}

impl Journal {
    fn entry(&self, id: &str) -> Option<&Entry> {
        self.places.get(id).map(|at| &self.entries[*at])
    }
}

/// One journal of three versions; a version that is not there has no entries. Several texts of one version are taken as
/// one journal: those of records that became one.
///
/// # Errors
/// A version cannot be read, or has an entry without an id.
pub fn merge_journals(
    kind: &Kind,
    path: &str,
    base: &[&str],
    first: &[&str],
    second: &[&str],
    stamps: Stamps<'_>,
) -> Result<Merged, YamlError> {
    let swap = first > second;
    let (first, second) = if swap { (second, first) } else { (first, second) };
    let swapped = |which: Which, spot: Spot<'_>| stamps(which.swapped(swap), spot);
    let (base, a, b) = (taken_apart(kind, base)?, taken_apart(kind, first)?, taken_apart(kind, second)?);
    let heads = [&base.head, &a.head, &b.head];
    let head =
        if a.head.is_empty() || (a.head == base.head && !b.head.is_empty()) { heads[2] } else { heads[1] };
    let mut text = if head.is_empty() { format!("{}\n", modeline(kind, path)) } else { head.clone() };
    let mut conflicts = Vec::new();
    let mut entries = 0;
    let mut put = |entry: &str| {
        entries += 1;
        add_entry(&mut text, entry);
    };
    for old in &base.entries {
        match (a.entry(&old.id), b.entry(&old.id)) {
            (None, None) => {}
            (Some(one), None) | (None, Some(one)) if one.fields == old.fields => {}
            (Some(one), None) => put(&kept(kind, one, Which::Second, &swapped, &mut conflicts)),
            (None, Some(one)) => put(&kept(kind, one, Which::First, &swapped, &mut conflicts)),
            (Some(one), Some(other)) => put(&both(kind, Some(old), one, other, &swapped, &mut conflicts)),
        }
    }
    let mut added: Vec<(i64, &str, String)> = Vec::new();
    for entry in a.entries.iter().filter(|entry| base.entry(&entry.id).is_none()) {
        let text = match b.entry(&entry.id) {
            Some(other) => both(kind, None, entry, other, &swapped, &mut conflicts),
            None => entry.text.clone(),
        };
        added.push((moment(&entry.fields), &entry.id, text));
    }
    let new = |entry: &&Entry| base.entry(&entry.id).is_none() && a.entry(&entry.id).is_none();
    for entry in b.entries.iter().filter(new) {
        added.push((moment(&entry.fields), &entry.id, entry.text.clone()));
    }
    added.sort_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)));
    added.iter().for_each(|(_, _, entry)| put(entry));
    Ok(Merged { text, conflicts, entries })
}

/// An entry that one side took out and the other changed.
fn kept(kind: &Kind, entry: &Entry, by: Which, stamps: Stamps<'_>, conflicts: &mut Vec<String>) -> String {
    let mut fields = entry.fields.clone();
    note_removal(&mut fields, stamps, by, Some(&entry.id));
    conflicts.push(format!("{}:{REMOVED}", entry.id));
    entry_text(kind, &entry.text, &entry.text, fields)
}

/// An entry that both sides have.
fn both(
    kind: &Kind,
    base: Option<&Entry>,
    one: &Entry,
    other: &Entry,
    stamps: Stamps<'_>,
    conflicts: &mut Vec<String>,
) -> String {
    if one.text == other.text || base.is_some_and(|base| base.fields == other.fields) {
        return one.text.clone();
    }
    if base.is_some_and(|base| base.fields == one.fields) {
        return other.text.clone();
    }
    let fields = match base {
        Some(base) => merge_fields(kind, Some(&one.id), &base.fields, &one.fields, &other.fields, stamps),
        None => {
            // Both made it: it is as old as the first of the two, whose stamp it bears.
            let age = |entry: &Entry| (moment(&entry.fields), entry.text.clone());
            let first = if age(one) <= age(other) { one } else { other };
            let sides = [one, other].map(|entry| stamped_as(&first.fields, entry.fields.clone()));
            merge_fields(kind, Some(&one.id), &Map::default(), &sides[0], &sides[1], stamps)
        }
    };
    conflicts.extend(Conflict::all(&fields).iter().map(|conflict| format!("{}:{}", one.id, conflict.field)));
    entry_text(kind, &one.text, &other.text, fields)
}

/// Fields with the stamp of another entry.
fn stamped_as(first: &Map, mut fields: Map) -> Map {
    for name in ["at", "by"] {
        match first.get(name) {
            Some(value) => drop(fields.insert(name.to_owned(), value.clone())),
            None => drop(fields.shift_remove(name)),
        }
    }
    fields
}

fn taken_apart(kind: &Kind, texts: &[&str]) -> Result<Journal, YamlError> {
    let mut all = Journal::default();
    for text in texts.iter().filter(|text| !is_blank(text)) {
        let (head, entries) = match written_journal(kind, text) {
            Some((head, entries)) => (
                head.to_owned(),
                entries.into_iter().map(|(fields, text)| (fields, text.to_owned())).collect(),
            ),
            None => by_hand(kind, text)?,
        };
        if all.head.is_empty() {
            all.head = head;
        }
        for (fields, text) in entries {
            let id = fields.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
            if id.is_empty() {
                return Err(no_id());
            }
            // An entry there twice is one.
            if all.entry(&id).is_none() {
                all.places.insert(id.clone(), all.entries.len());
                all.entries.push(Entry { id, fields, text });
            }
        }
    }
    Ok(all)
}

/// True for a text of blanks alone, as YAML knows them: other white space is text.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\n' | b'\r'))
}

/// A journal's head and its entries, each with the lines it runs over.
type Pieces = (String, Vec<(Map, String)>);

fn by_hand(kind: &Kind, text: &str) -> Result<Pieces, YamlError> {
    let nodes = parse_documents(text)?;
    let mut pieces = pieces_at(text, &nodes).into_iter();
    let head = pieces.next().unwrap_or_default();
    let fields = read_entries(kind, nodes)?;
    Ok((head, fields.into_iter().zip(pieces).collect()))
}

fn no_id() -> YamlError {
    YamlError {
        at: Position::default(),
        en: "an entry has no id".to_owned(),
        zh: "有一条记录没有编号".to_owned(),
    }
}
