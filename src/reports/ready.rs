//! The columns of a report as its file says they are shown, and the cells in them.

use std::collections::HashMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::answer::Cell;
use super::file::{Column, RecordOf, Show, Words};
use super::run::Asked;
use crate::error::{Code, Error, Result};
use crate::model::kind::{FieldType, Label};
use crate::model::money::{Currency, Money};
use crate::ops::tables::SqlCell;

/// A `list` shows and tells words between these.
const BETWEEN: char = ' ';

/// What records of one kind are called, by their ids.
pub(super) type Names = HashMap<String, String>;

/// A column ready to be shown.
pub(super) struct Ready {
    pub column: Column,
    pub label: String,
    pub show: Show,
    words: HashMap<String, String>,
    /// The kind of the records that are named by their ids.
    pub record: Option<String>,
    empty: Option<String>,
    /// The place of the column of the currency.
    pub currency: Option<usize>,
    /// True where the currency has a column of its own.
    pub bare: bool,
}

impl Asked<'_> {
    /// The columns of the `select` with what the file says of each. Errors: they are not the same.
    pub(super) fn ready(&self, columns: &[String]) -> Result<Vec<Ready>> {
        let told: Vec<&str> = self.report.columns.iter().map(|column| column.name.as_str()).collect();
        if told != columns.iter().map(String::as_str).collect::<Vec<_>>() {
            let name = &self.report.name;
            let (told, found) = (told.join(", "), columns.join(", "));
            return Err(Error::new(
                Code::BadReport,
                format!("reports/{name}.sql: its columns are {told}, but the select gives {found}."),
                format!("reports/{name}.sql: columns 为 {told}, 而查询给出 {found}。"),
            )
            .hint("Name the same ones in the same order.", "请使两者名称和顺序一致。"));
        }
        self.report.columns.iter().map(|column| self.ready_column(column)).collect()
    }

    fn ready_column(&self, column: &Column) -> Result<Ready> {
        let say = |label: &Label| self.lang.pick(&label.en, &label.zh).to_owned();
        let kinds = &self.desk.kinds;
        let field = match &column.of {
            Some((kind, field)) => {
                Some(kinds.find(kind)?.field(field).ok_or_else(|| self.no_field(kind, field))?)
            }
            None => None,
        };
        let mut words = HashMap::new();
        let mut sources = column.words.clone();
        if let Some((kind, name)) = &column.of {
            sources.push(Words::Field(kind.clone(), name.clone()));
        }
        for source in sources {
            match source {
                Words::Own(own) => words.extend(own.iter().map(|(word, label)| (word.clone(), say(label)))),
                Words::Field(kind, name) => {
                    let found = kinds.find(&kind)?.field(&name).ok_or_else(|| self.no_field(&kind, &name))?;
                    if let FieldType::Choice(choices) = &found.ty {
                        words.extend(choices.iter().map(|(word, label)| (word.clone(), say(label))));
                    }
                }
            }
        }
        let linked = field.and_then(|field| match &field.ty {
            FieldType::Link(kind) => Some(kind.clone()),
            _ => None,
        });
        let record = match &column.record {
            Some(RecordOf::Kind(kind)) => Some(kinds.find(kind)?.name.clone()),
            Some(RecordOf::Parameter(by, of)) => {
                let word =
                    self.values.iter().find(|(name, _)| name == by).and_then(|(_, cell)| cell.as_str());
                let kind = of.iter().find(|(known, _)| Some(known.as_str()) == word).map(|(_, kind)| kind);
                kind.map(|kind| kinds.find(kind).map(|kind| kind.name.clone())).transpose()?
            }
            None => linked.filter(|kind| kinds.get(kind).is_some()),
        };
        let of_field = field.map_or(Show::Text, |field| match &field.ty {
            FieldType::Int { .. } => Show::Count,
            FieldType::Number => Show::Number,
            FieldType::Money => Show::Money,
            FieldType::Date => Show::Day,
            _ => Show::Text,
        });
        let currency = column.currency.as_deref();
        let place = |name: &str| self.report.columns.iter().position(|column| column.name == name);
        let currency = currency.and_then(place);
        let label = column.label.as_ref().or(field.map(|field| &field.label));
        Ok(Ready {
            label: label.map_or_else(|| column.name.clone(), say),
            show: column.show.unwrap_or(of_field),
            words,
            record,
            empty: column.empty.as_ref().map(say),
            bare: currency.is_some_and(|place| !self.report.columns[place].hide),
            currency,
            column: column.clone(),
        })
    }

    fn no_field(&self, kind: &str, field: &str) -> Error {
        let name = &self.report.name;
        Error::new(
            Code::BadReport,
            format!("reports/{name}.sql: there is no field {kind}.{field}."),
            format!("reports/{name}.sql: 没有字段 {kind}.{field}。"),
        )
        .hint("`kehu kinds KIND` lists the fields.", "`kehu kinds 类型` 列出字段。")
    }
}

impl Ready {
    /// The cell of a row; `names`: what the records are called whose ids stand in this column.
    pub fn cell(&self, row: &[SqlCell], place: usize, names: Option<&Names>) -> Cell {
        let cell = &row[place];
        if *cell == SqlCell::Null {
            return match (&self.empty, self.show) {
                (Some(empty), _) => Cell::Word(None, empty.clone()),
                (None, Show::List) => Cell::List(Vec::new()),
                (None, Show::Counts) => Cell::Counts(Vec::new()),
                (None, _) => Cell::Empty,
            };
        }
        let number = match cell {
            SqlCell::Int(number) => Some(Decimal::from(*number)),
            SqlCell::Real(number) => decimal(*number),
            _ => None,
        };
        let whole = |number: Decimal| {
            let rounded = number.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            i64::try_from(rounded).unwrap_or_default()
        };
        match (self.show, number) {
            (Show::Count, Some(number)) => Cell::Count(whole(number)),
            (Show::Percent, Some(number)) => Cell::Percent(whole(number)),
            (Show::Tenths, Some(number)) => Cell::Tenths(whole(number * Decimal::TEN)),
            (Show::Number | Show::Question, Some(number)) => Cell::Number(number.round_dp(6).normalize()),
            (Show::Money, Some(number)) => match self.money(row, number) {
                Some(money) if self.bare => Cell::Bare(money),
                Some(money) => Cell::Money(money),
                None => Cell::Empty,
            },
            _ => match cell {
                SqlCell::Text(text) => self.text(text, names),
                other => self.text(&other.shown(), names),
            },
        }
    }

    fn text(&self, text: &str, names: Option<&Names>) -> Cell {
        let words = || text.split(BETWEEN).filter(|word| !word.is_empty());
        match self.show {
            Show::List => return Cell::List(words().map(str::to_owned).collect()),
            Show::Counts => {
                let count = |word: &str| {
                    let at = word.find(|c: char| c.is_ascii_digit())?;
                    Some((word[..at].to_owned(), word[at..].parse().ok()?))
                };
                return Cell::Counts(words().filter_map(count).collect());
            }
            _ => {}
        }
        match names.and_then(|names| names.get(text)).or_else(|| self.words.get(text)) {
            Some(name) => Cell::Word(Some(text.to_owned()), name.clone()),
            None => Cell::text(text),
        }
    }

    fn money(&self, row: &[SqlCell], amount: Decimal) -> Option<Money> {
        let currency = Currency::of(row.get(self.currency?)?.as_str()?)?;
        let strategy = RoundingStrategy::MidpointNearestEven;
        Money::new(amount.round_dp_with_strategy(currency.minor_units(), strategy), currency).ok()
    }
}

/// A float as the decimal it stands for: its shortest text.
fn decimal(number: f64) -> Option<Decimal> {
    // Up to fifteen digits there is one decimal that short, so no text is needed to find it.
    let hundredths = (number * 100.0).round();
    if hundredths.abs() < 1e15 && hundredths / 100.0 == number {
        return Some(Decimal::new(hundredths as i64, 2).normalize());
    }
    let text = number.to_string();
    Decimal::from_str_exact(&text).ok().or_else(|| Decimal::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_text(number: f64) -> Option<Decimal> {
        Decimal::from_str_exact(&number.to_string()).ok().or_else(|| Decimal::try_from(number).ok())
    }

    proptest! {
        #[test]
        fn a_float_is_the_decimal_of_its_text(units in -2_000_000_000_000_000i64..2_000_000_000_000_000, places in 0u32..6) {
            let number = units as f64 / 10f64.powi(places as i32);
            prop_assert_eq!(decimal(number), by_text(number));
            prop_assert_eq!(decimal(number / 3.0), by_text(number / 3.0));
        }
    }

    #[test]
    fn floats_that_are_no_amounts() {
        for number in
            [0.0, -0.0, 1e15, 1e300, f64::NAN, f64::INFINITY, 1e-9, 0.005, 0.1 + 0.2, 9_007_199_254_740_993.0]
        {
            assert_eq!(decimal(number), by_text(number), "{number}");
        }
    }
}
