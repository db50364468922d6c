//! `kehu sync`

use crate::error::Result;
use crate::ops::sync::{Order, sync};
use crate::session::Session;

/// Arguments of `kehu sync`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The remote to sync with; without one the branch's own, the only one, or origin
    remote: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    desk.book.set_merge_driver()?;
    let (dry, quiet) = (session.global.dry_run, session.global.quiet);
    let synced = sync(&mut desk, &Order { remote: args.remote, dry, quiet })?;
    session.synced(&synced);
    Ok(())
}
