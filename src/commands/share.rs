//! `kehu share`

use crate::error::Result;
use crate::ops::share::{self, Order};
use crate::session::Session;

/// Arguments of `kehu share`.
///
/// A customer is seen by its owner and the owner's superiors; this lets another see it too, or, as knowledge, everybody
/// whose security level allows it. On a shared clone this is courtesy: whoever has the files can read them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The record: id, start of one, name, phone, email or website
    id: String,
    /// The colleague who is to see it
    #[arg(required_unless_present = "knowledge")]
    person: Option<String>,
    /// Last day of the share
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Let them change it too
    #[arg(long)]
    edit: bool,
    /// Share it with everybody as knowledge, and say why
    #[arg(long, value_name = "NOTE", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["person", "until", "edit"])]
    knowledge: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let dry = session.global.dry_run;
    let Args { id, person, until, edit, knowledge } = args;
    let (applied, en, zh) = match knowledge {
        Some(note) => {
            let applied = share::tell(&mut desk, &id, &note, dry)?;
            (applied, "as knowledge".to_owned(), "共享为知识".to_owned())
        }
        None => {
            let person = person.unwrap_or_default();
            let (en, zh) = (format!("with {person}"), format!("共享给 {person}"));
            (share::share(&mut desk, &Order { record: id, person, until, edit, dry })?, en, zh)
        }
    };
    let id = applied.intent.touched.first().map(|t| t.id.clone()).unwrap_or_default();
    session.written(&desk, &applied, &format!("Shared {id} {en}"), &format!("已将 {id} {zh}"))
}
