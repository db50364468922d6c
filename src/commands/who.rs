//! `kehu who`

use serde_json::{Value as Json, json};

use crate::error::{Lang, Result};
use crate::model::access::Why;
use crate::ops::share;
use crate::output::table::Table;
use crate::session::Session;

/// Arguments of `kehu who`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Id, the start of one, or an exact name, phone, email or website
    id: String,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let (_, seers) = share::who(&desk, &args.id)?;
    session.tell_followed(&desk);
    let lang = session.out.lang;
    let mut table = Table::new([
        session.out.say("Person", "人员"),
        session.out.say("Name", "姓名"),
        session.out.say("Why", "原因"),
        session.out.say("May change", "可更改"),
    ]);
    for seer in &seers {
        let edit = if seer.why.may_edit() { lang.pick("yes", "是") } else { lang.pick("no", "否") };
        table.push(vec![seer.person.clone(), seer.name.clone(), words(&seer.why, lang), edit.to_owned()]);
    }
    let json: Json = seers
        .iter()
        .map(|seer| {
            let until = match &seer.why {
                Why::Shared { until, .. } => until.clone(),
                _ => None,
            };
            json!({
                "person": seer.person, "name": seer.name, "why": word(&seer.why), "edit": seer.why.may_edit(),
                "until": until,
            })
        })
        .collect();
    session.out.rows(&table, &json);
    Ok(())
}

fn word(why: &Why) -> &'static str {
    match why {
        Why::Owner | Why::Subject => "owner",
        Why::Superior => "superior",
        Why::Nobodys => "no owner",
        Why::Shared { .. } => "shared",
        Why::Role { .. } => "role",
        Why::Awaited => "waits for them",
        Why::Knowledge => "knowledge",
        Why::Open => "open",
    }
}

fn words(why: &Why, lang: Lang) -> String {
    match why {
        Why::Owner => lang.pick("owner", "客户经理").to_owned(),
        Why::Subject => lang.pick("it is about them", "本人的记录").to_owned(),
        Why::Superior => lang.pick("superior of the owner", "经理的上司").to_owned(),
        Why::Nobodys => lang.pick("nobody owns it", "没有经理").to_owned(),
        Why::Shared { until: Some(day), .. } => match lang {
            Lang::En => format!("shared until {day}"),
            Lang::Zh => format!("共享至 {day}"),
        },
        Why::Shared { until: None, .. } => lang.pick("shared", "共享").to_owned(),
        Why::Role { role, .. } => match lang {
            Lang::En => format!("role {role}"),
            Lang::Zh => format!("角色 {role}"),
        },
        Why::Awaited => lang.pick("it waits for them", "待其办理").to_owned(),
        Why::Knowledge => lang.pick("shared as knowledge", "共享为知识").to_owned(),
        Why::Open => lang.pick("open to everybody", "对所有人开放").to_owned(),
    }
}
