//! One record that turns out to be two again: the other way of `combine`, also after later edits.
//!
//! Pure. From the three states of the merge and the record as it is now. What was there before goes back where it was; what
//! came since stays with the record that stayed, and is told, since nobody can say whose it is.

use super::combine::same_item;
use super::kind::{Field, FieldType, Kind};
use super::value::{Map, Value};

/// The states a split is made from.
pub struct States<'a> {
    /// The record that stayed, before the merge.
    pub keep: &'a Map,
    /// The other, before the merge.
    pub other: &'a Map,
    /// The record that stayed, after the merge.
    pub merged: &'a Map,
    /// The record that stayed, as it is now.
    pub now: &'a Map,
}

/// Two records, and the fields whose later changes stayed with the first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Split {
    /// The record that stayed.
    pub keep: Map,
    /// The other.
    pub other: Map,
    /// Fields changed since the merge that nobody can assign.
    pub stays: Vec<String>,
}

/// Splits a record.
pub fn split(kind: &Kind, states: &States<'_>) -> Split {
    let mut result = Split { keep: Map::default(), other: states.other.clone(), stays: Vec::new() };
    let names = states.now.keys().chain(states.merged.keys()).chain(states.keep.keys());
    for name in names {
        if result.keep.contains_key(name) {
            continue;
        }
        let field = kind.field(name);
        let (value, theirs) = one(
            field,
            field.map(|field| &field.ty),
            name,
            [states.keep.get(name), states.other.get(name), states.merged.get(name), states.now.get(name)],
            &mut result.stays,
        );
        if let Some(value) = value {
            result.keep.insert(name.clone(), value);
        }
        if let Some(theirs) = theirs {
            result.other.insert(name.clone(), theirs);
        }
    }
    result
}

/// Value of the record that stayed, and of the other where it differs from what it was.
fn one(
    field: Option<&Field>,
    ty: Option<&FieldType>,
    path: &str,
    [keep, other, merged, now]: [Option<&Value>; 4],
    stays: &mut Vec<String>,
) -> (Option<Value>, Option<Value>) {
    if now == merged {
        return (keep.cloned(), None);
    }
    let empty = Value::Null;
    match (ty, now) {
        (Some(FieldType::List(item)), Some(Value::List(now))) => {
            let key = field.and_then(|field| field.key.as_deref());
            let items = |value: Option<&Value>| value.and_then(Value::as_list).unwrap_or_default().to_vec();
            let sides = [items(keep), items(other), items(merged), now.clone()];
            let (mine, theirs) = list(item, key, path, &sides, stays);
            (Some(Value::List(mine)).filter(|value| !value.is_empty()), theirs.map(Value::List))
        }
        (None | Some(FieldType::Open | FieldType::Group(_)), Some(Value::Map(now))) => {
            let fields = match ty {
                Some(FieldType::Group(fields)) => Some(fields.as_slice()),
                _ => None,
            };
            let (keep, other, merged) =
                (keep.unwrap_or(&empty), other.unwrap_or(&empty), merged.unwrap_or(&empty));
            let (mut mine, mut theirs) = (Map::default(), other.as_map().cloned().unwrap_or_default());
            let names = now.keys().chain(merged.as_map().into_iter().flat_map(|map| map.keys()));
            let mut seen = Vec::new();
            for name in names {
                if seen.contains(&name) {
                    continue;
                }
                seen.push(name);
                let field = fields.and_then(|fields| fields.iter().find(|field| field.name == *name));
                let sides = [keep.at(name), other.at(name), merged.at(name), now.get(name)];
                let (a, b) = one(field, field.map(|f| &f.ty), &format!("{path}.{name}"), sides, stays);
                mine.extend(a.map(|value| (name.clone(), value)));
                theirs.extend(b.map(|value| (name.clone(), value)));
            }
            (Some(Value::Map(mine)).filter(|value| !value.is_empty()), Some(Value::Map(theirs)))
        }
        (Some(FieldType::LongText), Some(Value::Text(text))) => {
            stays.push(path.to_owned());
            let whole = merged.and_then(Value::as_str).unwrap_or_default();
            // Something was written below what the merge had joined.
            match text.strip_prefix(whole).filter(|_| !whole.is_empty()) {
                Some(more) => {
                    let mine = keep.and_then(Value::as_str).unwrap_or_default();
                    let more = if mine.is_empty() { more.trim_start() } else { more };
                    (Some(Value::text(format!("{mine}{more}"))), None)
                }
                None => (Some(Value::text(text.clone())), None),
            }
        }
        (_, now) => {
            stays.push(path.to_owned());
            (now.cloned(), None)
        }
    }
}

/// Items of the record that stayed and, where they differ from before, of the other.
fn list(
    item: &FieldType,
    key: Option<&str>,
    path: &str,
    [keep, other, merged, now]: &[Vec<Value>; 4],
    stays: &mut Vec<String>,
) -> (Vec<Value>, Option<Vec<Value>>) {
    let twin =
        |items: &[Value], wanted: &Value| items.iter().position(|known| same_item(item, key, known, wanted));
    let (mut mine, mut theirs) = (Vec::new(), other.clone());
    for (number, value) in now.iter().enumerate() {
        let (was, a, b) = (twin(merged, value), twin(keep, value), twin(other, value));
        let unchanged = was.is_some_and(|at| merged[at] == *value);
        match (a, b) {
            // As the merge made it: each side has its own again.
            (Some(a), Some(_)) if unchanged => mine.push(keep[a].clone()),
            (Some(_), _) => {
                if !unchanged && b.is_some() {
                    stays.push(format!("{path}.{number}"));
                }
                mine.push(value.clone());
            }
            // It came from the other, and goes back with what was done to it.
            (None, Some(b)) => theirs[b] = value.clone(),
            (None, None) => {
                stays.push(format!("{path}.{number}"));
                mine.push(value.clone());
            }
        }
    }
    for value in merged.iter().filter(|value| twin(now, value).is_none()) {
        // Removed since. What was only the other's stays with it: removing is not undone, losing is worse.
        if twin(other, value).is_some() {
            stays.push(path.to_owned());
        }
    }
    (mine, (theirs != *other).then_some(theirs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::combine::{Side, combine};
    use crate::model::schema::read_kind;
    use proptest::prelude::*;
    use serde_json::json;

    const SHOP: &str = "type: object\nproperties:\n  name: {type: string, x-kehu: {merge: names}}\n  names: {type: array, items: {type: string}}\n  level: {type: integer}\n  notes: {type: string, x-kehu: {long: true}}\n  tags: {type: array, items: {type: string}}\n  people:\n    type: array\n    x-kehu: {key: name}\n    items:\n      type: object\n      properties:\n        name: {type: string}\n        title: {type: string}\n  extra: {type: object}\nx-kehu: {home: \"shops/{id}.yaml\", name: name}\n";

    fn map(json: serde_json::Value) -> Map {
        match Value::from_json(&json) {
            Value::Map(map) => map,
            _ => Map::default(),
        }
    }

    fn kind() -> Kind {
        read_kind("shop", "test", true, SHOP).unwrap()
    }

    #[test]
    fn later_edits_stay_and_are_told() {
        let kind = kind();
        let keep =
            map(json!({"name": "甲", "level": 2, "notes": "a", "tags": ["x"], "people": [{"name": "王"}]}));
        let other =
            map(json!({"name": "乙", "level": 3, "notes": "b", "tags": ["y"], "people": [{"name": "李"}]}));
        let merged = combine(&kind, &keep, &other, &|_| Some(Side::Keep)).fields;
        let mut now = merged.clone();
        now.insert("level".to_owned(), Value::Int(7));
        now.insert("tags".to_owned(), Value::from_json(&json!(["x", "y", "z"])));
        now.insert(
            "people".to_owned(),
            Value::from_json(&json!([{"name": "王"}, {"name": "李", "title": "CEO"}, {"name": "新"}])),
        );
        let states = States { keep: &keep, other: &other, merged: &merged, now: &now };
        let split = split(&kind, &states);
        assert_eq!(
            Value::Map(split.keep).to_json(),
            json!({"name": "甲", "level": 7, "notes": "a", "tags": ["x", "z"], "people": [{"name": "王"}, {"name": "新"}]})
        );
        assert_eq!(split.other["people"].to_json(), json!([{"name": "李", "title": "CEO"}]));
        assert_eq!(split.stays, ["level", "tags.2", "people.2"]);
    }

    fn any_shop() -> impl Strategy<Value = Map> {
        let word = || "[甲乙丙ab]{1,3}";
        (
            word(),
            1..8i64,
            proptest::option::of(word()),
            prop::collection::btree_set(word(), 0..4),
            prop::collection::btree_set(word(), 0..4),
            prop::collection::btree_map("[pq]", word(), 0..3),
        )
            .prop_map(|(name, level, notes, tags, people, extra)| {
                let mut shop = map(json!({"name": name, "level": level}));
                shop.extend(notes.map(|notes| ("notes".to_owned(), Value::text(notes))));
                let list = |items: Vec<serde_json::Value>| Value::from_json(&items.into());
                if !tags.is_empty() {
                    shop.insert("tags".to_owned(), list(tags.into_iter().map(Into::into).collect()));
                }
                if !people.is_empty() {
                    shop.insert(
                        "people".to_owned(),
                        list(people.into_iter().map(|name| json!({"name": name})).collect()),
                    );
                }
                if !extra.is_empty() {
                    shop.insert("extra".to_owned(), Value::from_json(&json!(extra)));
                }
                shop
            })
    }

    proptest! {
        #[test]
        fn splitting_a_fresh_merge_gives_both_back(keep in any_shop(), other in any_shop(), side in any::<bool>()) {
            let kind = kind();
            let side = if side { Side::Keep } else { Side::Other };
            let merged = combine(&kind, &keep, &other, &|_| Some(side)).fields;
            let split = split(&kind, &States { keep: &keep, other: &other, merged: &merged, now: &merged });
            prop_assert_eq!(split.keep, keep);
            prop_assert_eq!(split.other, other);
            prop_assert!(split.stays.is_empty());
        }

        #[test]
        fn no_value_of_either_is_lost_by_a_merge(keep in any_shop(), other in any_shop()) {
            let kind = kind();
            let merged = combine(&kind, &keep, &other, &|_| None);
            let all = Value::Map(merged.fields).flat_text() + &merged.choices.iter().filter_map(|c| c.other.as_ref()).map(Value::flat_text).collect::<String>();
            for value in keep.values().chain(other.values()) {
                for word in value.flat_text().split([' ', ';']).filter(|word| !word.is_empty()) {
                    prop_assert!(all.contains(word), "{} is lost", word);
                }
            }
        }
    }
}
