//! Rules that schemas name because JSON Schema cannot say them.

use super::depreciation::Depreciation;
use super::fields::Fault;
use super::order;
use super::receivable::Contract;
use super::sums::Sums;
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
    }
}

/// What a record comes to by a rule; none when the rule tells no total or its fields cannot be read.
pub fn total(rule: Rule, fields: &Map) -> Option<Sums> {
    match rule {
        Rule::Contract | Rule::Depreciation => None,
        Rule::Lines => order::total(fields).ok(),
    }
}

/// What a record is worth on a day by a rule; none when the rule tells no value, nobody knows the price, or a field cannot
/// be read.
pub fn value(rule: Rule, fields: &Map, day: Date) -> Option<Money> {
    match rule {
        Rule::Contract | Rule::Lines => None,
        Rule::Depreciation => Some(Depreciation::read(fields).ok()??.value_on(day)),
    }
}
