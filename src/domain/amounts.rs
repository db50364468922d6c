//! What lines of an amount each come to: a claim, a budget.

use super::fields::{Fault, groups, money_at};
use super::sums::Sums;
use crate::model::bad_value::BadValue;
use crate::model::money::{Currency, Money};
use crate::model::value::Map;

/// The sum of all `lines`. Errors: an amount that cannot be read or is below zero, another currency than the first line's,
/// a sum with more digits than kehu keeps.
pub fn total(fields: &Map) -> Result<Sums, Fault> {
    let mut sums = Sums::default();
    let mut first: Option<Currency> = None;
    for (number, line) in groups(fields, "lines") {
        let above = format!("lines.{number}");
        let amount = not_below_zero(line, "amount", &above)?;
        let currency = *first.get_or_insert(amount.currency());
        in_currency(&amount, currency, &format!("{above}.amount"))?;
        sums.add(&amount).map_err(|error| Fault::new(format!("{above}.amount"), "", error.into()))?;
    }
    Ok(sums)
}

/// An amount that is not below zero.
pub(super) fn not_below_zero(fields: &Map, name: &str, above: &str) -> Result<Money, Fault> {
    let amount = money_at(fields, name, above)?;
    if amount.sign() >= 0 {
        return Ok(amount);
    }
    let field = if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") };
    let why = BadValue::new("it must not be below zero", "金额不能小于零", "120.00 CNY");
    Err(Fault::new(field, amount.to_string(), why))
}

/// All amounts of one record are in one currency.
pub(super) fn in_currency(amount: &Money, currency: Currency, field: &str) -> Result<(), Fault> {
    if amount.currency() == currency {
        return Ok(());
    }
    let why = BadValue::new(
        format!("the other amounts are in {currency}; make a record of its own for each currency"),
        format!("其他金额的币种是 {currency}; 请按币种分别建立记录"),
        "",
    );
    Err(Fault::new(field, amount.to_string(), why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Value;

    fn told(amounts: &[&str]) -> String {
        let line =
            |amount: &&str| Value::Map([("amount".to_owned(), Value::text(*amount))].into_iter().collect());
        let lines = Value::List(amounts.iter().map(line).collect());
        match total(&[("lines".to_owned(), lines)].into_iter().collect()) {
            Ok(sums) => sums.each().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            Err(fault) => format!("{}: {}", fault.field, fault.why.en),
        }
    }

    #[test]
    fn amounts_are_added_in_one_currency() {
        assert_eq!(told(&["1280.50 CNY", "0.10 CNY", "0.20 CNY"]), "1280.80 CNY");
        assert_eq!(told(&[]), "");
        assert!(told(&["1.00 CNY", "1.00 USD"]).starts_with("lines.1.amount: the other amounts are in CNY"));
        assert!(told(&["-1.00 CNY"]).starts_with("lines.0.amount: it must not be below zero"));
        assert!(told(&["1.00 CNY", "abc"]).starts_with("lines.1.amount: "));
        assert!(told(&["99999999999999999999.00 CNY", "99999999999999999999.00 CNY"]).contains("digits"));
    }
}
