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
            (FieldType::List(item), Value::List(items)) if matches!(**item, FieldType::Link(_)) => {
                let mine = items.iter().position(|id| id.as_str() == Some(person));
                found.extend(mine.filter(|_| field.hands_over).map(|number| format!("{}.{number}", path())));
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
                FieldType::List(item) if field.hands_over && matches!(**item, FieldType::Link(_)) => {
                    found.push(path);
                }
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
            let Some((number, rest)) = rest.split_once('.') else {
                let mine = items.iter_mut().find(|id| id.as_str() == Some(from));
                return mine.map(|id| *id = Value::text(to)).is_some();
            };
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

/// Takes a person out of lists in which the person stands twice, once what another had is theirs; the first item stays.
pub fn once(kind: &Kind, fields: &mut Map, person: &str) {
    for field in &kind.fields {
        let (FieldType::List(item), Some(Value::List(items))) = (&field.ty, fields.get_mut(&field.name))
        else {
            continue;
        };
        let path = match (&**item, &field.key) {
            (FieldType::Link(_), _) if field.hands_over => "",
            (FieldType::Group(inner), Some(key))
                if inner.iter().any(|field| field.name == *key && field.hands_over) =>
            {
                key
            }
            _ => continue,
        };
        let is_theirs = |item: &Value| {
            let id = if path.is_empty() { Some(item) } else { item.at(path) };
            id.and_then(Value::as_str) == Some(person)
        };
        let mut seen = false;
        items.retain(|item| !is_theirs(item) || !std::mem::replace(&mut seen, true));
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
    fn a_list_of_people_names_each_once() {
        let task = "type: object\nproperties:\n  name: {type: string}\n  who: {type: array, items: {type: string, x-kehu: {link: person}}, x-kehu: {hands_over: true}}\n  of: {type: array, items: {type: string, x-kehu: {link: person}}}\n  team:\n    type: array\n    x-kehu: {key: person}\n    items:\n      type: object\n      properties:\n        person: {type: string, x-kehu: {link: person, hands_over: true}}\n        role: {type: string}\nx-kehu: {home: \"tasks/{id}.yaml\", name: name}\n";
        let kind = read_kind("task", "own", true, task).unwrap();
        let today = Date::from_iso("2026-11-23").unwrap();
        let mut fields = map(json!({"who": ["wang", "li", "zhao"], "of": ["li"], "team": [
            {"person": "li", "role": "tester"}, {"person": "zhao", "role": "lead"},
        ]}));
        assert_eq!(asked(&kind), ["who", "team.person"]);
        let paths = held(&kind, &fields, "li", today);
        assert_eq!(paths, ["who.1", "team.0.person"]);
        assert!(paths.iter().all(|path| give(&mut fields, path, "li", "zhao")));
        once(&kind, &mut fields, "zhao");
        let after =
            json!({"who": ["wang", "zhao"], "of": ["li"], "team": [{"person": "zhao", "role": "tester"}]});
        assert_eq!(fields, map(after));
    }

    #[test]
    fn a_share_is_found_where_it_moved_to() {
        let mut fields = map(json!({"shares": [{"person": "wang"}, {"person": "zhao"}]}));
        assert!(give(&mut fields, "shares.7.person", "wang", "li"));
        assert_eq!(Value::Map(fields).at("shares.0.person").and_then(Value::as_str), Some("li"));
    }
}
