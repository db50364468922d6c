//! Where in a record a conflict is: `status`, `extra.region`, `contacts[王磊].mobile`, `contacts[王磊].removed`.
//!
//! A path is read along the schema, since the keys of free groups may hold any character.

use super::super::kind::{Field, FieldRef, FieldType, Kind};
use super::super::value::{Map, Value};
use super::REMOVED;

/// The path of an item of a list; `]` in its name is doubled.
pub fn item_path(list: &str, name: &str) -> String {
    format!("{list}[{}]", name.replace(']', "]]"))
}

/// What an item of a list is called in a path: its key, else its mobile or its mailbox. `None`: it has no name, and is
/// another item as soon as it differs.
pub fn item_name(field: &Field, item: &Value) -> Option<String> {
    let FieldType::List(ty) = &field.ty else { return None };
    match item {
        Value::Map(map) => names(field, ty).find_map(|name| text(map, name)),
        scalar => scalar.scalar_text().filter(|text| !text.is_empty()),
    }
}

/// The path of what a `removed` stands for: the record (empty), or an item of a list.
pub fn removal(path: &str) -> Option<&str> {
    match path.strip_suffix(REMOVED)? {
        "" => Some(""),
        rest => rest.strip_suffix('.').filter(|item| item.ends_with(']')),
    }
}

/// The type at a path; `None` where the schema knows of no such field, and for `removed`.
pub fn spot<'a>(kind: &'a Kind, path: &str) -> Option<FieldRef<'a>> {
    if removal(path).is_some() {
        return None;
    }
    let mut fields: &'a [Field] = &kind.fields;
    let mut path = path;
    loop {
        let (name, rest) = step(path);
        let field = fields.iter().find(|field| field.name == name)?;
        let mut at = FieldRef { field: Some(field), ty: &field.ty };
        let mut rest = rest;
        if let (FieldType::List(item), Some(inside)) = (at.ty, rest.strip_prefix('[')) {
            (_, rest) = key(inside)?;
            at.ty = item;
        }
        if rest.is_empty() {
            return Some(at);
        }
        path = rest.strip_prefix('.')?;
        match at.ty {
            FieldType::Group(inner) => fields = inner,
            FieldType::Open => return Some(FieldRef { field: None, ty: &FieldType::Open }),
            _ => return None,
        }
    }
}

/// The value at a path, if there is one.
pub fn at<'a>(kind: &Kind, fields: &'a Map, path: &str) -> Option<&'a Value> {
    within(Some(&kind.fields), fields, path)
}

/// Sets or takes out the value at a path; for the `removed` of an item, `true` takes the item out. False when there is no
/// such place, and for the `removed` of a whole record, which is not the record's own to do.
pub fn put(kind: &Kind, fields: &mut Map, path: &str, value: Option<Value>) -> bool {
    let value = value.filter(|value| !value.is_empty());
    match removal(path) {
        Some("") => false,
        Some(item) if value == Some(Value::Bool(true)) => put_within(Some(&kind.fields), fields, item, None),
        Some(item) => at(kind, fields, item).is_some(),
        None => put_within(Some(&kind.fields), fields, path, value),
    }
}

fn within<'a>(known: Option<&[Field]>, map: &'a Map, path: &str) -> Option<&'a Value> {
    let (name, rest) = step(path);
    let Some(field) = known.and_then(|fields| fields.iter().find(|field| field.name == name)) else {
        if let Some(value) = map.get(path) {
            return Some(value);
        }
        let (name, rest) = path.split_once('.')?;
        return within(None, map.get(name)?.as_map()?, rest);
    };
    let value = map.get(name)?;
    match (&field.ty, value) {
        (_, value) if rest.is_empty() => Some(value),
        (FieldType::List(ty), Value::List(items)) => {
            let (name, rest) = key(rest.strip_prefix('[')?)?;
            let item = &items[position(field, ty, items, &name)?];
            match rest.strip_prefix('.') {
                Some(rest) => within(inner(ty), item.as_map()?, rest),
                None => Some(item),
            }
        }
        (ty, Value::Map(map)) => within(inner(ty), map, rest.strip_prefix('.')?),
        _ => None,
    }
}

fn put_within(known: Option<&[Field]>, map: &mut Map, path: &str, value: Option<Value>) -> bool {
    let (name, rest) = step(path);
    let field = known.and_then(|fields| fields.iter().find(|field| field.name == name));
    let Some(field) = field else {
        return match path.split_once('.') {
            Some((name, rest)) if !map.contains_key(path) && matches!(map.get(name), Some(Value::Map(_))) => {
                let Some(Value::Map(group)) = map.get_mut(name) else { return false };
                let done = put_within(None, group, rest, value);
                drop_empty(map, name);
                done
            }
            _ => set(map, path, value),
        };
    };
    if rest.is_empty() {
        return set(map, name, value);
    }
    let done = match &field.ty {
        FieldType::List(ty) => put_item(field, ty, map, rest, value),
        ty => {
            let Some(rest) = rest.strip_prefix('.') else { return false };
            let slot = map.entry(name.to_owned()).or_insert_with(|| Value::Map(Map::default()));
            match slot {
                Value::Map(group) => put_within(inner(ty), group, rest, value),
                _ => false,
            }
        }
    };
    drop_empty(map, name);
    done
}

fn put_item(field: &Field, ty: &FieldType, map: &mut Map, rest: &str, value: Option<Value>) -> bool {
    let Some((name, rest)) = rest.strip_prefix('[').and_then(key) else { return false };
    let slot = map.entry(field.name.clone()).or_insert_with(|| Value::List(Vec::new()));
    let Value::List(items) = slot else { return false };
    let found = position(field, ty, items, &name);
    match (rest.strip_prefix('.'), found, value) {
        (Some(rest), Some(at), value) => {
            let Value::Map(item) = &mut items[at] else { return false };
            put_within(inner(ty), item, rest, value)
        }
        (Some(_), None, _) => false,
        (None, Some(at), Some(value)) => {
            items[at] = value;
            true
        }
        (None, Some(at), None) => {
            items.remove(at);
            true
        }
        (None, None, Some(value)) => {
            items.push(value);
            true
        }
        (None, None, None) => true,
    }
}

fn set(map: &mut Map, name: &str, value: Option<Value>) -> bool {
    match value {
        Some(value) => drop(map.insert(name.to_owned(), value)),
        None => drop(map.shift_remove(name)),
    }
    true
}

fn drop_empty(map: &mut Map, name: &str) {
    if map.get(name).is_some_and(|value| matches!(value, Value::List(_) | Value::Map(_)) && value.is_empty())
    {
        map.shift_remove(name);
    }
}

pub(super) fn inner(ty: &FieldType) -> Option<&[Field]> {
    match ty {
        FieldType::Group(fields) => Some(fields),
        _ => None,
    }
}

/// The first name of a path, and what follows it with its `.` or `[`.
pub(super) fn step(path: &str) -> (&str, &str) {
    path.split_at(path.find(['.', '[']).unwrap_or(path.len()))
}

/// The key behind a `[`, and what follows its `]`.
pub(super) fn key(inside: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut rest = inside;
    loop {
        let (part, after) = rest.split_once(']')?;
        name.push_str(part);
        match after.strip_prefix(']') {
            Some(more) => {
                name.push(']');
                rest = more;
            }
            None => return Some((name, after)),
        }
    }
}

/// The item of a name: the one with that key, else the one with that mobile or mailbox.
pub(super) fn position(field: &Field, ty: &FieldType, items: &[Value], name: &str) -> Option<usize> {
    let wanted = fold(name);
    let called = |by: &str| {
        items.iter().position(|item| {
            item.as_map().and_then(|map| text(map, by)).is_some_and(|text| fold(&text) == wanted)
        })
    };
    names(field, ty)
        .find_map(called)
        .or_else(|| items.iter().position(|item| item.scalar_text().as_deref() == Some(name)))
}

/// The fields an item goes by, first the key: as in `combine::same_item`.
fn names<'a>(field: &'a Field, ty: &'a FieldType) -> impl Iterator<Item = &'a str> {
    let personal = |field: &&Field| {
        matches!(field.ty, FieldType::Email)
            || (matches!(field.ty, FieldType::Phone) && field.name == "mobile")
    };
    let others = inner(ty).unwrap_or_default().iter().filter(personal).map(|field| field.name.as_str());
    field.key.as_deref().into_iter().chain(others)
}

fn text(map: &Map, name: &str) -> Option<String> {
    map.get(name).and_then(Value::scalar_text).filter(|text| !fold(text).is_empty())
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_lowercase()
}
