//! Asks a report: its SQL with its parameters, and its columns as the file says they are shown.

use std::collections::{BTreeSet, HashMap};

use super::answer::{Answer, Cell, Heading};
use super::drill::commands;
use super::each::each;
use super::file::{Report, Takes};
use super::library::Library;
use super::literal::filled;
use super::params::{Typed, no_rate};
use super::ready::{Names, Ready};
use super::sums::Sums;
use crate::error::{Code, Error, Lang, Result};
use crate::model::money::Currency;
use crate::ops::Desk;
use crate::ops::tables::{Limits, Rows, SqlCell, SqlSort, Tables, Wants, mentions};

/// From this many ids on, two tables are asked for their names.
const MANY: usize = 500;
/// Most records named that are left out.
const NAMED: usize = 5;

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
        let wants = Wants::of(&sql);
        let mut tables = self.desk.tables(wants)?;
        let rates = self.rates(&mut tables, &sql)?;
        let (mut found, left, mut beside) = self.ask_both(&mut tables, &sql, wants)?;
        let ready = self.ready(&found.columns)?;
        let unanswered = self.questions(&ready, &mut found)?;
        let mut names: HashMap<&str, Names> = HashMap::new();
        for (place, column) in ready.iter().enumerate() {
            if let Some(kind) = &column.record {
                let ids = found.rows.iter().filter_map(|row| row[place].as_str());
                let known = names.entry(kind).or_default();
                self.name(&mut tables, beside.as_mut(), kind, ids, known)?;
            }
        }
        let names: Vec<Option<&Names>> =
            ready.iter().map(|column| column.record.as_deref().and_then(|kind| names.get(kind))).collect();
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
        let cells = each(&found.rows, |row| {
            // What is neither shown nor summed up needs no cell.
            let cell = |(place, column): (usize, &Ready)| match column.column.hide && !column.column.total {
                true => Cell::Empty,
                false => column.cell(row, place, names[place]),
            };
            ready.iter().enumerate().map(cell).collect::<Vec<_>>()
        });
        for (row, mut cells) in found.rows.iter().zip(cells) {
            sums.add(&ready, row, &cells)?;
            let mut of = ready.iter();
            cells.retain(|_| of.next().is_none_or(|of| !of.column.hide));
            answer.push(cells);
            if !self.report.drill.is_empty() {
                answer.drill(commands(self.report, row, &self.values));
            }
        }
        let total = self.lang.pick("total", "合计");
        for row in sums.rows(&ready, &shown, total) {
            answer.total(row);
        }
        for (en, zh) in unanswered {
            answer.note(en, zh);
        }
        let ids: Vec<&str> = left.rows.iter().filter_map(|row| row[0].as_str()).collect();
        left_out(&ids, &mut answer);
        if let Some((en, zh)) = rates {
            answer.note(en, zh);
        }
        Ok(answer)
    }

    /// The answer, and which records are left out: asked at the same time where there is a second processor. Gives the
    /// tables of the second question back, which may be asked more.
    fn ask_both(&self, tables: &mut Tables, sql: &str, wants: Wants) -> Result<(Rows, Rows, Option<Tables>)> {
        // With its values written into it SQLite sees what a condition comes to before it plans: up to four times as quick.
        let main = filled(sql, &self.values);
        let told = |error| self.in_file(error);
        let Some(left) = self.library.left_out_sql(self.report)? else {
            return Ok((tables.ask(&main, &[], Limits::default()).map_err(told)?, Rows::default(), None));
        };
        let left = filled(&left, &self.values);
        let Some(again) = self.desk.tables_again(wants)? else {
            let found = tables.ask(&main, &[], Limits::default()).map_err(told)?;
            return Ok((found, tables.ask(&left, &[], Limits::default()).map_err(told)?, None));
        };
        let (found, beside) = std::thread::scope(|scope| {
            let beside = scope.spawn(move || {
                let mut tables = again.limited()?;
                Ok((tables.ask(&left, &[], Limits::default())?, tables))
            });
            let found = tables.ask(&main, &[], Limits::default());
            (found, beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let found = found.map_err(told)?;
        let (left, beside) = beside.map_err(told)?;
        Ok((found, left, Some(beside)))
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

    /// What records are called, as far as they are seen; many are looked up in two tables at the same time.
    fn name<'b>(
        &self,
        tables: &mut Tables,
        beside: Option<&mut Tables>,
        kind: &str,
        ids: impl Iterator<Item = &'b str>,
        names: &mut Names,
    ) -> Result<()> {
        let naming = &self.desk.kinds.find(kind)?.naming;
        let sql = format!("select \"{naming}\" from \"{kind}\" where id = :id");
        let mut ids: Vec<&str> = ids.filter(|id| !names.contains_key(*id)).collect();
        // As their files lie, and so their rows: each page of the table is read once.
        ids.sort_unstable_by_key(|id| (&id.as_bytes()[id.len().saturating_sub(2)..], *id));
        ids.dedup();
        let (found, others) = match beside.filter(|_| ids.len() > MANY) {
            None => (tables.ask_each(&sql, &ids)?, Vec::new()),
            Some(beside) => {
                let (some, rest) = ids.split_at(ids.len() / 2);
                std::thread::scope(|scope| {
                    let others = scope.spawn(|| beside.ask_each(&sql, rest));
                    let found = tables.ask_each(&sql, some);
                    let others = others.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                    Ok::<_, Error>((found?, others?))
                })?
            }
        };
        names.extend(found.into_iter().chain(others).map(|(id, name)| (id.to_owned(), name)));
        Ok(())
    }
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
