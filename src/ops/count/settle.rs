//! What differs is settled: each thing by its own move, so that its trail tells, and the count by the one that ends it.

use super::sheet::text;
use super::{DIFFERS, MISSING, UNEXPECTED, standing, with};
use crate::error::{Code, Error, Result};
use crate::model::counts::{Counts, DIFFERENCE, ITEM, READ, SETTLEMENT};
use crate::model::ids::Id;
use crate::model::input::{Assignment, Change};
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::value::{Map, Value};
use crate::ops::Desk;
use crate::ops::apply::Intent;
use crate::ops::assemble::changed_card;
use crate::ops::edit::card_bytes;
use crate::ops::entry::new_id;
use crate::ops::moves::{self, step};

/// What settling left as it is.
const LEFT: &str = "left";

/// A count that is settled.
pub(super) struct Settling<'a> {
    pub desk: &'a Desk,
    pub kind: &'a Kind,
    pub counts: &'a Counts,
    pub of: &'a Kind,
    pub record: &'a Record,
}

/// The count after that.
pub(super) struct Settled {
    pub fields: Map,
    pub lines: Vec<Map>,
    /// Numbers of what stays as it is, and why.
    pub left: Vec<(String, Error)>,
}

impl Settling<'_> {
    pub fn settle(&self, mut lines: Vec<Map>, intent: &mut Intent) -> Result<Settled> {
        let desk = self.desk;
        let mut random = desk.random();
        let mut left = Vec::new();
        for line in &mut lines {
            let difference = standing(line).to_owned();
            line.insert(DIFFERENCE.to_owned(), Value::text(difference.clone()));
            if !matches!(difference.as_str(), MISSING | UNEXPECTED | DIFFERS) {
                continue;
            }
            let said = match self.put_right(line, &difference, new_id(&mut random), intent) {
                Ok(name) => name,
                // Who may not put it right may not end the count either.
                Err(error) if error.code == Code::NotPermitted => return Err(error),
                Err(error) => {
                    left.push((text(line, READ).to_owned(), error));
                    LEFT.to_owned()
                }
            };
            line.insert(SETTLEMENT.to_owned(), Value::text(said));
        }
        let fields = with(self.counts, self.record, &lines);
        let counted = Record { fields, ..self.record.clone() };
        let order = moves::Order { name: self.counts.settle.clone(), ..moves::Order::default() };
        let ended = step(desk, self.kind, &counted, &order, new_id(&mut random))?;
        Ok(Settled { fields: ended.fields, lines, left })
    }

    /// Makes the move that puts one thing right, and tells which.
    fn put_right(&self, line: &Map, difference: &str, id: String, intent: &mut Intent) -> Result<String> {
        let (desk, of, counts) = (self.desk, self.of, self.counts);
        let item = Id::parse(text(line, ITEM)).map(|id| desk.card(of, &id)).transpose()?.flatten();
        let item = desk.seen(of, item)?.ok_or_else(|| Error::not_found(text(line, ITEM)))?;
        self.as_counted(line, &item)?;
        let flow = of.workflow.as_ref();
        let state = flow.map(|flow| item.text(&flow.state)).unwrap_or_default();
        let expected = counts
            .expects
            .as_ref()
            .is_none_or(|(field, words)| words.iter().any(|word| word == item.text(field)));
        let (name, words) = match (difference, expected) {
            (MISSING, _) => (&counts.missing, Vec::new()),
            (_, true) => (&counts.differs, self.as_found(line)),
            (_, false) => (&counts.back, self.as_found(line)),
        };
        let leads =
            flow.and_then(|flow| flow.find(name)).is_some_and(|one| one.from.iter().any(|s| s == state));
        if !leads {
            let id = &item.id;
            return Err(Error::new(
                Code::WrongState,
                format!("{} {id} is {state}: `{name}` cannot be made from there.", of.name),
                format!("{} {id} 的状态是 {state}: 不能执行 `{name}`。", of.label.zh),
            ));
        }
        let note = format!("{} {}", self.kind.name, self.record.id);
        let order = moves::Order { name: name.clone(), note: Some(note), words, ..moves::Order::default() };
        let moved = step(desk, of, &item, &order, id)?;
        let (path, old) = card_bytes(desk, of, &item)?;
        let card = changed_card(of, &path, &old, moved.fields)?;
        intent.put(&of.name, item.id.as_str(), path, card.into_bytes());
        Ok(name.clone())
    }

    /// Refuses what somebody moved on since it was counted: the count no longer tells how it is.
    fn as_counted(&self, line: &Map, item: &Record) -> Result<()> {
        let state = self.of.workflow.as_ref().map(|flow| &flow.state);
        let changed = state.into_iter().chain(&self.counts.compare).find(|name| {
            let now = item.fields.get(*name).map(Value::flat_text).unwrap_or_default();
            now != line.get(*name).map(Value::flat_text).unwrap_or_default()
        });
        let Some(name) = changed else { return Ok(()) };
        let id = &item.id;
        Err(Error::new(
            Code::Conflict,
            format!("{} {id}: {name} changed since it was drawn up for the count.", self.of.name),
            format!("{} {id}: 列入盘点后 {name} 已有变动。", self.of.label.zh),
        ))
    }

    /// How a thing was found, where the book says otherwise.
    fn as_found(&self, line: &Map) -> Vec<Assignment> {
        let found = |name: &String| {
            let found = line.get(&format!("found_{name}"))?.flat_text();
            let change = || Change::Set(found.clone());
            (found != text(line, name)).then(|| Assignment { path: name.clone(), change: change() })
        };
        self.counts.compare.iter().filter_map(found).collect()
    }
}
