//! Counting what the book says there is: what should be there, what was found, what differs, and what is done about it
//! (AST-03). Which kind is counted, how things are told apart and what settles a difference is in the schema of the count.

mod readings;
mod settle;

use std::collections::HashMap;

pub use readings::Reading;

use super::Desk;
use super::apply::{Applied, Intent};
use super::ask::{self, Question};
use super::assemble::changed_card;
use super::edit::card_bytes;
use crate::error::{Code, Error, Result, quoted};
use crate::index::fold;
use crate::model::counts::{Counts, DIFFERENCE, FOUND, ITEM, READ};
use crate::model::date::DateTime;
use crate::model::ids::{Id, own_slug};
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};

/// Found as the book says.
pub const AS_EXPECTED: &str = "none";
/// Not found.
pub const MISSING: &str = "missing";
/// Found, though the count did not expect it.
pub const UNEXPECTED: &str = "unexpected";
/// Found, but not as the book says.
pub const DIFFERS: &str = "differs";
/// Nothing in the book has this number.
pub const UNKNOWN: &str = "unknown";

/// What is to be counted, as typed.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The count.
    pub record: String,
    /// Numbers that were read, one by one.
    pub numbers: Vec<String>,
    /// A file of them.
    pub file: Option<String>,
    /// Keep numbers that nothing in the book has, too.
    pub unknown: bool,
    /// Settle what differs and end the count.
    pub settle: bool,
    /// Only look.
    pub dry: bool,
}

/// How a count stands.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Id of the count.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The list that holds its lines.
    pub field: String,
    /// Its lines.
    pub lines: Vec<Map>,
    /// The differences are settled.
    pub settled: bool,
    /// What settling left as it is, and why.
    pub left: Vec<(String, Error)>,
    /// What the reader of the file told.
    pub notes: Vec<(String, String)>,
}

impl Counted {
    /// How many lines are of a difference; those not found yet count as missing.
    pub fn of(&self, difference: &str) -> usize {
        self.lines.iter().filter(|line| standing(line) == difference).count()
    }

    /// Lines that are not as expected.
    pub fn differing(&self) -> impl Iterator<Item = &Map> {
        self.lines.iter().filter(|line| standing(line) != AS_EXPECTED)
    }
}

/// How a line stands: one that was not found is missing.
pub fn standing(line: &Map) -> &str {
    let text = line.get(DIFFERENCE).and_then(Value::as_str).unwrap_or_default();
    if text.is_empty() { MISSING } else { text }
}

/// How a count stands; the lines are drawn when there are none yet.
pub fn look(desk: &Desk, typed: &str) -> Result<Counted> {
    let (kind, record) = desk.resolve(typed)?;
    let (counts, of) = counts_of(desk, kind)?;
    let lines = match lines_of(counts, &record) {
        lines if lines.is_empty() && !kind.is_closed(&record.fields) => draw(desk, counts, of, &record)?.0,
        lines => lines,
    };
    Ok(counted(kind, counts, &record, lines, Vec::new()))
}

/// Writes down what was found, and settles the differences when that is wanted.
pub fn count(desk: &mut Desk, order: &Order) -> Result<(Counted, Applied)> {
    let mut told = None;
    // A file, or standard input, is read once.
    let mut read: Option<(Vec<Reading>, Vec<(String, String)>)> = None;
    let applied = desk.apply("count", order.dry, &mut |desk| {
        let (kind, record) = desk.resolve(&order.record)?;
        let (counts, of) = counts_of(desk, kind)?;
        still_open(kind, counts, &record)?;
        let (readings, notes) = match &read {
            Some(read) => read.clone(),
            None => read.insert(readings::all(desk, of, counts, order)?).clone(),
        };
        let mut lines = lines_of(counts, &record);
        let mut known = HashMap::new();
        if lines.is_empty() {
            (lines, known) = draw(desk, counts, of, &record)?;
        }
        let mut sheet = Sheet { desk, counts, of, record: &record, lines, known };
        sheet.write(readings, order.unknown)?;
        let lines = sheet.lines;
        let mut intent = Intent::new("count", subject(kind, &record, counts, &lines, order.settle));
        let mut left = Vec::new();
        let (fields, lines) = match order.settle {
            false => (with(counts, &record, &lines), lines),
            true => {
                let settling = settle::Settling { desk, kind, counts, of, record: &record };
                let settled = settling.settle(lines, &mut intent)?;
                left = settled.left;
                (settled.fields, settled.lines)
            }
        };
        if fields == record.fields {
            return Err(nothing_new(record.id.as_str()));
        }
        Judge::new(kind)?.accept(&fields, &format!("{} {}", kind.name, record.id))?;
        let (path, old) = card_bytes(desk, kind, &record)?;
        let text = changed_card(kind, &path, &old, fields.clone())?;
        intent.put(&kind.name, record.id.as_str(), path, text.into_bytes());
        // What is told first is the count, not what it settled.
        intent.touched.rotate_right(1);
        intent.draft.message.records.rotate_right(1);
        let after = Record { fields, ..record };
        told = Some(Counted { left, ..counted(kind, counts, &after, lines, notes) });
        Ok(intent)
    })?;
    told.map(|told| (told, applied)).ok_or_else(|| Error::not_found(&order.record))
}

fn counted(
    kind: &Kind,
    counts: &Counts,
    record: &Record,
    lines: Vec<Map>,
    notes: Vec<(String, String)>,
) -> Counted {
    Counted {
        id: record.id.to_string(),
        title: record.title(kind).to_owned(),
        field: counts.lines.clone(),
        settled: kind.is_closed(&record.fields),
        left: Vec::new(),
        lines,
        notes,
    }
}

/// What a kind counts, and the kind that is counted.
fn counts_of<'a>(desk: &'a Desk, kind: &'a Kind) -> Result<(&'a Counts, &'a Kind)> {
    let counts = kind.counts.as_ref();
    counts.and_then(|counts| Some((counts, desk.kinds.get(&counts.of)?))).ok_or_else(|| {
        let counting = desk.kinds.cards().filter(|kind| kind.counts.is_some());
        let names = counting.map(|kind| kind.name.as_str()).collect::<Vec<_>>().join(", ");
        Error::new(
            Code::BadValue,
            format!("A record of the kind {} counts nothing.", kind.name),
            format!("{}不能用于盘点。", kind.label.zh),
        )
        .hint(format!("What counts: {names}."), format!("可用于盘点: {names}。"))
    })
}

fn lines_of(counts: &Counts, record: &Record) -> Vec<Map> {
    let lines = record.fields.get(&counts.lines).and_then(Value::as_list).unwrap_or_default();
    lines.iter().filter_map(Value::as_map).cloned().collect()
}

fn with(counts: &Counts, record: &Record, lines: &[Map]) -> Map {
    let mut fields = record.fields.clone();
    fields.insert(counts.lines.clone(), Value::List(lines.iter().cloned().map(Value::Map).collect()));
    fields
}

fn still_open(kind: &Kind, counts: &Counts, record: &Record) -> Result<()> {
    let flow = kind.workflow.as_ref();
    let at = flow.map(|flow| record.text(&flow.state)).unwrap_or_default();
    let ends =
        flow.and_then(|flow| flow.find(&counts.settle)).is_some_and(|one| one.from.iter().any(|s| s == at));
    if ends {
        return Ok(());
    }
    let id = &record.id;
    Err(Error::new(
        Code::WrongState,
        format!("{} {id} is {at}: nothing more can be counted.", kind.name),
        format!("{} {id} 的状态是 {at}: 不能再登记。", kind.label.zh),
    )
    .hint(
        format!("Make a new one: `kehu new {} name=…`", kind.name),
        format!("请新建: `kehu new {} name=…`", kind.name),
    ))
}

/// The lines of what should be there, and the records behind them by what is read off them.
fn draw(
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
fn number_of(counts: &Counts, item: &Record) -> String {
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

fn holds(whole: &str, part: &str) -> bool {
    part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A line as the book says; nothing is found yet.
fn line(counts: &Counts, of: &Kind, item: &Record, read: &str) -> Map {
    let mut line = Map::new();
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

/// The lines of a count while readings are written down.
struct Sheet<'a> {
    desk: &'a Desk,
    counts: &'a Counts,
    of: &'a Kind,
    record: &'a Record,
    lines: Vec<Map>,
    known: HashMap<String, Record>,
}

impl Sheet<'_> {
    fn write(&mut self, readings: Vec<Reading>, keep_unknown: bool) -> Result<()> {
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

pub(super) fn text<'a>(line: &'a Map, name: &str) -> &'a str {
    line.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn subject(kind: &Kind, record: &Record, counts: &Counts, lines: &[Map], settle: bool) -> String {
    let found = lines.iter().filter(|line| line.contains_key(FOUND)).count();
    let verb = if settle { "settle" } else { "count" };
    format!(
        "{}: {verb} {} ({}), {found} of {} {} found",
        kind.name,
        record.title(kind),
        record.id,
        lines.len(),
        counts.of
    )
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

fn nothing_new(id: &str) -> Error {
    Error::new(
        Code::Nothing,
        format!("{id}: all of this was counted already."),
        format!("{id}: 均已登记, 没有变化。"),
    )
    .hint("`kehu count ID` tells how it stands.", "`kehu count 编号` 查看盘点情况。")
}
