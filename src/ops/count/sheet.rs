//! What was found, written into the lines of a count.

use std::collections::HashMap;

use super::drawn::{holds, line, number_of};
use super::{AS_EXPECTED, DIFFERS, Reading, UNEXPECTED, UNKNOWN};
use crate::error::{Code, Error, Result, quoted};
use crate::index::fold;
use crate::model::counts::{Counts, DIFFERENCE, FOUND, ITEM, READ};
use crate::model::date::DateTime;
use crate::model::ids::{Id, own_slug};
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::value::{Map, Value};
use crate::ops::Desk;

/// The lines of a count while readings are written down.
pub(super) struct Sheet<'a> {
    pub(super) desk: &'a Desk,
    pub(super) counts: &'a Counts,
    pub(super) of: &'a Kind,
    pub(super) record: &'a Record,
    pub(super) lines: Vec<Map>,
    pub(super) known: HashMap<String, Record>,
}

impl Sheet<'_> {
    pub(super) fn write(&mut self, readings: Vec<Reading>, keep_unknown: bool) -> Result<()> {
        let by = self.desk.stamp_by()?;
        let at = DateTime::from(self.desk.context.now).to_string();
        let mut places = HashMap::with_capacity(self.lines.len());
        for (place, line) in self.lines.iter().enumerate() {
            for name in [READ, ITEM] {
                places.insert(fold(text(line, name)), place);
            }
        }
        let mut unknown = Vec::new();
        for reading in readings {
            let typed = reading.number.trim();
            let mut place = places.get(&fold(typed)).copied();
            if place.is_none() {
                let item = self.find(typed)?;
                // Typed otherwise, but it has a line: by id, or by its number with other signs.
                place = item.as_ref().and_then(|item| places.get(&fold(item.id.as_str())).copied());
                if place.is_none() {
                    let line = match &item {
                        Some(item) => line(self.counts, self.of, item, &number_of(self.counts, item)),
                        None if keep_unknown => Map::from_iter([(READ.to_owned(), Value::text(typed))]),
                        None => {
                            unknown.push(reading);
                            continue;
                        }
                    };
                    places.insert(fold(typed), self.lines.len());
                    place = Some(self.lines.len());
                    self.lines.push(line);
                }
            }
            let Some(line) = place.and_then(|place| self.lines.get_mut(place)) else { continue };
            let mut found = line.clone();
            self.counts.compare.iter().for_each(|name| {
                let seen = reading.seen.get(name).or_else(|| scope_of(self.counts, self.record, line, name));
                match seen {
                    Some(value) => found.insert(format!("found_{name}"), value.clone()),
                    None => None,
                };
            });
            found.insert(FOUND.to_owned(), Value::Bool(true));
            found.insert(DIFFERENCE.to_owned(), Value::text(difference(self.counts, self.record, &found)));
            let stamped = line.get(FOUND).is_some();
            if stamped && found == *line {
                continue;
            }
            found.insert("by".to_owned(), Value::text(by.clone()));
            found.insert("at".to_owned(), Value::text(at.clone()));
            *line = found;
        }
        if unknown.is_empty() { Ok(()) } else { Err(nothing_has(self.of, &unknown)) }
    }

    /// The thing with a number, whatever the count expects.
    fn find(&self, typed: &str) -> Result<Option<Record>> {
        if let Some(item) = self.known.get(&fold(typed)) {
            return Ok(Some(item.clone()));
        }
        let Some(id) = Id::parse(&own_slug(typed)) else { return Ok(None) };
        let item = self.desk.seen(self.of, self.desk.card(self.of, &id)?)?;
        let same = |item: &Record| {
            fold(&number_of(self.counts, item)) == fold(typed) || fold(item.id.as_str()) == fold(typed)
        };
        Ok(item.filter(|item| !item.is_retired() && same(item)))
    }
}

/// What a thing that was found where it is counted is known by, when nobody says more: the place of the count, unless the
/// book has it there already.
fn scope_of<'a>(counts: &Counts, record: &'a Record, line: &Map, name: &str) -> Option<&'a Value> {
    let scoped = counts.scope.iter().any(|known| known == name);
    let value = record.fields.get(name).filter(|value| scoped && !value.is_empty())?;
    let there = holds(value.as_str().unwrap_or_default(), text(line, name));
    (!there).then_some(value)
}

/// In what a line that was found differs.
fn difference(counts: &Counts, record: &Record, line: &Map) -> &'static str {
    if text(line, ITEM).is_empty() {
        return UNKNOWN;
    }
    let gone = counts.expects.as_ref().is_some_and(|(field, words)| {
        let is = text(line, field);
        !is.is_empty() && !words.iter().any(|word| word == is)
    });
    let elsewhere = counts.scope.iter().filter(|name| counts.compare.contains(name)).any(|name| {
        let wanted = record.text(name);
        !wanted.is_empty() && !holds(wanted, text(line, name))
    });
    if gone || elsewhere {
        return UNEXPECTED;
    }
    let other = counts.compare.iter().any(|name| {
        let found = line.get(&format!("found_{name}"));
        found.is_some_and(|found| found.flat_text() != text(line, name))
    });
    if other { DIFFERS } else { AS_EXPECTED }
}

/// A text of a line; empty when there is none.
pub(super) fn text<'a>(line: &'a Map, name: &str) -> &'a str {
    line.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Refuses numbers that nothing in the book has; the first ones are named.
fn nothing_has(of: &Kind, unknown: &[Reading]) -> Error {
    let named = |chinese: bool| {
        let one = |reading: &Reading| match reading.line {
            None => quoted(&reading.number),
            Some(line) if chinese => format!("{} (第 {line} 行)", quoted(&reading.number)),
            Some(line) => format!("{} (line {line})", quoted(&reading.number)),
        };
        let mut named = unknown.iter().take(5).map(one).collect::<Vec<_>>();
        named.extend((unknown.len() > 5).then(|| "…".to_owned()));
        named.join(", ")
    };
    Error::new(
        Code::NotFound,
        format!("No {} has the number {}; nothing was counted.", of.name, named(false)),
        format!("没有编号为 {} 的{}; 未作任何登记。", named(true), of.label.zh),
    )
    .hint(
        format!("Make it with `kehu new {} …`, or count it as it is with --unknown.", of.name),
        format!("请先用 `kehu new {} …` 建立, 或加 --unknown 登记为编号不明。", of.name),
    )
}
