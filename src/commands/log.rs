//! `kehu log`

use serde_json::json;

use crate::error::{Code, Error, Result};
use crate::model::input::{Assignment, Change};
use crate::ops::journal::{self, Note};
use crate::ops::{plans, typed};
use crate::session::Session;
use crate::session::planned::plan_json;

/// Arguments of `kehu log`.
///
/// Here `--at WHEN` says when the contact was: `--at "yesterday 14:30"`. With --done and no text, what was planned is
/// what was done.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The customer: id, start of one, name, phone, email or website
    id: String,
    /// What was said and done; @file reads a file, - standard input
    text: Vec<String>,
    /// A telephone call
    #[arg(long, group = "type")]
    call: bool,
    /// A visit
    #[arg(long, group = "type")]
    visit: bool,
    /// A mail
    #[arg(long, group = "type")]
    email: bool,
    /// A note (the default)
    #[arg(long, group = "type")]
    note: bool,
    /// Whom you talked with
    #[arg(long, value_name = "CONTACT")]
    with: Option<String>,
    /// The next step: when and what
    #[arg(long, num_args = 2, value_names = ["DATE", "TEXT"])]
    next: Option<Vec<String>>,
    /// The plan that is done by it: its id, or four letters of it; your earliest when none is named
    #[arg(long, value_name = "PLAN", num_args = 0..=1, default_missing_value = "")]
    done: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut text = match &args.text[..] {
        [] => String::new(),
        [one] => typed::text(one)?,
        words => words.join(" "),
    };
    // `--done "called him"`: what stands there is no id, so it is what was said.
    let mut done = args.done.map(|plan| Some(plan).filter(|plan| !plan.is_empty()));
    if let Some(named) = &mut done
        && text.trim().is_empty()
        && let Some(said) = named.take_if(|plan| !plans::is_start(plan))
    {
        text = typed::text(&said)?;
    }
    if text.trim().is_empty() && done.is_none() {
        return Err(Error::new(
            Code::MissingField,
            "There is nothing to log: say what was said and done.",
            "没有内容: 请写明联系情况。",
        )
        .hint("kehu log jinke --call \"Asked for a quote\"", "kehu log jinke --call \"客户要求报价\""));
    }
    let (mut desk, at) = session.desk_now()?;
    let word =
        |path: &str, value: &str| Assignment { path: path.to_owned(), change: Change::Set(value.to_owned()) };
    let kind = [("call", args.call), ("visit", args.visit), ("email", args.email), ("note", true)];
    let kind = kind.iter().find(|(_, wanted)| *wanted).map_or("note", |(name, _)| name);
    let mut words = vec![word("type", kind)];
    words.extend((!text.trim().is_empty()).then(|| word("text", &text)));
    words.extend(at.map(|at| word("at", &at)));
    words.extend(args.with.map(|with| word("with", &with)));
    let mut next = None;
    if let Some([date, what]) = args.next.as_deref() {
        words.push(word("next_date", date));
        words.push(word("next", what));
        next = Some((date.clone(), what.clone()));
    }
    let note = Note { words, done, next };
    let (moved, applied) = journal::log(&mut desk, &args.id, &note, session.global.dry_run)?;
    let id = applied.intent.touched.first().map(|t| t.id.clone()).unwrap_or_default();
    let (mut en, mut zh) = (format!("Logged with {id}"), format!("已记录到 {id}"));
    if let Some(done) = &moved.done {
        en.push_str(&format!("; done: {}", done.text));
        zh.push_str(&format!("; 已完成: {}", done.text));
    }
    for next in &moved.next {
        en.push_str(&format!("; next on {}", next.date));
        zh.push_str(&format!("; 下次 {}", next.date));
    }
    let more = [
        ("done", json!(moved.done.as_ref().map(|plan| &plan.id))),
        ("plans", moved.next.iter().map(plan_json).collect()),
    ];
    session.written_with(&desk, &applied, &en, &zh, &more)
}
