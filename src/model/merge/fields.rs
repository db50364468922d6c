//! The fields of a record, three-way.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::{Overlap, merge_lines};
use super::{Spot, Stamps, Which, removal, side};
use crate::model::conflict::{Conflict, REMOVED, Side};
use crate::model::journal::moment;
use crate::model::kind::{Field, FieldType, Kind, MergeRule};
use crate::model::record::{CONFLICTS, KNOWLEDGE, RETIRED, is_system};
use crate::model::value::{Map, Value};

/// The fields of a card or an entry of three versions, with what is in conflict among them.
pub fn merge_fields(
    kind: &Kind,
    entry: Option<&str>,
    base: &Map,
    first: &Map,
    second: &Map,
    stamps: Stamps<'_>,
) -> Map {
    let mut work = Work::new(entry, [base, first, second], stamps);
    let mut merged = work.group(Some(&kind.fields), "", base, first, second);
    work.removed("");
    Conflict::write(&mut merged, work.out);
    merged
}

/// What a side changed in a record that became part of another, brought to that other.
///
/// `base` and `changed` are the record's two versions, `survivor` the other as it is.
pub fn carry(kind: &Kind, base: &Map, changed: &Map, survivor: &Map, stamps: Stamps<'_>) -> Map {
    let touched = |name: &String| {
        let known = kind.field(name);
        name != CONFLICTS
            && known.is_none_or(|field| !field.stamped)
            && (known.is_some() || !is_system(name))
            && base.get(name) != changed.get(name)
    };
    let names: Vec<&String> =
        changed.keys().chain(base.keys().filter(|name| !changed.contains_key(*name))).collect();
    let only = |map: &Map| -> Map {
        let fields = map.iter().filter(|(name, _)| *name == CONFLICTS || touched(name));
        fields.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    let (was, mut wanted, mut now) = (only(base), only(changed), only(survivor));
    let mut result = survivor.clone();
    for name in names.into_iter().filter(|name| touched(name)) {
        // A name or a number that differs is not lost: the survivor knows it as another.
        let Some(MergeRule::Also(list)) = kind.field(name).and_then(|field| field.merge.clone()) else {
            continue;
        };
        let (Some(value), Some(own)) = (changed.get(name), now.get(name)) else { continue };
        if Some(own) != base.get(name) && own != value {
            let slot = result.entry(list).or_insert_with(|| Value::List(Vec::new()));
            if let Value::List(items) = slot
                && !items.contains(value)
            {
                items.push(value.clone());
            }
            wanted.shift_remove(name);
            now.shift_remove(name);
        }
    }
    let mut work = Work::new(None, [&was, &now, &wanted], stamps);
    work.first_stands = true;
    let merged = work.group(Some(&kind.fields), "", &was, &now, &wanted);
    for name in was.keys().chain(wanted.keys()).filter(|name| *name != CONFLICTS) {
        if !merged.contains_key(name) && now.contains_key(name) {
            result.shift_remove(name);
        }
    }
    result.extend(merged);
    let mut conflicts = Conflict::all(survivor);
    conflicts.retain(|old| !work.out.iter().any(|new| new.field == old.field));
    conflicts.extend(work.out);
    Conflict::write(&mut result, conflicts);
    result
}

/// The work on one record or entry.
pub(super) struct Work<'a> {
    entry: Option<&'a str>,
    stamps: Stamps<'a>,
    /// What was in conflict already: in the base, in the first side, in the second.
    known: [BTreeMap<String, Conflict>; 3],
    /// True when the first version stands in a conflict, not the base: it is another record's.
    first_stands: bool,
    /// What is.
    pub out: Vec<Conflict>,
}

/// The three versions of a value.
pub(super) type Three<'v> = [Option<&'v Value>; 3];

impl<'a> Work<'a> {
    pub fn new(entry: Option<&'a str>, versions: [&Map; 3], stamps: Stamps<'a>) -> Self {
        let known = versions.map(|map| {
            Conflict::all(map).into_iter().map(|conflict| (conflict.field.clone(), conflict)).collect()
        });
        Self { entry, stamps, known, first_stands: false, out: Vec::new() }
    }

    /// A group of fields, field by field.
    pub fn group(
        &mut self,
        fields: Option<&[Field]>,
        prefix: &str,
        base: &Map,
        first: &Map,
        second: &Map,
    ) -> Map {
        let mut merged = Map::default();
        let later = first.keys().filter(|name| !base.contains_key(*name));
        let last = second.keys().filter(|name| !base.contains_key(*name) && !first.contains_key(*name));
        let known = |name: &&String| [base, first, second].iter().any(|map| map.contains_key(*name));
        // A field may be in conflict and have no value on any side.
        let disputed = self.disputed(prefix);
        let disputed = disputed.iter().filter(|name| !known(name));
        for name in base.keys().chain(later).chain(last).chain(disputed) {
            if prefix.is_empty() && name == CONFLICTS {
                continue;
            }
            let field = fields.and_then(|fields| fields.iter().find(|field| field.name == *name));
            let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            // No field and an empty one are the same, but for what no schema knows.
            let of = |map: &'_ Map| -> Option<Value> {
                map.get(name).filter(|value| field.is_none() || !value.is_empty()).cloned()
            };
            let three = [of(base), of(first), of(second)];
            let three = [three[0].as_ref(), three[1].as_ref(), three[2].as_ref()];
            if let Some(value) = self.value(field, field.map(|field| &field.ty), &path, three) {
                merged.insert(name.clone(), value);
            }
        }
        merged
    }

    /// The fields of a group that are in conflict on any side, or have something below them that is.
    fn disputed(&self, prefix: &str) -> BTreeSet<String> {
        let inside = |path: &'_ str| -> Option<String> {
            let rest = match prefix {
                "" => path,
                _ => path.strip_prefix(prefix)?.strip_prefix('.')?,
            };
            let name = rest.split(['.', '[']).next().filter(|_| rest != REMOVED)?;
            Some(name.to_owned())
        };
        self.known.iter().flat_map(BTreeMap::keys).filter_map(|path| inside(path)).collect()
    }

    /// One value.
    fn value(
        &mut self,
        field: Option<&Field>,
        ty: Option<&FieldType>,
        path: &str,
        three: Three<'_>,
    ) -> Option<Value> {
        if let Some(side) = self.plain(path, three) {
            self.take(side, path);
            return three[side].cloned();
        }
        let [base, first, second] = three;
        if self.known.iter().all(|known| !known.contains_key(path)) {
            let empty = Map::default();
            let none = Value::List(Vec::new());
            match (ty, first, second) {
                (Some(FieldType::List(_)), _, _) | (None, Some(Value::List(_)), Some(Value::List(_))) => {
                    let item = match ty {
                        Some(FieldType::List(item)) => item,
                        _ => &FieldType::Open,
                    };
                    let list =
                        |value: Option<&Value>| value.unwrap_or(&none).as_list().map(<[Value]>::to_vec);
                    if let (Some(o), Some(a), Some(b)) = (list(base), list(first), list(second))
                        && let Some(items) = self.list(field, item, path, &o, &a, &b)
                    {
                        return Some(Value::List(items)).filter(|list| !list.is_empty());
                    }
                }
                (_, Some(Value::Map(a)), Some(Value::Map(b))) if path == KNOWLEDGE => {
                    // Both shared it: one stamp stands as a whole, the earlier.
                    let text = |map: &Map| Value::Map(map.clone()).flat_text();
                    let earlier = (moment(a), text(a)) <= (moment(b), text(b));
                    return if earlier { first } else { second }.cloned();
                }
                // A free group that was cleared has no fields; nothing but conflicts below it may be left of one.
                (_, Some(Value::Map(_)) | None, Some(Value::Map(_)) | None)
                    if (first.is_some() && second.is_some())
                        || ((first.is_some() || second.is_some())
                            && matches!(ty, None | Some(FieldType::Open))
                            && path != KNOWLEDGE)
                        || (first == second && self.has_below(path)) =>
                {
                    let inner = match ty {
                        Some(FieldType::Group(fields)) => Some(fields.as_slice()),
                        _ => None,
                    };
                    let [o, a, b] = three.map(|value| value.and_then(Value::as_map).unwrap_or(&empty));
                    let merged = self.group(inner, path, o, a, b);
                    let kept = first.is_some() && second.is_some() || !merged.is_empty();
                    return kept.then_some(Value::Map(merged));
                }
                (_, Some(a), Some(b)) => {
                    if let Some(value) = settled(field, ty, path, base, a, b) {
                        return Some(value);
                    }
                }
                _ => {}
            }
        }
        self.dispute(path, three)
    }

    /// The version that counts when not both sides changed a value, by its number.
    pub fn plain(&self, path: &str, [base, first, second]: Three<'_>) -> Option<usize> {
        let same = |a: usize, b: usize| self.below(a, path).eq(self.below(b, path));
        if first == second && same(1, 2) {
            Some(1)
        } else if first == base && same(1, 0) {
            Some(2)
        } else if second == base && same(2, 0) {
            Some(1)
        } else {
            None
        }
    }

    /// What a version has in conflict at a path and below it.
    fn below<'s>(&'s self, version: usize, path: &'s str) -> impl Iterator<Item = &'s Conflict> + 's {
        let is_below = move |field: &str| {
            field.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.known[version].values().filter(move |conflict| is_below(&conflict.field))
    }

    fn has_below(&self, path: &str) -> bool {
        (0..3).any(|version| self.below(version, path).next().is_some())
    }

    /// Takes over what a version has in conflict there.
    pub fn take(&mut self, version: usize, path: &str) {
        let taken: Vec<Conflict> = self.below(version, path).cloned().collect();
        self.out.extend(taken);
    }

    /// Both wanted something else, and somebody has to choose.
    pub fn dispute(&mut self, path: &str, [base, first, second]: Three<'_>) -> Option<Value> {
        let mut sides: Vec<Side> = Vec::new();
        for (version, which, value) in [(1, Which::First, first), (2, Which::Second, second)] {
            match self.known[version].get(path) {
                Some(conflict) => sides.extend(conflict.sides.iter().cloned()),
                None => {
                    let spot = Spot { entry: self.entry, path };
                    sides.push(side(self.stamps, which, spot, value.cloned()));
                }
            }
        }
        let conflict = Conflict::new(path, sides);
        let standing = match first == second {
            true => first.cloned(),
            false if self.first_stands => first.cloned(),
            false => base.cloned().or_else(|| conflict.sides.iter().find_map(|side| side.value.clone())),
        };
        match &conflict.sides[..] {
            [only] => only.value.clone(),
            _ => {
                self.out.push(conflict);
                standing
            }
        }
    }

    /// One side took a whole out, the other changed it: it stays, and that is told.
    pub fn kept(&mut self, path: &str, taken_out_by: Which) {
        let path = removed_at(path);
        let spot = Spot { entry: self.entry, path: &path };
        self.out.push(removal(self.stamps, taken_out_by, spot));
    }

    /// What is said of a whole being taken out, three-way.
    pub fn removed(&mut self, path: &str) {
        let path = removed_at(path);
        let [base, first, second] = [0, 1, 2].map(|version: usize| self.known[version].get(&path).cloned());
        let said = if first == second || second == base {
            first
        } else if first == base {
            second
        } else {
            let sides = first.into_iter().chain(second).flat_map(|conflict| conflict.sides).collect();
            Some(Conflict::new(&path, sides))
        };
        self.out.extend(said);
    }
}

/// The path that stands for a whole being taken out.
fn removed_at(path: &str) -> String {
    if path.is_empty() { REMOVED.to_owned() } else { format!("{path}.{REMOVED}") }
}

/// Two values that settle themselves, by the type or by what the schema says.
fn settled(
    field: Option<&Field>,
    ty: Option<&FieldType>,
    path: &str,
    base: Option<&Value>,
    first: &Value,
    second: &Value,
) -> Option<Value> {
    let joined = || {
        let old = base.map_or(Some(""), Value::as_str);
        let (o, a, b) = (old?, first.as_str()?, second.as_str()?);
        // Where one holds the other, nothing is said twice.
        if a.contains(b.trim_end()) {
            return Some(first.clone());
        }
        if b.contains(a.trim_end()) {
            return Some(second.clone());
        }
        merge_lines(o, a, b, Overlap::Both).map(Value::text)
    };
    match field.and_then(|field| field.merge.as_ref()) {
        Some(MergeRule::Highest) => match (first.as_int(), second.as_int()) {
            (Some(a), Some(b)) => Some(Value::Int(a.max(b))),
            _ => None,
        },
        Some(MergeRule::Join) => joined(),
        Some(MergeRule::Ask) => None,
        _ if matches!(ty, Some(FieldType::LongText)) => joined(),
        // The first day counts.
        None if path == RETIRED => match (first.as_str(), second.as_str()) {
            (Some(a), Some(b)) => Some(Value::text(a.min(b))),
            _ => None,
        },
        _ => None,
    }
}
