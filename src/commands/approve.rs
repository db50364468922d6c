//! `kehu approve`, and the line that `submit` and `reject` share with it.

use crate::error::{Code, Error, Result};
use crate::ops::moves::{self, Order};
use crate::ops::typed;
use crate::session::Session;

/// Arguments of `kehu submit`, `kehu approve` and `kehu reject`.
///
/// Who may is said by the workflow of the kind; `kehu move ID` tells who could.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One or more records, then fields that are set with it
    #[arg(value_name = "ID… FIELD=VALUE", required = true)]
    words: Vec<String>,
    /// Why
    #[arg(long, short = 'm', value_name = "TEXT")]
    note: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    by("approve", args, session)
}

/// Makes the move that a verb means.
pub(super) fn by(verb: &str, args: Args, session: &mut Session) -> Result<()> {
    let (ids, words) = typed::words(&args.words)?;
    if ids.is_empty() {
        return Err(Error::new(
            Code::Usage,
            format!("`kehu {verb}` takes at least one record."),
            format!("`kehu {verb}` 至少需要一个记录。"),
        )
        .hint(format!("kehu {verb} ID --note \"…\""), format!("kehu {verb} ID --note \"…\"")));
    }
    let mut desk = session.desk()?;
    let dry = session.global.dry_run;
    let order = Order { ids, name: verb.to_owned(), note: args.note, words, dry };
    let (made, applied) = moves::make(&mut desk, &order)?;
    session.moved(&desk, &applied, &made)
}
