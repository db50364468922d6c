//! `kehu report`

use serde_json::json;

use crate::error::Result;
use crate::output::Format;
use crate::output::table::Table;
use crate::reports::{Params, REPORTS, find};
use crate::session::Session;

/// Arguments of `kehu report`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The report; without it, all are listed
    name: Option<String>,
    /// What it is asked, as param=value
    #[arg(value_name = "PARAM=VALUE")]
    words: Vec<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let Some(name) = args.name else {
        list(session);
        return Ok(());
    };
    // A mistake in the words is told even where there is no book.
    let report = find(&name)?;
    let mut params = Params::read(report, &args.words, session.out.lang)?;
    let desk = session.desk()?;
    params.lang = session.out.lang;
    let answer = (report.answer)(&desk, &params)?;
    session.out.rows(&answer.table(), &answer.json());
    for note in answer.notes() {
        session.out.talk(note);
    }
    if answer.is_empty() {
        session.out.talk(session.out.say("Nothing to report.", "没有可报告的内容。"));
    }
    Ok(())
}

fn list(session: &mut Session) {
    // The book's language counts when there is a book; the list itself needs none.
    let _ = session.desk_to_mend();
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
    for report in REPORTS {
        let names = report.parameters.iter().map(|parameter| format!("{}=…", parameter.name));
        let title = out.say(report.title.0, report.title.1).to_owned();
        let names = names.collect::<Vec<_>>().join(" ");
        if lines {
            table.push(vec![report.name.to_owned(), title]);
            table.push(vec![String::new(), format!("  {names}")]);
        } else {
            table.push(vec![report.name.to_owned(), title, names]);
        }
    }
    let both = |(en, zh): (&str, &str)| json!({"en": en, "zh": zh});
    let json = REPORTS.iter().map(|report| {
        let parameters = report
            .parameters
            .iter()
            .map(|parameter| json!({"name": parameter.name, "help": both(parameter.help)}));
        json!({
            "name": report.name,
            "title": both(report.title),
            "parameters": parameters.collect::<Vec<_>>(),
        })
    });
    let json = json.collect();
    out.rows(&table, &json);
}
