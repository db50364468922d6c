//! `kehu export`

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Lang, Result};
use crate::model::kind::{FieldType, Kind, Storage};
use crate::model::record::Record;
use crate::model::value::Value;
use crate::ops::ask::{self, Question};
use crate::ops::{files, lake};
use crate::output::table::{Column, Table};
use crate::output::{Format, calendar, clean, csv_cells, labels, vcard, workbook};
use crate::session::Session;
use crate::session::events::events;

/// Arguments of `kehu export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Kind, such as customer
    #[arg(required_unless_present = "parquet")]
    kind: Option<String>,
    /// Query, as in `kehu list`
    query: Vec<String>,
    /// Format of the file; told from the name of --output otherwise
    #[arg(long = "as", value_enum)]
    kind_of_file: Option<As>,
    /// File to write instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Headings in the user's language instead of field names
    #[arg(long)]
    labels: bool,
    /// Retired records too
    #[arg(long)]
    all: bool,
    /// Write all tables of `kehu sql` as Parquet files, for DuckDB, Spark or Trino: a folder each in DIR
    #[arg(long, value_name = "DIR")]
    parquet: Option<PathBuf>,
}

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum As {
    /// Comma-separated, formulas made harmless
    Csv,
    /// Tab-separated
    Tsv,
    /// Excel workbook, all cells text
    Xlsx,
    /// One JSON object a line
    Jsonl,
    /// vCard 4.0, one card per contact
    Vcard,
    /// Calendar (RFC 5545) of what has a beginning and an end: meetings
    Ics,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let typed = match (&args.parquet, &args.kind) {
        (Some(folder), _) => return whole(folder, &args, session),
        (None, Some(kind)) => kind,
        (None, None) => return Ok(()),
    };
    let desk = session.desk()?;
    let kind = desk.kinds.find(typed)?;
    if let Some(file) = args.query.iter().find(|word| by_name(Some(Path::new(word))).is_some()) {
        return Err(Error::new(
            Code::Usage,
            format!("{file} stands where a query is read; a file is named with -o."),
            format!("{file} 处应为查询; 文件用 -o 指定。"),
        )
        .hint(format!("kehu export {typed} -o {file}"), format!("kehu export {typed} -o {file}")));
    }
    let question = Question { query: args.query.join(" "), retired: args.all, ..Question::default() };
    let (records, _) = ask::list(&desk, kind, &question)?;
    let wanted = args.kind_of_file.or_else(|| by_name(args.output.as_deref())).unwrap_or(
        match session.out.is_json() {
            true => As::Jsonl,
            false => As::Csv,
        },
    );
    let bytes = match wanted {
        As::Csv => cells_file(kind, &records, &args, b',', session.out.lang),
        As::Tsv => cells_file(kind, &records, &args, b'\t', session.out.lang),
        As::Jsonl => json_lines(kind, &records),
        As::Vcard => cards(kind, &records)?,
        As::Ics => calendar::write(&format!("kehu: {}", kind.name), &events(&desk, kind, &records)?),
        As::Xlsx => {
            let columns = columns(kind, &records);
            let headings = headings(kind, &columns, &args, session.out.lang);
            let rows = records.iter().map(|record| cells(record, &columns));
            let title = session.out.lang.pick(&kind.label.en, &kind.label.zh);
            workbook::write(title, &headings, rows).map_err(|why| {
                Error::new(Code::Io, format!("The workbook failed: {why}."), format!("工作簿出错: {why}。"))
            })?
        }
    };
    match &args.output {
        Some(path) => {
            files::write(path, &bytes)?;
            let (count, path) = (records.len(), path.display());
            session.out.talk(&match session.out.lang {
                Lang::En => format!("Wrote {count} records to {path}."),
                Lang::Zh => format!("已写入 {count} 条记录到 {path}。"),
            });
        }
        None => session.out.bytes(&bytes),
    }
    Ok(())
}

/// `--parquet`: all tables, all rows.
fn whole(folder: &Path, args: &Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let shown = folder.display();
    let narrowed = args.kind.is_some() || args.kind_of_file.is_some() || args.output.is_some();
    if narrowed || args.labels || args.all {
        return Err(Error::new(
            Code::Usage,
            "--parquet writes every table with all its rows; it takes no kind, query, --as, -o, --labels or --all.",
            "--parquet 写出所有表的全部行, 不能同时给出类型、查询、--as、-o、--labels 或 --all。",
        )
        .hint(format!("kehu export --parquet {shown}"), format!("kehu export --parquet {shown}")));
    }
    let lake = lake::write(&desk, folder, session.global.dry_run)?;
    if let Some(note) = &lake.note {
        session.out.warn(note);
    }
    let (tables, rows) = (lake.tables.len(), lake.rows());
    let lang = session.out.lang;
    session.out.talk(&match (lang, session.global.dry_run) {
        (Lang::En, false) => format!("Wrote {tables} tables with {rows} rows to {shown}."),
        (Lang::Zh, false) => format!("已写入 {tables} 个表, 共 {rows} 行, 到 {shown}。"),
        (Lang::En, true) => {
            format!("Would write {tables} tables with {rows} rows to {shown} (nothing was written):")
        }
        (Lang::Zh, true) => format!("将写入 {tables} 个表, 共 {rows} 行, 到 {shown} (尚未写入):"),
    });
    let json = json!({"folder": shown.to_string(), "commit": lake.commit, "tables": lake.tables_json()});
    if session.out.is_json() || session.out.format == Format::Yaml {
        session.out.thing("", &json);
    } else if session.global.dry_run {
        let columns = [session.out.say("Table", "表"), session.out.say("Rows", "行数")];
        let columns = columns.map(str::to_owned).into_iter().zip([false, true]);
        let columns = columns.map(|(label, right)| Column { label, right }).collect();
        let rows = lake.tables.iter().map(|(table, rows)| vec![table.clone(), rows.to_string()]).collect();
        session.out.rows(&Table { columns, rows }, &json["tables"]);
    }
    Ok(())
}

fn by_name(path: Option<&Path>) -> Option<As> {
    match path?.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "csv" => Some(As::Csv),
        "tsv" => Some(As::Tsv),
        "xlsx" => Some(As::Xlsx),
        "jsonl" | "ndjson" | "json" => Some(As::Jsonl),
        "vcf" => Some(As::Vcard),
        "ics" => Some(As::Ics),
        _ => None,
    }
}

/// Columns: id, every field used by a record, contacts spread out, so that an import of the
/// file finds them again.
fn columns(kind: &Kind, records: &[Record]) -> Vec<String> {
    let mut names = vec![if kind.storage == Storage::Journal { "parent" } else { "id" }.to_owned()];
    let mut add = |name: String| {
        if !names.contains(&name) {
            names.push(name);
        }
    };
    for field in &kind.fields {
        let inner = match &field.ty {
            FieldType::List(item) => item,
            other => other,
        };
        for record in records.iter().filter(|record| record.fields.contains_key(&field.name)) {
            match (inner, record.fields.get(&field.name)) {
                (FieldType::Group(fields), Some(Value::List(items))) => {
                    for index in 0..items.len() {
                        fields.iter().for_each(|inner| add(format!("{}.{index}.{}", field.name, inner.name)));
                    }
                }
                (FieldType::Open, Some(Value::Map(map))) => {
                    map.keys().for_each(|key| add(format!("{}.{key}", field.name)));
                }
                _ => add(field.name.clone()),
            }
        }
    }
    names.retain(|name| {
        matches!(name.as_str(), "id" | "parent")
            || records
                .iter()
                .any(|r| Value::Map(r.fields.clone()).at(name).is_some_and(|value| !value.is_empty()))
    });
    names
}

fn headings(kind: &Kind, columns: &[String], args: &Args, lang: Lang) -> Vec<String> {
    columns
        .iter()
        .map(|name| if args.labels { labels::column(kind, name, lang).to_owned() } else { name.clone() })
        .collect()
}

fn cells(record: &Record, columns: &[String]) -> Vec<String> {
    let whole = Value::Map(record.fields.clone());
    columns
        .iter()
        .map(|name| match name.as_str() {
            "id" if whole.at("id").is_none() => record.id.to_string(),
            name => whole.at(name).map(Value::flat_text).unwrap_or_default(),
        })
        .collect()
}

fn cells_file(kind: &Kind, records: &[Record], args: &Args, delimiter: u8, lang: Lang) -> Vec<u8> {
    let columns = columns(kind, records);
    let headings = headings(kind, &columns, args, lang);
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = csv_cells::write(
        &headings,
        records.iter().map(|record| cells(record, &columns)),
        &mut out,
        delimiter,
    );
    out
}

fn json_lines(kind: &Kind, records: &[Record]) -> Vec<u8> {
    let mut out = Vec::new();
    for record in records {
        out.extend_from_slice(clean::json(&Json::Object(record.to_json(kind))).as_bytes());
        out.push(b'\n');
    }
    out
}

fn cards(kind: &Kind, records: &[Record]) -> Result<Vec<u8>> {
    let mut made = Vec::new();
    for record in records {
        let company = vcard::ContactCard {
            org: record.title(kind).to_owned(),
            office: record.text("phone").to_owned(),
            mobile: record.text("mobile").to_owned(),
            email: record.text("email").to_owned(),
            website: record.text("website").to_owned(),
            address: record.text("address").to_owned(),
            city: record.text("city").to_owned(),
            province: record.text("province").to_owned(),
            uid: record.id.to_string(),
            ..vcard::ContactCard::default()
        };
        let contacts = record.fields.get("contacts").and_then(Value::as_list).unwrap_or_default();
        if contacts.is_empty() {
            made.push(company);
            continue;
        }
        for (number, contact) in contacts.iter().enumerate() {
            let text = |name: &str| contact.at(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            made.push(vcard::ContactCard {
                name: text("name"),
                title: text("title"),
                office: text("office"),
                mobile: text("mobile"),
                home: text("home"),
                email: text("email"),
                birthday: text("birthday"),
                remarks: text("remarks"),
                uid: format!("{}-{number}", record.id),
                ..company.clone()
            });
        }
    }
    let mut out = Vec::new();
    vcard::write(made.into_iter(), &mut out).map_err(|e| Error::io("vCard", &e))?;
    Ok(out)
}
