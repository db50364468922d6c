//! `kehu unshare`

use crate::error::Result;
use crate::ops::share;
use crate::session::Session;

/// Arguments of `kehu unshare`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The customer: id, start of one, name, phone, email or website
    id: String,
    /// The colleague who is not to see it any more
    person: String,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let applied = share::unshare(&mut desk, &args.id, &args.person, session.global.dry_run)?;
    let id = applied.intent.touched.first().map(|t| t.id.clone()).unwrap_or_default();
    let person = &args.person;
    session.written(
        &desk,
        &applied,
        &format!("{id} is not shared with {person} any more"),
        &format!("{id} 不再共享给 {person}"),
    )
}
