//! `kehu today`

use crate::error::Result;
use crate::ops::today::{self, Wanted};
use crate::session::Session;

/// Arguments of `kehu today`.
///
/// Plans that are overdue, those of today and of the next days, requests you are to solve, your customers nobody
/// talked with for longer than `[[quiet]]` in kehu.toml allows, and birthdays of your contacts.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What everybody has to do, with counts by person
    #[arg(long, conflicts_with = "who")]
    team: bool,
    /// What somebody else has to do
    #[arg(long, value_name = "PERSON")]
    who: Option<String>,
    /// How many days ahead to look
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u32).range(0..=366))]
    days: u32,
    /// At most so many lines in each section
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let desk = session.desk()?;
    let who = match (&args.who, args.team) {
        (_, true) => None,
        (Some(typed), _) => Some(desk.link_target("person", typed)?),
        (None, false) => Some(desk.stamp_by()?),
    };
    let wanted = Wanted { who: who.clone(), days: args.days, limit: args.limit };
    let found = today::today(&desk, &wanted)?;
    session.agenda(&desk, &found, who.as_deref().unwrap_or_default());
    Ok(())
}
