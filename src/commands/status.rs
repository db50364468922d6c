//! `kehu status`

use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::ops::{collisions, conflicts, save};
use crate::output::table::Table;
use crate::session::Session;
use crate::session::collided::{collision_table, collisions_json, settling};
use crate::session::disputed::{conflict_table, conflicts_json};

/// Arguments of `kehu status`.
#[derive(Debug, clap::Args)]
pub struct Args {}

pub(super) fn run(_args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk_to_mend()?;
    let edited = save::edited_and_seen(&desk)?;
    let lang = session.out.lang;
    let mut table = Table::new([
        session.out.say("File", "文件"),
        session.out.say("Edit", "修改"),
        session.out.say("Problem", "问题"),
    ]);
    let mut rows = Vec::new();
    for file in &edited {
        let problem = file.problem.as_ref().map(|error| error.message(lang).to_owned());
        let word = match file.edit.word() {
            "new" => session.out.say("new", "新增"),
            "removed" => session.out.say("removed", "删除"),
            _ => session.out.say("changed", "更改"),
        };
        table.push(vec![file.path.clone(), word.to_owned(), problem.clone().unwrap_or_default()]);
        rows.push(json!({
            "path": file.path,
            "edit": file.edit.word(),
            "kind": file.record.as_ref().map(|(kind, _)| kind),
            "id": file.record.as_ref().map(|(_, id)| id),
            "problem": problem,
        }));
    }
    if edited.is_empty() {
        session.out.talk(session.out.say("No hand edits.", "没有手工修改。"));
    }
    // A book whose schemas cannot be read has no index to ask.
    let disputed = match desk.schema_problem {
        Some(_) => Vec::new(),
        None => conflicts::all(&desk)?,
    };
    let collided = match desk.schema_problem {
        Some(_) => Vec::new(),
        None => collisions::waiting(&desk, None)?,
    };
    let halfway = desk.book.halfway();
    if session.out.is_json() {
        let (conflicts, collisions) = (conflicts_json(&disputed), collisions_json(&collided));
        let halfway = halfway.map(|git| json!({"doing": git.doing, "finish": git.finish, "drop": git.drop}));
        session.out.json(&json!({
            "edits": rows, "conflicts": conflicts, "collisions": collisions, "halfway": halfway,
        }));
        return Ok(());
    }
    if !edited.is_empty() || (disputed.is_empty() && collided.is_empty()) {
        session.out.rows(&table, &Json::Null);
    }
    if !disputed.is_empty() {
        session.out.talk(session.out.say("In conflict:", "存在冲突:"));
        session.out.rows(&conflict_table(&disputed, lang), &Json::Null);
        session.out.talk(session.out.say("`kehu resolve ID` settles them.", "用 `kehu resolve 编号` 解决。"));
    }
    let (booked, alike): (Vec<_>, Vec<_>) = collided.into_iter().partition(|one| one.booked);
    for (all, en, zh) in
        [(alike, "Made twice, it seems:", "疑似重复建立:"), (booked, "Booked twice:", "重复预订:")]
    {
        if all.is_empty() {
            continue;
        }
        session.out.talk(session.out.say(en, zh));
        session.out.rows(&collision_table(&all, lang), &Json::Null);
        let person = Some(desk.context.me.as_str());
        for line in all.iter().flat_map(|one| settling(one, person, lang)) {
            session.out.talk(&line);
        }
    }
    if let Some(halfway) = halfway {
        let told = halfway.refused();
        session.out.talk(told.message(lang));
        session.out.talk(told.advice(lang));
        return Ok(());
    }
    let wrong: Vec<&str> =
        edited.iter().filter_map(|file| Some(file.problem.as_ref()?.message(lang))).collect();
    if !wrong.is_empty() {
        session.out.talk(
            session
                .out
                .say("`kehu save` refuses until these are mended:", "以下问题修正后 `kehu save` 才能提交:"),
        );
        wrong.iter().for_each(|line| session.out.talk(&format!("  {line}")));
    } else if !edited.is_empty() {
        session.out.talk(session.out.say("`kehu save` commits these.", "`kehu save` 提交这些修改。"));
    }
    Ok(())
}
