//! `kehu save`

use crate::error::Result;
use crate::ops::save;
use crate::session::Session;

/// Arguments of `kehu save`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files or folders of the book; all edits when none is named
    paths: Vec<String>,
    /// Words for the commit
    #[arg(short, long)]
    message: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk_to_mend()?;
    let applied = save::save(&mut desk, &args.paths, args.message.as_deref(), session.global.dry_run)?;
    let count = applied.intent.draft.changes.len();
    session.written(&desk, &applied, &format!("Saved {count} files"), &format!("已保存 {count} 个文件"))
}
