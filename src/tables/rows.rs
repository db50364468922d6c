//! The rows of a card, of the journals beside it, and of the cards in its folder.

use std::collections::HashMap;

use super::cell::{self, Cell};
use super::shape::{Added, Shape, Source, kept};
use crate::domain::depreciation::{Depreciation, month_text};
use crate::domain::rules;
use crate::model::access::{marks, marks_within};
use crate::model::completeness::complete;
use crate::model::kind::{FieldType, Kind, Storage};
use crate::model::kinds::Kinds;
use crate::model::record::Record;
use crate::model::value::{Map, Value};

/// What the tables keep of one card and everything in its folder.
#[derive(Debug, Clone, PartialEq)]
pub struct CardRows {
    /// Kind of the card.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Who may see it: the marks of `model::access`.
    pub marks: Vec<String>,
    /// Table (its place in the shape) and cells.
    pub rows: Vec<TableRow>,
    /// Rows of cards in its folder that others see too, with their marks.
    pub apart: Vec<(Vec<String>, Vec<TableRow>)>,
}

/// A row: the place of its table in the shape, and its cells.
pub type TableRow = (usize, Vec<Cell>);

/// Where the values of a kind go.
struct Plan {
    table: usize,
    lists: Vec<(String, usize)>,
    lacks: Option<usize>,
    charges: Option<usize>,
}

/// Turns records into rows.
pub struct Filler(HashMap<String, Plan>);

impl Filler {
    /// For the tables of some kinds.
    pub fn new(kinds: &Kinds, shape: &Shape) -> Self {
        let plan = |kind: &Kind| {
            let lists = kind.fields.iter().filter(|field| matches!(field.ty, FieldType::List(_)));
            let place =
                |field: &str| shape.place(&Source::List { kind: kind.name.clone(), field: field.to_owned() });
            Some(Plan {
                table: shape.place(&Source::Kind(kind.name.clone()))?,
                lists: lists.filter_map(|field| Some((field.name.clone(), place(&field.name)?))).collect(),
                lacks: shape.place(&Source::Lacks(kind.name.clone())),
                charges: shape.place(&Source::Charges(kind.name.clone())),
            })
        };
        Self(kinds.all().iter().filter_map(|kind| Some((kind.name.clone(), plan(kind)?))).collect())
    }

    /// The rows of a card with its journals and the cards in its folder.
    pub fn rows<'a>(
        &self,
        kind: &Kind,
        record: &Record,
        journals: &[(&Kind, Vec<Map>)],
        children: impl Iterator<Item = (&'a Kind, &'a Record)>,
    ) -> CardRows {
        let mut rows = Vec::with_capacity(8);
        self.card(kind, record, journals, &mut rows);
        let mut apart = Vec::new();
        for (child, one) in children {
            match marks_within(kind, &record.fields, child, &one.fields) {
                None => self.card(child, one, &[], &mut rows),
                Some(marks) => {
                    let mut rows = Vec::new();
                    self.card(child, one, &[], &mut rows);
                    apart.push((marks, rows));
                }
            }
        }
        for (journal, entries) in journals {
            for entry in entries {
                let id = entry.get("id").and_then(Value::as_str).unwrap_or_default();
                self.record(journal, id, Some(record.id.as_str()), entry, None, &mut rows);
            }
        }
        let marks = marks(kind, &record.fields);
        CardRows { kind: kind.name.clone(), id: record.id.to_string(), marks, rows, apart }
    }

    fn card(&self, kind: &Kind, record: &Record, journals: &[(&Kind, Vec<Map>)], rows: &mut Vec<TableRow>) {
        if record.is_retired() || record.merged_into().is_some() {
            return;
        }
        let found = complete(kind, &record.fields, journals);
        let id = record.id.as_str();
        self.record(kind, id, None, &record.fields, found.as_ref().map(|found| found.percent), rows);
        let lacks = self.0.get(&kind.name).and_then(|plan| plan.lacks);
        if let (Some(table), Some(found)) = (lacks, found) {
            for (position, mark) in (0..).zip(found.lacks()) {
                rows.push((table, vec![Cell::text(id), Cell::Int(position), Cell::text(mark)]));
            }
        }
    }

    fn record(
        &self,
        kind: &Kind,
        id: &str,
        parent: Option<&str>,
        fields: &Map,
        complete: Option<i64>,
        rows: &mut Vec<TableRow>,
    ) {
        let Some(plan) = self.0.get(&kind.name) else { return };
        let mut row = Vec::with_capacity(kind.fields.len() + 6);
        row.push(Cell::text(id));
        if kind.storage == Storage::Journal {
            row.push(Cell::text(parent.unwrap_or_default()));
        }
        for field in kept(kind) {
            cell::cells(&field.ty, fields.get(&field.name), &mut row);
        }
        if kind.has_total() {
            // Lines in several currencies come to no one total.
            let total = kind
                .rules
                .iter()
                .find_map(|rule| rules::total(*rule, fields))
                .filter(|sums| sums.each().count() == 1);
            cell::money(total.as_ref().and_then(|sums| sums.each().next()), &mut row);
        }
        if !kind.completeness.is_empty() {
            row.push(complete.map_or(Cell::Null, Cell::Int));
        }
        rows.push((plan.table, row));
        if let (Some(table), Ok(Some(wears))) = (plan.charges, Depreciation::read(fields)) {
            rows.extend(charges(id, &wears).map(|row| (table, row)));
        }
        for (name, table) in &plan.lists {
            let Some(FieldType::List(item)) = kind.field(name).map(|field| &field.ty) else { continue };
            let items = fields.get(name).and_then(Value::as_list).unwrap_or_default();
            for (position, value) in (0..).zip(items) {
                let mut row = vec![Cell::text(id), Cell::Int(position)];
                cell::cells(item, Some(value), &mut row);
                rows.push((*table, row));
            }
        }
    }
}

/// The months in which a thing wears out: as many rows as there are different charges one after the other.
fn charges<'a>(id: &'a str, wears: &'a Depreciation) -> impl Iterator<Item = Vec<Cell>> + 'a {
    wears.runs.iter().enumerate().map(move |(position, run)| {
        let mut row = vec![
            Cell::text(id),
            Cell::Int(i64::try_from(position).unwrap_or(0)),
            Cell::Text(month_text(run.first)),
            Cell::Text(month_text(run.next() - 1)),
            Cell::Int(run.first),
            Cell::Int(i64::from(run.months)),
            wears.runs.get(position + 1).map_or(Cell::Null, |next| Cell::Int(next.first)),
        ];
        cell::money(Some(&run.amount), &mut row);
        cell::money(Some(&run.before), &mut row);
        row.pop();
        row
    })
}

/// The calendar: days from 1990 to 2079. `fiscal` is the first day of the fiscal year, `MM-DD`.
pub fn calendar(fiscal: &str) -> Vec<Vec<Cell>> {
    use chrono::{Datelike as _, NaiveDate};
    let first = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or_default();
    let days = first.iter_days().take_while(|day| day.year() < 2080);
    days.map(|day| {
        let text = day.format("%Y-%m-%d").to_string();
        let week = day.iso_week();
        let year = i64::from(day.year());
        let fiscal_year = if &text[5..] < fiscal { year - 1 } else { year };
        vec![
            Cell::Int(i64::from(day.num_days_from_ce() - EPOCH)),
            Cell::Text(format!("{}-W{:02}", week.year(), week.week())),
            Cell::Text(text[..7].to_owned()),
            Cell::Text(format!("{year}-Q{}", day.month0() / 3 + 1)),
            Cell::Int(year),
            Cell::Int(i64::from(day.weekday().number_from_monday())),
            Cell::Int(fiscal_year),
            Cell::Text(text),
        ]
    })
    .map(|mut row| {
        row.rotate_right(1);
        row
    })
    .collect()
}

/// 1970-01-01 in days of the common era.
const EPOCH: i32 = 719_163;

/// What of the book's settings is in tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Status, lowest level, days.
    pub quiet: Vec<(String, i64, u32)>,
    /// Currency and worth of one unit, as a decimal.
    pub rates: Vec<(String, String)>,
    /// First day of the fiscal year, `MM-DD`.
    pub fiscal_year_start: String,
}

impl Settings {
    /// The rows of the tables that settings fill.
    pub(super) fn rows(&self) -> [(Added, Vec<Vec<Cell>>); 3] {
        let quiet = self.quiet.iter().map(|(status, level, days)| {
            vec![Cell::text(status), Cell::Int(*level), Cell::Int(i64::from(*days))]
        });
        let rates = self.rates.iter().map(|(currency, worth)| {
            vec![Cell::text(currency), worth.parse().map_or(Cell::Null, Cell::Real)]
        });
        [
            (Added::QuietPolicy, quiet.collect()),
            (Added::Rate, rates.collect()),
            (Added::Calendar, calendar(&self.fiscal_year_start)),
        ]
    }

    /// Changes when any of them does.
    pub(super) fn mark(&self) -> String {
        format!("{:?} {:?} {}", self.quiet, self.rates, self.fiscal_year_start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_knows_weeks_quarters_and_fiscal_years() {
        let days = calendar("04-01");
        assert_eq!(days.len(), 32_872);
        let of = |day: &str| days.iter().find(|row| row[0].as_str() == Some(day)).unwrap().clone();
        let text = |text: &str| Cell::Text(text.to_owned());
        let day = of("2027-01-01");
        assert_eq!(day[1..4], [Cell::Int(20_819), text("2026-W53"), text("2027-01")]);
        assert_eq!(day[4..], [text("2027-Q1"), Cell::Int(2027), Cell::Int(5), Cell::Int(2026)]);
        assert_eq!(of("2026-04-01")[7], Cell::Int(2026));
        assert_eq!(of("1990-01-01")[1], Cell::Int(7305));
    }
}
