//! Rules that schemas name because JSON Schema cannot say them.

use super::depreciation::Depreciation;
use super::fields::{Fault, day_at};
use super::loan::Loan;
use super::payroll::Pay;
use super::receivable::Contract;
use super::sums::Sums;
use super::{amounts, order};
use crate::model::bad_value::BadValue;
use crate::model::date::Date;
use crate::model::kind::Rule;
use crate::model::money::Money;
use crate::model::value::Map;

/// What breaks a rule in the fields of a record.
pub fn broken(rule: Rule, fields: &Map) -> Option<Fault> {
    match rule {
        Rule::Contract => Contract::read("", fields).err(),
        Rule::Lines => order::total(fields).err(),
        Rule::Depreciation => Depreciation::read(fields).err(),
        Rule::Amounts => amounts::total(fields).err(),
        Rule::Payroll => Pay::read(fields).err(),
        Rule::Loan => Loan::read(fields).err(),
        Rule::Span => span(fields).err(),
    }
}

/// The first day is not after the last.
fn span(fields: &Map) -> Result<(), Fault> {
    let (from, until) = (day_at(fields, "from", "")?, day_at(fields, "until", "")?);
    match (from, until) {
        (Some(from), Some(until)) if from > until => {
            let why = BadValue::new(
                format!("it is before the first day {from}"),
                format!("早于起始日 {from}"),
                "2026-11-30",
            );
            Err(Fault::new("until", until.to_string(), why))
        }
        _ => Ok(()),
    }
}

/// What a record comes to by a rule; none when the rule tells no total or its fields cannot be read.
pub fn total(rule: Rule, fields: &Map) -> Option<Sums> {
    match rule {
        Rule::Contract | Rule::Loan | Rule::Span | Rule::Depreciation => None,
        Rule::Lines => order::total(fields).ok(),
        Rule::Amounts => amounts::total(fields).ok(),
        Rule::Payroll => Pay::total(fields).ok(),
    }
}

/// What a record is worth on a day by a rule; none when the rule tells no value, nobody knows the price, or a field cannot
/// be read.
pub fn value(rule: Rule, fields: &Map, day: Date) -> Option<Money> {
    match rule {
        Rule::Depreciation => Some(Depreciation::read(fields).ok()??.value_on(day)),
        _ => None,
    }
}
