//! What should be there: the lines of a count as the book has it.

use std::collections::HashMap;

use crate::error::Result;
use crate::index::fold;
use crate::model::counts::{Counts, ITEM, READ};
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::value::{Map, Value};
use crate::ops::Desk;
use crate::ops::ask::{self, Question};

/// The lines of what should be there, and the records behind them by what is read off them.
pub(super) fn draw(
    desk: &Desk,
    counts: &Counts,
    of: &Kind,
    record: &Record,
) -> Result<(Vec<Map>, HashMap<String, Record>)> {
    let (all, _) = ask::list(desk, of, &Question::default())?;
    let mut lines = Vec::new();
    let mut known = HashMap::new();
    for item in all {
        if is_expected(counts, &item) && in_scope(counts, record, &item) {
            lines.push(line(counts, of, &item, &number_of(counts, &item)));
        }
        known.insert(fold(&number_of(counts, &item)), item);
    }
    Ok((lines, known))
}

/// What is read off a thing; its id when it has no number.
pub(super) fn number_of(counts: &Counts, item: &Record) -> String {
    let number = item.text(&counts.by);
    if number.is_empty() { item.id.to_string() } else { number.to_owned() }
}

fn is_expected(counts: &Counts, item: &Record) -> bool {
    counts.expects.as_ref().is_none_or(|(field, words)| words.iter().any(|word| word == item.text(field)))
}

/// True when what the count says of its scope is true of a thing; `上海` holds `上海/3F`.
fn in_scope(counts: &Counts, record: &Record, item: &Record) -> bool {
    counts.scope.iter().all(|name| {
        let (wanted, is) = (record.text(name), item.text(name));
        wanted.is_empty() || holds(wanted, is)
    })
}

/// True for a place and what is in it.
pub(super) fn holds(whole: &str, part: &str) -> bool {
    part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A line as the book says; nothing is found yet.
pub(super) fn line(counts: &Counts, of: &Kind, item: &Record, read: &str) -> Map {
    let mut line = Map::default();
    line.insert(READ.to_owned(), Value::text(read));
    line.insert(ITEM.to_owned(), Value::text(item.id.as_str()));
    let state = of.workflow.as_ref().map(|flow| &flow.state);
    for name in state.into_iter().chain(&counts.compare) {
        if let Some(value) = item.fields.get(name).filter(|value| !value.is_empty()) {
            line.insert(name.clone(), value.clone());
        }
    }
    line
}
