//! Two records of one kind that are one: which value each field gets, and how that came.
//!
//! Pure. Nothing is dropped silently: what is not taken over is told, field by field.

use super::kind::{CONFLICTS, Field, FieldType, Kind, MergeRule};
use super::value::{Map, Value};

/// How a field of the record that stays got its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The record that stays had it; the other had nothing, or a rule says so.
    Kept,
    /// The other had it, and it was taken over.
    Taken,
    /// Both had some, and both are in it.
    Combined,
    /// Both had one, and somebody has to choose.
    Dispute,
}

impl How {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Taken => "taken",
            Self::Combined => "combined",
            Self::Dispute => "dispute",
        }
    }
}

/// One field of a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Dotted path.
    pub field: String,
    /// Value of the record that stays.
    pub keep: Option<Value>,
    /// Value of the other.
    pub other: Option<Value>,
    /// What it becomes.
    pub result: Option<Value>,
    /// How that came.
    pub how: How,
}

/// Which side a person chose for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The record that stays.
    Keep,
    /// The other.
    Other,
}

/// The record that stays, and the fields in which the two differed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Combined {
    /// Fields of the record that stays.
    pub fields: Map,
    /// Fields that differed.
    pub choices: Vec<Choice>,
}

/// Makes one record of two. `choose` answers for a field whose rule is to ask; `None` leaves it in dispute, with the
/// value of the record that stays.
pub fn combine(kind: &Kind, keep: &Map, other: &Map, choose: &dyn Fn(&str) -> Option<Side>) -> Combined {
    let mut work = Work { choose, choices: Vec::new(), also: Vec::new() };
    let mut fields = keep.clone();
    for (name, value) in other {
        let field = kind.field(name);
        // What kehu wrote itself tells of the one record, not of both.
        if field.is_some_and(|field| field.stamped) || name == CONFLICTS {
            continue;
        }
        if let Some(result) = work.field(field, field.map(|field| &field.ty), name, keep.get(name), value) {
            fields.insert(name.clone(), result);
        }
    }
    let before = fields.clone();
    let mut longer: Vec<(String, Value)> = Vec::new();
    for (list, value) in std::mem::take(&mut work.also) {
        let rule = Some(MergeRule::Also(list.clone()));
        let mut own = kind.fields.iter().filter(|field| field.merge == rule);
        if own.any(|field| fields.get(&field.name) == Some(&value)) {
            continue;
        }
        let slot = fields.entry(list.clone()).or_insert_with(|| Value::List(Vec::new()));
        if let Value::List(items) = slot
            && !items.contains(&value)
        {
            items.push(value.clone());
            longer.push((list, value));
        }
    }
    for (list, value) in longer {
        // One row a list, however many values went there.
        if work.choices.last().is_none_or(|choice| choice.field != list) {
            work.note(&list, before.get(&list), &value, fields.get(&list).cloned(), How::Combined);
        }
    }
    for (name, value) in keep.iter().filter(|(name, value)| !value.is_empty() && other.get(*name).is_none()) {
        if name != CONFLICTS
            && kind.field(name).is_none_or(|field| !field.stamped)
            && !before.get(name).is_none_or(|now| now != value)
        {
            let kept = Some(value.clone());
            work.choices.push(Choice {
                field: name.clone(),
                keep: kept.clone(),
                other: None,
                result: kept,
                how: How::Kept,
            });
        }
    }
    fields.retain(|_, value| !matches!(value, Value::List(items) if items.is_empty()));
    Combined { fields, choices: work.choices }
}

struct Work<'a> {
    choose: &'a dyn Fn(&str) -> Option<Side>,
    choices: Vec<Choice>,
    also: Vec<(String, Value)>,
}

impl Work<'_> {
    /// The value of a field, or `None` to leave it as the record that stays has it.
    fn field(
        &mut self,
        field: Option<&Field>,
        ty: Option<&FieldType>,
        path: &str,
        keep: Option<&Value>,
        other: &Value,
    ) -> Option<Value> {
        let keep = keep.filter(|value| !value.is_empty());
        if other.is_empty() || keep == Some(other) {
            return None;
        }
        let Some(mine) = keep else {
            self.note(path, None, other, Some(other.clone()), How::Taken);
            return Some(other.clone());
        };
        match (ty, mine, other) {
            (Some(FieldType::List(item)), Value::List(a), Value::List(b)) => {
                return self.list(field, item, path, a, b);
            }
            (Some(FieldType::Group(fields)), Value::Map(a), Value::Map(b)) => {
                return Some(Value::Map(self.group(Some(fields), path, a, b)));
            }
            (_, Value::Map(a), Value::Map(b)) => return Some(Value::Map(self.group(None, path, a, b))),
            _ => {}
        }
        let rule = field.and_then(|field| field.merge.clone()).unwrap_or(match ty {
            Some(FieldType::LongText) => MergeRule::Join,
            _ => MergeRule::Ask,
        });
        if let Some(side) = (self.choose)(path) {
            let (result, how) = match side {
                Side::Keep => (mine, How::Kept),
                Side::Other => (other, How::Taken),
            };
            if let MergeRule::Also(list) = &rule {
                self.also.push((list.clone(), if side == Side::Keep { other.clone() } else { mine.clone() }));
            }
            self.note(path, Some(mine), other, Some(result.clone()), how);
            return Some(result.clone());
        }
        let (result, how) = match rule {
            MergeRule::Keep | MergeRule::Union => (mine.clone(), How::Kept),
            MergeRule::Highest if other.as_int() > mine.as_int() => (other.clone(), How::Taken),
            MergeRule::Highest => (mine.clone(), How::Kept),
            MergeRule::Join => (join(mine, other), How::Combined),
            MergeRule::Also(list) => {
                self.also.push((list, other.clone()));
                (mine.clone(), How::Combined)
            }
            MergeRule::Ask => (mine.clone(), How::Dispute),
        };
        self.note(path, Some(mine), other, Some(result.clone()), how);
        Some(result)
    }

    fn group(&mut self, fields: Option<&[Field]>, path: &str, keep: &Map, other: &Map) -> Map {
        let mut result = keep.clone();
        for (name, value) in other {
            let field = fields.and_then(|fields| fields.iter().find(|field| field.name == *name));
            let inner = format!("{path}.{name}");
            if let Some(value) = self.field(field, field.map(|f| &f.ty), &inner, keep.get(name), value) {
                result.insert(name.clone(), value);
            }
        }
        result
    }

    /// All items of both; groups that are the same item are made one.
    fn list(
        &mut self,
        field: Option<&Field>,
        item: &FieldType,
        path: &str,
        keep: &[Value],
        other: &[Value],
    ) -> Option<Value> {
        let key = field.and_then(|field| field.key.as_deref());
        let mut result = keep.to_vec();
        for value in other {
            let twin = result.iter().position(|known| same_item(item, key, known, value));
            match (twin, item, value) {
                (Some(at), FieldType::Group(fields), Value::Map(theirs)) => {
                    let Value::Map(mine) = result[at].clone() else { continue };
                    result[at] = Value::Map(self.group(Some(fields), &format!("{path}.{at}"), &mine, theirs));
                }
                (Some(_), _, _) => {}
                (None, _, _) => result.push(value.clone()),
            }
        }
        if result.len() == keep.len() {
            return (result != keep).then_some(Value::List(result));
        }
        let result = Value::List(result);
        let (mine, theirs) = (Value::List(keep.to_vec()), Value::List(other.to_vec()));
        self.note(path, Some(&mine), &theirs, Some(result.clone()), How::Combined);
        Some(result)
    }

    fn note(&mut self, path: &str, keep: Option<&Value>, other: &Value, result: Option<Value>, how: How) {
        let choice =
            Choice { field: path.to_owned(), keep: keep.cloned(), other: Some(other.clone()), result, how };
        self.choices.push(choice);
    }
}

/// Two items that are the same thing: equal, of one key, or persons with one mobile or one mailbox.
pub fn same_item(ty: &FieldType, key: Option<&str>, a: &Value, b: &Value) -> bool {
    if a == b {
        return true;
    }
    let (FieldType::Group(fields), Value::Map(a), Value::Map(b)) = (ty, a, b) else { return false };
    let same = |name: &str| {
        let text = |map: &Map| map.get(name).and_then(Value::scalar_text).unwrap_or_default();
        let fold = |text: String| text.split_whitespace().collect::<String>().to_lowercase();
        let (a, b) = (fold(text(a)), fold(text(b)));
        !a.is_empty() && a == b
    };
    let personal = |field: &&Field| {
        matches!(field.ty, FieldType::Email)
            || (matches!(field.ty, FieldType::Phone) && field.name == "mobile")
    };
    key.is_some_and(same) || fields.iter().filter(personal).any(|field| same(&field.name))
}

/// Both texts, the kept one first; one that the other holds already is not said twice.
fn join(keep: &Value, other: &Value) -> Value {
    let (Some(a), Some(b)) = (keep.as_str(), other.as_str()) else { return keep.clone() };
    if a.contains(b.trim()) {
        return keep.clone();
    }
    if b.contains(a.trim()) {
        return other.clone();
    }
    Value::text(format!("{}\n\n{}", a.trim_end(), b.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::read_kind;
    use serde_json::json;

    const SHOP: &str = "type: object\nproperties:\n  name: {type: string, x-kehu: {merge: names}}\n  names: {type: array, items: {type: string}}\n  level: {type: integer}\n  security: {type: integer, x-kehu: {merge: highest}}\n  notes: {type: string, x-kehu: {long: true}}\n  tags: {type: array, items: {type: string}}\n  people:\n    type: array\n    x-kehu: {key: name}\n    items:\n      type: object\n      properties:\n        name: {type: string}\n        mobile: {type: string, format: phone}\n        title: {type: string}\n  extra: {type: object}\nx-kehu: {home: \"shops/{id}.yaml\", name: name}\n";

    fn map(json: serde_json::Value) -> Map {
        match Value::from_json(&json) {
            Value::Map(map) => map,
            _ => Map::default(),
        }
    }

    fn merged(
        keep: serde_json::Value,
        other: serde_json::Value,
        take: &[&str],
    ) -> (serde_json::Value, Vec<(String, How)>) {
        let kind = read_kind("shop", "test", true, SHOP).unwrap();
        let choose = |field: &str| take.contains(&field).then_some(Side::Other);
        let combined = combine(&kind, &map(keep), &map(other), &choose);
        let steps = combined.choices.iter().map(|choice| (choice.field.clone(), choice.how)).collect();
        (Value::Map(combined.fields).to_json(), steps)
    }

    #[test]
    fn each_field_follows_its_rule() {
        let (fields, steps) = merged(
            json!({"name": "甲", "level": 2, "security": 1, "notes": "a\n", "tags": ["x"], "extra": {"p": "1"}}),
            json!({"name": "乙", "level": 3, "security": 4, "notes": "b\n", "tags": ["x", "y"], "extra": {"p": "1", "q": "2"}}),
            &[],
        );
        let wanted = json!({"name": "甲", "level": 2, "security": 4, "notes": "a\n\nb", "tags": ["x", "y"],
            "extra": {"p": "1", "q": "2"}, "names": ["乙"]});
        assert_eq!(fields, wanted);
        assert!(steps.contains(&("level".to_owned(), How::Dispute)), "{steps:?}");
        assert!(steps.contains(&("extra.q".to_owned(), How::Taken)), "{steps:?}");
    }

    #[test]
    fn a_choice_settles_a_dispute_and_loses_no_name() {
        let (fields, steps) =
            merged(json!({"name": "甲", "level": 2}), json!({"name": "乙", "level": 3}), &["level", "name"]);
        assert_eq!(fields, json!({"name": "乙", "level": 3, "names": ["甲"]}));
        assert!(steps.iter().all(|(field, how)| (field == "names") == (*how == How::Combined)), "{steps:?}");
    }

    #[test]
    fn persons_are_matched_by_name_or_mobile_and_made_one() {
        let (fields, steps) = merged(
            json!({"name": "甲", "people": [{"name": "王磊", "mobile": "13800138000"}, {"name": "李"}]}),
            json!({"name": "甲", "people": [{"name": "Wang", "mobile": "13800138000", "title": "CEO"}, {"name": "李", "mobile": "13900139000"}, {"name": "新"}]}),
            &[],
        );
        let people = json!([{"name": "王磊", "mobile": "13800138000", "title": "CEO"}, {"name": "李", "mobile": "13900139000"}, {"name": "新"}]);
        assert_eq!(fields["people"], people);
        assert!(steps.contains(&("people.0.name".to_owned(), How::Dispute)), "{steps:?}");
    }

    #[test]
    fn a_record_merged_with_its_copy_is_itself() {
        let record = json!({"name": "甲", "level": 2, "tags": ["x"], "people": [{"name": "王"}]});
        let (fields, steps) = merged(record.clone(), record.clone(), &[]);
        assert_eq!((fields, steps.len()), (record, 0));
    }
}
