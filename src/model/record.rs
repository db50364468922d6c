//! A record: an ordered map of values with a kind and an id, and its place in the book.

use super::ids::Id;
use super::kind::{FieldType, Kind, Storage};
use super::value::{Map, Value};
use super::yaml::{self, MODELINE, YamlError};

/// The system field that marks a retired record: the day it was retired.
pub const RETIRED: &str = "retired";
/// The system field that keeps the reason given when a look-alike was created all the same.
pub const ANYWAY: &str = "anyway";

/// The system field that says which record a merged one became part of.
pub const MERGED: &str = "merged_into";
pub use super::kind::{CONFLICTS, KNOWLEDGE};

/// True for the fields that kehu writes into any card, whatever its kind.
pub fn is_system(field: &str) -> bool {
    matches!(field, RETIRED | ANYWAY | MERGED | CONFLICTS | KNOWLEDGE)
}

/// One record as read from the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Name of the kind.
    pub kind: String,
    /// Id; for journal entries the id of the card they stand beside.
    pub id: Id,
    /// Fields as in the file.
    pub fields: Map,
}

impl Record {
    /// A text field, empty when absent.
    pub fn text(&self, field: &str) -> &str {
        self.fields.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// What a person calls the record: its naming field, else its id.
    pub fn title(&self, kind: &Kind) -> &str {
        let name = self.text(&kind.naming);
        if name.is_empty() { self.id.as_str() } else { name }
    }

    /// True when retired.
    pub fn is_retired(&self) -> bool {
        self.fields.get(RETIRED).is_some_and(|value| !value.is_empty())
    }

    /// The record this one became part of.
    pub fn merged_into(&self) -> Option<&str> {
        self.fields.get(MERGED).and_then(Value::as_str)
    }

    /// The record with id and kind first, as `--json` shows it.
    pub fn to_json(&self, kind: &Kind) -> serde_json::Map<String, serde_json::Value> {
        let mut json = serde_json::Map::new();
        json.insert("id".to_owned(), self.id.as_str().into());
        json.insert("kind".to_owned(), self.kind.as_str().into());
        for (key, value) in self.fields.iter().filter(|(key, _)| !matches!(key.as_str(), "id" | "kind")) {
            let ty = kind.field(key).map(|field| &field.ty);
            json.insert(key.clone(), field_json(ty, value));
        }
        json
    }
}

/// A field value as JSON: money as amount and currency, the rest as it is.
pub fn field_json(ty: Option<&FieldType>, value: &Value) -> serde_json::Value {
    match (ty, value) {
        (Some(FieldType::Money), Value::Text(text)) => match super::money::Money::parse(text, None) {
            Ok(money) => money.to_json(),
            Err(_) => value.to_json(),
        },
        (Some(FieldType::List(item)), Value::List(items)) => {
            items.iter().map(|value| field_json(Some(item), value)).collect()
        }
        (Some(FieldType::Group(fields)), Value::Map(map)) => serde_json::Value::Object(
            map.iter()
                .map(|(key, value)| {
                    let ty = fields.iter().find(|field| field.name == *key).map(|field| &field.ty);
                    (key.clone(), field_json(ty, value))
                })
                .collect(),
        ),
        _ => value.to_json(),
    }
}

/// Path of a card that has a place of its own; that of one in another's folder is told by `Kinds::path`.
pub fn card_path(kind: &Kind, id: &Id) -> String {
    kind.home.replace("{shard}", id.shard()).replace("{id}", id.as_str())
}

/// Path of a card that lies in the folder of another.
pub fn path_in(kind: &Kind, folder: &str, id: &Id) -> String {
    kind.home.replace("{parent}", folder).replace("{id}", id.as_str())
}

/// Path of a journal beside the card of `parent`.
pub fn journal_path(kind: &Kind, parent: &Kind, id: &Id) -> String {
    let card = card_path(parent, id);
    let folder = card.rsplit_once('/').map_or("", |(folder, _)| folder);
    kind.home.replace("{parent}", folder)
}

/// Kind and id of a card's path; `None` when the path is no record of the kind.
pub fn card_id(kind: &Kind, path: &str) -> Option<Id> {
    parts_id(kind, path.split('/'))
}

/// The id of the card whose folder the first `depth` steps of a path are.
pub(super) fn folder_id(kind: &Kind, path: &str, depth: usize) -> Option<Id> {
    let card = kind.home.rsplit('/').next()?;
    parts_id(kind, path.split('/').take(depth).chain([card]))
}

fn parts_id<'a>(kind: &Kind, mut parts: impl Iterator<Item = &'a str>) -> Option<Id> {
    if kind.storage != Storage::Card || kind.is_child() {
        return None;
    }
    let (mut id, mut shard) = (None, None);
    for pattern in kind.home.split('/') {
        let part = parts.next()?;
        match pattern.split_once("{id}") {
            Some((before, after)) => {
                let found = part.strip_prefix(before)?.strip_suffix(after)?;
                if id.replace(found).is_some_and(|other| other != found) {
                    return None;
                }
            }
            None if pattern == "{shard}" => {
                if shard.replace(part).is_some_and(|other| other != part) {
                    return None;
                }
            }
            None if pattern == part => {}
            None => return None,
        }
    }
    let id = Id::parse(id?)?;
    (parts.next().is_none() && shard.is_none_or(|shard| shard == id.shard())).then_some(id)
}

/// The first line of a record's file: it names the schema for editors.
pub fn modeline(kind: &Kind, path: &str) -> String {
    let up = "../".repeat(path.matches('/').count());
    let schema = if kind.own {
        format!("schemas/{}/{}.yaml", kind.module, kind.name)
    } else {
        format!(".kehu/schemas/{}.json", kind.name)
    };
    format!("{MODELINE} $schema={up}{schema}")
}

/// Fields in the canonical order: the schema's, conflicts, then unknown ones as they came; empty ones out.
pub fn ordered(kind: &Kind, mut fields: Map) -> Map {
    // What a person wrote and no schema knows stays, even when it is empty.
    fields.retain(|key, value| !value.is_empty() || (kind.field(key).is_none() && key != CONFLICTS));
    // A stable sort keeps unknown fields in their own order behind the known ones.
    fields.sort_by(|a, _, b, _| kind.rank(a).cmp(&kind.rank(b)));
    for field in &kind.fields {
        if let Some(value) = fields.get_mut(&field.name) {
            order_groups(&field.ty, value);
        }
    }
    fields
}

fn order_groups(ty: &FieldType, value: &mut Value) {
    match (ty, value) {
        (FieldType::List(item), Value::List(items)) => {
            items.iter_mut().for_each(|value| order_groups(item, value));
        }
        (FieldType::Group(fields), Value::Map(map)) => {
            let rank = |key: &str| fields.iter().position(|field| field.name == key).unwrap_or(fields.len());
            map.retain(|_, value| !value.is_empty());
            map.sort_by(|a, _, b, _| rank(a).cmp(&rank(b)));
        }
        _ => {}
    }
}

/// Reads a card. Numbers in text fields become the text they were written as.
pub fn read_card(kind: &Kind, id: &Id, bytes: &[u8]) -> Result<Record, YamlError> {
    Ok(Record { kind: kind.name.clone(), id: id.clone(), fields: read_fields(kind, bytes)? })
}

/// The same for a card whose id plays no part.
pub fn read_fields(kind: &Kind, bytes: &[u8]) -> Result<Map, YamlError> {
    let mut fields = yaml::quick::card(yaml::read::utf8(bytes)?)?;
    settle(kind, &mut fields);
    Ok(fields)
}

/// Reads the entries of a journal, oldest first as they stand.
pub fn read_journal(kind: &Kind, bytes: &[u8]) -> Result<Vec<Map>, YamlError> {
    let mut entries = yaml::quick::entries(yaml::read::utf8(bytes)?)?;
    entries.iter_mut().for_each(|fields| settle(kind, fields));
    Ok(entries)
}

/// What stands above the first entry of a journal, and the entries, each with its text; `None` unless all of it is just
/// as kehu writes it.
pub fn written_journal<'a>(kind: &Kind, text: &'a str) -> Option<(&'a str, Vec<(Map, &'a str)>)> {
    let (head, mut entries) = yaml::quick::journal(text)?;
    entries.iter_mut().for_each(|(fields, _)| settle(kind, fields));
    Some((head, entries))
}

/// The entries of a journal that was taken apart already.
pub fn read_entries(kind: &Kind, nodes: Vec<yaml::Node>) -> Result<Vec<Map>, YamlError> {
    let entry = |node| {
        let mut fields = yaml::read::fields(node)?;
        settle(kind, &mut fields);
        Ok(fields)
    };
    nodes.into_iter().map(entry).collect()
}

/// Unquoted digits in text fields are text: people type `mobile: 13800000000` by hand.
fn settle(kind: &Kind, fields: &mut Map) {
    for (key, value) in &mut *fields {
        if let Value::Text(_) | Value::Null | Value::Bool(_) = value {
            continue;
        }
        if let Some(field) = kind.field(key) {
            settle_value(&field.ty, value);
        }
    }
    if fields.contains_key(CONFLICTS) {
        super::conflict::settle(kind, fields, settle_value);
    }
}

fn settle_value(ty: &FieldType, value: &mut Value) {
    match (ty, &mut *value) {
        (FieldType::List(item), Value::List(items)) => {
            items.iter_mut().for_each(|value| settle_value(item, value));
        }
        (FieldType::Group(fields), Value::Map(map)) => {
            for (key, value) in map {
                if let Some(field) = fields.iter().find(|field| field.name == *key) {
                    settle_value(&field.ty, value);
                }
            }
        }
        (ty, Value::Int(_) | Value::Number(_)) if ty.is_text() => {
            *value = Value::Text(value.scalar_text().unwrap_or_default());
        }
        _ => {}
    }
}
