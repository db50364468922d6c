//! Money: an exact decimal and a currency.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization as _;

use super::bad_value::BadValue;
use super::input::no_controls;

/// Currencies in use (ISO 4217) whose minor unit is not two digits.
const OTHER_UNITS: [(&str, u32); 24] = [
    ("BIF", 0),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("ISK", 0),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("PYG", 0),
    ("RWF", 0),
    ("UGX", 0),
    ("UYI", 0),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
    ("BHD", 3),
    ("IQD", 3),
    ("JOD", 3),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("TND", 3),
];

/// Currencies in use (ISO 4217) with two digits.
const TWO_UNITS: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP \
    BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ \
    GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK \
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD \
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES \
    WST XCD YER ZAR ZMW ZWG";

const EXAMPLE: &str = "120000.00 CNY";

/// A currency by its three letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Reads a code of ISO 4217.
    pub fn parse(text: &str) -> Option<Self> {
        let upper = text.to_ascii_uppercase();
        let known = OTHER_UNITS.iter().any(|(code, _)| *code == upper)
            || TWO_UNITS.split_whitespace().any(|c| c == upper);
        let bytes: [u8; 3] = upper.as_bytes().try_into().ok()?;
        known.then_some(Self(bytes))
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits after the point.
    pub fn digits(&self) -> u32 {
        OTHER_UNITS.iter().find(|(code, _)| *code == self.code()).map_or(2, |(_, digits)| *digits)
    }
}

/// An amount in a currency, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

/// Why two amounts could not be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    /// They are in two currencies.
    Mixed(Currency, Currency),
    /// The sum has too many digits.
    TooLarge,
}

impl Money {
    /// Reads `120000.00 CNY`, `¥120,000`, `12万`, `1.5亿 CNY`; amounts without currency take
    /// `default`. More digits than the currency has are an error, never rounded.
    pub fn parse(text: &str, default: Option<&str>) -> Result<Self, BadValue> {
        no_controls(text.trim())?;
        let text: String = text.trim().nfkc().collect();
        let bad = |en: &str, zh: &str| BadValue::new(en, zh, EXAMPLE);
        let (number, currency) = split_currency(&text);
        let currency = match (currency, default) {
            (Some(code), _) => Currency::parse(code).ok_or_else(|| {
                bad(&format!("{code} is no currency of ISO 4217"), &format!("{code} 不是 ISO 4217 币种"))
            })?,
            (None, Some(code)) => {
                Currency::parse(code).ok_or_else(|| bad("the currency is unknown", "币种未知"))?
            }
            (None, None) => return Err(bad("the currency is missing", "缺少币种")),
        };
        let (number, scale) = match number.strip_suffix('万') {
            Some(rest) => (rest, 10_000),
            None => match number.strip_suffix('亿') {
                Some(rest) => (rest, 100_000_000),
                None => (number.as_str(), 1),
            },
        };
        let plain = without_commas(number.trim()).ok_or_else(|| bad("it is not an amount", "不是金额"))?;
        let amount: Decimal = plain.parse().map_err(|_| bad("it is not an amount", "不是金额"))?;
        let amount = amount
            .checked_mul(Decimal::from(scale))
            .ok_or_else(|| bad("the amount is too large", "金额过大"))?;
        if amount.normalize().scale() > currency.digits() {
            let digits = currency.digits();
            return Err(bad(
                &format!("{} has {digits} digits after the point", currency.code()),
                &format!("{} 小数位为 {digits} 位", currency.code()),
            ));
        }
        Ok(Self::new(amount, currency))
    }

    /// An amount with the currency's own digits.
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        let mut amount = amount.normalize();
        amount.rescale(currency.digits());
        Self { amount, currency }
    }

    /// Nothing in a currency.
    pub fn zero(currency: Currency) -> Self {
        Self::new(Decimal::ZERO, currency)
    }

    /// The amount.
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// The currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Both together; only within one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed(self.currency, other.currency));
        }
        let amount = self.amount.checked_add(other.amount).ok_or(MoneyError::TooLarge)?;
        Ok(Self::new(amount, self.currency))
    }

    /// The amount with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::new(-self.amount, self.currency)
    }

    /// Amount and currency as JSON shows them.
    pub fn to_json_parts(&self) -> (String, String) {
        (self.amount.to_string(), self.currency.code().to_owned())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.amount, self.currency.code())
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.amount.cmp(&other.amount))
    }
}

/// Number and currency code of a text.
fn split_currency(text: &str) -> (String, Option<&str>) {
    const SIGNS: [(&str, &str); 7] = [
        ("¥", "CNY"),
        ("元", "CNY"),
        ("HK$", "HKD"),
        ("US$", "USD"),
        ("$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
    ];
    let letters = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_alphabetic());
    if let Some((number, code)) = text.rsplit_once(' ').filter(|(_, code)| letters(code)) {
        return (number.trim().to_owned(), Some(code));
    }
    if let Some((code, number)) = text.split_once(' ').filter(|(code, _)| letters(code)) {
        return (number.trim().to_owned(), Some(code));
    }
    for (start, end) in [(0, 3), (text.len().saturating_sub(3), text.len())] {
        if let Some(code) = text.get(start..end).filter(|code| letters(code)) {
            return (text.replacen(code, "", 1).trim().to_owned(), Some(code));
        }
    }
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return (rest.trim().to_owned(), Some(code));
        }
    }
    (text.to_owned(), None)
}

/// The number without its thousands commas, which must stand where they belong.
fn without_commas(number: &str) -> Option<String> {
    let (whole, rest) = number.split_once('.').map_or((number, None), |(a, b)| (a, Some(b)));
    let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut groups = unsigned.split(',');
    let first = groups.next()?;
    if !digits(first) || (unsigned.contains(',') && first.len() > 3) {
        return None;
    }
    if !groups.all(|group| group.len() == 3 && digits(group)) || rest.is_some_and(|rest| !digits(rest)) {
        return None;
    }
    Some(number.replace(',', "").trim_start_matches('+').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, BadValue> {
        Money::parse(text, Some("CNY")).map(|money| money.to_string())
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, right) in [
            ("120000 CNY", "120000.00 CNY"),
            ("CNY 120000.00", "120000.00 CNY"),
            ("120,000.50 USD", "120000.50 USD"),
            ("¥120000", "120000.00 CNY"),
            ("￥1,200", "1200.00 CNY"),
            ("$5", "5.00 USD"),
            ("HK$5", "5.00 HKD"),
            ("12万", "120000.00 CNY"),
            ("1.5亿 CNY", "150000000.00 CNY"),
            ("120000元", "120000.00 CNY"),
            ("1000 JPY", "1000 JPY"),
            ("1.234 KWD", "1.234 KWD"),
            ("-3.10", "-3.10 CNY"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(right), "{text}");
        }
    }

    #[test]
    fn nothing_is_rounded_or_guessed() {
        for text in [
            "",
            "abc",
            "1.005",
            "1.5 JPY",
            "1 XXX",
            "1,20,000",
            "12,00",
            "1e5",
            "9999999999999999999999999999999",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(Money::parse("5", None).is_err());
        let (yuan, dollars) = (Money::parse("5 CNY", None).unwrap(), Money::parse("5 USD", None).unwrap());
        assert!(matches!(yuan.checked_add(dollars), Err(MoneyError::Mixed(..))));
        assert_eq!(yuan.partial_cmp(&dollars), None);
    }

    proptest! {
        #[test]
        fn sums_are_exact(cents in prop::collection::vec(-1_000_000_000i64..1_000_000_000, 0..50)) {
            let currency = Currency::parse("CNY").unwrap();
            let sum = cents.iter().try_fold(Money::zero(currency), |sum, cents| {
                sum.checked_add(Money::new(Decimal::new(*cents, 2), currency))
            }).unwrap();
            prop_assert_eq!(sum.amount(), Decimal::new(cents.iter().sum::<i64>(), 2));
            prop_assert_eq!(Money::parse(&sum.to_string(), None), Ok(sum));
        }
    }
}
