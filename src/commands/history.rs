//! `kehu history`

use serde_json::{Value as Json, json};

use crate::error::{Lang, Result};
use crate::model::kind::Kind;
use crate::model::value::Value;
use crate::ops::Desk;
use crate::ops::past::{self, Event};
use crate::output::labels;
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
    let (kind, events) = match &args.id {
        Some(id) => past::history(&desk, id, args.limit).map(|(kind, events)| (Some(kind), events))?,
        None => (None, past::recent(&desk, args.limit)?),
    };
    let lang = session.out.lang;
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
            verb(&event.verb, lang).to_owned(),
        ];
        let mut lines: Vec<String> =
            event.changes.iter().map(|change| words(change, &desk, kind, lang)).collect();
        if lines.is_empty() {
            lines.push(subject(event.step.message.lines().next().unwrap_or_default(), &desk, lang));
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

/// The subject of a commit, with the kind it begins with in the user's language.
fn subject(line: &str, desk: &Desk, lang: Lang) -> String {
    match line.split_once(": ").and_then(|(name, rest)| Some((desk.kinds.get(name)?, rest))) {
        Some((kind, rest)) => format!("{}: {rest}", lang.pick(&kind.label.en, &kind.label.zh)),
        None => line.to_owned(),
    }
}

/// `phone: 021-1 → 021-2`, with labels in the user's language.
fn words(change: &past::FieldChange, desk: &Desk, kind: Option<&Kind>, lang: Lang) -> String {
    let (name, rest) = change.field.split_once('.').unwrap_or((&change.field, ""));
    let entry = matches!((&change.old, &change.new), (Some(Value::Map(_)), _) | (_, Some(Value::Map(_))));
    let journal = desk.kinds.get(name).filter(|_| entry);
    let label = match (journal, kind) {
        (Some(journal), _) => lang.pick(&journal.label.en, &journal.label.zh).to_owned(),
        (None, Some(kind)) if rest.is_empty() => labels::column(kind, name, lang).to_owned(),
        (None, Some(kind)) => format!("{}.{rest}", labels::column(kind, name, lang)),
        (None, None) => change.field.clone(),
    };
    let ty = kind.and_then(|kind| kind.field_at(&change.field)).map(|at| at.ty);
    let text = |value: &Option<Value>| match value {
        Some(value) if journal.is_none() => labels::value(ty, value, lang),
        value => told(value),
    };
    match (&change.old, &change.new) {
        (None, _) => format!("{label}: {}", text(&change.new)),
        (_, None) => format!("{label}: {} → ∅", text(&change.old)),
        _ => format!("{label}: {} → {}", text(&change.old), text(&change.new)),
    }
}

/// A verb as people say it.
fn verb(word: &str, lang: Lang) -> &str {
    const SAID: &[(&str, &str)] = &[
        ("init", "建立"),
        ("new", "新建"),
        ("set", "更改"),
        ("edit", "编辑"),
        ("rm", "停用"),
        ("log", "联系"),
        ("score", "评估"),
        ("plan", "计划"),
        ("pay", "收付"),
        ("handover", "移交"),
        ("accept", "接收"),
        ("decline", "退回"),
        ("attach", "归档"),
        ("share", "共享"),
        ("unshare", "取消共享"),
        ("import", "导入"),
        ("save", "保存"),
        ("undo", "撤回"),
        ("merge", "合并"),
        ("unmerge", "拆分"),
        ("distinct", "非重复"),
    ];
    SAID.iter().find(|(en, _)| *en == word).map_or(word, |(en, zh)| lang.pick(en, zh))
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
