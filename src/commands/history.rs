//! `kehu history`

use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::model::value::Value;
use crate::ops::past::{self, Event};
use crate::output::table::Table;
use crate::session::Session;
use crate::session::written::told;

/// Arguments of `kehu history`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The record; without one, the newest commands of the whole book
    id: Option<String>,
    /// At most so many commits
    #[arg(long, default_value_t = 1000)]
    limit: usize,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let events = match &args.id {
        Some(id) => past::history(&desk, id, args.limit)?.1,
        None => past::recent(&desk, args.limit)?,
    };
    let mut table = Table::new([
        session.out.say("Commit", "提交"),
        session.out.say("When", "时间"),
        session.out.say("By", "操作人"),
        session.out.say("Verb", "命令"),
        session.out.say("Change", "更改"),
    ]);
    for event in &events {
        let start = [
            event.step.commit.to_string().chars().take(8).collect(),
            event.step.at.format("%Y-%m-%d %H:%M").to_string(),
            event.by.clone(),
            event.verb.clone(),
        ];
        let mut lines: Vec<String> = event.changes.iter().map(words).collect();
        if lines.is_empty() {
            lines.push(event.step.message.lines().next().unwrap_or_default().to_owned());
        }
        for (number, line) in lines.into_iter().enumerate() {
            let mut row = if number == 0 { start.to_vec() } else { vec![String::new(); 4] };
            row.push(line);
            table.push(row);
        }
    }
    session.out.rows(&table, &events.iter().map(to_json).collect());
    Ok(())
}

/// `phone: 021-1 -> 021-2`
fn words(change: &past::FieldChange) -> String {
    match (&change.old, &change.new) {
        (None, _) => format!("{}: {}", change.field, told(&change.new)),
        (_, None) => format!("{}: {} → ∅", change.field, told(&change.old)),
        _ => format!("{}: {} → {}", change.field, told(&change.old), told(&change.new)),
    }
}

fn to_json(event: &Event) -> Json {
    let value = |value: &Option<Value>| value.as_ref().map(Value::to_json);
    json!({
        "commit": event.step.commit.to_string(),
        "at": event.step.at.to_rfc3339(),
        "by": event.by,
        "verb": event.verb,
        "changes": event.changes.iter().map(|change| json!({
            "field": change.field, "old": value(&change.old), "new": value(&change.new),
        })).collect::<Vec<_>>(),
    })
}
