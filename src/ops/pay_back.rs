//! A payment on a record whose kind says where payments are written: what comes back of a loan.

use super::Desk;
use super::apply::{Applied, obey};
use super::pay::Order;
use super::payment;
use crate::domain::sums::Sums;
use crate::error::{Code, Error, Result};
use crate::model::bad_value::BadValue;
use crate::model::date::Date;
use crate::model::input::value_error;
use crate::model::kind::{FieldType, Kind};
use crate::model::money::Money;
use crate::model::payments::Payments;
use crate::model::record::Record;
use crate::model::validate::Judge;
use crate::model::value::Value;

/// What a payment came to.
#[derive(Debug, Clone)]
pub struct PaidBack {
    /// The record.
    pub id: String,
    /// The payment; below zero takes one back.
    pub amount: Money,
    /// All payments.
    pub paid: Money,
    /// What is still to be paid.
    pub left: Money,
}

/// The kind with payments, other than `but`, of the record that is meant; none when there is no such.
pub fn kind_of(desk: &Desk, typed: &str, but: &str) -> Option<String> {
    let kinds = desk.kinds.cards().filter(|kind| kind.payments.is_some() && kind.name != but);
    kinds.map(|kind| kind.name.clone()).find(|kind| desk.resolve_of(typed, Some(kind)).is_ok())
}

/// Writes a payment down.
pub fn pay_back(desk: &mut Desk, kind: &str, order: &Order) -> Result<(Applied, PaidBack)> {
    let mut done = None;
    let applied = desk.apply("pay", order.dry, &mut |desk| {
        let (kind, record) = desk.resolve_of(&order.contract, Some(kind))?;
        let Some(payments) = &kind.payments else { return Err(Error::not_found(&order.contract)) };
        is_due(kind, payments, &record)?;
        let whole = Money::parse(record.text(&payments.of), None)
            .map_err(|bad| value_error(&payments.of, record.text(&payments.of), &bad))?;
        let paying = read(desk, order, &whole)?;
        let fields = payment::added(desk, (kind, &record), &payments.list, order, paying)?;
        let list = fields.get(&payments.list).and_then(Value::as_list).unwrap_or_default();
        let paid = sum(list, &whole)?;
        Judge::new(kind)?.accept(&fields, &format!("{} {}", kind.name, record.id))?;
        obey(kind, record.id.as_str(), &fields)?;
        let left = whole.checked_sub(&paid).unwrap_or(whole);
        done = Some(PaidBack { id: record.id.to_string(), amount: paying.0, paid, left });
        payment::intent(desk, (kind, &record), fields, paying)
    })?;
    match done {
        Some(done) => Ok((applied, done)),
        None => Err(Error::not_found(&order.contract)),
    }
}

/// All payments of a list; those that cannot be read are refused by the schema.
fn sum(list: &[Value], whole: &Money) -> Result<Money> {
    let mut sums = Sums::default();
    for item in list {
        let text = item.at("amount").and_then(Value::as_str).unwrap_or_default();
        let wrong = |bad: BadValue| value_error("amount", text, &bad);
        let amount = Money::parse(text, None).map_err(wrong)?;
        sums.add(&amount).map_err(|error| wrong(error.into()))?;
    }
    Ok(sums.of(whole.currency()))
}

/// Nothing is paid on what was not paid out, or is settled.
fn is_due(kind: &Kind, payments: &Payments, record: &Record) -> Result<()> {
    let Some(flow) = kind.workflow.as_ref().filter(|_| !payments.states.is_empty()) else { return Ok(()) };
    let state = record.text(&flow.state);
    if payments.states.iter().any(|known| known == state) {
        return Ok(());
    }
    let label = |word: &str| match kind.field(&flow.state).map(|field| &field.ty) {
        Some(FieldType::Choice(words)) => {
            words.iter().find(|(known, _)| known == word).map(|(_, label)| label.clone())
        }
        _ => None,
    };
    let zh = |word: &str| label(word).map_or_else(|| word.to_owned(), |label| label.zh);
    let en = |word: &str| label(word).map_or_else(|| word.to_owned(), |label| label.en);
    let id = &record.id;
    Err(Error::new(
        Code::BadValue,
        format!("{id} is {}, so nothing is to be paid on it.", en(state)),
        format!("{id} 的状态为{}, 不能登记收付款。", zh(state)),
    )
    .hint(
        format!(
            "It must be {}.",
            payments.states.iter().map(|word| en(word)).collect::<Vec<_>>().join(" or ")
        ),
        format!("状态须为{}。", payments.states.iter().map(|word| zh(word)).collect::<Vec<_>>().join("或")),
    ))
}

/// Amount and day as typed; an amount without a currency is in that of the whole.
pub(super) fn read(desk: &Desk, order: &Order, whole: &Money) -> Result<(Money, Date)> {
    let currency = whole.currency();
    let wrong = |bad: &BadValue| value_error("amount", &order.amount, bad);
    let amount = Money::parse(&order.amount, Some(currency.code())).map_err(|bad| wrong(&bad))?;
    if amount.currency() != currency {
        return Err(wrong(&BadValue::new(
            format!("it is counted in {currency}"),
            format!("币种应为 {currency}"),
            "",
        )));
    }
    if amount.is_zero() {
        return Err(wrong(&BadValue::new("it must not be zero", "金额不能为零", "")));
    }
    let today = Date(desk.context.now.date_naive());
    let Some(typed) = &order.on else { return Ok((amount, today)) };
    let on = Date::parse(typed, today.0).map_err(|bad| value_error("on", typed, &bad))?;
    if on > today {
        let bad = BadValue::new(
            format!("{on} is still to come; write a payment down when it is made"),
            format!("{on} 尚未到来; 请在实际收付后登记"),
            "",
        );
        return Err(value_error("on", typed, &bad));
    }
    Ok((amount, on))
}
