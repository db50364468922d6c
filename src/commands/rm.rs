//! `kehu rm`

use crate::error::Result;
use crate::ops::retire;
use crate::session::Session;

/// Arguments of `kehu rm`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Records
    #[arg(required = true)]
    ids: Vec<String>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let applied = retire::retire(&mut desk, &args.ids, args.reason.as_deref(), session.global.dry_run)?;
    let names = applied.intent.touched.iter().map(|t| t.id.as_str()).collect::<Vec<_>>().join(", ");
    session.written(
        &desk,
        &applied,
        &format!("Retired {names}; `kehu undo` brings it back"),
        &format!("已停用 {names}; 可用 `kehu undo` 恢复"),
    )
}
