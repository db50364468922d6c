//! One question in SQL and its answer.

use std::time::{Duration, Instant};

use rusqlite::ErrorCode;

use super::guard::names_hidden;
use super::{Cell, Tables, wrong};
use crate::error::{Code, Error, Result, did_you_mean, nearest, quoted};

/// Steps of SQLite between two looks at the clock.
const STEPS: i32 = 10_000;
/// Memory an answer may take, in bytes.
const MOST: usize = 512 << 20;

/// How much a question may take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Most rows of the answer.
    pub rows: Option<usize>,
    /// Most time.
    pub time: Option<Duration>,
}

/// The answer to a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
    /// True when there are more rows than were asked for.
    pub more: bool,
}

/// True when a question names a table, anywhere.
pub fn mentions(sql: &str, table: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    sql.to_lowercase().split(|c| !word(c)).any(|found| found == table)
}

impl Tables {
    /// Asks in SQL, with values for its `:names`. Errors: not one `select`, a value that is missing or that nothing takes,
    /// too much time.
    pub fn ask(&mut self, sql: &str, values: &[(String, Cell)], limits: Limits) -> Result<Rows> {
        names_hidden(sql, self.covered)?;
        let until = limits.time.and_then(|time| Instant::now().checked_add(time));
        if let Some(until) = until {
            self.db.progress_handler(STEPS, Some(move || Instant::now() >= until)).map_err(|e| wrong(&e))?;
        }
        let answer = self.answer(sql, values, limits);
        self.db.progress_handler(0, None::<fn() -> bool>).map_err(|e| wrong(&e))?;
        answer
    }

    /// Asks the same of each of some texts, which stand for the one place in the question: the first text of each answer.
    pub fn ask_each<'a>(&mut self, sql: &str, texts: &[&'a str]) -> Result<Vec<(&'a str, String)>> {
        names_hidden(sql, self.covered)?;
        let mut statement = self.db.prepare(sql).map_err(|error| self.refused(&error))?;
        if statement.column_count() == 0 || !statement.readonly() {
            return Err(not_a_select());
        }
        let mut found = Vec::with_capacity(texts.len());
        for text in texts {
            statement.raw_bind_parameter(1, text).map_err(|e| wrong(&e))?;
            let mut rows = statement.raw_query();
            let row = rows.next().map_err(|error| self.stopped(&error, Limits::default()))?;
            let answer = row.map(|row| row.get_ref(0).map(Cell::read)).transpose().map_err(|e| wrong(&e))?;
            if let Some(Cell::Text(answer)) = answer {
                found.push((*text, answer));
            }
        }
        Ok(found)
    }

    fn answer(&self, sql: &str, values: &[(String, Cell)], limits: Limits) -> Result<Rows> {
        let mut statement = self.db.prepare(sql).map_err(|error| self.refused(&error))?;
        if statement.column_count() == 0 || !statement.readonly() {
            return Err(not_a_select());
        }
        let mut taken = Vec::new();
        for place in 1..=statement.parameter_count() {
            let Some(name) = statement.parameter_name(place).map(|name| name[1..].to_owned()) else {
                return Err(nameless());
            };
            let Some((_, value)) = values.iter().rfind(|(known, _)| *known == name) else {
                return Err(missing(&name));
            };
            statement.raw_bind_parameter(place, value).map_err(|e| wrong(&e))?;
            taken.push(name);
        }
        if let Some((name, _)) = values.iter().find(|(name, _)| !taken.contains(name) && name != AS_OF) {
            return Err(no_place(name));
        }
        let columns = statement.column_names().map(str::to_owned).collect::<Vec<_>>();
        let mut found = Rows { columns, ..Rows::default() };
        let mut size = 0;
        let mut rows = statement.raw_query();
        loop {
            let row = rows.next().map_err(|error| self.stopped(&error, limits))?;
            let Some(row) = row else { break };
            if limits.rows.is_some_and(|most| found.rows.len() >= most) {
                found.more = true;
                break;
            }
            let mut cells = Vec::with_capacity(found.columns.len());
            for place in 0..found.columns.len() {
                cells.push(Cell::read(row.get_ref(place).map_err(|e| wrong(&e))?));
            }
            size += size_of::<Vec<Cell>>() + cells.iter().map(Cell::size).sum::<usize>();
            if size > MOST {
                return Err(too_much());
            }
            found.rows.push(cells);
        }
        Ok(found)
    }

    /// Why a question is none.
    fn refused(&self, error: &rusqlite::Error) -> Error {
        let said = match error {
            rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
            rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
            rusqlite::Error::MultipleStatement => return not_a_select(),
            other => other.to_string(),
        };
        if said.starts_with("SQL is empty") || said.starts_with("cannot modify") {
            return not_a_select();
        }
        if error.sqlite_error_code() == Some(ErrorCode::AuthorizationForStatementDenied)
            || said.starts_with("not authorized")
        {
            return Error::new(
                Code::BadQuery,
                "Questions read the tables of the book and nothing else.",
                "查询只能读取账簿的表。",
            )
            .hint("`kehu sql --schema` lists the tables.", "`kehu sql --schema` 列出所有表。");
        }
        let (mut en, mut zh) = (String::new(), String::new());
        if let Some(name) = said.strip_prefix("no such table: ") {
            let name = name.trim_start_matches("main.");
            (en, zh) = did_you_mean(nearest(name, self.shape.tables.iter().map(|table| table.name.as_str())));
        } else if let Some(name) = said.strip_prefix("no such column: ") {
            let name = name.split(" - ").next().unwrap_or_default();
            let name = name.rsplit('.').next().unwrap_or_default().trim_matches('"');
            let columns = self.shape.tables.iter().flat_map(|table| &table.columns);
            (en, zh) = did_you_mean(nearest(name, columns.map(|column| column.name.as_str())));
        }
        Error::new(Code::BadQuery, format!("SQL: {said}.{en}"), format!("SQL: {said}。{zh}"))
            .hint("`kehu sql --schema` lists tables and columns.", "`kehu sql --schema` 列出表和列。")
    }

    /// Why a question did not come to its end.
    fn stopped(&self, error: &rusqlite::Error, limits: Limits) -> Error {
        let seconds = limits.time.map_or(0, |time| time.as_secs());
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => Error::new(
                Code::TooSlow,
                format!("The question took longer than {seconds} s and was stopped."),
                format!("查询超过 {seconds} 秒, 已停止。"),
            )
            .hint("--timeout SECONDS gives it more.", "可用 --timeout 秒数 放宽。"),
            Some(ErrorCode::OutOfMemory | ErrorCode::TooBig) => too_much(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => wrong(error),
            _ => self.refused(error),
        }
    }
}

/// The value that every question has.
const AS_OF: &str = "as_of";

fn not_a_select() -> Error {
    Error::new(
        Code::BadQuery,
        "A question is one `select`; it changes nothing.",
        "查询只能是一条 select 语句, 不能更改数据。",
    )
    .hint("kehu sql \"select count(*) from customer\"", "kehu sql \"select count(*) from customer\"")
}

fn too_much() -> Error {
    Error::new(Code::TooSlow, "The question needs more memory than it may have.", "查询所需内存超过上限。")
        .hint("Ask for less: fewer columns, a `where`, --limit N.", "请缩小查询范围, 或用 --limit N。")
}

fn nameless() -> Error {
    Error::new(Code::Usage, "A place for a value needs a name, like :name.", "参数需要名称, 如 :name。").hint(
        "kehu sql 'select id from customer where level = :level' level=3",
        "kehu sql 'select id from customer where level = :level' level=3",
    )
}

fn missing(name: &str) -> Error {
    Error::new(
        Code::Usage,
        format!("The question has a place for :{name}, which is not given."),
        format!("查询中的 :{name} 没有给出值。"),
    )
    .hint(format!("Add {name}=VALUE."), format!("请加上 {name}=值。"))
}

fn no_place(name: &str) -> Error {
    Error::new(
        Code::Usage,
        format!("The question has no :{name}, so {} is not used.", quoted(&format!("{name}=…"))),
        format!("查询中没有 :{name}, {} 不会被使用。", quoted(&format!("{name}=…"))),
    )
}
