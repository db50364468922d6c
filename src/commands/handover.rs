//! `kehu handover`

use crate::error::Result;
use crate::ops::handover::{self, Order};
use crate::output::Format;
use crate::reports::dossier::Writer;
use crate::session::Session;

/// Arguments of `kehu handover`.
///
/// Every customer of FROM gets the owner TO, with the open opportunities, contracts, requests, deals and plans in it; what
/// FROM has in customers of others goes along, and so do open projects, tasks, goals and whatever else kinds say is handed
/// over. Stages, history and links stay. A dossier is kept for each customer and one for all. The receiver answers with `kehu accept` or `kehu decline`; -n shows what would move.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Who gives: a person, or the id of somebody who left
    from: String,
    /// Who gets it
    to: String,
    /// Just these customers, as in `kehu list customer`
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// How the dossiers are written
    #[arg(long, value_name = "FORMAT", value_parser = ["md", "html"], default_value = "md")]
    dossier: String,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let format = if args.dossier == "html" { Format::Html } else { Format::Md };
    // What is kept in the book is in the language of the book.
    let lang = desk.config.lang().unwrap_or(session.out.lang);
    let writer = Writer::new(&desk, format, lang)?;
    let query = args.query.join(" ");
    let order = Order { from: args.from, to: args.to, query, dry: session.global.dry_run };
    let (handed, applied) = handover::handover(&mut desk, &order, &writer)?;
    session.told_handover(&desk, &applied, &handed)?;
    // The program ends here; giving thousands of files back one by one would only take time.
    std::mem::forget((applied, handed, desk));
    Ok(())
}
