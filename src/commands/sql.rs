//! `kehu sql`

use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use crate::error::{Code, Error, Lang, Result};
use crate::ops::tables::{Limits, Rows, Shape, SqlCell, Wants};
use crate::output::table::{Column, Table};
use crate::session::Session;

/// Arguments of `kehu sql`.
///
/// Reads only. Tables are named as kinds, columns as fields: select status, count(*) from customer group by status.
/// `kehu sql --schema` lists them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One select; - reads it from standard input
    #[arg(required_unless_present = "schema")]
    query: Option<String>,
    /// Values for the :names in it, as name=value
    #[arg(value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// List the tables and their columns
    #[arg(long, conflicts_with = "values")]
    schema: bool,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Stop after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: Option<u64>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    if args.schema {
        return schema(&Shape::of(&desk.kinds), args.query.as_deref(), session);
    }
    let query = match args.query.as_deref() {
        Some("-") => session.read_all()?,
        Some(query) => query.to_owned(),
        None => return Ok(()),
    };
    let mut values = vec![("as_of".to_owned(), SqlCell::text(&desk.today().to_string()))];
    for word in &args.values {
        values.push(value(word)?);
    }
    let limits = Limits { rows: args.limit, time: args.timeout.map(Duration::from_secs) };
    let mut tables = desk.tables(Wants::of(&query))?;
    if let Some(note) = &tables.note {
        session.out.warn(note);
    }
    let found = tables.ask(&query, &values, limits)?;
    session.out.rows(&table(&found), &json_of(&found));
    if found.more {
        let words = match session.out.lang {
            Lang::En => format!("There are more rows; shown: {}.", found.rows.len()),
            Lang::Zh => format!("还有更多行; 已显示 {} 行。", found.rows.len()),
        };
        session.out.talk(&words);
    } else if found.rows.is_empty() {
        session.out.talk(session.out.say("Nothing found.", "没有找到。"));
    }
    Ok(())
}

/// `name=value`: whole numbers and decimals are numbers, everything else is text.
fn value(word: &str) -> Result<(String, SqlCell)> {
    let Some((name, value)) = word.split_once('=') else {
        return Err(Error::new(
            Code::Usage,
            format!("{} is not of the form name=value.", crate::error::quoted(word)),
            format!("{} 不是 名称=值 的形式。", crate::error::quoted(word)),
        )
        .hint("Put the whole question in quotes.", "请给整条查询加上引号。"));
    };
    let plain = value.parse::<i64>().ok().filter(|number| number.to_string() == value).map(SqlCell::Int);
    let digits = value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let decimal = || value.parse::<f64>().ok().filter(|_| digits && value.contains('.')).map(SqlCell::Real);
    let cell = plain.or_else(decimal).unwrap_or_else(|| SqlCell::text(value));
    Ok((name.trim_start_matches(':').to_owned(), cell))
}

fn table(found: &Rows) -> Table {
    let numbers = |place: usize| {
        let mut cells = found.rows.iter().map(|row| &row[place]).filter(|cell| **cell != SqlCell::Null);
        cells.clone().next().is_some() && cells.all(|cell| !matches!(cell, SqlCell::Text(_)))
    };
    let columns = found.columns.iter().enumerate();
    let columns = columns.map(|(place, name)| Column { label: name.clone(), right: numbers(place) });
    let rows = found.rows.iter().map(|row| row.iter().map(SqlCell::shown).collect());
    Table { columns: columns.collect(), rows: rows.collect() }
}

/// Rows as objects; of columns with one name the later ones get a number.
fn json_of(found: &Rows) -> Json {
    let mut names: Vec<String> = Vec::with_capacity(found.columns.len());
    for column in &found.columns {
        let numbered = (2..).map(|number| format!("{column}_{number}"));
        let name = std::iter::once(column.clone()).chain(numbered).find(|name| !names.contains(name));
        names.extend(name);
    }
    let row = |cells: &Vec<SqlCell>| {
        let pairs = names.iter().cloned().zip(cells.iter().map(SqlCell::to_json));
        Json::Object(pairs.collect::<Map<_, _>>())
    };
    found.rows.iter().map(row).collect()
}

/// All tables, or the columns of one.
fn schema(shape: &Shape, only: Option<&str>, session: &mut Session) -> Result<()> {
    let lang = session.out.lang;
    if let Some(name) = only.filter(|name| shape.table(name).is_none()) {
        let near = crate::error::nearest(name, shape.tables.iter().map(|table| table.name.as_str()));
        let (en, zh) = crate::error::did_you_mean(near);
        return Err(Error::new(
            Code::Usage,
            format!("There is no table {}.{en}", crate::error::quoted(name)),
            format!("没有表 {}。{zh}", crate::error::quoted(name)),
        ));
    }
    let tables =
        shape.tables.iter().filter(|table| only.is_none_or(|name| table.name.eq_ignore_ascii_case(name)));
    let mut lines = Table::new([
        session.out.say("Table", "表"),
        session.out.say("Column", "列"),
        session.out.say("Type", "类型"),
        session.out.say("Meaning", "说明"),
    ]);
    let mut json = Vec::new();
    for table in tables {
        let meaning = lang.pick(&table.label.en, &table.label.zh).to_owned();
        lines.push(vec![table.name.clone(), String::new(), String::new(), meaning]);
        let mut columns = Vec::new();
        for column in &table.columns {
            let meaning = lang.pick(&column.label.en, &column.label.zh).to_owned();
            let declared = column.sort.declared();
            lines.push(vec![String::new(), column.name.clone(), declared.to_owned(), meaning]);
            let label = json!({"en": column.label.en, "zh": column.label.zh});
            columns.push(json!({"name": column.name, "type": declared, "label": label}));
        }
        let label = json!({"en": table.label.en, "zh": table.label.zh});
        json.push(json!({"table": table.name, "label": label, "columns": columns}));
    }
    session.out.rows(&lines, &Json::Array(json));
    Ok(())
}
