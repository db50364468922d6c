//! What is left of a month's pay.
//!
//! ```text
//! net = gross + allowances − deductions − social insurance − tax
//! ```
//!
//! The order of a Chinese payroll slip: 应发 (gross and allowances), then what is kept back (扣款, 社保公积金个人部分, 个税),
//! then 实发 (net). What the employer pays to social insurance on top is no part of it.

use super::amounts::{in_currency, not_below_zero};
use super::fields::{Fault, groups, money_at, text_at};
use super::sums::Sums;
use crate::model::bad_value::BadValue;
use crate::model::money::{Money, MoneyError};
use crate::model::value::Map;

/// A month's pay of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pay {
    /// Gross pay and allowances.
    pub earned: Money,
    /// Deductions, social insurance and tax.
    pub kept_back: Money,
    /// What is paid out.
    pub net: Money,
    /// What it costs the company: earned, and what the employer pays on top.
    pub cost: Money,
}

impl Pay {
    /// Reads the fields of a payroll record. Errors: an amount that cannot be read or is below zero, a second currency, more
    /// kept back than earned, a `net` that is not what it comes to.
    pub fn read(fields: &Map) -> Result<Self, Fault> {
        let gross = not_below_zero(fields, "gross", "")?;
        let currency = gross.currency();
        let too_large = |error: MoneyError| Fault::new("gross", "", error.into());
        let mut earned = gross;
        for amount in amounts(fields, "allowances", &gross)? {
            earned = earned.checked_add(&amount).map_err(too_large)?;
        }
        let mut kept_back = Money::zero(currency);
        for amount in amounts(fields, "deductions", &gross)? {
            kept_back = kept_back.checked_add(&amount).map_err(too_large)?;
        }
        for name in ["social_insurance", "tax"] {
            kept_back = kept_back.checked_add(&single(fields, name, &gross)?).map_err(too_large)?;
        }
        let net = earned.checked_sub(&kept_back).map_err(too_large)?;
        if net.sign() < 0 {
            let why = BadValue::new(
                format!("{kept_back} are kept back, more than the {earned} earned"),
                format!("扣除合计 {kept_back}, 超过应发 {earned}"),
                "",
            );
            return Err(Fault::new("gross", gross.to_string(), why));
        }
        let written = text_at(fields, "net");
        if !written.is_empty() {
            let written = money_at(fields, "net", "")?;
            if written != net {
                let why = BadValue::new(
                    format!("{earned} earned less {kept_back} kept back are {net}"),
                    format!("应发 {earned} 减扣除 {kept_back} 为 {net}"),
                    "",
                );
                return Err(Fault::new("net", written.to_string(), why));
            }
        }
        let cost = earned.checked_add(&single(fields, "employer", &gross)?).map_err(too_large)?;
        Ok(Self { earned, kept_back, net, cost })
    }

    /// What is paid out, as a total.
    pub fn total(fields: &Map) -> Result<Sums, Fault> {
        let mut sums = Sums::default();
        let net = Self::read(fields)?.net;
        sums.add(&net).map_err(|error| Fault::new("net", "", error.into()))?;
        Ok(sums)
    }
}

/// An amount that may be left out, in the currency of the gross pay.
fn single(fields: &Map, name: &str, gross: &Money) -> Result<Money, Fault> {
    if text_at(fields, name).is_empty() {
        return Ok(Money::zero(gross.currency()));
    }
    let amount = not_below_zero(fields, name, "")?;
    in_currency(&amount, gross.currency(), name)?;
    Ok(amount)
}

/// The amounts of a list, in the currency of the gross pay.
fn amounts(fields: &Map, list: &str, gross: &Money) -> Result<Vec<Money>, Fault> {
    let read = |(number, item): (usize, &Map)| {
        let above = format!("{list}.{number}");
        let amount = not_below_zero(item, "amount", &above)?;
        in_currency(&amount, gross.currency(), &format!("{above}.amount"))?;
        Ok(amount)
    };
    groups(fields, list).map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Value;
    use crate::model::yaml::parse;

    fn read(text: &str) -> Result<Pay, Fault> {
        let Value::Map(fields) = parse(text).unwrap().into_value() else { panic!("{text}") };
        Pay::read(&fields)
    }

    #[test]
    fn a_slip_worked_by_hand() {
        let slip = "{gross: 18000.00 CNY, allowances: [{what: meals, amount: 500.00 CNY}, {what: phone, amount: 99.50 CNY}], deductions: [{what: absence, amount: 200.00 CNY}], social_insurance: 1890.00 CNY, tax: 745.35 CNY, employer: 4680.00 CNY";
        // 18000.00 + 500.00 + 99.50 = 18599.50; 200.00 + 1890.00 + 745.35 = 2835.35; 18599.50 − 2835.35 = 15764.15.
        let pay = read(&format!("{slip}, net: 15764.15 CNY}}")).unwrap();
        assert_eq!(pay.earned.to_string(), "18599.50 CNY");
        assert_eq!(pay.kept_back.to_string(), "2835.35 CNY");
        assert_eq!(pay.net.to_string(), "15764.15 CNY");
        assert_eq!(pay.cost.to_string(), "23279.50 CNY");
        let wrong = read(&format!("{slip}, net: 15764.14 CNY}}")).unwrap_err();
        assert_eq!(
            (wrong.field.as_str(), wrong.why.en.as_str()),
            ("net", "18599.50 CNY earned less 2835.35 CNY kept back are 15764.15 CNY")
        );
    }

    #[test]
    fn what_cannot_be_is_named() {
        for (slip, field, said) in [
            ("{gross: abc}", "gross", ""),
            ("{gross: -1.00 CNY}", "gross", "below zero"),
            ("{gross: 1.00 CNY, tax: 1.00 USD}", "tax", "in CNY"),
            ("{gross: 1.00 CNY, tax: 1.01 CNY}", "gross", "more than the 1.00 CNY earned"),
            ("{gross: 1.00 CNY, allowances: [{amount: 1.00 USD}]}", "allowances.0.amount", "in CNY"),
            ("{gross: 1.00 CNY, net: 1.00 USD}", "net", "are 1.00 CNY"),
        ] {
            let fault = read(slip).unwrap_err();
            assert!(fault.field == field && fault.why.en.contains(said), "{slip}: {fault:?}");
        }
    }
}
