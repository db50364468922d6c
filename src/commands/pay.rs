//! `kehu pay`

use serde_json::json;

use crate::error::Result;
use crate::ops::pay::{self, Order, Paid};
use crate::session::Session;

/// Arguments of `kehu pay`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The contract: id, start of one, number or name
    contract: String,
    /// What was paid, such as 500000 or 12.5万; negative gives money back
    #[arg(allow_negative_numbers = true)]
    amount: String,
    /// The day it was paid; today when not said
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// A remark: account, reference …
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

pub(super) fn run(args: Args, session: &mut Session) -> Result<()> {
    let mut desk = session.desk()?;
    let Args { contract, amount, on, note } = args;
    let order = Order { contract, amount, on, note, dry: session.global.dry_run };
    let (applied, paid) = pay::pay(&mut desk, &order)?;
    let id = &paid.contract.id;
    let (en, zh) = if paid.amount.sign() < 0 {
        (format!("{} given back on {id}", -paid.amount), format!("{id} 退款 {}", -paid.amount))
    } else {
        (format!("{} paid on {id}", paid.amount), format!("{id} 已登记 {}", paid.amount))
    };
    let settled = paid
        .settled
        .iter()
        .map(|part| json!({"due": part.due.map(|due| due.to_string()), "amount": part.amount.to_json()}));
    let more = [
        ("paid", paid.contract.paid.to_json()),
        ("due", paid.contract.open().to_json()),
        ("credit", paid.contract.credit.to_json()),
        ("settled", settled.collect()),
    ];
    session.written_with(&desk, &applied, &en, &zh, &more)?;
    tell(&paid, session);
    Ok(())
}

/// What the payment settled, and what is left.
fn tell(paid: &Paid, session: &Session) {
    let out = &session.out;
    let contract = &paid.contract;
    for part in &paid.settled {
        let due =
            part.due.map_or_else(|| out.say("not scheduled", "未安排").to_owned(), |due| due.to_string());
        out.talk(&format!("  {}: {due}  {}", out.say("settled", "已付清"), part.amount));
    }
    let left = out.say("left", "未付");
    match contract.next() {
        None => out.talk(&format!("  {left}: {}", contract.open())),
        Some(next) => {
            let due =
                next.due.map_or_else(|| out.say("not scheduled", "未安排").to_owned(), |due| due.to_string());
            let then = out.say("next", "下一期");
            out.talk(&format!("  {left}: {}  {then}: {due}  {}", contract.open(), next.open()));
        }
    }
    if !contract.credit.is_zero() {
        out.talk(&format!("  {}: {}", out.say("overpaid", "多付"), contract.credit));
    }
}
