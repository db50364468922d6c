//! `kehu move`

use crate::error::Result;
use crate::ops::moves::{self, Order};
use crate::ops::typed;
use crate::session::Session;

/// Arguments of `kehu move`.
///
/// Without a move it lists what can be done with the record now, and who could.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The record
    id: String,
    /// The move, as its workflow names it
    #[arg(value_name = "MOVE")]
    name: Option<String>,
    /// Fields that are set with it: field=value
    #[arg(value_name = "FIELD=VALUE")]
    words: Vec<String>,
    /// Why
    #[arg(long, short = 'm', value_name = "TEXT")]
    note: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let Some(name) = args.name else {
        let (id, state, possible) = moves::possible(&desk, &args.id)?;
        session.possible(&desk, &id, &state, &possible);
        return Ok(());
    };
    let words = typed::assignments(&args.words)?;
    let dry = session.global.dry_run;
    let order = Order { ids: vec![args.id], name, note: args.note, words, dry };
    let (made, applied) = moves::make(&mut desk, &order)?;
    session.moved(&desk, &applied, &made)
}
