//! The rules of a kind that its JSON Schema cannot say, asked wherever a record is checked.

use serde_json::Value as Json;

use crate::domain::bookings;
use crate::domain::fields::Fault;
use crate::domain::rules::{self, broken};
use crate::model::date::Date;
use crate::model::kind::{Kind, TOTAL, VALUE};
use crate::model::money::Money;
use crate::model::record::Record;
use crate::model::validate::Problem;
use crate::model::value::Map;

/// The first thing that breaks a rule of the kind.
pub fn problem(kind: &Kind, fields: &Map) -> Option<Problem> {
    let broken = kind.rules.iter().find_map(|rule| broken(*rule, fields));
    broken.or_else(|| bookings::broken(kind, fields)).map(told)
}

/// What a record of a kind with lines comes to, each currency apart; empty when its lines cannot be read.
pub fn total(kind: &Kind, fields: &Map) -> Vec<Money> {
    if !kind.has_total() {
        return Vec::new();
    }
    let sums = kind.rules.iter().find_map(|rule| rules::total(*rule, fields));
    sums.map(|sums| sums.each().copied().collect()).unwrap_or_default()
}

/// What a record of a kind that wears out is worth on a day; none when its price is not known.
pub fn value(kind: &Kind, fields: &Map, day: Date) -> Option<Money> {
    let value = || kind.rules.iter().find_map(|rule| rules::value(*rule, fields, day));
    kind.has_value().then(value).flatten()
}

/// A column that is reckoned from the fields, for a cell; what it is worth is told as of a day.
pub fn reckoned_text(kind: &Kind, fields: &Map, column: &str, day: Date) -> String {
    let amounts = match column {
        TOTAL => total(kind, fields),
        _ => value(kind, fields, day).into_iter().collect(),
    };
    amounts.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// A record for scripts, with what it comes to and what it is worth on a day.
pub fn to_json(kind: &Kind, record: &Record, day: Date) -> serde_json::Map<String, Json> {
    let mut json = record.to_json(kind);
    if kind.has_value() {
        let worth = value(kind, &record.fields, day).map(|money| money.to_json());
        json.insert(VALUE.to_owned(), worth.unwrap_or_default());
    }
    if kind.has_total() {
        let sums = total(kind, &record.fields).into_iter().map(|money| money.to_json());
        json.insert(TOTAL.to_owned(), sums.collect());
    }
    json
}

/// A fault as a problem of a record.
pub fn told(fault: Fault) -> Problem {
    let Fault { field, text, why } = fault;
    let (en, zh) = if text.is_empty() {
        (why.en, why.zh)
    } else {
        let text = crate::error::quoted(&text);
        (format!("{text} cannot be taken: {}", why.en), format!("不能使用 {text}: {}", why.zh))
    };
    Problem { path: field, en, zh, example: why.example, missing: false }
}
