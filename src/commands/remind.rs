//! `kehu remind`

use std::path::Path;

use crate::error::{Code, Error, Result};
use crate::ops::today::Wanted;
use crate::ops::{due, files};
use crate::output::calendar;
use crate::session::Session;
use crate::session::agenda::events;

/// Arguments of `kehu remind`.
///
/// For cron: prints the plans that are overdue or due within some days. Like grep it ends with 0 when there are any and
/// with 1, in silence, when there are none. It remembers nothing, so it may run twice.
/// `0 8 * * 1-5  kehu -C ~/book remind --days 1 | mail -E -s "kehu" me`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many days ahead to look; 0 for what is due today
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u32).range(0..=366))]
    days: u32,
    /// The plans of somebody else
    #[arg(long, value_name = "PERSON", conflicts_with = "all")]
    who: Option<String>,
    /// The plans of everybody
    #[arg(long)]
    all: bool,
    /// Write them as a calendar (RFC 5545); - for standard output
    #[arg(long, value_name = "FILE")]
    ics: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let who = match (&args.who, args.all) {
        (_, true) => None,
        (Some(typed), _) => Some(desk.link_target("person", typed)?),
        (None, false) => Some(desk.stamp_by()?),
    };
    let name = match &who {
        Some(who) => format!("kehu: {who}"),
        None => "kehu".to_owned(),
    };
    let plans = due::due_plans(&desk, &Wanted { who, days: args.days, limit: usize::MAX })?.rows;
    let calendar = || calendar::write(&name, &events(&plans));
    match args.ics.as_deref() {
        Some("-") => session.out.bytes(&calendar()),
        Some(file) if !session.global.dry_run => files::write(Path::new(file), &calendar())?,
        _ => {}
    }
    if args.ics.as_deref() != Some("-") {
        session.due(&plans, desk.context.now.date_naive(), args.all);
    }
    if plans.is_empty() { Err(Error::new(Code::Nothing, "", "")) } else { Ok(()) }
}
