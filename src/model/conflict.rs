//! Conflicts kept as data: which field two people set differently, what each wanted, who and when. They stand in the record
//! itself, in the system field `conflicts`.

mod path;
#[cfg(test)]
mod tests;

pub use path::{at, item_name, item_path, put, removal, spot};

use super::date::DateTime;
use super::ids::Id;
use super::kind::Kind;
use super::record::CONFLICTS;
use super::value::{Map, Value};

/// The last step of the path that stands for a whole record, entry or item: did it go?
pub const REMOVED: &str = "removed";

/// What one person wanted of a field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Side {
    /// The value; `None` when the field was cleared (or, for `removed`, when the thing was to stay).
    pub value: Option<Value>,
    /// Who wrote it.
    pub by: Option<String>,
    /// When, as RFC 3339.
    pub at: Option<String>,
}

/// A field in conflict.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Path of the field: `status`, `extra.region`, `contacts[王磊].mobile`, `removed`.
    pub field: String,
    /// What was wanted: in the order of the text of the values, each value once.
    pub sides: Vec<Side>,
}

impl Conflict {
    /// A conflict with its sides in canonical order. Of two sides of one value the earlier one stays.
    pub fn new(field: impl Into<String>, sides: Vec<Side>) -> Self {
        Self { field: field.into(), sides: canonical(sides) }
    }

    /// The conflicts that stand in a record or an entry; what is not well formed is passed over.
    pub fn all(fields: &Map) -> Vec<Self> {
        let items = fields.get(CONFLICTS).and_then(Value::as_list).unwrap_or_default();
        merged(items.iter().filter_map(|item| read(item).ok()).collect())
    }

    /// Writes the conflicts of a record in canonical order; none takes the field out. Two of one field are made one.
    pub fn write(fields: &mut Map, conflicts: Vec<Self>) {
        let items: Vec<Value> = merged(conflicts).iter().map(Self::value).collect();
        if items.is_empty() {
            fields.shift_remove(CONFLICTS);
        } else {
            fields.insert(CONFLICTS.to_owned(), Value::List(items));
        }
    }

    fn value(&self) -> Value {
        let side = |side: &Side| {
            let text = |text: &Option<String>| text.clone().map(Value::Text);
            let parts = [("value", side.value.clone()), ("by", text(&side.by)), ("at", text(&side.at))];
            let parts = parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
            Value::Map(parts.collect())
        };
        let sides = Value::List(self.sides.iter().map(side).collect());
        Value::Map(Map::from_iter([
            ("field".to_owned(), Value::text(self.field.as_str())),
            ("sides".to_owned(), sides),
        ]))
    }
}

/// In the order of their fields, one for each.
fn merged(conflicts: Vec<Conflict>) -> Vec<Conflict> {
    let mut all: Vec<Conflict> = Vec::new();
    for conflict in conflicts {
        match all.iter_mut().find(|known| known.field == conflict.field) {
            Some(known) => known.sides.extend(conflict.sides),
            None => all.push(conflict),
        }
    }
    for conflict in &mut all {
        conflict.sides = canonical(std::mem::take(&mut conflict.sides));
    }
    all.sort_by(|a, b| a.field.cmp(&b.field));
    all
}

fn canonical(mut sides: Vec<Side>) -> Vec<Side> {
    for side in &mut sides {
        side.value = side.value.take().filter(|value| !value.is_empty());
    }
    // `10.10` and `10.1` are one number in JSON; the second text tells them apart.
    let order = |side: &Side| {
        let text = side.value.as_ref().map(|value| (value.to_json().to_string(), format!("{value:?}")));
        (text, side.at.is_none(), side.at.clone(), side.by.is_none(), side.by.clone())
    };
    sides.sort_by_cached_key(order);
    let mut once: Vec<Side> = Vec::new();
    for side in sides {
        if !once.iter().any(|known| known.value == side.value) {
            once.push(side);
        }
    }
    once
}

/// Unquoted digits of a text field are text in what was wanted of it, too; what is well formed gets the canonical order.
pub(super) fn settle(kind: &Kind, fields: &mut Map, settle_value: fn(&super::kind::FieldType, &mut Value)) {
    if malformed(fields).is_some() {
        return;
    }
    let mut conflicts = Conflict::all(fields);
    for conflict in &mut conflicts {
        if let Some(spot) = spot(kind, &conflict.field) {
            let values = conflict.sides.iter_mut().filter_map(|side| side.value.as_mut());
            values.for_each(|value| settle_value(spot.ty, value));
        }
    }
    if fields.contains_key(CONFLICTS) {
        Conflict::write(fields, conflicts);
    }
}

/// What is wrong with the field `conflicts` of a record: where, in English, in Chinese.
pub fn malformed(fields: &Map) -> Option<(String, &'static str, &'static str)> {
    let value = fields.get(CONFLICTS).filter(|value| !value.is_empty())?;
    let Value::List(items) = value else {
        return Some((CONFLICTS.to_owned(), "it must be a list of conflicts", "应为冲突的列表"));
    };
    for (index, item) in items.iter().enumerate() {
        let wrong = match read(item) {
            Err(wrong) => wrong,
            Ok(conflict) if Conflict::new(conflict.field.clone(), conflict.sides.clone()).sides.len() < 2 => {
                ("`sides` must hold two or more different values", "`sides` 至少应有两个不同的值")
            }
            Ok(conflict) => {
                let field = Some(conflict.field.as_str());
                let again = |item: &Value| item.at("field").and_then(Value::as_str) == field;
                if !items[..index].iter().any(again) {
                    continue;
                }
                ("this field stands here twice", "该字段出现了两次")
            }
        };
        return Some((format!("{CONFLICTS}.{index}"), wrong.0, wrong.1));
    }
    None
}

fn read(item: &Value) -> Result<Conflict, (&'static str, &'static str)> {
    let Value::Map(map) = item else {
        return Err((
            "a conflict is a group of `field` and `sides`",
            "冲突应为含 `field` 和 `sides` 的一组字段",
        ));
    };
    if map.keys().any(|key| !matches!(key.as_str(), "field" | "sides")) {
        return Err(("a conflict has `field` and `sides`, no more", "冲突只含 `field` 和 `sides`"));
    }
    let field = map.get("field").and_then(Value::as_str).filter(|field| !field.is_empty());
    let field = field.ok_or(("`field` must name the field", "`field` 应为字段名"))?;
    let sides =
        map.get("sides").and_then(Value::as_list).ok_or(("`sides` must be a list", "`sides` 应为列表"))?;
    let sides = sides.iter().map(read_side).collect::<Result<Vec<_>, _>>()?;
    Ok(Conflict { field: field.to_owned(), sides })
}

fn read_side(side: &Value) -> Result<Side, (&'static str, &'static str)> {
    let shape =
        ("a side is a group of `value`, `by` and `at`", "每一方应为含 `value`、`by` 和 `at` 的一组字段");
    // A side that cleared the field, by nobody known, is an empty group.
    let Value::Map(map) = side else { return Err(shape) };
    if map.keys().any(|key| !matches!(key.as_str(), "value" | "by" | "at")) {
        return Err(shape);
    }
    let text = |name: &str, good: fn(&str) -> bool, wrong| match map.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Text(text)) if good(text) => Ok(Some(text.clone())),
        Some(_) => Err(wrong),
    };
    Ok(Side {
        value: map.get("value").filter(|value| !value.is_empty()).cloned(),
        by: text(
            "by",
            |by| Id::parse(by).is_some(),
            ("`by` must be the id of a person", "`by` 应为人员编号"),
        )?,
        at: text(
            "at",
            |at| DateTime::from_rfc3339(at).is_ok(),
            (
                "`at` must be a date and time such as 2026-11-25T09:00:00+08:00",
                "`at` 应为时间, 如 2026-11-25T09:00:00+08:00",
            ),
        )?,
    })
}
