//! From the fields of a contract to its money, checked.

use super::{Contract, Direction, Instalment, State};
use crate::domain::fields::{Fault, day_at, groups, money_at, text_at};
use crate::model::bad_value::BadValue;
use crate::model::date::Date;
use crate::model::money::{Money, MoneyError};
use crate::model::value::Map;

/// A payment as written down.
struct Payment {
    on: Date,
    amount: Money,
}

impl Contract {
    /// Reads a contract's fields. Errors: an amount or day that cannot be read, another currency than the contract's, a
    /// negative amount, an empty instalment, a schedule beyond the amount, refunds beyond what had been paid by then.
    pub fn read(id: &str, fields: &Map) -> Result<Self, Fault> {
        let text = |name: &str| text_at(fields, name);
        let amount = money_at(fields, "amount", "")?;
        if amount.sign() < 0 {
            return Err(Fault::new("amount", amount.to_string(), negative()));
        }
        let mut instalments = scheduled(fields, &amount)?;
        instalments.sort_by_key(|instalment| (instalment.due.is_none(), instalment.due));
        let mut payments = Vec::new();
        for (number, payment) in groups(fields, "payments") {
            let field = format!("payments.{number}");
            payments.push(Payment {
                on: day_at(payment, "on", &field)?.ok_or_else(|| no_day(&field))?,
                amount: money_in(payment, &field, &amount)?,
            });
        }
        payments.sort_by_key(|payment| payment.on);
        let running = running(&payments, &amount)?;
        let paid = running.last().map_or_else(|| Money::zero(amount.currency()), |(_, sum)| *sum);
        settle(&mut instalments, &running).map_err(|error| too_large("schedule", error))?;
        let credit = paid.checked_sub(&amount).map_err(|error| too_large("payments", error))?;
        let state = match text("state") {
            "draft" => State::Draft,
            "closed" => State::Closed,
            "cancelled" => State::Cancelled,
            _ => State::Signed,
        };
        let direction =
            if text("direction") == "payable" { Direction::Payable } else { Direction::Receivable };
        Ok(Self {
            id: id.to_owned(),
            name: text("name").to_owned(),
            customer: text("customer").to_owned(),
            owner: text("owner").to_owned(),
            direction,
            state,
            signed: day_at(fields, "sign_date", "")?,
            amount,
            instalments,
            paid,
            credit: if credit.sign() > 0 { credit } else { Money::zero(amount.currency()) },
        })
    }
}

/// The schedule as instalments, with what it leaves of the amount.
fn scheduled(fields: &Map, amount: &Money) -> Result<Vec<Instalment>, Fault> {
    let zero = Money::zero(amount.currency());
    let part = |number, due, amount| Instalment { number, due, amount, paid: zero, paid_on: None };
    let mut found = Vec::new();
    let mut left = *amount;
    for (number, instalment) in groups(fields, "schedule") {
        let field = format!("schedule.{number}");
        let part_of = money_in(instalment, &field, amount)?;
        if part_of.sign() <= 0 {
            return Err(Fault::new(format!("{field}.amount"), part_of.to_string(), negative()));
        }
        left = left.checked_sub(&part_of).map_err(|error| too_large("schedule", error))?;
        if left.sign() < 0 {
            let more = BadValue::new(
                format!(
                    "up to here the schedule comes to {} more than the contract's amount of {amount}",
                    -left
                ),
                format!("计划收付款到此已超出合同金额 {amount} 共 {}", -left),
                "",
            );
            return Err(Fault::new(format!("{field}.amount"), part_of.to_string(), more));
        }
        found.push(part(Some(number), day_at(instalment, "due", &field)?, part_of));
    }
    if left.sign() > 0 {
        found.push(part(None, None, left));
    }
    Ok(found)
}

/// What had been paid after each payment, by day. Errors: less than nothing at some day.
fn running(payments: &[Payment], amount: &Money) -> Result<Vec<(Date, Money)>, Fault> {
    let mut sum = Money::zero(amount.currency());
    let mut found = Vec::with_capacity(payments.len());
    for Payment { on, amount } in payments {
        let before = sum;
        sum = sum.checked_add(amount).map_err(|error| too_large("payments", error))?;
        if sum.sign() < 0 {
            let why = BadValue::new(
                format!("more is given back than the {before} that had been paid by {on}"),
                format!("退款超过截至 {on} 已付的 {before}"),
                "",
            );
            return Err(Fault::new("payments", amount.to_string(), why));
        }
        found.push((*on, sum));
    }
    Ok(found)
}

/// Spreads what was paid over the instalments, in their order.
fn settle(instalments: &mut [Instalment], running: &[(Date, Money)]) -> Result<(), MoneyError> {
    let Some((_, mut left)) = running.last().copied() else { return Ok(()) };
    let mut needed = Money::zero(left.currency());
    for instalment in instalments {
        needed = needed.checked_add(&instalment.amount)?;
        instalment.paid = if left < instalment.amount { left } else { instalment.amount };
        left = left.checked_sub(&instalment.paid)?;
        if instalment.open().is_zero() {
            // The payment from which on there was always enough: a refund may have undone an earlier one.
            let enough = running.iter().rev().take_while(|(_, sum)| *sum >= needed);
            instalment.paid_on = enough.last().map(|(on, _)| *on);
        }
    }
    Ok(())
}

/// The amount of an instalment or payment, which is in the contract's currency.
fn money_in(group: &Map, field: &str, whole: &Money) -> Result<Money, Fault> {
    let money = money_at(group, "amount", field)?;
    if money.currency() != whole.currency() {
        let why = BadValue::new(
            format!("the contract is in {}", whole.currency()),
            format!("合同的币种是 {}", whole.currency()),
            "",
        );
        return Err(Fault::new(format!("{field}.amount"), money.to_string(), why));
    }
    Ok(money)
}

fn no_day(field: &str) -> Fault {
    Fault::new(format!("{field}.on"), "", BadValue::new("a payment has a day", "付款应有日期", "2026-11-23"))
}

fn negative() -> BadValue {
    BadValue::new("it must be more than nothing", "金额应大于零", "120000.00 CNY")
}

fn too_large(field: &str, error: MoneyError) -> Fault {
    Fault::new(field, "", error.into())
}
