//! One value in a table, and how the values of a record become such.

use rusqlite::types::{ToSql, ToSqlOutput, Value as Sql, ValueRef};
use serde_json::Value as Json;

use crate::model::kind::FieldType;
use crate::model::money::Money;
use crate::model::value::Value;

/// One value in a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number; yes and no are 1 and 0.
    Int(i64),
    /// Any other number.
    Real(f64),
    /// Text.
    Text(String),
}

impl Cell {
    /// Text, or nothing when it is empty.
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Null } else { Self::Text(text.to_owned()) }
    }

    /// The text of a text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// As JSON; a number that JSON has not is null.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Int(number) => (*number).into(),
            Self::Real(number) => Json::from(*number),
            Self::Text(text) => text.as_str().into(),
        }
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Int(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    /// Memory it takes, in bytes.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + self.as_str().map_or(0, str::len)
    }

    pub(super) fn read(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Int(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(bytes) => Self::Text(String::from_utf8_lossy(bytes).into_owned()),
            // No table holds bytes; a query can make some.
            ValueRef::Blob(bytes) => Self::Text(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Sql::Null),
            Self::Int(number) => ToSqlOutput::Owned(Sql::Integer(*number)),
            Self::Real(number) => ToSqlOutput::Owned(Sql::Real(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

/// An amount and its currency; nothing when it cannot be read.
pub(super) fn money(money: Option<&Money>, into: &mut Vec<Cell>) {
    match money {
        Some(money) => {
            // A decimal of up to 15 digits comes back from a float as it was.
            into.push(money.amount().to_string().parse().map_or(Cell::Null, Cell::Real));
            into.push(Cell::Text(money.currency().code().to_owned()));
        }
        None => into.extend([Cell::Null, Cell::Null]),
    }
}

/// The cells of a field's value; always as many as the field has columns.
pub(super) fn cells(ty: &FieldType, value: Option<&Value>, into: &mut Vec<Cell>) {
    match (ty, value) {
        (FieldType::Group(fields), value) => {
            let map = value.and_then(Value::as_map);
            for field in fields {
                cells(&field.ty, map.and_then(|map| map.get(&field.name)), into);
            }
        }
        (FieldType::Money, value) => {
            let read = value.and_then(Value::as_str).and_then(|text| Money::parse(text, None).ok());
            money(read.as_ref(), into);
        }
        (FieldType::Int { .. }, Some(Value::Int(number))) => into.push(Cell::Int(*number)),
        (FieldType::Bool, Some(Value::Bool(yes))) => into.push(Cell::Int(i64::from(*yes))),
        (FieldType::Number, Some(value)) => {
            let number = value.scalar_text().and_then(|text| text.parse::<f64>().ok());
            into.push(number.filter(|number| number.is_finite()).map_or(Cell::Null, Cell::Real));
        }
        (FieldType::Int { .. } | FieldType::Bool, _) | (_, None) => into.push(Cell::Null),
        (_, Some(value)) => into.push(plain(value)),
    }
}

/// A value of no known type: text, or JSON for lists and groups.
pub fn plain(value: &Value) -> Cell {
    match value {
        Value::Text(text) => Cell::text(text),
        value if value.is_empty() => Cell::Null,
        Value::List(_) | Value::Map(_) => Cell::Text(value.to_json().to_string()),
        value => value.scalar_text().map_or(Cell::Null, Cell::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(ty: &FieldType, value: &Value) -> Vec<Cell> {
        let mut found = Vec::new();
        cells(ty, Some(value), &mut found);
        found
    }

    #[test]
    fn each_type_has_its_columns_whatever_stands_there() {
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(
            of(&FieldType::Money, &Value::text("120000.50 CNY")),
            [Cell::Real(120_000.5), text("CNY")]
        );
        assert_eq!(of(&FieldType::Money, &Value::text("much")), [Cell::Null, Cell::Null]);
        assert_eq!(of(&FieldType::Bool, &Value::Bool(true)), [Cell::Int(1)]);
        assert_eq!(of(&FieldType::Int { min: None, max: None }, &Value::text("x")), [Cell::Null]);
        assert_eq!(of(&FieldType::Number, &Value::Number("2.50".into())), [Cell::Real(2.5)]);
        assert_eq!(of(&FieldType::Number, &Value::Number("1e999".into())), [Cell::Null]);
        assert_eq!(of(&FieldType::Date, &Value::text("2026-11-30")), [text("2026-11-30")]);
        let list = Value::List(vec![Value::Int(1), Value::text("a")]);
        assert_eq!(of(&FieldType::Open, &list), [text("[1,\"a\"]")]);
    }

    proptest! {
        /// Fifteen digits come back.
        #[test]
        fn amounts_of_fifteen_digits_are_kept(minor in -999_999_999_999_999i64..=999_999_999_999_999) {
            let amount = rust_decimal::Decimal::new(minor, 2);
            let money = Money::new(amount, crate::model::money::Currency::CNY).unwrap();
            let mut found = Vec::new();
            super::money(Some(&money), &mut found);
            let Cell::Real(number) = found[0] else { panic!() };
            prop_assert_eq!(format!("{number:.2}"), amount.to_string());
        }
    }
}
