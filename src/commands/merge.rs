//! `kehu merge`

use crate::error::{Lang, Result};
use crate::ops::merge::{self, Order, Prefer};
use crate::session::Session;
use crate::session::merging::plan_json;

/// Arguments of `kehu merge`.
///
/// Contacts are matched and combined, logs interleaved, files moved, and everything that linked to the others
/// links to the one that stays. The old ids lead there for ever; `kehu unmerge` splits them again.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The record that stays
    keep: String,
    /// The records that become part of it
    #[arg(required = true)]
    others: Vec<String>,
    /// Take a field from another record: ID:FIELD, several with commas
    #[arg(long, value_name = "ID:FIELD")]
    take: Vec<String>,
    /// Settle the other fields that differ by a rule
    #[arg(long, value_enum)]
    prefer: Option<Prefer>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let order = Order {
        keep: args.keep,
        others: args.others,
        take: args.take,
        prefer: args.prefer,
        dry: session.global.dry_run,
    };
    let asking = session.can_ask() && !order.dry;
    let mut ask = |kind: &crate::model::kind::Kind, id: &str, choice: &crate::model::combine::Choice| {
        if asking { session.which_side(kind, id, choice) } else { None }
    };
    let (plan, applied) = merge::merge(&mut desk, &order, &mut ask)?;
    let kind = applied.intent.touched.first().map(|touched| touched.kind.clone()).unwrap_or_default();
    let kind = desk.kinds.find(&kind)?.clone();
    session.merged(&kind, &plan);
    let keep = applied.intent.touched.first().map(|touched| touched.id.clone()).unwrap_or_default();
    let others: Vec<&str> = plan.choices.iter().map(|(id, _)| id.as_str()).collect();
    let others = others.join(", ");
    if session.global.dry_run && !session.out.is_json() {
        session.out.talk(session.out.say("Nothing was written.", "尚未写入。"));
        if !plan.disputes().is_empty() {
            let error = merge::in_dispute(&plan, &keep);
            session.out.talk(error.message(session.out.lang));
            session.out.talk(error.advice(session.out.lang));
        }
        return Ok(());
    }
    let words = match session.out.lang {
        Lang::En => format!("Merged {others} into {keep}; `kehu unmerge` splits them again"),
        Lang::Zh => format!("已将 {others} 合并到 {keep}; 可用 `kehu unmerge` 拆分"),
    };
    session.written_with(&desk, &applied, &words, &words, &plan_json(&plan))
}
