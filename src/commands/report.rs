//! `kehu report`

use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::output::Format;
use crate::output::table::Table;
use crate::reports::file::{Report, Takes};
use crate::reports::versus::versus;
use crate::reports::{Asked, Library, Typed};
use crate::session::Session;

/// Arguments of `kehu report`.
///
/// Without a name all reports are listed; `kehu report NAME --about` tells what one takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The report; without it, all are listed
    name: Option<String>,
    /// What it is asked, as param=value
    #[arg(value_name = "PARAM=VALUE")]
    words: Vec<String>,
    /// Tell what the report is and takes
    #[arg(long, requires = "name")]
    about: bool,
    /// Print its SQL with the parameters filled in
    #[arg(long, requires = "name")]
    sql: bool,
    /// Compare with how it was on a day, or at a commit
    #[arg(long, value_name = "REV|DATE", requires = "name")]
    versus: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let Some(name) = args.name else {
        return list(session);
    };
    let desk = match args.about {
        true => session.desk_to_mend().ok(),
        false => Some(session.desk()?),
    };
    let library = match &desk {
        Some(desk) => Library::of(desk)?,
        None => Library::shipped()?,
    };
    let report = library.find(&name)?;
    if args.about {
        return about(&report, session);
    }
    let Some(desk) = desk else { return Ok(()) };
    let typed = Typed::read(&report, &args.words)?;
    let asked = Asked::new(&desk, &library, &report, &typed, session.out.lang)?;
    if args.sql {
        let sql = asked.filled_sql()?;
        session.out.thing(&sql, &json!({"report": report.name, "sql": sql}));
        return Ok(());
    }
    let mut answer = asked.answer()?;
    if let Some(when) = &args.versus {
        let then = desk.then(when)?;
        let before = Asked::new(&then, &library, &report, &typed, session.out.lang)?.answer()?;
        answer = versus(&answer, &before, &then.today().to_string());
    }
    if let Some(problem) = &answer.problem {
        session.out.warn(problem);
    }
    let sheet = asked.sheet(&answer);
    session.out.sheet(&sheet, &answer.json());
    Ok(())
}

fn list(session: &mut Session) -> Result<()> {
    // The book's language counts when there is a book; the list itself needs none.
    let library = match session.desk_to_mend() {
        Ok(desk) => Library::of(&desk)?,
        Err(_) => Library::shipped()?,
    };
    let names: Vec<String> = library.names().map(str::to_owned).collect();
    let mut json = Vec::new();
    let out = &mut session.out;
    // On a terminal the parameters have a line of their own, so that nothing is cut.
    let lines = out.format == Format::Table;
    let mut table = match lines {
        true => Table::new([
            out.say("Report", "报表"),
            out.say("What it tells, and its parameters", "内容与参数"),
        ]),
        false => Table::new([
            out.say("Report", "报表"),
            out.say("What it tells", "内容"),
            out.say("Parameters", "参数"),
        ]),
    };
    for name in names {
        let report = match library.find(&name) {
            Ok(report) => report,
            Err(problem) => {
                out.warn(&problem);
                continue;
            }
        };
        let parameters = report.parameters.iter().map(|parameter| format!("{}=…", parameter.name));
        let parameters = parameters.collect::<Vec<_>>().join(" ");
        let title = out.say(&report.title.en, &report.title.zh).to_owned();
        if lines {
            table.push(vec![report.name.clone(), title]);
            if !parameters.is_empty() {
                table.push(vec![String::new(), format!("  {parameters}")]);
            }
        } else {
            table.push(vec![report.name.clone(), title, parameters]);
        }
        json.push(json_of(&report));
    }
    out.rows(&table, &Json::Array(json));
    Ok(())
}

fn json_of(report: &Report) -> Json {
    let parameters = report.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "takes": takes(&parameter.takes, "en"),
            "help": {"en": parameter.help.en, "zh": parameter.help.zh},
        })
    });
    json!({
        "name": report.name,
        "own": report.own,
        "title": {"en": report.title.en, "zh": report.title.zh},
        "parameters": parameters.collect::<Vec<_>>(),
    })
}

fn about(report: &Report, session: &mut Session) -> Result<()> {
    let out = &mut session.out;
    let mut text = format!("{}\n", out.say(&report.title.en, &report.title.zh));
    let help = out.say(&report.help.en, &report.help.zh);
    if !help.is_empty() {
        text.push_str(&format!("{help}\n"));
    }
    let mut table = Table::default();
    for label in [out.say("Parameter", "参数"), out.say("Takes", "取值"), out.say("Meaning", "说明")] {
        table.columns.push(crate::output::table::Column { label: label.to_owned(), right: false });
    }
    let lang = out.say("en", "zh").to_owned();
    for parameter in &report.parameters {
        table.push(vec![
            parameter.name.clone(),
            takes(&parameter.takes, &lang),
            out.say(&parameter.help.en, &parameter.help.zh).to_owned(),
        ]);
    }
    if !report.parameters.is_empty() {
        text.push_str(&format!("\n{}", table.to_text(out.width, false)));
    }
    let json = json_of(report);
    out.thing(&text, &json);
    Ok(())
}

fn takes(takes: &Takes, lang: &str) -> String {
    let say = |en: &str, zh: &str| if lang == "zh" { zh.to_owned() } else { en.to_owned() };
    match takes {
        Takes::Words(words) => words.join(" | "),
        Takes::Record(kind) => kind.clone(),
        Takes::Day(Some(default)) => format!("{} ({default})", say("day", "日期")),
        Takes::Day(None) => say("day", "日期"),
        Takes::Number { default: Some(default), .. } => format!("{} ({default})", say("number", "数")),
        Takes::Number { .. } => say("number", "数"),
        Takes::Currency => say("currency", "币种"),
        Takes::Text => say("text", "文字"),
    }
}
