//! `kehu share`

use crate::error::Result;
use crate::ops::share::{self, Order};
use crate::session::Session;

/// Arguments of `kehu share`.
///
/// A customer is seen by its owner and the owner's superiors; this lets another see it too. On a shared clone this is
/// courtesy: whoever has the files can read them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The customer: id, start of one, name, phone, email or website
    id: String,
    /// The colleague who is to see it
    person: String,
    /// Last day of the share
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Let them change it too
    #[arg(long)]
    edit: bool,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let Args { id, person, until, edit } = args;
    let order = Order { record: id, person, until, edit, dry: session.global.dry_run };
    let applied = share::share(&mut desk, &order)?;
    let id = applied.intent.touched.first().map(|t| t.id.clone()).unwrap_or_default();
    let person = &order.person;
    session.written(
        &desk,
        &applied,
        &format!("Shared {id} with {person}"),
        &format!("已将 {id} 共享给 {person}"),
    )
}
