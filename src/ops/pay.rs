//! A payment of a contract, written into its card with a stamp (CRM-17).

use super::Desk;
use super::apply::Applied;
use super::{pay_back, payment, rules};
use crate::domain::receivable::{Contract, Instalment, State};
use crate::error::{Code, Error, Result};
use crate::model::bad_value::BadValue;
use crate::model::date::Date;
use crate::model::input::value_error;
use crate::model::kind::Kind;
use crate::model::money::Money;
use crate::model::record::Record;
use crate::model::validate::Judge;

/// The kind of contracts.
pub const CONTRACT: &str = "contract";

/// A payment as typed.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The contract.
    pub contract: String,
    /// Amount; without a currency the contract's.
    pub amount: String,
    /// Day; today when absent.
    pub on: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Only look.
    pub dry: bool,
}

/// What a payment came to.
#[derive(Debug, Clone)]
pub struct Paid {
    /// The payment.
    pub amount: Money,
    /// The contract with it.
    pub contract: Contract,
    /// Instalments that it completed.
    pub settled: Vec<Instalment>,
}

/// Writes a payment; a negative one gives money back.
pub fn pay(desk: &mut Desk, order: &Order) -> Result<(Applied, Paid)> {
    let mut paid = None;
    let applied = desk.apply("pay", order.dry, &mut |desk| {
        let (kind, record) = desk.linked(CONTRACT, &order.contract)?;
        let before = contract(kind, &record)?;
        owed(&before)?;
        let paying = read(desk, order, &before)?;
        let fields = payment::added(desk, (kind, &record), "payments", order, paying)?;
        Judge::new(kind)?.accept(&fields, &format!("{} {}", kind.name, record.id))?;
        let after = Contract::read(record.id.as_str(), &fields)
            .map_err(|fault| value_error("amount", &order.amount, &fault.why))?;
        let open = |number: Option<usize>| {
            before.instalments.iter().any(|known| known.number == number && !known.open().is_zero())
        };
        let settled = after.instalments.iter().filter(|i| i.open().is_zero() && open(i.number)).copied();
        paid = Some(Paid { amount: paying.0, settled: settled.collect(), contract: after.clone() });
        payment::intent(desk, (kind, &record), fields, paying)
    })?;
    match paid {
        Some(paid) => Ok((applied, paid)),
        None => Err(Error::not_found(&order.contract)),
    }
}

/// The money of a contract's record. Errors: it breaks the rule of contracts.
pub fn contract(kind: &Kind, record: &Record) -> Result<Contract> {
    Contract::read(record.id.as_str(), &record.fields)
        .map_err(|fault| rules::told(fault).into_error(&format!("{} {}", kind.name, record.id)))
}

/// Only what is agreed can be paid.
fn owed(contract: &Contract) -> Result<()> {
    let (en, zh) = match contract.state {
        State::Signed | State::Closed => return Ok(()),
        State::Draft => ("is a draft", "还是草拟"),
        State::Cancelled => ("is cancelled", "已作废"),
    };
    let id = &contract.id;
    Err(Error::new(
        Code::BadValue,
        format!("{id} {en}, so nothing is to be paid on it."),
        format!("{id} {zh}, 不能登记收付款。"),
    )
    .hint(
        format!("If it is agreed after all: kehu set {id} state=signed"),
        format!("如果合同有效: kehu set {id} state=signed"),
    ))
}

/// Amount and day as typed; the amount is in the contract's currency.
fn read(desk: &Desk, order: &Order, contract: &Contract) -> Result<(Money, Date)> {
    let currency = contract.amount.currency();
    let other = |money: &Money| money.currency() != currency;
    if Money::parse(&order.amount, Some(currency.code())).is_ok_and(|money| other(&money)) {
        let why = BadValue::new(
            format!("the contract {} is in {currency}", contract.id),
            format!("合同 {} 的币种是 {currency}", contract.id),
            "",
        );
        return Err(value_error("amount", &order.amount, &why));
    }
    pay_back::read(desk, order, &contract.amount)
}
