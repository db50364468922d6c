//! `kehu check`

use serde_json::{Value as Json, json};

use crate::error::{Code, Error, Result};
use crate::ops::import::check_file;
use crate::ops::lookalike::{self, Look, Verdict};
use crate::ops::typed;
use crate::output::table::Table;
use crate::session::Session;
use crate::session::looked::look_json;

/// Arguments of `kehu check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Any scrap you have (name, short form, pinyin, phone, email, website), or field=value
    #[arg(value_name = "TEXT or FIELD=VALUE")]
    words: Vec<String>,
    /// Check every row of a file (CSV, TSV, XLSX, JSON lines, vCard)
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    from: Option<String>,
    /// Which column is which field, with --from
    #[arg(long, value_name = "COLUMN=FIELD", requires = "from")]
    map: Vec<String>,
    /// Kind to look among
    #[arg(long, default_value = "customer")]
    kind: String,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    if let Some(file) = &args.from {
        return from_file(&desk, file, &args, session);
    }
    let look = if args.words.iter().any(|word| word.contains('=')) {
        let words = typed::assignments(&args.words)?;
        lookalike::of_words(&desk, &args.kind, &words)?
    } else {
        lookalike::of_text(&desk, &args.kind, &args.words.join(" "))?
    };
    session.looked(&desk, desk.kinds.find(&args.kind)?, &look)?;
    stop(&look)
}

/// Exit 4 when it is a duplicate; the words were said already.
fn stop(look: &Look) -> Result<()> {
    match look.verdict {
        Verdict::Duplicate => Err(Error::new(Code::LookAlike, "", "")),
        _ => Ok(()),
    }
}

fn from_file(desk: &crate::ops::Desk, file: &str, args: &Args, session: &mut Session) -> Result<()> {
    let lang = session.out.lang;
    let mut table = Table::new([
        session.out.say("Row", "行"),
        session.out.say("Name", "名称"),
        session.out.say("Verdict", "结论"),
        session.out.say("Looks like", "相似客户"),
        session.out.say("Owner", "经理"),
        session.out.say("Score", "相似度"),
    ]);
    let mut duplicates = 0;
    let json_lines = session.out.is_json();
    let rows = check_file(desk, &args.kind, file, &args.map)?;
    for row in rows {
        match row.look {
            Ok(look) => {
                duplicates += usize::from(look.verdict == Verdict::Duplicate);
                let best = look.candidates.first();
                if json_lines {
                    let mut json = look_json(&look, lang);
                    if let Json::Object(map) = &mut json {
                        map.shift_insert(0, "row".to_owned(), json!(row.line));
                        map.shift_insert(1, "id".to_owned(), json!(row.id));
                        if !row.problems.is_empty() {
                            let problems = row.problems.iter().map(|problem| problem.message(lang));
                            map.insert("problems".to_owned(), problems.collect());
                        }
                    }
                    session.out.json(&json);
                }
                table.push(vec![
                    row.line.to_string(),
                    row.name,
                    verdict_word(look.verdict, session).to_owned(),
                    best.map(|c| format!("{} {}", c.id, c.name)).unwrap_or_default(),
                    best.map(|c| c.owner.clone()).unwrap_or_default(),
                    best.map(|c| format!("{:.0}%", c.score * 100.0)).unwrap_or_default(),
                ]);
            }
            Err(error) => {
                if json_lines {
                    let message = error.message(lang);
                    session.out.json(&json!({"row": row.line, "id": row.id, "error": message}));
                }
                table.push(vec![
                    row.line.to_string(),
                    row.name,
                    session.out.say("bad row", "错误行").to_owned(),
                    error.message(lang).to_owned(),
                    String::new(),
                    String::new(),
                ]);
            }
        }
    }
    if !json_lines {
        session.out.rows(&table, &Json::Null);
    }
    if duplicates > 0 {
        return Err(Error::new(
            Code::LookAlike,
            format!("{duplicates} rows look like customers that exist."),
            format!("{duplicates} 行与已有客户重复。"),
        ));
    }
    Ok(())
}

fn verdict_word(verdict: Verdict, session: &Session) -> &'static str {
    let lang = session.out.lang;
    match verdict {
        Verdict::Duplicate => lang.pick("duplicate", "重复"),
        Verdict::Possible => lang.pick("possible", "可能"),
        Verdict::New => lang.pick("new", "新客户"),
    }
}
