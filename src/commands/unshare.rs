//! `kehu unshare`

use crate::error::Result;
use crate::ops::share;
use crate::session::Session;

/// Arguments of `kehu unshare`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The record: id, start of one, name, phone, email or website
    id: String,
    /// The colleague who is not to see it any more
    #[arg(required_unless_present = "knowledge")]
    person: Option<String>,
    /// Share it as knowledge no longer
    #[arg(long, conflicts_with = "person")]
    knowledge: bool,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let dry = session.global.dry_run;
    let (applied, en, zh) = match args.knowledge {
        true => {
            let applied = share::withdraw(&mut desk, &args.id, dry)?;
            (applied, "as knowledge".to_owned(), "不再共享为知识".to_owned())
        }
        false => {
            let person = args.person.unwrap_or_default();
            let applied = share::unshare(&mut desk, &args.id, &person, dry)?;
            (applied, format!("with {person}"), format!("不再共享给 {person}"))
        }
    };
    let id = applied.intent.touched.first().map(|t| t.id.clone()).unwrap_or_default();
    session.written(&desk, &applied, &format!("{id} is not shared {en} any more"), &format!("{id} {zh}"))
}
