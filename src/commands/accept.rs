//! `kehu accept`

use crate::error::Result;
use crate::ops::handover::{self, Answer};
use crate::session::Session;

/// Arguments of `kehu accept`.
///
/// Without an id the handovers that wait for you are listed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Customers, or ids of handovers
    ids: Vec<String>,
    /// All that wait for you
    #[arg(long, conflicts_with = "ids")]
    all: bool,
    /// Just those from this person
    #[arg(long, value_name = "FROM")]
    from: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    if args.ids.is_empty() && !args.all {
        let waiting = handover::waiting(&desk, args.from.as_deref())?;
        session.waiting(&waiting);
        return Ok(());
    }
    let order = Answer { ids: args.ids, from: args.from, dry: session.global.dry_run };
    let (answered, applied) = handover::accept(&mut desk, &order)?;
    session.told_answer(&desk, &applied, &answered, "Accepted", "已接收")
}
