//! Field values as people read them: labels of choices, money, lists.

use crate::error::Lang;
use crate::model::kind::{Field, FieldType, Kind, TOTAL, VALUE};
use crate::model::value::Value;

/// The heading of a field.
pub fn heading(field: &Field, lang: Lang) -> &str {
    lang.pick(&field.label.en, &field.label.zh)
}

/// The heading of a column that may be no field of the kind.
pub fn column<'a>(kind: &'a Kind, name: &'a str, lang: Lang) -> &'a str {
    match (kind.field(name), name) {
        (Some(field), _) => heading(field, lang),
        (None, "id") => lang.pick("Id", "编号"),
        (None, "parent") => lang.pick("Belongs to", "所属"),
        (None, "open") => lang.pick("Open", "未完成"),
        (None, "kind") => lang.pick("Kind", "类型"),
        (None, "last") => lang.pick("Last contact", "最近联系"),
        (None, "score") => lang.pick("Score", "得分"),
        (None, "complete") => lang.pick("Complete", "完备"),
        (None, "band") => lang.pick("Band", "档次"),
        (None, "next") => lang.pick("Next", "下次"),
        (None, TOTAL) => lang.pick("Total", "合计"),
        (None, VALUE) => lang.pick("Value", "净值"),
        (None, other) => other,
    }
}

/// A value as text in the user's language.
pub fn value(ty: Option<&FieldType>, value: &Value, lang: Lang) -> String {
    match (ty, value) {
        (Some(FieldType::Choice(words)), Value::Text(text)) => {
            let label = words.iter().find(|(word, _)| word == text).map(|(_, label)| label);
            label.map_or_else(|| text.clone(), |label| lang.pick(&label.en, &label.zh).to_owned())
        }
        (Some(FieldType::Bool), Value::Bool(flag)) => {
            if *flag { lang.pick("yes", "是") } else { lang.pick("no", "否") }.to_owned()
        }
        (Some(FieldType::DateTime), Value::Text(text)) => moment(text),
        (Some(FieldType::List(item)), Value::List(items)) => items
            .iter()
            .map(|item_value| self::value(Some(item), item_value, lang))
            .collect::<Vec<_>>()
            .join("; "),
        (Some(FieldType::Group(fields)), Value::Map(map)) => map
            .iter()
            .map(|(key, value)| {
                let ty = fields.iter().find(|field| field.name == *key).map(|field| &field.ty);
                self::value(ty, value, lang)
            })
            .collect::<Vec<_>>()
            .join(" "),
        (_, value) => value.flat_text(),
    }
}

/// `2026-11-23 14:30` of a stored moment, in the zone it was written in.
pub fn moment(text: &str) -> String {
    match (text.get(..10), text.get(11..16)) {
        // Only the day was said.
        (Some(day), Some("00:00")) => day.to_owned(),
        (Some(day), Some(time)) => format!("{day} {time}"),
        _ => text.to_owned(),
    }
}

/// Numbers and money stand to the right.
pub fn is_right(kind: &Kind, name: &str) -> bool {
    let number = matches!(
        kind.field(name).map(|field| &field.ty),
        Some(FieldType::Int { .. } | FieldType::Number | FieldType::Money)
    );
    number || kind.reckons(name)
}
