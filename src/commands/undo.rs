//! `kehu undo`

use crate::error::Result;
use crate::ops::undo;
use crate::session::Session;

/// Arguments of `kehu undo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The commit to take back; without one, the last command
    commit: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk_to_mend()?;
    let applied = undo::undo(&mut desk, args.commit.as_deref(), session.global.dry_run)?;
    let subject = applied.intent.draft.message.subject.trim_start_matches("undo: ").to_owned();
    session.written(&desk, &applied, &format!("Took back: {subject}"), &format!("已撤回: {subject}"))
}
