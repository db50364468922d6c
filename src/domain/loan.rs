//! What was lent to a colleague and what of it came back.
//!
//! ```text
//! outstanding = amount − returns            from the moment it is paid out; nothing before
//! ```

use super::amounts::{in_currency, not_below_zero};
use super::fields::{Fault, groups, money_at, text_at};
use crate::model::bad_value::BadValue;
use crate::model::money::Money;
use crate::model::value::Map;

/// A loan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loan {
    /// What was asked for.
    pub amount: Money,
    /// What came back.
    pub returned: Money,
}

impl Loan {
    /// Reads the fields of a loan. Errors: an amount that cannot be read, is below zero or in another currency; more given
    /// back than was lent; `returned` for its state with something outstanding.
    pub fn read(fields: &Map) -> Result<Self, Fault> {
        let amount = not_below_zero(fields, "amount", "")?;
        let mut returned = Money::zero(amount.currency());
        for (number, item) in groups(fields, "returns") {
            let field = format!("returns.{number}");
            let one = money_at(item, "amount", &field)?;
            let at = format!("{field}.amount");
            in_currency(&one, amount.currency(), &at)?;
            let before = returned;
            returned = returned.checked_add(&one).map_err(|error| Fault::new(&*at, "", error.into()))?;
            if returned > amount {
                let left = amount.checked_sub(&before).unwrap_or(amount);
                let why = BadValue::new(
                    format!("only {left} of the {amount} are outstanding"),
                    format!("借款 {amount} 中未还的只有 {left}"),
                    "",
                );
                return Err(Fault::new(at, one.to_string(), why));
            }
            if returned.sign() < 0 {
                let why = BadValue::new(
                    format!("more is taken back than the {before} that came back"),
                    format!("冲销超过已还的 {before}"),
                    "",
                );
                return Err(Fault::new(at, one.to_string(), why));
            }
        }
        let loan = Self { amount, returned };
        if text_at(fields, "state") == "returned" && !loan.outstanding().is_zero() {
            let left = loan.outstanding();
            let why = BadValue::new(format!("{left} are still outstanding"), format!("还有 {left} 未还"), "");
            return Err(Fault::new("state", "returned", why));
        }
        Ok(loan)
    }

    /// What did not come back yet.
    pub fn outstanding(&self) -> Money {
        // Never more than the amount, in its currency.
        self.amount.checked_sub(&self.returned).unwrap_or(self.amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Value;
    use crate::model::yaml::parse;

    fn read(text: &str) -> Result<Loan, Fault> {
        let Value::Map(fields) = parse(text).unwrap().into_value() else { panic!("{text}") };
        Loan::read(&fields)
    }

    #[test]
    fn what_came_back_never_exceeds_what_was_lent() {
        let loan =
            read("{amount: 5000.00 CNY, returns: [{amount: 1200.50 CNY}, {amount: 3799.49 CNY}]}").unwrap();
        assert_eq!(loan.outstanding().to_string(), "0.01 CNY");
        assert_eq!(read("{amount: 5000.00 CNY}").unwrap().outstanding().to_string(), "5000.00 CNY");
        for (text, field, said) in [
            (
                "{amount: 10.00 CNY, returns: [{amount: 4.00 CNY}, {amount: 6.01 CNY}]}",
                "returns.1.amount",
                "only 6.00 CNY",
            ),
            ("{amount: 10.00 CNY, returns: [{amount: 4.00 USD}]}", "returns.0.amount", "in CNY"),
            (
                "{amount: 10.00 CNY, returns: [{amount: 4.00 CNY}, {amount: -4.01 CNY}]}",
                "returns.1.amount",
                "taken back",
            ),
            (
                "{amount: 10.00 CNY, state: returned, returns: [{amount: 4.00 CNY}]}",
                "state",
                "6.00 CNY are still",
            ),
            ("{amount: -1.00 CNY}", "amount", "below zero"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.field == field && fault.why.en.contains(said), "{text}: {fault:?}");
        }
        assert!(read("{amount: 10.00 CNY, state: returned, returns: [{amount: 10.00 CNY}]}").is_ok());
    }
}
