//! Reading the fields of a record into numbers and days, and what is wrong with one.

use crate::model::bad_value::BadValue;
use crate::model::date::Date;
use crate::model::money::Money;
use crate::model::value::{Map, Value};

/// What is wrong with a field: where, what stands there, and why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Dotted path of the field.
    pub field: String,
    /// What it holds.
    pub text: String,
    /// The reason.
    pub why: BadValue,
}

impl Fault {
    /// A fault at a path.
    pub(super) fn new(field: impl Into<String>, text: impl Into<String>, why: BadValue) -> Self {
        Self { field: field.into(), text: text.into(), why }
    }
}

/// The groups of a list, each with its place.
pub(super) fn groups<'a>(fields: &'a Map, name: &str) -> impl Iterator<Item = (usize, &'a Map)> {
    let items = fields.get(name).and_then(Value::as_list).unwrap_or_default();
    items.iter().enumerate().filter_map(|(number, item)| Some((number, item.as_map()?)))
}

/// A text; empty when there is none.
pub(super) fn text_at<'a>(fields: &'a Map, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// An amount, in the field of that name below `above`.
pub(super) fn money_at(fields: &Map, name: &str, above: &str) -> Result<Money, Fault> {
    let text = text_at(fields, name);
    Money::parse(text, None).map_err(|why| Fault::new(path(name, above), text, why))
}

/// A day, if there is one.
pub(super) fn day_at(fields: &Map, name: &str, above: &str) -> Result<Option<Date>, Fault> {
    let text = text_at(fields, name);
    if text.is_empty() {
        return Ok(None);
    }
    Date::from_iso(text).map(Some).map_err(|why| Fault::new(path(name, above), text, why))
}

fn path(name: &str, above: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
}
