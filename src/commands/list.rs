//! `kehu list`

use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::model::date::Date;
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::value::Value;
use crate::ops::ask::{self, Question};
use crate::ops::rules;
use crate::output::labels;
use crate::output::table::{Column, Table};
use crate::session::Session;

/// Arguments of `kehu list`.
///
/// A query tests fields: status:potential AND level:>=3 AND province:上海, owner:me,
/// next:<+7d, last:<-90d, NOT tags:老客户, (city:上海 OR city:北京). Bare words search all text.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Kind, such as customer
    kind: String,
    /// Query; several words must all hold
    query: Vec<String>,
    /// Sort by a field; -FIELD puts the largest first
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Columns of the table: name,city,contacts.0.name
    #[arg(long, value_name = "FIELDS")]
    columns: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Retired records too
    #[arg(long)]
    all: bool,
    /// Only say how many
    #[arg(long)]
    count: bool,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let kind = desk.kinds.find(&args.kind)?;
    let question =
        Question { query: args.query.join(" "), sort: args.sort, limit: args.limit, retired: args.all };
    if args.count {
        let count = ask::count(&desk, kind, &question)?;
        session.out.thing(&count.to_string(), &json!({"count": count}));
        return Ok(());
    }
    let columns = match &args.columns {
        Some(typed) => ask::columns(kind, typed)?,
        None => kind.list.clone(),
    };
    let (records, total) = ask::list(&desk, kind, &question)?;
    let today = desk.today();
    let table = table(kind, &columns, &records, today, session);
    let json: Json = records.iter().map(|record| Json::Object(json_of(kind, record, today))).collect();
    session.out.rows(&table, &json);
    if records.len() < total {
        let words = match session.out.lang {
            crate::error::Lang::En => format!("{} of {total}", records.len()),
            crate::error::Lang::Zh => format!("共 {total} 条, 显示 {} 条", records.len()),
        };
        session.out.talk(&words);
    } else if records.is_empty() {
        session.out.talk(session.out.say("Nothing found.", "没有找到。"));
    }
    Ok(())
}

fn json_of(kind: &Kind, record: &Record, today: Date) -> serde_json::Map<String, Json> {
    let mut json = rules::to_json(kind, record, today);
    // Entries of a journal carry their own id; the card's is `parent`.
    if let Some(entry) = record.fields.get("id") {
        json.insert("id".to_owned(), entry.to_json());
    }
    json
}

fn table(kind: &Kind, columns: &[String], records: &[Record], today: Date, session: &Session) -> Table {
    let lang = session.out.lang;
    let mut table = Table::default();
    for name in columns {
        let label = labels::column(kind, name, lang).to_owned();
        table.columns.push(Column { label, right: labels::is_right(kind, name) });
    }
    for record in records {
        let whole = Value::Map(record.fields.clone());
        let cell = |name: &String| match name.as_str() {
            "id" if !record.fields.contains_key("id") => record.id.to_string(),
            "kind" => record.kind.clone(),
            name if kind.reckons(name) => rules::reckoned_text(kind, &record.fields, name, today),
            path => {
                let ty = kind.field_at(path).map(|at| at.ty);
                whole.at(path).map(|value| labels::value(ty, value, lang)).unwrap_or_default()
            }
        };
        table.push(columns.iter().map(cell).collect());
    }
    table
}
