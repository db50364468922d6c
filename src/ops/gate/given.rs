//! What moves by a handover: people give what they have to do, wherever it lies, and receivers answer. The access rules know
//! nothing of that, since nobody gets to see more by giving away.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::model::approval::Approval;
use crate::model::kind::{Field, FieldType, Kind, Storage};
use crate::model::record::{read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::ops::Desk;
use crate::ops::entry::id_of;
use crate::ops::stamps::Sheet;

/// True when all that changed in a file is that a person's work got another person, or that a receiver answered, and who is
/// at the desk may do that.
pub fn is_given(desk: &Desk, sheet: &Sheet<'_>, old: Option<&[u8]>) -> Result<bool> {
    let (kind, me) = (sheet.place.kind, desk.context.me.as_str());
    let Some(new) = sheet.new.as_deref().filter(|_| !me.is_empty()) else { return Ok(false) };
    let mut givers = BTreeSet::new();
    let fits = match kind.storage {
        Storage::Card => {
            let read =
                |bytes: &[u8]| read_card(kind, &sheet.place.id, bytes).ok().map(|record| record.fields);
            match (old.and_then(read), read(new)) {
                (Some(old), Some(new)) => moves(&kind.fields, &old, &new, &mut givers),
                _ => false,
            }
        }
        Storage::Journal => {
            let read = |bytes: &[u8]| read_journal(kind, bytes).ok();
            match (old.map_or_else(|| Some(Vec::new()), read), read(new)) {
                (Some(old), Some(new)) => entries(kind, &old, &new, me, &mut givers),
                _ => false,
            }
        }
    };
    if !fits {
        return Ok(false);
    }
    for giver in givers {
        if giver != me && !desk.is_above(me, &giver)? && !desk.may_grant()? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn entries(kind: &Kind, old: &[Map], new: &[Map], me: &str, givers: &mut BTreeSet<String>) -> bool {
    let with = |entries: &[Map], id: &str| entries.iter().find(|entry| id_of(entry) == id).cloned();
    let kept = old.iter().all(|entry| with(new, id_of(entry)).is_some());
    kept && new.iter().all(|entry| match (with(old, id_of(entry)), &kind.approval) {
        (Some(before), _) if before == *entry => true,
        (Some(before), Some(approval)) if answers(kind, approval, &before, entry, me) => true,
        (Some(before), _) => moves(&kind.fields, &before, entry, givers),
        // A new handover of what the writer may give.
        (None, Some(approval)) => {
            givers.extend(approval.asked.iter().map(|name| text(entry, name).to_owned()));
            text(entry, "by") == me && text(entry, &approval.by).is_empty()
        }
        (None, None) => false,
    })
}

/// True when the person who was asked decided, and touched neither the question nor who asked.
fn answers(kind: &Kind, approval: &Approval, before: &Map, after: &Map, me: &str) -> bool {
    let to = approval.to.as_deref().map_or("", |to| text(before, to));
    let decided = text(before, &approval.by).is_empty() && text(after, &approval.by) == me;
    let fixed = |field: &&Field| {
        let list = matches!(field.ty, FieldType::List(_) | FieldType::Group(_));
        let link = matches!(field.ty, FieldType::Link(_)) && field.name != approval.by;
        list || link || matches!(field.name.as_str(), "id" | "at")
    };
    let mut fixed = kind.fields.iter().filter(fixed);
    decided && to == me && fixed.all(|field| before.get(&field.name) == after.get(&field.name))
}

/// True when fields that are handed over got other people, and nothing else changed; notes who had them.
fn moves(known: &[Field], old: &Map, new: &Map, givers: &mut BTreeSet<String>) -> bool {
    let gone = old.keys().any(|name| !new.contains_key(name));
    !gone
        && new.iter().all(|(name, after)| {
            let field = known.iter().find(|field| field.name == *name);
            let (Some(before), Some(field)) = (old.get(name), field) else {
                return old.get(name) == Some(after);
            };
            before == after
                || match (&field.ty, before, after) {
                    (FieldType::Link(_), Value::Text(had), Value::Text(_)) if field.hands_over => {
                        givers.insert(had.clone());
                        true
                    }
                    (FieldType::Group(inner), Value::Map(a), Value::Map(b)) => moves(inner, a, b, givers),
                    (FieldType::List(item), Value::List(a), Value::List(b))
                        if a.len() == b.len() && field.hands_over && matches!(**item, FieldType::Link(_)) =>
                    {
                        let had = a.iter().zip(b).filter(|(a, b)| a != b).filter_map(|(a, _)| a.as_str());
                        givers.extend(had.map(str::to_owned));
                        true
                    }
                    (FieldType::List(item), Value::List(a), Value::List(b)) if a.len() == b.len() => {
                        let FieldType::Group(inner) = &**item else { return false };
                        a.iter().zip(b).all(|(a, b)| match (a, b) {
                            (Value::Map(a), Value::Map(b)) => a == b || moves(inner, a, b, givers),
                            (a, b) => a == b,
                        })
                    }
                    _ => false,
                }
        })
}

fn text<'a>(fields: &'a Map, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}
