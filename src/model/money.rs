//! Money: an exact decimal amount in a currency, written `120000.00 CNY`.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;

use crate::model::bad_value::{BadValue, clean};

const EXAMPLE: &str = "120000.00 CNY";
/// Amounts stay below ten to this power, so that sums never lose a digit.
const MAX_DIGITS: usize = 20;

/// Letters of a currency's code.
const LETTERS: usize = 3;
/// Active currencies of ISO 4217 by their minor units; codes with a blank between them.
const BY_MINOR: [(u32, &str); 4] = [
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
    ),
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];
/// Other writings of currencies, longer ones before those they contain.
const SIGNS: &str = "人民币元=CNY 人民币=CNY RMB=CNY US$=USD HK$=HKD NT$=TWD 新台币=TWD 台币=TWD 美元=USD 欧元=EUR 英镑=GBP 日元=JPY 港元=HKD 港币=HKD 韩元=KRW 元=CNY ¥=CNY $=USD €=EUR £=GBP";
/// Signs that mean the book's own currency when it is one of these.
const SHARED: &str = "元=HKD 元=TWD 元=MOP 元=SGD ¥=JPY $=HKD $=TWD $=SGD $=AUD $=CAD $=NZD $=MXN";
/// Chinese multipliers as powers of ten.
const POWERS: &str = "十万=5 百万=6 千万=7 十亿=9 百亿=10 千亿=11 万=4 亿=8";

/// A currency of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: &'static str,
    minor: u32,
}

impl Currency {
    /// Yuan, the currency of a book that names none.
    pub const CNY: Self = Self { code: "CNY", minor: 2 };

    /// The currency of a code such as `CNY`, in either case.
    pub fn of(code: &str) -> Option<Self> {
        if code.len() != LETTERS {
            return None;
        }
        BY_MINOR.iter().find_map(|(minor, codes)| {
            let known = codes.as_bytes().chunks(LETTERS + 1);
            let place = known
                .map(|known| &known[..LETTERS])
                .position(|known| known.eq_ignore_ascii_case(code.as_bytes()))?;
            let start = place * (LETTERS + 1);
            Some(Self { code: codes.get(start..start + LETTERS)?, minor: *minor })
        })
    }

    /// Its three letters.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// How many digits follow the decimal point.
    pub fn minor_units(self) -> u32 {
        self.minor
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

/// Why amounts could not be reckoned together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    /// The two amounts are in different currencies.
    Currencies(Currency, Currency),
    /// The result has more digits than kehu keeps.
    TooLarge,
}

impl From<MoneyError> for BadValue {
    fn from(error: MoneyError) -> Self {
        match error {
            MoneyError::Currencies(a, b) => {
                bad(format!("{a} and {b} can't be reckoned together"), format!("{a} 与 {b} 不能一起计算"))
            }
            MoneyError::TooLarge => bad(
                format!("the amount has more than {MAX_DIGITS} digits before the point"),
                format!("金额的整数部分超过 {MAX_DIGITS} 位"),
            ),
        }
    }
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BadValue::from(*self).en)
    }
}

impl std::error::Error for MoneyError {}

/// An exact amount in a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// An amount that its currency can carry; finer or larger ones are refused, never rounded.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, BadValue> {
        let minor = currency.minor;
        let mut exact = amount.normalize();
        if exact.scale() > minor {
            return Err(too_fine(currency));
        }
        if exact.abs() >= Decimal::from(10_u128.pow(MAX_DIGITS as u32)) {
            return Err(MoneyError::TooLarge.into());
        }
        exact.rescale(minor);
        exact.set_sign_negative(exact.is_sign_negative() && !exact.is_zero());
        Ok(Self { amount: exact, currency })
    }

    /// Nothing, in a currency.
    pub fn zero(currency: Currency) -> Self {
        let amount = Decimal::new(0, currency.minor);
        Self { amount, currency }
    }

    /// Reads `120000 CNY`, `¥120,000.00`, `12万元`; without a currency the default one is meant.
    pub fn parse(text: &str, default_currency: Option<&str>) -> Result<Self, BadValue> {
        if let Some(money) = Self::as_shown(text) {
            return Ok(money);
        }
        let text = clean(text, EXAMPLE)?.to_uppercase().replace('−', "-");
        let default = match default_currency {
            None => None,
            Some(code) => Some(Currency::of(code.trim()).ok_or_else(|| unknown(code))?),
        };
        let (outer, rest) = signed(&text);
        let (currency, rest) = take_currency(rest, default)?;
        let (inner, number) = signed(rest);
        if outer.is_some() && inner.is_some() {
            return Err(bad("it has two signs", "有两个正负号"));
        }
        let (number, power) = pairs(POWERS)
            .find_map(|(word, power)| Some((number.strip_suffix(word)?.trim_end(), power.parse().ok()?)))
            .unwrap_or((number, 0));
        let currency = currency.or(default).ok_or_else(|| bad("the currency is missing", "缺少币种"))?;
        let digits = plain_number(number)?;
        let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
        if power == 0 && decimals > currency.minor as usize {
            return Err(too_fine(currency));
        }
        if digits.len() - decimals > MAX_DIGITS + 1 || decimals > 8 {
            return Err(MoneyError::TooLarge.into());
        }
        let factor = Decimal::from(10_u64.pow(power));
        let amount = digits.parse::<Decimal>().ok();
        let amount = amount.and_then(|amount| amount.checked_mul(factor));
        let money = Self::new(amount.ok_or(MoneyError::TooLarge)?, currency)?;
        Ok(match outer.or(inner) {
            Some('-') => -money,
            _ => money,
        })
    }

    /// An amount just as it is shown, which is how books keep it; most are read this way.
    fn as_shown(text: &str) -> Option<Self> {
        let (number, code) = text.split_once(' ')?;
        let currency = Currency::of(code).filter(|currency| currency.code == code)?;
        let unsigned = number.strip_prefix('-').unwrap_or(number);
        let (whole, after) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let fits = !whole.is_empty() && whole.len() <= 12 && after.len() == currency.minor as usize;
        let pointed = unsigned.contains('.') == (currency.minor > 0);
        let mut digits = whole.bytes().chain(after.bytes());
        if !fits || !pointed || !digits.clone().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let units =
            digits.try_fold(0_i64, |sum, digit| sum.checked_mul(10)?.checked_add((digit - b'0').into()))?;
        let units = if unsigned.len() < number.len() { -units } else { units };
        Some(Self { amount: Decimal::new(units, currency.minor), currency })
    }

    /// The amount; its scale is the currency's minor units.
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// The currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// True for nothing.
    pub fn is_zero(&self) -> bool {
        self.amount.is_zero()
    }

    /// -1, 0 or 1.
    pub fn sign(&self) -> i8 {
        self.amount.cmp(&Decimal::ZERO) as i8
    }

    /// The sum, within one currency.
    pub fn checked_add(&self, other: &Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currencies(self.currency, other.currency));
        }
        let sum = self.amount.checked_add(other.amount);
        sum.and_then(|sum| Self::new(sum, self.currency).ok()).ok_or(MoneyError::TooLarge)
    }

    /// The difference, within one currency.
    pub fn checked_sub(&self, other: &Self) -> Result<Self, MoneyError> {
        self.checked_add(&-*other)
    }

    /// The amount as it is written, without the currency.
    pub fn amount_text(&self) -> String {
        let units = self.amount.mantissa();
        let (Ok(size), scale) = (u64::try_from(units.unsigned_abs()), self.amount.scale() as usize) else {
            return self.amount.to_string();
        };
        let mut text = format!("{size:0least$}", least = scale + 1);
        if scale > 0 {
            text.insert(text.len() - scale, '.');
        }
        if units < 0 {
            text.insert(0, '-');
        }
        text
    }

    /// The amount as the nearest float.
    pub fn amount_number(&self) -> Option<f64> {
        let (units, scale) = (self.amount.mantissa(), self.amount.scale());
        match units.unsigned_abs() < 1 << f64::MANTISSA_DIGITS {
            // Both are exact, so the quotient is the nearest.
            true => Some(units as f64 / 10_u64.pow(scale) as f64),
            false => self.amount.to_string().parse().ok(),
        }
    }

    /// Amount and currency as JSON carries them.
    pub fn to_json_parts(&self) -> (String, String) {
        (self.amount_text(), self.currency.code.to_owned())
    }

    /// `{"amount":"120000.00","currency":"CNY"}`, as scripts read money everywhere.
    pub fn to_json(&self) -> serde_json::Value {
        let (amount, currency) = self.to_json_parts();
        serde_json::json!({"amount": amount, "currency": currency})
    }
}

impl std::ops::Neg for Money {
    type Output = Self;

    fn neg(self) -> Self {
        if self.is_zero() {
            return self;
        }
        Self { amount: -self.amount, ..self }
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.amount.cmp(&other.amount))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount_text(), self.currency)
    }
}

/// The pairs of a list such as `元=CNY $=USD`.
fn pairs(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.split(' ').filter_map(|pair| pair.split_once('='))
}

/// A leading sign and what follows.
fn signed(text: &str) -> (Option<char>, &str) {
    match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.chars().next(), rest.trim_start()),
        None => (None, text),
    }
}

/// Takes currency codes and signs off both ends; all must mean the same.
fn take_currency(text: &str, default: Option<Currency>) -> Result<(Option<Currency>, &str), BadValue> {
    let mut found: Option<Currency> = None;
    let mut rest = text;
    for at_end in [false, true] {
        while let Some((currency, shorter)) = one_currency(rest, at_end, default)? {
            match found {
                Some(other) if other != currency => {
                    return Err(MoneyError::Currencies(other, currency).into());
                }
                _ => found = Some(currency),
            }
            rest = shorter;
        }
    }
    Ok((found, rest))
}

/// One currency at an end of the text, with what is left.
fn one_currency(
    text: &str,
    at_end: bool,
    default: Option<Currency>,
) -> Result<Option<(Currency, &str)>, BadValue> {
    for (sign, code) in pairs(SIGNS) {
        let rest = if at_end { text.strip_suffix(sign) } else { text.strip_prefix(sign) };
        if let Some(rest) = rest {
            let local = default.filter(|currency| pairs(SHARED).any(|pair| pair == (sign, currency.code)));
            return Ok(local.or_else(|| Currency::of(code)).map(|currency| (currency, rest.trim())));
        }
    }
    let letter = |c: char| c.is_ascii_alphabetic();
    let rest = if at_end { text.trim_end_matches(letter) } else { text.trim_start_matches(letter) };
    let word = if at_end { text.strip_prefix(rest) } else { text.strip_suffix(rest) }.unwrap_or_default();
    if word.is_empty() {
        return Ok(None);
    }
    let currency = Currency::of(word).ok_or_else(|| unknown(word))?;
    Ok(Some((currency, rest.trim())))
}

/// Digits and at most one point, from a number that may group its thousands by commas.
fn plain_number(text: &str) -> Result<String, BadValue> {
    let wrong = || {
        bad(
            "the amount is not a number such as 120000.00 or 120,000.00",
            "金额应写成 120000.00 或 120,000.00 这样的数字",
        )
    };
    let (whole, after) = match text.split_once('.') {
        Some((whole, after)) => (whole, Some(after)),
        None => (text, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains(',');
    let fair = digits(first) && !(grouped && first.len() > 3);
    if !fair || !groups.all(|group| group.len() == 3 && digits(group)) || !after.is_none_or(digits) {
        return Err(wrong());
    }
    let whole = whole.replace(',', "");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Ok(after.map_or_else(|| whole.to_owned(), |after| format!("{whole}.{after}")))
}

fn too_fine(currency: Currency) -> BadValue {
    let minor = currency.minor;
    bad(
        format!("{currency} has {minor} digits after the point, not more"),
        format!("{currency} 的小数位不能超过 {minor} 位"),
    )
}

fn unknown(code: &str) -> BadValue {
    bad(format!("`{code}` is not a currency of ISO 4217"), format!("`{code}` 不是 ISO 4217 币种代码"))
}

fn bad(en: impl Into<String>, zh: impl Into<String>) -> BadValue {
    BadValue::new(en, zh, EXAMPLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, default: &str) -> String {
        Money::parse(text, Some(default)).map_or_else(|bad| bad.en, |money| money.to_string())
    }

    proptest! {
        #[test]
        fn amounts_are_written_as_decimals_are(units in any::<i64>(), code in prop::sample::select(vec!["CNY", "JPY", "KWD", "CLF"])) {
            let currency = Currency::of(code).unwrap();
            for units in [units, units % 10_000] {
                let money = Money::new(Decimal::new(units, currency.minor), currency).unwrap();
                prop_assert_eq!(money.amount_text(), money.amount.to_string());
                prop_assert_eq!(money.amount_number(), money.amount.to_string().parse().ok());
            }
        }
    }

    #[test]
    fn every_currency_is_found_by_its_code() {
        for (minor, codes) in BY_MINOR {
            for code in codes.split(' ') {
                assert_eq!(Currency::of(&code.to_lowercase()), Some(Currency { code, minor }));
            }
        }
        for code in ["", "CN", "CNYX", "XYZ", " CN", "NY ", "元"] {
            assert_eq!(Currency::of(code), None, "{code:?}");
        }
    }

    #[test]
    fn amounts_as_people_write_them() {
        let table = "120000 CNY~120000.00 CNY|cny 120000.00~120000.00 CNY|120,000.00 CNY~120000.00 CNY
￥１２０，０００~120000.00 CNY|-¥12.5~-12.50 CNY|¥-12.5~-12.50 CNY|12万~120000.00 CNY
1.5亿元~150000000.00 CNY|1.23456万~12345.60 CNY|3千万~30000000.00 CNY|120000元~120000.00 CNY
人民币120000元~120000.00 CNY|$9.99~9.99 USD|€1~1.00 EUR|10 JPY~10 JPY|1 KWD~1.000 KWD|-0~0.00 CNY
007~7.00 CNY";
        for (typed, stored) in table.split(['|', '\n']).filter_map(|pair| pair.split_once('~')) {
            assert_eq!(shown(typed, "CNY"), stored, "{typed}");
        }
        assert_eq!(shown("¥100", "JPY"), "100 JPY");
        assert_eq!(shown("$100", "HKD"), "100.00 HKD");
        assert!(Money::parse("100", None).is_err());
    }

    #[test]
    fn nothing_is_rounded_or_guessed() {
        for bad in "||CNY|1.234 CNY|1.500|0.5 JPY|1,20|1.234,56|1 2|12,0000|5 XYZ|$5 CNY|--5|-¥-5|1e5|.5|5.
1.2345678万|999999999999999999999|12万3|1\u{202e}2|1\u{1b}2|99999999999999亿"
            .split(['|', '\n'])
        {
            assert!(Money::parse(bad, Some("CNY")).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn reckoning_stays_within_a_currency() {
        let money = |text: &str| Money::parse(text, None);
        let (Ok(a), Ok(b), Ok(usd)) = (money("0.10 CNY"), money("0.20 CNY"), money("1 USD")) else {
            panic!("amounts read")
        };
        assert_eq!(a.checked_add(&b).map(|m| m.to_string()), Ok("0.30 CNY".to_owned()));
        assert_eq!(a.checked_sub(&b).map(|m| m.sign()), Ok(-1));
        assert!(a.checked_sub(&a).is_ok_and(|m| m.is_zero()));
        assert!(a.checked_add(&usd).is_err());
        assert!(a < b && a.partial_cmp(&usd).is_none());
        assert_eq!(b.to_json_parts(), ("0.20".to_owned(), "CNY".to_owned()));
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(cents in -1_000_000_000_000_000_000_i64..1_000_000_000_000_000_000, code in "CNY|JPY|KWD|CLF") {
            let currency = Currency::of(&code).unwrap_or(Money::parse("0 CNY", None).map(|m| m.currency())?);
            let money = Money::new(Decimal::new(cents, currency.minor_units()), currency)?;
            prop_assert_eq!(Money::parse(&money.to_string(), None), Ok(money));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,20}|[0-9.,¥万CNY +-]{0,15}") {
            if let Ok(money) = Money::parse(&text, Some("CNY")) {
                prop_assert_eq!(Money::parse(&money.to_string(), None), Ok(money));
            }
        }
    }
}
