//! Is what a merge wrote drawn from what its parents had? Then it is theirs, not the merger's.

use super::kind::{Kind, Storage};
use super::record::{read_card, read_journal};
use super::value::{Map, Value};
use crate::model::ids::Id;

/// The field in which a record keeps what its sides disagree on.
const CONFLICTS: &str = "conflicts";

/// True when every value of a merged file stands in one of its sources, and nothing is missing that all of them have.
pub fn is_drawn(
    kind: &Kind,
    id: &Id,
    merged: Option<&[u8]>,
    parents: &[Option<&[u8]>],
    bases: &[Option<&[u8]>],
) -> bool {
    let Some(merged) = merged else { return parents.iter().any(Option::is_none) };
    match kind.storage {
        Storage::Card => {
            let read = |bytes: &[u8]| read_card(kind, id, bytes).ok().map(|record| record.fields);
            let all = |files: &[Option<&[u8]>]| -> Option<Vec<Map>> {
                files.iter().flatten().map(|b| read(b)).collect()
            };
            let (Some(merged), Some(parents), Some(bases)) = (read(merged), all(parents), all(bases)) else {
                return false;
            };
            let (parents, bases): (Vec<&Map>, Vec<&Map>) = (parents.iter().collect(), bases.iter().collect());
            map_is_drawn(&merged, &parents, &bases)
        }
        Storage::Journal => {
            let read = |bytes: &[u8]| read_journal(kind, bytes).ok();
            let all = |files: &[Option<&[u8]>]| -> Option<Vec<Vec<Map>>> {
                files.iter().flatten().map(|b| read(b)).collect()
            };
            let (Some(merged), Some(sides), Some(bases)) = (read(merged), all(parents), all(bases)) else {
                return false;
            };
            let with = |entries: &[Vec<Map>], id: Option<&Value>| -> Vec<Map> {
                entries
                    .iter()
                    .filter_map(|all| all.iter().find(|entry| entry.get("id") == id))
                    .cloned()
                    .collect()
            };
            let kept = sides.first().into_iter().flatten().all(|entry| {
                let id = entry.get("id");
                with(&sides, id).len() < parents.len() || merged.iter().any(|known| known.get("id") == id)
            });
            kept && merged.iter().all(|entry| {
                let (from, before) = (with(&sides, entry.get("id")), with(&bases, entry.get("id")));
                !from.is_empty()
                    && map_is_drawn(
                        entry,
                        &from.iter().collect::<Vec<_>>(),
                        &before.iter().collect::<Vec<_>>(),
                    )
            })
        }
    }
}

fn map_is_drawn(merged: &Map, parents: &[&Map], bases: &[&Map]) -> bool {
    let disputed = |name: &str| {
        let items = merged.get(CONFLICTS).and_then(Value::as_list).unwrap_or_default();
        items
            .iter()
            .filter_map(|item| item.at("field")?.as_str())
            .any(|field| field.split(['.', '[']).next() == Some(name))
    };
    let kept = parents.first().into_iter().flat_map(|map| map.keys()).all(|name| {
        merged.contains_key(name) || disputed(name) || parents.iter().any(|map| !map.contains_key(name))
    });
    kept && merged.iter().filter(|(name, _)| *name != CONFLICTS).all(|(name, value)| {
        let mut sources: Vec<&Value> = parents.iter().filter_map(|map| map.get(name)).collect();
        // In a conflict the value both sides began with stands.
        if disputed(name) {
            sources.extend(bases.iter().filter_map(|map| map.get(name)));
        }
        value_is_drawn(value, &sources)
    })
}

fn value_is_drawn(merged: &Value, sources: &[&Value]) -> bool {
    if sources.contains(&merged) {
        return true;
    }
    match merged {
        Value::Map(map) => {
            let sides: Vec<&Map> = sources.iter().filter_map(|value| value.as_map()).collect();
            !sides.is_empty() && map_is_drawn(map, &sides, &[])
        }
        Value::List(items) => {
            let all: Vec<&Value> = sources.iter().filter_map(|value| value.as_list()).flatten().collect();
            // An item of which both sides changed something has its fields from those that begin as it does.
            items.iter().all(|item| {
                let Some(map) = item.as_map().filter(|_| !all.contains(&item)) else {
                    return all.contains(&item);
                };
                let twin =
                    |known: &&Map| map.first().is_some_and(|(name, value)| known.get(name) == Some(value));
                let twins: Vec<&Map> = all.iter().filter_map(|known| known.as_map()).filter(twin).collect();
                !twins.is_empty() && map_is_drawn(map, &twins, &[])
            })
        }
        // Long texts are merged by lines, others put one below the other.
        Value::Text(text) if text.contains('\n') => {
            let lines: Vec<&str> =
                sources.iter().filter_map(|value| value.as_str()).flat_map(str::lines).collect();
            text.lines().all(|line| lines.contains(&line))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::read_kind;

    const CASE: &str = "type: object\nproperties:\n  name: {type: string}\n  text: {type: string, x-kehu: {long: true}}\n  tags: {type: array, items: {type: string}}\nx-kehu: {home: \"cases/{id}.yaml\", name: name}\n";

    fn drawn(merged: &str, one: &str, other: &str, base: &str) -> bool {
        let kind = read_kind("case", "own", true, CASE).unwrap();
        let id = Id::parse("a").unwrap();
        is_drawn(
            &kind,
            &id,
            Some(merged.as_bytes()),
            &[Some(one.as_bytes()), Some(other.as_bytes())],
            &[Some(base.as_bytes())],
        )
    }

    #[test]
    fn what_stands_in_a_parent_is_not_the_mergers() {
        let (one, other, base) =
            ("name: a\ntags: [x, y]\n", "name: b\ntext: t\ntags: [x, z]\n", "name: c\ntags: [x]\n");
        assert!(drawn("name: a\ntext: t\ntags: [x, y, z]\n", one, other, base));
        assert!(!drawn("name: q\ntext: t\ntags: [x, y, z]\n", one, other, base), "a value of nobody's");
        assert!(!drawn("name: a\ntags: [x, q]\n", one, other, base), "an item of nobody's");
        assert!(!drawn("text: t\ntags: [x]\n", one, other, base), "the name is missing that both have");
        let conflict = "name: c\ntags: [x]\nconflicts:\n  - field: name\n    sides: []\n";
        assert!(drawn(conflict, one, other, base), "the base's value stands in a conflict");
        assert!(!drawn("name: c\ntags: [x]\n", one, other, base), "without a conflict it is put back");
        assert!(drawn(
            "name: a\ntext: |-\n  p\n  q\n",
            "name: a\ntext: p\n",
            "name: a\ntext: q\n",
            "name: a\n"
        ));
    }
}
