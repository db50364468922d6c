//! `kehu decline`

use crate::error::{Code, Error, Result};
use crate::ops::handover::{self, Answer};
use crate::session::Session;

/// Arguments of `kehu decline`.
///
/// What was handed over goes back to who gave it, but for what you gave to somebody else meanwhile.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Customers, or ids of handovers, and last the reason; with --all just the reason
    #[arg(value_name = "ID… REASON", required = true)]
    words: Vec<String>,
    /// All that wait for you
    #[arg(long)]
    all: bool,
    /// Just those from this person
    #[arg(long, value_name = "FROM")]
    from: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut ids = args.words;
    let reason = ids.pop().unwrap_or_default();
    if reason.trim().is_empty() || ids.is_empty() != args.all {
        return Err(Error::new(
            Code::Usage,
            "`kehu decline` takes the customers and then the reason.",
            "`kehu decline` 需要客户, 最后写明原因。",
        )
        .hint("kehu decline jinke \"I leave in May\"", "kehu decline jinke \"我五月离职\""));
    }
    let mut desk = session.desk()?;
    let order = Answer { ids, from: args.from, dry: session.global.dry_run };
    let (answered, applied) = handover::decline(&mut desk, &order, reason.trim())?;
    session.told_answer(&desk, &applied, &answered, "Declined", "已退回")
}
