//! `kehu plan`

use crate::error::{Code, Error, Result};
use crate::ops::plans::{self, Wish};
use crate::session::Session;

/// Arguments of `kehu plan`.
///
/// `kehu plan jinke friday "call about the quote"` plans a contact, `kehu log jinke "…" --done` marks it as done,
/// `kehu plan --move rktm +3d` gives it another day and `kehu plan --drop rktm "they closed"` gives it up.
/// `kehu list plan open:yes` lists what is open, `kehu today` what is due.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The customer, the day and what is to be done; with --move the day, with --drop the reason
    #[arg(value_names = ["ID", "DATE", "TEXT"])]
    words: Vec<String>,
    /// Who is to do it; you when nobody is named
    #[arg(long, value_name = "PERSON", conflicts_with_all = ["shift", "drop"])]
    who: Option<String>,
    /// How it comes again: weekly, monthly, "every 2 weeks", 每季度, or a rule of RFC 5545
    #[arg(long, value_name = "RULE", conflicts_with_all = ["shift", "drop"])]
    repeat: Option<String>,
    /// Give an open plan another day
    #[arg(long = "move", value_name = "PLAN", conflicts_with = "drop")]
    shift: Option<String>,
    /// Give an open plan up
    #[arg(long, value_name = "PLAN")]
    drop: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let dry = session.global.dry_run;
    if let Some(plan) = &args.drop {
        let mut desk = session.desk()?;
        let (made, applied) = plans::drop(&mut desk, plan, &args.words.join(" "), dry)?;
        return session.told_plan(&desk, &applied, &made, "Dropped the plan of", "已取消计划");
    }
    if let Some(plan) = &args.shift {
        let [date] = &args.words[..] else { return Err(misused("kehu plan --move rktm +3d")) };
        let mut desk = session.desk()?;
        let (made, applied) = plans::shift(&mut desk, plan, date, dry)?;
        return session.told_plan(&desk, &applied, &made, "Moved the plan to", "计划改到");
    }
    let [id, date, text @ ..] = &args.words[..] else { return Err(misused(EXAMPLE)) };
    if text.is_empty() {
        return Err(misused(EXAMPLE));
    }
    let wish = Wish { date: date.clone(), text: text.join(" "), who: args.who, repeat: args.repeat };
    let mut desk = session.desk()?;
    let (made, applied) = plans::make(&mut desk, id, &wish, dry)?;
    session.told_plan(&desk, &applied, &made, "Planned for", "已计划")
}

const EXAMPLE: &str = "kehu plan jinke +7d \"call about the quote\"";

fn misused(example: &str) -> Error {
    Error::new(
        Code::Usage,
        "A plan needs a customer, a day and what is to be done.",
        "计划须有客户、日期和内容。",
    )
    .hint(format!("For example: {example}"), format!("例如: {example}"))
}
