//! Paths as people type and read them: labels in either language, items by number or by name.

use super::super::input::find_field;
use super::super::kind::{Field, FieldType, Kind, Label};
use super::super::value::{Map, Value};
use super::REMOVED;
use super::path::{inner, item_name, item_path, key, position, step};

/// What people call the removal of something.
const REMOVAL: (&str, &str) = ("removed", "删除");

/// The stored path of a typed one (`contacts.0.mobile`, `联系人[王磊].手机`, `删除`); `None` when there is no such field.
pub fn typed_path(kind: &Kind, fields: &Map, typed: &str) -> Option<String> {
    let typed = typed.trim();
    if is_removal(typed) {
        return Some(REMOVED.to_owned());
    }
    stored(&kind.fields, Some(fields), typed).or_else(|| fields.contains_key(typed).then(|| typed.to_owned()))
}

/// A stored path in words, which may be typed, too.
pub fn label(kind: &Kind, path: &str) -> Label {
    let said = |pick: fn(&Label) -> &str, removal: &str| {
        said(&kind.fields, path, pick, removal).unwrap_or_else(|| path.to_owned())
    };
    Label { en: said(|label| &label.en, REMOVAL.0), zh: said(|label| &label.zh, REMOVAL.1) }
}

fn is_removal(word: &str) -> bool {
    word.eq_ignore_ascii_case(REMOVAL.0) || word == REMOVAL.1
}

fn stored(known: &[Field], map: Option<&Map>, typed: &str) -> Option<String> {
    let (name, rest) = step(typed);
    let field = find_field(known, name.trim())?;
    let name = field.name.as_str();
    let value = map.and_then(|map| map.get(name));
    match (&field.ty, rest) {
        (_, "") => Some(name.to_owned()),
        (FieldType::List(ty), rest) => {
            let items = value.and_then(Value::as_list).unwrap_or_default();
            let (item, called, rest) = match rest.strip_prefix('[') {
                Some(inside) => {
                    let (typed, rest) = key(inside)?;
                    let item = position(field, ty, items, &typed).map(|at| &items[at]);
                    let called = item.and_then(|item| item_name(field, item)).unwrap_or(typed);
                    (item, called, rest)
                }
                None => {
                    let rest = rest.strip_prefix('.')?;
                    let (number, rest) = step(rest);
                    let item = items.get(number.parse::<usize>().ok()?)?;
                    (Some(item), item_name(field, item)?, rest)
                }
            };
            let path = item_path(name, &called);
            if rest.is_empty() {
                return Some(path);
            }
            let rest = rest.strip_prefix('.')?;
            if is_removal(rest) {
                return Some(format!("{path}.{REMOVED}"));
            }
            let below = stored(inner(ty)?, item.and_then(Value::as_map), rest)?;
            Some(format!("{path}.{below}"))
        }
        (FieldType::Group(fields), rest) => {
            let below = stored(fields, value.and_then(Value::as_map), rest.strip_prefix('.')?)?;
            Some(format!("{name}.{below}"))
        }
        (FieldType::Open, rest) => Some(format!("{name}.{}", rest.strip_prefix('.')?)),
        _ => None,
    }
}

fn said(known: &[Field], path: &str, pick: fn(&Label) -> &str, removal: &str) -> Option<String> {
    if path == REMOVED {
        return Some(removal.to_owned());
    }
    let (name, rest) = step(path);
    let field = known.iter().find(|field| field.name == name)?;
    let (mut text, mut rest, mut fields) = (pick(&field.label).to_owned(), rest, inner(&field.ty));
    if let (FieldType::List(ty), Some(inside)) = (&field.ty, rest.strip_prefix('[')) {
        let (called, after) = key(inside)?;
        text = item_path(&text, &called);
        (rest, fields) = (after, inner(ty));
    }
    match rest.strip_prefix('.') {
        None => Some(text),
        Some(rest) => {
            let below = said(fields.unwrap_or_default(), rest, pick, removal);
            Some(format!("{text}.{}", below.unwrap_or_else(|| rest.to_owned())))
        }
    }
}
