//! Asks a report: its SQL with its parameters, and its columns as the file says they are shown.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::{Decimal, RoundingStrategy};

use super::answer::{Answer, Cell, Heading};
use super::file::{Column, RecordOf, Report, Show, Takes, Words};
use super::library::Library;
use super::literal::{filled, literal};
use super::params::{Typed, no_rate};
use crate::error::{Code, Error, Lang, Result};
use crate::model::kind::{FieldType, Label};
use crate::model::money::{Currency, Money};
use crate::ops::Desk;
use crate::ops::tables::{Limits, SqlCell, SqlSort, Tables, Wants, mentions};

/// Ids looked up by one question.
const SOME: usize = 5000;
/// Most records named that are left out.
const NAMED: usize = 5;
/// A `list` shows and tells words between these.
const BETWEEN: char = ' ';

/// A report, what is asked of it, and how it is told.
pub struct Asked<'a> {
    /// Where.
    pub desk: &'a Desk,
    /// All reports, for shared parts.
    pub library: &'a Library,
    /// The report.
    pub report: &'a Report,
    /// Values of its parameters.
    pub values: Vec<(String, SqlCell)>,
    /// Language of the answer.
    pub lang: Lang,
}

/// A column ready to be shown.
struct Ready {
    column: Column,
    label: String,
    show: Show,
    words: HashMap<String, String>,
    record: Option<String>,
    empty: Option<String>,
    currency: Option<usize>,
    /// True where the currency has a column of its own.
    bare: bool,
}

impl<'a> Asked<'a> {
    /// A report with what was typed behind its name.
    pub fn new(
        desk: &'a Desk,
        library: &'a Library,
        report: &'a Report,
        typed: &Typed,
        lang: Lang,
    ) -> Result<Self> {
        Ok(Self { desk, library, report, values: typed.values(desk, report)?, lang })
    }

    /// The SQL with its parameters filled in, for other engines.
    pub fn filled_sql(&self) -> Result<String> {
        Ok(filled(&self.library.sql(self.report)?, &self.values))
    }

    /// Asks.
    pub fn answer(&self) -> Result<Answer> {
        let sql = self.library.sql(self.report)?;
        let mut tables = self.desk.tables(Wants::of(&sql))?;
        let rates = self.rates(&mut tables, &sql)?;
        // With its values written into it SQLite sees what a condition comes to before it plans: up to four times as quick.
        let found = tables
            .ask(&filled(&sql, &self.values), &[], Limits::default())
            .map_err(|error| self.in_file(error))?;
        let ready = self.ready(&found.columns)?;
        let mut names: HashMap<(String, String), String> = HashMap::new();
        for (place, column) in ready.iter().enumerate() {
            if let Some(kind) = &column.record {
                let ids = found.rows.iter().filter_map(|row| row[place].as_str().map(str::to_owned));
                self.name(&mut tables, kind, ids.collect(), &mut names)?;
            }
        }
        let shown: Vec<usize> = (0..ready.len()).filter(|place| !ready[*place].column.hide).collect();
        let headings = shown.iter().map(|place| Heading {
            key: ready[*place].column.name.clone(),
            label: ready[*place].label.clone(),
            number: ready[*place].show.is_number(),
            is_key: ready[*place].column.key,
        });
        let mut answer = Answer::new(self.lang, headings.collect());
        answer.problem = tables.note.take();
        let mut sums = Sums::default();
        for row in &found.rows {
            let cells: Vec<Cell> =
                ready.iter().enumerate().map(|(place, column)| column.cell(row, place, &names)).collect();
            sums.add(&ready, row, &cells)?;
            let mut cells: Vec<Option<Cell>> = cells.into_iter().map(Some).collect();
            answer.push(shown.iter().filter_map(|place| cells[*place].take()).collect());
        }
        let total = self.lang.pick("total", "合计");
        for row in sums.rows(&ready, &shown, total) {
            answer.total(row);
        }
        if let Some(sql) = self.library.left_out_sql(self.report)? {
            let sql = filled(&sql, &self.values);
            let found = tables.ask(&sql, &[], Limits::default()).map_err(|error| self.in_file(error))?;
            let ids: Vec<&str> = found.rows.iter().filter_map(|row| row[0].as_str()).collect();
            left_out(&ids, &mut answer);
        }
        if let Some((en, zh)) = rates {
            answer.note(en, zh);
        }
        Ok(answer)
    }

    /// Says of an error of SQL in which file it stands.
    fn in_file(&self, error: Error) -> Error {
        if error.code != Code::BadQuery {
            return error;
        }
        let name = &self.report.name;
        Error::new(
            Code::BadReport,
            format!("reports/{name}.sql: {}", error.en),
            format!("reports/{name}.sql: {}", error.zh),
        )
        .hint(error.hint_en, error.hint_zh)
    }

    /// Where a currency is asked for: that every currency of the tables asked has a rate, and which rates there are.
    fn rates(&self, tables: &mut Tables, sql: &str) -> Result<Option<(String, String)>> {
        let asked = self.report.parameters.iter().find(|parameter| parameter.takes == Takes::Currency);
        let Some(parameter) = asked else { return Ok(None) };
        let value = self.values.iter().find(|(name, _)| *name == parameter.name);
        let Some(to) = value.and_then(|(_, cell)| cell.as_str()) else { return Ok(None) };
        let mut met = BTreeSet::new();
        let money: Vec<(String, String)> = tables
            .shape()
            .tables
            .iter()
            .filter(|table| mentions(sql, &table.name.to_lowercase()))
            .flat_map(|table| {
                let pairs = table.columns.windows(2).filter(|pair| pair[0].sort == SqlSort::Money);
                pairs.map(|pair| (table.name.clone(), pair[1].name.clone()))
            })
            .collect();
        for (table, column) in money {
            let sql = format!("select distinct \"{column}\" from \"{table}\" where \"{column}\" is not null");
            let found = tables.ask(&sql, &[], Limits::default())?;
            met.extend(found.rows.iter().filter_map(|row| row[0].as_str().map(str::to_owned)));
        }
        let rates = &self.desk.config.exchange;
        let worth = |code: &str| Currency::of(code).and_then(|currency| rates.worth(currency));
        if let Some(missing) = met.iter().find(|code| worth(code).is_none()) {
            return Err(no_rate(&parameter.name, to, missing));
        }
        if met.iter().all(|code| code == to) {
            return Ok(None);
        }
        let own = rates.own();
        met.insert(to.to_owned());
        let told = met.iter().filter(|code| *code != own.code());
        let told = told.filter_map(|code| Some(format!("1 {code} = {} {own}", worth(code)?)));
        let told = told.collect::<Vec<_>>().join(", ");
        Ok(Some((
            format!("converted to {to}: {told} (kehu.toml)"),
            format!("已换算为 {to}: {told} (kehu.toml)"),
        )))
    }

    /// What records are called, as far as they are seen.
    fn name(
        &self,
        tables: &mut Tables,
        kind: &str,
        ids: BTreeSet<String>,
        names: &mut HashMap<(String, String), String>,
    ) -> Result<()> {
        let naming = &self.desk.kinds.find(kind)?.naming;
        let ids: Vec<String> = ids.into_iter().collect();
        for some in ids.chunks(SOME) {
            let list = some.iter().map(|id| literal(&SqlCell::text(id))).collect::<Vec<_>>().join(", ");
            let sql = format!("select id, \"{naming}\" from \"{kind}\" where id in ({list})");
            for row in tables.ask(&sql, &[], Limits::default())?.rows {
                if let (Some(id), Some(name)) = (row[0].as_str(), row[1].as_str()) {
                    names.insert((kind.to_owned(), id.to_owned()), name.to_owned());
                }
            }
        }
        Ok(())
    }

    /// The columns of the `select` with what the file says of each. Errors: they are not the same.
    fn ready(&self, columns: &[String]) -> Result<Vec<Ready>> {
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
    fn cell(&self, row: &[SqlCell], place: usize, names: &HashMap<(String, String), String>) -> Cell {
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
            (Show::Number, Some(number)) => Cell::Number(number.round_dp(6).normalize()),
            (Show::Money, Some(number)) => match self.money(row, number) {
                Some(money) if self.bare => Cell::Bare(money),
                Some(money) => Cell::Money(money),
                None => Cell::Empty,
            },
            _ => self.text(&cell.shown(), names),
        }
    }

    fn text(&self, text: &str, names: &HashMap<(String, String), String>) -> Cell {
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
        let named = self.record.as_ref().and_then(|kind| names.get(&(kind.clone(), text.to_owned())));
        match named.or_else(|| self.words.get(text)) {
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
    let text = number.to_string();
    Decimal::from_str_exact(&text).ok().or_else(|| Decimal::try_from(number).ok())
}

/// Sums of the columns that are summed up, for each currency by itself.
#[derive(Default)]
struct Sums(Vec<(Option<String>, Vec<Option<Cell>>)>);

impl Sums {
    fn add(&mut self, ready: &[Ready], row: &[SqlCell], cells: &[Cell]) -> Result<()> {
        if !ready.iter().any(|column| column.column.total) {
            return Ok(());
        }
        let money = ready.iter().find(|column| column.column.total && column.show == Show::Money);
        let currency = money.and_then(|column| row[column.currency?].as_str()).map(str::to_owned);
        let found = self.0.iter().position(|(known, _)| *known == currency);
        let at = found.unwrap_or_else(|| {
            self.0.push((currency, vec![None; ready.len()]));
            self.0.len() - 1
        });
        for ((sum, column), cell) in self.0[at].1.iter_mut().zip(ready).zip(cells) {
            if column.column.total && *cell != Cell::Empty {
                *sum = Some(match sum.take() {
                    None => cell.clone(),
                    Some(sum) => sum.plus(cell).ok_or_else(too_large)?,
                });
            }
        }
        Ok(())
    }

    fn rows(mut self, ready: &[Ready], shown: &[usize], total: &str) -> Vec<Vec<Cell>> {
        self.0.retain(|(_, sums)| sums.iter().any(Option::is_some));
        // What has no amount stands last, and not at all when it adds nothing.
        if self.0.len() > 1 {
            self.0.retain(|(currency, sums)| currency.is_some() || sums.iter().flatten().any(adds));
        }
        self.0.sort_by_key(|(currency, _)| (currency.is_none(), currency.clone()));
        let row = |(currency, sums): (Option<String>, Vec<Option<Cell>>)| {
            let cells = shown.iter().enumerate().map(|(number, place)| match &sums[*place] {
                Some(sum) => sum.clone(),
                None if number == 0 => Cell::text(total),
                None if ready.iter().any(|column| column.bare && column.currency == Some(*place)) => {
                    Cell::text(currency.clone().unwrap_or_default())
                }
                None => Cell::Empty,
            });
            cells.collect()
        };
        self.0.into_iter().map(row).collect()
    }
}

/// False for zero.
fn adds(cell: &Cell) -> bool {
    cell.number() != Some(0.0)
}

/// Tells which records were left out because what they say cannot be.
fn left_out(ids: &[&str], answer: &mut Answer) {
    if ids.is_empty() {
        return;
    }
    let dots = if ids.len() > NAMED { " …" } else { "" };
    let named = ids.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let count = ids.len();
    answer.note(
        format!(
            "{count} left out, since what they say of money cannot be: {named}{dots}; `kehu doctor` tells why"
        ),
        format!("{count} 条因金额或日期有误未计入: {named}{dots}; 原因见 `kehu doctor`"),
    );
}

fn too_large() -> Error {
    Error::new(Code::BadValue, "The sum cannot be told: it has too many digits.", "无法给出合计: 位数太多。")
}
