//! The rules of a kind that its JSON Schema cannot say, asked wherever a record is checked.

use crate::domain::fields::Fault;
use crate::domain::rules::broken;
use crate::model::kind::Kind;
use crate::model::validate::Problem;
use crate::model::value::Map;

/// The first thing that breaks a rule of the kind.
pub fn problem(kind: &Kind, fields: &Map) -> Option<Problem> {
    kind.rules.iter().find_map(|rule| broken(*rule, fields)).map(told)
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
