//! `kehu resolve`

use crate::error::{Lang, Result};
use crate::ops::conflicts::Disputed;
use crate::ops::settle::{self, Order, Word};
use crate::session::Session;

/// Arguments of `kehu resolve`.
///
/// Where two people set one field differently while apart, both values are kept. Without fields this shows them, and on a
/// terminal asks which one counts; `ours` is the one you wrote yourself, `theirs` the one you did not.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The record, or an entry of a log by its id
    id: String,
    /// Fields to settle: level=5, status=theirs, 'contacts[王磊].mobile=ours', removed=no; field= leaves it empty
    #[arg(value_name = "FIELD=ours|theirs|VALUE")]
    fields: Vec<String>,
    /// Settle all others as this person had them
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let dry = session.global.dry_run;
    if !args.fields.is_empty() || args.by.is_some() {
        let words = settle::words(&desk, &args.id, &args.fields)?;
        return carry_out(session, &mut desk, &Order { id: args.id, words, by: args.by, dry });
    }
    let (id, kind, all) = settle::disputed(&desk, &args.id)?;
    session.tell_followed(&desk);
    session.disputed(&id, &kind, &all);
    if all.is_empty() || dry || !session.can_ask() {
        return Ok(());
    }
    desk.writable()?;
    let mut handles: Vec<&str> = all.iter().map(Disputed::handle).collect();
    handles.dedup();
    for handle in handles {
        let mut words = Vec::new();
        for one in all.iter().filter(|one| one.handle() == handle) {
            let Some(wish) = session.which_value(one) else { continue };
            words.push(Word { field: one.conflict.field.clone(), wish });
        }
        if !words.is_empty() {
            carry_out(session, &mut desk, &Order { id: handle.to_owned(), words, by: None, dry })?;
        }
    }
    Ok(())
}

fn carry_out(session: &mut Session, desk: &mut crate::ops::Desk, order: &Order) -> Result<()> {
    let (settled, left, applied) = settle::settle(desk, order)?;
    let touched = applied.intent.touched.first().map(|touched| touched.id.clone()).unwrap_or_default();
    let (en, zh) = match &applied.commit {
        Some(_) => {
            let names = settled.join(", ");
            (format!("Settled {names} of {touched}"), format!("已解决 {touched} 的 {names}"))
        }
        None => Default::default(),
    };
    let json = [("settled", settled.clone().into()), ("left", left.clone().into())];
    session.written_with(desk, &applied, &en, &zh, &json)?;
    if !left.is_empty() {
        let names = left.join(", ");
        session.out.talk(&match session.out.lang {
            Lang::En => format!("Still in conflict: {names}"),
            Lang::Zh => format!("仍有冲突: {names}"),
        });
    }
    Ok(())
}
