//! `kehu gantt`

use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::ops::schedule::{Piece, Schedule, schedule};
use crate::output::Format;
use crate::output::gantt::{Bar, Gantt};
use crate::output::table::Table;
use crate::session::Session;

/// Arguments of `kehu gantt`.
///
/// The critical path by the days planned and what comes after what; a page with `--format html`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The project, or a piece of its work: id, start of one, or name
    id: String,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let found = schedule(&desk, &args.id)?;
    session.tell_followed(&desk);
    let lang = session.out.lang;
    let label = lang.pick(&found.kind.label.en, &found.kind.label.zh);
    let standing = found.standing(lang).into_iter().map(|(label, value)| format!("{label} {value}"));
    let gantt = Gantt {
        title: found.record.title(found.kind).to_owned(),
        subtitle: [format!("{label} {}", found.record.id)]
            .into_iter()
            .chain(standing)
            .collect::<Vec<_>>()
            .join(" · "),
        lang,
        today: desk.today(),
        bars: found.pieces.iter().map(bar).collect(),
        notes: found.notes(lang),
    };
    let out = &mut session.out;
    match out.format {
        Format::Table => {
            let text = gantt.to_text(out.width, out.colour);
            out.thing(&text, &Json::Null);
        }
        Format::Json | Format::Yaml => out.thing("", &json(&found)),
        Format::Csv => out.rows(&table(&found, lang), &Json::Null),
        Format::Md => {
            let text = gantt.to_markdown(&table(&found, lang));
            out.thing(&text, &Json::Null);
        }
        Format::Html => {
            let text = gantt.to_page(&table(&found, lang));
            out.thing(&text, &Json::Null);
        }
    }
    Ok(())
}

fn bar(piece: &Piece) -> Bar {
    let work = &piece.work;
    Bar {
        code: work.code.clone(),
        name: work.title.clone(),
        start: work.start.or(work.started),
        due: work.due.or(work.finished),
        progress: work.progress,
        critical: piece.critical,
        late: piece.late,
        whole: work.whole,
    }
}

fn table(found: &Schedule<'_>, lang: crate::error::Lang) -> Table {
    let say = |en: &'static str, zh: &'static str| lang.pick(en, zh);
    let mut table = Table::new([
        say("WBS", "WBS"),
        say("Name", "名称"),
        say("Start", "开始"),
        say("Due", "完成"),
        say("Progress", "进度"),
        say("Slack (days)", "时差 (天)"),
        say("Critical", "关键"),
        say("Late", "逾期"),
        say("Who", "执行人"),
        say("Id", "编号"),
    ]);
    let yes = |flag: bool| if flag { say("yes", "是") } else { "" }.to_owned();
    for Piece { work, slack, critical, late, .. } in &found.pieces {
        let day = |day: Option<crate::model::date::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        table.push(vec![
            work.code.clone(),
            work.title.clone(),
            day(work.start),
            day(work.due),
            format!("{}%", work.progress),
            slack.map(|slack| slack.to_string()).unwrap_or_default(),
            yes(*critical),
            yes(*late),
            work.who.join(", "),
            work.id.clone(),
        ]);
    }
    for right in [4, 5] {
        if let Some(column) = table.columns.get_mut(right) {
            column.right = true;
        }
    }
    table
}

fn json(found: &Schedule<'_>) -> Json {
    let day = |day: Option<crate::model::date::Date>| day.map(|day| day.to_string());
    let works: Vec<Json> = found
        .pieces
        .iter()
        .map(|Piece { work, slack, critical, late, early }| {
            json!({
                "id": work.id, "code": work.code, "name": work.title, "start": day(work.start), "due": day(work.due),
                "started": day(work.started), "finished": day(work.finished), "progress": work.progress,
                "hours": work.weight, "who": work.who, "after": work.after, "sum": work.whole, "slack": slack,
                "critical": critical, "late": late, "begins_too_early": early,
            })
        })
        .collect();
    json!({
        "id": found.record.id.as_str(), "kind": found.kind.name, "name": found.record.title(found.kind),
        "progress": found.progress, "start": day(found.start), "due": day(found.due), "expected": day(found.expected),
        "critical_path": found.pieces.iter().filter(|one| one.critical).map(|one| one.work.id.as_str()).collect::<Vec<_>>(),
        "work": works,
    })
}
