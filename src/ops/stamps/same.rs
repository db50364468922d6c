//! Do two versions of something stamped say the same?

use super::Stamp;
use crate::model::kind::{Field, FieldType, Kind, Storage};
use crate::model::value::{Map, Value};

/// The fields of what carries a stamp: of an entry, an item of a list, a group, the card.
pub fn fields_of<'a>(kind: &'a Kind, stamp: &Stamp) -> &'a [Field] {
    let field = kind.field(&stamp.on).filter(|_| kind.storage == Storage::Card);
    match field.map(|field| &field.ty) {
        Some(FieldType::Group(fields)) => fields,
        Some(FieldType::List(item)) => match &**item {
            FieldType::Group(fields) => fields,
            _ => &[],
        },
        _ => &kind.fields,
    }
}

/// True when two versions say the same but for conflicts and for links that `put_over` allows: the kind a link leads to, where
/// it led, where it leads.
pub fn says_same(
    fields: &[Field],
    old: &Map,
    new: &Map,
    put_over: &dyn Fn(&str, &str, &str) -> bool,
) -> bool {
    let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
    names.filter(|name| *name != "conflicts").all(|name| match (old.get(name), new.get(name)) {
        (Some(old), Some(new)) => {
            let ty = fields.iter().find(|field| field.name == *name).map(|field| &field.ty);
            old == new || ty.is_some_and(|ty| is_same(ty, old, new, put_over))
        }
        _ => false,
    })
}

fn is_same(ty: &FieldType, old: &Value, new: &Value, put_over: &dyn Fn(&str, &str, &str) -> bool) -> bool {
    match (ty, old, new) {
        (FieldType::Link(kind), Value::Text(old), Value::Text(new)) => put_over(kind, old, new),
        (FieldType::List(item), Value::List(old), Value::List(new)) => {
            let same = |(old, new): (&Value, &Value)| old == new || is_same(item, old, new, put_over);
            old.len() == new.len() && old.iter().zip(new).all(same)
        }
        (FieldType::Group(fields), Value::Map(old), Value::Map(new)) => says_same(fields, old, new, put_over),
        _ => false,
    }
}
