//! The answer of a report: rows for people and for scripts from the same cells.

use rust_decimal::Decimal;
use serde_json::{Map as JsonMap, Value as Json, json};

use super::each::each;
use crate::error::{Error, Lang};
use crate::model::money::Money;
use crate::output::table::{Column, Table};

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its key in JSON.
    pub key: String,
    /// What stands above it.
    pub label: String,
    /// True for what can be added and compared.
    pub number: bool,
    /// True when it says which row it is.
    pub is_key: bool,
}

/// One cell of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing; null for scripts.
    Empty,
    /// Text, an id, a day: the same for both.
    Text(String),
    /// A word for scripts (null when there is none), and what people read.
    Word(Option<String>, String),
    /// How many.
    Count(i64),
    /// Hundredths, as a whole number from 0 to 100.
    Percent(i64),
    /// Tenths, told as a number with one digit behind the point.
    Tenths(i64),
    /// A number as it is.
    Number(Decimal),
    /// An amount.
    Money(Money),
    /// An amount whose currency people read in another cell of its row.
    Bare(Money),
    /// How many of each of some sorts.
    Counts(Vec<(String, i64)>),
    /// Several texts; people are shown the first.
    List(Vec<String>),
}

impl Cell {
    /// Text, or nothing when it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// The sum of two cells of one column; `None` when it has too many digits or they cannot be added.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        Some(match (self, other) {
            (cell, Self::Empty | Self::Word(None, _)) => cell.clone(),
            (Self::Empty | Self::Word(None, _), cell) => cell.clone(),
            (Self::Count(a), Self::Count(b)) => Self::Count(a.checked_add(*b)?),
            (Self::Percent(a), Self::Percent(b)) => Self::Percent(a.checked_add(*b)?),
            (Self::Tenths(a), Self::Tenths(b)) => Self::Tenths(a.checked_add(*b)?),
            (Self::Number(a), Self::Number(b)) => Self::Number(a.checked_add(*b)?),
            (Self::Money(a), Self::Money(b)) => Self::Money(a.checked_add(b).ok()?),
            (Self::Bare(a), Self::Bare(b)) => Self::Bare(a.checked_add(b).ok()?),
            (Self::Counts(a), Self::Counts(b)) => {
                let mut sum = a.clone();
                for (sort, count) in b {
                    match sum.iter_mut().find(|(known, _)| known == sort) {
                        Some((_, known)) => *known = known.checked_add(*count)?,
                        None => sum.push((sort.clone(), *count)),
                    }
                }
                sum.sort();
                Self::Counts(sum)
            }
            _ => return None,
        })
    }

    /// The same amount below zero; `None` for what is no number.
    pub fn negated(&self) -> Option<Self> {
        Some(match self {
            Self::Count(number) => Self::Count(-number),
            Self::Percent(number) => Self::Percent(-number),
            Self::Tenths(number) => Self::Tenths(-number),
            Self::Number(number) => Self::Number(-*number),
            Self::Money(money) => Self::Money(negated(money)?),
            Self::Bare(money) => Self::Bare(negated(money)?),
            _ => return None,
        })
    }

    /// The number in it, as people read it: 40 for `40%`.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Count(number) | Self::Percent(number) => Some(*number as f64),
            Self::Tenths(number) => Some(*number as f64 / 10.0),
            Self::Number(number) => number.to_string().parse().ok(),
            Self::Money(money) | Self::Bare(money) => money.amount_number(),
            _ => None,
        }
    }

    /// What a number is counted in: a currency, `%`, or nothing.
    pub fn unit(&self) -> &'static str {
        match self {
            Self::Money(money) | Self::Bare(money) => money.currency().code(),
            Self::Percent(_) => "%",
            _ => "",
        }
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Word(_, text) => text.clone(),
            Self::Count(number) => number.to_string(),
            Self::Percent(number) => format!("{number}%"),
            Self::Tenths(number) => tenths(*number),
            Self::Number(number) => number.to_string(),
            Self::Money(money) => {
                let mut text = money.amount_text();
                text.push(' ');
                text.push_str(money.currency().code());
                text
            }
            Self::Bare(money) => money.amount_text(),
            Self::Counts(counts) => {
                let some = counts.iter().filter(|(_, count)| *count > 0);
                some.map(|(sort, count)| format!("{sort}{count}")).collect::<Vec<_>>().join(" ")
            }
            Self::List(items) => match &items[..] {
                [] => String::new(),
                [one] => one.clone(),
                [first, ..] => format!("{first} …"),
            },
        }
    }

    /// For scripts.
    pub fn json(&self) -> Json {
        match self {
            Self::Empty => Json::Null,
            Self::Text(text) => json!(text),
            Self::Word(word, _) => json!(word),
            Self::Count(number) | Self::Percent(number) => json!(number),
            Self::Tenths(number) => tenths(*number).parse::<f64>().map_or(Json::Null, |number| json!(number)),
            Self::Number(number) => {
                number.to_string().parse::<f64>().map_or(Json::Null, |number| json!(number))
            }
            Self::Money(money) | Self::Bare(money) => money.to_json(),
            Self::Counts(counts) => {
                Json::Object(counts.iter().map(|(sort, count)| (sort.clone(), json!(count))).collect())
            }
            Self::List(items) => json!(items),
        }
    }

    /// True for what stands where a number or a text might.
    pub(super) fn is_neutral(&self) -> bool {
        matches!(self, Self::Empty | Self::Word(None, _))
    }

    fn is_right(&self) -> bool {
        matches!(
            self,
            Self::Count(_)
                | Self::Percent(_)
                | Self::Tenths(_)
                | Self::Number(_)
                | Self::Money(_)
                | Self::Bare(_)
        )
    }
}

fn tenths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}.{}", number.unsigned_abs() / 10, number.unsigned_abs() % 10)
}

fn negated(money: &Money) -> Option<Money> {
    Money::new(-money.amount(), money.currency()).ok()
}

/// Headings and rows of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    headings: Vec<Heading>,
    lang: Lang,
    rows: Vec<Vec<Cell>>,
    totals: Vec<Vec<Cell>>,
    notes: Vec<String>,
    drills: Vec<Vec<(String, String)>>,
    /// What went wrong and did no harm.
    pub problem: Option<Error>,
}

impl Answer {
    /// An answer without rows yet.
    pub fn new(lang: Lang, headings: Vec<Heading>) -> Self {
        let (rows, totals, notes, drills) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { headings, lang, rows, totals, notes, drills, problem: None }
    }

    /// Language of headings, words and notes.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Columns.
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// Rows.
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Rows that sum up the others.
    pub fn totals(&self) -> &[Vec<Cell>] {
        &self.totals
    }

    /// Adds a row: one cell for each heading.
    pub fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// The commands behind the figures of the row added last, by column.
    pub fn drill(&mut self, commands: Vec<(String, String)>) {
        self.drills.push(commands);
    }

    /// The commands behind the figures of each row; empty when the report tells none.
    pub fn drills(&self) -> &[Vec<(String, String)>] {
        &self.drills
    }

    /// A last row for people that sums up the others, one for each currency; scripts can add.
    pub fn total(&mut self, row: Vec<Cell>) {
        self.totals.push(row);
    }

    /// Something to know about the rows, told beside them.
    pub fn note(&mut self, en: impl Into<String>, zh: impl Into<String>) {
        self.notes.push(match self.lang {
            Lang::En => en.into(),
            Lang::Zh => zh.into(),
        });
    }

    /// What is told beside the rows.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// True when there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows for people; columns of numbers stand to the right.
    pub fn table(&self) -> Table {
        let right = |number: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(number)).filter(|c| !c.is_neutral());
            cells.clone().next().is_some() && cells.all(Cell::is_right)
        };
        let columns = self
            .headings
            .iter()
            .enumerate()
            .map(|(number, heading)| Column { label: heading.label.clone(), right: right(number) });
        let mut table = Table { columns: columns.collect(), rows: Vec::with_capacity(self.rows.len()) };
        let told = |row: &Vec<Cell>| row.iter().map(Cell::shown).collect();
        table.rows.extend(each(&self.rows, told));
        table.rows.extend(self.totals.iter().map(told));
        table
    }

    /// The rows for scripts: objects with the keys of the headings.
    pub fn json(&self) -> Json {
        let object = |(number, row): (usize, &Vec<Cell>)| {
            let pairs =
                self.headings.iter().zip(row).map(|(heading, cell)| (heading.key.clone(), cell.json()));
            let mut object = pairs.collect::<JsonMap<_, _>>();
            if let Some(commands) = self.drills.get(number) {
                let commands = commands.iter().map(|(column, command)| (column.clone(), json!(command)));
                object.insert("drill".to_owned(), Json::Object(commands.collect()));
            }
            Json::Object(object)
        };
        self.rows.iter().enumerate().map(object).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_scripts_read_the_same_cells() {
        let heading = |key: &str, label: &str| Heading {
            key: key.to_owned(),
            label: label.to_owned(),
            number: false,
            is_key: false,
        };
        let headings = vec![heading("owner", "经理"), heading("due", "应收"), heading("share", "占比")];
        let mut answer = Answer::new(Lang::Zh, headings);
        let due = Money::parse("120000 CNY", None).unwrap();
        answer.push(vec![
            Cell::Word(Some("wang".into()), "王芳".into()),
            Cell::Money(due),
            Cell::Percent(40),
        ]);
        answer.push(vec![Cell::text(""), Cell::Empty, Cell::Percent(60)]);
        answer.total(vec![Cell::text("合计"), Cell::Empty, Cell::Percent(100)]);
        assert_eq!((Cell::Tenths(35).shown(), Cell::Tenths(-5).json()), ("3.5".to_owned(), json!(-0.5)));
        let table = answer.table();
        assert_eq!(table.rows[0], ["王芳", "120000.00 CNY", "40%"]);
        assert_eq!(table.rows[2], ["合计", "", "100%"]);
        assert_eq!(table.columns.iter().map(|column| column.right).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(
            answer.json(),
            json!([
                {"owner": "wang", "due": {"amount": "120000.00", "currency": "CNY"}, "share": 40},
                {"owner": null, "due": null, "share": 60},
            ])
        );
    }
}
