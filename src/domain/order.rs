//! What the lines of an order come to.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::fields::{Fault, groups, money_at};
use super::sums::Sums;
use crate::model::bad_value::BadValue;
use crate::model::money::{Currency, Money, MoneyError};
use crate::model::value::{Map, Value};

/// Quantity times unit price of all `lines`, each currency apart. The products are added exactly; each sum is rounded once,
/// to the minor units of its currency, halves away from zero. Errors: a price or quantity that cannot be read, a sum with
/// more digits than kehu keeps.
pub fn total(fields: &Map) -> Result<Sums, Fault> {
    let mut exact: BTreeMap<Currency, Decimal> = BTreeMap::new();
    for (number, line) in groups(fields, "lines") {
        let above = format!("lines.{number}");
        let price = money_at(line, "price", &above)?;
        let typed = line.get("quantity").and_then(Value::scalar_text).unwrap_or_default();
        let fault = |why| Fault::new(format!("{above}.quantity"), typed.clone(), why);
        let quantity = decimal(&typed).ok_or_else(|| fault(not_a_number()))?;
        let sum = exact.entry(price.currency()).or_default();
        let added = product(quantity, price.amount()).and_then(|product| sum.checked_add(product));
        *sum = added.ok_or_else(|| fault(MoneyError::TooLarge.into()))?;
    }
    let mut sums = Sums::default();
    for (currency, sum) in exact {
        let rounded =
            sum.round_dp_with_strategy(currency.minor_units(), RoundingStrategy::MidpointAwayFromZero);
        let fault = |why| Fault::new("lines", "", why);
        let money = Money::new(rounded, currency).map_err(fault)?;
        sums.add(&money).map_err(|error| fault(error.into()))?;
    }
    Ok(sums)
}

fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok().map(|d| d.normalize())
}

/// The product with all its digits; none when they are too many.
fn product(a: Decimal, b: Decimal) -> Option<Decimal> {
    if a.is_zero() || b.is_zero() {
        return Some(Decimal::ZERO);
    }
    // A product too long for a decimal is cut, which its scale tells.
    a.checked_mul(b).filter(|product| product.scale() == a.scale() + b.scale())
}

fn not_a_number() -> BadValue {
    BadValue::new("it is not a number", "不是数字", "2.5")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn order(lines: &[(&str, &str)]) -> Map {
        let line = |(quantity, price): &(&str, &str)| {
            let quantity = ("quantity".to_owned(), Value::Number((*quantity).to_owned()));
            Value::Map(Map::from_iter([quantity, ("price".to_owned(), Value::text(*price))]))
        };
        Map::from_iter([("lines".to_owned(), Value::List(lines.iter().map(line).collect()))])
    }

    fn shown(lines: &[(&str, &str)]) -> String {
        match total(&order(lines)) {
            Ok(sums) => sums.each().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            Err(fault) => format!("{}: {}", fault.field, fault.why.en),
        }
    }

    #[test]
    fn lines_are_added_exactly_and_rounded_once() {
        assert_eq!(shown(&[("2", "98000.00 CNY"), ("2.5", "0.33 CNY")]), "196000.83 CNY");
        // 0.125 three times: 0.375, not three times 0.13.
        assert_eq!(shown(&[("0.5", "0.25 CNY"), ("0.5", "0.25 CNY"), ("0.5", "0.25 CNY")]), "0.38 CNY");
        assert_eq!(shown(&[("1", "5 JPY"), ("1e1", "3.00 CNY")]), "30.00 CNY; 5 JPY");
        assert_eq!(shown(&[]), "");
        assert_eq!(shown(&[("7", "0.00 CNY")]), "0.00 CNY");
    }

    #[test]
    fn what_cannot_be_reckoned_is_named() {
        assert_eq!(shown(&[("1", "1.00 CNY"), ("two", "1.00 CNY")]), "lines.1.quantity: it is not a number");
        assert!(shown(&[("2", "abc")]).starts_with("lines.0.price: "));
        for quantity in ["99999999999999999999", "0.123456789012345678901234567", "1e28"] {
            let said = shown(&[(quantity, "98765432109876543.21 CNY")]);
            assert!(said.contains("more than 20 digits"), "{quantity}: {said}");
        }
    }

    proptest! {
        #[test]
        fn whole_lines_come_to_what_whole_cents_come_to(lines in prop::collection::vec((1_u32..1000, 0_u32..1_000_000), 0..9)) {
            let typed: Vec<(String, String)> = lines
                .iter()
                .map(|(quantity, cents)| (quantity.to_string(), format!("{}.{:02} CNY", cents / 100, cents % 100)))
                .collect();
            let typed: Vec<(&str, &str)> = typed.iter().map(|(q, p)| (q.as_str(), p.as_str())).collect();
            let cents: i64 = lines.iter().map(|(q, c)| i64::from(*q) * i64::from(*c)).sum();
            let sums = total(&order(&typed)).map_err(|fault| TestCaseError::fail(fault.field))?;
            prop_assert_eq!(sums.of(Currency::CNY).amount(), Decimal::new(cents, 2));
        }

        #[test]
        fn any_quantity_is_reckoned_or_refused(quantity in "[-0-9.eE+]{0,30}|\\PC{0,10}") {
            let _ = total(&order(&[(&quantity, "98000.01 CNY")]));
        }
    }
}
