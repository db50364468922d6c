//! `kehu progress`

use serde_json::json;

use crate::error::{Lang, Result};
use crate::ops::progress::{self, Report, Told};
use crate::ops::typed;
use crate::session::Session;

/// Arguments of `kehu progress`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The piece of work: id, start of one, or name
    work: String,
    /// How far it is, 0 to 100
    percent: String,
    /// What was done; @file reads a file, - standard input
    text: Vec<String>,
    /// Hours spent since the last report
    #[arg(long, value_name = "N")]
    hours: Option<String>,
    /// The day it began or was done; today when not said
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let text = match &args.text[..] {
        [one] => typed::text(one)?,
        words => words.join(" "),
    };
    let mut desk = session.desk()?;
    let Args { work, percent, hours, on, .. } = args;
    let report = Report { work, percent, text, spent: hours, on, dry: session.global.dry_run };
    let (applied, told) = progress::report(&mut desk, &report)?;
    let (id, title) = &told.work;
    let (before, now) = (told.before, told.now);
    let (en, zh) = match before == now {
        true => (format!("{title} ({id}) stays at {now}%"), format!("{title} ({id}) 仍为 {now}%")),
        false => {
            (format!("{title} ({id}): {before}% → {now}%"), format!("{title} ({id}): {before}% → {now}%"))
        }
    };
    let whole = told.whole.as_ref().map(|(id, _, percent)| json!({"id": id, "progress": percent}));
    let waits: Vec<_> = told.waits.iter().map(|(id, name)| json!({"id": id, "name": name})).collect();
    let more = [
        ("progress", json!(now)),
        ("finished", json!(told.finished.map(|day| day.to_string()))),
        ("whole", json!(whole)),
        ("waits_for", json!(waits)),
    ];
    session.written_with(&desk, &applied, &en, &zh, &more)?;
    tell(&told, session);
    Ok(())
}

/// How far the whole is, and what should have been done before.
fn tell(told: &Told, session: &Session) {
    let out = &session.out;
    if let Some((id, title, percent)) = &told.whole {
        out.talk(&match out.lang {
            Lang::En => format!("  {title} ({id}) is at {percent}%"),
            Lang::Zh => format!("  {title} ({id}) 总进度 {percent}%"),
        });
    }
    for (id, title) in &told.waits {
        out.talk(&match out.lang {
            Lang::En => format!("  note: {title} ({id}) should be done before, and is not"),
            Lang::Zh => format!("  注意: 前置任务 {title} ({id}) 尚未完成"),
        });
    }
}
