//! The values a record is made of: an ordered map of untyped values.
//!
//! There is no Rust struct per kind. What a field means is said by its schema; code that
//! needs money or dates parses them into their types when it reads the field.

use indexmap::IndexMap;

/// Fields of a record (or of a group inside one) in the order they stand in the file. The hasher is seeded anew by each
/// process and quicker on short names than the usual one.
pub type Map = IndexMap<String, Value, foldhash::fast::RandomState>;

/// One value of a record.
///
/// Numbers that are not plain integers keep their text, so that `10.10` and twenty-digit
/// numbers survive reading and writing.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// An empty value (`key:` or `key: null`).
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer written without sign tricks or leading zeros.
    Int(i64),
    /// Any other number, as its literal text.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A group of fields.
    Map(Map),
}

impl Value {
    /// Text from anything that can be text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The text of a text value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer of an integer value.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The items of a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The fields of a group.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// True for what a person sees as nothing: null, empty text, empty list, empty group.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(map) => map.is_empty(),
            _ => false,
        }
    }

    /// A scalar as plain text; `None` for lists, groups and null.
    pub fn scalar_text(&self) -> Option<String> {
        match self {
            Self::Bool(flag) => Some(flag.to_string()),
            Self::Int(number) => Some(number.to_string()),
            Self::Number(text) | Self::Text(text) => Some(text.clone()),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// Every scalar inside, joined for a cell of a table or a CSV file.
    pub fn flat_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::List(items) => join(items.iter().map(Self::flat_text), "; "),
            Self::Map(map) => join(map.values().map(Self::flat_text), " "),
            scalar => scalar.scalar_text().unwrap_or_default(),
        }
    }

    /// The value as JSON; numbers keep every digit where JSON can carry them.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Self::Null => Json::Null,
            Self::Bool(flag) => Json::Bool(*flag),
            Self::Int(number) => Json::from(*number),
            Self::Number(text) => text
                .parse::<f64>()
                .ok()
                .and_then(serde_json::Number::from_f64)
                .map_or_else(|| Json::from(text.clone()), Json::Number),
            Self::Text(text) => Json::from(text.clone()),
            Self::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Self::Map(map) => Json::Object(map_to_json(map)),
        }
    }

    /// The value of a JSON document; the other direction of [`Value::to_json`].
    pub fn from_json(json: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Self::Null,
            Json::Bool(flag) => Self::Bool(*flag),
            Json::Number(number) => match number.as_i64() {
                Some(integer) => Self::Int(integer),
                None => Self::Number(number.to_string()),
            },
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(items) => Self::List(items.iter().map(Self::from_json).collect()),
            Json::Object(map) => {
                Self::Map(map.iter().map(|(key, value)| (key.clone(), Self::from_json(value))).collect())
            }
        }
    }

    /// The value at a dotted path such as `contacts.0.mobile`.
    pub fn at<'a>(&'a self, path: &str) -> Option<&'a Value> {
        path.split('.').try_fold(self, |value, step| match value {
            Self::Map(map) => map.get(step),
            Self::List(items) => step.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => None,
        })
    }
}

/// A group as a JSON object, order kept.
pub fn map_to_json(map: &Map) -> serde_json::Map<String, serde_json::Value> {
    map.iter().map(|(key, value)| (key.clone(), value.to_json())).collect()
}

fn join(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_reach_into_lists_and_groups() {
        let json = serde_json::json!({"contacts": [{"name": "王", "mobile": "13800000000"}]});
        let value = Value::from_json(&json);
        assert_eq!(value.at("contacts.0.mobile").and_then(Value::as_str), Some("13800000000"));
        assert_eq!(value.at("contacts.1.mobile"), None);
        assert_eq!(value.to_json(), json);
        assert_eq!(value.flat_text(), "王 13800000000");
    }
}
