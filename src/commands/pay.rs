//! `kehu pay`

use serde_json::json;

use crate::error::Result;
use crate::ops::Desk;
use crate::ops::pay::{self, CONTRACT, Order, Paid};
use crate::ops::pay_back::{self, PaidBack};
use crate::session::Session;

/// Arguments of `kehu pay`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The contract, or the loan: id, start of one, number or name
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
    if let Some(kind) = pay_back::kind_of(&desk, &order.contract, CONTRACT) {
        return back(&kind, &order, session, &mut desk);
    }
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

/// A payment on a record that is no contract.
fn back(kind: &str, order: &Order, session: &mut Session, desk: &mut Desk) -> Result<()> {
    let (applied, paid) = pay_back::pay_back(desk, kind, order)?;
    let PaidBack { id, amount, left, .. } = &paid;
    let (en, zh) = if amount.sign() < 0 {
        (format!("{} taken back on {id}", -*amount), format!("{id} 已冲销 {}", -*amount))
    } else {
        (format!("{amount} paid on {id}"), format!("{id} 已登记 {amount}"))
    };
    let more = [("paid", paid.paid.to_json()), ("due", left.to_json())];
    session.written_with(desk, &applied, &en, &zh, &more)?;
    session.out.talk(&format!("  {}: {left}", session.out.say("left", "未付")));
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
