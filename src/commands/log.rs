//! `kehu log`

use crate::error::{Code, Error, Result};
use crate::model::input::{Assignment, Change};
use crate::ops::{journal, typed};
use crate::session::Session;

/// Arguments of `kehu log`.
///
/// Here `--at WHEN` says when the contact was: `--at "yesterday 14:30"`.
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
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let text = match &args.text[..] {
        [] => String::new(),
        [one] => typed::text(one)?,
        words => words.join(" "),
    };
    if text.trim().is_empty() {
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
    let mut words = vec![word("type", kind), word("text", &text)];
    words.extend(at.map(|at| word("at", &at)));
    words.extend(args.with.map(|with| word("with", &with)));
    if let Some([date, what]) = args.next.as_deref() {
        words.push(word("next_date", date));
        words.push(word("next", what));
    }
    let applied = journal::log(&mut desk, &args.id, &words, session.global.dry_run)?;
    let id = applied.intent.touched.first().map(|t| t.id.clone()).unwrap_or_default();
    session.written(&desk, &applied, &format!("Logged with {id}"), &format!("已记录到 {id}"))
}
