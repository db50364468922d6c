//! Rules that schemas name because JSON Schema cannot say them.

use super::fields::Fault;
use super::receivable::Contract;
use crate::model::kind::Rule;
use crate::model::value::Map;

/// What breaks a rule in the fields of a record.
pub fn broken(rule: Rule, fields: &Map) -> Option<Fault> {
    match rule {
        Rule::Contract => Contract::read("", fields).err(),
    }
}
