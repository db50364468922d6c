//! Counting what the book says there is: what should be there, what was found, what differs, and what is done about it
//! (AST-03). Which kind is counted, how things are told apart and what settles a difference is in the schema of the count.

mod drawn;
mod readings;
mod settle;
mod sheet;

use std::collections::HashMap;

pub use readings::Reading;

use drawn::draw;
use sheet::Sheet;

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::changed_card;
use super::edit::card_bytes;
use crate::error::{Code, Error, Result};
use crate::model::counts::{Counts, DIFFERENCE, FOUND};
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
    let mut read: Option<readings::Readings> = None;
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

fn nothing_new(id: &str) -> Error {
    Error::new(
        Code::Nothing,
        format!("{id}: all of this was counted already."),
        format!("{id}: 均已登记, 没有变化。"),
    )
    .hint("`kehu count ID` tells how it stands.", "`kehu count 编号` 查看盘点情况。")
}
