//! Which fields of a record name the person who has it to do, and giving them another.

use crate::model::date::Date;
use crate::model::kind::{Field, FieldType, Kind};
use crate::model::value::{Map, Value};

/// The dotted paths of the fields that are handed over and hold a person. What ended before `today`, such as a share,
/// is not to be done any more.
pub fn held(kind: &Kind, fields: &Map, person: &str, today: Date) -> Vec<String> {
    let mut found = Vec::new();
    below(&kind.fields, fields, "", person, today, &mut found);
    found
}

fn below(known: &[Field], map: &Map, above: &str, person: &str, today: Date, found: &mut Vec<String>) {
    for field in known {
        let Some(value) = map.get(&field.name) else { continue };
        let path = || format!("{above}{}", field.name);
        match (&field.ty, value) {
            (FieldType::Link(_), Value::Text(id)) if field.hands_over && id == person => found.push(path()),
            (FieldType::Group(inner), Value::Map(map)) => {
                below(inner, map, &format!("{}.", path()), person, today, found);
            }
            (FieldType::List(item), Value::List(items)) => {
                let FieldType::Group(inner) = &**item else { continue };
                for (number, item) in items.iter().enumerate() {
                    if let Some(map) = item.as_map().filter(|map| !ended(map, today)) {
                        below(inner, map, &format!("{}.{number}.", path()), person, today, found);
                    }
                }
            }
            _ => {}
        }
    }
}

fn ended(item: &Map, today: Date) -> bool {
    let until = item.get("until").and_then(Value::as_str).and_then(|day| Date::from_iso(day).ok());
    until.is_some_and(|until| until < today)
}

/// The paths below a kind's fields that are handed over, list steps left out: what an index is asked for.
pub fn asked(kind: &Kind) -> Vec<String> {
    fn below(known: &[Field], above: &str, found: &mut Vec<String>) {
        for field in known {
            let path = format!("{above}{}", field.name);
            match &field.ty {
                FieldType::Link(_) if field.hands_over => found.push(path),
                FieldType::Group(inner) => below(inner, &format!("{path}."), found),
                FieldType::List(item) => {
                    if let FieldType::Group(inner) = &**item {
                        below(inner, &format!("{path}."), found);
                    }
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    below(&kind.fields, "", &mut found);
    found
}

/// Puts a person into the field at a path that holds another. A list may have changed since the path was noted: then
/// the first item that holds the other counts. False when nothing holds the other any more.
pub fn give(fields: &mut Map, path: &str, from: &str, to: &str) -> bool {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let Some(value) = fields.get_mut(step) else { return false };
    match (value, rest) {
        (Value::Text(id), None) if id == from => {
            *id = to.to_owned();
            true
        }
        (Value::Map(map), Some(rest)) => give(map, rest, from, to),
        (Value::List(items), Some(rest)) => {
            let Some((number, rest)) = rest.split_once('.') else { return false };
            let first = number.parse::<usize>().unwrap_or(usize::MAX);
            let order = (first..items.len()).take(1).chain(0..items.len()).collect::<Vec<_>>();
            order.into_iter().any(|at| match items.get_mut(at) {
                Some(Value::Map(map)) => give(map, rest, from, to),
                _ => false,
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::read_kind;
    use serde_json::json;

    const CASE: &str = "type: object\nproperties:\n  name: {type: string}\n  owner: {type: string, x-kehu: {link: person, hands_over: true}}\n  by: {type: string, x-kehu: {link: person}}\n  shares:\n    type: array\n    items:\n      type: object\n      properties:\n        person: {type: string, x-kehu: {link: person, hands_over: true}}\n        until: {type: string, format: date}\nx-kehu: {home: \"cases/{id}.yaml\", name: name}\n";

    fn map(json: serde_json::Value) -> Map {
        match Value::from_json(&json) {
            Value::Map(map) => map,
            _ => Map::default(),
        }
    }

    #[test]
    fn what_is_held_is_given_and_taken_back() {
        let kind = read_kind("case", "own", true, CASE).unwrap();
        let today = Date::from_iso("2026-11-23").unwrap();
        let before = map(json!({"owner": "li", "by": "li", "shares": [
            {"person": "zhao"}, {"person": "li", "until": "2026-11-23"}, {"person": "li", "until": "2026-11-22"},
        ]}));
        let paths = held(&kind, &before, "li", today);
        assert_eq!(paths, ["owner", "shares.1.person"], "what ended stays, and who wrote it");
        assert_eq!(asked(&kind), ["owner", "shares.person"]);
        let mut after = before.clone();
        assert!(paths.iter().all(|path| give(&mut after, path, "li", "wang")));
        assert!(held(&kind, &after, "li", today).is_empty());
        assert!(paths.iter().all(|path| give(&mut after, path, "wang", "li")));
        assert_eq!(after, before);
        assert!(!give(&mut after, "owner", "chen", "li") && !give(&mut after, "gone.0.person", "li", "wang"));
    }

    #[test]
    fn a_share_is_found_where_it_moved_to() {
        let mut fields = map(json!({"shares": [{"person": "wang"}, {"person": "zhao"}]}));
        assert!(give(&mut fields, "shares.7.person", "wang", "li"));
        assert_eq!(Value::Map(fields).at("shares.0.person").and_then(Value::as_str), Some("li"));
    }
}
