//! What a unit of a foreign currency is worth, as `[rates]` of `kehu.toml` says.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;

use crate::model::bad_value::BadValue;
use crate::model::money::{Currency, Money};

const EXAMPLE: &str = "7.12";
/// Most digits of a rate, before and behind the point: an amount of 20 digits times a rate stays exact.
const MOST_DIGITS: usize = 8;

/// Values of currencies in the company's own, exact decimals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    own: Currency,
    units: BTreeMap<Currency, Decimal>,
}

/// Why an amount could not be converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateError {
    /// The table has no rate of this currency.
    Missing(Currency),
    /// The result has more digits than kehu keeps.
    TooLarge,
}

impl From<RateError> for BadValue {
    fn from(error: RateError) -> Self {
        match error {
            RateError::Missing(currency) => Self::new(
                format!("there is no rate of {currency}"),
                format!("没有 {currency} 的汇率"),
                EXAMPLE,
            ),
            RateError::TooLarge => {
                Self::new("the amount is too large to convert", "金额太大, 无法换算", EXAMPLE)
            }
        }
    }
}

impl fmt::Display for RateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BadValue::from(*self).en)
    }
}

impl std::error::Error for RateError {}

impl Rates {
    /// A table without rates: the own currency alone.
    pub fn none(own: Currency) -> Self {
        Self { own, units: BTreeMap::new() }
    }

    /// Adds the worth of one unit of a currency, written like `7.12`. Errors: no ISO 4217 code, the own currency,
    /// one that is there already, no plain positive decimal, more than eight digits on a side of the point.
    pub fn add(&mut self, code: &str, worth: &str) -> Result<(), BadValue> {
        let currency = Currency::of(code).ok_or_else(|| {
            bad(format!("`{code}` is not a currency of ISO 4217"), format!("`{code}` 不是 ISO 4217 币种代码"))
        })?;
        if currency == self.own {
            return Err(bad(
                format!("{currency} is the company's own currency and needs no rate"),
                format!("{currency} 是本币, 不需要汇率"),
            ));
        }
        let digits = |part: &str| {
            (1..=MOST_DIGITS).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let (whole, behind) =
            worth.split_once('.').map_or((worth, None), |(whole, behind)| (whole, Some(behind)));
        let rate = worth.parse::<Decimal>().ok().filter(|rate| !rate.is_zero());
        let Some(rate) = rate.filter(|_| digits(whole) && behind.is_none_or(digits)) else {
            return Err(bad(
                format!(
                    "the rate of {currency} is not a positive number of at most {MOST_DIGITS} digits on each side of the point"
                ),
                format!("{currency} 的汇率应为正数, 小数点前后各不超过 {MOST_DIGITS} 位"),
            ));
        };
        match self.units.insert(currency, rate) {
            None => Ok(()),
            Some(_) => Err(bad(format!("{currency} has two rates"), format!("{currency} 有两个汇率"))),
        }
    }

    /// The company's own currency.
    pub fn own(&self) -> Currency {
        self.own
    }

    /// All currencies that have a worth, the own one first, then by their codes.
    pub fn all(&self) -> impl Iterator<Item = (Currency, Decimal)> {
        let mut others: Vec<_> = self.units.iter().map(|(currency, worth)| (*currency, *worth)).collect();
        others.sort();
        [(self.own, Decimal::ONE)].into_iter().chain(others)
    }

    /// What one unit is worth in the own currency.
    pub fn worth(&self, currency: Currency) -> Option<Decimal> {
        if currency == self.own { Some(Decimal::ONE) } else { self.units.get(&currency).copied() }
    }

    /// An amount in another currency: times its own rate, divided by the other's, rounded once to the other's minor
    /// units, halves to even. Errors: a rate is missing; the result is too large.
    pub fn convert(&self, money: &Money, to: Currency) -> Result<Money, RateError> {
        if money.currency() == to {
            return Ok(*money);
        }
        let rate = |currency| self.worth(currency).ok_or(RateError::Missing(currency));
        let (from, into) = (rate(money.currency())?, rate(to)?);
        let amount = money.amount();
        // amount × from ÷ into, in minor units, as one fraction of whole numbers.
        let ten = |power: u32| 10_i128.checked_pow(power);
        let up = into.scale() + to.minor_units();
        let down = amount.scale() + from.scale();
        let above = amount.mantissa().checked_mul(from.mantissa());
        let above = above.and_then(|above| above.checked_mul(ten(up.saturating_sub(down))?));
        let below = ten(down.saturating_sub(up)).and_then(|power| into.mantissa().checked_mul(power));
        let (Some(above), Some(below)) = (above, below) else { return Err(RateError::TooLarge) };
        let minor = half_even(above, below).ok_or(RateError::TooLarge)?;
        let exact = Decimal::try_from_i128_with_scale(minor, to.minor_units());
        exact.ok().and_then(|exact| Money::new(exact, to).ok()).ok_or(RateError::TooLarge)
    }
}

/// A fraction as a whole number, halves to even; `below` is positive.
pub(super) fn half_even(above: i128, below: i128) -> Option<i128> {
    let whole = above.checked_div_euclid(below)?;
    let rest = above.checked_rem_euclid(below)?;
    let up = match rest.checked_mul(2)?.cmp(&below) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => whole % 2 != 0,
        std::cmp::Ordering::Less => false,
    };
    whole.checked_add(i128::from(up))
}

fn bad(en: impl Into<String>, zh: impl Into<String>) -> BadValue {
    BadValue::new(en, zh, EXAMPLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        Currency::of(code).unwrap()
    }

    fn table() -> Rates {
        let mut rates = Rates::none(currency("CNY"));
        for (code, worth) in [("USD", "7.12"), ("jpy", "0.0475"), ("EUR", "8"), ("KWD", "23.123")] {
            rates.add(code, worth).unwrap();
        }
        rates
    }

    fn converted(amount: &str, to: &str) -> String {
        let money = Money::parse(amount, None).unwrap();
        table()
            .convert(&money, currency(to))
            .map_or_else(|error| error.to_string(), |money| money.to_string())
    }

    #[test]
    fn amounts_are_converted_and_rounded_once() {
        let cases = "100 USD CNY 712.00 CNY|100 CNY USD 14.04 USD|1 USD EUR 0.89 EUR|100 JPY CNY 4.75 CNY
10 JPY CNY 0.48 CNY|30 JPY CNY 1.42 CNY|-10 JPY CNY -0.48 CNY|-30 JPY CNY -1.42 CNY|1 KWD JPY 487 JPY|5 CNY CNY 5.00 CNY";
        for case in cases.split(['|', '\n']) {
            let words: Vec<&str> = case.split(' ').collect();
            assert_eq!(converted(&words[..2].join(" "), words[2]), words[3..].join(" "), "{case}");
        }
        assert_eq!(converted("1 GBP", "CNY"), "there is no rate of GBP");
        assert_eq!(converted("1 CNY", "GBP"), "there is no rate of GBP");
        assert_eq!(converted("99999999999999999999 KWD", "CNY"), "the amount is too large to convert");
    }

    #[test]
    fn rates_are_read_strictly() {
        let wrong = [
            ("CNY", "1"),
            ("XYZ", "1"),
            ("USD", "7"),
            ("GBP", "0"),
            ("GBP", "-9"),
            ("GBP", "9,1"),
            ("GBP", "9."),
            ("GBP", ".9"),
            ("GBP", "1e3"),
            ("GBP", ""),
            ("GBP", "1.123456789"),
            ("GBP", "1_0"),
            ("GBP", "9 "),
        ];
        for (code, worth) in wrong {
            assert!(table().add(code, worth).is_err(), "{code} {worth}");
        }
        assert!(table().add("GBP", "9.05").is_ok());
    }

    proptest! {
        #[test]
        fn conversion_is_off_by_half_a_minor_unit_at_most(cents in -1_000_000_000_000_i64..1_000_000_000_000, to in "USD|EUR|JPY|KWD") {
            let (rates, to) = (table(), currency(&to));
            let money = Money::new(Decimal::new(cents, 2), rates.own()).unwrap();
            let there = rates.convert(&money, to).unwrap();
            let worth = rates.worth(to).unwrap();
            let off = (there.amount() * worth - money.amount()).abs();
            prop_assert!(off * Decimal::TWO <= worth * Decimal::new(1, to.minor_units()));
        }
    }
}
