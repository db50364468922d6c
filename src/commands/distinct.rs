//! `kehu distinct`

use crate::error::Result;
use crate::ops::distinct;
use crate::session::Session;

/// Arguments of `kehu distinct`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One of the two
    a: String,
    /// The other
    b: String,
    /// Why they are two
    #[arg(long)]
    reason: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let applied =
        distinct::set_apart(&mut desk, &args.a, &args.b, args.reason.as_deref(), session.global.dry_run)?;
    session.written(
        &desk,
        &applied,
        &format!("Recorded that {} and {} are two", args.a, args.b),
        &format!("已记录: {} 和 {} 不是同一家", args.a, args.b),
    )
}
