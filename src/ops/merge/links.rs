//! Everything that linked to a merged record links to the one that stays.

use std::collections::BTreeMap;

use super::Plan;
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::{FieldType, Kind, Storage};
use crate::model::places::Place;
use crate::model::record::{MERGED, Record, read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::ops::assemble::changed_card;
use crate::ops::entry::rewritten;
use crate::ops::merge::files::entries_of;
use crate::ops::{Desk, Intent};
use crate::store::snapshot::bad_yaml;

/// Most records re-pointed by one merge.
const MOST: usize = 1_000_000;

/// Puts links to the others over to `keep`.
pub(super) fn repoint(
    desk: &Desk,
    keep: &Id,
    others: &[Record],
    plan: &mut Plan,
    intent: &mut Intent,
) -> Result<()> {
    // One file may link to several of them.
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for other in others {
        for hit in desk.index()?.linking_to(other.id.as_str(), None, MOST)? {
            let Some(path) = desk.path_of(&hit)? else { continue };
            // What the merge writes itself has no links left to put over.
            if intent.draft.changes.iter().any(|change| change.path == path) {
                continue;
            }
            let Some(place) = desk.kinds.of_path(&path) else { continue };
            let old = match files.get(&path) {
                Some(bytes) => bytes.clone(),
                None => desk.book.file(desk.at, &path)?.unwrap_or_default(),
            };
            let new = relink_file(&place, &path, &old, other.id.as_str(), keep.as_str(), None)?;
            if new != old {
                files.insert(path, new);
            }
        }
    }
    for (path, bytes) in files {
        let Some(place) = desk.kinds.of_path(&path) else { continue };
        plan.relinked.push(place.id.to_string());
        intent.put(&place.kind.name, place.id.as_str(), path.clone(), bytes);
    }
    plan.relinked.dedup();
    Ok(())
}

/// A record's file with its links to one record put over to another; with `before`, just those that led there before.
pub fn relink_file(
    place: &Place<'_>,
    path: &str,
    old: &[u8],
    from: &str,
    to: &str,
    before: Option<&[u8]>,
) -> Result<Vec<u8>> {
    let (kind, wrong) = (place.kind, |e| bad_yaml(path, &e));
    if kind.storage == Storage::Card {
        let mut fields = read_card(kind, &place.id, old).map_err(wrong)?.fields;
        let before = before.map(|bytes| read_card(kind, &place.id, bytes)).transpose().map_err(wrong)?;
        // Redirects of older merges stay.
        let redirect = fields.get(MERGED).cloned();
        if !relink(kind, &mut fields, from, to, before.as_ref().map(|record| &record.fields)) {
            return Ok(old.to_vec());
        }
        fields.extend(redirect.map(|value| (MERGED.to_owned(), value)));
        return changed_card(kind, path, old, fields).map(String::into_bytes);
    }
    let known = before.map(|bytes| read_journal(kind, bytes)).transpose().map_err(wrong)?;
    let none = Map::default();
    let (mut text, entries) = entries_of(kind, path, old)?;
    for (fields, piece) in entries {
        let only = known
            .as_ref()
            .map(|known| known.iter().find(|entry| entry.get("id") == fields.get("id")).unwrap_or(&none));
        text.push_str(&relink_piece(kind, path, &fields, piece, from, to, only)?);
    }
    Ok(text.into_bytes())
}

/// The text of a journal entry with its links put over.
fn relink_piece(
    journal: &Kind,
    path: &str,
    fields: &Map,
    piece: String,
    from: &str,
    to: &str,
    only: Option<&Map>,
) -> Result<String> {
    let mut changed = fields.clone();
    if !relink(journal, &mut changed, from, to, only) {
        return Ok(piece);
    }
    rewritten(journal, path, &piece, fields, changed)
}

/// Puts the links of a record over; true when there were any.
fn relink(kind: &Kind, fields: &mut Map, from: &str, to: &str, only: Option<&Map>) -> bool {
    let mut any = false;
    for field in &kind.fields {
        if let Some(value) = fields.get_mut(&field.name) {
            let before = only.map(|map| map.get(&field.name).unwrap_or(&Value::Null));
            any |= relink_value(&field.ty, value, from, to, before);
        }
    }
    any
}

fn relink_value(ty: &FieldType, value: &mut Value, from: &str, to: &str, only: Option<&Value>) -> bool {
    let below = |step: &str| only.map(|value| value.at(step).unwrap_or(&Value::Null));
    match (ty, value) {
        (FieldType::Link(_), Value::Text(id)) => {
            let mine = id == from && only.is_none_or(|before| before.as_str() == Some(to));
            if mine {
                *id = to.to_owned();
            }
            mine
        }
        (FieldType::List(item), Value::List(items)) => {
            let all = items.iter_mut().enumerate();
            all.fold(false, |any, (number, value)| {
                relink_value(item, value, from, to, below(&number.to_string())) | any
            })
        }
        (FieldType::Group(fields), Value::Map(map)) => fields.iter().fold(false, |any, field| {
            let value = map.get_mut(&field.name);
            value.is_some_and(|value| relink_value(&field.ty, value, from, to, below(&field.name))) | any
        }),
        _ => false,
    }
}
