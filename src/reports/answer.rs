//! The answer of a report: rows for people and for scripts from the same cells.

use serde_json::{Map as JsonMap, Value as Json, json};

use crate::error::Lang;
use crate::model::money::Money;
use crate::output::table::{Column, Table};

/// A column: its key in JSON, and what stands above it in English and Chinese.
pub type Heading = (&'static str, &'static str, &'static str);

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

    fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Word(_, text) => text.clone(),
            Self::Count(number) => number.to_string(),
            Self::Percent(number) => format!("{number}%"),
            Self::Tenths(number) => tenths(*number),
            Self::Money(money) => money.to_string(),
            Self::Bare(money) => money.amount().to_string(),
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

    fn json(&self) -> Json {
        match self {
            Self::Empty => Json::Null,
            Self::Text(text) => json!(text),
            Self::Word(word, _) => json!(word),
            Self::Count(number) | Self::Percent(number) => json!(number),
            Self::Tenths(number) => tenths(*number).parse::<f64>().map_or(Json::Null, |number| json!(number)),
            Self::Money(money) | Self::Bare(money) => money.to_json(),
            Self::Counts(counts) => {
                Json::Object(counts.iter().map(|(sort, count)| (sort.clone(), json!(count))).collect())
            }
            Self::List(items) => json!(items),
        }
    }

    /// True for what stands where a number or a text might.
    fn is_neutral(&self) -> bool {
        matches!(self, Self::Empty | Self::Word(None, _))
    }

    fn is_right(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Percent(_) | Self::Tenths(_) | Self::Money(_) | Self::Bare(_))
    }
}

fn tenths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}.{}", number.unsigned_abs() / 10, number.unsigned_abs() % 10)
}

/// Headings and rows of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    headings: &'static [Heading],
    lang: Lang,
    rows: Vec<Vec<Cell>>,
    totals: Vec<Vec<Cell>>,
    notes: Vec<String>,
}

impl Answer {
    /// An answer without rows yet.
    pub fn new(lang: Lang, headings: &'static [Heading]) -> Self {
        Self { headings, lang, rows: Vec::new(), totals: Vec::new(), notes: Vec::new() }
    }

    /// Adds a row: one cell for each heading.
    pub fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
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
        let columns = self.headings.iter().enumerate().map(|(number, (_, en, zh))| Column {
            label: self.lang.pick(en, zh).to_owned(),
            right: right(number),
        });
        let mut table = Table { columns: columns.collect(), rows: Vec::with_capacity(self.rows.len()) };
        for row in self.rows.iter().chain(&self.totals) {
            table.push(row.iter().map(Cell::shown).collect());
        }
        table
    }

    /// The rows for scripts: objects with the keys of the headings.
    pub fn json(&self) -> Json {
        let object = |row: &Vec<Cell>| {
            let pairs =
                self.headings.iter().zip(row).map(|((key, _, _), cell)| ((*key).to_owned(), cell.json()));
            Json::Object(pairs.collect::<JsonMap<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_scripts_read_the_same_cells() {
        let headings: &[Heading] =
            &[("owner", "Owner", "经理"), ("due", "Due", "应收"), ("share", "Share", "占比")];
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
