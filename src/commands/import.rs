//! `kehu import`

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use crate::error::{Error, Lang, Result, quoted};
use crate::model::value::{Value, map_to_json};
use crate::ops::files;
use crate::ops::import::run::{OnDuplicate, Order, Report, import};
use crate::ops::lookalike::Candidate;
use crate::output::table::Table;
use crate::output::{csv_cells, progress};
use crate::session::Session;

/// Arguments of `kehu import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Kind, such as customer
    kind: String,
    /// CSV, TSV, XLSX, JSON lines (.jsonl), vCard (.vcf) or calendar (.ics)
    file: String,
    /// Which column is which field; COLUMN= leaves a column out
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<String>,
    /// What to do with rows that look like customers that exist
    #[arg(long, value_enum, default_value = "skip")]
    on_duplicate: OnDuplicate,
    /// Where rows that are wrong go, with the reason [default: FILE.rejects.csv]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

/// Rows listed one by one for people; scripts get all.
const LISTED: usize = 20;

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let ask_people = args.on_duplicate == OnDuplicate::Ask;
    if ask_people && !session.can_ask() {
        return Err(Error::new(
            crate::error::Code::Usage,
            "--on-duplicate ask needs a terminal to ask on.",
            "--on-duplicate ask 需要终端。",
        )
        .hint("Use skip or import.", "请用 skip 或 import。"));
    }
    let order = Order {
        kind: args.kind,
        file: args.file.clone(),
        map: args.map,
        on_duplicate: args.on_duplicate,
        dry: session.global.dry_run,
    };
    let bar = progress::bar(0, session.out.say("rows", "行"), session.out.quiet || ask_people);
    let lang = session.out.lang;
    let mut ask = |name: &str, candidate: &Candidate| ask_person(session, name, candidate);
    let result = import(&mut desk, &order, &mut ask, &|rows| bar.inc(rows));
    bar.finish_and_clear();
    let (report, applied) = result?;
    if let Some(warning) = &applied.warning {
        session.out.warn(warning);
    }
    let rejects = args.rejects.unwrap_or_else(|| {
        PathBuf::from(match args.file.as_str() {
            "-" => "stdin.rejects.csv".to_owned(),
            file => format!("{file}.rejects.csv"),
        })
    });
    if !report.rejects.is_empty() && !order.dry {
        files::write(&rejects, &rejects_csv(&report, lang))?;
    }
    tell(&report, &rejects, order.dry, session);
    let json = json!({
        "imported": report.imported, "known": report.known, "commit": applied.commit,
        "duplicates": report.twins.iter().map(|twin| json!({
            "row": twin.line, "name": twin.name, "id": twin.candidate.id,
            "owner": twin.candidate.owner, "score": (twin.candidate.score * 10_000.0).round() / 10_000.0,
        })).collect::<Vec<_>>(),
        "rejected": report.rejects.iter().map(|reject| json!({
            "row": reject.line, "reason": reject.reason.message(lang),
        })).collect::<Vec<_>>(),
        "ignored_columns": report.ignored,
    });
    if order.dry && !session.out.is_json() {
        samples(&report, session);
    } else {
        session.out.thing("", &json);
    }
    Ok(())
}

fn ask_person(session: &mut Session, name: &str, candidate: &Candidate) -> bool {
    let words = session.out.say("import all the same? [y/N] ", "仍要导入? [y/N] ").to_owned();
    let (id, known, score) = (&candidate.id, &candidate.name, candidate.score * 100.0);
    let answer = session.out.ask(&format!("{name} ~ {id} {known} ({score:.0}%): {words}"));
    matches!(answer.as_deref().map(str::trim), Some("y" | "Y" | "yes" | "是"))
}

fn tell(report: &Report, rejects: &std::path::Path, dry: bool, session: &Session) {
    let out = &session.out;
    let lang = out.lang;
    for (en, zh) in &report.notes {
        out.talk(lang.pick(en, zh));
    }
    for twin in report.twins.iter().take(LISTED) {
        let candidate = &twin.candidate;
        let score = candidate.score * 100.0;
        out.talk(&match lang {
            Lang::En => format!(
                "row {}: {} looks like {} {} ({score:.0}%, {})",
                twin.line, twin.name, candidate.id, candidate.name, candidate.owner
            ),
            Lang::Zh => format!(
                "第 {} 行: {} 与 {} {} 相似 ({score:.0}%, {})",
                twin.line, twin.name, candidate.id, candidate.name, candidate.owner
            ),
        });
    }
    for reject in report.rejects.iter().take(LISTED) {
        let reason = reject.reason.message(lang);
        out.talk(&match lang {
            Lang::En => format!("row {}: {reason}", reject.line),
            Lang::Zh => format!("第 {} 行: {reason}", reject.line),
        });
    }
    if !report.ignored.is_empty() {
        let names = report.ignored.join(", ");
        out.talk(&match lang {
            Lang::En => format!("Columns left out: {names}"),
            Lang::Zh => format!("未使用的列: {names}"),
        });
    }
    let (made, known, twins, wrong) =
        (report.imported, report.known, report.twins.len(), report.rejects.len());
    let would = if dry { lang.pick("Would import", "将导入") } else { lang.pick("Imported", "已导入") };
    out.talk(&match lang {
        Lang::En => {
            format!("{would} {made}; {known} known already, {twins} look-alikes left out, {wrong} rejected.")
        }
        Lang::Zh => format!("{would} {made} 条; 已存在 {known} 条, 相似未导入 {twins} 条, 拒绝 {wrong} 条。"),
    });
    if wrong > 0 && !dry {
        let file = rejects.display();
        out.talk(&match lang {
            Lang::En => {
                format!("The rejected rows and their reasons are in {file}; mend them and import that file.")
            }
            Lang::Zh => format!("被拒绝的行及原因在 {file}; 修正后可再次导入。"),
        });
    }
}

/// The first rows as the records they would become.
fn samples(report: &Report, session: &mut Session) {
    let mut table = Table::new([session.out.say("Field", "字段"), session.out.say("Value", "值")]);
    for (id, fields) in &report.samples {
        table.push(vec![quoted(id.as_str()).replace('"', ""), String::new()]);
        for (name, value) in fields {
            match value {
                Value::Map(map) => map.iter().for_each(|(key, value)| {
                    table.push(vec![format!("  {name}.{key}"), value.flat_text()]);
                }),
                value => table.push(vec![format!("  {name}"), value.flat_text()]),
            }
        }
    }
    let json: Json = report.samples.iter().map(|(_, fields)| Json::Object(map_to_json(fields))).collect();
    session.out.rows(&table, &json);
}

fn rejects_csv(report: &Report, lang: Lang) -> Vec<u8> {
    let mut columns = report.columns.clone();
    columns.push(lang.pick("row", "行").to_owned());
    columns.push(lang.pick("reason", "原因").to_owned());
    let width = report.columns.len();
    let rows = report.rejects.iter().map(|reject| {
        let mut cells = reject.cells.clone();
        cells.resize(width, String::new());
        cells.push(reject.line.to_string());
        cells.push(reject.reason.message(lang).to_owned());
        cells
    });
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = csv_cells::write(&columns, rows, &mut out, b',');
    out
}
