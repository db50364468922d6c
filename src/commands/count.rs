//! `kehu count`

use crate::error::Result;
use crate::ops::count::{self, Order};
use crate::session::Session;

/// Arguments of `kehu count`.
///
/// Numbers are those on the labels. A file has a column `number`, and may have `place` and `user` where things were found
/// elsewhere or with somebody else; a bare list of numbers, as scanners write it, will do.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The count: id, start of one, or name
    id: String,
    /// Numbers of what was found; without any, tells how the count stands
    numbers: Vec<String>,
    /// Numbers from a file (CSV, TSV, XLSX, JSON lines)
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// Count numbers that nothing in the book has, too
    #[arg(long)]
    unknown: bool,
    /// Put right what differs, each by its own move, and end the count
    #[arg(long)]
    settle: bool,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    if args.numbers.is_empty() && args.from.is_none() && !args.settle {
        let found = count::look(&desk, &args.id)?;
        session.tell_followed(&desk);
        session.count(&desk, &found);
        return Ok(());
    }
    let order = Order {
        record: args.id,
        numbers: args.numbers,
        file: args.from,
        unknown: args.unknown,
        settle: args.settle,
        dry: session.global.dry_run,
    };
    let (counted, applied) = count::count(&mut desk, &order)?;
    session.counted(&desk, &counted, &applied)
}
